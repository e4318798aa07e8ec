/** A client's page in the room, and the CRM behind it in the settings. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const crmTexts = defineTexts({ nl, en, fr });
