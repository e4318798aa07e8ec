import { expect, test } from "vitest";
import { commonTexts, refusal } from "./common";
import { formatBytes, formatClock, formatList, formatTime } from "./format";
import { defineTexts, lookUp, translator } from "./texts";

const texts = defineTexts({
  nl: {
    hello: "Dag {name}, dag {name}.",
    left: { one: "nog één poging", other: "nog {count} pogingen" },
  },
  en: { hello: "Hello {name}, {name}.", left: { one: "one try left", other: "{count} tries left" } },
  fr: { hello: "Bonjour {name}, {name}.", left: { one: "encore un essai", other: "encore {count} essais" } },
});

test("a placeholder is filled every time it occurs, and its value is never read as a placeholder", () => {
  expect(translator(texts, "nl")("hello", { name: "{name}" })).toBe("Dag {name}, dag {name}.");
  expect(translator(texts, "en")("hello", { name: "Els" })).toBe("Hello Els, Els.");
});

test("a number chooses the form its language uses", () => {
  expect(translator(texts, "nl")("left", { count: 1 })).toBe("nog één poging");
  expect(translator(texts, "nl")("left", { count: 0 })).toBe("nog 0 pogingen");
  expect(translator(texts, "fr")("left", { count: 0 })).toBe("encore un essai");
  expect(translator(texts, "nl")("left", { count: 1234 })).toBe("nog 1.234 pogingen");
});

test("the same translate function comes back, so that React hooks stay quiet", () => {
  expect(translator(texts, "nl")).toBe(translator(texts, "nl"));
  expect(translator(texts, "nl")).not.toBe(translator(texts, "en"));
});

test("a key known only at run time is looked up, and inherited names are no keys", () => {
  expect(lookUp(texts, "en", "hello", { name: "Jan" })).toBe("Hello Jan, Jan.");
  expect(lookUp(texts, "en", "toString")).toBeUndefined();
});

test("a refusal prefers the area's words, then the general ones, then the last resort", () => {
  const area = defineTexts({
    nl: { refusal_forbidden: "Alleen de adviseur mag dit." },
    en: { refusal_forbidden: "Only the adviser may do this." },
    fr: { refusal_forbidden: "Seul le conseiller peut faire cela." },
  });
  expect(refusal("en", "forbidden", area)).toBe("Only the adviser may do this.");
  expect(refusal("en", "forbidden")).toBe(commonTexts.en.refusal_forbidden);
  expect(refusal("nl", "never_heard_of")).toBe(commonTexts.nl.refusal_internal);
});

test("times, sizes and lists are written as the language does", () => {
  const moment = new Date(2026, 10, 23, 10, 30);
  expect(formatTime("nl", moment)).toBe("10.30");
  expect(formatTime("en", moment)).toBe("10:30");
  expect(formatBytes("nl", 1_234_567)).toBe("1,2 MB");
  expect(formatBytes("en", 48_000_000)).toBe("48 MB");
  expect(formatBytes("en", 999)).toBe("999 B");
  expect(formatList("nl", ["Jan", "Els"])).toBe("Jan en Els");
  expect(formatClock(187)).toBe("3:07");
  expect(formatClock(3787)).toBe("1:03:07");
});
