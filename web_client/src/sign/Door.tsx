/** The door: who asks, for what, and the code by mail that opens it. */
import { Button, TextInput } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { LinkView } from "../features/signing/types";
import { refusal } from "../i18n/common";
import { signTexts } from "../i18n/sign";
import { signingTexts } from "../i18n/signing";
import { Notice, useLanguage, useT } from "../ui";
import type { Visit, VisitState } from "./visit";

/** Seconds before another code can be asked for, unless the server says longer. */
const PAUSE = 30;
const DIGITS = 6;

interface DoorProps {
  readonly visit: Visit;
  readonly state: VisitState;
  readonly link: LinkView;
}

export function Door({ visit, state, link }: DoorProps) {
  const t = useT(signTexts);
  const [busy, setBusy] = useState(false);
  const wait = useWait(state.problem?.code === "too_many_attempts" ? state.problem.retryAfter : undefined);
  const send = async () => {
    setBusy(true);
    const sent = await visit.sendCode();
    setBusy(false);
    if (sent) wait.start(PAUSE);
  };
  const title = state.back
    ? t("passTitle")
    : link.state === "completed"
      ? t("completedDoorTitle")
      : link.sender
        ? t("doorTitle", { sender: link.sender })
        : t("doorTitleNobody", { office: link.office.name });
  return (
    <section className="sg-card" aria-labelledby="door">
      <h1 id="door" className="sg-title">
        {title}
      </h1>
      {state.back ? (
        <p className="sg-lead">{t("passText")}</p>
      ) : (
        <p className="sg-what">{t("doorText", { title: link.title })}</p>
      )}
      {!state.sent && <p className="sg-lead">{t("doorCodeText", { email: link.email_hint })}</p>}
      {state.sent ? (
        <>
          <div role="status">
            <Notice kind="success" title={t("codeSent", { email: link.email_hint })}>
              {t("codeSentHint")}
            </Notice>
          </div>
          <CodeForm visit={visit} state={state} />
          <p className="sg-again">
            {wait.left > 0 ? (
              t("codeAgainIn", { seconds: wait.left })
            ) : (
              <button type="button" className="sg-linkish" disabled={busy} onClick={() => void send()}>
                {t("codeAgain")}
              </button>
            )}
          </p>
        </>
      ) : (
        <>
          <Button
            size="xl"
            fullWidth
            loading={busy}
            disabled={wait.left > 0}
            leftSection={<IconMailForward size={22} aria-hidden="true" />}
            onClick={() => void send()}
          >
            {t("sendCode")}
          </Button>
          <DoorProblem state={state} />
        </>
      )}
      <details className="sg-real">
        <summary>{t("isThisReal")}</summary>
        <p>{t("isThisRealText", { office: link.office.name })}</p>
      </details>
    </section>
  );
}

function CodeForm({ visit, state }: { readonly visit: Visit; readonly state: VisitState }) {
  const t = useT(signTexts);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [short, setShort] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const sentence = useProblem(state);

  const open = async (digits: string) => {
    if (busy) return;
    if (digits.length !== DIGITS) {
      setShort(true);
      input.current?.focus();
      return;
    }
    setBusy(true);
    await visit.open(digits);
    setBusy(false);
    input.current?.select();
  };
  const change = (text: string) => {
    const digits = text.replace(/\D/g, "").slice(0, DIGITS);
    setCode(digits);
    setShort(false);
    // Pasted or filled in by the phone from the mail: nothing is left to press.
    if (digits.length === DIGITS && digits !== code) void open(digits);
  };
  return (
    <form
      className="sg-code"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void open(code);
      }}
    >
      <TextInput
        ref={input}
        label={t("codeLabel")}
        size="xl"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        error={(short && t("codeSix")) || sentence}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <Button type="submit" size="xl" fullWidth loading={busy}>
        {t("codeOpen")}
      </Button>
    </form>
  );
}

function DoorProblem({ state }: { readonly state: VisitState }) {
  const sentence = useProblem(state);
  return <div role="alert">{sentence && <Notice kind="danger">{sentence}</Notice>}</div>;
}

function useProblem({ problem }: VisitState): string | null {
  const language = useLanguage();
  if (!problem) return null;
  const area = `refusal_${problem.code}` in signTexts.nl ? signTexts : signingTexts;
  return refusal(language, problem.code, area, problem.details);
}

/** Counts down once a second. */
function useWait(told: number | undefined): { left: number; start: (seconds: number) => void } {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (told) setLeft(Math.ceil(told));
  }, [told]);
  const counting = left > 0;
  useEffect(() => {
    if (!counting) return;
    const timer = window.setInterval(() => setLeft((value) => Math.max(0, value - 1)), 1000);
    return () => window.clearInterval(timer);
  }, [counting]);
  return { left, start: setLeft };
}
