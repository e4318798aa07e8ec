import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const en: SameKeys<typeof nl> = {
  title: "Do you have a meeting now?",
  subtitle: "Enter the code from your adviser.",
  sessionCode: "Session code",
  join: "Join",
  secure: "Opens a secure page",
  incomplete: "The code has nine digits. Check that all digits are there.",
};
