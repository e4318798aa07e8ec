/** Words that every area uses, and the general refusals. */
import { type Catalogue, defineTexts, type Language, lookUp, type Texts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const commonTexts = defineTexts({ nl, en, fr });

/** The sentence for a server's refusal code: from the area's own texts, else the general ones, else the last resort. */
export function refusal(
  language: Language,
  code: string,
  area?: Texts<Catalogue>,
  parameters: Record<string, string | number> = {},
): string {
  const key = `refusal_${code}`;
  const own = area && lookUp(area, language, key, parameters);
  return own ?? lookUp(commonTexts, language, key, parameters) ?? commonTexts[language].refusal_internal;
}
