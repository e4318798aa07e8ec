/** The settings of web pages that are looked at together; fetched with that page of the settings. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const browsingTexts = defineTexts({ nl, en, fr });
