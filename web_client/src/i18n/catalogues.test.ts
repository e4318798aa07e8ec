/** Every area's three catalogues say the same things with the same placeholders; new areas are found by themselves. */
import { describe, expect, test } from "vitest";
import { type Catalogue, LANGUAGES, type Plural } from "./texts";

const modules = import.meta.glob<Record<string, Catalogue>>("./*/{nl,en,fr}.ts", { eager: true });
const areas = [...new Set(Object.keys(modules).map((path) => path.split("/")[1] ?? ""))].sort();

function catalogue(area: string, language: string): Catalogue {
  const module = modules[`./${area}/${language}.ts`];
  if (module?.[language] === undefined)
    throw new Error(`i18n/${area}/${language}.ts must export "${language}"`);
  return module[language];
}

function forms(text: string | Plural): string[] {
  return typeof text === "string" ? [text] : [text.one, text.other];
}

function placeholders(text: string | Plural): string[] {
  const names = forms(text).flatMap((form) =>
    [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""),
  );
  // "one" may say "één" instead of {count}: the names together must agree.
  return [...new Set(names)].filter((name) => typeof text === "string" || name !== "count").sort();
}

test("there are catalogues to compare", () => {
  expect(areas).toContain("common");
  expect(areas).toContain("join");
});

describe.each(areas)("catalogues of %s", (area) => {
  const dutch = catalogue(area, "nl");

  test.each(LANGUAGES)("hold the same keys in %s", (language) => {
    expect(Object.keys(catalogue(area, language)).sort()).toEqual(Object.keys(dutch).sort());
  });

  test.each(LANGUAGES)("hold the same placeholders in %s", (language) => {
    const own = catalogue(area, language);
    const different = Object.entries(dutch).filter(
      ([key, text]) => placeholders(text).join() !== placeholders(own[key] ?? "").join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  test.each(LANGUAGES)("have no empty text, exclamation mark or untidy end in %s", (language) => {
    const untidy = Object.entries(catalogue(area, language)).filter(([, text]) =>
      forms(text).some((form) => form === "" || form !== form.trim() || form.includes("!")),
    );
    expect(untidy.map(([key]) => key)).toEqual([]);
  });
});
