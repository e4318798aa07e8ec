/** Messages to clients: templates, the dialog, and what became of them. */
import { defineTexts, type Translate } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const messagesTexts = defineTexts({ nl, en, fr });

export type T = Translate<typeof nl>;
