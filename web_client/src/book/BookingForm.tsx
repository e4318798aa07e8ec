/** @jsxImportSource preact */
/** Who books: name and address, what else there is to say, and a box that is never ticked beforehand. */
import { useEffect, useRef, useState } from "preact/hooks";
import { bookTexts } from "../i18n/book";
import { useLanguage, useT } from "../i18n/preact";
import { type Booked, type BookingPage, book, Refusal } from "./api";
import type { Chosen } from "./BookingApp";
import { Card, Facts, Field, Problem, useSentence } from "./parts";
import { clockOf, longDay, zoneFor } from "./when";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/;
/** Refusals that say: choose another time. */
const GONE = new Set(["slot_taken", "time_blocked", "time_not_offered", "time_in_the_past"]);
const OF_FIELD: Readonly<Record<string, string>> = {
  name_needed: "name",
  email_unusable: "email",
  phone_unusable: "phone",
  bsn_found: "text",
};

interface BookingFormProps {
  readonly slug: string;
  readonly page: BookingPage;
  readonly chosen: Chosen;
  readonly onBack: () => void;
  readonly onBooked: (booked: Booked) => void;
  readonly onGone: (error: unknown) => void;
}

export function BookingForm({ slug, page, chosen, onBack, onBooked, onGone }: BookingFormProps) {
  const t = useT(bookTexts);
  const language = useLanguage();
  const sentence = useSentence();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const over = useOver(chosen.hold.until);
  const zone = zoneFor(chosen.service.kind, page.zone);
  const { start } = chosen.time;

  const complain = (found: Record<string, string>) => {
    setWrong(found);
    const first = Object.keys(found)[0];
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    return first !== undefined;
  };

  const submit = async () => {
    if (busy || !form.current) return;
    const values = new FormData(form.current);
    const text = (name: string) => String(values.get(name) ?? "").trim();
    setProblem(null);
    const empty: Record<string, string> = {};
    if (text("name") === "") empty.name = t("refusal_name_needed");
    if (!EMAIL.test(text("email"))) empty.email = t("refusal_email_unusable");
    if (complain(empty)) return;
    setBusy(true);
    try {
      onBooked(
        await book(slug, {
          service: chosen.service.id,
          adviser: chosen.adviser,
          start,
          name: text("name"),
          email: text("email"),
          phone: text("phone"),
          text: text("text"),
          language,
          consent: values.get("consent") !== null,
          hold: chosen.hold.hold,
        }),
      );
    } catch (error) {
      setBusy(false);
      const code = error instanceof Refusal ? error.code : "";
      const field = OF_FIELD[code];
      if (GONE.has(code)) onGone(error);
      else if (field) complain({ [field]: sentence(error) });
      else setProblem(error);
    }
  };

  const adviser = page.advisers.find((one) => one.id === chosen.adviser)?.name;
  return (
    <Card title={t("yourDetails")} focus>
      <Facts
        rows={[
          [t("when"), `${longDay(language, start, zone)}, ${clockOf(language, start, zone)}`],
          [t("subject"), chosen.service.name],
          [t("yourAdviser"), adviser],
        ]}
      />
      <p class="bk-held" role="status">
        {over ? t("heldOver") : t("held", { time: clockOf(language, chosen.hold.until, zone) })}
      </p>
      <form
        ref={form}
        class="bk-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field id="bk-name" label={t("name")} error={wrong.name}>
          {(attributes) => (
            <input {...attributes} class="jp-input" name="name" autoComplete="name" maxLength={120} />
          )}
        </Field>
        <Field id="bk-email" label={t("email")} hint={t("emailHint")} error={wrong.email}>
          {(attributes) => (
            <input
              {...attributes}
              class="jp-input"
              name="email"
              type="email"
              autoComplete="email"
              maxLength={254}
            />
          )}
        </Field>
        <Field id="bk-phone" label={t("phone")} optional error={wrong.phone}>
          {(attributes) => (
            <input
              {...attributes}
              class="jp-input"
              name="phone"
              type="tel"
              autoComplete="tel"
              maxLength={60}
            />
          )}
        </Field>
        <Field id="bk-text" label={t("remark")} optional error={wrong.text}>
          {(attributes) => (
            <textarea {...attributes} class="jp-input bk-area" name="text" rows={3} maxLength={2000} />
          )}
        </Field>
        <label class="bk-consent">
          <input type="checkbox" name="consent" />
          <span>{page.consent[language]}</span>
        </label>
        <Problem error={problem} />
        <div class="bk-actions">
          <button type="submit" class="jp-button" aria-disabled={busy}>
            {busy ? t("booking") : t("book")}
          </button>
          <button type="button" class="jp-link" onClick={onBack}>
            {t("back")}
          </button>
        </div>
      </form>
    </Card>
  );
}

/** Whether a moment has passed; the page says so when it does. */
function useOver(until: string): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    setOver(false);
    const left = new Date(until).getTime() - Date.now();
    const timer = window.setTimeout(() => setOver(true), Math.max(0, left));
    return () => window.clearTimeout(timer);
  }, [until]);
  return over;
}
