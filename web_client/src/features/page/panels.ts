/** The panels about the page that open at the right; the menu of the page offers what stands here. */
import type { ComponentType, LazyExoticComponent } from "react";

export type PagePanelName = "outline" | "diagnostics";

/** Each a `lazy(() => import(...))` of a component that draws itself in a `SidePanel`. */
export const PAGE_PANELS: Partial<Record<PagePanelName, LazyExoticComponent<ComponentType>>> = {};
