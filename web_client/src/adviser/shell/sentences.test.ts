/// <reference types="node" />
/** Every code that the server can refuse with has a sentence of its own in three languages. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Catalogue, commonTexts, LANGUAGES, lookUp, type Texts } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { clientsTexts } from "../../i18n/clients";
import { documentsTexts } from "../../i18n/documents";
import { papersTexts } from "../../i18n/documents-crm";
import { messagesTexts } from "../../i18n/messages";
import { Refusal } from "../api/client";
import { sentenceOf } from "./Problem";

/** Folders of the server whose refusals any page may show. */
const ROOMS = [
  ".",
  "web",
  "accounts",
  "live",
  "mail",
  "hooks",
  "crm/contract",
  "helpdesk",
  "crm/agenda",
  "crm/calendars",
  "crm/aftercare",
] as const;

/** Folders whose refusals are shown by a component that looks in words of its own first, in this order. */
const WITH_OWN_WORDS: ReadonlyArray<readonly [room: string, words: readonly Texts<Catalogue>[]]> = [
  ["crm/clients", [clientsTexts]],
  ["crm/teams", [clientsTexts]],
  ["crm/timeline", [clientsTexts]],
  ["crm/messages", [messagesTexts, clientsTexts]],
  ["crm/documents", [papersTexts, documentsTexts, clientsTexts]],
];

function codesOf(rooms: readonly string[]): string[] {
  const server = join(import.meta.dirname, "../../../../server");
  const sources = rooms.flatMap((room) =>
    readdirSync(join(server, room))
      .filter((name) => name.endsWith(".py"))
      .map((name) => readFileSync(join(server, room, name), "utf8")),
  );
  const found = sources.flatMap((source) =>
    [...source.matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)].map((match) => match[1] ?? ""),
  );
  return [...new Set(found)].filter((code) => !ELSEWHERE.has(code));
}

/** Who is never shown these: guests at the door, machines, and players of files have pages of their own. */
const ELSEWHERE = new Set([
  "proof_needed",
  "already_evaluated",
  "metrics_closed",
  "bad_sdp",
  "echo_busy",
  "bounce_token_wrong", // a mail server
  "not_a_report",
  "reviews_off", // a client's page, whose own test holds it to its words
  "review_too_soon",
  "review_written",
  "unsubscribe_unknown", // a page of the server itself
]);

const codes = codesOf(ROOMS);

test("the server's sources were found and read", () => {
  expect(codes).toContain("wrong_credentials");
  expect(codes).toContain("session_ended");
  expect(codes.length).toBeGreaterThan(20);
});

describe.each(LANGUAGES)("in %s", (language) => {
  const last = commonTexts[language].refusal_internal;

  test.each(codes)("%s has a sentence", (code) => {
    const key = `refusal_${code}`;
    const own = lookUp(adviserTexts, language, key);
    expect(own ?? lookUp(commonTexts, language, key)).toBeDefined();
    if (code !== "internal") expect(sentenceOf(language, new Refusal(code, 400))).not.toBe(last);
  });

  describe.each(WITH_OWN_WORDS)("of %s", (room, words) => {
    test.each(codesOf([room]))("%s has a sentence", (code) => {
      const places: readonly Texts<Catalogue>[] = [...words, adviserTexts, commonTexts];
      expect(places.filter((texts) => lookUp(texts, language, `refusal_${code}`) !== undefined)).not.toEqual(
        [],
      );
    });
  });

  test("a code that nobody knows still gives a sentence", () => {
    expect(sentenceOf(language, new Refusal("from_the_future", 400))).toBe(last);
  });

  test("too many attempts says how long to wait, in seconds or minutes", () => {
    expect(sentenceOf(language, new Refusal("too_many_attempts", 429, { seconds: 30 }))).toContain("30");
    expect(sentenceOf(language, new Refusal("too_many_attempts", 429, { seconds: 600 }))).toContain("10");
  });
});
