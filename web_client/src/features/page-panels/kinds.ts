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
  return kind === "all"
    ? nodes.filter((node, index) => !isLabel(node, nodes[index - 1]) && !isLabel(node, nodes[index + 1]))
    : nodes.filter((node) => kindOf(shapeOf(node)) === kind);
}

/** A field says its label itself: the same words beside it would be read twice. */
function isLabel(node: OutlineNode, beside: OutlineNode | undefined): boolean {
  if (node.role !== "text" || beside === undefined || kindOf(shapeOf(beside)) !== "fields") return false;
  return bare(node.name) === bare(beside.name);
}

function bare(label: string): string {
  return label.replace(/[\s:*]+$/, "").trim();
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
