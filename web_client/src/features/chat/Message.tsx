/** One message as a balloon, its links clickable; our own at the right. */
import { IconLink, IconMail } from "@tabler/icons-react";
import { formatTime } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { ofOffice, shortName } from "../../room/people";
import type { ChatMessage } from "../../state/chat";
import { useLanguage, useT } from "../../ui";
import classes from "./Chat.module.css";
import { pieces } from "./links";

export function Message({ message, first }: { readonly message: ChatMessage; readonly first: boolean }) {
  const t = useT(roomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const own = useRoomState((state) => state.selfId === message.participant_id);
  const author = session.participants[message.participant_id];
  const name = own ? t("tileYou") : shortName(session, message.participant_id);
  const time = formatTime(language, new Date(message.at));
  return (
    <article
      className={classes.message}
      data-own={own || undefined}
      data-of={ofOffice(author) ? "office" : "client"}
      data-first={first || undefined}
      aria-label={t("messageFrom", { name, time })}
    >
      {first && (
        <span className={classes.meta} aria-hidden="true">
          {name} · {time}
        </span>
      )}
      <div className={classes.balloon}>
        <RichText text={message.text} />
      </div>
    </article>
  );
}

export function PendingMessage({ text }: { readonly text: string }) {
  const t = useT(roomTexts);
  const self = useRoomState((state) => state.self);
  return (
    <article
      className={classes.message}
      data-own
      data-pending
      data-first
      data-of={ofOffice(self ?? undefined) ? "office" : "client"}
    >
      <span className={classes.meta}>
        {t("tileYou")} · {t("notSentYet")}
      </span>
      <div className={classes.balloon}>
        <RichText text={text} />
      </div>
    </article>
  );
}

/** `dir="auto"`: Arabic and Hebrew begin at the right by themselves. */
export function RichText({ text }: { readonly text: string }) {
  const parts = pieces(text);
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.kind === "link") {
    const Icon = only.href.startsWith("mailto:") ? IconMail : IconLink;
    return (
      <a className={classes.linkCard} href={only.href} target="_blank" rel="noopener noreferrer">
        <Icon size={18} aria-hidden="true" />
        <span>{only.text.replace(/^https?:\/\//i, "")}</span>
      </a>
    );
  }
  let place = 0;
  return (
    <p className={classes.text} dir="auto">
      {parts.map((piece) => {
        place += piece.text.length;
        return piece.kind === "text" ? (
          piece.text
        ) : (
          <a key={place} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        );
      })}
    </p>
  );
}
