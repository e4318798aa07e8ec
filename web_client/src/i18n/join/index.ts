/** Texts of the join page: the code, the check of camera and connection, the way in. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const joinTexts = defineTexts({ nl, en, fr });
