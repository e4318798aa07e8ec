/** @jsxImportSource preact */
/** What a client can change: choose a time, propose others, move, cancel. */
import { useCallback, useState } from "preact/hooks";
import { bookTexts } from "../i18n/book";
import { useT } from "../i18n/preact";
import {
  type Appointment,
  cancelIt,
  getTimesToMove,
  moveTo,
  pickOption,
  proposeTimes,
  Refusal,
  type Time,
} from "./api";
import { Card, Facts, Field, Problem, useMoment } from "./parts";
import { TimePicker } from "./TimePicker";

const PROPOSALS = 3;

interface ChangeProps {
  readonly token: string;
  readonly view: Appointment;
  readonly onDone: (view: Appointment) => void;
  readonly onBack: () => void;
}

/** One request at a time, its refusal kept. */
function useAct(onDone: (view: Appointment) => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const act = async (ask: () => Promise<Appointment>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      onDone(await ask());
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, act };
}

interface PickProps extends Omit<ChangeProps, "onBack"> {
  readonly onCounter: () => void;
  readonly onCancel: () => void;
}

export function Pick({ token, view, onDone, onCounter, onCancel }: PickProps) {
  const t = useT(bookTexts);
  const { day, time, note } = useMoment(view);
  const offered = view.options.filter((one) => one.by === "adviser");
  const [chosen, setChosen] = useState<string | null>(() => {
    const wish = new URLSearchParams(window.location.search).get("option");
    return (
      offered.find((one) => one.id === wish)?.id ?? (offered.length === 1 ? (offered[0]?.id ?? null) : null)
    );
  });
  const [missing, setMissing] = useState(false);
  const { busy, problem, act } = useAct(onDone);
  const first = offered[0]?.start;
  return (
    <Card title={t("planningTitle")} lead={t("planningText", { adviser: view.adviser })}>
      <Facts rows={[[t("subject"), view.title || view.service]]} />
      {view.description && <p class="bk-text">{view.description}</p>}
      {first && note(first) && <p class="bk-zone">{note(first)}</p>}
      <form
        class="bk-form"
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(chosen === null);
          if (chosen) void act(() => pickOption(token, chosen));
        }}
      >
        <fieldset class="bk-options">
          <legend class="s-hidden">{t("planningTitle")}</legend>
          {offered.map((one) => (
            <label key={one.id} class="bk-option">
              <input
                type="radio"
                name="option"
                value={one.id}
                checked={one.id === chosen}
                onChange={() => setChosen(one.id)}
              />
              <span>
                <strong>{day(one.start)}</strong>
                <span>{time(one.start)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div role="alert">{missing && !chosen && <p class="jp-field-error">{t("pickFirst")}</p>}</div>
        <Problem error={problem} />
        <button type="submit" class="jp-button jp-button-wide" aria-disabled={busy}>
          {t("pickThis")}
        </button>
      </form>
      <div class="bk-links">
        {view.may.counter && (
          <button type="button" class="jp-link" onClick={onCounter}>
            {t("noneFits")}
          </button>
        )}
        {view.may.cancel && (
          <button type="button" class="jp-link" onClick={onCancel}>
            {t("cancelIt")}
          </button>
        )}
      </div>
    </Card>
  );
}

export function Counter({ token, view, onDone, onBack }: ChangeProps) {
  const t = useT(bookTexts);
  const { busy, problem, act } = useAct(onDone);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (form: HTMLFormElement) => {
    const values = new FormData(form);
    // Local times of this browser: the visitor's own clock.
    const starts = values
      .getAll("start")
      .map(String)
      .filter(Boolean)
      .map((text) => new Date(text));
    if (starts.length === 0) return setWrong(t("counterEmpty"));
    if (starts.some((one) => !(one.getTime() > Date.now()))) return setWrong(t("counterPast"));
    setWrong(null);
    void act(() =>
      proposeTimes(
        token,
        starts.map((one) => one.toISOString()),
        String(values.get("text") ?? "").trim(),
      ),
    );
  };
  return (
    <Card title={t("counterTitle")} lead={t("counterText", { adviser: view.adviser })} focus>
      <form
        class="bk-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        {Array.from({ length: PROPOSALS }, (_, index) => `bk-start-${index + 1}`).map((id, index) => (
          <Field key={id} id={id} label={t("counterTime", { number: index + 1 })} optional={index > 0}>
            {(attributes) => (
              <input {...attributes} class="jp-input" type="datetime-local" name="start" step={900} />
            )}
          </Field>
        ))}
        <Field id="bk-why" label={t("counterRemark")} optional>
          {(attributes) => (
            <textarea {...attributes} class="jp-input bk-area" name="text" rows={2} maxLength={2000} />
          )}
        </Field>
        <div role="alert">{wrong && <p class="jp-field-error">{wrong}</p>}</div>
        <Problem error={problem} />
        <div class="bk-actions">
          <button type="submit" class="jp-button" aria-disabled={busy}>
            {t("counterSend")}
          </button>
          <button type="button" class="jp-link" onClick={onBack}>
            {t("back")}
          </button>
        </div>
      </form>
    </Card>
  );
}

export function Move({ token, view, onDone, onBack }: ChangeProps) {
  const t = useT(bookTexts);
  const { day, time } = useMoment(view);
  const [chosen, setChosen] = useState<Time | null>(null);
  const [round, setRound] = useState(0);
  const { busy, problem, act } = useAct(onDone);
  const load = useCallback((from: string, to: string) => getTimesToMove(token, from, to), [token]);
  const move = (start: string) =>
    void act(async () => {
      try {
        return await moveTo(token, start);
      } catch (error) {
        if (error instanceof Refusal) {
          setChosen(null);
          setRound((value) => value + 1);
        }
        throw error;
      }
    });
  return (
    <Card title={t("moveTitle")} focus>
      <Facts rows={[[t("when"), view.start ? `${day(view.start)}, ${time(view.start)}` : ""]]} />
      <Problem error={problem} />
      {chosen ? (
        <div class="bk-actions">
          <button type="button" class="jp-button" aria-disabled={busy} onClick={() => move(chosen.start)}>
            {t("moveConfirm", { day: day(chosen.start), time: time(chosen.start) })}
          </button>
          <button type="button" class="jp-link" onClick={() => setChosen(null)}>
            {t("otherTime")}
          </button>
        </div>
      ) : (
        <TimePicker
          key={round}
          load={load}
          kind={view.kind}
          officeZone={view.zone}
          nothing={t("moveNone")}
          onPick={(time) => setChosen(time)}
        />
      )}
      <div class="bk-links">
        <button type="button" class="jp-link" onClick={onBack}>
          {t("back")}
        </button>
      </div>
    </Card>
  );
}

export function Cancel({ token, view, onDone, onBack }: ChangeProps) {
  const t = useT(bookTexts);
  const { day, time } = useMoment(view);
  const { busy, problem, act } = useAct(onDone);
  return (
    <Card title={t("cancelTitle")} lead={t("cancelText", { adviser: view.adviser })} focus>
      <Facts
        rows={[
          [t("when"), view.start ? `${day(view.start)}, ${time(view.start)}` : ""],
          [t("subject"), view.title || view.service],
        ]}
      />
      <form
        class="bk-form"
        onSubmit={(event) => {
          event.preventDefault();
          const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
          void act(() => cancelIt(token, reason));
        }}
      >
        <Field id="bk-reason" label={t("cancelReason")} optional>
          {(attributes) => <input {...attributes} class="jp-input" name="reason" maxLength={500} />}
        </Field>
        <Problem error={problem} />
        <div class="bk-actions">
          <button type="submit" class="jp-button bk-danger" aria-disabled={busy}>
            {t("cancelConfirm")}
          </button>
          <button type="button" class="jp-link" onClick={onBack}>
            {t("keep")}
          </button>
        </div>
      </form>
    </Card>
  );
}
