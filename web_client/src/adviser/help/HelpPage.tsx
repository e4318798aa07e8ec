/** One page of the help, with its search words, its neighbours, and the way back home. */
import { Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconMapQuestion } from "@tabler/icons-react";
import { Fragment } from "react";
import { Link, useParams } from "react-router";
import { helpTexts } from "../../i18n/help";
import { EmptyState, Notice, useT } from "../../ui";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { isArticleId, useArticleQuery } from "./articles";
import { type ArticleId, type Block, GROUPS, type GroupId } from "./articles/types";
import { BarPicture } from "./BarPicture";
import { GROUP_WORDS } from "./HelpHome";
import { Inline } from "./Inline";
import {
  CodePicture,
  FieldsPicture,
  JoinPicture,
  PencilPicture,
  StartPicture,
  WidgetPicture,
} from "./Pictures";
import { ShortcutList } from "./ShortcutList";
import type { Entry } from "./search";
import { Vote } from "./Vote";

export function HelpPage() {
  const t = useT(helpTexts);
  const { page } = useParams();
  const articles = useArticleQuery();
  return (
    <div className="h-page">
      <Link to="/help" className="a-back">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("home")}
      </Link>
      {isArticleId(page) ? (
        <Loaded query={articles} lines={8}>
          {(entries) => <Found key={page} id={page} entries={entries} />}
        </Loaded>
      ) : (
        <>
          <PageTitle title={t("notFound")} />
          <EmptyState
            icon={<IconMapQuestion size={34} stroke={1.6} />}
            title={t("notFoundText")}
            headingLevel={2}
            actions={
              <Button component={Link} to="/help">
                {t("home")}
              </Button>
            }
          />
        </>
      )}
    </div>
  );
}

function groupOf(id: ArticleId): GroupId {
  const found = (Object.keys(GROUPS) as GroupId[]).find((group) =>
    (GROUPS[group] as readonly ArticleId[]).includes(id),
  );
  return found ?? "start";
}

interface FoundProps {
  readonly id: ArticleId;
  readonly entries: readonly Entry[];
}

function Found({ id, entries }: FoundProps) {
  const t = useT(helpTexts);
  const at = entries.findIndex((entry) => entry.id === id);
  const article = entries[at]?.article;
  if (!article) return null;
  const before = entries[at - 1];
  const after = entries[at + 1];
  const group = groupOf(id);
  return (
    <div className="h-columns">
      <article className="h-article">
        <PageTitle title={article.title} lead={article.lead} />
        {article.body.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a page never change places
          <BlockView key={index} block={block} />
        ))}
        <Vote article={id} />
        <footer className="h-article-foot">
          <h2 className="h-small">{t("searchWords")}</h2>
          <ul className="h-tags">
            {article.tags.map((tag) => (
              <li key={tag}>
                <Link to={`/help?q=${encodeURIComponent(tag)}`}>{tag}</Link>
              </li>
            ))}
          </ul>
          <nav className="h-neighbours" aria-label={t("topics")}>
            {before && (
              <Link to={`/help/${before.id}`}>
                <IconArrowLeft size={18} aria-hidden="true" />
                <span>
                  <small>{t("before")}</small>
                  {before.article.title}
                </span>
              </Link>
            )}
            {after && (
              <Link to={`/help/${after.id}`} className="h-after">
                <span>
                  <small>{t("after")}</small>
                  {after.article.title}
                </span>
                <IconArrowRight size={18} aria-hidden="true" />
              </Link>
            )}
          </nav>
        </footer>
      </article>
      <nav className="h-side" aria-label={t(GROUP_WORDS[group])}>
        <h2 className="h-small">{t(GROUP_WORDS[group])}</h2>
        <ul>
          {GROUPS[group].map((each) => {
            const entry = entries.find((one) => one.id === each);
            return (
              entry && (
                <li key={each}>
                  <Link to={`/help/${each}`} aria-current={each === id ? "page" : undefined}>
                    {entry.article.title}
                  </Link>
                </li>
              )
            );
          })}
        </ul>
      </nav>
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  const t = useT(helpTexts);
  switch (block.kind) {
    case "text":
      return (
        <p>
          <Inline text={block.text} />
        </p>
      );
    case "title":
      return (
        <h2>
          <Inline text={block.text} />
        </h2>
      );
    case "steps":
      return (
        <ol className="h-steps">
          {block.items.map((item) => (
            <li key={item}>
              <Inline text={item} />
            </li>
          ))}
        </ol>
      );
    case "list":
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>
              <Inline text={item} />
            </li>
          ))}
        </ul>
      );
    case "note":
      return (
        <Notice kind="info" title={`${t("tip")}:`}>
          <Inline text={block.text} />
        </Notice>
      );
    case "pairs":
      return (
        <dl className="h-pairs">
          {block.rows.map(([term, words]) => (
            <Fragment key={term}>
              <dt>
                <Inline text={term} />
              </dt>
              <dd>
                <Inline text={words} />
              </dd>
            </Fragment>
          ))}
        </dl>
      );
    case "shortcuts":
      return <ShortcutList />;
    case "picture":
      switch (block.picture) {
        case "bar":
          return <BarPicture {...(block.at === undefined ? {} : { at: block.at })} />;
        case "start":
          return <StartPicture />;
        case "code":
          return <CodePicture />;
        case "join":
          return <JoinPicture />;
        case "widget":
          return <WidgetPicture />;
        case "pencil":
          return <PencilPicture />;
        case "fields":
          return <FieldsPicture />;
      }
  }
}
