/** The language of this page: who chooses it, where it is kept, who hears of a change. */
import { LANGUAGES, type Language } from "./texts";

/** Strongest first. An explicit choice outlives the page, `?lang=` lives as long as the tab. */
type Origin = "chosen" | "address" | "account" | "browser" | "office";

const STORAGE_KEY = "samen.language";

let current: Language = "nl";
let origin: Origin = "office";
const listeners = new Set<() => void>();

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && (LANGUAGES as readonly string[]).includes(value);
}

export function getLanguage(): Language {
  return current;
}

/** Calls back after every change; returns the function that stops it. */
export function subscribeLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Storage may be switched off (private windows, strict settings); the page then simply forgets.
function read(storage: () => Storage): Language | undefined {
  try {
    const value = storage().getItem(STORAGE_KEY);
    return isLanguage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function write(storage: () => Storage, language: Language): void {
  try {
    storage().setItem(STORAGE_KEY, language);
  } catch {
    // See read().
  }
}

const lasting = () => window.localStorage;
const ofThisTab = () => window.sessionStorage;

function apply(language: Language, from: Origin): void {
  origin = from;
  document.documentElement.lang = language;
  if (language === current) return;
  current = language;
  for (const listener of listeners) listener();
}

function browserLanguage(preferences: readonly string[]): Language | undefined {
  return preferences.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
}

/** Call once at the start of every entry: `?lang=`, then the stored choice, then the browser's preference. */
export function startLanguage(): Language {
  const asked = new URLSearchParams(window.location.search).get("lang")?.slice(0, 2).toLowerCase();
  if (isLanguage(asked)) {
    // The room replaces the address, and a reload there should keep the language of the link.
    write(ofThisTab, asked);
    apply(asked, "address");
    return asked;
  }
  const ofTab = read(ofThisTab);
  const stored = read(lasting);
  const preferred = browserLanguage(navigator.languages ?? [navigator.language]);
  if (ofTab !== undefined) apply(ofTab, "address");
  else if (stored !== undefined) apply(stored, "chosen");
  else if (preferred !== undefined) apply(preferred, "browser");
  else apply("nl", "office");
  return current;
}

/** The person chose a language: it is kept on this device and wins from now on. */
export function chooseLanguage(language: Language): void {
  write(lasting, language);
  write(ofThisTab, language);
  const address = new URL(window.location.href);
  if (address.searchParams.has("lang")) {
    address.searchParams.delete("lang");
    window.history.replaceState(window.history.state, "", address);
  }
  apply(language, "chosen");
}

/** The signed-in account's language: weaker than a choice made on this device, stronger than the browser. */
export function offerAccountLanguage(language: unknown): void {
  if (!isLanguage(language) || origin === "chosen" || origin === "address") return;
  apply(language, "account");
}

/** The office's language: used only when nothing else said anything. */
export function offerOfficeLanguage(language: unknown): void {
  if (isLanguage(language) && origin === "office") apply(language, "office");
}
