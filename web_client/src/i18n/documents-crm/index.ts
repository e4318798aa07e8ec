/** Documents of clients: the overview, the library, sharing, requests, and the pages behind a client's link. */
import { type Language, lookUp } from "..";
import { defineTexts, type Translate } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const papersTexts = defineTexts({ nl, en, fr });

export type T = Translate<typeof nl>;

/** The sentence for a refusal, when it is one of the documents' own. */
export function paperRefusal(
  language: Language,
  code: string,
  parameters: Readonly<Record<string, string | number>>,
): string | undefined {
  return lookUp(papersTexts, language, `refusal_${code}`, parameters);
}
