/** Clients as a table, or as cards on a telephone; however many there are, only what is in sight is drawn. */
import { Button, Checkbox } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useCallback, useMemo } from "react";
import { Link } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { Avatar, useLanguage, useT } from "../../ui";
import type { ClientRow } from "../api/clients";
import { captionOf, nextWords } from "./names";
import { type RowAction, RowMenu } from "./RowMenu";
import { isChosen, type Selection } from "./selection";
import { type Line, linesOf, useListWindow } from "./useListWindow";
import { useRem } from "./useRem";

interface ClientTableProps {
  readonly rows: readonly ClientRow[];
  readonly found: number;
  /** Under letters: sorted by a name. */
  readonly letters: boolean;
  readonly cards: boolean;
  /** The list of what was deleted: nobody is opened or chosen there. */
  readonly deleted: boolean;
  readonly selection: Selection;
  readonly headState: "none" | "some" | "all";
  readonly onChoose: (at: number, on: boolean, range: boolean) => void;
  readonly onChooseAll: (on: boolean) => void;
  readonly onAction: (row: ClientRow, action: RowAction) => void;
  readonly mayGrow: boolean;
  readonly grow: () => void;
  /** Handed the way to put the focus on a row. */
  readonly focusRow: RefObject<((at: number) => void) | undefined>;
  /** Back to the search field, from the first row upwards. */
  readonly onLeaveUp: () => void;
}

const HEIGHTS = { head: 2.0625, row: 3.8125, card: 6.25 } as const;

export function ClientTable(props: ClientTableProps) {
  const { rows, letters, cards, mayGrow, grow, focusRow, onLeaveUp, onChoose, selection } = props;
  const t = useT(clientsTexts);
  const rem = useRem();
  const lines = useMemo(() => linesOf(rows, letters), [rows, letters]);
  const sizeOf = useCallback(
    (line: Line) => rem * HEIGHTS[line.kind === "head" ? "head" : cards ? "card" : "row"],
    [rem, cards],
  );
  const { place, shown, before, after, focusOn } = useListWindow({ lines, sizeOf, mayGrow, grow });
  focusRow.current = focusOn;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    const at = Number(target.dataset.row);
    if (target.dataset.row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") focusOn(at + 1);
    else if (event.key === "ArrowUp" && at === 0) onLeaveUp();
    else if (event.key === "ArrowUp") focusOn(at - 1);
    else if (event.key === "Home") focusOn(0);
    else if (event.key === "End") focusOn(rows.length - 1);
    else if (event.key === " ") {
      const row = rows[at];
      if (row) onChoose(at, !isChosen(selection, row.id), event.shiftKey);
    } else return;
    event.preventDefault();
  };

  if (cards) {
    return (
      <ul className="c-cards" ref={place as RefObject<HTMLUListElement | null>} onKeyDown={onKeyDown}>
        <li aria-hidden="true" style={{ height: before }} />
        {shown.map((line) =>
          line.kind === "head" ? (
            <li key={line.key} className="c-letter" aria-hidden="true">
              {line.letter}
            </li>
          ) : (
            <Card key={line.key} line={line} {...props} />
          ),
        )}
        <li aria-hidden="true" style={{ height: after }} />
      </ul>
    );
  }
  return (
    <table className="c-table" aria-rowcount={props.found + 1} aria-label={t("clients")}>
      <thead>
        <tr>
          <td className="c-cell-check">
            {!props.deleted && (
              <Checkbox
                aria-label={t("chooseAllFound", { count: props.found })}
                checked={props.headState === "all"}
                indeterminate={props.headState === "some"}
                onChange={(event) => props.onChooseAll(event.currentTarget.checked)}
              />
            )}
          </td>
          <th scope="col">{t("columnName")}</th>
          <th scope="col" className="c-cell-email">
            {t("columnEmail")}
          </th>
          <th scope="col" className="c-cell-tags">
            {t("labels")}
          </th>
          <th scope="col" className="c-cell-next">
            {t("columnNext")}
          </th>
          <td className="c-cell-menu" />
        </tr>
      </thead>
      <tbody ref={place as RefObject<HTMLTableSectionElement | null>} onKeyDown={onKeyDown}>
        <Gap height={before} />
        {shown.map((line) =>
          line.kind === "head" ? (
            <tr key={line.key} className="c-letter-row">
              <th scope="rowgroup" colSpan={6}>
                {line.letter}
              </th>
            </tr>
          ) : (
            <Row key={line.key} line={line} {...props} />
          ),
        )}
        <Gap height={after} />
      </tbody>
    </table>
  );
}

function Gap({ height }: { readonly height: number }) {
  if (height < 1) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused, it only keeps the place
    <tr aria-hidden="true" className="c-gap">
      <td colSpan={6} style={{ height }} />
    </tr>
  );
}

type RowProps = ClientTableProps & { readonly line: Extract<Line, { kind: "row" }> };

function Choice({ line: { row, at }, selection, onChoose, deleted }: RowProps) {
  const t = useT(clientsTexts);
  if (deleted) return null;
  return (
    <Checkbox
      aria-label={t("chooseOne", { name: row.name })}
      checked={isChosen(selection, row.id)}
      onChange={(event) => {
        const range = (event.nativeEvent as MouseEvent).shiftKey === true;
        onChoose(at, event.currentTarget.checked, range);
      }}
    />
  );
}

function Name({ line: { row, at }, deleted }: RowProps) {
  const t = useT(clientsTexts);
  return (
    <span className="c-name">
      <Avatar name={row.name} size={40} />
      <span className="c-name-words">
        {deleted ? (
          <strong>{row.name}</strong>
        ) : (
          <Link to={`/adviser/clients/${row.id}`} data-row={at}>
            {row.name}
          </Link>
        )}
        <span>{captionOf(row, t)}</span>
      </span>
    </span>
  );
}

export function Reach({ row }: { readonly row: ClientRow }): ReactNode {
  const t = useT(clientsTexts);
  if (row.email_blocked) {
    return (
      <span className="c-blocked">
        <IconMailOff size={18} stroke={1.8} aria-hidden="true" />
        {t("emailBlocked")}
      </span>
    );
  }
  return (
    <span className="c-email" title={row.email}>
      {row.email}
      {row.unsubscribed && <small>{t("unsubscribed")}</small>}
    </span>
  );
}

/** Two short ones fit beside each other. */
function fitting(tags: ClientRow["tags"]): number {
  const letters = tags.reduce((sum, { name }) => sum + name.length, 0);
  return tags.length === 2 && letters <= 17 ? 2 : 1;
}

export function TagChips({ tags, most }: { readonly tags: ClientRow["tags"]; readonly most: number }) {
  const t = useT(clientsTexts);
  const rest = tags.slice(most);
  return (
    <span className="c-chips">
      {tags.slice(0, most).map((tag) => (
        <span key={tag.id} className="c-chip">
          {tag.name}
        </span>
      ))}
      {rest.length > 0 && (
        <span className="c-chip" title={rest.map(({ name }) => name).join(", ")}>
          <span aria-hidden="true">+{rest.length}</span>
          <span className="s-hidden">
            {t("andLabels", { names: rest.map(({ name }) => name).join(", ") })}
          </span>
        </span>
      )}
    </span>
  );
}

function Row(props: RowProps) {
  const { line, selection, onAction } = props;
  const t = useT(clientsTexts);
  const language = useLanguage();
  const { row, at } = line;
  return (
    <tr
      className="c-row"
      data-chosen={isChosen(selection, row.id) || undefined}
      data-odd={at % 2 === 1 || undefined}
      aria-rowindex={at + 2}
    >
      <td className="c-cell-check">
        <Choice {...props} />
      </td>
      <td>
        <Name {...props} />
      </td>
      <td className="c-cell-email">
        <Reach row={row} />
      </td>
      <td className="c-cell-tags">
        <TagChips tags={row.tags} most={fitting(row.tags)} />
      </td>
      <td className="c-cell-next">{nextWords(row.next_appointment, language, t)}</td>
      <td className="c-cell-menu">
        <RowMenu row={row} deleted={props.deleted} onAction={onAction} />
      </td>
    </tr>
  );
}

function Card(props: RowProps) {
  const { line, selection, onAction } = props;
  const t = useT(clientsTexts);
  const language = useLanguage();
  const { row } = line;
  const next = nextWords(row.next_appointment, language, t);
  return (
    <li className="c-card" data-chosen={isChosen(selection, row.id) || undefined}>
      <div className="c-card-top">
        <Choice {...props} />
        <Name {...props} />
        <RowMenu row={row} deleted={props.deleted} onAction={onAction} />
      </div>
      <div className="c-card-foot">
        {row.email_blocked ? <Reach row={row} /> : next !== "" && <span>{next}</span>}
        <TagChips tags={row.tags} most={1} />
      </div>
    </li>
  );
}

/** At the end of what is loaded, when reading on failed. */
export function GrowAgain({ onRetry }: { readonly onRetry: () => void }) {
  const t = useT(clientsTexts);
  return (
    <div className="a-more">
      <Button variant="default" onClick={onRetry}>
        {t("loadMore")}
      </Button>
    </div>
  );
}
