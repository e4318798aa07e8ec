/** Texts in Preact components; re-renders when the language changes. */
import { useEffect, useState } from "preact/hooks";
import { getLanguage, subscribeLanguage } from "./language";
import { type Catalogue, type Language, type Texts, type Translate, translator } from "./texts";

export function useLanguage(): Language {
  const [language, setLanguage] = useState(getLanguage);
  useEffect(() => {
    // The language may have changed between the first drawing and this effect.
    setLanguage(getLanguage());
    return subscribeLanguage(() => setLanguage(getLanguage()));
  }, []);
  return language;
}

export function useT<Source extends Catalogue>(texts: Texts<Source>): Translate<Source> {
  return translator(texts, useLanguage());
}
