/** The Mantine theme of Samen; colours, sizes and shadows come from tokens.css. */
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  rem,
  type VariantColorsResolver,
} from "@mantine/core";
import { BLUE, officeShades, otherShades, PINE, RED, type Shades } from "./colour";

const GRAY: Shades = [
  "#f8f9f5",
  "#f2f4ee",
  "#e8ece3",
  "#dde3d8",
  "#c6cfc4",
  "#9faca3",
  "#586a61",
  "#3f5149",
  "#263a32",
  "#15241e",
];

const DARK: Shades = [
  "#eaf2ed",
  "#bdcbc3",
  "#98a9a0",
  "#7f9288",
  "#2a3932",
  "#223029",
  "#1a2721",
  "#15201b",
  "#101a16",
  "#0d1512",
];

const tuple = (shades: Shades) => [...shades] as unknown as MantineColorsTuple;

const heading = (fontSize: number) => ({ fontSize: rem(fontSize), lineHeight: "1.2", fontWeight: "680" });

// What carries white letters in light mode may carry dark ones in dark mode; Mantine settles on one for both.
const FILLED: Readonly<Record<string, readonly [background: string, hover: string, letters: string]>> = {
  pine: ["var(--s-filled)", "var(--s-filled-hover)", "var(--s-on-filled)"],
  red: ["var(--s-danger)", "var(--s-danger-hover)", "var(--s-on-danger)"],
  apricot: ["var(--s-attention)", "var(--s-apricot-3)", "var(--s-on-apricot)"],
};

const variantColours: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const filled = input.variant === "filled" ? FILLED[input.color ?? input.theme.primaryColor] : undefined;
  if (filled === undefined) return resolved;
  const [background, hover, color] = filled;
  return { ...resolved, background, hover, color, border: "none" };
};

/** The theme of one office; without a colour of its own it is pine. */
export function samenTheme(officeColour?: string | null): MantineThemeOverride {
  return createTheme({
    colors: {
      pine: tuple(officeColour ? officeShades(officeColour) : PINE),
      apricot: tuple(otherShades(officeColour)),
      red: tuple(RED),
      blue: tuple(BLUE),
      gray: tuple(GRAY),
      dark: tuple(DARK),
    },
    primaryColor: "pine",
    primaryShade: { light: 7, dark: 3 },
    autoContrast: true,
    variantColorResolver: variantColours,
    black: "#15241e",
    white: "#ffffff",
    fontFamily: "var(--s-font)",
    fontSizes: {
      xs: rem(13),
      sm: rem(14),
      md: rem(16),
      lg: rem(18),
      xl: rem(20),
    },
    fontWeights: { regular: "400", medium: "550", bold: "650" },
    headings: {
      fontFamily: "var(--s-font)",
      fontWeight: "680",
      textWrap: "balance",
      sizes: {
        h1: heading(30),
        h2: heading(24),
        h3: heading(20),
        h4: heading(18),
        h5: heading(16),
        h6: heading(14),
      },
    },
    spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(24), xl: rem(32) },
    radius: { xs: rem(4), sm: rem(8), md: rem(11), lg: rem(16), xl: rem(22) },
    defaultRadius: "md",
    shadows: {
      xs: "var(--s-shadow-card)",
      sm: "var(--s-shadow-card)",
      md: "var(--s-shadow-floating)",
      lg: "var(--s-shadow-floating)",
      xl: "var(--s-shadow-dialog)",
    },
    respectReducedMotion: true,
    cursorType: "pointer",
    components: defaults,
  });
}

const control = { defaultProps: { size: "md" } };

// 42 px is Mantine's "md"; client pages say size="xl" (60 px).
const defaults: NonNullable<MantineThemeOverride["components"]> = {
  Button: control,
  TextInput: control,
  PasswordInput: control,
  Textarea: control,
  Select: control,
  NativeSelect: control,
  NumberInput: control,
  FileInput: control,
  PinInput: control,
  ActionIcon: { defaultProps: { size: rem(42), variant: "subtle", color: "gray" } },
  CloseButton: { defaultProps: { size: rem(36) } },
  Paper: { defaultProps: { withBorder: true, radius: "lg", shadow: "sm" } },
  Card: { defaultProps: { withBorder: true, radius: "lg", shadow: "sm", padding: "lg" } },
  Badge: { defaultProps: { variant: "light", tt: "none", fw: 650 } },
  Checkbox: { defaultProps: { size: "sm", radius: rem(6) } },
  Switch: { defaultProps: { size: "md" } },
  Modal: {
    defaultProps: {
      radius: "xl",
      centered: true,
      padding: "lg",
      withCloseButton: false,
      transitionProps: { transition: "pop", duration: 240 },
      overlayProps: { backgroundOpacity: 0.45 },
    },
  },
  Drawer: {
    defaultProps: { position: "right", size: rem(420), transitionProps: { duration: 180 } },
  },
  Menu: {
    defaultProps: {
      shadow: "md",
      radius: "lg",
      transitionProps: { duration: 120 },
      // It would be a child of the menu that is no item; the first item takes the focus instead.
      withInitialFocusPlaceholder: false,
    },
  },
  Popover: { defaultProps: { shadow: "md", radius: "lg", transitionProps: { duration: 120 } } },
  Tooltip: { defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } },
  Tabs: { defaultProps: { variant: "default" } },
  Loader: { defaultProps: { type: "dots" } },
};

/** Mantine's own roles, answered by the roles of tokens.css. */
export const samenVariables: CSSVariablesResolver = () => {
  const roles = {
    "--mantine-color-body": "var(--s-page)",
    "--mantine-color-text": "var(--s-ink)",
    "--mantine-color-bright": "var(--s-ink)",
    "--mantine-color-dimmed": "var(--s-ink-3)",
    "--mantine-color-placeholder": "var(--s-ink-3)",
    "--mantine-color-anchor": "var(--s-link)",
    "--mantine-color-error": "var(--s-danger-text)",
    "--mantine-color-default": "var(--s-card)",
    "--mantine-color-default-hover": "var(--s-hover)",
    "--mantine-color-default-color": "var(--s-ink)",
    "--mantine-color-default-border": "var(--s-hairline)",
    "--mantine-color-disabled": "var(--s-sunken)",
    "--mantine-color-disabled-color": "var(--s-ink-3)",
    "--mantine-color-disabled-border": "var(--s-hairline)",
    "--mantine-primary-color-contrast": "var(--s-on-filled)",
    "--mantine-color-pine-light": "var(--s-tint)",
    "--mantine-color-pine-light-hover": "var(--s-tint)",
    "--mantine-color-pine-light-color": "var(--s-on-tint)",
    "--mantine-color-apricot-light": "var(--s-attention-tint)",
    "--mantine-color-apricot-light-color": "var(--s-attention-text)",
    "--mantine-color-red-light": "var(--s-danger-tint)",
    "--mantine-color-red-light-color": "var(--s-danger-text)",
    "--mantine-color-red-filled": "var(--s-danger)",
    "--mantine-color-red-filled-hover": "var(--s-danger-hover)",
    "--mantine-color-blue-light": "var(--s-info-tint)",
    "--mantine-color-blue-light-color": "var(--s-info-text)",
    "--mantine-color-gray-light": "var(--s-sunken)",
    "--mantine-color-gray-light-color": "var(--s-ink-2)",
  };
  return { variables: {}, light: roles, dark: roles };
};
