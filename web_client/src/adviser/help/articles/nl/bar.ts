import { type Group, list, note, picture, steps, text, title } from "../types";

export const bar: Group<"bar"> = {
  "button-bar": {
    title: "De knoppenbalk",
    lead: "Tien functies onder in de sessie, altijd in dezelfde volgorde.",
    tags: ["knoppen", "balk", "menu", "functies", "overzicht", "schema", "onderaan"],
    body: [
      picture("bar"),
      text(
        "Onder elke knop staat in woorden of hij aan of uit is. Klik op een nummer hierboven voor uitleg.",
      ),
      list(
        "Een gevulde knop staat **aan**, een omlijnde staat **uit**.",
        "Een donkere knop met een streep is **gedempt**.",
        "Een stippellijn betekent: kan nu niet. De reden staat eronder.",
        "Oranje vraagt aandacht: u deelt nu, of er is iets nieuws.",
      ),
      text(
        "Een cliënt heeft acht knoppen: geen Invoerrechten, Scherm vervagen alleen tijdens het delen, en als laatste **Sessie verlaten**. Op een telefoon zijn het er vijf.",
      ),
      text("Alles gaat ook met het toetsenbord: zie [[shortcuts|Sneltoetsen]]."),
    ],
  },
  participants: {
    title: "Deelnemers",
    lead: "Wie er binnen is, met camera, microfoon en verbinding.",
    tags: ["aanwezig", "lijst", "wie", "dempen", "verwijderen", "naam", "hernoemen", "collega"],
    body: [
      picture("bar", 1),
      text(
        "Per persoon ziet u de naam, de rol, of camera en microfoon aan staan, hoe goed de verbinding is, en wie er deelt.",
      ),
      title("Wat de adviseur kan"),
      list(
        "**Andere naam**: bijvoorbeeld van 'Jan' naar 'Jan en Els'.",
        "**Microfoon uitzetten**: weer aanzetten doet die persoon zelf. U kunt daarom vragen.",
        "**Uit de sessie halen**: iemand gaat direct uit het gesprek en kan met dezelfde link niet terugkomen.",
        "**Mede-adviseur maken**: een collega van uw kantoor krijgt dezelfde rechten als u.",
      ),
      text("Staat de [[lobby|wachtkamer]] aan, dan laat u hier mensen binnen."),
    ],
  },
  "input-rights": {
    title: "Invoerrechten",
    lead: "U bepaalt of een cliënt mag meeklikken. Het staat altijd eerst uit.",
    tags: [
      "rechten",
      "klikken",
      "typen",
      "besturen",
      "muis",
      "aanwijzer",
      "laserpointer",
      "toestemming",
      "privacy",
    ],
    body: [
      picture("bar", 2),
      steps(
        "Klik op **Invoerrechten**.",
        "Zet achter de naam van uw cliënt **Mag meeklikken** aan.",
        "Uw cliënt krijgt direct bericht. Uit gaat op dezelfde manier.",
      ),
      title("Wat een cliënt dan kan"),
      list(
        "In een [[web-page|webpagina]] klikken en typen, en zelf [[page-control|besturen]].",
        "Op het gedeelde scherm en in een document aanwijzen. U ziet de aanwijzer met de naam erbij.",
        "In een getoond document bladeren.",
        "Uw aanwijzer zien. Zonder invoerrechten ziet de cliënt die niet.",
      ),
      note(
        "Deelt u een tabblad, dan laat Chrome of Edge uw muisaanwijzer daarin altijd zien. De strook boven het beeld zegt dat dan. Deel een venster of heel scherm om hem te verbergen.",
      ),
      text("De server bewaakt dit. Zonder uw toestemming komt er geen klik of toets van een cliënt door."),
      note(
        "De **laserpointer** laat uw aanwijzer aan iedereen zien, ook zonder invoerrechten. Hij staat uit tot u hem aanzet.",
      ),
    ],
  },
  "blur-screen": {
    title: "Scherm vervagen",
    lead: "Verberg het gedeelde scherm of de webpagina even, bijvoorbeeld bij een wachtwoord of het dossier van een ander.",
    tags: ["blur", "waas", "verbergen", "privacy", "gevoelig", "afdekken"],
    body: [
      picture("bar", 3),
      text(
        "Klik op **Scherm vervagen**. Bij de kijkers wordt het beeld meteen afgedekt. Klik nog eens om het weer scherp te maken.",
      ),
      list(
        "Het vervagen gebeurt op het apparaat van wie deelt. Er gaat geen scherp beeld meer weg.",
        "Pas als dat zeker is, staat er **Aan**.",
        "U ziet zelf wat uw cliënten zien: een waas met strepen.",
        "Een [[web-page|webpagina]] vervaagt op de server. Alleen adviseurs zien die nog scherp.",
      ),
      text(
        "Deelt uw cliënt het scherm? Dan kunt u allebei vervagen. De knop werkt alleen zolang er iemand deelt of een webpagina open is.",
      ),
      note("Geluid loopt door. Zet zo nodig ook uw [[microphone|microfoon]] uit."),
    ],
  },
  files: {
    title: "Bestanden",
    lead: "Deel een bestand, bekijk het samen, of haal het weer weg.",
    tags: ["documenten", "pdf", "uploaden", "downloaden", "slepen", "bijlage", "foto", "versturen"],
    body: [
      picture("bar", 4),
      steps(
        "Klik op **Bestanden**.",
        "Sleep een bestand naar het venster, of kies het op uw computer. U ziet hoe ver het is en kunt stoppen.",
        "Kies wie het ziet: **Iedereen** of **Alleen adviseurs**.",
      ),
      title("Samen bekijken"),
      text(
        "PDF's en afbeeldingen opent u in de sessie zelf met **Op het scherm tonen**. Bladert u, dan bladert iedereen mee. Een cliënt met [[input-rights|invoerrechten]] kan ook bladeren.",
      ),
      title("Weghalen en bewaren"),
      list(
        "**Intrekken** haalt een bestand voor iedereen weg. Wie het al downloadde, houdt het.",
        "**Downloaden** gaat met een link die kort geldig is.",
        "Laten tekenen kan ook: met [[sign-together|het potlood bij een PDF]].",
        "Elk soort bestand mag, tot de grens van uw kantoor (meestal 100 MB).",
      ),
    ],
  },
  "share-screen": {
    title: "Scherm delen",
    lead: "Laat uw hele scherm zien, één venster of één tabblad.",
    tags: ["scherm", "venster", "tabblad", "presenteren", "meekijken", "delen stoppen", "screen share"],
    body: [
      picture("bar", 5),
      steps(
        "Klik op **Scherm delen**.",
        "De browser vraagt wat u wilt delen: een scherm, een venster of een tabblad.",
        "Kies en bevestig. Boven het beeld staat nu dat u deelt.",
      ),
      note("Deel liefst één tabblad of venster. Dan blijft de rest van uw scherm van uzelf, ook uw mail."),
      title("De cliënt laten delen"),
      list(
        "**U vraagt het**: kies de naam. Uw cliënt kiest zelf of het mag, en wat u ziet.",
        "**Uw cliënt vraagt het**: u staat het toe, of niet.",
      ),
      text(
        "Stoppen kan met dezelfde knop of met de balk van de browser zelf. Er deelt één persoon tegelijk. Tekst blijft scherp; bij een zwakke verbinding wordt het beeld eerst trager.",
      ),
    ],
  },
  chat: {
    title: "Chat",
    lead: "Schrijf berichten en links aan iedereen in de sessie.",
    tags: ["bericht", "tekst", "typen", "link", "emoji", "gesprek bewaren"],
    body: [
      picture("bar", 6),
      list(
        "Iedereen in de sessie leest mee. Een bericht is hoogstens 2.000 tekens.",
        "Links zijn aan te klikken en openen in een nieuw tabblad.",
        "Is de chat dicht, dan staat bij de knop hoeveel nieuwe berichten er zijn.",
        "**Enter** verstuurt, **Shift + Enter** begint een nieuwe regel.",
      ),
      title("Voor de adviseur"),
      list(
        "U zet de chat voor iedereen aan of uit.",
        "U downloadt de chat tijdens het gesprek, of later bij **Gesprekken**.",
        "Of mensen die later komen eerdere berichten zien, stelt het kantoor in.",
      ),
    ],
  },
  microphone: {
    title: "Microfoon",
    lead: "Zet uw microfoon aan of uit, en kies welke u gebruikt.",
    tags: ["geluid", "dempen", "mute", "praten", "headset", "ruis", "ruisonderdrukking", "volume"],
    body: [
      picture("bar", 7),
      list(
        "Klik op **Microfoon** om uzelf te dempen of weer te laten horen.",
        "Het pijltje ernaast opent **Kies microfoon**. Het balkje laat zien of u te horen bent.",
        "**Ruis onderdrukken** haalt een ventilator of straatgeluid weg. Zet het uit als u muziek laat horen.",
      ),
      text(
        "Een adviseur komt binnen met microfoon en camera aan. Wat u uitzet, blijft op dit apparaat ook de volgende keer uit.",
      ),
      text("Heeft de adviseur u gedempt? Dan zet u de microfoon zelf weer aan. Niemand anders kan dat."),
      text("Sluit u een headset aan tijdens het gesprek, dan vragen we of u die wilt gebruiken."),
    ],
  },
  camera: {
    title: "Camera",
    lead: "Zet uw camera aan of uit, kies een camera, of vervaag uw achtergrond.",
    tags: ["webcam", "beeld", "video", "gezicht", "achtergrond"],
    body: [
      picture("bar", 8),
      list(
        "Klik op **Camera** om u te laten zien of juist niet.",
        "Het pijltje ernaast opent **Kies camera** en [[background-blur|Achtergrond vervagen]].",
        "De kleine beelden zijn te verslepen.",
      ),
      text("Staat de camera uit, dan gaat ook het lampje uit. De anderen zien uw naam."),
      note("Is de verbinding zwak? Zet de camera uit. Dan blijft het geluid goed."),
    ],
  },
  sound: {
    title: "Geluid",
    lead: "Zet het geluid van de anderen aan of uit, en kies uw luidspreker.",
    tags: ["luidspreker", "speaker", "koptelefoon", "horen", "volume", "stil", "uitvoer"],
    body: [
      picture("bar", 9),
      list(
        "Klik op **Geluid** om niets meer te horen. Nog een klik zet het weer aan.",
        "Het pijltje ernaast opent **Kies luidspreker**.",
        "De anderen zien dat uw geluid uit staat. Dan weten ze dat u hen niet hoort.",
      ),
      note(
        "Safari en sommige telefoons laten geen keuze van luidspreker toe. Dat staat dan in het menu. Kies hem in de instellingen van uw apparaat.",
      ),
    ],
  },
  "end-session": {
    title: "Sessie beëindigen",
    lead: "Sluit het gesprek voor iedereen. Een cliënt verlaat alleen zelf het gesprek.",
    tags: ["stoppen", "afsluiten", "ophangen", "klaar", "verlaten", "weggaan"],
    body: [
      picture("bar", 10),
      steps(
        "Klik op **Sessie beëindigen**. We vragen het één keer na.",
        "Iedereen gaat uit het gesprek. De code werkt niet meer.",
        "U en uw cliënten zien een korte [[evaluation|beoordeling]].",
      ),
      text(
        "Een cliënt heeft de knop **Sessie verlaten**. Met dezelfde code kan de cliënt terugkomen zolang de sessie loopt.",
      ),
      text(
        "Is iedereen weg? Dan sluit de sessie na een tijdje vanzelf. Na hoeveel minuten, stelt het kantoor in.",
      ),
    ],
  },
};
