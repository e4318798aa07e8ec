/** What an administrator decides about signing, and how other systems take part: credits, webhooks, API keys. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Language } from "../../i18n";
import { request } from "./client";

/** `clock`: whose time the stamps say. `key`: one made for each signature, or the office's own in a file or a device. */
export interface Trust {
  readonly clock: "own" | "authority";
  /** The host of the time-stamp authority, or "". */
  readonly authority: string;
  readonly key: "own" | "pkcs12" | "pkcs11";
  /** Of our root: SHA-256 in hex. */
  readonly fingerprint: string;
  readonly root_here: boolean;
}

export interface SigningChoices {
  readonly provider: string;
  readonly credits_allowed: boolean;
  readonly metered: boolean;
  readonly order: "parallel" | "sequential";
  readonly expires_in_days: number;
  /** 0: never. */
  readonly remind_every_days: number;
  readonly verification: "code" | "none";
  readonly trust: Trust;
}

export type SigningChange = Partial<Omit<SigningChoices, "provider" | "trust">>;

const CHOICES = ["signing-settings"] as const;
const CREDITS = ["credits"] as const;
const WEBHOOKS = ["webhooks"] as const;
const KEYS = ["api-keys"] as const;

export function useSigningChoices() {
  return useQuery({
    queryKey: CHOICES,
    queryFn: ({ signal }) => request<SigningChoices>("GET", "/signing/settings", { signal }),
  });
}

export function useChangeSigning() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SigningChange) => request<SigningChoices>("PATCH", "/signing/settings", { body }),
    onSuccess: (choices) => client.setQueryData(CHOICES, choices),
  });
}

export type LedgerKind = "bought" | "reserved" | "captured" | "released";

/** `available` and `reserved` are the balance after it. */
export interface LedgerLine {
  readonly id: string;
  readonly at: string;
  readonly kind: LedgerKind;
  readonly number: number;
  readonly available: number;
  readonly reserved: number;
  readonly envelope_id: string | null;
  readonly by: string;
  /** The sentence that the buyer agreed to; "" for other lines. */
  readonly consent: string;
}

export interface Credits {
  readonly available: number;
  readonly reserved: number;
  /** The sentence to agree to, with `{number}` in it. */
  readonly consent: string;
  readonly ledger: readonly LedgerLine[];
  readonly next: string | null;
}

export function useCredits(language: Language) {
  return useInfiniteQuery({
    queryKey: [...CREDITS, language],
    queryFn: ({ pageParam, signal }) =>
      request<Credits>("GET", "/signing/credits", { query: { before: pageParam, language }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export interface Purchase {
  readonly number: number;
  readonly consent: string;
  /** Of the click: the same one again buys nothing. */
  readonly key: string;
}

/** Saves the choices, then buys: in this order, because buying needs the tick. */
export function useSaveTransactions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({
      choices,
      purchase,
    }: {
      readonly choices: SigningChange;
      readonly purchase: Purchase | undefined;
    }): Promise<SigningChoices> => {
      const saved = await request<SigningChoices>("PATCH", "/signing/settings", { body: choices });
      client.setQueryData(CHOICES, saved);
      if (purchase !== undefined) await request<unknown>("POST", "/signing/credits", { body: purchase });
      return saved;
    },
    onSettled: () => client.invalidateQueries({ queryKey: CREDITS }),
  });
}

export const WEBHOOK_KINDS = [
  "envelope.sent",
  "envelope.viewed",
  "envelope.signed",
  "envelope.declined",
  "envelope.completed",
  "envelope.expired",
  "envelope.voided",
  "envelope.failed",
  "session.started",
  "session.ended",
  "signature.completed",
  "appointment.status_changed",
  "document.received",
  "consent.changed",
  "party.merged",
  "party.erased",
  "client.created",
  "client.changed",
] as const;
export type WebhookKind = (typeof WEBHOOK_KINDS)[number];

export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly WebhookKind[];
  readonly active: boolean;
  readonly off_reason: "" | "admin" | "failures" | "gone";
  readonly failing_since: string | null;
  readonly delivered_at: string | null;
  readonly secret_before_until: string | null;
  readonly created_at: string;
}

export interface WebhookWithSecret extends Webhook {
  readonly secret: string;
}

export interface NewWebhook {
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly WebhookKind[];
}

export interface Try {
  readonly number: number;
  readonly at: string;
  /** "" when it was taken. */
  readonly error: string;
  readonly status: number | null;
  readonly millis: number;
  readonly answer: string;
}

export interface Delivery {
  readonly id: string;
  readonly kind: WebhookKind | "webhook.test";
  readonly envelope_id: string | null;
  readonly sequence: number;
  readonly status: "queued" | "delivered" | "failed" | "held";
  readonly tries: readonly Try[];
  readonly run_at: string | null;
  readonly created_at: string;
  readonly delivered_at: string | null;
}

export interface WholeDelivery extends Delivery {
  readonly body: string;
}

export function useWebhooks() {
  return useQuery({
    queryKey: WEBHOOKS,
    queryFn: ({ signal }) => request<{ items: readonly Webhook[] }>("GET", "/webhooks", { signal }),
    select: ({ items }) => items,
  });
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: [...WEBHOOKS, id],
    queryFn: ({ signal }) => request<Webhook>("GET", `/webhooks/${id}`, { signal }),
    // It fails, and is switched off, in the background.
    refetchInterval: 15_000,
  });
}

function useWebhookWrite<Input, Answer>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: () => client.invalidateQueries({ queryKey: WEBHOOKS }),
  });
}

export const useAddWebhook = () =>
  useWebhookWrite((body: NewWebhook) => request<WebhookWithSecret>("POST", "/webhooks", { body }));

export const useChangeWebhook = (id: string) =>
  useWebhookWrite((body: Partial<NewWebhook> & { readonly active?: boolean }) =>
    request<Webhook>("PATCH", `/webhooks/${id}`, { body }),
  );

export const useNewSecret = (id: string) =>
  useWebhookWrite<void, WebhookWithSecret>(() =>
    request<WebhookWithSecret>("POST", `/webhooks/${id}/secret`),
  );

/** The page of it is left first: nothing may ask for what is gone. */
export const useRemoveWebhook = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>("DELETE", `/webhooks/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: WEBHOOKS, exact: true }),
  });
};

export const useTestWebhook = (id: string) =>
  useWebhookWrite<void, Delivery>(() => request<Delivery>("POST", `/webhooks/${id}/test`));

export const useResend = (id: string) =>
  useWebhookWrite((delivery: string) =>
    request<Delivery>("POST", `/webhooks/${id}/deliveries/${delivery}/resend`),
  );

export const useResendFailed = (id: string) =>
  useWebhookWrite<void, { count: number }>(() =>
    request<{ count: number }>("POST", `/webhooks/${id}/deliveries/resend-failed`),
  );

export function useDeliveries(id: string) {
  return useInfiniteQuery({
    queryKey: [...WEBHOOKS, id, "deliveries"],
    queryFn: ({ pageParam, signal }) =>
      request<{ items: readonly Delivery[]; next: string | null }>("GET", `/webhooks/${id}/deliveries`, {
        query: { before: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Messages leave in the background; one that was just asked for is waited for.
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some(({ status, tries }) => status === "queued" && tries.length === 0)
        ? 1_500
        : 10_000,
  });
}

export function useDelivery(id: string, delivery: string | undefined) {
  return useQuery({
    queryKey: [...WEBHOOKS, id, "delivery", delivery],
    queryFn: ({ signal }) =>
      request<WholeDelivery>("GET", `/webhooks/${id}/deliveries/${delivery}`, { signal }),
    enabled: delivery !== undefined,
    refetchInterval: 5_000,
  });
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Its first signs. */
  readonly start: string;
  readonly made_by: string;
  /** Whether its maker still has an account. */
  readonly works: boolean;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly used_at: string | null;
}

export interface MadeApiKey extends ApiKey {
  readonly key: string;
}

export type Lifetime = 30 | 90 | 365;

export function useApiKeys() {
  return useQuery({
    queryKey: KEYS,
    queryFn: ({ signal }) => request<{ items: readonly ApiKey[] }>("GET", "/api-keys", { signal }),
    select: ({ items }) => items,
  });
}

export function useMakeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly expires_in_days?: Lifetime }) =>
      request<MadeApiKey>("POST", "/api-keys", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
  });
}

export function useRevokeApiKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>("DELETE", `/api-keys/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS }),
  });
}
