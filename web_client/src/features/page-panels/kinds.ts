/** What a node of the outline is to a reader: something to read, to press, to switch or to fill in. */
import type { OutlineNode } from "../../protocol/page";

export const KINDS = ["all", "headings", "links", "fields"] as const;
export type Kind = (typeof KINDS)[number];

export type Shape =
  | "heading"
  | "text"
  | "picture"
  | "link"
  | "button"
  | "checkbox"
  | "switch"
  | "radio"
  | "field"
  | "choice";

const FIELDS: ReadonlySet<string> = new Set(["textbox", "searchbox", "spinbutton", "slider"]);
const CHOICES: ReadonlySet<string> = new Set(["combobox", "date", "color"]);

/** By its role; an editable combobox is a field. */
export function shapeOf({ role, actions }: OutlineNode): Shape {
  if (role === "heading" || role === "text" || role === "link" || role === "radio" || role === "switch")
    return role;
  if (role === "image") return "picture";
  if (role === "checkbox") return role;
  if (FIELDS.has(role) || actions.includes("fill")) return "field";
  if (CHOICES.has(role)) return "choice";
  return "button";
}

export function ofKind(nodes: readonly OutlineNode[], kind: Kind): readonly OutlineNode[] {
  return kind === "all" ? nodes : nodes.filter((node) => kindOf(shapeOf(node)) === kind);
}

function kindOf(shape: Shape): Kind {
  switch (shape) {
    case "heading":
      return "headings";
    case "link":
    case "button":
      return "links";
    case "text":
    case "picture":
      return "all";
    default:
      return "fields";
  }
}
