/** The adviser's desk for signing: documents on their way, drafts, templates. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const envelopesTexts = defineTexts({ nl, en, fr });
