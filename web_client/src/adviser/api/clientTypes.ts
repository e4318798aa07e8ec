/** What the server says of clients. Times are ISO 8601 in UTC, dates YYYY-MM-DD. */
import type { Language } from "../../i18n";
import type { Page } from "./types";

export type ClientKind = "person" | "household" | "company";
export type PersonRole = "applicant" | "partner" | "contact";
export type FieldValue = string | number | boolean;
export type ConsentChannel = "email" | "phone" | "post";

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface ClientPerson {
  readonly id: string;
  readonly role: PersonRole;
  readonly given: string;
  readonly prefix: string;
  readonly family: string;
  readonly name: string;
  /** 1980-03-07, or --03-07 where the year is not known. */
  readonly birthday: string | null;
  readonly language: Language | "";
}

export interface ClientContact {
  readonly id: string;
  readonly kind: "email" | "phone";
  /** Small letters, or E.164. */
  readonly value: string;
  /** As people write it. */
  readonly shown: string;
  readonly label: string;
  /** Null: shared by everybody on the card. */
  readonly person_id: string | null;
  /** Why nothing is mailed there any more; "" when it works. */
  readonly blocked: string;
}

export interface Consent {
  readonly purpose: string;
  readonly channel: ConsentChannel;
  readonly given: boolean;
  readonly text: string;
  readonly source: string;
  readonly at: string;
  readonly by: string;
}

export interface ClientAddress {
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
}

export interface ClientView {
  readonly id: string;
  readonly version: number;
  readonly kind: ClientKind;
  readonly name: string;
  readonly sort_name: string;
  readonly letter: string;
  readonly number: string;
  readonly people: readonly ClientPerson[];
  readonly company: { readonly vat: string; readonly coc: string } | null;
  readonly contacts: readonly ClientContact[];
  readonly address: ClientAddress;
  readonly language: Language;
  /** IANA; "" follows the office. */
  readonly time_zone: string;
  readonly adviser: Named | null;
  readonly team: Named | null;
  readonly assigned: readonly Named[];
  readonly tags: readonly Named[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly consents: readonly Consent[];
  readonly unsubscribed: boolean;
  readonly email_blocked: boolean;
  readonly source: string;
  readonly photo_url: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: string | null;
  readonly counts: {
    readonly appointments: number;
    readonly documents: number;
    readonly sessions: number;
    readonly messages: number;
  };
}

export interface ClientRow {
  readonly id: string;
  readonly version: number;
  readonly kind: ClientKind;
  readonly name: string;
  readonly letter: string;
  /** "Utrecht", "Zakelijk · Wim Terlouw". */
  readonly caption: string;
  readonly email: string;
  readonly email_blocked: boolean;
  readonly unsubscribed: boolean;
  readonly tags: readonly Named[];
  readonly adviser: Named | null;
  readonly next_appointment: {
    readonly id: string;
    readonly start: string | null;
    readonly status: string;
  } | null;
}

export interface ClientPage extends Page<ClientRow> {
  /** How many answer to the filter, and how many there are. */
  readonly found: number;
  /** A search that very many match: `found` is only the least. */
  readonly more: boolean;
  readonly total: number;
  readonly letters: readonly { readonly letter: string; readonly count: number }[];
}

export interface CountedName extends Named {
  readonly count: number;
}

/** How many clients each choice of the filters would leave. */
export interface Facets {
  readonly tags: readonly CountedName[];
  readonly consent: number;
  readonly unsubscribed: number;
  readonly blocked: number;
  readonly kinds: Readonly<Partial<Record<ClientKind, number>>>;
  readonly advisers: readonly CountedName[];
  readonly fields: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;
}

export type FieldKind = "text" | "number" | "date" | "choice" | "yes_no" | "url";

/** What an office wants to know of its clients beside the rest. */
export interface ClientField {
  readonly id: string;
  readonly version: number;
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
  readonly position: number;
  /** Whether the filters show it. */
  readonly facet: boolean;
}

export interface Team extends Named {
  readonly version: number;
  /** The one in which everybody is. */
  readonly first: boolean;
  readonly members: readonly Named[];
}

export interface SavedFilter extends Named {
  readonly filter: Readonly<Record<string, string>>;
  readonly shared: boolean;
  readonly mine: boolean;
}

export interface TimelineEntry {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly at: string;
  readonly actor: { readonly kind: "user" | "client" | "system"; readonly id: string; readonly name: string };
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** A note of one's own: it can be changed. */
  readonly mine: boolean;
}

/** What POST and PUT take. */
export interface ClientInput {
  readonly kind: ClientKind;
  /** A company's; people have their own. */
  readonly name: string;
  readonly number: string;
  readonly people: readonly {
    /** Of a person who is there already, or a word of ours by which `contacts` name a new one. */
    readonly id: string;
    readonly role: PersonRole;
    readonly given: string;
    readonly prefix: string;
    readonly family: string;
    readonly birthday: string | null;
    readonly language: Language | "";
  }[];
  readonly company: { readonly vat: string; readonly coc: string } | null;
  readonly contacts: readonly {
    readonly id?: string;
    readonly kind: "email" | "phone";
    readonly value: string;
    readonly label: string;
    readonly person_id: string | null;
  }[];
  readonly address: ClientAddress;
  readonly language: Language;
  readonly time_zone: string;
  readonly adviser_id: string | null;
  readonly team_id: string | null;
  readonly assigned: readonly string[];
  readonly tags: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
}
