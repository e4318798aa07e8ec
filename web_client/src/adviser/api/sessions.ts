/** Sessions past and present: lists, one session, its record, its end. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Event } from "../../protocol/events";
import { API, request } from "./client";
import type { Page } from "./types";

export type Scope = "mine" | "all";
export type PersonRole = "host" | "cohost" | "colleague" | "client";

export interface Person {
  readonly participant_id: string;
  readonly name: string;
  readonly role: PersonRole;
  /** Inside, with the page open. */
  readonly connected: boolean;
}

export interface Evaluation {
  readonly participant_id: string;
  readonly name: string;
  readonly role: PersonRole;
  /** 1 to 5, or null when only words were given. */
  readonly stars: number | null;
  readonly helped: readonly string[];
  readonly text: string;
  readonly at: string;
}

export interface SessionItem {
  readonly id: string;
  readonly title: string;
  /** Null once the session has ended. */
  readonly code: string | null;
  readonly link: string | null;
  readonly host_name: string;
  readonly mine: boolean;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly end_reason: "host" | "empty" | "office" | null;
  /** Everybody who has ever been inside. */
  readonly people: readonly Person[];
  readonly evaluations: readonly Evaluation[];
}

export interface RecordEntry {
  readonly seq: number;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly actor: string;
  readonly events: readonly Event[];
}

export interface SessionRecord {
  readonly entries: readonly RecordEntry[];
}

const SESSIONS = ["sessions"] as const;

export function useSessions(scope: Scope, { live = false, enabled = true } = {}) {
  return useInfiniteQuery({
    queryKey: [...SESSIONS, scope],
    queryFn: ({ pageParam, signal }) =>
      request<Page<SessionItem>>("GET", "/sessions", { query: { scope, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Sessions start and end in other tabs.
    refetchInterval: live ? 10_000 : false,
    refetchOnWindowFocus: "always",
    enabled,
  });
}

export function useSession(id: string) {
  return useQuery({
    queryKey: ["session", id],
    queryFn: ({ signal }) => request<SessionItem>("GET", `/sessions/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && state.data.ended_at === null ? 10_000 : false),
  });
}

export function useRecord(id: string) {
  return useQuery({
    queryKey: ["session", id, "record"],
    queryFn: ({ signal }) => request<SessionRecord>("GET", `/sessions/${id}/record.json`, { signal }),
  });
}

export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>("POST", `/sessions/${id}/end`),
    onSettled: (_answer, _error, id) =>
      Promise.all([
        client.invalidateQueries({ queryKey: SESSIONS }),
        client.invalidateQueries({ queryKey: ["session", id] }),
      ]),
  });
}

export interface CodeMail {
  readonly id: string;
  readonly email: string;
  readonly name?: string;
}

export function useMailCode() {
  return useMutation({
    mutationFn: ({ id, ...body }: CodeMail) => request<void>("POST", `/sessions/${id}/code-mail`, { body }),
  });
}

export type Download = "record.pdf" | "record.json" | "chat.txt";

/** A plain link: the browser shows the progress, and the cookie goes along. */
export function downloadAddress(id: string, what: Download): string {
  return `${API}/sessions/${id}/${what}`;
}
