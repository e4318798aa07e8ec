/** Privacy: archives, legal holds, erasure, retention and the audit. */
import { type Language, lookUp } from "..";
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const privacyTexts = defineTexts({ nl, en, fr });

/** What a code is called: `kind_note`, `stop_hold`. The code itself where a newer server has more of them. */
export function calledBy(language: Language, key: string, code: string): string {
  return lookUp(privacyTexts, language, key) ?? code.replaceAll("_", " ");
}

/** The sentence for a refusal, when it is one of privacy's own. */
export function privacyRefusal(
  language: Language,
  code: string,
  parameters: Readonly<Record<string, string | number>>,
): string | undefined {
  return lookUp(privacyTexts, language, `refusal_${code}`, parameters);
}
