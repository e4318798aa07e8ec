/** Signing inside a session; with what can be wrong with a document, which the room and the desk tell alike. */
import { documentsTexts } from "../documents";
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const signroomTexts = defineTexts({
  nl: { ...documentsTexts.nl, ...nl },
  en: { ...documentsTexts.en, ...en },
  fr: { ...documentsTexts.fr, ...fr },
});
