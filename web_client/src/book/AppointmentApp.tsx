/** @jsxImportSource preact */
/** The page behind the link in an appointment's mail. Looking changes nothing: link scanners look too. */
import { useEffect, useState } from "preact/hooks";
import { bookTexts } from "../i18n/book";
import { offerAccountLanguage } from "../i18n/language";
import { useLanguage, useT } from "../i18n/preact";
import { Note } from "../join/Note";
import { Shell } from "../join/Shell";
import { formatCode } from "../ui/code";
import { applyOfficeColour } from "../ui/colour";
import { type Appointment, calendarFile, getAppointment, Refusal } from "./api";
import { Cancel, Counter, Move, Pick } from "./changes";
import { BookIcon, Card, Facts, Problem, useKind, useLength, useMoment } from "./parts";
import { Review, ReviewShown } from "./Review";
import { priceOf } from "./when";

const NO_OFFICE = { name: "Samen", colour: null, logo_url: null, phone: null, language: "nl" };
type Doing = "move" | "cancel" | "counter" | null;

export function AppointmentApp({ token }: { readonly token: string }) {
  const t = useT(bookTexts);
  const [view, setView] = useState<Appointment | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    getAppointment(token).then(
      (found) => {
        applyOfficeColour(found.office.colour);
        if (["nl", "en", "fr"].includes(found.language))
          offerAccountLanguage(found.language as "nl" | "en" | "fr");
        setView(found);
      },
      (error: unknown) => setProblem(error),
    );
  }, [token]);
  useEffect(() => {
    document.title = `${t("pageTitle")} · ${view?.office.name ?? "Samen"}`;
  }, [view?.office.name, t]);
  const unknown = problem instanceof Refusal && problem.code === "link_unknown";
  return (
    <Shell office={view?.office ?? NO_OFFICE} backdrop="join">
      <div class="bk">
        {view ? (
          <Page token={token} view={view} onView={setView} />
        ) : unknown ? (
          <Card title={t("unknownTitle")} lead={t("unknownText")} icon="calendar" />
        ) : problem ? (
          <Card title={t("failedLoad")}>
            <Problem error={problem} />
          </Card>
        ) : (
          <p class="bk-wait" role="status">
            {t("loading")}
          </p>
        )}
      </div>
    </Shell>
  );
}

interface PageProps {
  readonly token: string;
  readonly view: Appointment;
  readonly onView: (view: Appointment) => void;
}

/** What the link in the mail was for. */
function wished(view: Appointment): Doing {
  const doing = new URLSearchParams(window.location.search).get("do");
  if (doing === "move" && view.may.move) return "move";
  if (doing === "move" && view.may.counter) return "counter";
  return doing === "cancel" && view.may.cancel ? "cancel" : null;
}

function Page({ token, view, onView }: PageProps) {
  const t = useT(bookTexts);
  const [doing, setDoing] = useState<Doing>(() => wished(view));
  const [news, setNews] = useState<string | null>(null);
  const done = (next: Appointment, said: string | null) => {
    setNews(said);
    setDoing(null);
    onView(next);
    window.scrollTo(0, 0);
  };
  const back = () => setDoing(null);
  if (doing === "move")
    return <Move token={token} view={view} onDone={(next) => done(next, t("movedNews"))} onBack={back} />;
  if (doing === "cancel")
    return <Cancel token={token} view={view} onDone={(next) => done(next, null)} onBack={back} />;
  if (doing === "counter")
    return <Counter token={token} view={view} onDone={(next) => done(next, null)} onBack={back} />;
  switch (view.status) {
    case "planning":
      return view.may.pick && !view.options.some((one) => one.by === "client") ? (
        <Pick
          token={token}
          view={view}
          onDone={(next) => done(next, t("pickedNews"))}
          onCounter={() => setDoing("counter")}
          onCancel={() => setDoing("cancel")}
        />
      ) : (
        <Waiting view={view} onCounter={() => setDoing("counter")} onCancel={() => setDoing("cancel")} />
      );
    case "scheduled":
    case "starting_soon":
      return <Dated token={token} view={view} news={news} onDo={setDoing} />;
    case "completed":
      return <Completed token={token} view={view} onView={onView} />;
    case "cancelled":
      return <Cancelled view={view} />;
    case "missed":
      return <Card title={t("missedTitle")} lead={t("missedText")} icon="calendar" focus={news !== null} />;
    case "failed":
      return <Card title={t("failedTitle")} lead={t("failedText")} icon="video" />;
  }
}

interface DatedProps {
  readonly token: string;
  readonly view: Appointment;
  readonly news: string | null;
  readonly onDo: (doing: Doing) => void;
}

function Dated({ token, view, news, onDo }: DatedProps) {
  const t = useT(bookTexts);
  const language = useLanguage();
  const kind = useKind();
  const length = useLength();
  const { day, time, note } = useMoment(view);
  const start = view.start ?? "";
  const title = view.all_day
    ? t("titleAllDay", { day: day(start) })
    : t("titleDated", { day: day(start), time: time(start) });
  const price = view.price_cents > 0 ? priceOf(language, view.price_cents, view.currency) : "";
  return (
    <Card title={capital(title)} lead={t("scheduledText", { adviser: view.adviser })} focus={news !== null}>
      <div role="status">{news && <Note kind="success" title={news} />}</div>
      {note(start) && <p class="bk-zone">{note(start)}</p>}
      <Facts
        rows={[
          [t("subject"), view.title || view.service],
          [t("howLong"), view.all_day ? "" : length(view.minutes)],
          [t("where"), view.place || kind(view.kind)],
          [t("price"), price],
        ]}
      />
      {view.description && <p class="bk-text">{view.description}</p>}
      {view.join_url && view.code && (
        <>
          <a class="jp-button jp-button-wide" href={view.join_url}>
            <BookIcon name="video" />
            {t("join")}
          </a>
          <p class="bk-hint">{t("joinHint")}</p>
          <div class="bk-code">
            <span>{t("codeHint", { host: window.location.host })}</span>
            <strong class="s-digits">{formatCode(view.code)}</strong>
          </div>
        </>
      )}
      <div class="bk-links">
        <a class="jp-link" href={calendarFile(token)} download="afspraak.ics">
          <BookIcon name="plus" />
          {t("toCalendar")}
        </a>
        {view.may.move && (
          <button type="button" class="jp-link" onClick={() => onDo("move")}>
            {t("otherTime")}
          </button>
        )}
        {view.may.cancel && (
          <button type="button" class="jp-link" onClick={() => onDo("cancel")}>
            {t("cancelIt")}
          </button>
        )}
      </div>
    </Card>
  );
}

function Waiting({
  view,
  onCounter,
  onCancel,
}: {
  readonly view: Appointment;
  readonly onCounter: () => void;
  readonly onCancel: () => void;
}) {
  const t = useT(bookTexts);
  const { day, time } = useMoment(view);
  const own = view.options.filter((one) => one.by === "client");
  return (
    <Card title={t("waitingTitle")} lead={t("waitingText", { adviser: view.adviser })} icon="calendar" focus>
      <Facts
        rows={own.map((one, index) => [
          t("counterTime", { number: index + 1 }),
          `${day(one.start)}, ${time(one.start)}`,
        ])}
      />
      <div class="bk-links">
        {view.may.counter && (
          <button type="button" class="jp-link" onClick={onCounter}>
            {t("otherTime")}
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

function Completed({ token, view, onView }: PageProps) {
  const t = useT(bookTexts);
  const { day } = useMoment(view);
  const [thanks, setThanks] = useState(false);
  return (
    <Card
      title={t("completedTitle")}
      lead={t("completedText", { adviser: view.adviser, day: view.start ? day(view.start) : "" })}
    >
      {view.summary && (
        <section class="bk-summary" aria-labelledby="bk-summary">
          <h2 id="bk-summary">{t("summaryTitle", { adviser: view.adviser })}</h2>
          <p class="bk-text">{view.summary}</p>
        </section>
      )}
      {view.may.review && (
        <Review
          token={token}
          onWritten={(review) => {
            setThanks(true);
            onView({ ...view, review, may: { ...view.may, review: false } });
          }}
        />
      )}
      {view.review && (
        <>
          <div role="status">
            {thanks && <Note kind="success" title={t("reviewThanks", { adviser: view.adviser })} />}
          </div>
          <ReviewShown stars={view.review.stars} text={view.review.text} />
        </>
      )}
    </Card>
  );
}

function Cancelled({ view }: { readonly view: Appointment }) {
  const t = useT(bookTexts);
  const { day, time } = useMoment(view);
  const who =
    view.cancelled_by === "client"
      ? t("cancelledByYou")
      : t("cancelledByOffice", { office: view.office.name });
  return (
    <Card title={t("cancelledTitle")} lead={who} icon="calendar" focus>
      <Facts
        rows={[
          [t("when"), view.start ? `${day(view.start)}, ${time(view.start)}` : ""],
          [t("subject"), view.title || view.service],
          [t("cancelledReason"), view.cancel_reason],
        ]}
      />
    </Card>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
