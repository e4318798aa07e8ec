/** What a person set on this device: larger letters, light or dark. Without React, so that the join page has it too. */

export type Appearance = "auto" | "light" | "dark";

/** Mantine's own manager reads and writes the same key: see SamenProvider. */
export const APPEARANCE_KEY = "samen.appearance";
const TEXT_KEY = "samen.text";

// Storage may be switched off; the choice then lasts as long as the page.
function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // See read().
  }
}

const textListeners = new Set<() => void>();

export function textIsLarger(): boolean {
  return document.documentElement.dataset.text === "larger";
}

export function setLargerText(larger: boolean): void {
  write(TEXT_KEY, larger ? "larger" : "normal");
  showText(larger);
}

export function subscribeLargerText(listener: () => void): () => void {
  textListeners.add(listener);
  return () => textListeners.delete(listener);
}

function showText(larger: boolean): void {
  if (larger) document.documentElement.dataset.text = "larger";
  else delete document.documentElement.dataset.text;
  for (const listener of textListeners) listener();
}

function showAppearance(): void {
  const stored = read(APPEARANCE_KEY);
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const scheme = stored === "light" || stored === "dark" ? stored : dark ? "dark" : "light";
  document.documentElement.dataset.mantineColorScheme = scheme;
}

/** Call once at the start of every entry, before anything is drawn. */
export function startPreferences(): void {
  showText(read(TEXT_KEY) === "larger");
  showAppearance();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showAppearance);
}
