/** A colour for each person who signs. A colour never speaks alone: the name stands beside it. */
import "./colours.css";

const COUNT = 8;

/** Styles that give everything inside the colour of this signer: `--signer` and `--signer-tint`. */
export function colourOf(colour: number): React.CSSProperties {
  const number = ((Math.trunc(colour) % COUNT) + COUNT) % COUNT;
  return {
    "--signer": `var(--s-signer-${number})`,
    "--signer-tint": `var(--s-signer-${number}-tint)`,
  } as React.CSSProperties;
}

/** The first colour that none of these people has. */
export function freeColour(taken: readonly number[]): number {
  for (let colour = 0; colour < COUNT; colour += 1) if (!taken.includes(colour)) return colour;
  return taken.length % COUNT;
}
