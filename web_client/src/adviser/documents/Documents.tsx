/** All documents shared with clients and by clients; counters, storage, one's own stock beside it. */
import { Button, Progress, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFiles, IconFileUpload, IconPlus, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { formatBytes } from "../../i18n";
import { papersTexts } from "../../i18n/documents-crm";
import { EmptyState, Panel, useLanguage, useT } from "../../ui";
import { type Counts, type DocumentStatus, useDocuments, useRequests } from "../api/documents";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { DocumentRow } from "./DocumentRow";
import { Library } from "./Library";
import { RequestDocumentDialog } from "./RequestDocumentDialog";
import { RequestRow } from "./RequestRow";
import { ShareDocumentDialog } from "./ShareDocumentDialog";
import { useDocumentActions } from "./useDocumentActions";
import "./documents.css";

/** The counters, in the order of what happens to a document. */
const TILES = [
  ["shared", "statusShared"],
  ["seen", "statusSeen"],
  ["received", "statusReceived"],
  ["requested", "statusRequested"],
  ["waiting_signature", "statusWaiting"],
  ["signed", "statusSigned"],
  ["internal", "statusInternal"],
] as const satisfies readonly (readonly [keyof Counts, string])[];

type Tile = (typeof TILES)[number][0];

function tileOf(asked: string | null): Tile | undefined {
  return TILES.find(([name]) => name === asked)?.[0];
}

export function Documents() {
  const t = useT(papersTexts);
  const [address, setAddress] = useSearchParams();
  const tile = tileOf(address.get("status"));
  const [query, setQuery] = useState(address.get("search") ?? "");
  const [settled] = useDebouncedValue(query.trim(), 250);
  const asked = address.get("new");
  const [dialog, setDialog] = useState<"share" | "request" | undefined>(
    asked === "share" || asked === "request" ? asked : undefined,
  );
  const status: DocumentStatus | undefined = tile === "requested" ? undefined : tile;
  const list = useDocuments({ status, search: settled });
  const { act, news, dialogs } = useDocumentActions();
  const first = list.data?.pages[0];
  const choose = (next: Tile) => setAddress(next === tile ? {} : { status: next }, { replace: true });
  return (
    <>
      <PageTitle title={t("title")} lead={t("lead")}>
        <Button
          variant="default"
          leftSection={<IconFileUpload size={20} aria-hidden="true" />}
          onClick={() => setDialog("request")}
        >
          {t("requestDocument")}
        </Button>
        <Button leftSection={<IconPlus size={20} aria-hidden="true" />} onClick={() => setDialog("share")}>
          {t("addDocument")}
        </Button>
      </PageTitle>
      <div className="d-page">
        <div>
          {first && <Counters counts={first.counts} chosen={tile} onChoose={choose} />}
          <div className="a-stack">
            <TextInput
              className="a-filter"
              type="search"
              aria-label={t("search")}
              placeholder={t("search")}
              leftSection={<IconSearch size={19} aria-hidden="true" />}
              value={query}
              onChange={(event) => setQuery(event.currentTarget.value)}
            />
            {news}
            {tile === "requested" ? (
              <OpenRequests />
            ) : (
              <List
                list={list}
                narrowed={status !== undefined || settled !== ""}
                searched={settled !== ""}
                onAct={act}
                onShare={() => setDialog("share")}
              />
            )}
          </div>
        </div>
        <aside className="a-stack" aria-label={t("library")}>
          <Library onAct={act} />
          {first && <Storage used={first.used_bytes} limit={first.limit_bytes} />}
        </aside>
      </div>
      {dialogs}
      {dialog === "share" && <ShareDocumentDialog onClose={() => setDialog(undefined)} />}
      {dialog === "request" && <RequestDocumentDialog onClose={() => setDialog(undefined)} />}
    </>
  );
}

interface CountersProps {
  readonly counts: Counts;
  readonly chosen: Tile | undefined;
  readonly onChoose: (tile: Tile) => void;
}

function Counters({ counts, chosen, onChoose }: CountersProps) {
  const t = useT(papersTexts);
  return (
    <ul className="d-counters" aria-label={t("counters")}>
      {TILES.map(([name, words]) => (
        <li key={name}>
          <button
            type="button"
            className="d-counter"
            aria-pressed={name === chosen}
            onClick={() => onChoose(name)}
          >
            <strong>{counts[name]}</strong>
            <span>{t(words)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface ListProps {
  readonly list: ReturnType<typeof useDocuments>;
  readonly narrowed: boolean;
  readonly searched: boolean;
  readonly onAct: Parameters<typeof DocumentRow>[0]["onAct"];
  readonly onShare: () => void;
}

function List({ list, narrowed, searched, onAct, onShare }: ListProps) {
  const t = useT(papersTexts);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel flush>
      <Loaded query={list} lines={6}>
        {() =>
          items.length > 0 ? (
            <>
              <p className="s-hidden" role="status">
                {searched ? t("found", { count: items.length }) : ""}
              </p>
              <ul className="d-rows">
                {items.map((document) => (
                  <DocumentRow key={document.id} document={document} onAct={onAct} />
                ))}
              </ul>
            </>
          ) : narrowed ? (
            <p className="a-inset a-quiet" role="status">
              {t("noneFound")}
            </p>
          ) : (
            <EmptyState
              headingLevel={2}
              icon={<IconFiles size={34} stroke={1.6} />}
              title={t("noneTitle")}
              actions={<Button onClick={onShare}>{t("addDocument")}</Button>}
            >
              {t("noneText")}
            </EmptyState>
          )
        }
      </Loaded>
      {list.hasNextPage && (
        <div className="a-more">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("older")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function OpenRequests() {
  const t = useT(papersTexts);
  const list = useRequests({ state: "open" });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={t("requestOpen")} flush>
      <Loaded query={list}>
        {() =>
          items.length === 0 ? (
            <p className="a-inset a-quiet">{t("noneFound")}</p>
          ) : (
            <ul className="d-rows">
              {items.map((request) => (
                <RequestRow key={request.id} request={request} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Storage({ used, limit }: { readonly used: number; readonly limit: number }) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const words =
    limit === 0
      ? t("storageUsed", { used: formatBytes(language, used) })
      : t("storageOf", { used: formatBytes(language, used), limit: formatBytes(language, limit) });
  const part = limit === 0 ? 0 : Math.min(100, (used / limit) * 100);
  return (
    <Panel title={t("storage")}>
      <div className="d-storage">
        <span>{words}</span>
        {limit > 0 && (
          <Progress
            value={part}
            color={part > 90 ? "red" : undefined}
            aria-label={`${t("storage")}: ${words}`}
          />
        )}
      </div>
    </Panel>
  );
}
