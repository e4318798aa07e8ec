/** All clients: search as you type, filters, letters, selections, and what can be done with many at once. */
import { Button, Drawer, Loader, Menu, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconArrowsSort,
  IconCheck,
  IconChevronDown,
  IconFilter,
  IconSearch,
  IconUpload,
  IconUserPlus,
  IconUsers,
} from "@tabler/icons-react";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { EmptyState, Panel, useT } from "../../ui";
import { useClients, useFacets } from "../api/clients";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { ActiveFilters } from "./ActiveFilters";
import { ClientTable, GrowAgain } from "./ClientTable";
import { ExportMenu } from "./ExportMenu";
import { FilterPanel } from "./FilterPanel";
import {
  addressOf,
  type ClientFilter,
  changed,
  filterOf,
  isNarrowed,
  SORTS,
  type Sort,
  sortOf,
} from "./filter";
import { LetterRail } from "./LetterRail";
import { ListActions, useListActions } from "./ListActions";
import { SelectionMenu } from "./SelectionMenu";
import { countChosen, headState } from "./selection";
import "./clients.css";

const SORT_WORDS = {
  last: "sortLast",
  first: "sortFirst",
  created: "sortCreated",
  number: "sortNumber",
} as const satisfies Record<Sort, string>;

export function Clients() {
  const t = useT(clientsTexts);
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const sort = sortOf(search);
  const wide = useMediaQuery("(min-width: 72em)", true, { getInitialValueInEffect: false });
  const cards = useMediaQuery("(max-width: 47.9em)", false, { getInitialValueInEffect: false });
  const [filtering, setFiltering] = useState(false);
  const list = useClients(filter, sort);
  const facets = useFacets(filter);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const first = list.data?.pages[0];
  const found = first?.found ?? 0;
  const actions = useListActions(rows, filter, found);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const grow = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  const go = (next: ClientFilter, by: Sort = sort) => {
    setSearch(addressOf(next, by), { replace: true });
    actions.forget();
  };

  const field = useRef<HTMLInputElement>(null);
  const focusRow = useRef<(at: number) => void>(undefined);
  // Who goes on into the list before it has followed what was typed, waits for it: the first row would be somebody else.
  const [leavingFor, setLeavingFor] = useState<string>();
  const followed = list.isSuccess && !list.isPlaceholderData && (filter.search ?? "") === leavingFor;
  useEffect(() => {
    if (!followed) return;
    focusRow.current?.(0);
    setLeavingFor(undefined);
  }, [followed]);

  const panel = <FilterPanel filter={filter} facets={facets.data} onFilter={go} withTitle={wide} />;
  return (
    <>
      <PageTitle
        title={t("clients")}
        badge={
          <SelectionMenu
            filter={filter}
            found={first?.found}
            total={first?.total}
            more={first?.more ?? false}
            onFilter={go}
          />
        }
      >
        <Button
          variant="default"
          component={Link}
          to="/adviser/clients/import"
          leftSection={<IconUpload size={20} aria-hidden="true" />}
        >
          {t("import")}
        </Button>
        <ExportMenu target={actions.target} />
        <Button
          component={Link}
          to="/adviser/clients/new"
          leftSection={<IconUserPlus size={20} aria-hidden="true" />}
        >
          {t("newClient")}
        </Button>
      </PageTitle>
      <div className="c-page">
        {wide ? (
          panel
        ) : (
          <Drawer
            opened={filtering}
            onClose={() => setFiltering(false)}
            title={t("filterClients")}
            closeButtonProps={{ "aria-label": t("close") }}
            size="min(22rem, 100%)"
          >
            {panel}
          </Drawer>
        )}
        <div className="c-main">
          <div className="c-search">
            <SearchField
              value={filter.search ?? ""}
              onSearch={(value) => go(changed(filter, { search: value }))}
              busy={list.isFetching && !isFetchingNextPage}
              onLeave={setLeavingFor}
              field={field}
            />
            {!wide && (
              <Button
                variant="default"
                leftSection={<IconFilter size={20} aria-hidden="true" />}
                onClick={() => setFiltering(true)}
              >
                {t("filter")}
              </Button>
            )}
            <SortMenu sort={sort} onSort={(by) => go(filter, by)} />
          </div>
          <ActiveFilters filter={filter} facets={facets.data} onFilter={go} />
          {(sort === "last" || sort === "first") && (first?.letters.length ?? 0) > 1 && found > 30 && (
            <LetterRail
              letters={first?.letters ?? []}
              onLetter={(letter) => go(changed(filter, { letter }))}
            />
          )}
          <Panel flush className="c-panel">
            <Loaded query={list} lines={8}>
              {() =>
                rows.length === 0 ? (
                  <Nobody narrowed={isNarrowed(filter)} search={filter.search} onClear={() => go({})} />
                ) : (
                  <>
                    <ClientTable
                      rows={rows}
                      found={found}
                      letters={sort === "last" || sort === "first"}
                      cards={cards}
                      deleted={filter.deleted === "yes"}
                      selection={actions.selection}
                      headState={headState(actions.selection, found)}
                      onChoose={actions.onChoose}
                      onChooseAll={actions.onChooseAll}
                      onAction={actions.onRow}
                      mayGrow={hasNextPage && !isFetchingNextPage && !isFetchNextPageError}
                      grow={grow}
                      focusRow={focusRow}
                      onLeaveUp={() => field.current?.focus()}
                    />
                    {isFetchNextPageError && <GrowAgain onRetry={grow} />}
                    {isFetchingNextPage && (
                      <div className="a-more" role="status">
                        <Loader size="sm" aria-hidden="true" />
                        <span className="s-hidden">{t("loadingMore")}</span>
                      </div>
                    )}
                  </>
                )
              }
            </Loaded>
          </Panel>
          <ListActions actions={actions} found={found} chosen={countChosen(actions.selection, found)} />
        </div>
      </div>
    </>
  );
}

interface SearchFieldProps {
  readonly value: string;
  readonly onSearch: (value: string) => void;
  readonly busy: boolean;
  /** The arrow down, with what had been typed by then; undefined when somebody types on. */
  readonly onLeave: (typed: string | undefined) => void;
  readonly field: React.RefObject<HTMLInputElement | null>;
}

const SETTLE_MS = 120;

function SearchField({ value, onSearch, busy, onLeave, field }: SearchFieldProps) {
  const t = useT(clientsTexts);
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  // A kept selection, or "back": the field follows, unless somebody types in it.
  if (known !== value) {
    setKnown(value);
    if (value !== typed.trim() && document.activeElement !== field.current) setTyped(value);
  }
  const tell = useRef(onSearch);
  tell.current = onSearch;
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === value) return;
    const timer = setTimeout(() => tell.current(wanted), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    const wanted = typed.trim();
    if (wanted !== value) onSearch(wanted);
    onLeave(wanted);
  };
  return (
    <TextInput
      ref={field}
      className="c-search-field"
      type="search"
      aria-label={t("searchClients")}
      placeholder={t("searchPlaceholder")}
      leftSection={<IconSearch size={20} aria-hidden="true" />}
      rightSection={busy && typed !== "" ? <Loader size="xs" aria-hidden="true" /> : undefined}
      autoComplete="off"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onLeave(undefined);
      }}
      onKeyDown={onKeyDown}
    />
  );
}

function SortMenu({ sort, onSort }: { readonly sort: Sort; readonly onSort: (sort: Sort) => void }) {
  const t = useT(clientsTexts);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<IconArrowsSort size={19} aria-hidden="true" />}
          rightSection={<IconChevronDown size={18} aria-hidden="true" />}
          aria-label={t("sortedBy", { by: t(SORT_WORDS[sort]) })}
        >
          {t(SORT_WORDS[sort])}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {SORTS.map((each) => (
          <Menu.Item
            key={each}
            onClick={() => onSort(each)}
            rightSection={each === sort ? <IconCheck size={18} aria-hidden="true" /> : undefined}
            fw={each === sort ? 650 : 400}
          >
            {t(SORT_WORDS[each])}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface NobodyProps {
  readonly narrowed: boolean;
  readonly search: string | undefined;
  readonly onClear: () => void;
}

function Nobody({ narrowed, search, onClear }: NobodyProps) {
  const t = useT(clientsTexts);
  if (narrowed || search !== undefined) {
    return (
      <EmptyState
        headingLevel={2}
        icon={<IconSearch size={32} stroke={1.6} />}
        title={search === undefined ? t("noneFoundTitle") : t("noneFoundFor", { query: search })}
        actions={
          <Button variant="default" onClick={onClear}>
            {t("showAll")}
          </Button>
        }
      >
        {t("noneFoundText")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      headingLevel={2}
      icon={<IconUsers size={34} stroke={1.6} />}
      title={t("noClientsTitle")}
      actions={
        <>
          <Button
            component={Link}
            to="/adviser/clients/new"
            leftSection={<IconUserPlus size={20} aria-hidden="true" />}
          >
            {t("newClient")}
          </Button>
          <Button variant="default" component={Link} to="/adviser/clients/import">
            {t("import")}
          </Button>
        </>
      }
    >
      {t("noClientsText")}
    </EmptyState>
  );
}
