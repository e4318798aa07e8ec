/** The words around the help pages; the pages themselves are in adviser/help/articles. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const helpTexts = defineTexts({ nl, en, fr });
