/** What can be wrong with a document to be signed, its people, its fields or its way: for the room and the desk. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const documentsTexts = defineTexts({ nl, en, fr });
