/** @jsxImportSource preact */
/** "Send me the code again": the same answer for every address, so nobody learns who has a meeting. */
import { useEffect, useRef, useState } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import { sendCodeAgain } from "./api";
import { Icon } from "./Icon";
import { Note } from "./Note";
import { type Trouble, troubleOf, troubleWords } from "./trouble";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;

interface ResendDialogProps {
  readonly onClose: () => void;
}

export function ResendDialog({ onClose }: ResendDialogProps) {
  const t = useT(joinTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [step, setStep] = useState<"ask" | "busy" | "sent">("ask");
  const [wrong, setWrong] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  useEffect(() => {
    // Modal: the browser keeps the focus inside, closes on Escape and gives the focus back.
    dialog.current?.showModal();
    field.current?.focus();
  }, []);

  const submit = async () => {
    const email = field.current?.value.trim() ?? "";
    setTrouble(null);
    setWrong(!EMAIL.test(email));
    if (!EMAIL.test(email)) {
      field.current?.focus();
      return;
    }
    setStep("busy");
    try {
      await sendCodeAgain(email);
      setStep("sent");
    } catch (error) {
      setTrouble(troubleOf(error));
      setStep("ask");
    }
  };

  return (
    <dialog ref={dialog} class="jp-dialog" aria-labelledby="resend-title" onClose={onClose}>
      <button type="button" class="jp-close" aria-label={t("close")} onClick={() => dialog.current?.close()}>
        <Icon name="close" />
      </button>
      <h2 id="resend-title">{t("resendTitle")}</h2>
      <div role="status">
        {step === "sent" && (
          <Note kind="success" icon="mail" title={t("resendDoneTitle")}>
            {t("resendDoneText")}
          </Note>
        )}
      </div>
      {step === "sent" ? (
        <button type="button" class="jp-button jp-button-wide" onClick={() => dialog.current?.close()}>
          {t("close")}
        </button>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <p class="jp-dialog-text">{t("resendText")}</p>
          <label class="jp-field-label" for="resend-email">
            {t("email")}
          </label>
          <input
            ref={field}
            id="resend-email"
            class="jp-input"
            type="email"
            name="email"
            autoComplete="email"
            aria-invalid={wrong}
            aria-describedby="resend-trouble"
          />
          <div id="resend-trouble" role="alert">
            {wrong && <p class="jp-field-error">{t("emailWrong")}</p>}
            {trouble && (
              <Note kind="danger" title={troubleWords(t, trouble).title}>
                {troubleWords(t, trouble).text}
              </Note>
            )}
          </div>
          <button type="submit" class="jp-button jp-button-wide" aria-disabled={step === "busy"}>
            <Icon name="mail" />
            {step === "busy" ? t("checking") : t("resend")}
          </button>
        </form>
      )}
    </dialog>
  );
}
