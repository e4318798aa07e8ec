/** Words of signing: the steps of who signs, the fields, and the people. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const signingTexts = defineTexts({ nl, en, fr });
