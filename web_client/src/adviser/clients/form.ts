/** The form of a client: its state, what is wrong in it, and the way from and to what the server keeps. */
import type { Language } from "../../i18n";
import { randomId } from "../../protocol/ids";
import type {
  ClientAddress,
  ClientField,
  ClientInput,
  ClientKind,
  ClientView,
  FieldValue,
  PersonRole,
} from "../api/clients";
import { looksLikeEmail } from "../shell/fields";

export interface PersonForm {
  readonly id: string;
  readonly role: PersonRole;
  readonly given: string;
  readonly prefix: string;
  readonly family: string;
  /** "" for none. */
  readonly birthday: string;
  readonly language: Language | "";
}

export interface ContactForm {
  /** Of an address that is there already; one that begins with "new-" is ours. */
  readonly id: string;
  readonly kind: "email" | "phone";
  readonly value: string;
  readonly label: string;
  /** "" is shared by everybody on the card. */
  readonly person: string;
  readonly blocked: string;
}

export interface FormState {
  readonly kind: ClientKind;
  readonly name: string;
  readonly number: string;
  readonly vat: string;
  readonly coc: string;
  readonly people: readonly PersonForm[];
  readonly contacts: readonly ContactForm[];
  readonly address: ClientAddress;
  readonly language: Language;
  readonly time_zone: string;
  readonly adviser_id: string;
  readonly team_id: string;
  readonly assigned: readonly string[];
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
}

const NEW = "new-";

export function newPerson(kind: ClientKind, at: number): PersonForm {
  const role = kind === "company" ? "contact" : at === 0 ? "applicant" : "partner";
  return { id: `${NEW}${randomId()}`, role, given: "", prefix: "", family: "", birthday: "", language: "" };
}

export function newContact(kind: ContactForm["kind"]): ContactForm {
  return { id: `${NEW}${randomId()}`, kind, value: "", label: "", person: "", blocked: "" };
}

export function emptyForm(language: Language, adviser: string): FormState {
  return {
    kind: "person",
    name: "",
    number: "",
    vat: "",
    coc: "",
    people: [newPerson("person", 0)],
    contacts: [newContact("email"), newContact("phone")],
    address: { street: "", postcode: "", city: "", country: "NL" },
    language,
    time_zone: "",
    adviser_id: adviser,
    team_id: "",
    assigned: [],
    tags: [],
    fields: {},
  };
}

/** What the server keeps, as a form. */
export function formOf(view: ClientView): FormState {
  return {
    kind: view.kind,
    name: view.kind === "company" ? view.name : "",
    number: view.number,
    vat: view.company?.vat ?? "",
    coc: view.company?.coc ?? "",
    people: view.people.map((person) => ({
      id: person.id,
      role: person.role,
      given: person.given,
      prefix: person.prefix,
      family: person.family,
      birthday: person.birthday ?? "",
      language: person.language,
    })),
    contacts: view.contacts.map((contact) => ({
      id: contact.id,
      kind: contact.kind,
      value: contact.shown === "" ? contact.value : contact.shown,
      label: contact.label,
      person: contact.person_id ?? "",
      blocked: contact.blocked,
    })),
    address: view.address,
    language: view.language,
    time_zone: view.time_zone,
    adviser_id: view.adviser?.id ?? "",
    team_id: view.team?.id ?? "",
    assigned: view.assigned.map(({ id }) => id),
    tags: view.tags.map(({ name }) => name),
    fields: view.fields,
  };
}

export function isEmptyPerson({ given, prefix, family }: PersonForm): boolean {
  return [given, prefix, family].every((part) => part.trim() === "");
}

/** What is sent: without rows that nobody filled in. */
export function inputOf(form: FormState): ClientInput {
  const company = form.kind === "company";
  const people = form.people.filter((person) => !isEmptyPerson(person));
  const known = new Set(people.map(({ id }) => id));
  return {
    kind: form.kind,
    name: company ? form.name.trim() : "",
    number: form.number.trim(),
    people: people.map((person) => ({
      id: person.id,
      role: company ? "contact" : person.role === "contact" ? "applicant" : person.role,
      given: person.given.trim(),
      prefix: person.prefix.trim(),
      family: person.family.trim(),
      birthday: person.birthday === "" ? null : person.birthday,
      language: person.language,
    })),
    company: company ? { vat: form.vat.trim(), coc: form.coc.trim() } : null,
    contacts: form.contacts
      .filter(({ value }) => value.trim() !== "")
      .map(({ id, kind, value, label, person }) => ({
        ...(id.startsWith(NEW) ? {} : { id }),
        kind,
        value: value.trim(),
        label: label.trim(),
        // Of one person alone nothing is shared or personal; an address of who went becomes everybody's.
        person_id: person !== "" && known.has(person) ? person : null,
      })),
    address: {
      street: form.address.street.trim(),
      postcode: form.address.postcode.trim(),
      city: form.address.city.trim(),
      country: form.address.country,
    },
    language: form.language,
    time_zone: form.time_zone,
    adviser_id: form.adviser_id === "" ? null : form.adviser_id,
    team_id: form.team_id === "" ? null : form.team_id,
    assigned: form.assigned,
    tags: form.tags,
    fields: form.fields,
  };
}

/** Which fields are wrong, by the names that the server uses for them too: "people.0.given", "contacts.1.value". */
export type Wrong = Readonly<
  Record<string, "nameNeeded" | "emailWrong" | "phoneWrong" | "birthdayWrong" | "fieldWrong">
>;

export function wrongIn(form: FormState, definitions: readonly ClientField[], today: string): Wrong {
  const wrong: Record<string, Wrong[string]> = {};
  if (form.kind === "company") {
    if (form.name.trim() === "") wrong.name = "nameNeeded";
  } else if (form.people.every(isEmptyPerson)) {
    wrong["people.0.given"] = "nameNeeded";
  }
  for (const [at, person] of form.people.entries()) {
    const { birthday } = person;
    if (birthday !== "" && !birthday.startsWith("--") && birthday > today) {
      wrong[`people.${at}.birthday`] = "birthdayWrong";
    }
    if (birthday !== "" && isEmptyPerson(person)) wrong[`people.${at}.given`] = "nameNeeded";
  }
  for (const [at, { kind, value }] of form.contacts.entries()) {
    if (value.trim() === "") continue;
    if (kind === "email" && !looksLikeEmail(value)) wrong[`contacts.${at}.value`] = "emailWrong";
    if (kind === "phone" && value.replace(/\D/g, "").length < 6) wrong[`contacts.${at}.value`] = "phoneWrong";
  }
  for (const { key, kind } of definitions) {
    const value = form.fields[key];
    if (kind === "url" && typeof value === "string" && value !== "" && !/^https?:\/\/\S+\.\S+$/.test(value)) {
      wrong[`fields.${key}`] = "fieldWrong";
    }
  }
  return wrong;
}

/** A household needs more than one row, a person exactly one. What was typed stays where it can. */
export function withKind(form: FormState, kind: ClientKind): FormState {
  const filled = form.people.filter((person, at) => at === 0 || !isEmptyPerson(person));
  const people = kind === "household" && filled.length < 2 ? [...filled, newPerson(kind, 1)] : filled;
  return {
    ...form,
    kind,
    people: people.map((person, at) => ({
      ...person,
      role: kind === "company" ? "contact" : at === 0 ? "applicant" : "partner",
    })),
  };
}

export function dropPerson(form: FormState, id: string): FormState {
  return {
    ...form,
    people: form.people.filter((person) => person.id !== id),
    contacts: form.contacts.map((contact) => (contact.person === id ? { ...contact, person: "" } : contact)),
  };
}

export function nameOf({ given, prefix, family }: Pick<PersonForm, "given" | "prefix" | "family">): string {
  return [given, prefix, family]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
}
