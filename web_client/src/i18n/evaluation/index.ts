/** What is said once a meeting has ended. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const evaluationTexts = defineTexts({ nl, en, fr });
