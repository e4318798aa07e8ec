/** Every language by its own name, whatever the page's language is. */
import type { Language } from "../i18n/texts";

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  nl: "Nederlands",
  en: "English",
  fr: "Français",
};
