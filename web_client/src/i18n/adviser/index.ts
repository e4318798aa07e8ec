/** The adviser's pages: shell, sign-in, dashboard, sessions, and what every refusal of the server means. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const adviserTexts = defineTexts({ nl, en, fr });
