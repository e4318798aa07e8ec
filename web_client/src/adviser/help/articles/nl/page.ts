import { type Group, list, note, pairs, steps, text, title } from "../types";

export const page: Group<"page"> = {
  "web-page": {
    title: "Een webpagina openen",
    lead: "U opent een website en iedereen ziet hem tegelijk. De cliënt hoeft niets te doen.",
    tags: ["co-browsing", "website", "internet", "adresbalk", "zoeken", "url", "tabblad", "browser"],
    body: [
      steps(
        "Klik bovenaan in **Adres**, of kies een [[page-tiles|tegel]].",
        "Typ een adres, zoals rentewijzer.nl, en druk op Enter.",
        "De pagina opent voor iedereen. Boven de pagina staat wie er bestuurt en wie er meekijkt.",
      ),
      text(
        "De website draait in een browser op de server. Niemand installeert iets, en er gaat geen bestand of tabblad van uw eigen computer mee.",
      ),
      title("Wat u verder kunt"),
      list(
        "**Terug, vooruit en opnieuw laden** staan links van het adres.",
        "**Tabbladen** ziet u boven de pagina. Iedereen ziet hetzelfde tabblad.",
        "**Groter of kleiner**: bij Pagina, rechts boven de pagina.",
        "**Wisselen**: opent u een document of deelt iemand een scherm, dan kiest u wat in beeld is. De webpagina blijft open.",
        "**Zoeken met woorden** kan als uw kantoor een zoekmachine heeft gekozen.",
      ),
      text("Klaar? Kies **Meer over deze pagina** en dan **Stop met deze pagina**. Het gesprek gaat door."),
      note(
        "Na het sluiten is alles weg: cookies, aanmeldingen en wat er was ingevuld. De volgende keer begint de browser leeg.",
      ),
    ],
  },
  "page-control": {
    title: "Wie bestuurt de webpagina",
    lead: "Er klikt en typt één persoon tegelijk, en iedereen ziet wie.",
    tags: ["besturen", "overnemen", "controle", "klikken", "typen", "muis", "toetsenbord", "invoer"],
    body: [
      text("Wie de pagina opent, bestuurt hem. De strook boven de pagina noemt de naam."),
      pairs(
        ["**Adviseur**", "Mag altijd besturen. Klik in de pagina en u hebt hem."],
        [
          "**Cliënt**",
          "Alleen als u [[input-rights|invoerrechten]] geeft. Een klik in de pagina neemt het over.",
        ],
        ["**Meekijker**", "Ziet alles, maar klikken en typen doet niets."],
      ),
      list(
        "Overnemen gaat meteen. Toetsen die nog ingedrukt waren, worden losgelaten.",
        "Neemt u de invoerrechten terug, dan telt niets meer wat nog onderweg was. Ook niet midden in een woord.",
        "Wilt u alleen laten kijken? Kies **Stop met besturen**. Dan bestuurt niemand.",
      ),
      note("Uw toetsen gaan naar de pagina zolang u erin werkt. Met F6 komt u eruit."),
    ],
  },
  "page-hidden": {
    title: "Verborgen velden en vervagen",
    lead: "Wachtwoorden, kaartnummers, IBAN en BSN zijn voor de anderen bolletjes.",
    tags: ["wachtwoord", "iban", "bsn", "creditcard", "pincode", "privacy", "bolletjes", "geheim"],
    body: [
      text(
        "Wie zo'n veld invult, ziet zelf wat er staat. Alle anderen zien bolletjes, ook de adviseur. De server verbergt het vóór er een beeld wordt gemaakt: het komt nergens anders terecht.",
      ),
      list(
        "Neemt iemand anders het over, dan ziet die ook bolletjes.",
        "Kopiëren uit zo'n veld kan alleen wie het heeft ingevuld.",
        "Een oogje in de pagina om het wachtwoord te tonen, verandert daar niets aan.",
        "Uw beheerder kan [[browsing-rules|meer laten verbergen]].",
      ),
      title("De hele pagina even verbergen"),
      text(
        "Klik op **Scherm vervagen**. De server stuurt cliënten dan alleen nog een waas, en ook geen titels, adressen of [[page-outline|overzicht]]. Adviseurs blijven de pagina scherp zien. **Weer laten zien** maakt hem scherp.",
      ),
      note(
        "Andere gegevens, zoals een saldo of een naam, zijn gewoon zichtbaar. Vervaag de pagina als u daaraan twijfelt.",
      ),
    ],
  },
  "page-files": {
    title: "Bestanden en de webpagina",
    lead: "Downloads komen bij de bestanden van het gesprek. Uploaden gaat ook daaruit.",
    tags: ["downloaden", "uploaden", "bijlage", "pdf", "formulier", "opsturen", "afdrukken", "kopiëren"],
    body: [
      title("Downloaden"),
      text(
        "Downloadt u iets op de pagina, dan staat het even later bij **Bestanden**. Daar deelt of bewaart u het.",
      ),
      title("Uploaden"),
      steps(
        "Zet het bestand eerst bij **Bestanden**.",
        "Klik op de pagina op de knop voor uploaden.",
        "Kies het bestand uit de lijst van dit gesprek.",
      ),
      note(
        "Een website kan nooit bij de bestanden op iemands eigen computer. Ook camera, microfoon en locatie krijgt hij niet.",
      ),
      text("Kopiëren en plakken werkt met de gewone toetsen voor wie bestuurt."),
    ],
  },
  "page-tiles": {
    title: "Tegels en favorieten",
    lead: "Websites die u vaak gebruikt, openen met één klik.",
    tags: ["favoriet", "tegel", "ster", "bladwijzer", "snelkoppeling", "startpagina", "vaak gebruikt"],
    body: [
      text(
        "Staat er nog niets in beeld, dan ziet u de tegels vanzelf. Later opent u ze met **Tegels en favorieten** naast het adres. Wat u het meest gebruikt, staat vooraan.",
      ),
      list(
        "**Mijn favorieten** ziet alleen u. Klik op de ster naast het adres om een pagina te bewaren.",
        "**Tegels van het kantoor** zien al uw collega's. Alleen een beheerder wijzigt ze.",
        "Met **Bewerken** verandert u naam, adres en onderschrift, of haalt u iets weg.",
      ),
      note("Het plaatje van een website komt vanzelf als hij een keer geopend is."),
    ],
  },
  "page-outline": {
    title: "De webpagina als overzicht",
    lead: "Lees en bedien een webpagina zonder beeld en zonder muis.",
    tags: [
      "schermlezer",
      "blind",
      "slechtziend",
      "toegankelijkheid",
      "toetsenbord",
      "koppen",
      "nvda",
      "voiceover",
    ],
    body: [
      steps(
        "Druk op O, of kies **Meer over deze pagina** en dan **Overzicht van de pagina**.",
        "Lees de koppen, teksten, links, knoppen en velden in de volgorde van de pagina.",
        "Mag u meeklikken? Druk dan op Enter op een knop of link. In een veld typt u en drukt u op Enter.",
      ),
      list(
        "Bestuurt iemand anders, dan neemt uw eerste handeling het over.",
        "Verandert de pagina, dan blijft u staan waar u was.",
        "Met **Laat zien** kiest u alleen koppen, links en knoppen, of velden.",
        "Verborgen velden zeggen dat ze verborgen zijn.",
      ),
      text("Zonder invoerrechten leest u mee. Is de pagina vervaagd, dan is ook het overzicht leeg."),
    ],
  },
  "page-client": {
    title: "Voor cliënten: samen een webpagina",
    lead: "Wat u ziet, wat uw adviseur ziet, en wat er met uw gegevens gebeurt.",
    tags: ["cliënt", "klant", "privacy", "wachtwoord", "veilig", "gegevens", "digid", "bank"],
    body: [
      pairs(
        ["**Wat zie ik?**", "De webpagina die uw adviseur opent. U hoeft niets te installeren."],
        [
          "**Mag ik klikken?**",
          "Als uw adviseur dat toestaat. U leest dan dat u mag meeklikken. Stoppen kan altijd.",
        ],
        [
          "**Ziet mijn adviseur mijn wachtwoord?**",
          "Nee. Wat u in een wachtwoordveld typt, ziet alleen u. Anderen zien bolletjes.",
        ],
        [
          "**Wat ziet mijn adviseur wel?**",
          "De rest van de pagina, ook na het aanmelden. Vraag zo nodig om de pagina te vervagen.",
        ],
        ["**Kan iemand bij mijn computer?**", "Nee. De webpagina draait op de server, niet bij u."],
        [
          "**Wat blijft er bewaard?**",
          "Het verslag noemt welke websites open waren en wie er bestuurde. Niet wat u typte, en niet wat er op de pagina stond.",
        ],
      ),
      note(
        "Meldt u zich op een website aan, meld u dan ook weer af. Bij het sluiten van de pagina wordt alles gewist, ook uw aanmelding.",
      ),
      text(
        "Kunt u de pagina niet goed zien? Gebruik [[page-outline|het overzicht]], of vergroot de pagina met de knoppen voor zoomen.",
      ),
    ],
  },
  "page-trouble": {
    title: "Een webpagina gaat niet open",
    lead: "Wat de melding betekent en wat u kunt doen.",
    tags: ["fout", "melding", "geblokkeerd", "werkt niet", "traag", "wachtrij", "certificaat", "vastgelopen"],
    body: [
      pairs(
        [
          "**Geblokkeerd**",
          "Uw kantoor staat deze website niet toe. Een beheerder kan dat [[browsing-rules|veranderen]].",
        ],
        [
          "**Kan niet samen bekeken worden**",
          "Het adres hoort bij een eigen netwerk of is geen website. Alleen openbare websites gaan open.",
        ],
        ["**Bestaat niet**", "Er zit een tikfout in het adres."],
        [
          "**Niet goed beveiligd**",
          "Het certificaat van de website klopt niet. We openen hem niet, want iemand kan meelezen.",
        ],
        ["**Antwoordt niet**", "De website is er niet of is traag. Probeer het opnieuw."],
        ["**Alle browsers zijn bezet**", "U staat in de rij en ziet uw plaats. De pagina opent vanzelf."],
        ["**Vastgelopen**", "Eén klik haalt het laatste adres terug. Wat was ingevuld kan weg zijn."],
        [
          "**Weigert een robot**",
          "Sommige websites laten geen browser op een server toe. Deel dan uw [[share-screen|scherm]].",
        ],
      ),
      title("Het beeld is traag of wazig"),
      text(
        "Kies **Meer over deze pagina** en dan **Diagnose**. Daar staat hoe het beeld komt, waarom zo, en hoe snel. Op een smalle lijn wordt het beeld eerst minder scherp; staat de pagina stil, dan wordt hij weer scherp.",
      ),
      note(
        "Geen geluid van de pagina? Kijk of **Geluid** aan staat. Bij **Diagnose** staat of de server geluid kan geven.",
      ),
    ],
  },
};
