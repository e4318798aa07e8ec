import { type Group, list, note, steps, text, title } from "../types";

export const clients: Group<"clients"> = {
  clients: {
    title: "Cliënten vinden",
    lead: "Zoeken terwijl u typt, filteren, en een selectie bewaren.",
    tags: ["zoeken", "lijst", "klanten", "filter", "label", "alfabet", "sorteren"],
    body: [
      text(
        "Typ in het zoekveld een deel van een naam, e-mailadres of telefoonnummer. Met pijl omlaag gaat u de lijst in, met Enter opent u een cliënt, met de spatiebalk kiest u er een.",
      ),
      title("Filteren"),
      list(
        "Links staan de labels, wie bereikbaar is, de aanmaakdatum en de eigen velden van uw kantoor.",
        "Onder **Meer filters** vindt u naam, adres, nummer, verjaardag en adviseur.",
        "Met **Bewaar als selectie** onthoudt u de filters. De selectie staat daarna achter de titel, met **Allen** en wat er **Verwijderd, tot 30 dagen terug** is.",
      ),
      note(
        "**E-mail geblokkeerd** betekent dat een mail niet aankwam. Op de kaart van de cliënt laat u het adres weer toe.",
      ),
    ],
  },
  "clients-many": {
    title: "Veel cliënten tegelijk",
    lead: "Kiezen, een bericht sturen, labels geven of verwijderen.",
    tags: [
      "importeren",
      "exporteren",
      "excel",
      "csv",
      "google",
      "selecteren",
      "bulk",
      "meerdere",
      "verwijderen",
      "terugzetten",
      "ongedaan",
    ],
    body: [
      steps(
        "Vink cliënten aan. Met Shift kiest u een hele rij.",
        "Wilt u iedereen die bij de filters past, kies dan in de zwarte balk voor allemaal.",
        "Kies **Bericht**, **Document delen**, **Label** of **Verwijderen**.",
      ),
      text(
        "Een bericht of een document gaat naar hoogstens 10.000 cliënten tegelijk. U ziet hoever het is en wie is overgeslagen; het gaat door als u het venster sluit.",
      ),
      text(
        "Na labels of verwijderen staat in de balk **Zet terug**. Verwijderde cliënten blijven 30 dagen bewaard.",
      ),
      title("Importeren en exporteren"),
      steps(
        "Kies **Importeren** boven de lijst, en een bestand: CSV, Excel, Google Contacten of vCard.",
        "Kijk na welke kolom wat is, en kies **Verder**. U ziet welke regels nieuw zijn, wie er al is en wat niet klopt; regels met een fout kunt u downloaden.",
        "Pas daarna komt er iets bij. Iedereen krijgt een label met de datum.",
        "Klopt het toch niet, dan zet **Import terugdraaien** alles terug zoals het was. Wat collega's intussen veranderden, blijft.",
      ),
      text("Met **Exporteren** krijgt u de lijst, of wat u koos, als CSV of Excel."),
    ],
  },
  "client-page": {
    title: "De pagina van een cliënt",
    lead: "Alles wat u weet, en wat u er kunt doen.",
    tags: ["kaart", "tijdlijn", "notitie", "huishouden", "klantpagina", "sessie"],
    body: [
      text(
        "Boven staan **Sessie starten**, **Bericht** en **Afspraak**. Een sessie **Met klantpagina** zet de documenten van de cliënt voor u klaar; **Zonder klantpagina** is een gewone sessie.",
      ),
      list(
        "De **Tijdlijn** toont alles wat er gebeurde. U kunt kiezen wat u ziet.",
        "Onder **Voor collega's** schrijft u notities. De cliënt ziet ze nooit.",
        "**Toestemming noteren** bewaart waar de cliënt mee instemde, met het bewijs.",
      ),
      title("Samen bewerken"),
      text(
        "Wijzigt een collega dezelfde cliënt, dan ziet u bij het bewaren beide versies naast elkaar en kiest u per verschil.",
      ),
    ],
  },
  "client-settings": {
    title: "Eigen velden, labels en teams",
    lead: "Voor beheerders: wat uw kantoor van cliënten wil weten, en wie ze ziet.",
    tags: ["bsn", "zichtbaar", "rechten", "veld", "collega"],
    body: [
      list(
        "**Eigen velden** verschijnen in het formulier, op de kaart en als filter.",
        "Een adviseur ziet de eigen cliënten, die van zijn teams, en wie aan hem is getoond. Een beheerder ziet iedereen.",
        "Een burgerservicenummer herkennen we. Uw kantoor bewaart het niet, tenzij u dat bij **Afspraken van het kantoor** toestaat.",
      ),
      text(
        "De volgorde van de eigen velden is die van het formulier. Een keuze die u weghaalt, blijft staan bij wie hem had.",
      ),
    ],
  },
  "client-privacy": {
    title: "Privacy van cliënten",
    lead: "Voor beheerders: gegevens meegeven, bewaren, wissen, en zien wie wat deed.",
    tags: ["avg", "inzage", "wissen", "bewaartermijn", "logboek"],
    body: [
      text(
        "Op de pagina van een cliënt staan achter de knop met drie punten **Gegevens exporteren**, **Bewaren (juridisch)** en **Definitief wissen**.",
      ),
      list(
        "**Gegevens exporteren** maakt een ZIP met alles over de cliënt. Interne notities gaan alleen mee als u dat aanvinkt. Het archief is een week te downloaden.",
        "**Bewaren (juridisch)** houdt alles vast, bijvoorbeeld bij een klacht. Zolang dat geldt, wordt niets gewist.",
        "**Definitief wissen** toont eerst wat verdwijnt en wat blijft, met de reden. Daarna typt u de naam van de cliënt.",
      ),
      title("Instellingen, Privacy"),
      list(
        "Bij **Bewaartermijnen** kiest u per soort en land hoe lang iets blijft. Een regel die uit staat, telt alleen.",
        "**Wie zag en deed wat** doorzoekt u op naam of handeling. **Controleer de keten** zegt of er iets aan veranderd is.",
      ),
      note(
        "Verslagen van sessies en ondertekende stukken blijven na een wissing: advies moet te reconstrueren zijn.",
      ),
    ],
  },
};
