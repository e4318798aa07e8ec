/** What was written to a client, and whether it arrived. */
import { Button, Collapse } from "@mantine/core";
import {
  IconAlertCircle,
  IconArrowBackUp,
  IconCheck,
  IconChecks,
  IconClock,
  IconInbox,
  IconMail,
  IconMessage,
} from "@tabler/icons-react";
import { useId, useState } from "react";
import { formatShortDay, formatTime } from "../../i18n";
import { messagesTexts } from "../../i18n/messages";
import { EmptyState, IconTile, Panel, StatusChip, useLanguage, useT } from "../../ui";
import { type Message, type MessageState, useMessages } from "../api/messages";
import { MoreOfList } from "../shell/MoreOfList";
import { Loaded } from "../shell/Problem";
import { MessageDialog } from "./MessageDialog";
import "./messages.css";

export const STATES = {
  queued: { tone: "info", words: "stateQueued", icon: <IconClock size={16} /> },
  kept: { tone: "attention", words: "stateKept", icon: <IconInbox size={16} /> },
  sent: { tone: "office", words: "stateSent", icon: <IconCheck size={16} /> },
  delivered: { tone: "office", words: "stateDelivered", icon: <IconChecks size={16} /> },
  failed: { tone: "danger", words: "stateFailed", icon: <IconAlertCircle size={16} /> },
  returned: { tone: "danger", words: "stateReturned", icon: <IconArrowBackUp size={16} /> },
} as const satisfies Record<MessageState, unknown>;

export function ClientMessages({ clientId }: { readonly clientId: string }) {
  const t = useT(messagesTexts);
  const list = useMessages(clientId);
  const [writing, setWriting] = useState(false);
  const write = (
    <Button leftSection={<IconMessage size={20} aria-hidden="true" />} onClick={() => setWriting(true)}>
      {t("newMessage")}
    </Button>
  );
  return (
    <Panel title={t("conversation")} action={write} flush>
      <Loaded query={list} lines={4}>
        {({ pages }) => {
          const found = pages.flatMap(({ items }) => items);
          return found.length === 0 ? (
            <EmptyState
              headingLevel={3}
              icon={<IconMail size={34} stroke={1.6} />}
              title={t("conversationNone")}
            >
              {t("conversationNoneText")}
            </EmptyState>
          ) : (
            <ul className="a-rows m-talk">
              {found.map((message) => (
                <Line key={message.id} message={message} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <MoreOfList list={list}>{t("older")}</MoreOfList>
      {writing && <MessageDialog clientIds={[clientId]} onClose={() => setWriting(false)} />}
    </Panel>
  );
}

function Line({ message }: { readonly message: Message }) {
  const t = useT(messagesTexts);
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { tone, words, icon } = STATES[message.state];
  const at = new Date(message.created_at);
  const from = message.sender_name === "" ? t("bySystem") : message.sender_name;
  return (
    <li>
      <button
        type="button"
        className="a-row a-row-wrap a-row-button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconTile tone={tone === "danger" ? "danger" : "office"}>
          <IconMail size={20} />
        </IconTile>
        <span className="a-row-words">
          <strong>{message.subject}</strong>
          <span>
            {from} → {message.email} · {formatShortDay(language, at)}, {formatTime(language, at)}
          </span>
        </span>
        <span className="a-row-side">
          <StatusChip tone={tone} icon={icon}>
            {t(words)}
          </StatusChip>
        </span>
      </button>
      <Collapse expanded={open} id={id}>
        <div className="m-talk-text">{message.text}</div>
      </Collapse>
    </li>
  );
}
