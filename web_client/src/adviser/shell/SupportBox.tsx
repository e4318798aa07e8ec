/** At the bottom right: ask, see at once what the help says, and hear from an administrator. */
import { Button, Textarea, UnstyledButton } from "@mantine/core";
import { IconArrowLeft, IconBook, IconMessageQuestion, IconSend, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Link, useLocation } from "react-router";
import { formatShortDay, formatTime } from "../../i18n";
import { officeTexts } from "../../i18n/office";
import { CountChip, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { type HelpThread, useHelpThreads, useHelpWords, useSayHelp, useSeenHelp } from "../api/help";
import { useArticles } from "../help/articles";
import { searchArticles } from "../help/search";
import { Loaded, Problem } from "./Problem";
import "./support.css";

const HITS = 3;

export function SupportBox() {
  const t = useT(officeTexts);
  const [opened, setOpened] = useState(false);
  const threads = useHelpThreads(opened);
  const button = useRef<HTMLButtonElement>(null);
  const unseen = (threads.data ?? []).reduce((sum, each) => sum + each.unseen, 0);
  const close = () => {
    setOpened(false);
    button.current?.focus();
  };
  return (
    <div className="a-support">
      {opened && <Box threads={threads.data ?? []} query={threads} onClose={close} />}
      <UnstyledButton
        ref={button}
        className="a-support-button"
        aria-expanded={opened}
        aria-label={unseen > 0 ? `${t("support")}: ${t("supportNew", { count: unseen })}` : t("support")}
        title={t("support")}
        onClick={() => setOpened((before) => !before)}
      >
        <IconMessageQuestion size={26} stroke={1.7} aria-hidden="true" />
        {unseen > 0 && (
          <span className="a-support-count" aria-hidden="true">
            <CountChip count={unseen} label={t("supportNew", { count: unseen })} />
          </span>
        )}
      </UnstyledButton>
    </div>
  );
}

interface BoxProps {
  readonly threads: readonly HelpThread[];
  readonly query: ReturnType<typeof useHelpThreads>;
  readonly onClose: () => void;
}

function Box({ threads, query, onClose }: BoxProps) {
  const t = useT(officeTexts);
  const { user } = useMember();
  const admin = user.role === "admin";
  const [chosen, setChosen] = useState<string>();
  const others = threads.filter(({ mine }) => !mine);
  const thread = admin ? others.find(({ user_id }) => user_id === chosen) : undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
  };
  return (
    <section className="a-support-box" aria-label={t("supportTitle")} onKeyDown={onKeyDown}>
      <header>
        {thread ? (
          <UnstyledButton
            className="a-support-icon"
            aria-label={t("supportBack")}
            onClick={() => setChosen(undefined)}
          >
            <IconArrowLeft size={20} aria-hidden="true" />
          </UnstyledButton>
        ) : null}
        <h2>{thread ? t("supportThread", { name: thread.name }) : t("supportTitle")}</h2>
        <UnstyledButton className="a-support-icon" aria-label={t("supportClose")} onClick={onClose}>
          <IconX size={20} aria-hidden="true" />
        </UnstyledButton>
      </header>
      {admin && !thread ? (
        <Loaded query={query}>{() => <Threads threads={others} onChoose={setChosen} />}</Loaded>
      ) : (
        <Conversation
          userId={thread?.user_id ?? user.id}
          name={thread?.name}
          unseen={(thread ?? threads.find(({ mine }) => mine))?.unseen ?? 0}
        />
      )}
      <footer>
        <Link className="a-link" to="/help" onClick={onClose}>
          <IconBook size={17} aria-hidden="true" /> {t("supportAll")}
        </Link>
      </footer>
    </section>
  );
}

interface ThreadsProps {
  readonly threads: readonly HelpThread[];
  readonly onChoose: (userId: string) => void;
}

function Threads({ threads, onChoose }: ThreadsProps) {
  const t = useT(officeTexts);
  if (threads.length === 0) {
    return (
      <div className="a-support-body">
        <p>{t("supportAdminNone")}</p>
        <p className="a-quiet">{t("supportAdmin")}</p>
      </div>
    );
  }
  return (
    <ul className="a-support-body a-support-threads">
      {threads.map((one) => (
        <li key={one.user_id}>
          <UnstyledButton onClick={() => onChoose(one.user_id)}>
            <span>
              <strong>{one.name}</strong>
              <span>{one.last.text}</span>
            </span>
            {one.unseen > 0 && (
              <CountChip count={one.unseen} label={t("supportNew", { count: one.unseen })} />
            )}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

interface ConversationProps {
  readonly userId: string;
  /** Of the colleague who asked; undefined in one's own conversation. */
  readonly name: string | undefined;
  readonly unseen: number;
}

function Conversation({ userId, name, unseen }: ConversationProps) {
  const t = useT(officeTexts);
  const language = useLanguage();
  const { pathname } = useLocation();
  const words = useHelpWords(userId);
  const say = useSayHelp();
  const { mutate: note } = useSeenHelp();
  const [text, setText] = useState("");
  const end = useRef<HTMLLIElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const last = words.data?.at(-1)?.id;
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
    if (last !== undefined && unseen > 0) note({ userId, messageId: last });
  }, [last, unseen, userId, note]);
  const send = () => {
    const said = text.trim();
    if (said === "" || say.isPending) return;
    say.mutate(
      { text: said, page: pathname, ...(name === undefined ? {} : { user_id: userId }) },
      { onSuccess: () => setText("") },
    );
    // The button has nothing to send any more, and would take the focus with it.
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  return (
    <>
      <div className="a-support-body">
        {name === undefined && <p className="a-quiet">{t("supportLead")}</p>}
        <ol className="a-support-words" aria-live="polite">
          {(words.data ?? []).map((word, index, all) => (
            <li key={word.id} data-mine={word.mine || undefined} ref={index === all.length - 1 ? end : null}>
              <span className="a-support-who">
                {word.mine ? t("supportYou") : word.author} · {formatShortDay(language, new Date(word.at))}{" "}
                {formatTime(language, new Date(word.at))}
              </span>
              <p>{word.text}</p>
              {!word.mine && word.page !== "" && (
                <Link className="a-link" to={word.page}>
                  {t("supportFrom", { page: word.page })}
                </Link>
              )}
            </li>
          ))}
        </ol>
        {name === undefined && <Suggestions text={text} />}
        {say.error && <Problem error={say.error} />}
      </div>
      <div className="a-support-say">
        <Textarea
          ref={field}
          autosize
          minRows={1}
          maxRows={5}
          data-autofocus
          aria-label={name === undefined ? t("supportQuestion") : t("supportAnswer", { name })}
          placeholder={name === undefined ? t("supportQuestion") : t("supportAnswer", { name })}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          aria-label={t("supportSend")}
          disabled={text.trim() === ""}
          loading={say.isPending}
          onClick={send}
        >
          <IconSend size={20} aria-hidden="true" />
        </Button>
      </div>
    </>
  );
}

/** What the help says about the words so far. */
function Suggestions({ text }: { readonly text: string }) {
  const t = useT(officeTexts);
  const articles = useArticles();
  const hits = text.trim().length < 3 ? [] : searchArticles(articles ?? [], text).slice(0, HITS);
  if (hits.length === 0) return null;
  return (
    <div className="a-support-hits">
      <h3>{t("supportFound")}</h3>
      <ul>
        {hits.map(({ id, article }) => (
          <li key={id}>
            <Link className="a-link" to={`/help/${id}`}>
              {article.title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
