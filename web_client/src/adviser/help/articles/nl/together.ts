import { type Group, list, note, pairs, shortcuts, steps, text, title } from "../types";

export const together: Group<"together"> = {
  "client-view": {
    title: "Wat uw cliënt ziet",
    lead: "Alleen wat u deelt. Nooit vanzelf uw hele scherm.",
    tags: ["privacy", "cliënt", "klant", "beeld", "zichtbaar", "bureaublad", "aanwijzer"],
    body: [
      pairs(
        [
          "**Scherm**",
          "Alleen het scherm, venster of tabblad dat u kiest bij [[share-screen|Scherm delen]].",
        ],
        ["**Camera**", "Uw beeld, als uw camera aan staat."],
        [
          "**Webpagina**",
          "De [[web-page|pagina]] die u opent, zonder uw eigen tabbladen. Ingevulde wachtwoorden zijn [[page-hidden|bolletjes]].",
        ],
        ["**Documenten**", "Bestanden die u met iedereen of met deze cliënt deelt."],
        [
          "**Aanwijzer**",
          "Uw muis, alleen als de cliënt [[input-rights|invoerrechten]] heeft of de laserpointer aan staat.",
        ],
        ["**Chat**", "Alle berichten. Van vóór het binnenkomen alleen als uw kantoor dat zo instelt."],
      ),
      text(
        "Bij [[blur-screen|Scherm vervagen]] ziet uw cliënt een waas. U ziet zelf dezelfde waas, dus u weet wat er te zien is.",
      ),
      note("Boven het gedeelde beeld staat altijd wie er deelt en wie er meekijkt."),
    ],
  },
  devices: {
    title: "Apparaten kiezen",
    lead: "Kies welke microfoon, camera en luidspreker u gebruikt, ook tijdens het gesprek.",
    tags: ["headset", "bluetooth", "usb", "webcam", "wisselen", "koptelefoon", "apparaat", "instellen"],
    body: [
      steps(
        "Klik op het pijltje naast [[microphone|Microfoon]], [[camera|Camera]] of [[sound|Geluid]].",
        "Kies een apparaat uit de lijst. Het werkt direct.",
      ),
      list(
        "Sluit u iets nieuws aan, dan staat het vanzelf in de lijst.",
        "Valt een apparaat weg, dan gaan we verder met een ander en zeggen we welk.",
        "Uw keuze wordt op dit apparaat onthouden.",
      ),
      note(
        "Echo? Gebruik een headset, of zet het geluid zachter. Zitten er twee mensen in één kamer, zet dan één microfoon uit.",
      ),
    ],
  },
  "background-blur": {
    title: "Achtergrond vervagen",
    lead: "Alleen u bent scherp. De kamer achter u wordt een waas.",
    tags: ["achtergrond", "blur", "waas", "kamer", "rommel", "virtuele achtergrond", "camera"],
    body: [
      steps("Klik op het pijltje naast [[camera|Camera]].", "Zet **Achtergrond vervagen** aan."),
      text(
        "De eerste keer duurt het een paar tellen: er wordt een klein hulpprogramma geladen. Het vervagen gebeurt op uw eigen apparaat.",
      ),
      note("Het kost rekenkracht. Hapert uw beeld, zet het dan weer uit."),
    ],
  },
  lobby: {
    title: "De wachtkamer",
    lead: "Cliënten wachten even, tot u hen binnenlaat.",
    tags: ["lobby", "wachten", "toelaten", "binnenlaten", "weigeren", "deur"],
    body: [
      text("Staat de wachtkamer aan, dan ziet u een kaart zodra er iemand wacht."),
      steps("Lees de naam.", "Kies **Binnenlaten** of **Weigeren**."),
      list(
        "Voor alle gesprekken: **Instellingen**, **Kantoor**, **Wachtkamer**.",
        "Alleen voor dit gesprek: open [[participants|Deelnemers]] en zet **Nieuwe mensen laten wachten** aan of uit.",
      ),
      note(
        "Wie wacht, ziet en hoort nog niets van het gesprek. Collega's van uw kantoor hoeven niet te wachten.",
      ),
    ],
  },
  evaluation: {
    title: "De beoordeling",
    lead: "Na het gesprek kiest iedereen een gezicht en schrijft wie dat wil iets op.",
    tags: ["evaluatie", "review", "sterren", "feedback", "mening", "tevreden", "vragenlijst"],
    body: [
      text(
        "De pagina verschijnt vanzelf na het einde. Overslaan mag altijd. Antwoorden kan tot een dag na het gesprek.",
      ),
      list(
        "Een gezicht: van **Slecht** tot **Heel goed**.",
        "Wat hielp, bijvoorbeeld duidelijke uitleg.",
        "Een paar woorden, als u dat wilt.",
      ),
      text(
        "De adviseur ziet het antwoord op het dashboard en bij **Gesprekken**. Een beheerder ziet de antwoorden van het hele kantoor.",
      ),
    ],
  },
  record: {
    title: "Het verslag van een gesprek",
    lead: "Wie er was, wanneer, en wat er is gedeeld en geschakeld. Zonder opname.",
    tags: ["logboek", "log", "bewijs", "dossier", "download", "pdf", "json", "archief", "opname"],
    body: [
      steps(
        "Ga naar **Gesprekken** en open een gesprek.",
        "Kies onder **Verslag** een PDF, een JSON-bestand of de chat.",
      ),
      title("Wat erin staat"),
      list(
        "Wie binnenkwam en wegging, met de tijden.",
        "Wat er is gedeeld, vervaagd en beëindigd, en wie invoerrechten had.",
        "De namen van bestanden, met een controlegetal van de inhoud.",
      ),
      title("Wat er niet in staat"),
      text("Beeld, geluid en wat er op het gedeelde scherm stond. Samen neemt niets op."),
      note(
        "Elke regel bevat een controlegetal van de regel ervoor. Verandert iemand achteraf iets, dan valt dat op.",
      ),
    ],
  },
  shortcuts: {
    title: "Sneltoetsen",
    lead: "Alles in het gesprek kan met het toetsenbord.",
    tags: ["toetsenbord", "toetsen", "keyboard", "toegankelijk", "sneltoets", "ctrl", "snel"],
    body: [
      text("Druk in het gesprek op **?** voor de volledige lijst. Sneltoetsen werken niet terwijl u typt."),
      shortcuts(),
      pairs(
        ["**Tab** en **Shift + Tab**", "Naar de volgende of vorige knop"],
        ["**Spatie** of **Enter**", "De gekozen knop indrukken"],
      ),
      title("Op het dashboard"),
      pairs([
        "**Ctrl + K** (Mac: **Cmd + K**)",
        "Zoeken in cliënten, afspraken, documenten, pagina's en hulp",
      ]),
    ],
  },
};
