/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LANGUAGES, lookUp } from "../i18n";
import { commonTexts } from "../i18n/common";
import { roomTexts } from "../i18n/room";
import { signingTexts } from "../i18n/signing";
import { signroomTexts } from "../i18n/signroom";

const ROOT = join(import.meta.dirname, "../../..");

function codesIn(folder: string, pattern: RegExp): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".py"));
  const texts = names.map((name) => readFileSync(join(ROOT, folder, name), "utf8"));
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""))),
  ].sort();
}

const rules = codesIn("signalling", /Rejected\("([a-z_]+)"\)/g);
const gateway = codesIn("server/live", /(?:Refused|Rejected|_refusal)\("([a-z_]+)"/g);
const signing = codesIn("server/signing", /Refusal\(\s*\d+,\s*"([a-z_]+)"/g);
const files = codesIn("server/files", /Refusal\(\s*\d+,\s*"([a-z_]+)"/g);

/** Answers that only a program can get, never a page of ours. */
const NOT_FOR_PEOPLE: ReadonlySet<string> = new Set(["bad_range"]);

/** Of signing, what only the adviser's desk asks for; its own catalogue has the words. */
const OF_THE_DESK: ReadonlySet<string> = new Set([
  "envelope_unknown",
  "envelope_sent",
  "envelope_not_failed",
  "envelope_not_sent",
  "signer_unknown",
  "roles_wrong",
  "template_unknown",
  "too_many_templates",
]);

describe("every refusal", () => {
  it("is found in the server's code", () => {
    expect(rules).toContain("not_allowed");
    expect(rules.length).toBeGreaterThan(12);
    expect(gateway).toContain("slow_down");
    expect(files).toContain("file_too_large");
  });

  it.each(signing.filter((code) => !OF_THE_DESK.has(code)))(
    "of signing is a sentence as well: %s",
    (code) => {
      const key = `refusal_${code}`;
      const sentences = LANGUAGES.map(
        (language) =>
          lookUp(signroomTexts, language, key) ??
          lookUp(signingTexts, language, key) ??
          lookUp(roomTexts, language, key) ??
          lookUp(commonTexts, language, key),
      );
      for (const sentence of sentences) expect(sentence).toMatch(/^\p{Lu}.{10,}\.$/u);
      expect(new Set(sentences).size).toBe(3);
    },
  );

  it.each([...new Set([...rules, ...gateway, ...files])].filter((code) => !NOT_FOR_PEOPLE.has(code)))(
    "is a sentence in three languages: %s",
    (code) => {
      const sentences = LANGUAGES.map(
        (language) =>
          lookUp(roomTexts, language, `refusal_${code}`) ?? lookUp(commonTexts, language, `refusal_${code}`),
      );
      for (const sentence of sentences) expect(sentence).toMatch(/^\p{Lu}.{15,}\.$/u);
      expect(new Set(sentences).size).toBe(3);
    },
  );
});
