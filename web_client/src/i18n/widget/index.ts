/** Texts of the widget for other websites; small, because they travel with it. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const widgetTexts = defineTexts({ nl, en, fr });
