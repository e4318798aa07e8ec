/** Everything said in the room itself; what follows after the end is in `evaluation`. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const roomTexts = defineTexts({ nl, en, fr });
