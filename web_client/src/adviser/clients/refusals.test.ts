/// <reference types="node" />
/** Every code that the clients, their teams and their timeline refuse with has a sentence in three languages. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../i18n";
import { clientRefusal } from "../../i18n/clients";

const server = join(import.meta.dirname, "../../../../server/crm");
const codes = ["clients", "teams", "timeline"].flatMap((room) =>
  readdirSync(join(server, room))
    .filter((name) => name.endsWith(".py"))
    .map((name) => readFileSync(join(server, room, name), "utf8"))
    .flatMap((source) =>
      [...source.matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)].map((match) => match[1] ?? ""),
    ),
);

test("the server's sources were found and read", () => {
  expect(codes).toContain("looks_like_another");
  expect(codes.length).toBeGreaterThan(20);
});

describe.each(LANGUAGES)("in %s", (language) => {
  test.each([...new Set(codes)])("%s has a sentence", (code) => {
    expect(clientRefusal(language, code, {})).toBeDefined();
  });
});
