/** @jsxImportSource preact */
/** The booking page of an office: what it is about, when, who, done. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { bookTexts } from "../i18n/book";
import { offerOfficeLanguage } from "../i18n/language";
import { useLanguage, useT } from "../i18n/preact";
import { Shell } from "../join/Shell";
import { applyOfficeColour } from "../ui/colour";
import {
  type Booked,
  type BookingPage,
  getBookingPage,
  getFreeTimes,
  type Hold,
  holdTime,
  Refusal,
  type Service,
  type Time,
} from "./api";
import { BookingForm } from "./BookingForm";
import { BookIcon, Card, Facts, Problem, useKind, useLength } from "./parts";
import { TimePicker } from "./TimePicker";
import { clockOf, longDay, priceOf, zoneFor } from "./when";

const NO_OFFICE = { name: "Samen", colour: null, logo_url: null, phone: null, language: "nl" };

/** What the visitor has chosen so far, and in which order they go back. */
export interface Chosen {
  readonly service: Service;
  readonly adviser: string | null;
  readonly time: Time;
  readonly hold: Hold;
}

export function BookingApp({ slug }: { readonly slug: string }) {
  const t = useT(bookTexts);
  const [page, setPage] = useState<BookingPage | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    getBookingPage(slug).then(
      (found) => {
        applyOfficeColour(found.office.colour);
        offerOfficeLanguage(found.office.language);
        setPage(found);
      },
      (error: unknown) => setProblem(error),
    );
  }, [slug]);
  const office = page?.office ?? NO_OFFICE;
  useEffect(() => {
    document.title = t("bookPageTitle", { office: office.name });
  }, [office.name, t]);
  const closed = problem instanceof Refusal && problem.code === "booking_closed";
  return (
    <Shell office={office} backdrop="join">
      <div class="bk">
        {page ? (
          <Booking slug={slug} page={page} />
        ) : closed ? (
          <Card title={t("closedTitle")} lead={t("closedText")} icon="calendar" />
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

/** Chosen by the address that somebody was given: `?service=` and `?adviser=`. */
function given(name: string): string | null {
  return new URLSearchParams(window.location.search).get(name);
}

function Booking({ slug, page }: { readonly slug: string; readonly page: BookingPage }) {
  const t = useT(bookTexts);
  const only = page.services.length === 1 ? page.services[0] : undefined;
  const [service, setService] = useState<Service | null>(
    () => page.services.find((one) => one.id === given("service")) ?? only ?? null,
  );
  const [adviser, setAdviser] = useState<string | null>(
    () => page.advisers.find((one) => one.id === given("adviser"))?.id ?? null,
  );
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [booked, setBooked] = useState<Booked | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [moved, setMoved] = useState(false);
  // A refused time is gone from the list: ask anew.
  const [round, setRound] = useState(0);
  const load = useCallback(
    (from: string, to: string) =>
      service ? getFreeTimes(slug, service.id, adviser, from, to) : Promise.reject(new Error("no service")),
    [slug, service, adviser],
  );

  const pick = async (time: Time) => {
    if (!service) return;
    setProblem(null);
    try {
      const hold = await holdTime(slug, service.id, adviser, time.start);
      setMoved(true);
      setChosen({ service, adviser: hold.adviser, time, hold });
    } catch (error) {
      setProblem(error);
      setRound((value) => value + 1);
    }
  };

  if (booked) return <Done booked={booked} />;
  if (chosen)
    return (
      <BookingForm
        slug={slug}
        page={page}
        chosen={chosen}
        onBack={() => {
          setChosen(null);
          setRound((value) => value + 1);
        }}
        onBooked={setBooked}
        onGone={(error) => {
          setProblem(error);
          setChosen(null);
          setRound((value) => value + 1);
        }}
      />
    );
  if (!service)
    return (
      <Card
        title={t("bookTitle")}
        lead={page.services.length > 0 ? t("bookLead") : t("noServices")}
        focus={moved}
      >
        <ul class="bk-services" aria-label={t("chooseService")}>
          {page.services.map((one) => (
            <li key={one.id}>
              <ServiceButton
                service={one}
                onChoose={() => {
                  setMoved(true);
                  setService(one);
                }}
              />
            </li>
          ))}
        </ul>
      </Card>
    );
  return (
    <Card title={t("chooseTime")} focus={moved}>
      <div class="bk-so-far">
        <ServiceWords service={service} />
        {!only && (
          <button type="button" class="jp-link" onClick={() => setService(null)}>
            {t("change")}
          </button>
        )}
      </div>
      {page.advisers.length > 1 && (
        <fieldset class="bk-people">
          <legend>{t("withWhom")}</legend>
          {[{ id: "", name: t("anybody") }, ...page.advisers].map((one) => (
            <label key={one.id} class="bk-person">
              <input
                type="radio"
                name="adviser"
                value={one.id}
                checked={(adviser ?? "") === one.id}
                onChange={() => setAdviser(one.id || null)}
              />
              <span>{one.name}</span>
            </label>
          ))}
        </fieldset>
      )}
      <Problem error={problem} />
      <TimePicker
        key={round}
        load={load}
        kind={service.kind}
        officeZone={page.zone}
        nothing={t("noTimes")}
        onPick={(time) => void pick(time)}
      />
    </Card>
  );
}

function ServiceWords({ service }: { readonly service: Service }) {
  const language = useLanguage();
  const kind = useKind();
  const length = useLength();
  const price = service.price_cents > 0 ? priceOf(language, service.price_cents, service.currency) : "";
  return (
    <>
      <span class="bk-badge">
        <BookIcon name={service.kind} />
      </span>
      <span class="bk-service-words">
        <strong>{service.name}</strong>
        <span>{[length(service.minutes), kind(service.kind), price].filter(Boolean).join(" · ")}</span>
        {service.description && <span class="bk-service-more">{service.description}</span>}
      </span>
    </>
  );
}

function ServiceButton({ service, onChoose }: { readonly service: Service; readonly onChoose: () => void }) {
  return (
    <button type="button" class="bk-service" onClick={onChoose}>
      <ServiceWords service={service} />
      <BookIcon name="right" />
    </button>
  );
}

function Done({ booked }: { readonly booked: Booked }) {
  const t = useT(bookTexts);
  const language = useLanguage();
  const kind = useKind();
  const zone = zoneFor(booked.kind, booked.zone);
  return (
    <Card title={t("doneTitle")} lead={t("doneText", { email: booked.email })} icon="calendar" focus>
      <Facts
        rows={[
          [t("when"), `${longDay(language, booked.start, zone)}, ${clockOf(language, booked.start, zone)}`],
          [t("subject"), booked.service],
          [t("yourAdviser"), booked.adviser],
          [t("where"), kind(booked.kind)],
        ]}
      />
      <p class="bk-hint">{t("doneNoMail")}</p>
    </Card>
  );
}
