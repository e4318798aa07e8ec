/** The tile before a document's name: its kind as a picture, its status as a colour. */
import {
  IconCertificate,
  IconFileText,
  IconFileTypePdf,
  IconFileUpload,
  IconListCheck,
  IconLock,
  IconPhoto,
} from "@tabler/icons-react";
import { kindOf } from "../../features/files/kinds";
import { IconTile } from "../../ui";
import type { OfficeDocument } from "../api/documents";

const SIZE = 40;

export function DocumentTile({ document }: { readonly document: OfficeDocument }) {
  const Icon = iconOf(document);
  return (
    <span className="d-tile" data-kind={document.status}>
      <IconTile size={SIZE}>
        <Icon size={21} stroke={1.8} />
      </IconTile>
    </span>
  );
}

function iconOf(document: OfficeDocument) {
  if (document.status === "log") return IconListCheck;
  if (document.status === "signed") return IconCertificate;
  if (document.status === "internal") return IconLock;
  const kind = kindOf(document);
  return kind === "pdf" ? IconFileTypePdf : kind === "image" ? IconPhoto : IconFileText;
}

export function RequestTile() {
  return (
    <span className="d-tile" data-kind="requested">
      <IconTile size={SIZE}>
        <IconFileUpload size={21} stroke={1.8} />
      </IconTile>
    </span>
  );
}
