/** The chat: messages in the order of the log, with a grey line where something happened; newest at the end. */
import { ActionIcon, Menu, Switch } from "@mantine/core";
import { IconArrowDown, IconDownload, IconMessageOff, IconMessages, IconSettings } from "@tabler/icons-react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { formatList } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoom, useRoomState } from "../../room/context";
import { adviserOf, shortName } from "../../room/people";
import { SidePanel } from "../../room/SidePanel";
import { EmptyState, useLanguage, useT } from "../../ui";
import classes from "./Chat.module.css";
import { Composer } from "./Composer";
import { EventLine } from "./EventLine";
import { type Line, lines } from "./lines";
import { Message, PendingMessage } from "./Message";

export function ChatPanel() {
  const t = useT(roomTexts);
  const { store } = useRoom();
  const chatOn = useRoomState((state) => state.session.chat_on);
  const isChair = useRoomState((state) => state.isChair);

  useEffect(() => {
    store.setChatOpen(true);
    return () => store.setChatOpen(false);
  }, [store]);

  return (
    <SidePanel
      name="chat"
      title={t("chat")}
      aside={chatOn ? t("everyoneReads") : t("chatIsOff")}
      action={isChair && <ChatOptions />}
      footer={chatOn ? <Composer /> : <ChatOff />}
      ownScroll
    >
      <Conversation />
      <Typing />
    </SidePanel>
  );
}

function Conversation() {
  const t = useT(roomTexts);
  const messages = useRoomState((state) => state.messages);
  const timeline = useRoomState((state) => state.timeline);
  const pending = useRoomState((state) => state.pending);
  const all = useMemo(() => lines(messages, timeline), [messages, timeline]);
  const sending = pending.filter((one) => one.command.type === "send_chat");
  const [list, below, toEnd] = useStickToEnd(all.length + sending.length);
  const empty = messages.length === 0 && sending.length === 0;

  return (
    <div className={classes.conversation}>
      {/* A log is read as it grows; it scrolls, so the keyboard must reach it. */}
      <div
        ref={list}
        className={classes.messages}
        role="log"
        aria-label={t("chat")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region needs the keyboard
        tabIndex={0}
      >
        {empty && (
          <div className={classes.empty}>
            <EmptyState icon={<IconMessages size={34} stroke={1.6} />} title={t("chatEmptyTitle")}>
              {t("chatEmptyText")}
            </EmptyState>
          </div>
        )}
        {all.map((line) => (
          <LineOf key={line.key} line={line} />
        ))}
        {sending.map((one) =>
          one.command.type === "send_chat" ? <PendingMessage key={one.key} text={one.command.text} /> : null,
        )}
      </div>
      {below && (
        <button type="button" className={classes.toEnd} onClick={toEnd}>
          <IconArrowDown size={16} aria-hidden="true" />
          {t("newMessages")}
        </button>
      )}
    </div>
  );
}

function LineOf({ line }: { readonly line: Line }) {
  return line.kind === "message" ? (
    <Message message={line.message} first={line.first} />
  ) : (
    <EventLine happening={line.happening} again={line.again} signer={line.signer} />
  );
}

/** Follows the end while the reader is there; says so when something new came while they were reading back. */
function useStickToEnd(count: number) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [below, setBelow] = useState(false);
  const toEnd = useCallback(() => {
    const node = list.current;
    if (node) node.scrollTop = node.scrollHeight;
  }, []);

  useEffect(() => {
    const node = list.current;
    if (node === null) return;
    const onScroll = () => {
      atEnd.current = node.scrollHeight - node.scrollTop - node.clientHeight < 48;
      if (atEnd.current) setBelow(false);
    };
    // The keyboard of a phone makes the list smaller: the end should stay in sight.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    node.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(node);
    return () => {
      node.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [toEnd]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the number of lines changes
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
    else setBelow(true);
  }, [count, toEnd]);

  return [list, below, toEnd] as const;
}

function Typing() {
  const t = useT(roomTexts);
  const language = useLanguage();
  const typing = useRoomState((state) => state.typing);
  const session = useRoomState((state) => state.session);
  const names = formatList(
    language,
    typing.map((id) => shortName(session, id)),
  );
  return (
    <p className={classes.typing} role="status">
      {typing.length > 0 && (
        <>
          <span className={classes.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {t(typing.length === 1 ? "typingOne" : "typingMore", { names })}
        </>
      )}
    </p>
  );
}

function ChatOff() {
  const t = useT(roomTexts);
  const isChair = useRoomState((state) => state.isChair);
  const name = useRoomState((state) => adviserOf(state.session)?.name ?? "");
  const act = useAct();
  return (
    <div className={classes.off}>
      <IconMessageOff size={22} stroke={1.8} aria-hidden="true" />
      <div>
        <strong>{t("chatOffTitle")}</strong>
        <p>{isChair ? t("chatOffOwn") : t("chatOffText", { name })}</p>
        {isChair && (
          <Switch
            checked={false}
            label={t("chatSwitch")}
            onChange={() => void act({ type: "set_chat", on: true })}
          />
        )}
      </div>
    </div>
  );
}

/** The adviser switches the chat on and off, and takes it home. */
function ChatOptions() {
  const t = useT(roomTexts);
  const act = useAct();
  const { store } = useRoom();
  const chatOn = useRoomState((state) => state.session.chat_on);
  return (
    <Menu position="bottom-end" closeOnItemClick={false} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={40} aria-label={t("chatOptions")}>
          <IconSettings size={21} stroke={1.8} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem checked={chatOn} onChange={(on) => void act({ type: "set_chat", on })}>
          {t("chatSwitch")}
          <span className={classes.optionText}>{t("chatSwitchText")}</span>
        </Menu.CheckboxItem>
        <Menu.Item
          component="a"
          href={`/api/v1/sessions/${encodeURIComponent(store.sessionId)}/chat.txt`}
          download
          leftSection={<IconDownload size={18} />}
        >
          {t("chatDownload")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
