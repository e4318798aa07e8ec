/** Texts in React components; re-renders when the language changes. */
import { useSyncExternalStore } from "react";
import { getLanguage, subscribeLanguage } from "../i18n/language";
import { type Catalogue, type Language, type Texts, type Translate, translator } from "../i18n/texts";

export function useLanguage(): Language {
  return useSyncExternalStore(subscribeLanguage, getLanguage);
}

/** `const t = useT(roomTexts)`; the same function as long as the language stays. */
export function useT<Source extends Catalogue>(texts: Texts<Source>): Translate<Source> {
  return translator(texts, useLanguage());
}
