/** How a document is shown: its tile, its line of words, its chip. */
import { formatShortDay, type Language } from "../../i18n";
import type { T } from "../../i18n/documents-crm";
import type { Tone } from "../../ui";
import type { DocumentStatus, OfficeDocument } from "../api/documents";

export const STATUS_WORDS = {
  shared: "statusShared",
  seen: "statusSeen",
  received: "statusReceived",
  internal: "statusInternal",
  library: "statusLibrary",
  signed: "statusSigned",
  log: "statusLog",
  waiting_signature: "statusWaiting",
} as const satisfies Record<DocumentStatus, string>;

const TONES: Record<DocumentStatus, Tone> = {
  shared: "info",
  seen: "office",
  received: "attention",
  internal: "neutral",
  library: "neutral",
  signed: "office",
  log: "neutral",
  waiting_signature: "attention",
};

export function toneOf(status: DocumentStatus): Tone {
  return TONES[status];
}

/** The second line of a row: what happened to it, and when. */
export function captionOf(document: OfficeDocument, t: T, language: Language): string {
  const day = formatShortDay(language, new Date(document.created_at));
  switch (document.status) {
    case "signed":
      return t("signedOn", { day });
    case "log":
      return t("logOf");
    case "internal":
      return t("notVisible");
    case "received":
      return t("receivedOn", { day });
    case "waiting_signature":
      return t("sentToSign");
    case "seen":
      return t("seenOn", {
        day: formatShortDay(language, new Date(document.seen_at ?? document.created_at)),
      });
    case "library":
      return day;
    default:
      return t("sharedOn", { day });
  }
}

/** Whether it can be given to somebody to sign. */
export function canSign(document: OfficeDocument): boolean {
  return (
    document.media_type === "application/pdf" &&
    document.kind === "document" &&
    document.state === "shared" &&
    document.client !== null &&
    document.signing !== "sent"
  );
}
