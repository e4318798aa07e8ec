/** All sessions, newest first: one's own, or for administrators everybody's. */
import { Button, Loader, Tabs, TextInput } from "@mantine/core";
import { IconMessages, IconScreenShare, IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { EmptyState, Panel, useT } from "../../ui";
import { useMember } from "../api/account";
import { type Scope, type SessionItem, useSessions } from "../api/sessions";
import { matches } from "../help/words";
import { MoreOfList } from "../shell/MoreOfList";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { startSession } from "../shell/StartButton";
import { nameOfSession } from "./names";
import { SessionRow } from "./SessionRow";
import { StartWithClient } from "./StartWithClient";

export function Sessions() {
  const t = useT(adviserTexts);
  const { user } = useMember();
  const [search, setSearch] = useSearchParams();
  const admin = user.role === "admin";
  const scope: Scope = admin && search.get("scope") === "all" ? "all" : "mine";
  return (
    <>
      <PageTitle title={t("sessions")} lead={t("sessionsLead")}>
        <StartWithClient />
      </PageTitle>
      {admin ? (
        <Tabs
          value={scope}
          onChange={(value) => setSearch(value === "all" ? { scope: "all" } : {}, { replace: true })}
          keepMounted={false}
        >
          <Tabs.List mb="lg" aria-label={t("whoseSessions")}>
            <Tabs.Tab value="mine">{t("mine")}</Tabs.Tab>
            <Tabs.Tab value="all">{t("everyone")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="mine">
            <SessionList scope="mine" />
          </Tabs.Panel>
          <Tabs.Panel value="all">
            <SessionList scope="all" />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <SessionList scope="mine" />
      )}
    </>
  );
}

/** Beyond this the person had better add a word. */
const MOST_PAGES = 40;

function SessionList({ scope }: { readonly scope: Scope }) {
  const t = useT(adviserTexts);
  const [query, setQuery] = useState("");
  const list = useSessions(scope, { live: true });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, data } = list;
  const asked = query.trim() !== "";
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (asked && hasNextPage && !isFetchingNextPage && !isFetchNextPageError && pages < MOST_PAGES) {
      void fetchNextPage();
    }
  }, [asked, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, pages]);

  const wanted = (session: SessionItem) =>
    matches(query, [
      nameOfSession(session, t),
      session.title,
      session.host_name,
      ...session.people.map(({ name }) => name),
      session.code ?? "",
    ]);

  return (
    <>
      <TextInput
        className="a-filter"
        type="search"
        aria-label={t("searchSessions")}
        placeholder={t("searchSessions")}
        leftSection={<IconSearch size={19} aria-hidden="true" />}
        rightSection={asked && isFetchingNextPage ? <Loader size="xs" aria-hidden="true" /> : undefined}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <Panel flush>
        <Loaded query={list} lines={6}>
          {({ pages: loaded }) => {
            const all = loaded.flatMap((page) => page.items);
            const shown = all.filter(wanted);
            if (all.length === 0) return <NoSessions />;
            return (
              <>
                <p className="s-hidden" role="status">
                  {asked ? t("sessionsFound", { count: shown.length }) : ""}
                </p>
                {shown.length === 0 ? (
                  <p className="a-inset a-quiet">
                    {isFetchingNextPage ? t("searchingOlder") : t("nothingFound", { query: query.trim() })}
                  </p>
                ) : (
                  <ul className="a-rows">
                    {shown.map((session) => (
                      <SessionRow key={session.id} session={session} withHost={scope === "all"} />
                    ))}
                  </ul>
                )}
                <MoreOfList list={list} offered={!asked}>
                  {t("olderSessions")}
                </MoreOfList>
              </>
            );
          }}
        </Loaded>
      </Panel>
    </>
  );
}

export function NoSessions() {
  const t = useT(adviserTexts);
  return (
    <EmptyState
      headingLevel={2}
      icon={<IconMessages size={34} stroke={1.6} />}
      title={t("noSessionsTitle")}
      actions={
        <Button leftSection={<IconScreenShare size={20} aria-hidden="true" />} onClick={startSession}>
          {t("startFirst")}
        </Button>
      }
    >
      {t("noSessionsText")}
    </EmptyState>
  );
}
