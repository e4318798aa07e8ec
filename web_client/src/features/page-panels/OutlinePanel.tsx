/** The web page in words, beside its picture: read along, and for whoever may, click and fill in, without seeing or pointing. */
import { NativeSelect } from "@mantine/core";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { panelTexts } from "../../i18n/panels";
import { roomTexts } from "../../i18n/room";
import type { OutlineAction, OutlineNode } from "../../protocol/page";
import { useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { SidePanel } from "../../room/SidePanel";
import { mayDrive } from "../../state/session";
import { announce, Notice, useT } from "../../ui";
import { usePageLane, usePageState } from "../page/usePageLane";
import { KINDS, type Kind, ofKind } from "./kinds";
import { OutlineItem } from "./OutlineItem";
import classes from "./Panels.module.css";

export function OutlinePanel() {
  const room = useT(roomTexts);
  return (
    <SidePanel name="outline" title={room("outline")} ownScroll>
      <Outline />
    </SidePanel>
  );
}

function Outline() {
  const t = useT(panelTexts);
  const lane = usePageLane();
  const live = usePageState((state) => state.lane === "live");
  const nodes = usePageState((state) => state.outline);
  const more = usePageState((state) => state.outlineMore);
  const isChair = useRoomState((state) => state.isChair);
  const blurred = useRoomState((state) => state.session.page?.blurred === true);
  const shown = useRoomState((state) => state.session.stage === "page");
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  const [kind, setKind] = useState<Kind>("all");
  // What a client may not see, they may not read either: the server sends nothing then, and here nothing stays.
  const hidden = !isChair && (blurred || !shown);
  useEffect(() => (hidden ? undefined : lane?.listenToOutline()), [lane, hidden]);
  usePageChange(hidden);
  const act = useCallback(
    (node: string, action: OutlineAction, text?: string) => {
      const went = lane?.act(node, action, text) ?? false;
      if (!went) announce(t("notSent"));
      return went;
    },
    [lane, t],
  );
  const listed = nodes === null ? null : ofKind(nodes, kind);
  const list = useKeptFocus(listed, t("moved"));
  if (hidden)
    return (
      <div className={classes.note}>
        <Notice kind="info">{t(blurred ? "blurred" : "offStage")}</Notice>
      </div>
    );
  return (
    <>
      <div className={classes.top}>
        <Rights may={may} />
        <NativeSelect
          size="sm"
          label={t("showOnly")}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={KINDS.map((value) => ({ value, label: t(LABELS[value]) }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section ref={list} className={classes.outline} aria-label={t("contents")} tabIndex={0}>
        <PageName />
        {listed === null ? (
          <p className={classes.quiet} role="status">
            {t(live ? "comingText" : "away")}
          </p>
        ) : listed.length === 0 ? (
          <p className={classes.quiet}>{t(kind === "all" ? "empty" : "noneOfThese")}</p>
        ) : (
          keyed(listed).map(([key, node]) => <OutlineItem key={key} node={node} may={may} act={act} />)
        )}
        {more && <p className={classes.quiet}>{t("more")}</p>}
      </section>
    </>
  );
}

const LABELS = {
  all: "showAll",
  headings: "showHeadings",
  links: "showLinks",
  fields: "showFields",
} as const satisfies Record<Kind, string>;

/** By the node's own id, so that a screen reader stays where it is while the page changes around it. */
function keyed(nodes: readonly OutlineNode[]): [string, OutlineNode][] {
  const seen = new Map<string, number>();
  return nodes.map((node) => {
    const times = seen.get(node.id) ?? 0;
    seen.set(node.id, times + 1);
    return [times === 0 ? node.id : `${node.id} ${times}`, node];
  });
}

/** Whether what is done here counts, and what it does. */
function Rights({ may }: { readonly may: boolean }) {
  const t = useT(panelTexts);
  const driver = usePageState((state) => state.driver);
  const drives = useRoomState((state) => driver !== null && driver === state.selfId);
  const name = useRoomState((state) => (driver === null ? "" : shortName(state.session, driver)));
  return (
    <p className={classes.rights} role="status" data-may={may || undefined}>
      {!may
        ? t("readOnly")
        : drives
          ? t("youDrive")
          : driver === null
            ? t("takes")
            : t("takesOver", { name })}
    </p>
  );
}

function PageName() {
  const tab = usePageState((state) => state.page?.tabs.find(({ id }) => id === state.page?.active));
  if (tab === undefined) return null;
  return (
    <p className={classes.pageName}>
      <strong>{tab.title || tab.host}</strong>
      <span>{tab.host}</span>
    </p>
  );
}

/** Says that another page is open, once it is there. */
function usePageChange(hidden: boolean): void {
  const t = useT(panelTexts);
  const tab = usePageState((state) => state.page?.tabs.find(({ id }) => id === state.page?.active));
  const said = useRef<string | null>(null);
  const address = tab === undefined || tab.loading ? null : tab.address;
  const title = tab === undefined ? "" : tab.title || tab.host;
  useEffect(() => {
    if (address === null || hidden) return;
    if (said.current !== null && said.current !== address) announce(t("nowOpen", { title }));
    said.current = address;
  }, [address, hidden, title, t]);
}

/** When what had the focus leaves the page, the focus goes to what follows it, not to the beginning of the room. */
function useKeptFocus(nodes: readonly OutlineNode[] | null, gone: string) {
  const list = useRef<HTMLElement>(null);
  const before = useRef<readonly OutlineNode[]>([]);
  const at = useRef<string | null>(null);
  useEffect(() => {
    const remember = (event: FocusEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      const inside = target !== null && list.current?.contains(target) === true;
      at.current = inside ? (target.closest("[data-node]")?.getAttribute("data-node") ?? null) : null;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);
  useLayoutEffect(() => {
    const former = before.current;
    before.current = nodes ?? [];
    const focused = document.activeElement;
    if (at.current === null || (focused !== null && focused !== document.body && focused.isConnected)) return;
    const index = former.findIndex(({ id }) => id === at.current);
    const after = former.slice(Math.max(0, index)).map(({ id }) => place(list.current, id));
    const next = after.find((element) => element !== null) ?? list.current;
    next?.focus({ preventScroll: next === list.current });
    announce(gone);
  }, [nodes, gone]);
  return list;
}

function place(list: HTMLElement | null, id: string): HTMLElement | null {
  const item = list?.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`) ?? null;
  if (item === null) return null;
  return item.matches("button, input") ? item : item.querySelector<HTMLElement>("button, input");
}
