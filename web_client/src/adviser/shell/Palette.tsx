/** Ctrl K: one field that finds pages, help and sessions. */
import { Loader, Modal } from "@mantine/core";
import {
  IconArrowRight,
  IconHelpCircle,
  IconMessages,
  IconScreenShare,
  IconSearch,
} from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { formatShortDay, formatTime } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { useSessions } from "../api/sessions";
import { useArticles } from "../help/articles";
import { searchArticles } from "../help/search";
import { matches } from "../help/words";
import { nameOfSession } from "../sessions/names";
import { startSession } from "./StartButton";

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

function useHits(query: string): { hits: Hit[]; searching: boolean } {
  const t = useT(adviserTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const { user } = useMember();
  const articles = useArticles();
  const sessions = useSessions(user.role === "admin" ? "all" : "mine");
  const asked = query.trim() !== "";
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = sessions;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    // The server pages by time; the person searches by name. A thousand sessions are enough to look through.
    if (asked && hasNextPage && !isFetchingNextPage && !isError && pages < 20) void fetchNextPage();
  }, [asked, hasNextPage, isFetchingNextPage, isError, fetchNextPage, pages]);

  const hits = useMemo(() => {
    const to = (address: string) => () => void navigate(address);
    const places: [string, string][] = [
      [t("dashboard"), "/adviser"],
      [t("sessions"), "/adviser/sessions"],
      [t("signing"), "/adviser/signing"],
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
    const found: Hit[] = [];
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
  }, [query, asked, articles, data, language, navigate, t, user.role]);
  return { hits, searching: sessions.isFetching && asked };
}

function Search({ onClose }: { readonly onClose: () => void }) {
  const t = useT(adviserTexts);
  const id = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const { hits, searching } = useHits(query);
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
        {hits.length === 0 && !searching ? t("nothingFound", { query: query.trim() }) : ""}
      </p>
    </div>
  );
}
