/** The places of the adviser's desk, what is made new, and the dashboard's day. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const officeTexts = defineTexts({ nl, en, fr });
