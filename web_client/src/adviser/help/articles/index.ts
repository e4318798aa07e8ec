/** The help pages of one language; each language is a part of its own and comes when it is asked for. */
import { useQuery } from "@tanstack/react-query";
import type { Language } from "../../../i18n";
import { useLanguage } from "../../../ui";
import type { Entry } from "../search";
import { type ArticleId, type Articles, GROUPS, type GroupId } from "./types";

const LOADERS: Readonly<Record<Language, () => Promise<Articles>>> = {
  nl: async () => (await import("./nl")).articles,
  en: async () => (await import("./en")).articles,
  fr: async () => (await import("./fr")).articles,
};

export function loadArticles(language: Language): Promise<Articles> {
  return LOADERS[language]();
}

export const GROUP_IDS = Object.keys(GROUPS) as GroupId[];
export const ARTICLE_IDS: readonly ArticleId[] = Object.values(GROUPS).flat();

export function isArticleId(value: string | undefined): value is ArticleId {
  return (ARTICLE_IDS as readonly (string | undefined)[]).includes(value);
}

export function entriesOf(articles: Articles): Entry[] {
  return ARTICLE_IDS.map((id) => ({ id, article: articles[id] }));
}

export function useArticleQuery() {
  const language = useLanguage();
  return useQuery({
    queryKey: ["help", language],
    queryFn: async () => entriesOf(await loadArticles(language)),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** In the page's language; undefined until they are there. */
export function useArticles(): readonly Entry[] | undefined {
  return useArticleQuery().data;
}
