/** Documents to be signed: lists, one envelope, its draft, its way, and templates. */
import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type {
  DraftSigner,
  EnvelopeStatus,
  Field,
  Order,
  PageSize,
  SignerView,
} from "../../features/signing/types";
import type { Language } from "../../i18n";
import { API, request } from "./client";
import type { Page } from "./types";

export type Verification = "code" | "none";
export type Way = "mail" | "here";

export interface EnvelopeSigner extends SignerView {
  readonly position: number;
  readonly email: string;
  readonly language: Language;
  readonly viewed_at: string | null;
  readonly decline_reason: string;
  readonly delegated_from: string | null;
  /** The client as whom they were chosen, in whichever CRM. */
  readonly client_id: string | null;
}

export interface EnvelopeEvent {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly signer_id: string | null;
  readonly by: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Envelope {
  readonly id: string;
  /** Rises with every change; a change says which one it was made from. */
  readonly version: number;
  readonly title: string;
  readonly status: EnvelopeStatus;
  /** The archive time stamp over all signatures. */
  readonly seal: "none" | "pending" | "done";
  readonly level: "" | "B-B" | "B-T" | "B-LT" | "B-LTA";
  /** Whose clock stamps: this server's own, or a time-stamp authority's. */
  readonly clock: "own" | "authority";
  readonly order: Order;
  readonly language: Language;
  readonly message: string;
  readonly source: "desk" | "session" | "api" | "template";
  readonly session_id: string | null;
  readonly created_by: { readonly id: string; readonly name: string } | null;
  readonly created_at: string;
  readonly sent_at: string | null;
  readonly expires_at: string | null;
  readonly expires_in_days: number;
  readonly completed_at: string | null;
  readonly remind_every_days: number;
  readonly verification: Verification;
  readonly document: {
    readonly name: string;
    readonly size: number;
    readonly pages: number;
    readonly page_sizes: readonly PageSize[];
    readonly sha256: string;
    readonly warnings: readonly string[];
  };
  readonly signers: readonly EnvelopeSigner[];
  readonly fields: readonly Field[];
  readonly files: { readonly signed: boolean; readonly log: boolean };
  readonly problem: string | null;
  /** In the answer about one envelope only. */
  readonly events?: readonly EnvelopeEvent[];
}

export interface EnvelopeDraft {
  readonly version: number;
  readonly title: string;
  readonly order: Order;
  readonly language: Language;
  readonly message: string;
  readonly expires_in_days: number;
  readonly remind_every_days: number;
  readonly verification: Verification;
  readonly signers: readonly Pick<DraftSigner, "id" | "name" | "email" | "language" | "client_id">[];
  readonly fields: readonly Field[];
}

const ENVELOPES = ["envelopes"] as const;
const one = (id: string) => ["envelope", id] as const;

/** A document of 25 MB over a slow line takes its time. */
const UPLOAD_PATIENCE_MS = 300_000;

export interface EnvelopeFilter {
  readonly status?: EnvelopeStatus | undefined;
  readonly search?: string | undefined;
  readonly client?: string | undefined;
}

export function useEnvelopes({ status, search, client }: EnvelopeFilter) {
  return useInfiniteQuery({
    queryKey: [...ENVELOPES, status ?? "", search ?? "", client ?? ""],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Envelope>>("GET", "/envelopes", {
        query: {
          status,
          search: search === "" ? undefined : search,
          client_id: client,
          before: pageParam,
        },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // People sign on their own screens.
    refetchInterval: 15_000,
    refetchOnWindowFocus: "always",
    placeholderData: (before) => before,
  });
}

export function useEnvelope(id: string) {
  return useQuery({
    queryKey: one(id),
    queryFn: ({ signal }) => request<Envelope>("GET", `/envelopes/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === "sent" ? 4_000 : false),
  });
}

function keep(client: QueryClient, envelope: Envelope): Promise<void> {
  // The answer to a change has no events: those known stay until the next reading, which follows at once.
  client.setQueryData<Envelope>(one(envelope.id), (before) => ({
    ...envelope,
    ...((envelope.events ?? before?.events) ? { events: envelope.events ?? before?.events ?? [] } : {}),
  }));
  return client.invalidateQueries({ queryKey: ENVELOPES });
}

export function useUploadEnvelope() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, client }: { readonly file: File; readonly client: string | undefined }) =>
      request<Envelope>("POST", "/envelopes", {
        query: { name: file.name, client_id: client },
        // What it is, is found out from its content.
        file: new File([file], file.name, { type: "application/pdf" }),
        patience: UPLOAD_PATIENCE_MS,
      }),
    onSuccess: (envelope) => keep(client, envelope),
  });
}

/** Changes one envelope; `write` gets its id. */
function useEnvelopeWrite<Input>(id: string, write: (input: Input) => Promise<Envelope>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: async (envelope) => {
      await keep(client, envelope);
      await client.invalidateQueries({ queryKey: one(id) });
    },
  });
}

export function useChangeEnvelope(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: EnvelopeDraft) => request<Envelope>("PUT", `/envelopes/${id}`, { body }),
    onSuccess: (envelope) => keep(client, envelope),
  });
}

export function useSendEnvelope(id: string) {
  return useEnvelopeWrite(id, (deliver: Way) =>
    request<Envelope>("POST", `/envelopes/${id}/send`, { body: { deliver } }),
  );
}

export function useVoidEnvelope(id: string) {
  return useEnvelopeWrite(id, (reason: string) =>
    request<Envelope>("POST", `/envelopes/${id}/void`, { body: { reason } }),
  );
}

/** Finish again what failed after everybody had signed. */
export function useRetryEnvelope(id: string) {
  return useEnvelopeWrite(id, (_: undefined) => request<Envelope>("POST", `/envelopes/${id}/retry`));
}

export function useDeleteEnvelope() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>("DELETE", `/envelopes/${id}`),
    onSuccess: (_answer, id) => {
      client.removeQueries({ queryKey: one(id) });
      client.setQueriesData<InfiniteData<Page<Envelope>>>({ queryKey: ENVELOPES }, (before) =>
        before === undefined
          ? before
          : {
              ...before,
              pages: before.pages.map((page) => ({
                ...page,
                items: page.items.filter((envelope) => envelope.id !== id),
              })),
            },
      );
      return client.invalidateQueries({ queryKey: ENVELOPES });
    },
  });
}

export function useResendLink(id: string) {
  return useEnvelopeWrite(id, (signer: string) =>
    request<Envelope>("POST", `/envelopes/${id}/signers/${signer}/resend`),
  );
}

export interface SignerChange {
  readonly signer: string;
  readonly name: string;
  readonly email: string;
}

export function useChangeSigner(id: string) {
  return useEnvelopeWrite(id, ({ signer, name, email }: SignerChange) =>
    request<Envelope>("PUT", `/envelopes/${id}/signers/${signer}`, { body: { name, email } }),
  );
}

export interface HereLink {
  readonly url: string;
  readonly expires_at: string;
}

/** A link with which this signer signs at this screen, for a quarter of an hour. */
export function useSignHere(id: string) {
  return useMutation({
    mutationFn: (signer: string) => request<HereLink>("POST", `/envelopes/${id}/signers/${signer}/here`),
  });
}

export type EnvelopeFile = "document" | "signed" | "log" | "log-data";

/** A plain link: the browser shows the progress, and the cookie goes along. */
export function envelopeFile(id: string, what: EnvelopeFile): string {
  return `${API}/envelopes/${id}/${what}`;
}

// --- templates --------------------------------------------------------------------------------------------------

export interface TemplateRole {
  readonly position: number;
  readonly name: string;
  readonly colour: number;
}

export interface SigningTemplate {
  readonly id: string;
  readonly name: string;
  readonly document: { readonly name: string; readonly pages: number };
  readonly roles: readonly TemplateRole[];
  readonly fields: number;
  readonly created_at: string;
}

const TEMPLATES = ["signing-templates"] as const;

export function useTemplates() {
  return useQuery({
    queryKey: TEMPLATES,
    queryFn: ({ signal }) =>
      request<{ items: readonly SigningTemplate[] }>("GET", "/signing-templates", { signal }),
    select: ({ items }) => items,
  });
}

export interface NewTemplate {
  readonly envelope_id: string;
  readonly name: string;
}

export function useMakeTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewTemplate) => request<SigningTemplate>("POST", "/signing-templates", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: TEMPLATES }),
  });
}

export function useDeleteTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>("DELETE", `/signing-templates/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: TEMPLATES }),
  });
}

export interface TemplateUse {
  readonly id: string;
  readonly signers: readonly {
    readonly name: string;
    readonly email: string;
    readonly language: Language;
    readonly client_id: string | null;
  }[];
}

export function useUseTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, signers }: TemplateUse) =>
      request<Envelope>("POST", `/signing-templates/${id}/envelopes`, { body: { signers } }),
    onSuccess: (envelope) => keep(client, envelope),
  });
}

export interface BulkCheck {
  readonly rows: number;
  readonly errors: readonly { readonly row: number; readonly code: string; readonly sentence: string }[];
  readonly credits_needed: number;
  /** Null when nothing is counted. */
  readonly credits_available: number | null;
}

export interface Bulk {
  readonly id: string;
  readonly file: File;
}

const asCsv = (file: File) => new File([file], file.name, { type: "text/csv" });

/** Reads the list and says what is wrong with it; nothing is sent. */
export function useCheckBulk() {
  return useMutation({
    mutationFn: ({ id, file }: Bulk) =>
      request<BulkCheck>("POST", `/signing-templates/${id}/bulk`, {
        query: { dry: "true" },
        file: asCsv(file),
        patience: UPLOAD_PATIENCE_MS,
      }),
  });
}

export function useSendBulk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, file }: Bulk) =>
      request<BulkCheck>("POST", `/signing-templates/${id}/bulk`, {
        query: { dry: "false" },
        file: asCsv(file),
        patience: UPLOAD_PATIENCE_MS,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ENVELOPES }),
  });
}
