/** News for the page that frames this one: only to the website that the link was made for, and never the document. */
import type { LinkView } from "../features/signing/types";
import type { News } from "./visit";

export interface Framed {
  readonly parent: Pick<Window, "postMessage"> | null;
}

/** The window around this one, when there is another. */
export function framedIn(own: Window = window): Pick<Window, "postMessage"> | null {
  return own.parent === own ? null : own.parent;
}

/** `{source: "samen", type, envelope_id}`. Without an origin of the link nothing is said at all. */
export function tellParent(
  news: News,
  link: Pick<LinkView, "kind" | "origin">,
  envelopeId: string,
  parent: Pick<Window, "postMessage"> | null = framedIn(),
): void {
  if (parent === null || link.kind !== "embed" || !link.origin || link.origin === "*") return;
  parent.postMessage({ source: "samen", type: news, envelope_id: envelopeId }, link.origin);
}
