/** @jsxImportSource preact */
/** The first thing a client sees: one field, one button, and help where it goes wrong. */
import { useEffect, useRef, useState } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import { CODE_LENGTH, codeDigits, formatCode } from "../ui/code";
import { CodeField } from "./CodeField";
import { prefetchRoom } from "./handover";
import { Icon } from "./Icon";
import { Note } from "./Note";
import { Pictures } from "./Pictures";
import { ResendDialog } from "./ResendDialog";
import { type Trouble, troubleWords } from "./trouble";

interface CodePageProps {
  readonly initialCode: string;
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  /** A session that this tab was in, and still may enter. */
  readonly onReturn: (() => void) | null;
  readonly onTrouble: (trouble: Trouble | null) => void;
  readonly onCode: (code: string) => void;
  readonly onTyping: () => void;
}

function focusField(form: HTMLFormElement | null): void {
  form?.querySelector("input")?.focus();
}

export function CodePage(props: CodePageProps) {
  const { initialCode, busy, trouble, onReturn, onTrouble, onCode, onTyping } = props;
  const t = useT(joinTexts);
  const [value, setValue] = useState(formatCode(initialCode));
  const [resending, setResending] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  // On a phone the keyboard would cover the page before anything was read.
  useEffect(() => {
    if (window.matchMedia("(pointer: fine)").matches) focusField(form.current);
  }, []);
  useEffect(() => {
    if (trouble) focusField(form.current);
  }, [trouble]);

  const change = (next: string) => {
    setValue(next);
    if (trouble) onTrouble(null);
    if (next === "") return;
    onTyping();
    prefetchRoom();
  };

  const submit = () => {
    if (busy) return;
    const digits = codeDigits(value);
    if (digits.length === CODE_LENGTH) onCode(digits);
    else onTrouble(digits === "" ? { kind: "empty" } : { kind: "incomplete", count: digits.length });
  };

  const words = trouble && troubleWords(t, trouble);
  return (
    <div class="jp" data-trouble={words !== null || undefined}>
      <div class="jp-words">
        <h1 class="jp-title">
          {t("welcome")} <span class="jp-wide">{t("whatCode")}</span>
        </h1>
        <p class="jp-lead">
          <span class="jp-wide">{t("enterCode")}</span>
          <span class="jp-narrow">{t("enterCodeShort")}</span>
        </p>
        {onReturn && (
          <Note
            kind="success"
            title={t("returnTitle")}
            className="jp-return"
            actions={
              <button type="button" class="jp-button jp-button-small" onClick={onReturn}>
                {t("returnButton")}
                <Icon name="arrowRight" />
              </button>
            }
          >
            {t("returnText")}
          </Note>
        )}
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <label class="jp-field-label" for="code">
            {t("sessionCode")}
          </label>
          <div class="jp-code-box">
            <CodeField
              id="code"
              value={value}
              invalid={words !== null}
              describedBy="code-help"
              onChange={change}
            />
            {words && <Icon name="alertCircle" className="jp-code-alert" />}
          </div>
          <div id="code-help">
            {/* An empty region first, so that screen readers hear what appears in it. */}
            <div role="alert">
              {words && (
                <Note kind="danger" title={words.title} className="jp-trouble">
                  {words.text}
                </Note>
              )}
            </div>
            {!words && (
              <p class="jp-hint">
                <span class="jp-wide">{t("codeHint")}</span>
                <span class="jp-narrow">{t("codeHintShort")}</span>
              </p>
            )}
          </div>
          <div class="jp-actions">
            <button
              type="submit"
              class={`jp-button ${onReturn ? "jp-button-quiet" : ""}`}
              aria-disabled={busy}
            >
              {busy ? t("checking") : t("join")}
              {!busy && <Icon name="arrowRight" />}
            </button>
            <button type="button" class="jp-link" onClick={() => setResending(true)}>
              {words && <Icon name="mail" />}
              {words ? t("resend") : t("noCode")}
            </button>
          </div>
        </form>
        <p class="s-hidden" role="status">
          {busy ? t("checking") : ""}
        </p>
        <Note kind="warning" icon="laptop" title={t("phoneTitle")} className="jp-phone-note">
          {t("phoneText")}
        </Note>
        <ul class="jp-promises">
          <li>
            <Icon name="install" />
            {t("promiseInstall")}
          </li>
          <li>
            <Icon name="lock" />
            {t("promiseSecure")}
          </li>
          <li>
            <Icon name="hand" />
            {t("promiseControl")}
          </li>
        </ul>
      </div>
      <Pictures />
      {resending && <ResendDialog onClose={() => setResending(false)} />}
    </div>
  );
}
