/** The record as people read it: which events deserve a line, in which words, with which icon. */
import type { Translate } from "../../i18n";
import type { nl } from "../../i18n/adviser/nl";
import type { Event } from "../../protocol/events";
import type { RecordEntry } from "../api/sessions";

type T = Translate<typeof nl>;

export type LineIcon =
  | "start"
  | "in"
  | "out"
  | "lobby"
  | "input"
  | "share"
  | "blur"
  | "file"
  | "chat"
  | "role"
  | "mute"
  | "end";

export interface Line {
  readonly key: string;
  readonly at: Date;
  readonly icon: LineIcon;
  readonly words: string;
}

interface Names {
  readonly people: Map<string, string>;
  readonly files: Map<string, string>;
}

type Said = readonly [LineIcon, string];

/** Lines in the order of the record. Messages are counted, not repeated: the chat is a download of its own. */
export function timelineOf(entries: readonly RecordEntry[], t: T): Line[] {
  const names: Names = { people: new Map(), files: new Map() };
  const lines: Line[] = [];
  for (const entry of entries) {
    for (const [index, event] of entry.events.entries()) {
      const said = say(event, names, entry.actor, t);
      if (said) {
        lines.push({ key: `${entry.seq}.${index}`, at: new Date(entry.at), icon: said[0], words: said[1] });
      }
    }
  }
  return lines;
}

export function messagesIn(entries: readonly RecordEntry[]): number {
  return entries.flatMap(({ events }) => events).filter(({ type }) => type === "chat_sent").length;
}

export interface FileOfSession {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly by: string;
  readonly withdrawn: boolean;
}

export function filesIn(entries: readonly RecordEntry[]): FileOfSession[] {
  const people = new Map<string, string>();
  const files = new Map<string, FileOfSession>();
  for (const event of entries.flatMap(({ events }) => events)) {
    if (event.type === "participant_entered" || event.type === "participant_renamed") {
      people.set(event.participant_id, event.name);
    } else if (event.type === "file_added") {
      files.set(event.file_id, {
        id: event.file_id,
        name: event.name,
        size: event.size,
        by: people.get(event.participant_id) ?? "",
        withdrawn: false,
      });
    } else if (event.type === "file_withdrawn") {
      const file = files.get(event.file_id);
      if (file) files.set(file.id, { ...file, withdrawn: true });
    }
  }
  return [...files.values()];
}

// One flat case for each event.
function say(event: Event, { people, files }: Names, actor: string, t: T): Said | undefined {
  const nameOf = (id: string) => people.get(id) ?? t("somebody");
  switch (event.type) {
    case "session_opened":
      return ["start", t("lineOpened")];
    case "participant_waiting":
      people.set(event.participant_id, event.name);
      return ["lobby", t("lineWaiting", { name: event.name })];
    case "participant_entered": {
      const known = people.has(event.participant_id);
      people.set(event.participant_id, event.name);
      return ["in", t(known ? "lineBack" : "lineEntered", { name: event.name })];
    }
    case "participant_turned_away":
      return ["lobby", t("lineTurnedAway", { name: nameOf(event.participant_id) })];
    case "participant_renamed": {
      const before = nameOf(event.participant_id);
      people.set(event.participant_id, event.name);
      return ["role", t("lineRenamed", { before, name: event.name })];
    }
    case "participant_removed":
      return ["out", t("lineRemoved", { name: nameOf(event.participant_id) })];
    case "participant_left":
      return [
        "out",
        t(event.reason === "self" ? "lineLeft" : "lineGone", { name: nameOf(event.participant_id) }),
      ];
    case "role_changed":
      return [
        "role",
        t(event.role === "cohost" ? "lineCohost" : "lineNoCohost", { name: nameOf(event.participant_id) }),
      ];
    case "media_changed":
      return event.silenced && actor !== event.participant_id
        ? ["mute", t("lineMuted", { name: nameOf(event.participant_id) })]
        : undefined;
    case "input_granted":
      return ["input", t("lineInputOn", { name: nameOf(event.participant_id) })];
    case "input_revoked":
      return ["input", t("lineInputOff", { name: nameOf(event.participant_id) })];
    case "laser_switched":
      return ["input", t(event.on ? "lineLaserOn" : "lineLaserOff")];
    case "share_declined":
      return ["share", t("lineShareDeclined", { name: nameOf(event.participant_id) })];
    case "screen_shared":
      return [
        "share",
        t(
          event.surface === "window"
            ? "lineSharedWindow"
            : event.surface === "tab"
              ? "lineSharedTab"
              : "lineShared",
          { name: nameOf(event.participant_id) },
        ),
      ];
    case "screen_stopped":
      return ["share", t("lineShareStopped", { name: nameOf(event.participant_id) })];
    case "blur_applied":
      return ["blur", t("lineBlurOn")];
    case "blur_lifted":
      return ["blur", t("lineBlurOff", { name: nameOf(event.by) })];
    case "chat_switched":
      return ["chat", t(event.on ? "lineChatOn" : "lineChatOff")];
    case "file_added":
      files.set(event.file_id, event.name);
      return ["file", t("lineFile", { name: nameOf(event.participant_id), file: event.name })];
    case "file_withdrawn":
      return ["file", t("lineFileWithdrawn", { file: files.get(event.file_id) ?? t("aFile") })];
    case "document_shown":
      return [
        "file",
        t("lineDocument", { name: nameOf(event.by), file: files.get(event.file_id) ?? t("aFile") }),
      ];
    case "lobby_switched":
      return ["lobby", t(event.on ? "lineLobbyOn" : "lineLobbyOff")];
    case "session_ended":
      return ["end", t(ENDS[event.reason])];
    default:
      // Small things (connecting, typing, turning pages), and what a newer server may add.
      return undefined;
  }
}

const ENDS = { host: "lineEndedByHost", empty: "lineEndedEmpty", office: "lineEndedByOffice" } as const;
