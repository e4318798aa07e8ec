/** Texts of the pages around an appointment: booking one, and the page behind the link in its mail. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const bookTexts = defineTexts({ nl, en, fr });
