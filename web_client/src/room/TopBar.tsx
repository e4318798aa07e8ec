/** The top of the room: whose office, with whom and for how long; the code for advisers, four certainties for clients. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconAlertTriangle,
  IconHelpCircle,
  IconKeyboard,
  IconLoader2,
  IconPlugConnectedX,
  IconSettings,
  IconTextSize,
  IconVideoOff,
  IconWifi,
} from "@tabler/icons-react";
import { Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { blockedIds } from "../features/connection/ConnectionCards";
import { CodeCard } from "../features/invite/CodeCard";
import { AddressBar } from "../features/page/lazy";
import { formatClock, formatList, formatTime } from "../i18n";
import { commonTexts } from "../i18n/common";
import { roomTexts } from "../i18n/room";
import { AppearanceSwitch, LanguageSwitch, OfficeMark, StatusChip, useLanguage, useT } from "../ui";
import { setLargerText, subscribeLargerText, textIsLarger } from "../ui/preferences";
import { useCallState, useRoom, useRoomState } from "./context";
import { adviserOf, clients, others, shortName } from "./people";
import classes from "./TopBar.module.css";
import { useHelp } from "./useHelp";
import type { RoomWidth } from "./useWidth";

export function TopBar({ width }: { readonly width: RoomWidth }) {
  const t = useT(roomTexts);
  const { info } = useRoom();
  const isChair = useRoomState((state) => state.isChair);
  const showsCode = isChair && info.code !== null;
  const address = isChair && (
    <Suspense fallback={<div className={classes.addressPlace} data-width={width} />}>
      <AddressBar width={width} />
    </Suspense>
  );
  return (
    <header className={classes.head}>
      <div className={classes.top} data-width={width} data-address={isChair || undefined}>
        <h1 className="s-hidden">{t("roomHeading", { office: info.office.name })}</h1>
        <OfficeMark
          name={info.office.name}
          logoUrl={info.office.logo_url}
          size={width === "narrow" ? 36 : 38}
        />
        <Names width={width} />
        {width !== "narrow" && address}
        <div className={classes.right}>
          {width !== "narrow" && <Chips quiet={showsCode} />}
          {!showsCode && width !== "narrow" && <LargerLetters />}
          {/* On a phone the code takes its place; the same stands behind "More". */}
          {!(showsCode && width === "narrow") && <PageMenu width={width} words={!showsCode} />}
          {showsCode && (
            <div className={classes.code}>
              <CodeCard compact={width !== "wide"} />
            </div>
          )}
        </div>
      </div>
      {width === "narrow" && address}
    </header>
  );
}

function Names({ width }: { readonly width: RoomWidth }) {
  const t = useT(roomTexts);
  const language = useLanguage();
  const { info } = useRoom();
  const selfId = useRoomState((state) => state.selfId);
  const session = useRoomState((state) => state.session);
  const isClient = useRoomState((state) => state.self?.role === "client");
  const clock = useSessionClock();
  const quality = useCallState((state) => state.quality);
  const connection = useRoomState((state) => state.connection);
  const started = new Date(info.started_at);
  const rest = others(session, selfId);
  const clientNames = clients(session).filter((person) => person.id !== selfId);
  const named = (clientNames.length > 0 ? clientNames : rest).map((person) => shortName(session, person.id));
  const withWhom = isClient ? (adviserOf(session)?.name ?? "") : formatList(language, named);
  const title = withWhom
    ? t("meetingWith", { names: withWhom })
    : t("sessionStarted", { time: formatTime(language, started) });

  if (width === "narrow") {
    const state =
      connection !== "live"
        ? "goneShort"
        : quality === "good"
          ? "goodShort"
          : quality === "weak"
            ? "weakShort"
            : "badShort";
    return (
      <div className={classes.names}>
        <p className={classes.office}>{withWhom || info.office.name}</p>
        <p className={classes.meeting}>
          {withWhom ? <span className="s-digits">{clock} · </span> : `${title} · `}
          {t(state)}
        </p>
      </div>
    );
  }
  return (
    <div className={classes.names}>
      <p className={classes.office}>{info.office.name}</p>
      <p className={classes.meeting}>
        {title}
        {withWhom && <span className="s-digits"> · {clock}</span>}
      </p>
    </div>
  );
}

function useSessionClock(): string {
  const { info, store } = useRoom();
  const started = Date.parse(info.started_at);
  const seconds = () => (Number.isNaN(started) ? 0 : (store.serverNow() - started) / 1_000);
  const [text, setText] = useState(() => formatClock(seconds()));
  useEffect(() => {
    const timer = window.setInterval(
      () => setText(formatClock((store.serverNow() - started) / 1_000)),
      1_000,
    );
    return () => window.clearInterval(timer);
  }, [store, started]);
  return text;
}

/** Connection and recording. Advisers see the connection only when it is not good: the rest of the room is full. */
function Chips({ quiet }: { readonly quiet: boolean }) {
  const t = useT(roomTexts);
  const quality = useCallState((state) => state.quality);
  const blocked = useCallState((state) => blockedIds(state.remote) !== "");
  const connection = useRoomState((state) => state.connection);
  return (
    <div className={classes.chips}>
      <span role="status">
        {connection === "connecting" ? (
          <StatusChip icon={<IconLoader2 />}>{t("connectionBusy")}</StatusChip>
        ) : connection === "lost" ? (
          <StatusChip tone="danger" icon={<IconPlugConnectedX />}>
            {t("connectionGone")}
          </StatusChip>
        ) : blocked ? (
          <StatusChip tone="danger" icon={<IconAlertTriangle />}>
            {t("noPath")}
          </StatusChip>
        ) : quality !== "good" ? (
          <StatusChip tone="attention" strong icon={<IconAlertTriangle />}>
            {t(quality === "weak" ? "connectionWeak" : "connectionBad")}
          </StatusChip>
        ) : (
          <StatusChip tone="office" strong icon={<IconWifi />}>
            {t("connectionGood")}
          </StatusChip>
        )}
      </span>
      {!quiet && <StatusChip icon={<IconVideoOff />}>{t("noRecording")}</StatusChip>}
    </div>
  );
}

function LargerLetters() {
  const t = useT(commonTexts);
  const larger = useSyncExternalStore(subscribeLargerText, textIsLarger);
  return (
    <button
      type="button"
      className={classes.button}
      aria-pressed={larger}
      onClick={() => setLargerText(!larger)}
    >
      <IconTextSize size={20} stroke={1.8} aria-hidden="true" />
      {t("largerText")}
    </button>
  );
}

function PageMenu({ width, words }: { readonly width: RoomWidth; readonly words: boolean }) {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const help = useHelp();
  const { ui } = useRoom();
  const larger = useSyncExternalStore(subscribeLargerText, textIsLarger);
  return (
    <Menu position="bottom-end" width={290} withinPortal>
      <Menu.Target>
        {words && width !== "narrow" ? (
          <button type="button" className={classes.button}>
            <IconHelpCircle size={20} stroke={1.8} aria-hidden="true" />
            {common("help")}
          </button>
        ) : (
          <ActionIcon
            className={classes.menu}
            variant="subtle"
            color="gray"
            size={44}
            aria-label={t("menuOfPage")}
          >
            {width === "narrow" ? (
              <IconHelpCircle size={25} stroke={1.8} />
            ) : (
              <IconSettings size={22} stroke={1.8} />
            )}
          </ActionIcon>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component="a"
          href={help}
          target="_blank"
          rel="noopener noreferrer"
          leftSection={<IconHelpCircle size={18} />}
        >
          {common("help")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={() => ui.open({ name: "shortcuts" })}>
          {t("shortcuts")}
        </Menu.Item>
        <Menu.CheckboxItem checked={larger} onChange={setLargerText}>
          {common("largerText")}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <div className={classes.switches}>
          <span>{common("appearance")}</span>
          <AppearanceSwitch />
          <span>{common("language")}</span>
          <LanguageSwitch />
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
