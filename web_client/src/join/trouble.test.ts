import { describe, expect, test } from "vitest";
import { joinTexts } from "../i18n/join";
import { translator } from "../i18n/texts";
import { Refusal } from "./api";
import { browserFamily } from "./browser";
import { judge } from "./echo";
import { troubleOf, troubleWords } from "./trouble";

const t = translator(joinTexts, "nl");
const words = (error: unknown) => troubleWords(t, troubleOf(error)).title;

test("F013 every refusal of a code gets a sentence of its own", () => {
  expect(words(new Refusal("code_unknown"))).toBe("Deze code is niet in gebruik.");
  expect(words(new Refusal("session_ended"))).toBe("Dit gesprek is afgelopen.");
  expect(words(new Refusal("session_full"))).toBe("Dit gesprek zit vol.");
  expect(words(new Refusal("offline"))).toBe("Er is geen verbinding.");
  expect(words(new Refusal("something_new"))).toBe("Dit lukte niet.");
  expect(words(new Error("a bug"))).toBe("Dit lukte niet.");
});

test("a script that does not arrive counts as no connection", () => {
  expect(words(new TypeError("Failed to fetch dynamically imported module"))).toBe("Er is geen verbinding.");
});

test("waiting after many attempts is told in whole minutes", () => {
  const text = (seconds?: number) =>
    troubleWords(t, troubleOf(new Refusal("too_many_attempts", seconds))).text;
  expect(text(61)).toContain("over 2 minuten");
  expect(text(5)).toContain("over 1 minuut ");
  expect(text()).toContain("even wachten");
});

test("too few digits are counted", () => {
  expect(troubleWords(t, { kind: "incomplete", count: 8 }).text).toContain("nu 8.");
});

describe("the words about permissions fit the browser", () => {
  const safari =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15";
  test.each([
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", 0, "Chrome"],
    ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", 10, "Chrome"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", 0, "Firefox"],
    ["Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", 5, "Android"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1.15 Version/17.5 Safari/604.1", 5, "Ios"],
    [safari, 0, "Safari"],
    [safari, 5, "Ios"],
    ["Lynx/2.9", 0, "Other"],
  ])("%s", (agent, touchPoints, family) => {
    expect(browserFamily(agent, touchPoints)).toBe(family);
  });
});

describe("the connection test judges", () => {
  test("quick and complete as good", () => {
    expect(judge(Array(40).fill(25), 40)).toEqual({ connection: "good", roundTrip: 25, loss: 0 });
  });
  test("slow, or with losses, or silent as weak", () => {
    expect(judge(Array(40).fill(400), 40).connection).toBe("weak");
    expect(judge(Array(36).fill(25), 40)).toMatchObject({ connection: "weak", roundTrip: 25 });
    expect(judge([], 40)).toEqual({ connection: "weak", roundTrip: null, loss: 1 });
  });
  test("one slow message among quick ones as good", () => {
    expect(judge([...Array(39).fill(25), 900], 40).connection).toBe("good");
  });
});
