/// <reference types="node" />
/** Every refusal of documents has a sentence of its own in three languages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../i18n";
import { paperRefusal } from "../../i18n/documents-crm";

const source = readFileSync(
  join(import.meta.dirname, "../../../../server/crm/documents/refusals.py"),
  "utf8",
);
const codes = [...source.matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)].map((match) => match[1] ?? "");

test("the server's refusals were found", () => {
  expect(codes).toContain("document_internal");
});

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(codes)("%s has a sentence", (code) => {
    expect(paperRefusal(language, code, {})).toBeDefined();
  });
});
