/** Clients as signers: what choosing one fills in. */
import type { DraftSigner } from "../../features/signing/types";
import { LANGUAGES, type Language } from "../../i18n/texts";
import type { ClientView } from "../api/clientTypes";
import type { PickedClient } from "../clients/ClientPicker";

/** Somebody who signs as a client of the office. */
export interface ChosenSigner {
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly client_id: string;
}

function known(language: string | undefined): Language | undefined {
  return LANGUAGES.find((each) => each === language);
}

/** Everybody of a client who has an address of their own; with one address for all, the first of them. */
export function signersOf(client: PickedClient, usual: Language): readonly ChosenSigner[] {
  const { id, people = [] } = client;
  const theirs = known(client.language) ?? usual;
  const having = people.filter(({ email }) => email !== "");
  if (having.length === 0) {
    const name = people[0]?.name ?? client.name;
    return [{ name, email: client.email, language: known(people[0]?.language) ?? theirs, client_id: id }];
  }
  return having.map(({ name, email, language }) => ({
    name,
    email,
    language: known(language) ?? theirs,
    client_id: id,
  }));
}

/** A client of the built-in CRM as a picker gives one. A shared address is nobody's own. */
export function pickedOf({ id, name, language, people, contacts }: ClientView): PickedClient {
  const emails = contacts.filter(({ kind, blocked }) => kind === "email" && blocked === "");
  return {
    id,
    name,
    email: emails[0]?.value ?? "",
    language,
    people: people.map((person) => ({
      name: person.name,
      email: emails.find(({ person_id }) => person_id === person.id)?.value ?? "",
      language: person.language,
    })),
  };
}

type Row = Pick<DraftSigner, "name" | "email">;

/** The rows with these people in them: in the empty ones first, the rest behind, by `add`. Nobody comes in twice. */
export function filledIn<T extends Row>(
  rows: readonly T[],
  people: readonly ChosenSigner[],
  add?: (rows: readonly T[], one: ChosenSigner) => T,
): readonly T[] {
  let next = rows;
  for (const one of people) {
    const same = (row: Row) => row.name.trim() === one.name && row.email.trim() === one.email;
    const at = next.findIndex((row) => same(row));
    const free =
      at === -1 ? next.findIndex(({ name, email }) => name.trim() === "" && email.trim() === "") : at;
    if (free !== -1) next = next.map((row, index) => (index === free ? { ...row, ...one } : row));
    else if (add) next = [...next, add(next, one)];
  }
  return next;
}
