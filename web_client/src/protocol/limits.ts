/** Types of the fields of messages; mirrors signalling/limits.py. */

export type Role = "host" | "cohost" | "colleague" | "client";
/** `none`: there is no such device, or the browser may not use it. */
export type MediaState = "on" | "off" | "none";
export type Surface = "screen" | "window" | "tab" | "unknown";
/** What everybody looks at: nobody's work, the shared screen, the document, or the web page. */
export type Stage = "none" | "share" | "document" | "page";
export type StreamKind = "camera" | "screen" | "blurred";
export type QualityLevel = "good" | "weak" | "bad";
export type EndReason = "host" | "empty" | "office";
export type LeaveReason = "self" | "gone";

export type SigningOrder = "parallel" | "sequential";
/** What a signer does now: reads, checks name and e-mail, makes the signature, looks it all over. */
export type SigningStep = "reading" | "details" | "signature" | "review";
/** `mailed`: who has not signed yet goes on by e-mail; `stopped`: it is void, nobody can sign it any more. */
export type SigningOutcome = "completed" | "declined" | "stopped" | "mailed" | "failed";
/** What becomes of it when the session ends before everybody has signed. */
export type SigningAfter = "mail" | "void";

/** Somebody who is to sign: at the screen of `participant_id`, or by e-mail without one. */
export interface NamedSigner {
  id: string;
  name: string;
  participant_id: string | null;
}

export const CHAT_TEXT_LENGTH = 2000;
export const NAME_LENGTH = 60;
