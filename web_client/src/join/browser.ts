/** Which words about permissions fit this browser. */

export type BrowserFamily = "Chrome" | "Firefox" | "Safari" | "Ios" | "Android" | "Other";

export function browserFamily(agent: string, touchPoints: number): BrowserFamily {
  // An iPad calls itself a Mac; only its touch points tell.
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1)) return "Ios";
  if (/Firefox\//.test(agent)) return "Firefox";
  if (/Android/.test(agent)) return "Android";
  if (/Chrome\/|Chromium\/|Edg\//.test(agent)) return "Chrome";
  if (/Safari\//.test(agent)) return "Safari";
  return "Other";
}
