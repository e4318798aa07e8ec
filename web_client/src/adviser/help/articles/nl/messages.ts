import { type Group, list, note, pairs, steps, text, title } from "../types";

export const messages: Group<"messages"> = {
  messages: {
    title: "Een bericht sturen",
    lead: "Schrijf een cliënt, of velen tegelijk, en zie of het aankomt.",
    tags: ["mail", "e-mail", "nieuwsbrief", "versturen", "verzonden", "bezorgd"],
    body: [
      text("Op de pagina van een cliënt: **Bericht**. Of **Nieuw**, **Bericht**, en kies eerst de cliënt."),
      steps(
        "Kies het adres, en in wiens naam u schrijft. Het antwoord komt bij die collega.",
        "Kies een sjabloon, of schrijf zelf. **Gegeven invoegen** zet bijvoorbeeld de voornaam op zijn plaats.",
        "Gaat het over een afspraak? Kies hem: dan krijgt de mail de link en de code van die afspraak.",
        "Bekijk het **Voorbeeld**, en klik op **Verzenden**.",
      ),
      title("Aan velen"),
      text(
        "Selecteer cliënten in de lijst en kies **Bericht**. Ieder krijgt een eigen mail. Is het een aanbieding of nieuws, zeg dat dan: wie zich heeft afgemeld, krijgt het niet, en onderaan staat een link om af te melden.",
      ),
      title("Kwam het aan?"),
      pairs(
        ["**Verzonden**", "Uw mailserver heeft de mail aangenomen."],
        ["**Bezorgd**", "De mailserver van de ontvanger zei dat de mail er is. Niet elke server zegt dat."],
        [
          "**Kwam terug**",
          "Het adres bestaat niet, of de mail werd geweigerd. Leest niemand dat adres, dan gaat er niets meer heen.",
        ],
        ["**Wacht**", "Er is geen mailserver ingesteld."],
      ),
    ],
  },
  "message-templates": {
    title: "Berichten aanpassen",
    lead: "De mails die vanzelf vertrekken, en uw eigen sjablonen.",
    tags: ["sjabloon", "tag", "schermdelen_link", "tekst", "huisstijl"],
    body: [
      text(
        "**Instellingen**, **Berichten**. Beheerders passen de mails aan die vanzelf vertrekken; iedereen maakt eigen sjablonen om te kiezen bij een bericht.",
      ),
      list(
        "Een bericht bestaat uit blokken: tekst, een knop, gegevens, de code. U kunt ze verplaatsen en weghalen.",
        "**Gegeven invoegen** zet een tag op de plek van de cursor. Bij het versturen komt daar het gegeven zelf.",
        "Rechts ziet u het bericht zoals het vertrekt, met een cliënt die u kiest. **Testmail aan mijzelf** stuurt het u.",
        "**Terug naar standaard** haalt weg wat u veranderde.",
      ),
      title("De link naar het gesprek"),
      pairs(
        ["**%SCHERMDELEN_HREF%**", "De link achter woorden of een knop."],
        ["**%SCHERMDELEN_LINK%**", "De link zelf, om te lezen."],
      ),
      note(
        "Een tag die niet bestaat, houdt het bericht tegen en wordt genoemd. Heeft een gegeven geen waarde, zoals de code van een afspraak op kantoor, dan vervalt die regel of knop.",
      ),
    ],
  },
};
