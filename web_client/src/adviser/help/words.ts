/** Comparing words the way people type them: no capitals, no accents, beginnings are enough. */

/** "Geïnteresseerd, café" -> "geinteresseerd, cafe". */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The words of a text, plain. */
export function wordsOf(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Whether every word of the query begins a word of one of the texts. An empty query matches all. */
export function matches(query: string, texts: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf);
  return wordsOf(query).every((asked) => words.some((word) => word.startsWith(asked)));
}
