/** The agenda: day, week, month, list and services; the drawer with one appointment; moving by hand or keys. */
import { Loader } from "@mantine/core";
import { useCallback, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { agendaTexts } from "../../i18n/agenda";
import { useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { type BlockTime, type Scope, useCalendar, useServices } from "../api/agenda";
import { useTitle } from "../shell/PageTitle";
import { Problem } from "../shell/Problem";
import { AppointmentDialog } from "./AppointmentDialog";
import { BlockDialog, type NewBlock } from "./BlockDialog";
import { BookingLine } from "./BookingLine";
import { CalendarGrid, type Spot } from "./CalendarGrid";
import { Colleagues } from "./Colleagues";
import { Drawer } from "./Drawer";
import { addDays, clock, fromIsoDay, isoDay, isView, labelOf, rangeOf, startOfDay, type View } from "./dates";
import { type Box, drawn, eventsOf, withoutWeekends } from "./events";
import { MoveAsk, useMoving } from "./MoveAsk";
import { ServicesView } from "./ServicesView";
import { SpotMenu } from "./SpotMenu";
import { Toolbar } from "./Toolbar";
import { useArrows } from "./useArrows";
import "./agenda.css";

const EMPTY = { appointments: [], blocks: [], availability: [], advisers: [] } as const;
const PHONE = "(max-width: 47.9em)";

interface Making {
  readonly start?: Date;
  readonly serviceId?: string;
  readonly adviserId?: string | undefined;
}

export function AgendaPage() {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { user } = useMember();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("view");
  // Seven columns do not fit in a telephone.
  const view: View = isView(asked) ? asked : window.matchMedia(PHONE).matches ? "day" : "week";
  const day = search.get("date");
  const date = useMemo(() => fromIsoDay(day) ?? startOfDay(new Date()), [day]);
  const scope: Scope = user.role === "admin" && search.get("scope") === "all" ? "all" : "mine";
  const opened = search.get("appointment") ?? undefined;
  useTitle(t("agenda"));

  const change = useCallback(
    (values: Readonly<Record<string, string | undefined>>) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === undefined) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );

  const range = useMemo(() => rangeOf(view, date), [view, date]);
  const calendar = useCalendar({ from: range.from.toISOString(), to: range.to.toISOString(), scope });
  const services = useServices();
  const answer = calendar.data ?? EMPTY;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(
    () => ({
      appointments: answer.appointments.filter(({ adviser }) => !hidden.has(adviser?.id ?? "")),
      blocks: answer.blocks.filter(({ adviser }) => !hidden.has(adviser.id)),
      availability: answer.availability.filter(({ adviser_id }) => !hidden.has(adviser_id)),
    }),
    [answer, hidden],
  );
  const colleagues = answer.advisers.filter(({ id }) => !hidden.has(id));
  const sideBySide = scope === "all" && view === "day" && colleagues.length > 0;
  const columns = useMemo(
    () => (sideBySide ? { advisers: colleagues.map(({ id }) => id), day: range.from } : undefined),
    [sideBySide, colleagues, range],
  );

  const moving = useMoving();
  const events = useMemo(
    () =>
      eventsOf({
        calendar: shown,
        range,
        columns,
        moved: moving.shown,
        // Of several people together nothing true can be shaded; a month and a list show no hours.
        shading: (view === "day" || view === "week") && (scope === "mine" || columns !== undefined),
        editable: true,
      }),
    [shown, range, columns, moving.shown, view, scope],
  );
  const boxes = useMemo(() => drawn(shown), [shown]);

  const [spot, setSpot] = useState<Spot>();
  const [chosen, setMaking] = useState<Making>();
  // "Nieuw" in the frame leads here with a question.
  const making = chosen ?? (search.get("new") === "appointment" ? {} : undefined);
  const [block, setBlock] = useState<BlockTime | NewBlock>();
  const returnTo = useRef<string>(undefined);

  const open = (box: Box, key: string) => {
    returnTo.current = key;
    if (box.kind === "block") setBlock(box.block);
    else change({ appointment: box.appointment.id });
  };
  const close = () => {
    change({ appointment: undefined });
    // Back to where they came from, for who works with the keyboard.
    const key = returnTo.current;
    if (key !== undefined) {
      document.querySelector<HTMLElement>(`[data-box="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    }
  };
  const keys = useArrows(boxes, moving.ask);

  const scrollTo = useMemo(() => {
    const first = answer.availability.map(({ start }) => clock(new Date(start))).sort()[0];
    const hour = first === undefined ? 8 : Math.max(0, Number(first.slice(0, 2)) - 1);
    return `${String(Math.min(hour, 8)).padStart(2, "0")}:30:00`;
  }, [answer.availability]);

  return (
    <div className="g-agenda" data-drawer={opened !== undefined || undefined}>
      <Toolbar
        label={labelOf(language, view, date)}
        view={view}
        date={date}
        scope={scope}
        admin={user.role === "admin"}
        onChange={change}
        onNew={() => setMaking({})}
      />
      <BookingLine adviserId={user.id} />
      {scope === "all" && <Colleagues colleagues={answer.advisers} hidden={hidden} onHide={setHidden} />}
      <div className="g-problem">
        <Problem error={calendar.error} onRetry={() => void calendar.refetch()} />
      </div>
      <section
        className="g-calendar"
        aria-label={t("calendarOf", { label: labelOf(language, view, date) })}
        {...keys}
      >
        {calendar.isPending && (
          <p className="g-waiting" role="status">
            <Loader size="sm" /> {t("loadingAgenda")}
          </p>
        )}
        {view === "services" ? (
          <ServicesView
            services={services.data ?? []}
            appointments={shown.appointments}
            range={range}
            withAdviser={scope === "all"}
            onOpen={(id) => change({ appointment: id })}
            onNew={(serviceId, start) => setMaking({ serviceId, start })}
          />
        ) : (
          <CalendarGrid
            view={view}
            date={range.from <= date ? date : range.from}
            events={events}
            columns={columns}
            names={colleagues.map(({ name }) => name)}
            weekends={view === "day" || view === "list" || !withoutWeekends(range, boxes, shown.availability)}
            selected={opened === undefined ? undefined : `a:${opened}`}
            scrollTo={scrollTo}
            withAdviser={scope === "all" && columns === undefined}
            onOpen={open}
            onSpot={setSpot}
            onDrop={moving.ask}
            onDay={(chosen) => change({ view: "day", date: isoDay(chosen) })}
          />
        )}
      </section>
      <MoveAsk moving={moving} />
      <SpotMenu
        spot={spot}
        onClose={() => setSpot(undefined)}
        onAppointment={({ start, adviserId }) => setMaking({ start, adviserId })}
        onBlock={({ start, end, allDay, adviserId }) =>
          setBlock({ start, end: allDay ? addDays(start, 1) : end, allDay, adviserId })
        }
      />
      {opened !== undefined && <Drawer id={opened} onClose={close} />}
      {making && (
        <AppointmentDialog
          {...making}
          onClose={() => {
            setMaking(undefined);
            change({ new: undefined });
          }}
        />
      )}
      {block && <BlockDialog block={block} onClose={() => setBlock(undefined)} />}
    </div>
  );
}
