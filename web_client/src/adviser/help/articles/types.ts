/** What a help page is made of. Texts may hold **bold** words and links: [[page|words]]. */

export const GROUPS = {
  start: ["start-session", "session-code", "joining", "preview", "phone"],
  bar: [
    "button-bar",
    "participants",
    "input-rights",
    "blur-screen",
    "files",
    "share-screen",
    "chat",
    "microphone",
    "camera",
    "sound",
    "end-session",
  ],
  page: [
    "web-page",
    "page-control",
    "page-hidden",
    "page-files",
    "page-tiles",
    "page-outline",
    "page-client",
    "page-trouble",
  ],
  signing: [
    "sign-document",
    "sign-together",
    "sign-client",
    "sign-find",
    "sign-trouble",
    "sign-credits",
    "sign-keys",
    "sign-hooks",
  ],
  together: ["client-view", "devices", "background-blur", "lobby", "evaluation", "record", "shortcuts"],
  clients: ["clients", "clients-many", "client-page", "client-settings", "client-privacy"],
  documents: ["documents", "documents-share", "documents-ask"],
  agenda: ["agenda", "appointments", "agenda-settings", "agenda-elsewhere"],
  messages: ["messages", "message-templates"],
  trouble: ["permissions", "connection", "no-sound-or-picture"],
  office: ["office", "colleagues", "browsing-rules", "account", "widget", "security"],
} as const;

export type GroupId = keyof typeof GROUPS;
export type ArticleId = (typeof GROUPS)[GroupId][number];
export type Group<Id extends GroupId> = Readonly<Record<(typeof GROUPS)[Id][number], Article>>;

/** The ten functions of the bar, in its order; each has a page of its own. */
export const BAR: readonly ArticleId[] = GROUPS.bar.slice(1);

export type Picture = "bar" | "start" | "code" | "join" | "widget" | "pencil" | "fields";

export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "steps"; readonly items: readonly string[] }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "pairs"; readonly rows: readonly (readonly [string, string])[] }
  /** The keys of the room, read from the room itself. */
  | { readonly kind: "shortcuts" }
  /** `at`: which of the ten functions stands out in the picture of the bar. */
  | { readonly kind: "picture"; readonly picture: Picture; readonly at?: number };

export interface Article {
  readonly title: string;
  /** One sentence: shown in lists and above the page. */
  readonly lead: string;
  /** Words that people may search by and that the page itself does not use. */
  readonly tags: readonly string[];
  readonly body: readonly Block[];
}

export const text = (words: string): Block => ({ kind: "text", text: words });
export const title = (words: string): Block => ({ kind: "title", text: words });
export const steps = (...items: string[]): Block => ({ kind: "steps", items });
export const list = (...items: string[]): Block => ({ kind: "list", items });
export const note = (words: string): Block => ({ kind: "note", text: words });
export const pairs = (...rows: (readonly [string, string])[]): Block => ({ kind: "pairs", rows });
export const shortcuts = (): Block => ({ kind: "shortcuts" });
export const picture = (name: Picture, at?: number): Block =>
  at === undefined ? { kind: "picture", picture: name } : { kind: "picture", picture: name, at };

/** All help pages of one language. */
export type Articles = Readonly<Record<ArticleId, Article>>;
