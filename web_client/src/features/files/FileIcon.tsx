/** The tile of a file: its kind as icon. The words beside it say the same. */
import {
  IconFile,
  IconFileAlert,
  IconFileText,
  IconFileTypePdf,
  IconFileTypeXls,
  IconFileZip,
  IconPhoto,
} from "@tabler/icons-react";
import { IconTile, type Tone } from "../../ui";
import type { FileKind } from "./kinds";

const ICONS = {
  pdf: IconFileTypePdf,
  image: IconPhoto,
  sheet: IconFileTypeXls,
  text: IconFileText,
  archive: IconFileZip,
  other: IconFile,
} as const;

const TONES: Record<FileKind, Tone> = {
  pdf: "office",
  image: "office",
  sheet: "neutral",
  text: "neutral",
  archive: "neutral",
  other: "neutral",
};

export function FileIcon({ kind, failed = false }: { readonly kind: FileKind; readonly failed?: boolean }) {
  const Icon = failed ? IconFileAlert : ICONS[kind];
  return (
    <IconTile tone={failed ? "danger" : TONES[kind]} size={40}>
      <Icon size={22} stroke={1.7} />
    </IconTile>
  );
}
