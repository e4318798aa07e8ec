/** Ten shades from an office's one colour, light enough for tints and dark enough to read white letters on. */

export type Shades = readonly [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

export const PINE: Shades = [
  "#eef6f1",
  "#d9ebe1",
  "#b3d7c6",
  "#86bea6",
  "#56a184",
  "#33856a",
  "#1f6f56",
  "#155c47",
  "#104a39",
  "#0b382b",
];

export const APRICOT: Shades = [
  "#fff5ea",
  "#ffe7cd",
  "#fdd2a3",
  "#f8b873",
  "#ef9d4c",
  "#d27925",
  "#b0611a",
  "#8c4a10",
  "#6d3a0e",
  "#4f2a0b",
];

export const RED: Shades = [
  "#fdf0ee",
  "#f9dad5",
  "#f0b5ad",
  "#e58f85",
  "#d9695e",
  "#c84a40",
  "#b83d34",
  "#a8322a",
  "#862822",
  "#651e19",
];

export const BLUE: Shades = [
  "#edf4fa",
  "#d8e7f3",
  "#b3d0e7",
  "#86b3d8",
  "#5a95c5",
  "#3a78ac",
  "#296795",
  "#1f5a8c",
  "#18466d",
  "#123450",
];

/** The shade that carries white letters, in light mode. */
export const FILLED = 7;

/** The darkest surface on which links in the office's colour stand (sunken, light mode). */
const SUNKEN = "#e8ece3";

type Triple = readonly [number, number, number];

interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

export function isColour(value: unknown): value is string {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
}

function linear(hex: string): Triple {
  const channel = (start: number) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

// Björn Ottosson's OKLab (2020): equal steps of lightness look equal, whatever the hue.
function toOklch(hex: string): Oklch {
  const [r, g, b] = linear(hex);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, bb),
    hue: Math.atan2(bb, a),
  };
}

function toLinear({ lightness, chroma, hue }: Oklch): Triple {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toHex(colour: Oklch): string {
  // Less chroma until it exists on a screen: cutting channels off would change the hue.
  let chroma = colour.chroma;
  let channels = toLinear(colour);
  while (chroma > 0.001 && channels.some((value) => value < -0.0005 || value > 1.0005)) {
    chroma *= 0.96;
    channels = toLinear({ ...colour, chroma });
  }
  return `#${channels
    .map((value) => {
      const clipped = Math.min(1, Math.max(0, value));
      const encoded = clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055;
      return Math.round(encoded * 255)
        .toString(16)
        .padStart(2, "0");
    })
    .join("")}`;
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2.2 contrast ratio of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * Ten shades in the manner of pine. Shade 7 is the office's colour itself where letters in it are readable
 * (4.5:1 even on a sunken surface), else the first darker one that is; the others follow pine's steps.
 */
export function officeShades(colour: string): Shades {
  if (!isColour(colour)) return PINE;
  const wanted = toOklch(colour);
  const steps = PINE.map(toOklch);
  const shade = (lightness: number, chroma: number) => toHex({ lightness, chroma, hue: wanted.hue });
  let filled = wanted;
  while (contrast(toHex(filled), SUNKEN) < 4.5) filled = { ...filled, lightness: filled.lightness - 0.005 };
  const pineFilled = steps[FILLED] as Oklch;
  const strength = Math.min(1.6, wanted.chroma / pineFilled.chroma);
  const tint = steps[4] as Oklch;
  return steps.map((step, index) => {
    if (index <= 4) return shade(step.lightness, step.chroma * strength);
    if (index > FILLED)
      return shade(filled.lightness * (step.lightness / pineFilled.lightness), filled.chroma * 0.9);
    if (index === FILLED) return toHex(filled);
    const part = (index - 4) / (FILLED - 4);
    const chroma = tint.chroma * strength * (1 - part) + filled.chroma * part;
    return shade(tint.lightness * (1 - part) + filled.lightness * part, chroma);
  }) as unknown as Shades;
}

/** Orange offices would look like their clients, so those clients become blue. */
export function isOrange(colour: string): boolean {
  if (!isColour(colour)) return false;
  const { chroma, hue } = toOklch(colour);
  const degrees = (hue * 180) / Math.PI;
  return chroma > 0.07 && degrees > 35 && degrees < 90;
}

/** Shades of the person who is not the office. */
export function otherShades(officeColour: string | null | undefined): Shades {
  return officeColour && isOrange(officeColour) ? BLUE : APRICOT;
}

/** Sets the office's colours as CSS variables of the page; null gives Samen's own back. */
export function applyOfficeColour(colour: string | null | undefined): void {
  const style = document.documentElement.style;
  const set = (name: string, shades: Shades, own: Shades) => {
    shades.forEach((value, index) => {
      if (shades === own) style.removeProperty(`--s-${name}-${index}`);
      else style.setProperty(`--s-${name}-${index}`, value);
    });
  };
  set("pine", colour ? officeShades(colour) : PINE, PINE);
  set("apricot", otherShades(colour), APRICOT);
  if (colour && isOrange(colour)) style.setProperty("--s-on-apricot", "#06121c");
  else style.removeProperty("--s-on-apricot");
}
