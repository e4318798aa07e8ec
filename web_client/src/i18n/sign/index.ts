/** Words of the page behind a link to sign. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const signTexts = defineTexts({ nl, en, fr });
