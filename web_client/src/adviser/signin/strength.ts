/** How hard a password is to guess, in one word; the server has the last say. */
import { plain } from "../help/words";

export const SHORTEST_PASSWORD = 10;

export type Strength = "short" | "weak" | "fair" | "strong";

/** `about`: the person's name, address and office, which anyone would try first. */
export function strengthOf(password: string, about: readonly string[] = []): Strength {
  if (password.length < SHORTEST_PASSWORD) return "short";
  const worth = worthOf(password, about);
  if (worth < 8) return "weak";
  return worth < 14 ? "fair" : "strong";
}

// Known words, runs and repetitions count as one sign; each sign counts once more only when it is new.
function worthOf(password: string, about: readonly string[]): number {
  let rest = plain(password);
  const own = about.flatMap((text) => plain(text).split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2);
  for (const word of [...own, ...COMMON]) rest = rest.replaceAll(word, "\0");
  rest = rest
    .replace(/(.{1,4})\1{2,}/g, "\0")
    .replace(/(19|20)\d\d/g, "\0")
    .replace(/[a-z0-9]{4,}/g, (part) => ROWS.reduce(takeRuns, part));
  const marks = rest.split("\0").length - 1;
  const signs = rest.replaceAll("\0", "");
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  return marks + new Set(signs).size + Math.max(0, signs.length - 12) / 2 + (kinds - 1);
}

const COMMON = [
  "wachtwoord",
  "password",
  "motdepasse",
  "welkom",
  "welcome",
  "bienvenue",
  "geheim",
  "secret",
  "admin",
  "samen",
  "adviseur",
  "hypotheek",
  "zomer",
  "winter",
  "lente",
  "herfst",
];

const ROWS = [
  "qwertyuiop",
  "azertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
];

function takeRuns(text: string, row: string): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    let length = 1;
    while (at + length < text.length && row.includes(text.slice(at, at + length + 1))) length += 1;
    out += length >= 4 ? "\0" : text.slice(at, at + length);
    at += length;
  }
  return out;
}
