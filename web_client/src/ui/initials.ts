/** Two letters and a tone that belong to a name. */

const PARTICLES = new Set([
  "van",
  "de",
  "der",
  "den",
  "ten",
  "ter",
  "von",
  "du",
  "la",
  "le",
  "el",
  "en",
  "and",
  "et",
]);
const TONES = ["office", "lilac", "olive", "blue", "client"] as const;

/** First letters of the first and the last name: "Jan van der Berg" -> "JB". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const names = words.filter((word, index) => index === 0 || !PARTICLES.has(word.toLowerCase()));
  const first = [...(names[0] ?? "")][0] ?? "";
  const last = names.length > 1 ? ([...(names.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase() || "?";
}

/** Always the same quiet tone for the same name. */
export function toneOf(name: string): (typeof TONES)[number] {
  // FNV-1a: neighbouring names fall far apart.
  let hash = 0x811c9dc5;
  for (const letter of name.trim().toLowerCase()) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return TONES[(hash >>> 8) % TONES.length] ?? "office";
}
