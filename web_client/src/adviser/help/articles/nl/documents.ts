import { type Group, list, note, steps, text } from "../types";

export const documents: Group<"documents"> = {
  documents: {
    title: "Documenten",
    lead: "Alles wat met cliënten is gedeeld, en wat zij stuurden.",
    tags: ["bestanden", "overzicht", "opslag", "versies", "zoeken", "dossier"],
    body: [
      text(
        "Boven de lijst staat hoeveel documenten er van elke soort zijn. Klik op een teller om alleen die te zien.",
      ),
      list(
        "Zoeken kijkt in namen en in de tekst van documenten.",
        "Achter **⋯** staan **Nieuwe versie**, **Naam wijzigen**, **Verwijderen** en meer. Verwijderde documenten haalt u 30 dagen lang terug.",
        "Getekende documenten en hun logboek komen vanzelf bij de cliënt te staan.",
      ),
      text(
        "Rechts staat **Mijn documenten**: uw eigen voorraad om uit te delen. Collega's zien die niet. Daaronder ziet u hoeveel opslag uw kantoor gebruikt. Een beheerder stelt bij **Instellingen**, **Kantoor** in hoeveel het mag zijn.",
      ),
    ],
  },
  "documents-share": {
    title: "Een document delen",
    lead: "Met een of meer cliënten, of alleen voor uw kantoor.",
    tags: ["delen", "versturen", "link", "intern", "bericht", "ondertekenen"],
    body: [
      steps(
        "Klik op **Document toevoegen** en kies een of meer cliënten.",
        "Kies een bestand van deze computer, of een uit **Mijn documenten**.",
        "Kies **Beschikbaar voor klant**, typ een bericht en klik op **Verzenden**.",
      ),
      text(
        "Elke cliënt krijgt een eigen link, die 90 dagen werkt. In de lijst staat **Bekeken** zodra het document is geopend.",
      ),
      note(
        "**Alleen voor intern gebruik** betekent dat de cliënt het nooit ziet, ook niet met een oudere link.",
      ),
      text(
        "Moet een PDF getekend worden? Kies op de pagina van de cliënt **Ondertekenen** en het juiste e-mailadres. Zie [[sign-document|een document laten tekenen]].",
      ),
    ],
  },
  "documents-ask": {
    title: "Een document opvragen",
    lead: "De cliënt krijgt een knop, en stuurt het veilig op.",
    tags: ["verzoek", "opvragen", "uploaden", "herinnering", "documentverzoek"],
    body: [
      steps(
        "Klik op **Documentverzoek** en kies wie u iets vraagt.",
        "Schrijf welk document u nodig hebt. Pas onderwerp en tekst aan als u wilt.",
        "Klik op **Versturen**. In de mail staat de knop **Document delen**.",
      ),
      text(
        "De cliënt kiest een bestand of maakt een foto. Daarna sluit het verzoek vanzelf en krijgt u een mail.",
      ),
      list(
        "Bij **Opgevraagd** staat wie nog niets stuurde. **Herinneren** stuurt de mail opnieuw.",
        "Met **Niet meer nodig** werkt de link niet meer.",
      ),
    ],
  },
};
