import { type Group, list, note, pairs, picture, steps, text, title } from "../types";

export const office: Group<"office"> = {
  office: {
    title: "Uw kantoor instellen",
    lead: "Naam, kleur, logo en hoe gesprekken verlopen.",
    tags: [
      "instellingen",
      "huisstijl",
      "logo",
      "kleur",
      "telefoonnummer",
      "taal",
      "bestandsgrootte",
      "beheerder",
    ],
    body: [
      text("Alleen een beheerder kan dit: **Instellingen**, **Kantoor**."),
      pairs(
        ["**Naam en telefoon**", "Cliënten zien ze op de startpagina en in het gesprek."],
        ["**Kleur**", "Voor knoppen en links. Is wit er niet op te lezen, dan kiezen we een donkerder tint."],
        ["**Logo**", "PNG, JPEG of WebP. Vierkant is het mooist."],
        [
          "**Tijdzone en land**",
          "De klok van agenda en boekingspagina, de feestdagen en hoe telefoonnummers beginnen.",
        ],
        ["**Wachtkamer**", "Cliënten wachten tot u hen [[lobby|binnenlaat]]."],
        ["**Eerdere berichten tonen**", "Of wie later komt de [[chat|chat]] van daarvoor leest."],
        ["**Grootste bestand**", "De grens voor elk [[files|bestand]] in een gesprek."],
        ["**Lege sessie sluiten na**", "Hoelang een sessie open blijft als iedereen weg is."],
      ),
    ],
  },
  colleagues: {
    title: "Collega's en rollen",
    lead: "Nodig collega's uit en bepaal wat ze mogen.",
    tags: [
      "gebruikers",
      "beheerder",
      "adviseur",
      "uitnodigen",
      "rechten",
      "rol",
      "admin",
      "blokkeren",
      "uit dienst",
    ],
    body: [
      pairs(
        ["**Adviseur**", "Start gesprekken en ziet de eigen gesprekken."],
        ["**Beheerder**", "Ziet ook de gesprekken van iedereen, en wijzigt kantoor, collega's en website."],
      ),
      title("Iemand uitnodigen"),
      steps(
        "Ga naar **Instellingen**, **Collega's**.",
        "Vul het e-mailadres in, kies een rol en klik op **Uitnodigen**.",
        "Uw collega krijgt een link en kiest zelf een naam en wachtwoord. De link werkt één keer.",
      ),
      text("Een uitnodiging kunt u opnieuw sturen of intrekken."),
      title("Iemand gaat weg"),
      text(
        "Kies **Toegang intrekken**. Het account wordt overal afgemeld. De gesprekken blijven bewaard, en u kunt de toegang later teruggeven.",
      ),
      note("Komt de mail niet aan? Kijk bij **Instellingen**, **E-mails** wat ermee gebeurd is."),
    ],
  },
  "browsing-rules": {
    title: "Co-browsing instellen",
    lead: "Welke websites opengaan, waarmee u zoekt, en wat verborgen blijft.",
    tags: ["blokkeren", "toestaan", "lijst", "zoekmachine", "maskeren", "selector", "websites", "beheer"],
    body: [
      text(
        "Alleen een beheerder kan dit: **Instellingen**, **Co-browsing**. Het geldt meteen, ook in gesprekken die al lopen.",
      ),
      pairs(
        [
          "**Alleen deze websites**",
          "Leeg betekent: elke openbare website. Staat er iets, dan gaat niets anders open.",
        ],
        ["**Deze websites nooit**", "Gaat voor de lijst met wat wel mag."],
        [
          "**Zoekmachine**",
          "Zonder zoekmachine opent het adresveld alleen adressen. De woorden gaan naar de zoekmachine die u kiest.",
        ],
        ["**Verborgen velden**", "Een website en een CSS-selector: wat die aanwijst, zien anderen niet."],
      ),
      list(
        "bank.example is precies die website; *.bank.example ook alles eronder.",
        "De lijsten gelden ook voor onderdelen van een pagina, zoals filmpjes van een andere website.",
        "Aanmelden gaat vaak via een tweede website. Zet die er dan ook bij.",
      ),
      note("Wachtwoorden, kaartnummers, IBAN en BSN zijn altijd verborgen. Dat kan niet uit."),
      text(
        "Wat mensen lezen als een website niet mag, staat in de instellingen zelf. Tegels van het kantoor maakt u [[page-tiles|in een gesprek]].",
      ),
    ],
  },
  account: {
    title: "Uw account en wachtwoord",
    lead: "Naam, taal, wachtwoord en een tweede stap bij het aanmelden.",
    tags: [
      "inloggen",
      "aanmelden",
      "wachtwoord vergeten",
      "2fa",
      "totp",
      "authenticator",
      "reservecode",
      "afmelden",
      "taal",
      "donker",
    ],
    body: [
      text("Alles staat bij **Instellingen**, **Mijn account**."),
      title("Wachtwoord vergeten"),
      text(
        "Kies **Wachtwoord vergeten** bij het aanmelden. U krijgt een link die een uur werkt. Daarna bent u op andere apparaten afgemeld.",
      ),
      title("Tweede stap"),
      steps(
        "Kies **Tweede stap instellen** en scan de QR-code met een authenticator-app.",
        "Vul de code van zes cijfers in.",
        "Bewaar de reservecodes. Elke code werkt één keer, voor als u uw telefoon kwijt bent.",
      ),
      title("Een apparaat kwijt"),
      text("Kies **Overal afmelden**. Wijzig daarna uw wachtwoord."),
    ],
  },
  widget: {
    title: "De ingang op uw website",
    lead: "Cliënten vullen de code op uw eigen website in en komen in het juiste gesprek.",
    tags: [
      "widget",
      "website",
      "snippet",
      "html",
      "script",
      "inbouwen",
      "embed",
      "wordpress",
      "link",
      "knop",
    ],
    body: [
      picture("widget"),
      steps(
        "Ga naar **Instellingen**, **Uw website**.",
        "Kies taal, tekst en kleur. Rechts ziet u de echte ingang.",
        "Kopieer het stukje en plak het in uw website, of geef het aan uw websitebouwer.",
      ),
      pairs(
        ["**Met script**", "Het mooist. Het veld maakt de code leesbaar terwijl u typt."],
        ["**Zonder script**", "Gewone HTML, voor websites die geen scripts van anderen toelaten."],
        ["**Alleen een link**", "Voor een knop, een menu of onder uw e-mail."],
      ),
      note(
        "De ingang leest niets op uw website en bewaart niets. Hij stuurt de bezoeker alleen door naar het gesprek.",
      ),
    ],
  },
  security: {
    title: "Veiligheid en privacy",
    lead: "Hoe een gesprek beschermd is, en wat er bewaard blijft.",
    tags: [
      "avg",
      "gdpr",
      "versleuteld",
      "encryptie",
      "https",
      "opname",
      "bewaren",
      "gegevens",
      "veilig",
      "hack",
    ],
    body: [
      list(
        "Alle verkeer is versleuteld. Beeld en geluid gaan rechtstreeks tussen de deelnemers als dat kan.",
        "Er wordt niets opgenomen.",
        "De code is niet te raden: wie te vaak een foute code probeert, moet wachten.",
        "Een cliënt kan niets aanklikken zonder [[input-rights|uw toestemming]]. De server bewaakt dat.",
        "Bij [[blur-screen|Scherm vervagen]] verlaat geen scherp beeld het apparaat van wie deelt.",
        "Een [[web-page|webpagina]] draait afgeschermd op de server, komt niet in uw netwerk, en wordt na het sluiten gewist.",
        "Gegevens van een kantoor zijn voor andere kantoren onzichtbaar.",
      ),
      title("Wat er bewaard blijft"),
      text(
        "Het [[record|verslag]], de chat, de beoordelingen en de gedeelde bestanden, op de server van uw kantoor.",
      ),
      title("Wat u zelf doet"),
      list(
        "Geef de code alleen aan wie u verwacht, en kijk bij [[participants|Deelnemers]] wie er binnen is.",
        "Zet de [[account|tweede stap]] aan voor uw account.",
        "Deel liefst één venster of tabblad.",
      ),
    ],
  },
};
