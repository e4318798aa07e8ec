/** Messages to clients: their templates, a look before they go, sending to one and many, and what became of them. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Language } from "../../i18n";
import { randomId } from "../../protocol/ids";
import { request } from "./client";
import { clientKey } from "./clients";
import type { Page } from "./types";

/** Paragraphs and lists as the editor knows them: ProseMirror's JSON. */
export interface TextNode {
  readonly type: string;
  readonly text?: string;
  readonly marks?: readonly { readonly type: string; readonly attrs?: Readonly<Record<string, unknown>> }[];
  readonly content?: readonly TextNode[];
}

export type Block =
  | { readonly type: "text"; readonly content: readonly TextNode[] }
  | { readonly type: "heading" | "quote" | "footer"; readonly text: string }
  | { readonly type: "button"; readonly label: string; readonly href: string }
  | { readonly type: "facts"; readonly rows: readonly { readonly label: string; readonly value: string }[] }
  | { readonly type: "code"; readonly text: string; readonly value: string }
  | { readonly type: "options"; readonly label: string }
  | { readonly type: "links"; readonly items: readonly { readonly label: string; readonly href: string }[] }
  | { readonly type: "divider" };

export type BlockType = Block["type"];

export interface Template {
  /** "" for a default that nobody changed. */
  readonly id: string;
  readonly kind: string;
  readonly language: Language;
  readonly name: string;
  readonly subject: string;
  readonly blocks: readonly Block[];
  /** Added by the office, beside the kind's own. */
  readonly own: boolean;
  readonly changed: boolean;
  /** 0 for a default. */
  readonly version: number;
  readonly updated_at: string | null;
}

export interface MessageKind {
  readonly kind: string;
  readonly tags: readonly string[];
  readonly to: "client" | "adviser";
  /** Somebody writes it; the others leave by themselves. */
  readonly by_hand: boolean;
  readonly marketing: boolean;
}

export interface Templates {
  readonly items: readonly Template[];
  readonly kinds: readonly MessageKind[];
}

export type MessageState = "queued" | "kept" | "sent" | "delivered" | "failed" | "returned";

export interface Message {
  readonly id: string;
  readonly client_id: string;
  readonly direction: "out" | "in";
  readonly kind: string;
  readonly email: string;
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  readonly sender_id: string | null;
  readonly sender_name: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly state: MessageState;
  readonly error: string | null;
  readonly created_at: string;
  readonly sent_at: string | null;
  readonly delivered_at: string | null;
  readonly returned_at: string | null;
}

export interface Mailing {
  readonly id: string;
  readonly subject: string;
  readonly total: number;
  readonly waiting: number;
  readonly sent: number;
  readonly skipped: number;
  readonly done_at: string | null;
}

export interface MailingRecipient {
  readonly client_id: string;
  readonly name: string;
  readonly state: "waiting" | "sent" | "skipped";
  readonly reason: string;
}

const TEMPLATES = ["message-templates"] as const;

export function useTemplates() {
  return useQuery({
    queryKey: TEMPLATES,
    queryFn: ({ signal }) => request<Templates>("GET", "/message-templates", { signal }),
  });
}

export interface TemplateContent {
  readonly name: string;
  readonly subject: string;
  readonly blocks: readonly Block[];
}

function useFreshTemplates() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: TEMPLATES });
}

export function useSaveTemplate() {
  const fresh = useFreshTemplates();
  return useMutation({
    mutationFn: ({
      template,
      content,
    }: {
      readonly template: Template;
      readonly content: TemplateContent;
    }) => {
      const { name, subject, blocks } = content;
      return template.own
        ? request<Template>("PUT", `/message-templates/own/${template.id}`, {
            body: { name, subject, blocks },
            version: template.version,
          })
        : request<Template>("PUT", `/message-templates/${template.kind}/${template.language}`, {
            body: { subject, blocks },
            version: template.version,
          });
    },
    onSuccess: fresh,
  });
}

export function useAddTemplate() {
  const fresh = useFreshTemplates();
  return useMutation({
    mutationFn: (body: TemplateContent & { readonly kind: string; readonly language: Language }) =>
      request<Template>("POST", "/message-templates", { body, once: randomId() }),
    onSuccess: fresh,
  });
}

/** An added one goes; a changed one is the default again. */
export function useDropTemplate() {
  const fresh = useFreshTemplates();
  return useMutation({
    mutationFn: async (template: Template): Promise<void> => {
      if (template.own) await request<void>("DELETE", `/message-templates/own/${template.id}`);
      else await request<Template>("DELETE", `/message-templates/${template.kind}/${template.language}`);
    },
    onSuccess: fresh,
  });
}

export interface Draft {
  readonly kind: string;
  readonly language: Language;
  readonly subject: string;
  readonly blocks: readonly Block[];
  readonly client_id?: string | undefined;
  readonly appointment_id?: string | undefined;
  readonly sender_id?: string | undefined;
}

export interface Preview {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly to: string;
}

export function usePreview(draft: Draft, enabled = true) {
  return useQuery({
    queryKey: ["message-preview", draft],
    queryFn: ({ signal }) => request<Preview>("POST", "/message-templates/preview", { body: draft, signal }),
    enabled,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // What was seen last stays while the next one is made.
    placeholderData: keepPreviousData,
  });
}

export function useTestMail() {
  return useMutation({
    mutationFn: (draft: Draft) => request<void>("POST", "/message-templates/test", { body: draft }),
  });
}

export interface NewMessage {
  readonly to?: string;
  readonly kind?: "client_message" | "client_marketing" | "invite";
  /** The client gets a link to these. */
  readonly documents?: readonly string[];
  readonly subject: string;
  readonly blocks: readonly Block[];
  readonly sender_id?: string | undefined;
  readonly appointment_id?: string | undefined;
}

const messagesKey = (id: string) => [...clientKey(id), "messages"] as const;

export function useSendMessage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ clientId, message, once }: SendMessage) =>
      request<Message>("POST", `/clients/${clientId}/messages`, { body: message, once }),
    onSuccess: (_, { clientId }) => client.invalidateQueries({ queryKey: clientKey(clientId) }),
  });
}

interface SendMessage {
  readonly clientId: string;
  readonly message: NewMessage;
  /** Of this opening of the dialog: pressed twice, it is sent once. */
  readonly once: string;
}

export function useMessages(clientId: string) {
  return useInfiniteQuery({
    queryKey: messagesKey(clientId),
    queryFn: ({ pageParam, signal }) =>
      request<Page<Message>>("GET", `/clients/${clientId}/messages`, {
        query: { before: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // A mail leaves within seconds; whether it arrived is told later.
    refetchInterval: 10_000,
  });
}

export interface BulkMessage {
  readonly ids?: readonly string[];
  readonly filter?: unknown;
  readonly except_ids?: readonly string[];
  readonly kind: "client_message" | "client_marketing";
  readonly subject: string;
  readonly blocks: readonly Block[];
  readonly sender_id?: string | undefined;
}

export function useSendToMany() {
  return useMutation({
    mutationFn: ({ message, once }: { readonly message: BulkMessage; readonly once: string }) =>
      request<Mailing>("POST", "/messages/bulk", { body: message, once }),
  });
}

export function useMailing(id: string) {
  return useQuery({
    queryKey: ["mailing", id],
    queryFn: ({ signal }) => request<Mailing>("GET", `/mailings/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.done_at ? false : 1500),
  });
}

export function useMailingRecipients(id: string, done: boolean) {
  return useQuery({
    queryKey: ["mailing", id, "recipients"],
    queryFn: ({ signal }) =>
      request<{ readonly items: readonly MailingRecipient[] }>("GET", `/mailings/${id}/recipients`, {
        signal,
      }),
    enabled: done,
  });
}
