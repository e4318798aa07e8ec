import { type Group, list, note, pairs, picture, steps, text, title } from "../types";

export const signing: Group<"signing"> = {
  "sign-document": {
    title: "Een document laten tekenen",
    lead: "Van PDF naar handtekening: per e-mail, of direct op uw scherm.",
    tags: [
      "handtekening",
      "ondertekenen",
      "offerte",
      "contract",
      "pdf",
      "link",
      "velden",
      "paraaf",
      "sjabloon",
      "lijst",
      "csv",
      "herinnering",
    ],
    body: [
      picture("fields"),
      steps(
        "Kies in het menu **Ondertekenen** en dan **Document laten tekenen**. Kies een PDF met **Kies bestand**, of sleep hem erheen.",
        "**Wie tekent**: kies een cliënt, dan staan naam, e-mailadres en taal er meteen en komt het document bij die cliënt te staan; of vul van iedereen naam en e-mailadres in. Het adres is altijd nodig, want daar gaat de kopie heen. Met **Nog iemand** voegt u mensen toe.",
        "**Waar**: sleep voor ieder minstens één **Handtekening** op de pagina. Elke ondertekenaar heeft een eigen kleur. Er zijn ook velden voor **Paraaf**, **Naam**, **E-mailadres**, **Datum**, **Tekst** en **Vinkje**.",
        "**Versturen**: kies **Via e-mail** of **Direct, op dit scherm**.",
      ),
      title("Via e-mail of op dit scherm"),
      list(
        "**Via e-mail**: ieder krijgt een eigen link in de eigen taal. Staat de code aan, dan opent het document pas na een code die wij naar dat adres mailen.",
        "**Direct, op dit scherm**: druk bij een naam op **Tekenen op dit scherm** en geef het scherm aan wie tekent. Dat kan een kwartier lang; daarna drukt u opnieuw.",
        "**Volgorde**: allemaal tegelijk, of na elkaar. Na elkaar krijgt de volgende pas een link als de vorige getekend heeft.",
        "**Geldig** en **Herinnering**: hoelang iedereen de tijd heeft, en om de hoeveel dagen wij herinneren.",
      ),
      title("Vaker hetzelfde document"),
      steps(
        "Open een document met geplaatste velden en kies **Als sjabloon bewaren**.",
        "Kies bij **Sjablonen** voortaan **Gebruiken**: alleen de namen zijn nog nodig.",
        "Heel veel mensen tegelijk? **Aan een lijst versturen** leest een CSV-bestand. Eerst controleren we elke regel en uw tegoed; klopt er iets niet, dan gaat er niets weg.",
      ),
      title("Wat kan en wat niet"),
      list(
        "Alleen een PDF kan worden getekend. Bewaar een ander document eerst als PDF.",
        "Een PDF met een wachtwoord of met een programma erin weigeren we, met de reden erbij.",
        "Tot 20 ondertekenaars, 500 velden en 5.000 pagina's.",
      ),
      note(
        "Plaatsen kan ook zonder muis: kies een veld, druk op Enter, en verschuif het met de pijltjes. Shift met pijltjes maakt het groter of kleiner.",
      ),
    ],
  },
  "sign-together": {
    title: "Tekenen in een gesprek",
    lead: "Het potlood bij een PDF in Bestanden; iedereen kijkt mee terwijl één persoon tekent.",
    tags: [
      "potlood",
      "sessie",
      "samen tekenen",
      "meekijken",
      "handtekening zetten",
      "vinger",
      "telefoon",
      "voltooien",
      "invoegen",
    ],
    body: [
      picture("pencil"),
      steps(
        "Open **Bestanden** en zet de PDF erin, of kies er een die er al staat.",
        "Klik op het potlood bij het bestand. Alleen u ziet wat u nu klaarzet.",
        "Vul in wie er tekent: naam, e-mailadres en op wiens scherm. Met **Nog niemand, later per e-mail** krijgt iemand een link zodra die aan de beurt is.",
        "Klik op **Velden plaatsen** en zet voor ieder een handtekening neer.",
        "Klik op **Laat tekenen**. Het document staat nu bij iedereen op het scherm.",
      ),
      title("Wat wie tekent doet"),
      steps(
        "**Begin met tekenen**. Wie aan de beurt is, bladert; de anderen volgen dezelfde bladzijde.",
        "Gegevens nakijken: naam en e-mailadres.",
        "Een handtekening zetten: **Tekenen** met muis, vinger of pen, **Typen**, of een **Afbeelding**. Dan **Opslaan & invoegen**.",
        "Nakijken, akkoord geven en **Voltooien**.",
      ),
      text(
        "Alleen de persoon zelf kan zijn veld invullen: u niet, en de andere cliënten ook niet. Bovenaan staat steeds wie tekent. De kaart **Wie tekent** laat zien hoever ieder is.",
      ),
      title("Als het anders loopt"),
      list(
        "**Op een ander scherm**: laat iemand op een ander scherm tekenen, ook op het uwe. Twee mensen aan één tafel tekenen zo na elkaar op één scherm.",
        "**Niet tekenen**: wie niet wil, zegt dat zelf. Het tekenen stopt dan voor iedereen.",
        "**Stop het tekenen**: u kiest of de rest via e-mail verdergaat, of dat het document vervalt. Bij het einde van de sessie vragen we dat ook.",
      ),
      note(
        "Heeft iedereen getekend, dan komen het getekende document en het logboek vanzelf bij de bestanden van de sessie, en per e-mail bij iedereen.",
      ),
    ],
  },
  "sign-client": {
    title: "Wat teken ik?",
    lead: "Voor wie een document krijgt om te tekenen: wat uw handtekening hier betekent.",
    tags: [
      "cliënt",
      "rechtsgeldig",
      "echt",
      "betrouwbaar",
      "phishing",
      "eidas",
      "gewone elektronische handtekening",
      "controleren",
      "veilig",
      "code",
    ],
    body: [
      text(
        "U tekent wat op de bladzijden van het document staat, precies zo. Lees het eerst. Klopt er iets niet, teken dan niet en vraag het na.",
      ),
      title("Zo tekent u"),
      steps(
        "Open de link uit de e-mail. Vaak vragen we eerst een code van zes cijfers: kies **Stuur mij de code**, en vul hem binnen tien minuten in.",
        "Lees het document en kies **Tekenen**.",
        "Kijk uw gegevens na, zet uw handtekening en kies **Opslaan & invoegen**. Kies tot slot **Voltooien**.",
      ),
      title("Wat het betekent"),
      list(
        "Uw handtekening komt in het document zelf en wordt verzegeld: verandert iemand later iets, dan is dat te zien.",
        "Het is een **gewone elektronische handtekening** volgens de Europese wet (eIDAS). Een rechter mag haar niet weigeren omdat zij elektronisch is. Het is geen gekwalificeerde handtekening: die vraagt een identiteitsbewijs bij een erkende dienst.",
        "Apart is er een logboek: wie tekende, wanneer, vanaf welk internetadres, met welk apparaat en met welke handtekening.",
        "U krijgt een kopie van beide zodra iedereen heeft getekend. Is dat te groot voor een e-mail, dan krijgt u een link die 90 dagen werkt.",
      ),
      title("Liever niet, of iemand anders"),
      list(
        "**Niet tekenen** mag. U kunt erbij zeggen waarom; wie het stuurde krijgt bericht.",
        "**Iemand anders**: geef de naam en het e-mailadres. Die persoon krijgt een eigen link; de uwe werkt dan niet meer.",
      ),
      title("Is het echt?"),
      text(
        "Twijfelt u aan de e-mail, bel dan uw adviseur op het nummer dat u al had. Een getekend document controleert u op de pagina **Handtekening controleren**: uw adres van Samen met /verify erachter. U kiest daar de PDF en ziet wie tekende, wanneer, en of er daarna iets is veranderd. De PDF wordt niet bewaard.",
      ),
    ],
  },
  "sign-find": {
    title: "Getekende documenten en het logboek terugvinden",
    lead: "Wat getekend is blijft bij Ondertekenen, met het logboek ernaast.",
    tags: ["archief", "downloaden", "bewijs", "audit", "signed", "ip-adres", "tijdstip", "kopie", "zoeken"],
    body: [
      steps(
        "Kies in het menu **Ondertekenen** en dan **Getekend**. Zoek op titel, naam of e-mailadres.",
        "Open het document. Bij **Bestanden** staan **Getekend document**, **Logboek (PDF)** en **Logboek (gegevens)**.",
        "Was het in een gesprek, dan staan ze ook bij de bestanden van die sessie.",
      ),
      text(
        "Het getekende document heet zoals het origineel, met de toevoeging signed: “Offerte signed.pdf”. Daarnaast staat “Offerte signed log.pdf”.",
      ),
      title("Wat in het logboek staat"),
      pairs(
        ["Tijden", "Wanneer ieder opende en tekende, in UTC en in uw tijdzone, en wat het tijdstempel zegt."],
        [
          "Wie",
          "Naam, e-mailadres, internetadres (IP) en apparaat, en of er een code per e-mail is gevraagd.",
        ],
        ["Handtekening", "Het beeld van de gezette handtekening en de tekst waarmee ieder akkoord ging."],
        [
          "Bestanden",
          "Een vingerafdruk (SHA-256) van het origineel, van elke versie ertussen en van het resultaat.",
        ],
        ["Wat er gebeurde", "Versturen, herinneringen, doorgeven en weigeren, op volgorde."],
      ),
      text(
        "Het logboek is een eigen, verzegeld bestand. De gegevens ernaast zijn dezelfde regels voor een computer; elke regel hangt vast aan de vorige.",
      ),
      title("Klopt het nog?"),
      text(
        "Zet de PDF op de pagina **Handtekening controleren** (/verify). Dat kan iedereen, zonder account. Het logboek kunt u daar ook controleren.",
      ),
      note(
        "Staat er **Wordt verzegeld** of **Tijdstempel volgt**, dan antwoordt de tijdstempeldienst nog niet. Dat komt vanzelf goed.",
      ),
    ],
  },
  "sign-trouble": {
    title: "Niets ontvangen of tekenen mislukt",
    lead: "Kijk eerst naar het e-mailadres, en daarna naar het tegoed.",
    tags: [
      "geen mail",
      "spam",
      "adres fout",
      "verlopen",
      "opnieuw sturen",
      "code werkt niet",
      "link werkt niet",
    ],
    body: [
      title("De ondertekenaar kreeg niets"),
      steps(
        "Open het document bij **Ondertekenen** en kijk of het e-mailadres klopt.",
        "Klopt het niet: kies **Naam of e-mailadres wijzigen**. De oude link werkt dan niet meer; de nieuwe gaat naar het nieuwe adres.",
        "Klopt het wel: kies **Link opnieuw mailen**, en vraag om bij ongewenste mail te kijken.",
        "Lukt het dan nog niet: kies **Tekenen op dit scherm** als u samen zit, of vraag uw beheerder of de e-mail van het kantoor werkt.",
      ),
      title("Versturen lukt niet"),
      pairs(
        [
          "Geen tegoed meer",
          "Telt uw kantoor credits, dan kost elk document er een. Een beheerder vult aan bij [[sign-credits|Instellingen, Transacties]]. Wat al loopt, gaat door.",
        ],
        [
          "Naam of adres ontbreekt",
          "Vul van iedereen een naam en een geldig e-mailadres in, ook als u direct laat tekenen.",
        ],
        ["Geen plek voor een handtekening", "Zet voor iedereen minstens één handtekening op het document."],
        [
          "Het document wordt geweigerd",
          "Geen PDF, een wachtwoord, een programma erin, beschadigd, of te groot. Afdrukken naar een PDF helpt meestal.",
        ],
      ),
      title("Tekenen lukt niet"),
      pairs(
        [
          "De link werkt niet",
          "Hij is verlopen, ingetrokken of vervangen door een nieuwere. Open de nieuwste e-mail, of vraag om een nieuwe link.",
        ],
        [
          "De code werkt niet",
          "Een code geldt tien minuten en vijf pogingen. Vraag een nieuwe aan; alleen de nieuwste telt.",
        ],
        [
          "Nog niet aan de beurt",
          "Bij “na elkaar” tekent eerst iemand anders. U krijgt bericht als het zover is.",
        ],
        [
          "De verbinding viel weg",
          "De handtekening blijft staan en wordt verstuurd zodra het weer kan. Twee keer drukken tekent maar één keer.",
        ],
      ),
      text(
        "Mislukt het verzegelen, dan proberen we het zelf opnieuw. Lukt het na een dag nog niet, dan staat er **Mislukt**; het tegoed komt terug en wat getekend is blijft bewaard.",
      ),
    ],
  },
  "sign-credits": {
    title: "Transacties en tegoed",
    lead: "Voor beheerders: welke dienst ondertekent, en of documenten credits kosten.",
    tags: ["credits", "kopen", "saldo", "betalen", "dienst", "signrequest", "beheerder", "verbruik"],
    body: [
      text(
        "Open **Instellingen** en dan **Transacties**. Ondertekenen zit in Samen: er is geen andere dienst nodig, en het kost niets zolang uw kantoor geen credits telt.",
      ),
      steps(
        "Bij **Ondertekendienst** ziet u welke dienst is gekozen.",
        "Zet een vinkje bij **Credits toestaan**. Zonder dat vinkje kan niemand credits kopen.",
        "Wilt u tellen, zet dan ook **Elk verstuurd document kost één credit** aan.",
        "Vul **Aantal credits om te kopen** in. Lees de zin bij de knop: met **Opslaan** gaat u akkoord.",
      ),
      title("Wanneer een credit weg is"),
      pairs(
        ["Versturen", "De credit wordt gereserveerd. Is er geen, dan wordt er niets verstuurd."],
        ["Iedereen getekend", "De credit is verbruikt."],
        ["Geweigerd, ingetrokken, verlopen of mislukt", "De credit komt terug."],
      ),
      text(
        "Bij **Geschiedenis** staat elke regel met het saldo erna: wie kocht, met welke zin, en bij welk document een credit hoort.",
      ),
      note("Een lijst versturen gaat pas door als er voor alle regels genoeg credits zijn."),
    ],
  },
  "sign-keys": {
    title: "Sleutels, tijdstempel en back-up",
    lead: "Voor beheerders: waarmee wordt verzegeld, wiens tijd telt, en wat u moet bewaren.",
    tags: [
      "certificaat",
      "tsa",
      "klok",
      "acrobat",
      "vertrouwen",
      "secrets.json",
      "beheerder",
      "pades",
      "reservekopie",
    ],
    body: [
      text("Alles staat bij **Instellingen**, **Ondertekenen**: de stand van nu, in woorden."),
      title("Sleutels"),
      list(
        "Zonder andere instelling heeft uw Samen een eigen certificaatautoriteit. Elke handtekening krijgt een sleutel die één dag geldt en meteen na het tekenen wordt weggegooid.",
        "Wie de server beheert, kan ook het certificaat van uw kantoor gebruiken, uit een bestand of een apparaat.",
        "Programma's zoals Acrobat kennen een eigen autoriteit niet. Geef ze het hoofdcertificaat met de knop onderaan, of stuur mensen naar /verify.",
      ),
      title("Tijd"),
      list(
        "**Tijdstempeldienst**: een onafhankelijke dienst bewijst het tijdstip. Antwoordt hij niet, dan wacht het document en proberen we het opnieuw. Na een uur krijgt iedereen alvast een kopie zonder dat stempel; de gestempelde volgt.",
        "**Eigen klok**: de klok van deze server. Dat staat zo in het logboek. Het is geen onafhankelijk bewijs.",
      ),
      title("Wat u bewaart"),
      text(
        "Bewaar de database, de bestanden en secrets.json samen in een reservekopie. Wat getekend is, blijft geldig zonder server: alle bewijs zit in de PDF. Maar zonder database en secrets.json kan er niet meer onder dezelfde naam worden getekend.",
      ),
      title("Nieuwe documenten"),
      text(
        "Daar kiest u ook waarmee een nieuw document begint: **Volgorde**, **Vervalt na**, **Herinneren om de** zoveel dagen, en **Controle van wie tekent**. **Code per e-mail** raden we aan: zo weet u dat het adres klopt.",
      ),
    ],
  },
  "sign-hooks": {
    title: "Webhooks en API",
    lead: "Voor beheerders: een ander systeem laten versturen, ophalen en meeluisteren.",
    tags: [
      "koppeling",
      "sleutel",
      "programma",
      "automatisch",
      "integratie",
      "openapi",
      "ontwikkelaar",
      "beheerder",
      "geheim",
    ],
    body: [
      title("Een programma laten versturen en ophalen"),
      steps(
        "Open **Instellingen** en dan **API-sleutels**. Kies **Sleutel maken** en zeg waarvoor hij is.",
        "Bewaar de sleutel als een wachtwoord: u ziet hem één keer.",
        "Het programma stuurt hem mee in elke aanvraag. De **OpenAPI-beschrijving** staat op dezelfde pagina.",
      ),
      text(
        "Een sleutel handelt namens wie hem maakte, alleen voor documenten die worden ondertekend. Gaat dat account dicht, dan werkt de sleutel niet meer. **Intrekken** werkt meteen.",
      ),
      title("Een systeem laten weten wat er gebeurt"),
      steps(
        "Open **Instellingen** en dan **Webhooks**. Kies **Webhook toevoegen**, met een adres dat met https:// begint.",
        "Kies waarover u bericht wilt, en bewaar het geheim: daarmee controleert uw systeem dat een bericht echt van ons komt.",
        "Kies **Testbericht sturen** en kijk bij **Berichten** of het is aangekomen.",
      ),
      list(
        "Een bericht kan vaker komen, altijd met hetzelfde nummer. Over één document komen ze op volgorde.",
        "Antwoordt uw systeem niet, dan proberen we het ruim drie dagen, steeds met een langere pauze. Lukt in drie dagen niets, dan gaat de webhook uit en krijgen de beheerders bericht.",
        "Wat intussen gebeurt, bewaren we dertig dagen en sturen we zodra u hem weer aanzet.",
      ),
      note(
        "Voor ontwikkelaars staat alles, met voorbeelden, in de documentatie bij Samen: webhooks-and-api.",
      ),
    ],
  },
};
