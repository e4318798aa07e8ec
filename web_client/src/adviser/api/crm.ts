/** Which CRM the office has, and what is written to it. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client";

export const CAPABILITIES = [
  "parties",
  "timeline",
  "documents",
  "forms",
  "activities",
  "appointments",
  "consents",
] as const;

export interface WriteCounts {
  readonly waiting: number;
  readonly failed: number;
  readonly done: number;
}

/** `capabilities` is null while the CRM does not answer; `trouble` is the code of why. */
export interface CrmSettings {
  readonly adapter: "builtin" | "foreign";
  readonly url: string;
  readonly secret_set: boolean;
  readonly hooks_url: string;
  readonly capabilities: readonly string[] | null;
  readonly trouble: string;
  readonly said: string;
  readonly counts: WriteCounts;
}

export interface CrmChange {
  readonly adapter: "builtin" | "foreign";
  readonly url: string;
  readonly secret?: string;
}

export type WriteStatus = "waiting" | "failed" | "done";

export interface CrmWrite {
  readonly id: string;
  readonly kind: "entry" | "document" | "attendance" | "consent" | "signers";
  readonly what: string;
  readonly name: string;
  readonly party_id: string | null;
  readonly session_id: string | null;
  readonly status: WriteStatus;
  readonly tries: number;
  readonly error: string;
  readonly said: string;
  readonly ours: Readonly<Record<string, unknown>> | null;
  readonly theirs: Readonly<Record<string, unknown>> | null;
  readonly created_at: string;
  readonly tried_at: string | null;
  readonly done_at: string | null;
}

interface WritePage {
  readonly items: readonly CrmWrite[];
  readonly next: string | null;
  readonly counts: WriteCounts;
}

/** A client, in whichever CRM the office has. */
export interface Party {
  readonly id: string;
  readonly name: string;
  readonly caption: string;
  readonly emails: readonly string[];
  /** "" where the CRM does not say. */
  readonly language?: string;
  readonly people?: readonly PartyPerson[];
}

export interface PartyPerson {
  readonly name: string;
  readonly email: string;
  readonly language: string;
}

interface PartyList {
  readonly adapter: "builtin" | "foreign";
  readonly items: readonly Party[];
}

const SETTINGS = ["crm"] as const;
const WRITES = ["crm-writes"] as const;
/** While something waits, the list follows it. */
const FOLLOW_MS = 5_000;

/** Clients by name, e-mail or phone; "" gives those seen last. A CRM that is away is told at once, not asked again. */
export function useParties(search: string, enabled = true) {
  return useQuery({
    queryKey: [...SETTINGS, "parties", search],
    queryFn: ({ signal }) => request<PartyList>("GET", "/crm/parties", { query: { search }, signal }),
    enabled,
    retry: false,
    placeholderData: (before) => before,
  });
}

/** Whose CRM the office has: known at once, also while a foreign one is away. */
export function useAdapter(enabled = true) {
  return useQuery({
    queryKey: [...SETTINGS, "adapter"],
    queryFn: ({ signal }) => request<Pick<PartyList, "adapter">>("GET", "/crm/adapter", { signal }),
    enabled,
    retry: false,
    select: ({ adapter }) => adapter,
  });
}

export function useCrm() {
  return useQuery({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => request<CrmSettings>("GET", "/crm", { signal }),
  });
}

export function useChangeCrm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CrmChange) => request<CrmSettings>("PUT", "/crm", { body }),
    onSuccess: (settings) => {
      client.setQueryData(SETTINGS, settings);
      return client.invalidateQueries({ queryKey: WRITES });
    },
  });
}

export function useCrmWrites(status: WriteStatus | "") {
  return useInfiniteQuery({
    queryKey: [...WRITES, status],
    queryFn: ({ pageParam, signal }) =>
      request<WritePage>("GET", "/crm/writes", { query: { status, before: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.counts.waiting ? FOLLOW_MS : false),
  });
}

function useWriteChange<Answer, Wish>(send: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: WRITES }),
  });
}

export function useRetryAll() {
  return useWriteChange(() => request<{ count: number }>("POST", "/crm/writes/retry"));
}

export function useRetryWrite() {
  return useWriteChange((id: string) => request<CrmWrite>("POST", `/crm/writes/${id}/retry`));
}

export function useDropWrite() {
  return useWriteChange((id: string) => request<void>("DELETE", `/crm/writes/${id}`));
}
