/** The settings: own account, office, colleagues, website, mail. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const settingsTexts = defineTexts({ nl, en, fr });
