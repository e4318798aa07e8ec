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
  let sum = 0;
  for (const letter of name.trim().toLowerCase()) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return TONES[sum % TONES.length] ?? "office";
}
