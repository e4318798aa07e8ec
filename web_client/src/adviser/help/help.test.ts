/** The help: the same pages in three languages, links that lead somewhere, and a search that finds them. */
import { beforeAll, describe, expect, test } from "vitest";
import { LANGUAGES, type Language } from "../../i18n";
import { ARTICLE_IDS, entriesOf, isArticleId, loadArticles } from "./articles";
import type { Articles } from "./articles/types";
import { BAR, type Block } from "./articles/types";
import { searchArticles, textOf } from "./search";
import { matches } from "./words";

const articles = {} as Record<Language, Articles>;

beforeAll(async () => {
  for (const language of LANGUAGES) articles[language] = await loadArticles(language);
});

function shape(block: Block): unknown {
  switch (block.kind) {
    case "steps":
    case "list":
      return [block.kind, block.items.length];
    case "pairs":
      return [block.kind, block.rows.length];
    case "picture":
      return [block.kind, block.picture, block.at];
    default:
      return block.kind;
  }
}

function everyText(all: Articles): string[] {
  return ARTICLE_IDS.flatMap((id) => {
    const { title, lead, body } = all[id];
    return [title, lead, ...body.map((block) => JSON.stringify(block))];
  });
}

function find(language: Language, query: string): string[] {
  return searchArticles(entriesOf(articles[language]), query).map(({ id }) => id);
}

describe.each(LANGUAGES)("help in %s", (language) => {
  test("F077 has a title, a lead, search words and a text on every page", () => {
    for (const id of ARTICLE_IDS) {
      const article = articles[language][id];
      expect(article.title, id).not.toBe("");
      expect(article.lead, id).not.toBe("");
      expect(article.tags.length, id).toBeGreaterThanOrEqual(4);
      expect(article.body.length, id).toBeGreaterThanOrEqual(2);
    }
  });

  test("is built like the Dutch pages, block by block", () => {
    for (const id of ARTICLE_IDS) {
      expect(articles[language][id].body.map(shape), id).toEqual(articles.nl[id].body.map(shape));
    }
  });

  test("links only to pages that exist", () => {
    const links = everyText(articles[language]).flatMap((text) => [...text.matchAll(/\[\[([\w-]+)\|/g)]);
    expect(links.length).toBeGreaterThan(20);
    expect(links.map((match) => match[1]).filter((page) => !isArticleId(page))).toEqual([]);
  });

  test("closes every bold word and shouts nowhere", () => {
    for (const text of everyText(articles[language])) {
      expect((text.match(/\*\*/g) ?? []).length % 2, text).toBe(0);
      expect(text).not.toContain("!");
    }
  });

  test("F030 shows each of the ten functions in the drawing of the bar, at its own number", () => {
    expect(BAR).toHaveLength(10);
    BAR.forEach((id, index) => {
      expect(articles[language][id].body[0], id).toEqual({ kind: "picture", picture: "bar", at: index + 1 });
    });
  });

  test("F009 shows the start icon on the page about starting", () => {
    expect(articles[language]["start-session"].body[0]).toEqual({ kind: "picture", picture: "start" });
  });

  test("finds every page by its own title, first", () => {
    for (const id of ARTICLE_IDS) {
      expect(find(language, articles[language][id].title).slice(0, 2), id).toContain(id);
    }
  });

  test("finds every page by each of its search words", () => {
    for (const id of ARTICLE_IDS) {
      for (const tag of articles[language][id].tags)
        expect(find(language, tag), `${id}: ${tag}`).toContain(id);
    }
  });
});

describe("searching", () => {
  test("begins with the first letters and forgives capitals and accents", () => {
    expect(find("nl", "INVOER")[0]).toBe("input-rights");
    expect(find("fr", "camera")).toContain("camera");
  });

  test("finds a part of a Dutch compound and forgives one slip", () => {
    expect(find("nl", "toetsen")).toContain("shortcuts");
    expect(find("nl", "micorfoon")[0]).toBe("microphone");
  });

  test("wants every word to be somewhere", () => {
    expect(find("nl", "camera geweigerd")).toContain("permissions");
    expect(find("nl", "camera xylofoon")).toEqual([]);
  });

  test("lists all pages for an empty question, and none for nonsense", () => {
    expect(find("nl", "  ")).toEqual([...ARTICLE_IDS]);
    expect(find("nl", "qqqqq")).toEqual([]);
  });

  test("reads words without the signs around them", () => {
    expect(textOf({ kind: "text", text: "Zie **hier** en [[chat|de chat]]." })).toBe("Zie hier en de chat.");
  });

  test("matches beginnings of words in any of the texts", () => {
    expect(matches("jan ver", ["Jan en Els Vermeulen"])).toBe(true);
    expect(matches("jan postma", ["Jan en Els Vermeulen", "Henk Postma"])).toBe(true);
    expect(matches("meulen", ["Jan en Els Vermeulen"])).toBe(false);
    expect(matches("", [])).toBe(true);
  });
});
