/** The settings of signing, transactions, webhooks and API keys; fetched with those pages. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const integrationTexts = defineTexts({ nl, en, fr });
