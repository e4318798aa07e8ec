/** The agenda: calendar, appointments, services, availability, and its settings. */
import { defineTexts } from "../texts";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

export const agendaTexts = defineTexts({ nl, en, fr });
