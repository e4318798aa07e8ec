/** One mark, made in one of three ways: drawn, typed, or from a picture. */
import { Button, FileButton, TextInput } from "@mantine/core";
import { IconKeyboard, IconPhoto, IconScribble } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { formatBytes } from "../../i18n/format";
import { signingTexts } from "../../i18n/signing";
import { useLanguage, useT } from "../../ui";
import { written } from "./handwriting";
import classes from "./Ink.module.css";
import { InkPad } from "./InkPad";
import type { Mark } from "./marks";
import { BadPicture, LARGEST_FILE, type PictureTrouble, readPicture } from "./pictures";
import type { How } from "./types";

interface MarkMakerProps {
  readonly mark: Mark;
  readonly onChange: (mark: Mark) => void;
  readonly initials?: boolean;
  /** Typed for somebody who chooses to type. */
  readonly suggestion: string;
  readonly caption: ReactNode;
  readonly invalid?: boolean;
  readonly describedBy?: string;
}

const WAYS = [
  { how: "drawn", text: "draw", Icon: IconScribble },
  { how: "typed", text: "type", Icon: IconKeyboard },
  { how: "uploaded", text: "upload", Icon: IconPhoto },
] as const;

export function MarkMaker({
  mark,
  onChange,
  initials = false,
  suggestion,
  caption,
  invalid,
  describedBy,
}: MarkMakerProps) {
  const t = useT(signingTexts);
  // What comes back from fonts and pictures is laid over the mark as it is by then.
  const latest = useRef({ mark, onChange });
  latest.current = { mark, onChange };
  const change = (changes: Partial<Mark>) => latest.current.onChange({ ...latest.current.mark, ...changes });

  const choose = (how: How) =>
    change(how === "typed" && mark.typed === "" ? { how, typed: suggestion } : { how });
  return (
    <div>
      <fieldset className={classes.ways}>
        <legend className="s-hidden">{t("how")}</legend>
        {WAYS.map(({ how, text, Icon }) => (
          <button
            key={how}
            type="button"
            className={classes.way}
            aria-pressed={mark.how === how}
            onClick={() => choose(how)}
          >
            <Icon size={18} aria-hidden="true" />
            {t(text)}
          </button>
        ))}
      </fieldset>
      {mark.how === "drawn" && (
        <InkPad
          strokes={mark.strokes}
          aspect={mark.aspect}
          onChange={(strokes) => change({ strokes })}
          label={t(initials ? "padInitials" : "pad")}
          caption={caption}
          invalid={invalid}
          describedBy={describedBy}
        />
      )}
      {mark.how === "typed" && <Typed mark={mark} change={change} initials={initials} invalid={invalid} />}
      {mark.how === "uploaded" && <Uploaded mark={mark} change={change} />}
    </div>
  );
}

interface WayProps {
  readonly mark: Mark;
  readonly change: (changes: Partial<Mark>) => void;
}

function Typed({ mark, change, initials, invalid }: WayProps & { initials: boolean; invalid?: boolean }) {
  const t = useT(signingTexts);
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    let gone = false;
    void written(mark.typed).then((typedPicture) => {
      if (!gone) latest.current({ typedPicture });
    });
    return () => {
      gone = true;
    };
  }, [mark.typed]);
  return (
    <>
      <TextInput
        label={t(initials ? "typeInitialsLabel" : "typeLabel")}
        size="lg"
        value={mark.typed}
        maxLength={initials ? 12 : 120}
        autoComplete={initials ? "off" : "name"}
        aria-invalid={invalid || undefined}
        onChange={(event) => change({ typed: event.currentTarget.value })}
      />
      <div className={classes.shown}>
        {mark.typedPicture && mark.typed.trim() !== "" && (
          <img
            src={`data:image/png;base64,${mark.typedPicture.base64}`}
            alt={t("typePreview", { text: mark.typed.trim() })}
          />
        )}
      </div>
    </>
  );
}

function Uploaded({ mark, change }: WayProps) {
  const t = useT(signingTexts);
  const language = useLanguage();
  const trouble = useId();
  const [state, setState] = useState<{ busy: boolean; trouble?: PictureTrouble; size: number; name: string }>(
    { busy: false, size: 0, name: "" },
  );
  const read = async (file: File | null) => {
    if (!file) return;
    setState({ busy: true, size: file.size, name: file.name });
    try {
      change({ uploaded: await readPicture(file) });
      setState({ busy: false, size: file.size, name: file.name });
    } catch (error) {
      const why = error instanceof BadPicture ? error.trouble : "pictureBroken";
      setState({ busy: false, trouble: why, size: file.size, name: file.name });
    }
  };
  const sentence =
    state.trouble === "pictureLarge"
      ? t("pictureLarge", {
          size: formatBytes(language, state.size),
          limit: formatBytes(language, LARGEST_FILE),
        })
      : state.trouble && t(state.trouble);
  return (
    <>
      <p className={classes.uploadText}>{t("uploadText")}</p>
      <FileButton accept="image/png,image/jpeg" onChange={(file) => void read(file)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={state.busy}
            leftSection={<IconPhoto size={18} aria-hidden="true" />}
            aria-describedby={sentence ? trouble : undefined}
          >
            {t(mark.uploaded ? "uploadOther" : "uploadChoose")}
          </Button>
        )}
      </FileButton>
      <p id={trouble} className={classes.trouble} role="alert">
        {sentence}
      </p>
      {state.busy && (
        <p className="s-hidden" role="status">
          {t("uploadBusy")}
        </p>
      )}
      {mark.uploaded && (
        <div className={classes.shown}>
          <img
            src={`data:image/png;base64,${mark.uploaded.base64}`}
            alt={t("uploadPreview", { file: state.name || t("upload") })}
          />
        </div>
      )}
    </>
  );
}
