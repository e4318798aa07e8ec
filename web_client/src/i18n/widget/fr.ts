import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const fr: SameKeys<typeof nl> = {
  title: "Vous avez un entretien maintenant ?",
  subtitle: "Saisissez le code de votre conseiller.",
  sessionCode: "Code de session",
  join: "Participer",
  secure: "Ouvre une page sécurisée",
  incomplete: "Le code compte neuf chiffres. Vérifiez qu’ils y sont tous.",
};
