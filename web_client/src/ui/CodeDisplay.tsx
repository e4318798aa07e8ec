/** A session code as people read it aloud: `482 917 356`. */
import { formatCode, spellCode } from "./code";

interface CodeDisplayProps {
  readonly code: string;
  /** "large" at the top of the room, "inline" in running text. */
  readonly size?: "large" | "inline";
}

export function CodeDisplay({ code, size = "inline" }: CodeDisplayProps) {
  return (
    <span className="s-code" data-size={size}>
      <span aria-hidden="true">{formatCode(code)}</span>
      <span className="s-hidden">{spellCode(code)}</span>
    </span>
  );
}
