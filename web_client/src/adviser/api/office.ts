/** What an administrator reads and changes: the office, its colleagues, its mail. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Language } from "../../i18n";
import { ME } from "./cache";
import { request } from "./client";
import type {
  Invitation,
  Invited,
  Mail,
  MailPage,
  Me,
  Organisation,
  OrganisationChange,
  Role,
  User,
} from "./types";

const ORGANISATION = ["organisation"] as const;
const USERS = ["users"] as const;
const INVITATIONS = ["invitations"] as const;

export function useOrganisation() {
  return useQuery({
    queryKey: ORGANISATION,
    queryFn: ({ signal }) => request<Organisation>("GET", "/organisation", { signal }),
  });
}

function useOrganisationWrite<Input>(write: (input: Input) => Promise<Organisation>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: (organisation) => {
      client.setQueryData(ORGANISATION, organisation);
      client.setQueryData<Me | null>(ME, (me) => (me ? { ...me, organisation } : me));
      return client.invalidateQueries({ queryKey: ["office"] });
    },
  });
}

export function useChangeOrganisation() {
  return useOrganisationWrite((body: OrganisationChange) =>
    request<Organisation>("PATCH", "/organisation", { body }),
  );
}

export function usePutLogo() {
  return useOrganisationWrite((file: File) => request<Organisation>("PUT", "/organisation/logo", { file }));
}

export function useRemoveLogo() {
  return useOrganisationWrite(() => request<Organisation>("DELETE", "/organisation/logo"));
}

export function useUsers(enabled = true) {
  return useQuery({
    queryKey: USERS,
    queryFn: ({ signal }) => request<{ items: readonly User[] }>("GET", "/users", { signal }),
    select: ({ items }) => items,
    enabled,
  });
}

export interface UserChange {
  readonly id: string;
  readonly role?: Role;
  readonly active?: boolean;
  readonly name?: string;
  /** Off, for a colleague whose phone is lost. */
  readonly totp_enabled?: false;
}

export function useChangeUser() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: UserChange) => request<User>("PATCH", `/users/${id}`, { body }),
    // Also after a refusal: somebody else may have changed it meanwhile.
    onSettled: () => client.invalidateQueries({ queryKey: USERS }),
  });
}

export function useInvitations(enabled = true) {
  return useQuery({
    queryKey: INVITATIONS,
    queryFn: ({ signal }) => request<{ items: readonly Invitation[] }>("GET", "/invitations", { signal }),
    select: ({ items }) => items,
    enabled,
  });
}

export interface NewInvitation {
  readonly email: string;
  readonly role: Role;
  readonly language?: Language;
}

export function useInvite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewInvitation) => request<Invited>("POST", "/invitations", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: INVITATIONS }),
  });
}

export function useWithdrawInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<void>("DELETE", `/invitations/${id}`),
    onSettled: () => client.invalidateQueries({ queryKey: INVITATIONS }),
  });
}

export function useOutbox() {
  return useInfiniteQuery({
    queryKey: ["outbox"],
    queryFn: ({ pageParam, signal }) =>
      request<MailPage>("GET", "/outbox", { query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Mails leave in the background.
    refetchInterval: 15_000,
  });
}

export function useMail(id: string | undefined) {
  return useQuery({
    queryKey: ["mail", id],
    queryFn: ({ signal }) => request<Mail>("GET", `/outbox/${id}`, { signal }),
    enabled: id !== undefined,
  });
}

/** Queues a mail anew that failed, or that was kept before there was a mail server. */
export function useMailAgain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => request<Mail>("POST", `/outbox/${id}/again`),
    onSuccess: (mail) => {
      client.setQueryData(["mail", mail.id], mail);
      return client.invalidateQueries({ queryKey: ["outbox"] });
    },
  });
}
