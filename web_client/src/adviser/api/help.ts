/** Questions to the office's administrators, and votes on help pages. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Language } from "../../i18n";
import { request } from "./client";

export interface HelpWord {
  readonly id: string;
  readonly mine: boolean;
  readonly author: string;
  readonly text: string;
  /** Where it was asked: a path of the desk, or "". */
  readonly page: string;
  readonly at: string;
}

export interface HelpThread {
  readonly user_id: string;
  readonly name: string;
  readonly mine: boolean;
  readonly unseen: number;
  readonly last: HelpWord;
}

export interface ArticleVotes {
  readonly article: string;
  readonly yes: number;
  readonly no: number;
}

export interface HelpRemark {
  readonly article: string;
  readonly language: Language;
  readonly helped: boolean;
  readonly text: string;
  readonly at: string;
}

const HELP = ["helpdesk"] as const;
const OPEN_MS = 5_000;
const SHUT_MS = 60_000;

/** One's own conversation; for an administrator everybody's. */
export function useHelpThreads(opened: boolean) {
  return useQuery({
    queryKey: [...HELP, "threads"],
    queryFn: ({ signal }) =>
      request<{ readonly items: readonly HelpThread[] }>("GET", "/help/threads", { signal }),
    select: ({ items }) => items,
    refetchInterval: opened ? OPEN_MS : SHUT_MS,
    retry: false,
  });
}

export function useHelpWords(userId: string | undefined) {
  return useQuery({
    queryKey: [...HELP, "words", userId],
    queryFn: ({ signal }) =>
      request<{ readonly items: readonly HelpWord[] }>("GET", `/help/threads/${userId}`, { signal }),
    select: ({ items }) => items,
    enabled: userId !== undefined,
    refetchInterval: OPEN_MS,
  });
}

export function useSayHelp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly text: string; readonly page: string; readonly user_id?: string }) =>
      request<HelpWord>("POST", "/help/messages", { body }),
    onSettled: () => client.invalidateQueries({ queryKey: HELP }),
  });
}

export function useSeenHelp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, messageId }: { readonly userId: string; readonly messageId: string }) =>
      request<void>("POST", `/help/threads/${userId}/seen`, { body: { message_id: messageId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...HELP, "threads"] }),
  });
}

export function useVote() {
  return useMutation({
    mutationFn: (body: {
      readonly article: string;
      readonly language: Language;
      readonly helped: boolean;
      readonly text: string;
    }) => request<void>("POST", "/help/votes", { body }),
  });
}

export function useVotes(enabled: boolean) {
  return useQuery({
    queryKey: [...HELP, "votes"],
    queryFn: ({ signal }) =>
      request<{ readonly items: readonly ArticleVotes[]; readonly remarks: readonly HelpRemark[] }>(
        "GET",
        "/help/votes",
        { signal },
      ),
    enabled,
  });
}
