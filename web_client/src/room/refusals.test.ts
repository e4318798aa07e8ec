/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LANGUAGES, lookUp } from "../i18n";
import { commonTexts } from "../i18n/common";
import { roomTexts } from "../i18n/room";

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
const files = codesIn("server/files", /Refusal\(\s*\d+,\s*"([a-z_]+)"/g);

/** Answers that only a program can get, never a page of ours. */
const NOT_FOR_PEOPLE: ReadonlySet<string> = new Set(["bad_range"]);

describe("every refusal", () => {
  it("is found in the server's code", () => {
    expect(rules).toContain("not_allowed");
    expect(rules.length).toBeGreaterThan(12);
    expect(gateway).toContain("slow_down");
    expect(files).toContain("file_too_large");
  });

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
