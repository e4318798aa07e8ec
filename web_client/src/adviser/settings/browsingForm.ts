/** The rules of an office as text fields, and a refusal of the server as a complaint beside what it is about. */
import type { Browsing, Mask } from "../api/browsing";
import type { Refusal } from "../api/client";

/** As typed: lists as lines, and masks that may be half filled in. */
export interface BrowsingFields {
  readonly allow: string;
  readonly block: string;
  readonly search: string;
  readonly masks: readonly Mask[];
}

export type ListName = "allow" | "block";

/** Where the server found something wrong. `line` counts from 1 as typed; `row` counts from 0. */
export type Complaint =
  | { readonly at: ListName; readonly line: number; readonly given: string }
  | { readonly at: "search" }
  | { readonly at: "site" | "selector"; readonly row: number };

export function fieldsOf({ allow, block, search, masks }: Browsing): BrowsingFields {
  return { allow: allow.join("\n"), block: block.join("\n"), search, masks };
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function filled({ site, selector }: Mask): boolean {
  return site.trim() !== "" || selector.trim() !== "";
}

export function browsingOf({ allow, block, search, masks }: BrowsingFields): Browsing {
  return {
    allow: linesOf(allow),
    block: linesOf(block),
    search: search.trim(),
    masks: masks
      .filter(filled)
      .map(({ site, selector }) => ({ site: site.trim(), selector: selector.trim() })),
  };
}

/** Only what differs: what somebody else changes meanwhile in another part stays. */
export function changesOf(before: Browsing, after: BrowsingFields): Partial<Browsing> {
  const wanted = browsingOf(after);
  const names = Object.keys(wanted) as (keyof Browsing)[];
  const changed = names.filter((name) => JSON.stringify(wanted[name]) !== JSON.stringify(before[name]));
  return Object.fromEntries(changed.map((name) => [name, wanted[name]]));
}

/** A mask of which one half is missing; the server is not asked about it. */
export function halfFilled({ masks }: BrowsingFields): Complaint | undefined {
  const row = masks.findIndex((mask) => filled(mask) && (!mask.site.trim() || !mask.selector.trim()));
  if (row < 0) return undefined;
  return { at: masks[row]?.site.trim() ? "selector" : "site", row };
}

/** Undefined when the refusal is about none of the fields. Only what was sent is searched. */
export function complaintOf(
  { code, parameters, fields: wrong }: Refusal,
  fields: BrowsingFields,
  sent: Partial<Browsing>,
): Complaint | undefined {
  const given = typeof parameters.given === "string" ? parameters.given : "";
  switch (code) {
    case "bad_search":
      return { at: "search" };
    case "bad_selector":
      return inMasks("selector", fields, (mask) => mask.selector.trim() === given);
    case "bad_pattern": {
      for (const at of ["allow", "block"] as const) {
        const line = sent[at] ? lineOf(fields[at], given) : 0;
        if (line > 0) return { at, line, given };
      }
      return inMasks("site", fields, (mask) => mask.site.trim().toLowerCase() === given);
    }
    case "invalid_input":
      return wrong.map((field) => outOfShape(field, fields)).find((one) => one !== undefined);
    default:
      return undefined;
  }
}

function inMasks(
  at: "site" | "selector",
  { masks }: BrowsingFields,
  is: (mask: Mask) => boolean,
): Complaint | undefined {
  const row = masks.findIndex(is);
  return row < 0 ? undefined : { at, row };
}

/** From 1; 0 when it is not there. The server writes patterns in small letters. */
function lineOf(text: string, given: string): number {
  return text.split("\n").findIndex((line) => line.trim().toLowerCase() === given) + 1;
}

/** "allow.3": too long, or with signs that no line may hold. Numbers count what was sent, from 0. */
function outOfShape(field: string, fields: BrowsingFields): Complaint | undefined {
  const [name, index, part] = field.split(".");
  if (name === "search") return { at: "search" };
  if (name === "allow" || name === "block") {
    const given = linesOf(fields[name])[Number(index)];
    return given === undefined
      ? undefined
      : { at: name, line: lineOf(fields[name], given.toLowerCase()), given: given.slice(0, 60) };
  }
  if (name !== "masks" || (part !== "site" && part !== "selector")) return undefined;
  const mask = fields.masks.filter(filled)[Number(index)];
  return mask === undefined ? undefined : { at: part, row: fields.masks.indexOf(mask) };
}
