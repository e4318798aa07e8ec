/** Clients: the list, the card, the form, labels, own fields and teams. */
import { type Language, lookUp } from "..";
import { defineTexts, type Translate } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const clientsTexts = defineTexts({ nl, en, fr });

export type T = Translate<typeof nl>;

/** The sentence for a refusal, when it is one of the clients' own. */
export function clientRefusal(
  language: Language,
  code: string,
  parameters: Readonly<Record<string, string | number>>,
): string | undefined {
  return lookUp(clientsTexts, language, `refusal_${code}`, parameters);
}
