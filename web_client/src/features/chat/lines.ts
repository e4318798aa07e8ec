/** What stands in the chat: messages, and the happenings worth a grey line, in the order of the log. */
import type { ChatMessage, Happening } from "../../state/chat";

export type Line =
  | { key: string; kind: "message"; message: ChatMessage; first: boolean }
  /** `signer`: whom an event about signing is of. */
  | { key: string; kind: "event"; happening: Happening; again: boolean; signer: string };

const SHOWN: ReadonlySet<string> = new Set([
  "participant_entered",
  "participant_left",
  "participant_removed",
  "input_granted",
  "input_revoked",
  "screen_shared",
  "screen_stopped",
  "page_opened",
  "page_closed",
  "chat_switched",
  "file_added",
  "file_shared",
  "signing_opened",
  "signer_signed",
  "signer_declined",
  "signing_closed",
]);

/** Messages of one person within this time stand under one name. Milliseconds. */
const TOGETHER = 3 * 60_000;

export function lines(messages: readonly ChatMessage[], timeline: readonly Happening[]): Line[] {
  const entered = new Set<string>();
  const filesSeen = new Set<string>();
  const signers = new Map<string, string>();
  const all: Line[] = [];
  let before: ChatMessage | undefined;
  const events = timeline.filter(({ event }) => SHOWN.has(event.type));
  let next = 0;
  const addEvents = (upTo: number) => {
    for (let one = events[next]; one !== undefined && one.seq <= upTo; one = events[next]) {
      next += 1;
      const line = eventLine(one, entered, filesSeen, signers);
      if (line === undefined) continue;
      all.push(line);
      before = undefined;
    }
  };
  for (const message of messages) {
    addEvents(message.seq);
    const first = before?.participant_id !== message.participant_id || message.at - before.at > TOGETHER;
    all.push({ key: message.id, kind: "message", message, first });
    before = message;
  }
  addEvents(Number.POSITIVE_INFINITY);
  return all;
}

function eventLine(
  happening: Happening,
  entered: Set<string>,
  filesSeen: Set<string>,
  signers: Map<string, string>,
): Line | undefined {
  const { event, key } = happening;
  let again = false;
  if (event.type === "signing_opened") for (const { id, name } of event.signers) signers.set(id, name);
  if (event.type === "participant_entered") {
    again = entered.has(event.participant_id);
    entered.add(event.participant_id);
  }
  if (event.type === "file_added" || event.type === "file_shared") {
    // A file is news once: when it first can be seen by everyone.
    if (!event.everyone || filesSeen.has(event.file_id)) return undefined;
    filesSeen.add(event.file_id);
    // What the service made is told with the signing that it came from.
    if (event.participant_id === "system") return undefined;
  }
  const signer = "signer_id" in event ? (signers.get(event.signer_id) ?? "") : "";
  return { key, kind: "event", happening, again, signer };
}
