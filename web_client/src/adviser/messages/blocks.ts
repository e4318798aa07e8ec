/** Blocks while they are edited: each keeps a key of its own, so that moving one moves its editor too. */
import type { Block, BlockType } from "../api/messages";

export interface Kept {
  readonly key: number;
  readonly block: Block;
}

let last = 0;

export function keep(blocks: readonly Block[]): readonly Kept[] {
  return blocks.map((block) => {
    last += 1;
    return { key: last, block };
  });
}

export const bare = (kept: readonly Kept[]): readonly Block[] => kept.map(({ block }) => block);

export const BLOCK_WORDS = {
  text: "blockText",
  heading: "blockHeading",
  button: "blockButton",
  facts: "blockFacts",
  code: "blockCode",
  options: "blockOptions",
  links: "blockLinks",
  quote: "blockQuote",
  divider: "blockDivider",
  footer: "blockFooter",
} as const satisfies Record<BlockType, string>;

export function fresh(type: BlockType): Block {
  switch (type) {
    case "text":
      return { type, content: [{ type: "paragraph" }] };
    case "heading":
    case "quote":
    case "footer":
      return { type, text: "" };
    case "button":
      return { type, label: "", href: "%SCHERMDELEN_HREF%" };
    case "facts":
      return { type, rows: [{ label: "", value: "" }] };
    case "code":
      return { type, text: "", value: "%{appointment_code}" };
    case "options":
      return { type, label: "" };
    case "links":
      return { type, items: [{ label: "", href: "" }] };
    case "divider":
      return { type };
  }
}

/** Whether anything is said: a message of empty paragraphs is none. */
export function saysSomething(blocks: readonly Block[]): boolean {
  return blocks.some((block) => JSON.stringify(block).match(/"(text|label|value)":"[^"]*[^\s"]/) !== null);
}

export function moved(kept: readonly Kept[], at: number, by: -1 | 1): readonly Kept[] {
  const next = [...kept];
  const [one] = next.splice(at, 1);
  if (one) next.splice(at + by, 0, one);
  return next;
}
