import { type Group, note, pairs, steps, text, title } from "../types";

export const agenda: Group<"agenda"> = {
  agenda: {
    title: "De agenda",
    lead: "Afspraken en eigen tijd zien, verplaatsen en openen.",
    tags: ["kalender", "week", "maand", "slepen", "verplaatsen", "blok", "collega"],
    body: [
      text(
        "Kies boven de agenda **Dag**, **Week**, **Maand**, **Agenda** (een lijst) of **Diensten**. Met de pijlen gaat u vooruit en terug, met **Vandaag** naar nu.",
      ),
      pairs(
        ["**Gevuld**", "Een afspraak, in de kleur van de dienst."],
        ["**Met stippellijn**", "Een tijd die u hebt voorgesteld. De cliënt kiest nog."],
        ["**Gestreept**", "Uw eigen tijd. Niemand kan er boeken."],
        ["**Grijs**", "Buiten uw [[agenda-settings|beschikbaarheid]]."],
      ),
      title("Verplaatsen"),
      steps(
        "Sleep een afspraak naar een andere tijd, of trek aan de onderkant voor een andere duur.",
        "Kies of de cliënt een mail krijgt.",
        "Met **Ongedaan maken** zet u hem terug.",
      ),
      text(
        "Zonder muis: ga met Tab naar een afspraak en druk op Alt met een pijl. Met Shift erbij verandert de duur. Of open de afspraak en kies **Verzetten**.",
      ),
      title("Eigen tijd"),
      text(
        "Klik op een leeg uur en kies **Eigen blok**. Een blok kan een hele dag duren en zich herhalen. Is het **Privé**, dan zien collega's alleen dat u bezet bent.",
      ),
      note("Een beheerder kiest **Iedereen** en ziet in **Dag** de collega's naast elkaar."),
    ],
  },
  appointments: {
    title: "Een afspraak maken en volgen",
    lead: "Van de uitnodiging tot de samenvatting.",
    tags: [
      "plannen",
      "uitnodiging",
      "voorstel",
      "afzeggen",
      "verzetten",
      "status",
      "samenvatting",
      "beoordeling",
    ],
    body: [
      steps(
        "Klik op een leeg uur en kies **Afspraak**, of klik op **Nieuwe afspraak**.",
        "Kies de cliënt, of maak een nieuwe.",
        "Kies een dienst en een vrije tijd. Met **Cliënt laten kiezen** stelt u meer tijden voor.",
        "Klik op **Plannen en verzenden**. De cliënt krijgt de [[session-code|code]] en de link.",
      ),
      text(
        "Een klik op de afspraak opent alles: de code, de cliënt, de omschrijving en een notitie die alleen collega's zien. Met **Sessie starten**, of een klik op de code, begint het gesprek in een nieuw tabblad.",
      ),
      text(
        "Met het potlood wijzigt u onderwerp, soort, plaats, prijs en omschrijving. U kiest of de cliënt een mail krijgt; daarin zit een bijgewerkte uitnodiging voor de agenda. Ook een andere cliënt kiest u hier: de eerste krijgt bericht dat het niet doorgaat, de nieuwe een uitnodiging. De code en de links van de eerste werken dan niet meer.",
      ),
      title("De status gaat vanzelf"),
      pairs(
        ["**In planning**", "De cliënt heeft nog geen tijd gekozen."],
        ["**Gepland**", "De tijd staat vast."],
        ["**Begint zo**", "Binnen een uur."],
        ["**Afgerond**", "U en de cliënt waren er allebei."],
        ["**Gemist**", "Een van beiden was er niet."],
        ["**Afgezegd**", "Door u of door de cliënt."],
        ["**Mislukt**", "Beeld en geluid kwamen niet tot stand."],
      ),
      text("Een afspraak op kantoor of per telefoon markeert u zelf als afgerond."),
      text(
        "Is een afspraak gemist, mislukt of afgezegd? **Opnieuw plannen** maakt er een nieuwe van, met dezelfde gegevens. De oude blijft staan; bij elk van beide staat de weg naar de andere.",
      ),
      title("Alle afspraken"),
      text(
        "Onder **Afspraken** staan ze allemaal, de nieuwste bovenaan. Het plusteken toont meer: de code, die u opnieuw kunt mailen, de beoordeling en de samenvatting. Een beheerder ziet onder **Iedereen** ook die van collega's.",
      ),
      note(
        "Beoordelingen en samenvattingen zijn add-ons. Een beheerder zet ze aan bij **Instellingen**, **Agenda**.",
      ),
    ],
  },
  "agenda-settings": {
    title: "Diensten, beschikbaarheid en online inplannen",
    lead: "Wat u aanbiedt, wanneer, en hoe cliënten zelf boeken.",
    tags: [
      "dienst",
      "soort afspraak",
      "uren",
      "openingstijden",
      "boeken",
      "boekingspagina",
      "buffer",
      "tijdzone",
      "feestdag",
    ],
    body: [
      title("Diensten"),
      text(
        "Een dienst is een soort afspraak met een duur, een prijs en een kleur. Bij **Soort afspraak** kiest u **Videogesprek, samen kijken** voor een gesprek met schermdelen. Bij **Aangeboden door** staat welke adviseurs hem aanbieden, bij **Eigen berichten** met welke [[message-templates|sjablonen]]. Alleen een beheerder wijzigt diensten: **Instellingen**, **Diensten**.",
      ),
      title("Beschikbaarheid"),
      text(
        "Bij **Instellingen**, **Beschikbaarheid** staan uw uren per week, en dagen die anders zijn: een vrije dag of een extra avond.",
      ),
      title("Online inplannen"),
      steps(
        "Een beheerder kiest bij **Instellingen**, **Agenda** een naam in het adres en zet **Voor het kantoor** aan.",
        "Iedere adviseur zet de eigen agenda aan, daar of boven de agenda.",
        "Zet het adres van de boekingspagina op uw website of in uw mail.",
      ),
      note("Twee mensen kunnen nooit dezelfde tijd boeken."),
    ],
  },
  "agenda-elsewhere": {
    title: "Uw agenda in een ander programma",
    lead: "Afspraken in Outlook, Google of Apple Agenda.",
    tags: ["outlook", "google", "apple", "ical", "caldav", "abonneren", "synchroniseren"],
    body: [
      pairs(
        [
          "**Agenda volgen**",
          "Een geheim adres waarmee een ander programma uw afspraken leest. **Vernieuwen** maakt het oude ongeldig.",
        ],
        ["**Andere agenda bijwerken (CalDAV)**", "Samen schrijft elke afspraak meteen in die agenda."],
        ["**In mijn agenda zetten**", "Eén afspraak als bestand, onder de drie puntjes van de afspraak."],
      ),
      text(
        "Beide staan bij **Instellingen**, **Agenda**. Voor CalDAV hebt u het adres van de agenda, een gebruikersnaam en liefst een app-wachtwoord nodig.",
      ),
      note("Wie het geheime adres kent, leest uw afspraken. Deel het niet."),
    ],
  },
};
