/** What the page asks: its dialogs, lists, dates and files, drawn here for whoever has control; the others see who is asked. */
import { Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { formatBytes } from "../../i18n";
import { pageTexts } from "../../i18n/page";
import type { DialogAnswer, PageDialog } from "../../protocol/page";
import { useRoom, useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { mayDrive } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import classes from "./Page.module.css";
import { usePageLane, usePageState } from "./usePageLane";

export function PageQuestion() {
  const t = useT(pageTexts);
  const dialog = usePageState((state) => state.dialog);
  const selfId = useRoomState((state) => state.selfId);
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  const isChair = useRoomState((state) => state.isChair);
  const asked = useRoomState((state) => shortName(state.session, dialog?.for ?? ""));
  const away = useRoomState((state) => {
    const person = state.session.participants[dialog?.for ?? ""];
    return person === undefined || person.instance === null;
  });
  if (dialog === null) return null;
  if (may && (dialog.for === selfId || (isChair && away))) return <Asked key={dialog.id} dialog={dialog} />;
  return (
    <div className={classes.askedVeil} data-opaque={isDrawn(dialog) || undefined} data-other>
      <p className={classes.askedOther} role="status">
        <IconMessageQuestion size={20} stroke={1.8} aria-hidden="true" />
        {t("askedOther", { name: asked || t("somebody") })}
      </p>
    </div>
  );
}

/** The browser draws these itself too, behind ours: one question is enough. */
function isDrawn({ kind }: PageDialog): boolean {
  return kind === "alert" || kind === "confirm" || kind === "prompt" || kind === "beforeunload";
}

function Asked({ dialog }: { readonly dialog: PageDialog }) {
  const t = useT(pageTexts);
  const { ui } = useRoom();
  const lane = usePageLane();
  const box = useRef<HTMLDivElement>(null);
  const title = useId();
  const host = usePageState((state) => state.page?.tabs.find(({ id }) => id === state.page?.active)?.host);
  const asker = useRef(document.activeElement);
  const answer = (given: DialogAnswer) => {
    lane?.answer(dialog.id, given);
    // Whoever reads the page in words goes on reading there.
    const reader = asker.current?.closest("[data-panel=outline]") ? asker.current : null;
    if (reader instanceof HTMLElement && reader.isConnected) reader.focus();
    else ui.focusPage();
  };
  const no = () => answer({ accept: false });
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>("[data-first]") ?? box.current;
    first?.focus({ preventScroll: true });
  }, []);
  const heading =
    dialog.kind === "beforeunload"
      ? t("leaveTitle")
      : t("pageAsks", { host: dialog.host || host || t("thisSite") });
  return (
    <div className={classes.askedVeil} data-opaque={isDrawn(dialog) || undefined}>
      <div
        ref={box}
        className={classes.asked}
        role="dialog"
        aria-modal="false"
        aria-labelledby={title}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          no();
        }}
      >
        <h2 id={title}>{heading}</h2>
        <Body dialog={dialog} onAnswer={answer} onCancel={no} />
      </div>
    </div>
  );
}

interface BodyProps {
  readonly dialog: PageDialog;
  readonly onAnswer: (answer: DialogAnswer) => void;
  readonly onCancel: () => void;
}

function Body(props: BodyProps) {
  const t = useT(pageTexts);
  const { dialog, onAnswer, onCancel } = props;
  const yes = () => onAnswer({ accept: true });
  switch (dialog.kind) {
    case "alert":
      return (
        <Question yes={t("understood")} onYes={yes}>
          <Message>{dialog.message}</Message>
        </Question>
      );
    case "confirm":
      return (
        <Question yes={t("yes")} onYes={yes} no={t("no")} onNo={onCancel}>
          <Message>{dialog.message}</Message>
        </Question>
      );
    case "beforeunload":
      return (
        <Question yes={t("leaveYes")} onYes={yes} no={t("leaveNo")} onNo={onCancel}>
          <Message>{t("leaveText")}</Message>
        </Question>
      );
    case "prompt":
    case "date":
      return <TextQuestion {...props} />;
    case "select":
      return <ListQuestion {...props} />;
    case "files":
      return <FileQuestion {...props} />;
  }
}

function Message({ children }: { readonly children: string }) {
  return children === "" ? null : <p className={classes.message}>{children}</p>;
}

interface QuestionProps {
  readonly yes: string;
  readonly onYes: () => void;
  readonly no?: string;
  readonly onNo?: () => void;
  readonly off?: boolean;
  readonly children: ReactNode;
}

/** Enter anywhere in it is the answer yes. */
function Question({ yes, onYes, no, onNo, off = false, children }: QuestionProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!off) onYes();
  };
  return (
    <form className={classes.question} onSubmit={send} noValidate>
      {children}
      <div className={classes.answers}>
        {onNo && (
          <Button variant="default" onClick={onNo} data-first>
            {no}
          </Button>
        )}
        <Button type="submit" disabled={off} data-first={onNo === undefined || undefined}>
          {yes}
        </Button>
      </div>
    </form>
  );
}

const DATE_TYPES: ReadonlySet<string> = new Set(["date", "time", "month", "week", "datetime-local", "color"]);

function TextQuestion({ dialog, onAnswer, onCancel }: BodyProps) {
  const t = useT(pageTexts);
  const [text, setText] = useState(dialog.value);
  const isDate = dialog.kind === "date";
  const type = isDate ? (DATE_TYPES.has(dialog.input ?? "") ? dialog.input : "date") : "text";
  const send = () => onAnswer(isDate ? { accept: true, value: text } : { accept: true, text });
  return (
    <Question yes={t("ok")} onYes={send} no={t("cancel")} onNo={onCancel}>
      <TextInput
        data-first
        type={type}
        min={dialog.min || undefined}
        max={dialog.max || undefined}
        step={dialog.step || undefined}
        label={dialog.message || t("yourAnswer")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Question>
  );
}

function ListQuestion({ dialog, onAnswer, onCancel }: BodyProps) {
  const t = useT(pageTexts);
  const options = dialog.options ?? [];
  const [chosen, setChosen] = useState<readonly number[]>(() =>
    options.flatMap((option, index) => (option.selected ? [index] : [])),
  );
  const send = () =>
    onAnswer(
      dialog.multiple ? { accept: true, indexes: [...chosen] } : { accept: true, index: chosen[0] ?? 0 },
    );
  const first = chosen[0] ?? options.findIndex((option) => !option.disabled);
  const one = (index: number) => {
    const option = options[index];
    const heading = option?.group && option.group !== options[index - 1]?.group ? option.group : null;
    const shared = {
      label: option?.label || t("emptyOption"),
      disabled: option?.disabled,
      "data-first": index === first || undefined,
    };
    return (
      <div key={`${index} ${option?.label}`}>
        {heading && <span className={classes.optionGroup}>{heading}</span>}
        {dialog.multiple ? (
          <Checkbox
            {...shared}
            checked={chosen.includes(index)}
            onChange={(event) =>
              setChosen(
                event.currentTarget.checked
                  ? [...chosen, index].sort((a, b) => a - b)
                  : chosen.filter((other) => other !== index),
              )
            }
          />
        ) : (
          <Radio
            {...shared}
            name={dialog.id}
            checked={chosen.includes(index)}
            onChange={() => setChosen([index])}
            // As in any list: a click is a choice, arrows only look around.
            onClick={(event) => event.detail > 0 && onAnswer({ accept: true, index })}
          />
        )}
      </div>
    );
  };
  return (
    <Question
      yes={t("chooseThis")}
      onYes={send}
      no={t("cancel")}
      onNo={onCancel}
      off={chosen.length === 0 && !dialog.multiple}
    >
      <fieldset className={classes.options}>
        <legend>{dialog.message || t("choose")}</legend>
        <div className={classes.optionList}>{options.map((_option, index) => one(index))}</div>
      </fieldset>
    </Question>
  );
}

/** Only what is in the session already: a page never reaches anybody's own disk. */
function FileQuestion({ dialog, onAnswer, onCancel }: BodyProps) {
  const t = useT(pageTexts);
  const language = useLanguage();
  const { ui } = useRoom();
  const files = dialog.files ?? [];
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const label = (name: string, size: number): ReactNode => (
    <>
      {name} <span className={classes.fileSize}>{formatBytes(language, size)}</span>
    </>
  );
  if (files.length === 0) {
    const add = () => {
      onCancel();
      ui.show("files");
    };
    return (
      <Question yes={t("addFile")} onYes={add} no={t("cancel")} onNo={onCancel}>
        <Message>{t("noFiles")}</Message>
      </Question>
    );
  }
  return (
    <Question
      yes={t("giveFiles", { count: Math.max(1, chosen.length) })}
      onYes={() => onAnswer({ accept: true, file_ids: [...chosen] })}
      no={t("cancel")}
      onNo={onCancel}
      off={chosen.length === 0}
    >
      <fieldset className={classes.options}>
        <legend>{t(dialog.multiple ? "chooseFiles" : "chooseFile")}</legend>
        <div className={classes.optionList}>
          {files.map((file, index) =>
            dialog.multiple ? (
              <Checkbox
                key={file.id}
                label={label(file.name, file.size)}
                checked={chosen.includes(file.id)}
                data-first={index === 0 || undefined}
                onChange={(event) =>
                  setChosen(
                    event.currentTarget.checked
                      ? [...chosen, file.id]
                      : chosen.filter((other) => other !== file.id),
                  )
                }
              />
            ) : (
              <Radio
                key={file.id}
                name={dialog.id}
                label={label(file.name, file.size)}
                checked={chosen[0] === file.id}
                data-first={index === 0 || undefined}
                onChange={() => setChosen([file.id])}
              />
            ),
          )}
        </div>
      </fieldset>
    </Question>
  );
}
