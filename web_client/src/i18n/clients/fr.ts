import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const fr: SameKeys<typeof nl> = {
  client: "Client",
  pickClient: "Cherchez par nom, e-mail ou téléphone",
  pickNone: "Personne trouvé pour « {query} ».",
  pickHint: "Tapez une partie du nom, de l'adresse e-mail ou du numéro.",
  pickMore: "Il y en a d'autres. Continuez à taper pour choisir.",
  pickFailed: "Les clients ne sont pas joignables pour le moment.",
  pickNew: "Nouveau client « {name} »",
  pickNewEmpty: "Nouveau client",
  pickClear: "Choisir un autre client",
  emailBlocked: "E-mail bloqué",
  newClient: "Nouveau client",
  fullName: "Nom",
  email: "Adresse e-mail",
  phone: "Téléphone",
  nameNeeded: "Indiquez un nom.",
  emailWrong: "Cette adresse e-mail n'est pas complète.",
  addClient: "Ajouter le client",
  cancel: "Annuler",
  looksLikeTitle: "Ce client ressemble à quelqu'un qui existe déjà.",
  looksLikeText: "Choisissez la personne voulue, ou ajoutez quand même un nouveau client.",
  useThis: "Choisir {name}",
  addAnyway: "Ajouter quand même",
};
