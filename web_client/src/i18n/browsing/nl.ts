export const nl = {
  lead: "Welke websites u in een gesprek samen bekijkt, en wat daarop verborgen blijft. Geldt voor het hele kantoor, ook in gesprekken die nu lopen.",
  sites: "Websites",
  sitesText:
    "Zonder lijsten opent een gesprek elke openbare website. Adressen binnen uw eigen netwerk gaan nooit open.",
  allow: "Alleen deze websites",
  allowText: "Eén per regel. Leeg: alle websites mogen.",
  block: "Deze websites nooit",
  blockText: "Eén per regel. Gaat voor de lijst hierboven.",
  howToWrite: "Zo schrijft u een website",
  howExact: "precies deze website",
  howBelow: "deze website en alles wat eronder valt, zoals mijn.bank.example",
  howAll: "elke website. Bij ‘nooit’ staat co-browsen dan helemaal uit",
  howPort: "alleen op deze poort",
  wrongLine:
    "Regel {line}: ‘{given}’ is geen website. Schrijf bank.example, of *.bank.example voor alles eronder.",
  search: "Zoeken met woorden",
  searchText:
    "Typt u in een gesprek woorden in plaats van een adres, dan gaan die naar deze zoekmachine. Zonder zoekmachine gaan alleen adressen open.",
  engine: "Adres van de zoekmachine",
  engineText:
    "Begint met https:// en bevat één keer {words}, de plaats van de woorden. Leeg: geen zoekmachine.",
  engineWrong:
    "Dit adres klopt niet: het begint met https:// en bevat één keer {words}, achter de naam van de website.",
  examples: "Voorbeelden, op alfabet",
  useExample: "{name} invullen",
  noEngine: "Geen zoekmachine",
  hide: "Verborgen velden",
  hideText:
    "Wachtwoorden, kaartnummers, IBAN en burgerservicenummers zijn altijd verborgen: wie typt, ziet ze zelf, de anderen zien bolletjes. Hier noemt u wat uw kantoor nog meer verbergt.",
  maskSite: "Website",
  maskSelector: "CSS-selector",
  maskSelectorText:
    "Wijst aan wat verborgen wordt, bijvoorbeeld #saldo of .klantnummer. Vraag het zo nodig wie de website maakt.",
  maskNumber: "Verborgen {number}",
  maskNone: "Nog niets van uw kantoor zelf.",
  maskAdd: "Verberg iets op een website",
  maskRemove: "Haal {site} weg",
  maskRemoveNew: "Haal de lege regel weg",
  maskRemoved: "Weggehaald. Bewaar om het te laten gelden.",
  siteWrong: "Dit is geen website. Schrijf bank.example, of *.bank.example voor alles eronder.",
  selectorWrong: "Dit is geen CSS-selector. Kijk naar haakjes en aanhalingstekens.",
  whatPeopleSee: "Wat mensen zien",
  seenAddress: "Typt een adviseur een website die niet mag, dan staat er onder het adres:",
  seenLink: "Leidt een link in de pagina ernaartoe, dan zien allen dit in plaats van die website:",
  seenMask: "Op een verborgen veld ziet wie niet typt:",
  seenParts:
    "Ook onderdelen van een pagina, zoals advertenties of filmpjes van een andere website, blijven weg als die niet mag.",
  exampleSite: "voorbeeld.nl",
  tilesWhere: "Tegels en favorieten",
  tilesText:
    "Tegels van het kantoor maakt en wijzigt u in een gesprek: open Tegels en favorieten naast de adresbalk en kies Bewerken.",
  moreHelp: "Meer in de hulp",
} as const;
