/** The field to write in: Enter sends, Shift and Enter begins a new line; what was refused comes back to be changed. */
import { ActionIcon, Popover, Textarea } from "@mantine/core";
import { IconMoodSmile, IconSend } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { CHAT_TEXT_LENGTH } from "../../protocol/limits";
import { useAct, useRoom } from "../../room/context";
import { useT } from "../../ui";
import classes from "./Chat.module.css";
import { EMOJI } from "./emoji";

/** From here on the counter is shown. */
const NEAR_THE_LIMIT = 200;

export function Composer() {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const act = useAct();
  const { store } = useRoom();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const counter = useId();
  // The server counts code points, as Python does.
  const length = [...text].length;
  const left = CHAT_TEXT_LENGTH - length;

  const write = (next: string) => {
    setText(next);
    store.typing(next.trim() !== "");
  };
  const send = async () => {
    const message = text.trim();
    if (message === "" || left < 0) return;
    setText("");
    store.typing(false);
    field.current?.focus();
    const sent = await act({ type: "send_chat", text: message });
    // Not lost: it comes back unless something else has been written since.
    if (!sent) setText((now) => (now === "" ? message : now));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  const insert = (emoji: string) => {
    const place = field.current?.selectionStart ?? text.length;
    write(text.slice(0, place) + emoji + text.slice(field.current?.selectionEnd ?? place));
    field.current?.focus();
  };

  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={classes.field}>
        <Textarea
          ref={field}
          className={classes.input}
          variant="unstyled"
          aria-label={t("message")}
          placeholder={t("writeMessage")}
          aria-describedby={left <= NEAR_THE_LIMIT ? counter : undefined}
          aria-invalid={left < 0 || undefined}
          autosize
          minRows={1}
          maxRows={5}
          dir="auto"
          value={text}
          data-panel-focus
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <EmojiPicker onChoose={insert} />
        <ActionIcon
          type="submit"
          size={38}
          aria-label={common("send")}
          disabled={text.trim() === "" || left < 0}
        >
          <IconSend size={20} stroke={1.9} />
        </ActionIcon>
      </div>
      {left <= NEAR_THE_LIMIT && (
        <p id={counter} className={classes.counter} data-over={left < 0 || undefined} role="status">
          {left < 0 ? t("tooManyCharacters", { count: -left }) : t("charactersLeft", { count: left })}
        </p>
      )}
    </form>
  );
}

function EmojiPicker({ onChoose }: { readonly onChoose: (emoji: string) => void }) {
  const t = useT(roomTexts);
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={38}
          aria-label={t("emoji")}
          onClick={() => setOpened(!opened)}
        >
          <IconMoodSmile size={22} stroke={1.8} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.emoji} aria-label={t("chooseEmoji")}>
        {EMOJI.map((emoji) => (
          <button
            key={emoji}
            type="button"
            onClick={() => {
              setOpened(false);
              onChoose(emoji);
            }}
          >
            {emoji}
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
