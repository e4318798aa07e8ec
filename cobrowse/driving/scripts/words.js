"use strict";
/* Which fields hold a secret: by what they say they are, by what people call them, and by what is in them. */

const SAMEN_AUTOCOMPLETE = [
  [/^cc-number$/, "card"],
  [/^cc-csc$/, "cvc"],
  [/^cc-exp/, "card"],
  [/^(current|new)-password$/, "password"],
  [/^one-time-code$/, "code"],
];

// On lower-case words without accents, camelCase and under_scores taken apart. Dutch, English, French, German.
const SAMEN_WORDS = [
  ["password", /wacht ?woord|pass ?(word|wd|code|phrase|wort)|\bpwd\b|mots? de passe|motdepasse|kenn ?wort|\bpin( ?code)?\b|code secret|geheim ?code|\bgeheimzahl/],
  ["code", /\b(otp|totp|tan|2fa|mfa)\b|one ?time ?(code|pass)|eenmalige code|verifica(tie|tion) ?code|verificatiecode|code a usage unique|einmal ?(code|passwort)/],
  ["cvc", /\b(cvc|cvv|csc|cvn)( ?2)?\b|security ?code|card ?verification|beveiligings ?code|veiligheids ?code|kaart ?verificatie|code de (securite|verification)|cryptogramme|pruf ?(ziffer|nummer)|sicherheits ?code/],
  ["card", /\b(cc|card|kaart|karten?) ?(no|nr|num|number|nummer|numero)\b|(credit|debet|debit|bank|betaal) ?(card|kaart)|kredit ?karte|karten ?nummer|kaart ?nummer|(numero|no|n°) (de )?(la |votre )?carte|carte (bancaire|bleue|de credit)|vervaldatum (van )?(de )?kaart/],
  ["iban", /\biban|rekening ?(nr|num)|bank ?rekening|(bank ?)?account ?(no|nr|num)\b|account ?number|(numero|no|n°) de compte|compte bancaire|konto ?(nr|num)|bank ?verbindung/],
  ["bsn", /\bbsn\b|burger ?service|sofi ?(nr|num)|rijks ?register|national (insurance|registration|register|id)|\bssn\b|\bnino\b|social ?security|securite sociale|numero (de )?secu\b|registre national|sozial ?versicherung|steuer ?(id|nummer|identifikation)|\b(niss|insz)\b/],
];

/** "cardNumber_field" -> "card number field". */
function samenPlain(text) {
  return String(text)
    .slice(0, 300)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9°]+/g, " ");
}

function samenKindOfWords(text) {
  const plain = samenPlain(text);
  for (const [kind, pattern] of SAMEN_WORDS) if (pattern.test(plain)) return kind;
  return "";
}

function samenIsIban(text) {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

function samenIsCard(text) {
  if (!/^[2-6]\d{12,18}$/.test(text)) return false;
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = Number(text[text.length - 1 - at]) * (at % 2 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

function samenIsBsn(text) {
  if (!/^\d{9}$/.test(text) || /^(\d)\1+$/.test(text)) return false;
  let sum = -Number(text[8]);
  for (let at = 0; at < 8; at++) sum += Number(text[at]) * (9 - at);
  return sum % 11 === 0;
}

/** The kind of a whole value that can be nothing else; "" for all others. */
function samenKindOfValue(value) {
  if (value.length < 9 || value.length > 60) return "";
  const tight = value.replace(/[\s.\-]/g, "").toUpperCase();
  if (samenIsIban(tight)) return "iban";
  if (samenIsCard(tight)) return "card";
  return samenIsBsn(tight) ? "bsn" : "";
}
