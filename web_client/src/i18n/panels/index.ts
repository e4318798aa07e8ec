/** The page outline and the diagnostics of the shared web page; fetched with them. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const panelTexts = defineTexts({ nl, en, fr });
