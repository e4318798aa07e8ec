/** Signing inside a session: preparing a document, following who signs, how it ends. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const signroomTexts = defineTexts({ nl, en, fr });
