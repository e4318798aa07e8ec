/** Clients: lists, one card, what is done to many at once, and its timeline. */
import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { randomId } from "../../protocol/ids";
import type { ClientFilter, Sort } from "../clients/filter";
import { Refusal, refusalOf, request } from "./client";
import type {
  ClientInput,
  ClientPage,
  ClientRow,
  ClientView,
  ConsentChannel,
  Facets,
  TimelineEntry,
} from "./clientTypes";
import type { Page } from "./types";

export type * from "./clientTypes";

export const CLIENTS = ["clients"] as const;
export const clientKey = (id: string) => ["client", id] as const;
const timelineKey = (id: string) => [...clientKey(id), "timeline"] as const;

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

const PAGE = "100";

export function useClients(filter: ClientFilter, sort: Sort) {
  return useInfiniteQuery({
    queryKey: [...CLIENTS, "list", filter, sort],
    queryFn: ({ pageParam, signal }) =>
      request<ClientPage>("GET", "/clients", {
        query: { ...filter, sort, after: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchOnWindowFocus: false,
    placeholderData: (before) => before,
  });
}

export function useFacets(filter: ClientFilter) {
  return useQuery({
    queryKey: [...CLIENTS, "facets", filter],
    queryFn: ({ signal }) => request<Facets>("GET", "/clients/facets", { query: filter, signal }),
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

function keepClient(client: QueryClient, view: ClientView): Promise<unknown> {
  client.setQueryData(clientKey(view.id), view);
  return Promise.all([
    client.invalidateQueries({ queryKey: CLIENTS }),
    client.invalidateQueries({ queryKey: timelineKey(view.id) }),
  ]);
}

export interface QuickClient {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  /** Also when somebody looks like this one. */
  readonly anyway?: boolean;
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
        once: randomId(),
      }),
    onSuccess: (view) => keepClient(client, view),
  });
}

export interface NewClient {
  readonly input: ClientInput;
  readonly anyway: boolean;
}

export function useMakeClient() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ input, anyway }: NewClient) =>
      request<ClientView>("POST", "/clients", { body: { ...input, anyway }, once: randomId() }),
    onSuccess: (view) => keepClient(client, view),
  });
}

export interface ClientChange {
  readonly input: Partial<ClientInput>;
  /** The one that the person has seen. */
  readonly version: number;
}

export function useChangeClient(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ input, version }: ClientChange) =>
      request<ClientView>("PUT", `/clients/${id}`, { body: input, version }),
    onSuccess: (view) => keepClient(client, view),
  });
}

/** Who looks like the client that was refused; empty when it was refused for something else. */
export function candidatesOf(error: unknown): readonly ClientRow[] {
  const refused = refusalOf(error);
  if (refused.code !== "looks_like_another") return [];
  return Array.isArray(refused.document.candidates) ? (refused.document.candidates as ClientRow[]) : [];
}

/** The card as a colleague left it meanwhile; undefined when it was refused for something else. */
export function currentOf(error: unknown): ClientView | undefined {
  const refused = refusalOf(error);
  return refused.status === 412 && typeof refused.document.current === "object"
    ? (refused.document.current as ClientView)
    : undefined;
}

// --- many at once -----------------------------------------------------------------------------------------------

/** Some by their ids, or everybody who answers to a filter. */
export type Target =
  | { readonly ids: readonly string[] }
  | { readonly filter: ClientFilter; readonly except: readonly string[] };

export type BulkAction =
  | { readonly action: "tag" | "untag"; readonly tags: readonly string[] }
  | { readonly action: "delete" }
  | { readonly action: "assign"; readonly adviser_id: string | null }
  | { readonly action: "team"; readonly team_id: string };

export interface Changed {
  readonly change_id: string;
  readonly count: number;
}

/** How many can be asked for a document in one go. */
export const MOST_AT_ONCE = 500;

/** How many a document can be shared with, or a message sent to: the server goes on with it by itself. */
export const MOST_OF_FILTER = 10_000;

type ByFilter = Extract<Target, { readonly filter: unknown }>;

/** How many clients a filter finds, but for who is left out. */
export function useFound(target: ByFilter | undefined) {
  return useQuery({
    queryKey: [...CLIENTS, "found", target],
    queryFn: async ({ signal }) => {
      const query = { ...target?.filter, limit: "1", exact: "yes" };
      const { found } = await request<ClientPage>("GET", "/clients", { query, signal });
      return Math.max(0, found - (target?.except.length ?? 0));
    },
    enabled: target !== undefined,
  });
}

/** Everybody whom the filter finds, at most one more than can be done at once. */
export async function idsOf({ filter, except }: ByFilter, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page: ClientPage = await request("GET", "/clients", {
      query: { ...filter, after, limit: "200" },
      signal,
    });
    ids.push(...page.items.map(({ id }) => id).filter((id) => !except.includes(id)));
    after = page.next ?? undefined;
  } while (after !== undefined && ids.length <= MOST_AT_ONCE);
  return ids;
}

function everythingOfClients(client: QueryClient): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: CLIENTS }),
    client.invalidateQueries({ queryKey: ["client"] }),
    client.invalidateQueries({ queryKey: ["tags"] }),
  ]);
}

/** Ten thousand clients take their time. */
const BULK_PATIENCE_MS = 120_000;

export function useBulk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Target & BulkAction) =>
      request<Changed>("POST", "/clients/bulk", { body, once: randomId(), patience: BULK_PATIENCE_MS }),
    onSuccess: () => everythingOfClients(client),
  });
}

export function useUndo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: string) =>
      request<Changed | undefined>("POST", `/clients/changes/${change}/undo`, { patience: BULK_PATIENCE_MS }),
    onSuccess: () => everythingOfClients(client),
  });
}

export function useDeleteClient() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { readonly id: string; readonly version: number }) =>
      request<void>("DELETE", `/clients/${id}`, { version }),
    onSuccess: (_answer, { id }) => {
      client.removeQueries({ queryKey: clientKey(id) });
      return client.invalidateQueries({ queryKey: CLIENTS });
    },
  });
}

export function useRestoreClient() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<ClientView>("POST", `/clients/${id}/restore`),
    onSuccess: (view) => keepClient(client, view),
  });
}

/** Two cards of one client become one; what belonged to `from` goes to `into`. */
export function useMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly into: string; readonly from: string }) =>
      request<ClientView>("POST", "/clients/merge", { body, once: randomId() }),
    onSuccess: () => everythingOfClients(client),
  });
}

export const PHOTO_KINDS = ["image/png", "image/jpeg", "image/webp"] as const;
/** A photo from a camera, on a slow line. */
const PHOTO_PATIENCE_MS = 120_000;

export function usePutPhoto(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => {
      if (!PHOTO_KINDS.some((kind) => kind === file.type)) throw new Refusal("not_an_image", 422);
      return request<void>("PUT", `/clients/${id}/photo`, { file, patience: PHOTO_PATIENCE_MS });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: clientKey(id) }),
  });
}

export function useDropPhoto(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (_: undefined) => request<void>("DELETE", `/clients/${id}/photo`),
    onSuccess: () => client.invalidateQueries({ queryKey: clientKey(id) }),
  });
}

/** Mail may go to this address again. */
export function useUnblock(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (email: string) => request<unknown>("POST", `/clients/${id}/unblock`, { body: { email } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: clientKey(id) }),
        client.invalidateQueries({ queryKey: CLIENTS }),
      ]),
  });
}

// --- consent and timeline ---------------------------------------------------------------------------------------

export interface NewConsent {
  readonly purpose: string;
  readonly channel: ConsentChannel;
  readonly given: boolean;
  readonly text: string;
  readonly source: string;
  readonly at: string;
}

export function useAddConsentTo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: NewConsent & { readonly id: string }) =>
      request<unknown>("POST", `/clients/${id}/consents`, { body, once: randomId() }),
    onSuccess: (_answer, { id }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: clientKey(id) }),
        client.invalidateQueries({ queryKey: CLIENTS }),
      ]),
  });
}

/** `kinds`: only these; all without. */
export function useTimeline(id: string, kinds: readonly string[] = []) {
  return useInfiniteQuery({
    queryKey: [...timelineKey(id), kinds],
    queryFn: ({ pageParam, signal }) =>
      request<Page<TimelineEntry>>("GET", `/clients/${id}/timeline`, {
        query: { after: pageParam, kinds: kinds.length === 0 ? undefined : kinds.join(",") },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Clients answer, sign and leave messages while the page is open.
    refetchInterval: 20_000,
    placeholderData: (before) => before,
  });
}

function useTimelineWrite<Input>(id: string, write: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: () => client.invalidateQueries({ queryKey: timelineKey(id) }),
  });
}

export function useAddNote(id: string) {
  return useTimelineWrite(id, (text: string) =>
    request<unknown>("POST", `/clients/${id}/timeline`, { body: { text }, once: randomId() }),
  );
}

export function useChangeNote(id: string) {
  return useTimelineWrite(id, ({ note, text }: { readonly note: TimelineEntry; readonly text: string }) =>
    request<unknown>("PATCH", `/clients/${id}/timeline/${note.id}`, {
      body: { text },
      version: note.version,
    }),
  );
}

export function useDropNote(id: string) {
  return useTimelineWrite(id, (note: TimelineEntry) =>
    request<unknown>("DELETE", `/clients/${id}/timeline/${note.id}`, { version: note.version }),
  );
}
