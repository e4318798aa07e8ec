/// <reference types="node" />
/** Every code that privacy refuses with has a sentence in three languages, and every kind of things has a name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES, lookUp } from "../../i18n";
import { privacyRefusal, privacyTexts } from "../../i18n/privacy";

const crm = join(import.meta.dirname, "../../../../server/crm");
const read = (path: string) => readFileSync(join(crm, path), "utf8");
const all = (sources: readonly string[], pattern: RegExp) => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ""))),
];

const codes = all([read("privacy/refusals.py")], /Refusal\(\s*\d{3},\s*"([a-z_]+)"/g);
const modules = readdirSync(crm, { recursive: true, encoding: "utf8" }).filter((name) =>
  /(personal|rooms|erasing|rules)\.py$/.test(name),
);
const sources = modules.map(read);
const kinds = all(sources, /(?:Fate|Default)\(\s*"([a-z_]+)"/g);
const reasons = all(sources, /Fate\([^\n]*"(?:emptied|kept)", "([a-z_]+)"/g);
const stops = all(sources, /Stop\("([a-z_]+)"/g);

test("the server's sources were found and read", () => {
  expect(codes).toContain("name_differs");
  expect(kinds).toEqual(expect.arrayContaining(["card", "note", "envelopes", "archives"]));
  expect(reasons).toContain("advice_reconstructable");
  expect(stops).toContain("hold");
});

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(codes)("%s has a sentence", (code) => {
    expect(privacyRefusal(language, code, {})).toBeDefined();
  });

  test.each([
    ...kinds.map((one) => `kind_${one}`),
    ...reasons.map((one) => `why_${one}`),
    ...stops.map((one) => `stop_${one}`),
  ])("%s has a name", (key) => {
    expect(lookUp(privacyTexts, language, key)).toBeDefined();
  });
});
