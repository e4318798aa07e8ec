/** The panels about the page that open at the right; the menu of the page offers what stands here. */
import { type ComponentType, type LazyExoticComponent, lazy } from "react";

export type PagePanelName = "outline" | "diagnostics";

/** Each draws itself in a `SidePanel`. */
export const PAGE_PANELS: Record<PagePanelName, LazyExoticComponent<ComponentType>> = {
  outline: lazy(() =>
    import("../page-panels/OutlinePanel").then(({ OutlinePanel }) => ({ default: OutlinePanel })),
  ),
  diagnostics: lazy(() =>
    import("../page-panels/DiagnosticsPanel").then(({ DiagnosticsPanel }) => ({ default: DiagnosticsPanel })),
  ),
};
