/** Rights of clients, retention, and the audit. Administrators alone. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { randomId } from "../../protocol/ids";
import { API, request } from "./client";
import type { Page } from "./types";

export interface Hold {
  readonly id: string;
  readonly client_id: string;
  readonly client_name: string;
  readonly reason: string;
  readonly until: string | null;
  readonly placed_by: string;
  readonly created_at: string;
}

export interface Rule {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly country: string;
  readonly since: string;
  readonly months: number;
  readonly active: boolean;
  readonly reason: string;
}

export interface RunLine {
  readonly kind: string;
  readonly country: string;
  readonly due: number;
  readonly gone: number;
  readonly held: number;
  readonly stopped: number;
}

export interface Rules {
  readonly items: readonly Rule[];
  readonly last: { readonly at: string; readonly lines: readonly RunLine[] } | null;
}

export interface Archive {
  readonly id: string;
  readonly state: "waiting" | "ready" | "failed" | "expired";
  readonly internal: boolean;
  readonly size: number;
  readonly error: string;
  readonly asked_by: string;
  readonly created_at: string;
  readonly expires_at: string | null;
}

export interface Fate {
  readonly kind: string;
  readonly count: number;
  readonly fate: "erased" | "emptied" | "kept";
  readonly reason: string;
}

export interface ErasurePlan {
  readonly client_id: string;
  readonly name: string;
  readonly merged: number;
  readonly fates: readonly Fate[];
  readonly stops: readonly {
    readonly kind: string;
    readonly count: number;
    readonly detail: string;
    readonly until: string | null;
  }[];
  readonly digest: string;
}

export interface Erased {
  readonly id: string;
  readonly client_id: string;
  readonly cause: string;
  readonly by: string;
  readonly at: string;
}

export interface AuditLine {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly subject_name: string;
  readonly withheld: boolean;
}

export interface Verdict {
  readonly intact: boolean;
  readonly problem: string;
  readonly wrong: number | null;
  readonly lines: number;
  readonly withheld: number;
}

const of = (clientId: string, what: string) => `/clients/${clientId}/${what}`;

function useRead<Answer>(
  key: readonly string[],
  path: string,
  every?: (data: Answer | undefined) => boolean,
) {
  return useQuery({
    queryKey: ["privacy", ...key],
    queryFn: ({ signal }) => request<Answer>("GET", path, { signal }),
    refetchInterval: ({ state }) => (every?.(state.data) ? 1500 : false),
  });
}

function useWrite<Input, Answer = unknown>(write: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: () => client.invalidateQueries({ queryKey: ["privacy"] }),
  });
}

export const useRules = () => useRead<Rules>(["rules"], "/privacy/rules");
export const useHolds = () => useRead<Pick<Page<Hold>, "items">>(["holds"], "/privacy/holds");
export const useErasures = () => useRead<Pick<Page<Erased>, "items">>(["erasures"], "/privacy/erasures");
export const useHoldsOf = (id: string) => useRead<Pick<Page<Hold>, "items">>(["holds", id], of(id, "holds"));
export const usePlan = (id: string) => useRead<ErasurePlan>(["plan", id], of(id, "erasure"));

/** Asked again while one is being made. */
export const useArchives = (id: string) =>
  useRead<Pick<Page<Archive>, "items">>(["archives", id], of(id, "exports"), (data) =>
    Boolean(data?.items.some(({ state }) => state === "waiting")),
  );

export interface RuleChange {
  readonly rule: Rule;
  readonly change: { readonly months?: number; readonly active?: boolean };
}

export const useChangeRule = () =>
  useWrite(({ rule, change }: RuleChange) =>
    request<Rule>("PATCH", `/privacy/rules/${rule.id}`, { body: change, version: rule.version }),
  );

export const useHold = (id: string) =>
  useWrite((body: { readonly reason: string; readonly until: string | null }) =>
    request<Hold>("POST", of(id, "holds"), { body, once: randomId() }),
  );

export const useLift = () => useWrite((id: string) => request<void>("DELETE", `/privacy/holds/${id}`));

export const useMakeArchive = (id: string) =>
  useWrite((body: { readonly internal: boolean }) =>
    request<Archive>("POST", of(id, "exports"), { body, once: randomId() }),
  );

export const archiveAddress = (clientId: string, archiveId: string) =>
  `${API}${of(clientId, `exports/${archiveId}/content`)}`;

export function useErase(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly name: string; readonly digest: string }) =>
      request<ErasurePlan>("POST", of(id, "erasure"), { body, patience: 120_000 }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export const useAudit = (search: string) =>
  useInfiniteQuery({
    queryKey: ["privacy", "audit", search],
    queryFn: ({ pageParam, signal }) =>
      request<Page<AuditLine>>("GET", "/audit", {
        query: { search: search || undefined, after: pageParam || undefined, limit: "25" },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const useVerdict = () =>
  useMutation({ mutationFn: () => request<Verdict>("GET", "/audit/verdict", { patience: 120_000 }) });
