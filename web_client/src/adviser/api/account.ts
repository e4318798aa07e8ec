/** Who is signed in, and everything a person does with the own account. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { Language } from "../../i18n";
import { ME } from "./cache";
import { Refusal, refusalOf, request } from "./client";
import type { BackupCodes, Me, OpenInvitation, PublicOffice, TotpSetUp } from "./types";

async function readMe({ signal }: { signal: AbortSignal }): Promise<Me | null> {
  try {
    return await request<Me>("GET", "/me", { signal });
  } catch (error) {
    if (refusalOf(error).code === "not_signed_in") return null;
    throw error;
  }
}

/** `data`: undefined while we do not know, null for a visitor. */
export function useMe() {
  // Read in many places: without this, each page that shows the failure would ask again, and so show itself anew.
  return useQuery({ queryKey: ME, queryFn: readMe, staleTime: 60_000, retryOnMount: false });
}

/**
 * Who is signed in, handed down by the guard: by context, because at signing out each reader of the cache would hear
 * of it by itself, some of them while they are still on the page.
 */
export const MemberContext = createContext<Me | null>(null);

/** For pages inside the guard, where somebody is always signed in. */
export function useMember(): Me {
  const me = useContext(MemberContext);
  if (me === null) throw new Error("this page stands outside the guard");
  return me;
}

export function usePublicOffice() {
  return useQuery({
    queryKey: ["office"],
    queryFn: ({ signal }) => request<PublicOffice>("GET", "/office", { signal }),
    staleTime: 300_000,
    retryOnMount: false,
  });
}

/** Somebody else may sit at this browser now: nothing of the one before may be seen. */
function welcome(client: QueryClient, me: Me): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" && queryKey[0] !== "office" });
  client.setQueryData(ME, me);
}

export interface SignIn {
  readonly email: string;
  readonly password: string;
  readonly totp?: string;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SignIn) => request<Me>("POST", "/auth/sign-in", { body }),
    onSuccess: (me) => welcome(client, me),
  });
}

function useLeave(path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>("POST", path),
    onSuccess: () => {
      client.setQueryData(ME, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
    },
  });
}

export const useSignOut = () => useLeave("/auth/sign-out");
export const useSignOutEverywhere = () => useLeave("/auth/sign-out-everywhere");

export function useForgot() {
  return useMutation({
    mutationFn: (email: string) => request<void>("POST", "/auth/forgot", { body: { email } }),
  });
}

export function useReset(token: string) {
  return useMutation({
    mutationFn: (password: string) => request<void>("POST", "/auth/reset", { body: { token, password } }),
  });
}

/** Whether this one-time link still opens anything. */
export function useSetUpLink(token: string) {
  return useQuery({
    queryKey: ["setup", token],
    queryFn: ({ signal }) =>
      request<unknown>("GET", `/setup/${encodeURIComponent(token)}`, { signal }).then(
        (answer) => answer ?? {},
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface FirstAdministrator {
  readonly organisation: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly language: Language;
}

export function useSetUp(token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: FirstAdministrator) =>
      request<Me>("POST", `/setup/${encodeURIComponent(token)}`, { body }),
    onSuccess: (me) => welcome(client, me),
  });
}

export function useInvitation(token: string) {
  return useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) =>
      request<OpenInvitation>("GET", `/invitations/${encodeURIComponent(token)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useAcceptInvitation(token: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ language, ...body }: { name: string; password: string; language: Language }) => {
      const me = await request<Me>("POST", `/invitations/${encodeURIComponent(token)}`, { body });
      if (me.user.language === language) return me;
      // The account begins in the invitation's language; whoever accepts it reads another. Not worth failing for.
      return request<Me>("PATCH", "/me", { body: { language } }).catch(() => me);
    },
    onSuccess: (me) => welcome(client, me),
  });
}

export function useChangeMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name?: string; language?: Language }) => request<Me>("PATCH", "/me", { body }),
    onSuccess: (me) => client.setQueryData(ME, me),
  });
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current: string; new: string }) => request<void>("POST", "/me/password", { body }),
  });
}

export function useStartTotp() {
  return useMutation({ mutationFn: () => request<TotpSetUp>("POST", "/me/totp") });
}

function markTotp(client: QueryClient, on: boolean): void {
  client.setQueryData<Me | null>(ME, (me) => (me ? { ...me, user: { ...me.user, totp_enabled: on } } : me));
}

export function useConfirmTotp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (code: string): Promise<readonly string[]> => {
      const answer = await request<BackupCodes | undefined>("POST", "/me/totp/confirm", { body: { code } });
      // Two-step sign-in without a way back would lock people out with their telephone.
      if (!answer?.codes?.length) throw new Refusal("internal", 500);
      return answer.codes;
    },
    onSuccess: () => markTotp(client, true),
  });
}

export function useDisableTotp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (password: string) => request<void>("POST", "/me/totp/disable", { body: { password } }),
    onSuccess: () => markTotp(client, false),
  });
}
