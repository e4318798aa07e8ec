/** Wraps a React entry in the look of Samen: Mantine with our theme, in the office's colour. */
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import "@mantine/core/styles.css";
import "./base.css";
import "./theme.css";
import "./components.css";
import { type ReactNode, useEffect, useMemo } from "react";
import { ConfirmProvider } from "./Confirm";
import { applyOfficeColour } from "./colour";
import { APPEARANCE_KEY } from "./preferences";
import { samenTheme, samenVariables } from "./theme";

const appearance = localStorageColorSchemeManager({ key: APPEARANCE_KEY });

interface SamenProviderProps {
  /** `#rrggbb` of the office; null or absent means Samen's own pine. */
  readonly officeColour?: string | null;
  /** Tests set "test": no portals, no transitions. */
  readonly env?: "default" | "test";
  readonly children: ReactNode;
}

export function SamenProvider({ officeColour = null, env = "default", children }: SamenProviderProps) {
  const theme = useMemo(() => samenTheme(officeColour), [officeColour]);
  useEffect(() => applyOfficeColour(officeColour), [officeColour]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={samenVariables}
      colorSchemeManager={appearance}
      defaultColorScheme="auto"
      env={env}
    >
      <ConfirmProvider>{children}</ConfirmProvider>
    </MantineProvider>
  );
}
