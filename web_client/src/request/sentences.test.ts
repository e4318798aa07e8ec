/// <reference types="node" />
/** Every code that the page of a client's documents can be refused with has a sentence of its own in three languages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commonTexts, LANGUAGES, lookUp } from "../i18n";
import { papersTexts } from "../i18n/documents-crm";

const SERVER = join(import.meta.dirname, "../../../server");

/** What clients are never refused with: these are for the office. */
const OF_THE_OFFICE = new Set([
  "document_internal",
  "document_being_signed",
  "document_of_another",
  "document_fixed",
  "clients_missing",
  "client_email_missing",
  "request_unknown",
  "no_client_here",
  "version_unknown",
]);

const source = readFileSync(join(SERVER, "crm/documents/refusals.py"), "utf8");
const codes = [...source.matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)]
  .map((match) => match[1] ?? "")
  .filter((code) => !OF_THE_OFFICE.has(code))
  .concat("link_unknown", "file_too_large", "empty_file", "upload_stalled", "upload_broken");

test("the server's sources were found and read", () => {
  expect(codes).toContain("request_closed");
  expect(codes).toContain("storage_full");
});

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(codes)("%s has a sentence", (code) => {
    const key = `refusal_${code}`;
    expect(lookUp(papersTexts, language, key) ?? lookUp(commonTexts, language, key)).toBeDefined();
  });
});
