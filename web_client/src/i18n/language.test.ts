import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  chooseLanguage,
  getLanguage,
  offerAccountLanguage,
  offerOfficeLanguage,
  startLanguage,
  subscribeLanguage,
} from "./language";

function visit(address: string, preferences: readonly string[]): void {
  window.history.replaceState(null, "", address);
  vi.spyOn(navigator, "languages", "get").mockReturnValue(preferences);
  startLanguage();
}

beforeEach(() => visit("/", []));
afterEach(() => window.history.replaceState(null, "", "/"));

test("the address wins over what is stored and over the browser", () => {
  window.localStorage.setItem("samen.language", "nl");
  visit("/?lang=fr", ["en-GB"]);
  expect(getLanguage()).toBe("fr");
  expect(document.documentElement.lang).toBe("fr");
});

test("the language of the address lasts as long as the tab, not longer", () => {
  visit("/?lang=fr", ["en-GB"]);
  visit("/session/1", ["en-GB"]);
  expect(getLanguage()).toBe("fr");
  window.sessionStorage.clear();
  visit("/session/1", ["en-GB"]);
  expect(getLanguage()).toBe("en");
});

test("a choice is kept, wins over browser, account and office, and leaves the address", () => {
  visit("/?lang=en", ["nl"]);
  chooseLanguage("fr");
  expect(window.location.search).toBe("");
  window.sessionStorage.clear();
  visit("/", ["nl"]);
  offerAccountLanguage("en");
  offerOfficeLanguage("en");
  expect(getLanguage()).toBe("fr");
});

test("the browser's first language that we speak is taken", () => {
  visit("/", ["de-DE", "fr-BE", "en"]);
  expect(getLanguage()).toBe("fr");
});

test("the office's language counts only when nothing else spoke", () => {
  visit("/", ["de"]);
  expect(getLanguage()).toBe("nl");
  offerOfficeLanguage("fr");
  expect(getLanguage()).toBe("fr");
  visit("/", ["en"]);
  offerOfficeLanguage("fr");
  expect(getLanguage()).toBe("en");
});

test("an unknown language changes nothing, and listeners hear of real changes only", () => {
  visit("/?lang=xx", ["nl"]);
  const heard = vi.fn();
  const stop = subscribeLanguage(heard);
  offerAccountLanguage("xx");
  chooseLanguage("nl");
  expect(heard).not.toHaveBeenCalled();
  chooseLanguage("en");
  expect(heard).toHaveBeenCalledTimes(1);
  stop();
  chooseLanguage("fr");
  expect(heard).toHaveBeenCalledTimes(1);
});
