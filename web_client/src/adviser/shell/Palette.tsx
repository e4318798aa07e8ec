/** Ctrl K: one field that finds clients, appointments, documents, pages, sessions and help. */
import { Loader, Modal } from "@mantine/core";
import {
  IconArrowRight,
  IconCalendar,
  IconFile,
  IconHelpCircle,
  IconMessages,
  IconScreenShare,
  IconSearch,
  IconUser,
} from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { formatShortDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { officeTexts } from "../../i18n/office";
import { useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { useSessions } from "../api/sessions";
import { useArticles } from "../help/articles";
import { searchArticles } from "../help/search";
import { matches } from "../help/words";
import { nameOfSession } from "../sessions/names";
import { PLACES } from "./places";
import { startSession } from "./StartButton";
import { type Found, useFound } from "./useFound";

interface Hit {
  readonly key: string;
  readonly group: string;
  readonly icon: ReactNode;
  readonly words: string;
  readonly detail?: string;
  readonly go: () => void;
}

interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function Palette({ opened, onClose }: PaletteProps) {
  const t = useT(adviserTexts);
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size="38rem"
      padding={0}
      centered={false}
      yOffset="10vh"
      transitionProps={{ duration: 120 }}
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content aria-label={t("searchEverywhere")} radius="xl">
        <Modal.Body>{opened && <Search onClose={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Lines for what the server found. */
function useFoundHits(found: Found): Hit[] {
  const office = useT(officeTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  return useMemo(() => {
    const to = (address: string) => () => void navigate(address);
    const when = (start: string | null) => {
      if (start === null) return undefined;
      const at = new Date(start);
      return `${formatShortDay(language, at)} ${formatTime(language, at)}`;
    };
    return [
      ...found.clients.map((one) => ({
        key: one.id,
        group: office("clients"),
        icon: <IconUser size={20} />,
        words: one.name,
        ...detailOf(one.caption),
        go: to(`/adviser/clients/${one.id}`),
      })),
      ...found.appointments.map((one) => ({
        key: one.id,
        group: office("appointments"),
        icon: <IconCalendar size={20} />,
        words: one.client?.name ?? one.guest?.name ?? one.title,
        ...detailOf(when(one.start)),
        go: to(`/adviser/agenda?appointment=${one.id}`),
      })),
      ...found.documents.map((one) => ({
        key: one.id,
        group: office("documents"),
        icon: <IconFile size={20} />,
        words: one.name,
        ...detailOf(one.client?.name),
        go: to(`/adviser/documents?document=${one.id}`),
      })),
    ];
  }, [found, language, navigate, office]);
}

function detailOf(words: string | undefined): { readonly detail?: string } {
  return words ? { detail: words } : {};
}

function useHits(query: string): { hits: Hit[]; searching: boolean; failed: boolean } {
  const t = useT(adviserTexts);
  const office = useT(officeTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const { user } = useMember();
  const articles = useArticles();
  const sessions = useSessions(user.role === "admin" ? "all" : "mine");
  const asked = query.trim() !== "";
  const { found: there, asking, failed } = useFound(query, user.role === "admin" ? "all" : "mine");
  const foundHits = useFoundHits(there);
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = sessions;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    // The server pages by time; the person searches by name. A thousand sessions are enough to look through.
    if (asked && hasNextPage && !isFetchingNextPage && !isError && pages < 20) void fetchNextPage();
  }, [asked, hasNextPage, isFetchingNextPage, isError, fetchNextPage, pages]);

  const hits = useMemo(() => {
    const to = (address: string) => () => void navigate(address);
    const places: [string, string][] = [
      ...PLACES.map(({ to: address, words }): [string, string] => [
        words === "dashboard" || words === "signing" || words === "sessions" ? t(words) : office(words),
        address,
      ]),
      [t("newDocument"), "/adviser/signing/new"],
      [t("myAccount"), "/adviser/settings/account"],
      ...(user.role === "admin"
        ? ([
            [t("placeOffice"), "/adviser/settings/office"],
            [t("placeColleagues"), "/adviser/settings/colleagues"],
            [t("placeBrowsing"), "/adviser/settings/browsing"],
            [t("placeWebsite"), "/adviser/settings/website"],
            [t("placeMail"), "/adviser/settings/mail"],
            [`${t("settings")}: ${t("placeSigning")}`, "/adviser/settings/signing"],
            [t("placeTransactions"), "/adviser/settings/transactions"],
            [t("placeWebhooks"), "/adviser/settings/webhooks"],
            [t("placeApiKeys"), "/adviser/settings/api-keys"],
          ] as [string, string][])
        : []),
      [t("help"), "/help"],
    ];
    const found: Hit[] = [...foundHits];
    if (matches(query, [t("startSession")])) {
      found.push({
        key: "start",
        group: t("pages"),
        icon: <IconScreenShare size={20} />,
        words: t("startSession"),
        go: startSession,
      });
    }
    for (const [words, address] of places) {
      if (matches(query, [words])) {
        found.push({
          key: address,
          group: t("pages"),
          icon: <IconArrowRight size={20} />,
          words,
          go: to(address),
        });
      }
    }
    const items = data?.pages.flatMap((page) => page.items) ?? [];
    const wanted = items.filter((item) =>
      matches(query, [
        nameOfSession(item, t),
        item.title,
        item.host_name,
        ...item.people.map(({ name }) => name),
      ]),
    );
    for (const item of wanted.slice(0, asked ? 8 : 4)) {
      const start = new Date(item.started_at);
      found.push({
        key: item.id,
        group: t("sessions"),
        icon: <IconMessages size={20} />,
        words: nameOfSession(item, t),
        detail: `${formatShortDay(language, start)} ${formatTime(language, start)}`,
        go: to(`/adviser/sessions/${item.id}`),
      });
    }
    if (asked) {
      for (const { id, article } of searchArticles(articles ?? [], query).slice(0, 6)) {
        found.push({
          key: `help-${id}`,
          group: t("help"),
          icon: <IconHelpCircle size={20} />,
          words: article.title,
          go: to(`/help/${id}`),
        });
      }
    }
    return found;
  }, [query, asked, articles, data, foundHits, language, navigate, office, t, user.role]);
  return { hits, searching: asked && (sessions.isFetching || asking), failed };
}

function Search({ onClose }: { readonly onClose: () => void }) {
  const t = useT(adviserTexts);
  const id = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const office = useT(officeTexts);
  const { hits, searching, failed } = useHits(query);
  const chosen = Math.min(at, hits.length - 1);

  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [id, chosen]);

  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    hit.go();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && hits.length > 0) {
      event.preventDefault();
      setAt((chosen + step + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(hits[chosen]);
    }
  };

  return (
    <div className="a-palette">
      <div className="a-palette-field">
        <IconSearch size={21} stroke={1.8} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-label={t("searchEverywhere")}
          aria-expanded={hits.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={hits.length > 0 ? `${id}-${chosen}` : undefined}
          placeholder={t("searchEverywhere")}
          autoComplete="off"
          data-autofocus
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        {searching && <Loader size="sm" aria-hidden="true" />}
      </div>
      <div className="a-palette-hits" role="listbox" id={id} aria-label={t("found")}>
        {hits.map((hit, index) => (
          <div key={hit.key}>
            {hit.group !== hits[index - 1]?.group && (
              <div className="a-palette-group" aria-hidden="true">
                {hit.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, see aria-activedescendant */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field's arrow keys and Enter do the same */}
            <div
              role="option"
              id={`${id}-${index}`}
              className="a-palette-hit"
              aria-selected={index === chosen}
              onMouseMove={() => setAt(index)}
              onClick={() => go(hit)}
            >
              {hit.icon}
              <span>{hit.words}</span>
              {hit.detail && <small>{hit.detail}</small>}
            </div>
          </div>
        ))}
      </div>
      <p className="a-palette-none" role="status">
        {failed
          ? office("notReached")
          : hits.length === 0 && !searching
            ? t("nothingFound", { query: query.trim() })
            : ""}
      </p>
    </div>
  );
}
