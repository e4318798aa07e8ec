/** Documents of clients: lists, one document, sharing, requests, and what lies in sessions. */
import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { randomId } from "../../protocol/ids";
import type { ClientFilter } from "../clients/filter";
import { API, request } from "./client";
import { CLIENTS, clientKey } from "./clients";

import type { Page } from "./types";

export type DocumentState = "shared" | "internal" | "library";
export type DocumentStatus =
  | "shared"
  | "seen"
  | "received"
  | "internal"
  | "library"
  | "signed"
  | "log"
  | "waiting_signature";
export type RequestState = "open" | "received" | "closed" | "expired";

export interface OfficeDocument {
  readonly id: string;
  readonly version: number;
  readonly client: { readonly id: string; readonly name: string } | null;
  readonly name: string;
  readonly media_type: string;
  /** Bytes. */
  readonly size: number;
  readonly pages: number;
  readonly state: DocumentState;
  readonly kind: "document" | "signed" | "log" | "log_data";
  readonly source: string;
  readonly from_client: boolean;
  readonly status: DocumentStatus;
  readonly number: number;
  readonly versions: number;
  readonly envelope_id: string | null;
  readonly session_id: string | null;
  readonly request_id: string | null;
  /** How the newest envelope of it stands; "" when there is none. */
  readonly signing: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by: string;
  readonly seen_at: string | null;
  readonly deleted_at: string | null;
  /** Whether a browser can show it by itself. */
  readonly inline: boolean;
  readonly thumbnail_url: string | null;
}

export type Counts = Readonly<
  Record<
    "shared" | "seen" | "received" | "requested" | "internal" | "signed" | "log" | "waiting_signature",
    number
  >
>;

export interface DocumentPage extends Page<OfficeDocument> {
  readonly counts: Counts;
  readonly used_bytes: number;
  /** 0: no limit. */
  readonly limit_bytes: number;
}

export interface DocumentVersion {
  readonly number: number;
  readonly name: string;
  readonly media_type: string;
  readonly size: number;
  readonly pages: number;
  readonly created_at: string;
  readonly created_by: string;
}

export interface DocumentRequest {
  readonly id: string;
  readonly client: { readonly id: string; readonly name: string };
  readonly what: string;
  readonly subject: string;
  readonly text: string;
  readonly due: string | null;
  readonly state: RequestState;
  readonly email: string;
  readonly sender: string;
  /** Where the client answers; "" once nobody can. */
  readonly link: string;
  readonly reminders: number;
  readonly reminded_at: string | null;
  readonly seen_at: string | null;
  readonly expires_at: string;
  readonly received_at: string | null;
  readonly created_at: string;
}

export interface DocumentFilter {
  readonly client?: string | undefined;
  readonly state?: DocumentState | undefined;
  readonly status?: DocumentStatus | undefined;
  readonly session?: string | undefined;
  readonly search?: string | undefined;
  readonly limit?: string | undefined;
}

const DOCUMENTS = ["documents"] as const;
const REQUESTS = ["document-requests"] as const;
/** A document over a slow line takes its time. */
const UPLOAD_PATIENCE_MS = 600_000;

function told(client: QueryClient, ...clientIds: readonly (string | undefined)[]): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: DOCUMENTS }),
    client.invalidateQueries({ queryKey: REQUESTS }),
    client.invalidateQueries({ queryKey: CLIENTS }),
    ...clientIds.map((id) => client.invalidateQueries({ queryKey: clientKey(id ?? "") })),
  ]);
}

export function useDocuments(filter: DocumentFilter, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...DOCUMENTS, filter],
    queryFn: ({ pageParam, signal }) =>
      request<DocumentPage>("GET", "/documents", {
        query: { ...filter, search: filter.search === "" ? undefined : filter.search, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Clients open and send documents at any moment.
    refetchInterval: 20_000,
    refetchOnWindowFocus: "always",
    placeholderData: (before) => before,
    enabled,
  });
}

export function useVersions(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [...DOCUMENTS, "versions", id],
    queryFn: ({ signal }) =>
      request<{ items: readonly DocumentVersion[] }>("GET", `/documents/${id}/versions`, { signal }),
    enabled,
  });
}

export function useRequests(filter: { readonly client?: string | undefined; readonly state?: RequestState }) {
  return useInfiniteQuery({
    queryKey: [...REQUESTS, filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<DocumentRequest>>("GET", "/document-requests", {
        query: { ...filter, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 20_000,
    placeholderData: (before) => before,
  });
}

/** Where a document's content is; `number` is a version. */
export function contentOf(id: string, inline: boolean, number?: number): string {
  const asked = new URLSearchParams({ inline: String(inline) });
  if (number !== undefined) asked.set("number", String(number));
  return `${API}/documents/${id}/content?${asked}`;
}

const keys = new WeakMap<File, Map<string, string>>();

/** The same file to the same place is the same upload, however often it is tried: one document. */
function onceFor(file: File, place: string): string {
  const ofFile = keys.get(file) ?? new Map<string, string>();
  keys.set(file, ofFile);
  const key = ofFile.get(place) ?? randomId();
  ofFile.set(place, key);
  return key;
}

export interface Upload {
  readonly file: File;
  readonly clientId?: string | undefined;
  readonly state?: DocumentState | undefined;
}

export function uploadDocument({ file, clientId, state }: Upload): Promise<OfficeDocument> {
  return request<OfficeDocument>("POST", "/documents", {
    // The server looks at the bytes; a type that the browser made up says nothing.
    file: new Blob([file], { type: "application/octet-stream" }),
    query: { name: file.name, client: clientId, state },
    once: onceFor(file, `new ${clientId} ${state}`),
    patience: UPLOAD_PATIENCE_MS,
  });
}

export function useUpload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: uploadDocument,
    onSuccess: (made) => told(client, made.client?.id),
  });
}

export function useReplace() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, file }: { readonly id: string; readonly file: File }) =>
      request<OfficeDocument>("POST", `/documents/${id}/replace`, {
        file: new Blob([file], { type: "application/octet-stream" }),
        query: { name: file.name },
        once: onceFor(file, `instead of ${id}`),
        patience: UPLOAD_PATIENCE_MS,
      }),
    onSuccess: (made) => told(client, made.client?.id),
  });
}

export interface ShareWish {
  readonly document_ids: readonly string[];
  readonly client_ids: readonly string[];
  readonly text: string;
  readonly notify: boolean;
  readonly internal: boolean;
  readonly library: boolean;
}

export interface Share {
  readonly client_id: string;
  readonly document_ids: readonly string[];
  readonly link: string;
  readonly email: string;
}

export function useShare() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: ShareWish) =>
      request<{ items: readonly Share[] }>("POST", "/documents/share", { body: wish, once: randomId() }),
    onSuccess: (_made, wish) => told(client, ...wish.client_ids),
  });
}

export interface ManyWish extends Omit<ShareWish, "client_ids"> {
  readonly filter: ClientFilter;
  readonly except_ids: readonly string[];
}

/** Sharing with everybody whom a filter finds; it goes on by itself. */
export interface Sharing {
  readonly id: string;
  readonly total: number;
  readonly waiting: number;
  readonly shared: number;
  readonly skipped: number;
  readonly done_at: string | null;
}

export interface Skipped {
  readonly client_id: string;
  readonly name: string;
  /** A code of a refusal. */
  readonly reason: string;
}

/** The same key again is the same sharing. */
export function useShareWithMany() {
  return useMutation({
    mutationFn: ({ once, ...wish }: ManyWish & { readonly once: string }) =>
      request<Sharing>("POST", "/document-sharings", { body: wish, once }),
  });
}

export function useSharing(id: string) {
  return useQuery({
    queryKey: ["document-sharing", id],
    queryFn: ({ signal }) => request<Sharing>("GET", `/document-sharings/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.done_at ? false : 1500),
  });
}

export function useSkipped(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["document-sharing", id, "skipped"],
    queryFn: ({ signal }) =>
      request<{ readonly items: readonly Skipped[] }>("GET", `/document-sharings/${id}/skipped`, { signal }),
    enabled,
  });
}

export interface DocumentChange {
  readonly document: OfficeDocument;
  readonly change: { readonly name?: string; readonly state?: "shared" | "internal" };
}

export function useChangeDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ document, change }: DocumentChange) =>
      request<OfficeDocument>("PATCH", `/documents/${document.id}`, {
        body: change,
        version: document.version,
      }),
    // Also after a refusal: somebody else may have changed it.
    onSettled: (_made, _error, { document }) => told(client, document.client?.id),
  });
}

export function useDeleteDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: OfficeDocument) => request<void>("DELETE", `/documents/${id}`),
    onSuccess: (_made, { client: owner }) => told(client, owner?.id),
  });
}

export function useRestoreDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<OfficeDocument>("POST", `/documents/${id}/restore`),
    onSuccess: (made) => told(client, made.client?.id),
  });
}

export function useToLibrary() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      request<OfficeDocument>("POST", `/documents/${id}/library`, { once: randomId() }),
    onSuccess: () => told(client),
  });
}

export function useSignDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, emails }: { readonly id: string; readonly emails: readonly string[] }) =>
      request<{ envelope_id: string }>("POST", `/documents/${id}/sign`, {
        body: { emails },
        once: randomId(),
      }),
    onSuccess: () => told(client),
  });
}

export interface RequestWish {
  readonly client_ids: readonly string[];
  readonly what: string;
  readonly subject: string;
  readonly text: string;
  readonly due: string | null;
  readonly notify: boolean;
}

export function useAsk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: RequestWish) =>
      request<Page<DocumentRequest>>("POST", "/document-requests", { body: wish, once: randomId() }),
    onSuccess: (_made, wish) => told(client, ...wish.client_ids),
  });
}

export function useRemind() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      request<DocumentRequest>("POST", `/document-requests/${id}/remind`, { once: randomId() }),
    onSuccess: (made) => told(client, made.client.id),
  });
}

export function useCloseRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: DocumentRequest) => request<void>("DELETE", `/document-requests/${id}`),
    onSuccess: (_made, { client: owner }) => told(client, owner.id),
  });
}

export interface Keep {
  readonly sessionId: string;
  readonly fileId: string;
  readonly clientId?: string | undefined;
}

export function useKeepFile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ sessionId, fileId, clientId }: Keep) =>
      request<{ document_id: string; client: { id: string; name: string } }>(
        "POST",
        `/sessions/${sessionId}/files/${fileId}/keep`,
        { body: { client_id: clientId ?? null }, once: randomId() },
      ),
    onSuccess: (made) => told(client, made.client.id),
  });
}

export interface DocumentChoices {
  /** Of all documents together; 0 is no limit. */
  readonly limit_gb: number;
  readonly used_bytes: number;
}

const CHOICES = ["document-choices"] as const;

/** For administrators. */
export function useDocumentChoices() {
  return useQuery({
    queryKey: CHOICES,
    queryFn: ({ signal }) => request<DocumentChoices>("GET", "/document-choices", { signal }),
  });
}

export function useChangeDocumentChoices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (limit_gb: number) =>
      request<DocumentChoices>("PUT", "/document-choices", { body: { limit_gb } }),
    onSuccess: (kept) => {
      client.setQueryData(CHOICES, kept);
      return client.invalidateQueries({ queryKey: ["documents"] });
    },
  });
}
