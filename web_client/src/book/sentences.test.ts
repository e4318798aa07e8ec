/// <reference types="node" />
/** Every code that a client's page can be refused with has a sentence of its own in three languages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES, lookUp } from "../i18n";
import { bookTexts } from "../i18n/book";
import { commonTexts } from "../i18n/common";

const SERVER = join(import.meta.dirname, "../../../server");

function codesOf(file: string): string[] {
  const source = readFileSync(join(SERVER, file), "utf8");
  return [...source.matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)].map((match) => match[1] ?? "");
}

/** What the agenda answers to clients, as server/crm/assembly.py hands it to their pages. */
function ofAgenda(): string[] {
  const names =
    /^TO_CLIENTS = \(([^)]*)\)/m.exec(readFileSync(join(SERVER, "crm/assembly.py"), "utf8"))?.[1] ?? "";
  const source = readFileSync(join(SERVER, "crm/agenda/refusals.py"), "utf8");
  return [...names.matchAll(/[A-Z_]+/g)].map(
    ([name]) => new RegExp(`^${name} = Refusal\\(\\s*\\d{3},\\s*"([a-z_]+)"`, "m").exec(source)?.[1] ?? name,
  );
}

const codes = [
  ...new Set([
    "link_unknown",
    // How a text is refused that holds what the office does not keep.
    "bsn_found",
    ...codesOf("crm/appointments_public/refusals.py"),
    ...codesOf("crm/aftercare/refusals.py").filter((code) => code.startsWith("review")),
    ...ofAgenda(),
  ]),
];

test("the server's sources were found and read", () => {
  expect(codes).toContain("slot_taken");
  expect(codes).toContain("booking_closed");
  expect(codes.length).toBeGreaterThan(15);
});

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(codes)("%s has a sentence", (code) => {
    const key = `refusal_${code}`;
    expect(lookUp(bookTexts, language, key) ?? lookUp(commonTexts, language, key)).toBeDefined();
  });
});
