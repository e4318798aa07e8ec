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

export const CHAT_TEXT_LENGTH = 2000;
export const NAME_LENGTH = 60;
