/** Builds elements one by one: strict pages refuse innerHTML (Trusted Types) and style attributes. */

const SVG = "http://www.w3.org/2000/svg";

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function svg(width: number, height: number, viewBox: string, shapes: SVGElement[]): SVGElement {
  const made = document.createElementNS(SVG, "svg");
  const attributes = { width: String(width), height: String(height), viewBox, "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...shapes);
  return made;
}

function shape(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Line drawings on a grid of 24, after Tabler's. */
const LINES = {
  screen: "M21 12v3a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h9M7 20h10M9 16v4M15 16v4M17 4h4v4M16 9l5-5",
  arrow: "M5 12h14M13 18l6-6M13 6l6 6",
  lock: "M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2zM12 15.5v1M8 11V7a4 4 0 0 1 8 0v4",
} as const;

export function icon(name: keyof typeof LINES, size: number): SVGElement {
  const line = shape("path", {
    d: LINES[name],
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.8",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  return svg(size, size, "0 0 24 24", [line]);
}

/** Two overlapping circles. */
export function mark(): SVGElement {
  return svg(21, 14, "0 0 54 36", [
    shape("circle", { cx: "36", cy: "18", r: "18", fill: "#f0a04f" }),
    shape("circle", { cx: "18", cy: "18", r: "18", fill: "#155c47" }),
    shape("path", { d: "M27 2.41a18 18 0 0 1 0 31.18 18 18 0 0 1 0-31.18z", fill: "#0b2f25" }),
  ]);
}
