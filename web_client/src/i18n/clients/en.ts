import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const en: SameKeys<typeof nl> = {
  client: "Client",
  pickClient: "Search by name, e-mail or phone",
  pickNone: "Nobody found for “{query}”.",
  pickHint: "Type a part of the name, the e-mail address or the number.",
  pickMore: "There are more. Type on to choose.",
  pickFailed: "The clients cannot be reached now.",
  pickNew: "New client “{name}”",
  pickNewEmpty: "New client",
  pickClear: "Choose another client",
  emailBlocked: "E-mail blocked",
  newClient: "New client",
  fullName: "Name",
  email: "E-mail address",
  phone: "Phone",
  nameNeeded: "Fill in a name.",
  emailWrong: "This is not a complete e-mail address.",
  addClient: "Add client",
  cancel: "Cancel",
  looksLikeTitle: "This client looks like somebody who is there already.",
  looksLikeText: "Choose whom you mean, or add a new one after all.",
  useThis: "Choose {name}",
  addAnyway: "Add after all",
};
