/**
 * Runs `work` at once; while a pointer is held down, once it has been let go.
 *
 * What appears as a field loses the focus moves whatever stands below it. Were that under the pointer that took the focus
 * away, the click would miss.
 */
export function afterPress(work: () => void): void {
  if (!document.documentElement.matches(":active")) {
    work();
    return;
  }
  // The click follows the pointer's end.
  window.addEventListener("pointerup", () => window.setTimeout(work), { once: true });
}
