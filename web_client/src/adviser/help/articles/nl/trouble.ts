import { type Group, list, note, pairs, steps, text, title } from "../types";

export const trouble: Group<"trouble"> = {
  permissions: {
    title: "Toestemming voor camera en microfoon",
    lead: "De browser vraagt het één keer. Weigerde u, dan zet u het zo weer aan.",
    tags: [
      "geweigerd",
      "toegang",
      "toestaan",
      "blokkeren",
      "slotje",
      "chrome",
      "edge",
      "firefox",
      "safari",
      "scherm opnemen",
    ],
    body: [
      pairs(
        [
          "**Chrome en Edge**",
          "Klik links in de adresbalk op het icoon met de schuifjes of het slotje. Zet **Camera** en **Microfoon** aan en laad de pagina opnieuw.",
        ],
        [
          "**Firefox**",
          "Klik links in de adresbalk op het icoon van de camera of microfoon met een streep. Haal de blokkade weg en laad de pagina opnieuw.",
        ],
        [
          "**Safari op een Mac**",
          "Kies in het menu **Safari** de **Instellingen voor deze website** en sta Camera en Microfoon toe.",
        ],
        [
          "**iPhone en iPad**",
          "Tik in de adresbalk op **aA**, dan op **Website-instellingen**, en sta Camera en Microfoon toe.",
        ],
        [
          "**Android**",
          "Tik links in de adresbalk op het icoon, dan op **Machtigingen**, en sta Camera en Microfoon toe.",
        ],
      ),
      title("De computer zelf weigert"),
      list(
        "**Windows**: Instellingen, Privacy en beveiliging, Camera (en Microfoon): sta uw browser toe.",
        "**Mac**: Systeeminstellingen, Privacy en beveiliging, Camera (en Microfoon): zet uw browser aan. Voor delen ook bij **Schermopname**.",
      ),
      note("Zonder kan ook: u ziet, hoort en chat gewoon mee."),
    ],
  },
  connection: {
    title: "De verbinding hapert of valt weg",
    lead: "We verbinden vanzelf opnieuw. Dit kunt u zelf doen.",
    tags: [
      "internet",
      "wifi",
      "traag",
      "storing",
      "haperen",
      "offline",
      "vpn",
      "firewall",
      "bedrijfsnetwerk",
      "zwak",
    ],
    body: [
      title("Verbinding is zwak"),
      list(
        "Zet de [[camera|camera]] uit. Het geluid wordt dan meestal goed.",
        "Ga dichter bij de router zitten, of gebruik een kabel.",
        "Sluit programma's die veel laden, zoals films of back-ups.",
        "Zet een VPN uit als dat mag.",
      ),
      title("Even weg"),
      text(
        "Valt internet weg, dan ziet u dat binnen twee tellen. Zodra het terug is, gaat het gesprek verder. Chat en bestanden zijn er nog. U hoeft niets te doen.",
      ),
      title("Beeld en geluid komen helemaal niet aan"),
      text(
        "Sommige bedrijfsnetwerken laten weinig door. Samen probeert dan vanzelf andere wegen, ook over dezelfde poort als gewone websites. Lukt het niet, probeer een ander netwerk, bijvoorbeeld dat van uw telefoon.",
      ),
      note(
        "Laptop even dichtgeklapt of pagina herladen? Open hem weer: u bent terug als dezelfde deelnemer.",
      ),
    ],
  },
  "no-sound-or-picture": {
    title: "Geen geluid of geen beeld",
    lead: "Loop dit rijtje van boven naar beneden af.",
    tags: [
      "ik hoor niets",
      "ze horen mij niet",
      "zwart beeld",
      "stil",
      "echo",
      "camera werkt niet",
      "microfoon werkt niet",
    ],
    body: [
      title("U hoort de ander niet"),
      steps(
        "Staat **Geluid** in de balk aan?",
        "Staat er **Zet geluid aan**? Klik daarop: sommige browsers spelen pas na een klik.",
        "Kies een andere luidspreker: het pijltje naast [[sound|Geluid]].",
        "Staat het geluid van uw apparaat hard genoeg?",
      ),
      title("De ander hoort u niet"),
      steps(
        "Staat **Microfoon** in de balk aan, en niet op **Gedempt**?",
        "Beweegt het balkje bij [[microphone|Kies microfoon]] als u praat? Zo niet, kies een andere.",
        "Heeft uw headset een eigen knop om te dempen?",
        "Mag de browser erbij? Zie [[permissions|Toestemming]].",
      ),
      title("De ander ziet u niet"),
      steps(
        "Staat **Camera** in de balk aan?",
        "Zit er een schuifje voor de camera?",
        "Gebruikt een ander programma de camera, zoals Teams of Zoom? Sluit dat.",
        "Kies een andere camera: het pijltje naast [[camera|Camera]].",
      ),
    ],
  },
};
