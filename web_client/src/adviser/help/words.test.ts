/** What the help calls a button is what the button says: bold words are looked up in the catalogues. */
import { beforeAll, expect, test } from "vitest";
import { type Catalogue, LANGUAGES, type Language } from "../../i18n";
import { ARTICLE_IDS, loadArticles } from "./articles";
import type { Articles } from "./articles/types";

const catalogues = import.meta.glob<Record<string, Catalogue>>(
  "../../i18n/{common,join,room,page,panels,browsing,evaluation,adviser,settings,signing,signroom,sign,verify,envelopes,integrations,agenda,clients,documents-crm,messages,privacy,imports,office,crm}/{nl,en,fr}.ts",
  { eager: true },
);

/** Terms of a list, names of programs and places outside Samen, and keys of the keyboard. */
const ELSEWHERE = new Set(
  [
    // Names
    "Chrome en Edge",
    "Chrome and Edge",
    "Chrome et Edge",
    "Firefox",
    "Safari",
    "Safari op een Mac",
    "Safari on a Mac",
    "Safari sur Mac",
    "iPhone en iPad",
    "iPhone and iPad",
    "iPhone et iPad",
    "Android",
    "Windows",
    "Mac",
    "aA",
    "Instellingen voor deze website",
    "Website-instellingen",
    "Machtigingen",
    "Schermopname",
    "Settings for This Website",
    "Website Settings",
    "Permissions",
    "Screen Recording",
    "Réglages pour ce site web",
    "Réglages du site web",
    "Autorisations",
    "Enregistrement de l'écran",
  ].map((words) => words.toLowerCase()),
);

const articles = {} as Record<Language, Articles>;

beforeAll(async () => {
  for (const language of LANGUAGES) articles[language] = await loadArticles(language);
});

function said(language: Language): Set<string> {
  const words = Object.entries(catalogues)
    .filter(([path]) => path.endsWith(`/${language}.ts`))
    .flatMap(([, module]) => Object.values(module[language] ?? {}))
    .flatMap((text) => (typeof text === "string" ? [text] : [text.one, text.other]));
  return new Set(words.map((text) => text.toLowerCase().replace(/[.?]$/, "")));
}

/** Bold words inside a sentence about what to click; the first words of a list are a heading, not a button. */
function buttons(all: Articles): [string, string][] {
  return ARTICLE_IDS.flatMap((id) =>
    all[id].body.flatMap((block) => {
      const texts =
        block.kind === "text" || block.kind === "note"
          ? [block.text]
          : block.kind === "steps"
            ? block.items
            : [];
      return texts.flatMap((text) =>
        [...text.matchAll(/\*\*([^*]+)\*\*/g)].map((match): [string, string] => [id, match[1] ?? ""]),
      );
    }),
  );
}

test.each(LANGUAGES)("buttons named in the help exist in %s", (language) => {
  const known = said(language);
  const named = buttons(articles[language]);
  expect(named.length).toBeGreaterThan(30);
  const unknown = named.filter(([, words]) => {
    const plain = words.toLowerCase();
    return !known.has(plain) && !ELSEWHERE.has(plain) && !/^(\?|\d|ctrl|cmd)/.test(plain);
  });
  expect(unknown).toEqual([]);
});
