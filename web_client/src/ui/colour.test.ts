import { afterEach, describe, expect, test } from "vitest";
import {
  APRICOT,
  applyOfficeColour,
  BLUE,
  contrast,
  isOrange,
  officeShades,
  otherShades,
  PINE,
  RED,
} from "./colour";

// Vitest empties imported style sheets, so the file itself is read; Node's types are not part of the client.
const files = "node:fs";
const { readFileSync } = (await import(/* @vite-ignore */ files)) as {
  readFileSync(path: URL, encoding: string): string;
};
const tokens = readFileSync(new URL(import.meta.url.replace("colour.test.ts", "tokens.css")), "utf8");

const OFFICES = {
  pine: "#155c47",
  navy: "#27315a",
  orange: "#ff6200",
  yellow: "#ffe600",
  "bright green": "#00ff00",
  pink: "#ff5fa2",
  purple: "#7b3f98",
  grey: "#808080",
  black: "#000000",
  white: "#ffffff",
  "pale blue": "#cfe8ff",
};

test("contrast agrees with the ratios of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#ffffff", "#155c47")).toBeCloseTo(7.9, 1);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe.each(Object.entries(OFFICES))("the shades of a %s office", (_name, colour) => {
  const shades = officeShades(colour);

  test("are ten colours, from light to dark", () => {
    expect(shades).toHaveLength(10);
    for (const shade of shades) expect(shade).toMatch(/^#[0-9a-f]{6}$/);
    const light = shades.map((shade) => contrast(shade, "#000000"));
    expect(light).toEqual([...light].sort((a, b) => b - a));
  });

  test("carry readable letters: white on filled, links on every surface, dark on the dark mode's filled", () => {
    expect(contrast(shades[7], "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[7], "#f2f4ee")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[8], shades[1])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[7], shades[0])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[3], "#15241e")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(shades[3], "#15201b")).toBeGreaterThanOrEqual(4.5);
  });

  test("show the focus ring at 3:1 on the page", () => {
    expect(contrast(shades[5], "#f2f4ee")).toBeGreaterThanOrEqual(3);
  });
});

test("a colour that is dark enough stays exactly itself on buttons", () => {
  expect(officeShades("#27315a")[7]).toBe("#27315a");
});

test("what is no colour gives pine", () => {
  expect(officeShades("red; background: url(x)")).toBe(PINE);
});

test("only an orange office turns its clients blue", () => {
  expect(isOrange("#ff6200")).toBe(true);
  expect(isOrange("#ef9d4c")).toBe(true);
  expect(isOrange("#a8322a")).toBe(false);
  expect(isOrange("#ffe600")).toBe(false);
  expect(otherShades("#ff6200")).toBe(BLUE);
  expect(otherShades("#155c47")).toBe(APRICOT);
  expect(otherShades(null)).toBe(APRICOT);
});

describe("the page's variables", () => {
  const style = document.documentElement.style;
  afterEach(() => applyOfficeColour(null));

  test("follow the office, and go back without one", () => {
    applyOfficeColour("#ff6200");
    expect(style.getPropertyValue("--s-pine-7")).toBe(officeShades("#ff6200")[7]);
    expect(style.getPropertyValue("--s-apricot-4")).toBe(BLUE[4]);
    applyOfficeColour(null);
    expect(style.getPropertyValue("--s-pine-7")).toBe("");
    expect(style.getPropertyValue("--s-apricot-4")).toBe("");
  });

  test.each([
    ["pine", PINE],
    ["apricot", APRICOT],
    ["red", RED],
    ["blue", BLUE],
  ])("of tokens.css hold the same %s as colour.ts", (name, shades) => {
    shades.forEach((shade, index) => {
      expect(tokens).toContain(`--s-${name}-${index}: ${shade};`);
    });
  });
});
