/** Everything said about the shared web page; fetched with it. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const pageTexts = defineTexts({ nl, en, fr });
