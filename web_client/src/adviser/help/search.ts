/** Finding help pages while somebody types: titles weigh most, then tags, then the text; slips are forgiven. */
import type { Article, ArticleId, Block } from "./articles/types";
import { wordsOf } from "./words";

export interface Entry {
  readonly id: ArticleId;
  readonly article: Article;
}

/** Every word of a block, without the signs of bold and links. */
export function textOf(block: Block): string {
  switch (block.kind) {
    case "text":
    case "title":
    case "note":
      return visible(block.text);
    case "steps":
    case "list":
      return block.items.map(visible).join(" ");
    case "pairs":
      return block.rows.flat().map(visible).join(" ");
    case "picture":
    case "shortcuts":
      return "";
  }
}

function visible(text: string): string {
  return text.replace(/\[\[[\w-]+\|([^\]]+)\]\]/g, "$1").replaceAll("**", "");
}

interface Indexed {
  readonly title: readonly string[];
  readonly tags: readonly string[];
  readonly rest: readonly string[];
}

const indexed = new WeakMap<Article, Indexed>();

function indexOf(article: Article): Indexed {
  const known = indexed.get(article);
  if (known) return known;
  const made = {
    title: wordsOf(article.title),
    tags: article.tags.flatMap(wordsOf),
    rest: wordsOf(`${article.lead} ${article.body.map(textOf).join(" ")}`),
  };
  indexed.set(article, made);
  return made;
}

const WEIGHTS = { title: 12, tags: 8, rest: 2 } as const;

/** How well one word is found: whole, as a beginning, inside a compound, or with one slip. */
function closeness(asked: string, word: string): number {
  if (word === asked) return 1;
  if (word.startsWith(asked)) return 0.8;
  // Dutch writes compounds as one word: "code" is in "sessiecode".
  if (asked.length >= 4 && word.includes(asked)) return 0.5;
  if (asked.length >= 5 && oneSlip(asked, word)) return 0.3;
  return 0;
}

/** One letter more, less or other, or two swapped. */
function oneSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const tail = (text: string, skip: number) => text.slice(start + skip);
  return (
    tail(one, 1) === tail(other, 1) ||
    tail(one, 1) === tail(other, 0) ||
    tail(one, 0) === tail(other, 1) ||
    (one[start] === other[start + 1] && one[start + 1] === other[start] && tail(one, 2) === tail(other, 2))
  );
}

function score(asked: readonly string[], article: Article): number {
  const index = indexOf(article);
  let total = 0;
  for (const word of asked) {
    const best = (["title", "tags", "rest"] as const).map(
      (place) => WEIGHTS[place] * Math.max(0, ...index[place].map((each) => closeness(word, each))),
    );
    const found = Math.max(...best);
    // Every word must be somewhere, else "camera zwart" would list all pages that say "camera".
    if (found === 0) return 0;
    total += found + best.reduce((sum, each) => sum + each, 0) / 10;
  }
  // "Microfoon" is more about it than "Camera en microfoon vooraf bekijken".
  const named = asked.filter((word) => index.title.some((each) => closeness(word, each) > 0)).length;
  return total + named / index.title.length;
}

/** Best first; all of them, in their own order, for an empty query. */
export function searchArticles(entries: readonly Entry[], query: string): Entry[] {
  const asked = wordsOf(query).filter((word) => word.length > 1 || wordsOf(query).length === 1);
  if (asked.length === 0) return [...entries];
  return entries
    .map((entry) => ({ entry, score: score(asked, entry.article) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((each) => each.entry);
}
