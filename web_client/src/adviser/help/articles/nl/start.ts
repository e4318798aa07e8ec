import { type Group, list, note, picture, steps, text, title } from "../types";

export const start: Group<"start"> = {
  "start-session": {
    title: "Een sessie starten",
    lead: "Met één klik opent u een gesprek in een nieuw tabblad.",
    tags: ["beginnen", "openen", "nieuwe sessie", "startknop", "icoon", "tabblad", "gesprek", "meeting"],
    body: [
      picture("start"),
      steps(
        "Klik linksboven op **Sessie starten**. Dat is de knop met het scherm en de pijl.",
        "Er opent een nieuw tabblad. Daar begint de sessie vanzelf.",
        "Rechtsboven staat de [[session-code|sessiecode]]. Geef die aan uw cliënt.",
      ),
      title("Er gebeurt niets"),
      text(
        "Houdt de browser nieuwe tabbladen tegen, dan ziet u een gewone link naar de sessie. Klik daarop, of sta nieuwe tabbladen toe voor dit adres.",
      ),
      title("Terug naar een lopende sessie"),
      text(
        "Sloot u het tabblad per ongeluk? Op het dashboard staat de sessie onder **Nu bezig**. Klik op **Terug naar de sessie**. De anderen blijven gewoon binnen.",
      ),
    ],
  },
  "session-code": {
    title: "De sessiecode",
    lead: "Negen cijfers waarmee uw cliënt binnenkomt. Ze staan rechtsboven in de sessie.",
    tags: ["toegangscode", "cijfers", "link", "qr", "kopiëren", "mailen", "uitnodigen", "inloggen"],
    body: [
      picture("code"),
      text("Elke sessie heeft een eigen code. U geeft hem door zoals het u uitkomt:"),
      list(
        "**Voorlezen**: drie keer drie cijfers, bijvoorbeeld 482 917 356.",
        "**Kopiëren**: het icoon naast de code kopieert de cijfers.",
        "**Link**: kopieert een adres dat meteen in de sessie uitkomt.",
        "**QR-code**: uw cliënt scant hem met een telefoon of tablet.",
        "**Mailen**: vul het e-mailadres in, en uw cliënt krijgt de code en de link.",
      ),
      note("De code werkt zolang de sessie loopt. Na **Sessie beëindigen** komt niemand er nog mee binnen."),
      title("Uw cliënt vindt de code niet"),
      text(
        "Op de startpagina kan uw cliënt **Stuur mij de code opnieuw** kiezen. Is de code van een lopende sessie naar dat adres gemaild, dan gaat dezelfde mail nog eens.",
      ),
    ],
  },
  joining: {
    title: "Meedoen met een gesprek",
    lead: "Voor cliënten: u vult de code in en bent binnen. Een account is niet nodig.",
    tags: ["cliënt", "klant", "deelnemen", "code invullen", "installeren", "browser", "account", "inloggen"],
    body: [
      picture("join"),
      steps(
        "Open het adres dat u van uw adviseur kreeg.",
        "Vul de negen cijfers in. Spaties en streepjes mogen.",
        "Klik op **Deelnemen** en vul uw naam in.",
        "Kijk of uw [[preview|camera en microfoon]] werken, of sla dat over.",
      ),
      text("Kreeg u een link? Dan hoeft u de code niet in te vullen."),
      title("De code werkt niet"),
      list(
        "**Deze code is niet in gebruik**: kijk de cijfers na, of vraag de code aan uw adviseur.",
        "**Dit gesprek is afgelopen**: de code werkt niet meer. Vraag uw adviseur om een nieuwe.",
        "**Het gesprek is vol**: wacht tot er iemand weggaat, of bel uw adviseur.",
        "**Te veel pogingen**: wacht even en probeer het dan opnieuw.",
      ),
      note("U installeert niets. Een recente versie van Chrome, Edge, Firefox of Safari is genoeg."),
    ],
  },
  preview: {
    title: "Camera en microfoon vooraf bekijken",
    lead: "Voordat u binnenkomt ziet u uzelf, kiest u uw apparaten en test u de verbinding.",
    tags: ["test", "testen", "voorbeeld", "controle", "echo", "verbinding", "speedtest"],
    body: [
      list(
        "**Beeld**: u ziet uzelf zoals de ander u straks ziet.",
        "**Microfoon**: praat even. De balk beweegt mee als u te horen bent.",
        "**Geluid**: speel een toon af om te horen of uw luidspreker werkt.",
        "**Verbinding**: we sturen beeld en geluid heen en weer naar onze server en meten hoe goed dat gaat.",
      ),
      text(
        "Alles is over te slaan. U kunt ook zonder camera of zonder microfoon naar binnen en ze later aanzetten.",
      ),
      text("Adviseurs zien op het dashboard of camera en verbinding in orde zijn."),
      note(
        "Vraagt de browser niets, of weigerde u eerder? Lees [[permissions|Toestemming voor camera en microfoon]].",
      ),
    ],
  },
  phone: {
    title: "Op een telefoon of tablet",
    lead: "Het werkt op een telefoon. Een laptop of pc leest prettiger.",
    tags: ["mobiel", "iphone", "android", "ipad", "klein scherm", "smartphone"],
    body: [
      text(
        "Op een klein scherm is een gedeeld scherm lastiger te lezen. Daarom staat er bij het begin een tip. U kunt gewoon doorgaan.",
      ),
      list(
        "De balk heeft vijf knoppen: Microfoon, Camera, Chat, Meer en Verlaten. De rest staat onder **Meer**.",
        "Houd de telefoon dwars voor een groter beeld.",
        "Zoom in met twee vingers.",
        "Uw eigen scherm delen kan op de meeste telefoons niet. Dat staat dan bij de knop.",
      ),
      note("Gebruik bij voorkeur wifi. Zet een spaarstand uit: die kan de camera stilzetten."),
    ],
  },
};
