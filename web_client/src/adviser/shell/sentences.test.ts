/// <reference types="node" />
/** Every code that the server can refuse with has a sentence of its own in three languages. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commonTexts, LANGUAGES, lookUp } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { Refusal } from "../api/client";
import { sentenceOf } from "./Problem";

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
] as const;

function sources(): string[] {
  const server = join(import.meta.dirname, "../../../../server");
  return ROOMS.flatMap((room) =>
    readdirSync(join(server, room))
      .filter((name) => name.endsWith(".py"))
      .map((name) => readFileSync(join(server, room, name), "utf8")),
  );
}

/** Who is never shown these: guests at the door, machines, and players of files have pages of their own. */
const ELSEWHERE = new Set(["proof_needed", "already_evaluated", "metrics_closed", "bad_sdp", "echo_busy"]);

const codes = [
  ...new Set(
    sources().flatMap((source) =>
      [...source.matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)].map((match) => match[1] ?? ""),
    ),
  ),
].filter((code) => !ELSEWHERE.has(code));

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

  test("a code that nobody knows still gives a sentence", () => {
    expect(sentenceOf(language, new Refusal("from_the_future", 400))).toBe(last);
  });

  test("too many attempts says how long to wait, in seconds or minutes", () => {
    expect(sentenceOf(language, new Refusal("too_many_attempts", 429, { seconds: 30 }))).toContain("30");
    expect(sentenceOf(language, new Refusal("too_many_attempts", 429, { seconds: 600 }))).toContain("10");
  });
});
