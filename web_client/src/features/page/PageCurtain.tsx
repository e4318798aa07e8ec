/** What stands over the page while it cannot be seen: starting, waiting for a place, crashed, or refused by the site. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconPlugConnectedX, IconWorldOff } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { pageTexts } from "../../i18n/page";
import type { PageError } from "../../protocol/page";
import { useAct, useRoom, useRoomState } from "../../room/context";
import { adviserOf, shortName } from "../../room/people";
import { mayDrive } from "../../state/session";
import { SamenMark, useT } from "../../ui";
import { errorKindOf } from "./errors";
import classes from "./Page.module.css";
import { usePageLane, usePageState } from "./usePageLane";

export function PageCurtain() {
  const t = useT(pageTexts);
  const lane = usePageState((state) => state.lane);
  const laneCode = usePageState((state) => state.laneCode);
  const page = usePageState((state) => state.page);
  const drawn = usePageState((state) => state.drawn);
  const roomLost = useRoomState((state) => state.connection !== "live");
  if (lane === "refused" || lane === "moved") {
    return (
      <Curtain icon={<IconWorldOff />} title={t(lane === "moved" ? "movedTitle" : "refusedTitle")}>
        {t(lane === "moved" ? "movedText" : "refusedText")}
      </Curtain>
    );
  }
  if (lane === "lost" && !roomLost) {
    // The last picture stays in sight below; the room's own notice says it when everything is gone.
    return (
      <p className={classes.lost} role="status">
        <IconPlugConnectedX size={20} stroke={1.8} aria-hidden="true" />
        {t(laneCode === "no_page" ? "laneReturning" : "laneLost")}
      </p>
    );
  }
  if (page === null) return drawn ? null : <Busy title={t("coming")} />;
  switch (page.status) {
    case "starting":
      return <Busy title={t("starting")}>{t("startingText")}</Busy>;
    case "restarting":
      return <Busy title={t("restarting")}>{t("restartingText")}</Busy>;
    case "queued":
      return <Queued place={page.place} />;
    case "crashed":
      return <Crashed />;
    case "running":
      if (page.error !== null) return <ErrorCard error={page.error} />;
      if (page.hanging) return <Hanging />;
      return drawn ? null : <Busy title={t("coming")} />;
  }
}

function Queued({ place }: { readonly place: number }) {
  const t = useT(pageTexts);
  const act = useAct();
  const isChair = useRoomState((state) => state.isChair);
  return (
    <Busy
      title={t("queued")}
      action={
        isChair && (
          <Button variant="default" onClick={() => void act({ type: "close_page" })}>
            {t("queuedLeave")}
          </Button>
        )
      }
    >
      {t("queuedPlace", { place })}
    </Busy>
  );
}

function Crashed() {
  const t = useT(pageTexts);
  const lane = usePageLane();
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  const name = useRoomState((state) => shortName(state.session, adviserOf(state.session)?.id ?? ""));
  return (
    <Curtain
      icon={<IconAlertTriangle />}
      tone="attention"
      title={t("crashed")}
      action={may && <Button onClick={() => lane?.steer({ type: "restart" })}>{t("bringBack")}</Button>}
    >
      {may ? t("crashedText") : t("crashedWatching", { name })}
    </Curtain>
  );
}

/** The page stays in sight below: it may come to itself any moment. */
function Hanging() {
  const t = useT(pageTexts);
  const lane = usePageLane();
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  return (
    <div className={classes.hanging} role="status">
      <IconAlertTriangle size={20} stroke={1.8} aria-hidden="true" />
      <span>
        <strong>{t("hanging")}.</strong> {may && t("hangingText")}
      </span>
      {may && (
        <Button variant="default" size="sm" onClick={() => lane?.steer({ type: "reload" })}>
          {t("reload")}
        </Button>
      )}
    </div>
  );
}

function ErrorCard({ error }: { readonly error: PageError }) {
  const t = useT(pageTexts);
  const { ui } = useRoom();
  const lane = usePageLane();
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  const isChair = useRoomState((state) => state.isChair);
  const canBack = usePageState((state) => state.page?.can_back ?? false);
  const kind = errorKindOf(error.code);
  const host = error.host || t("thisSite");
  const retry = kind === "unreachable" || kind === "slow" || kind === "failed";
  // One button: the likeliest way on.
  const action = !may ? null : retry ? (
    <Button onClick={() => lane?.steer({ type: "reload" })}>{t("errorRetry")}</Button>
  ) : canBack ? (
    <Button onClick={() => lane?.steer({ type: "back" })}>{t("errorBack")}</Button>
  ) : isChair ? (
    <Button onClick={() => ui.askAddress()}>{t("errorAddress")}</Button>
  ) : null;
  return (
    <Curtain icon={<IconWorldOff />} tone="attention" title={t(`error_${kind}`, { host })} action={action}>
      {t(`error_${kind}_text`)}
    </Curtain>
  );
}

interface CurtainProps {
  readonly icon: ReactNode;
  readonly tone?: "office" | "attention";
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

function Curtain({ icon, tone = "office", title, children, action }: CurtainProps) {
  return (
    <div className={classes.curtain}>
      <section className={classes.curtainCard} data-tone={tone}>
        <span className={classes.curtainIcon} aria-hidden="true">
          {icon}
        </span>
        <div role="status">
          <h2>{title}</h2>
          {children && <p>{children}</p>}
        </div>
        {action}
      </section>
    </div>
  );
}

function Busy(props: { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  // Shown after a moment: a page from the waiting browser is there before anybody could read this.
  useEffect(() => box.current?.setAttribute("data-shown", ""), []);
  return (
    <div ref={box} className={`${classes.curtain} ${classes.busy}`}>
      <section className={classes.curtainCard}>
        <SamenMark height={44} />
        <div role="status">
          <h2>{props.title}</h2>
          {props.children && <p>{props.children}</p>}
        </div>
        {props.action}
      </section>
    </div>
  );
}
