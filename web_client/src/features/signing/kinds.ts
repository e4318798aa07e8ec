/** The kinds of fields: what they are called, their icon, and how large one is when it is placed. */
import {
  IconAt,
  IconCalendar,
  IconCheckbox,
  IconCursorText,
  IconLetterCase,
  IconSignature,
  IconUser,
  type TablerIcon,
} from "@tabler/icons-react";
import type { FieldKind } from "./types";

interface Kind {
  readonly text:
    | "kindSignature"
    | "kindInitials"
    | "kindName"
    | "kindEmail"
    | "kindDate"
    | "kindText"
    | "kindCheckbox";
  readonly Icon: TablerIcon;
  /** Points, as on paper. */
  readonly width: number;
  readonly height: number;
}

export const KINDS: Readonly<Record<FieldKind, Kind>> = {
  signature: { text: "kindSignature", Icon: IconSignature, width: 190, height: 56 },
  initials: { text: "kindInitials", Icon: IconLetterCase, width: 72, height: 36 },
  name: { text: "kindName", Icon: IconUser, width: 170, height: 22 },
  email: { text: "kindEmail", Icon: IconAt, width: 190, height: 22 },
  date: { text: "kindDate", Icon: IconCalendar, width: 92, height: 22 },
  text: { text: "kindText", Icon: IconCursorText, width: 170, height: 22 },
  checkbox: { text: "kindCheckbox", Icon: IconCheckbox, width: 18, height: 18 },
};

export function isMark(kind: FieldKind): boolean {
  return kind === "signature" || kind === "initials";
}
