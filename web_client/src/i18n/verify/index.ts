/** Words of the public check of a signed PDF. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const verifyTexts = defineTexts({ nl, en, fr });
