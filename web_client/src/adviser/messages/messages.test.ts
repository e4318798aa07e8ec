/// <reference types="node" />
/** Refusals of messages have words in three languages, and tags their menu. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES, lookUp } from "../../i18n";
import { messagesTexts } from "../../i18n/messages";
import { fresh, keep, moved, saysSomething } from "./blocks";
import { grouped, tagWords, written } from "./tags";

const root = join(import.meta.dirname, "../../../..");
const refusals = readFileSync(join(root, "server/crm/messages/refusals.py"), "utf8");
const codes = [...refusals.matchAll(/Refusal\(\s*\d{3},\s*"([a-z_]+)"/g)].map((match) => match[1] ?? "");
const table = readFileSync(join(root, "crm_adapter/messages/tags.py"), "utf8");
const tags = [...new Set([...table.matchAll(/"([a-z]+(?:_[a-z]+)+)"(?!:)/g)].map((match) => match[1] ?? ""))];

test("the server's refusals and tags were found", () => {
  expect(codes).toContain("unknown_tag");
  expect(tags).toContain("client_first_name");
});

describe.each(LANGUAGES)("in %s", (language) => {
  test.each(codes)("%s has a sentence", (code) => {
    expect(lookUp(messagesTexts, language, `refusal_${code}`, { tag: "", email: "" })).toBeDefined();
  });

  test.each(tags.filter((tag) => tag !== "appointment_options"))("%s has words", (tag) => {
    expect(tagWords(language, tag)).not.toBe(tag);
  });
});

test("X021 tags are written in the notation that people know", () => {
  expect(written("client_first_name")).toBe("%{client_first_name}");
  expect(written("schermdelen_link")).toBe("%SCHERMDELEN_LINK%");
});

test("a menu shows each tag once, and the list of times not at all", () => {
  const shown = grouped([
    "client_name",
    "move_link",
    "appointment_date",
    "appointment_options",
    "office_name",
  ]);
  expect(shown.flatMap(([, names]) => names).sort()).toEqual([
    "appointment_date",
    "client_name",
    "move_link",
    "office_name",
  ]);
});

test("a message of empty paragraphs says nothing", () => {
  expect(saysSomething([fresh("text"), fresh("divider")])).toBe(false);
  expect(saysSomething([{ type: "heading", text: "Dag" }])).toBe(true);
  expect(
    saysSomething([
      { type: "text", content: [{ type: "paragraph", content: [{ type: "text", text: " x" }] }] },
    ]),
  ).toBe(true);
});

test("moving a block keeps its key", () => {
  const kept = keep([fresh("heading"), fresh("text"), fresh("divider")]);
  const next = moved(kept, 2, -1);
  expect(next.map(({ block }) => block.type)).toEqual(["heading", "divider", "text"]);
  expect(next.map(({ key }) => key)).toEqual([kept[0]?.key, kept[2]?.key, kept[1]?.key]);
});
