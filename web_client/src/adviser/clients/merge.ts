/** Two people changed one client: what each changed, and one version of both. */
import { type ContactForm, type FormState, nameOf, type PersonForm } from "./form";

/** One thing that can be chosen by itself: "number", "address.city", "person:…", "contact:…", "field:…". */
export interface Part {
  readonly key: string;
  /** Undefined where it is not there (any more). */
  readonly value: unknown;
}

const PLAIN = [
  "kind",
  "name",
  "number",
  "vat",
  "coc",
  "language",
  "time_zone",
  "adviser_id",
  "team_id",
] as const;
const ADDRESS = ["street", "postcode", "city", "country"] as const;

function partsOf(form: FormState): Map<string, unknown> {
  const parts = new Map<string, unknown>();
  for (const name of PLAIN) parts.set(name, form[name]);
  for (const name of ADDRESS) parts.set(`address.${name}`, form.address[name]);
  parts.set("tags", [...form.tags].sort());
  parts.set("assigned", [...form.assigned].sort());
  for (const person of form.people) parts.set(`person:${person.id}`, person);
  for (const contact of form.contacts) parts.set(`contact:${contact.id}`, contact);
  for (const [key, value] of Object.entries(form.fields)) parts.set(`field:${key}`, value);
  return parts;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export interface Clash {
  readonly key: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Comparison {
  /** Both changed it, differently: a person chooses. */
  readonly clashes: readonly Clash[];
  /** Only the colleague changed these. */
  readonly theirs: readonly string[];
  /** Only the person at this screen did. */
  readonly mine: readonly string[];
}

/** `base`: what both began with. */
export function compare(base: FormState, mine: FormState, theirs: FormState): Comparison {
  const [was, own, other] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const clashes: Clash[] = [];
  const onlyMine: string[] = [];
  const onlyTheirs: string[] = [];
  for (const key of new Set([...was.keys(), ...own.keys(), ...other.keys()])) {
    const [before, here, there] = [was.get(key), own.get(key), other.get(key)];
    if (same(here, there)) continue;
    if (same(here, before)) onlyTheirs.push(key);
    else if (same(there, before)) onlyMine.push(key);
    else clashes.push({ key, mine: here, theirs: there });
  }
  return { clashes, theirs: onlyTheirs, mine: onlyMine };
}

export type Choices = Readonly<Record<string, "mine" | "theirs">>;

/** One form: what only one changed is kept; of the rest, what was chosen (one's own when nothing was). */
export function merge(base: FormState, mine: FormState, theirs: FormState, choices: Choices): FormState {
  const { clashes, theirs: onlyTheirs } = compare(base, mine, theirs);
  const take = new Set([
    ...onlyTheirs,
    ...clashes.filter(({ key }) => choices[key] === "theirs").map(({ key }) => key),
  ]);
  const other = partsOf(theirs);
  const pick = <Value>(key: string, own: Value): Value => (take.has(key) ? (other.get(key) as Value) : own);
  const list = <Item extends { readonly id: string }>(
    kind: string,
    own: readonly Item[],
    others: readonly Item[],
  ): Item[] => {
    const kept = own.flatMap((item) => {
      const chosen = pick<Item | undefined>(`${kind}:${item.id}`, item);
      return chosen === undefined ? [] : [chosen];
    });
    const known = new Set(own.map(({ id }) => id));
    return [...kept, ...others.filter(({ id }) => !known.has(id) && take.has(`${kind}:${id}`))];
  };
  const keys = new Set([...Object.keys(mine.fields), ...Object.keys(theirs.fields)]);
  const fields = Object.fromEntries(
    [...keys].flatMap((key) => {
      const value = pick(`field:${key}`, mine.fields[key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const merged: Record<string, unknown> = {};
  for (const name of PLAIN) merged[name] = pick(name, mine[name]);
  return {
    ...(merged as Pick<FormState, (typeof PLAIN)[number]>),
    address: {
      street: pick("address.street", mine.address.street),
      postcode: pick("address.postcode", mine.address.postcode),
      city: pick("address.city", mine.address.city),
      country: pick("address.country", mine.address.country),
    },
    tags: pick("tags", mine.tags),
    assigned: pick("assigned", mine.assigned),
    people: list<PersonForm>("person", mine.people, theirs.people),
    contacts: list<ContactForm>("contact", mine.contacts, theirs.contacts),
    fields,
  };
}

/** What a part holds, for people to read; `names` knows labels of ids. */
export function shownPart(key: string, value: unknown, names: (key: string, id: string) => string): string {
  if (value === undefined || value === null || value === "") return "";
  if (key.startsWith("person:")) {
    const person = value as PersonForm;
    return [nameOf(person), person.birthday].filter(Boolean).join(", ");
  }
  if (key.startsWith("contact:")) {
    const contact = value as ContactForm;
    return [contact.value, contact.label].filter(Boolean).join(", ");
  }
  if (Array.isArray(value)) return value.map((each) => names(key, String(each))).join(", ");
  return names(key, String(value));
}
