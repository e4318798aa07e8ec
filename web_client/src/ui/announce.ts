/** Says something to screen readers that sighted people see happen. */

let region: HTMLElement | undefined;

/** Polite: waits until the reader pauses. Important news belongs on the screen, in a Notice with `live`. */
export function announce(sentence: string): void {
  if (region === undefined || !region.isConnected) {
    region = document.createElement("div");
    region.className = "s-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = "";
  // Some readers miss a text that stands in a region from its first moment.
  const target = region;
  window.setTimeout(() => {
    target.textContent = sentence;
  }, 60);
}
