/** What a file is, in one word and one icon, and whether the room can show it. */
import type { SharedFile } from "../../state/session";

export type FileKind = "pdf" | "image" | "sheet" | "text" | "archive" | "other";

/** Pictures that every browser draws and that cannot carry scripts: SVG is none of them. */
const PICTURES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
]);

export function kindOf(file: Pick<SharedFile, "media_type" | "name">): FileKind {
  const type = file.media_type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/pdf") return "pdf";
  if (PICTURES.has(type)) return "image";
  if (/spreadsheet|excel|csv/.test(type) || /\.(xlsx?|ods|csv)$/i.test(file.name)) return "sheet";
  if (/word|opendocument\.text|rtf|text\//.test(type) || /\.(docx?|odt|rtf|txt)$/i.test(file.name))
    return "text";
  if (/zip|compressed|tar|7z/.test(type)) return "archive";
  return "other";
}

export function canShow(file: Pick<SharedFile, "media_type" | "name">): boolean {
  const kind = kindOf(file);
  return kind === "pdf" || kind === "image";
}

/** "PDF", "PNG", "XLSX": what people call it. */
export function kindName(file: Pick<SharedFile, "media_type" | "name">): string {
  if (kindOf(file) === "pdf") return "PDF";
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1];
  return (ending ?? file.media_type.split("/")[1]?.split(/[.;+-]/)[0] ?? "").toUpperCase();
}

/** Room for a name within a sentence, in characters. */
const SHORT = 40;
const ENDING = 12;

/** "Rapport-hypotheekadvies-fami…-v12.pdf": the beginning says what, the ending which one and of what kind. */
export function shortFileName(name: string): string {
  const letters = [...name];
  if (letters.length <= SHORT) return name;
  return `${letters.slice(0, SHORT - ENDING - 1).join("")}…${letters.slice(-ENDING).join("")}`;
}
