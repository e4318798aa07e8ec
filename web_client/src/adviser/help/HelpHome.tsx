/** All help: a field that searches while typing, and the topics by group. */
import { Button, TextInput } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBuilding,
  IconCalendar,
  IconFiles,
  IconLayoutNavbar,
  IconMail,
  IconMessages,
  IconPencil,
  IconPlayerPlay,
  IconSearch,
  IconUsers,
  IconWorld,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { helpTexts } from "../../i18n/help";
import { EmptyState, IconTile, Notice, useT } from "../../ui";
import { useMe } from "../api/account";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { GROUP_IDS, useArticleQuery } from "./articles";
import { GROUPS, type GroupId } from "./articles/types";
import { BarPicture } from "./BarPicture";
import { type Entry, searchArticles } from "./search";
import { Votes } from "./Votes";

export const GROUP_WORDS = {
  start: "groupStart",
  bar: "groupBar",
  page: "groupPage",
  signing: "groupSigning",
  together: "groupTogether",
  clients: "groupClients",
  messages: "groupMessages",
  documents: "groupDocuments",
  agenda: "groupAgenda",
  trouble: "groupTrouble",
  office: "groupOffice",
} as const satisfies Record<GroupId, string>;

const ICONS: Readonly<Record<GroupId, ReactNode>> = {
  start: <IconPlayerPlay size={22} stroke={1.7} />,
  bar: <IconLayoutNavbar size={22} stroke={1.7} />,
  page: <IconWorld size={22} stroke={1.7} />,
  signing: <IconPencil size={22} stroke={1.7} />,
  together: <IconMessages size={22} stroke={1.7} />,
  clients: <IconUsers size={22} stroke={1.7} />,
  messages: <IconMail size={22} stroke={1.7} />,
  documents: <IconFiles size={22} stroke={1.7} />,
  agenda: <IconCalendar size={22} stroke={1.7} />,
  trouble: <IconAlertTriangle size={22} stroke={1.7} />,
  office: <IconBuilding size={22} stroke={1.7} />,
};

export function HelpHome() {
  const t = useT(helpTexts);
  const { data: me } = useMe();
  const [search, setSearch] = useSearchParams();
  const query = search.get("q") ?? "";
  const articles = useArticleQuery();
  const setQuery = (next: string) => setSearch(next === "" ? {} : { q: next }, { replace: true });
  return (
    <>
      <PageTitle title={t("title")} lead={t("lead")} />
      <TextInput
        className="h-search"
        type="search"
        size="lg"
        aria-label={t("search")}
        placeholder={t("searchPlaceholder")}
        leftSection={<IconSearch size={22} aria-hidden="true" />}
        autoComplete="off"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <Loaded query={articles} lines={8}>
        {(entries) =>
          query.trim() === "" ? (
            <>
              {!me && (
                <div className="a-before">
                  <Notice kind="info" title={t("forClients")}>
                    {t("forClientsText")} <Link to="/help/joining">{t("forClientsLink")}</Link>
                  </Notice>
                </div>
              )}
              <Topics entries={entries} />
              {me?.user.role === "admin" && <Votes entries={entries} />}
            </>
          ) : (
            <Hits entries={entries} query={query} onClear={() => setQuery("")} />
          )
        }
      </Loaded>
    </>
  );
}

function Topics({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useT(helpTexts);
  return (
    <>
      <BarPicture />
      <div className="h-groups">
        {GROUP_IDS.map((group) => (
          <section key={group} className="h-group" aria-labelledby={`help-${group}`}>
            <h2 id={`help-${group}`}>
              <IconTile tone={group === "trouble" ? "attention" : "office"}>{ICONS[group]}</IconTile>
              {t(GROUP_WORDS[group])}
            </h2>
            <ul>
              {GROUPS[group].map((id) => {
                const entry = entries.find((each) => each.id === id);
                return (
                  entry && (
                    <li key={id}>
                      <Link to={`/help/${id}`}>{entry.article.title}</Link>
                    </li>
                  )
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

interface HitsProps {
  readonly entries: readonly Entry[];
  readonly query: string;
  readonly onClear: () => void;
}

function Hits({ entries, query, onClear }: HitsProps) {
  const t = useT(helpTexts);
  const hits = searchArticles(entries, query);
  return (
    <>
      <p className="a-quiet" role="status">
        {hits.length > 0 ? t("foundCount", { count: hits.length }) : ""}
      </p>
      {hits.length === 0 ? (
        <EmptyState
          icon={<IconSearch size={34} stroke={1.6} />}
          title={t("noneTitle", { query: query.trim() })}
          headingLevel={2}
          actions={
            <Button variant="default" onClick={onClear}>
              {t("clearSearch")}
            </Button>
          }
        >
          {t("noneText")}
        </EmptyState>
      ) : (
        <ul className="h-hits">
          {hits.map(({ id, article }) => (
            <li key={id}>
              <Link to={`/help/${id}`}>
                <strong>{article.title}</strong>
                <span>{article.lead}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
