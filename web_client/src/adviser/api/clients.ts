/** Clients: lists and their filters, one card, its timeline, labels, own fields, selections, teams. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Language } from "../../i18n";
import { type Refusal, refusalOf, request } from "./client";
import type { Page } from "./types";

export type ClientKind = "person" | "household" | "company";
export type PersonRole = "applicant" | "partner" | "contact";
export type FieldValue = string | number | boolean;

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
  /** YYYY-MM-DD. */
  readonly birthday: string | null;
  readonly language: Language | "";
}

export interface ClientContact {
  readonly id: string;
  readonly kind: "email" | "phone";
  /** Lower case, or E.164. */
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
  readonly channel: "email" | "phone" | "post";
  readonly given: boolean;
  readonly text: string;
  readonly source: string;
  readonly at: string;
  readonly by: string;
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
  readonly address: {
    readonly street: string;
    readonly postcode: string;
    readonly city: string;
    readonly country: string;
  };
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
  readonly total: number;
  readonly letters: readonly { readonly letter: string; readonly count: number }[];
}

export interface NewPerson {
  readonly role: PersonRole;
  readonly given: string;
  readonly prefix: string;
  readonly family: string;
}

export interface QuickClient {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  /** Also when somebody looks like this one. */
  readonly anyway?: boolean;
}

export const CLIENTS = ["clients"] as const;
export const clientKey = (id: string) => ["client", id] as const;

/** The prefixes of Dutch and Belgian names: "Jan van der Berg" has a family name of Berg. */
const PREFIXES = new Set([
  ...["van", "de", "der", "den", "het", "'t", "ten", "ter", "te", "von", "zu", "el", "al", "la", "le"],
  ...["du", "des", "d'", "di", "da", "dos", "del", "op", "in", "aan", "bij", "uit", "over", "onder", "voor"],
]);

/** A whole name in its parts; what cannot be told apart is a given name. */
export function nameParts(name: string): { given: string; prefix: string; family: string } {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const [given = "", ...rest] = words;
  if (rest.length === 0) return { given, prefix: "", family: "" };
  const start = rest.findIndex((word) => PREFIXES.has(word.toLowerCase()));
  if (start === -1) {
    return { given: words.slice(0, -1).join(" "), prefix: "", family: words.at(-1) ?? "" };
  }
  let end = start;
  while (end < rest.length - 1 && PREFIXES.has((rest[end] ?? "").toLowerCase())) end += 1;
  return {
    given: [given, ...rest.slice(0, start)].join(" "),
    prefix: rest.slice(start, end).join(" "),
    family: rest.slice(end).join(" "),
  };
}

/** A few clients that answer to what somebody types. */
export function useClientSearch(search: string, enabled = true) {
  return useQuery({
    queryKey: [...CLIENTS, "pick", search],
    queryFn: ({ signal }) =>
      request<ClientPage>("GET", "/clients", {
        query: { search: search === "" ? undefined : search, limit: "12" },
        signal,
      }),
    enabled,
    placeholderData: (before) => before,
  });
}

export function useClient(id: string | undefined) {
  return useQuery({
    queryKey: clientKey(id ?? ""),
    queryFn: ({ signal }) => request<ClientView>("GET", `/clients/${id}`, { signal }),
    enabled: id !== undefined,
  });
}

export function keepClient(client: QueryClient, view: ClientView): Promise<void> {
  client.setQueryData(clientKey(view.id), view);
  return client.invalidateQueries({ queryKey: CLIENTS });
}

/** A client of one person, with what a first contact tells. */
export function useQuickClient() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, email, phone, anyway = false }: QuickClient) =>
      request<ClientView>("POST", "/clients", {
        body: {
          kind: "person",
          people: [{ role: "applicant", ...nameParts(name) }],
          contacts: [
            ...(email === "" ? [] : [{ kind: "email", value: email }]),
            ...(phone === "" ? [] : [{ kind: "phone", value: phone }]),
          ],
          anyway,
        },
        once: crypto.randomUUID(),
      }),
    onSuccess: (view) => keepClient(client, view),
  });
}

/** Who looks like the client that was refused; empty when it was refused for something else. */
export function candidatesOf(error: unknown): readonly ClientRow[] {
  const refused: Refusal = refusalOf(error);
  if (refused.code !== "looks_like_another") return [];
  return Array.isArray(refused.document.candidates) ? (refused.document.candidates as ClientRow[]) : [];
}
