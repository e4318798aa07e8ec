/** Pixels of one rem: rows of a long list have sizes in rem, and the window into it counts in pixels. */
import { useSyncExternalStore } from "react";
import { subscribeLargerText } from "../../ui/preferences";

function rem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

/** Follows "larger letters". */
export function useRem(): number {
  return useSyncExternalStore(subscribeLargerText, rem);
}
