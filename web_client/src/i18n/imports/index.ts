/** Bringing clients from elsewhere, and taking them along. */
import { type Language, lookUp } from "..";
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const importsTexts = defineTexts({ nl, en, fr });

/** The sentence for a code of an import, or of a row in it. */
export function importRefusal(language: Language, code: string): string | undefined {
  return lookUp(importsTexts, language, `refusal_${code}`);
}
