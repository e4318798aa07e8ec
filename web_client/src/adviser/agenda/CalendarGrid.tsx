/** The calendar itself: FullCalendar in the look of Samen, for a day, a week, a month, a list, or columns. */
import FullCalendar, {
  type CalendarOptions,
  type CalendarRef,
  type DateClickInfo,
  type DateSelectInfo,
  type DayHeaderInfo,
  type EventApi,
  type EventInput,
} from "@fullcalendar/react";
import dayGridPlugin from "@fullcalendar/react/daygrid";
import interactionPlugin from "@fullcalendar/react/interaction";
import listPlugin from "@fullcalendar/react/list";
import fr from "@fullcalendar/react/locales/fr";
import nl from "@fullcalendar/react/locales/nl";
import timeGridPlugin from "@fullcalendar/react/timegrid";
import "@fullcalendar/react/skeleton.css";
import { useEffect, useRef } from "react";
import { LOCALES } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { useLanguage, useT } from "../../ui";
import { BoxContent, toneOfBox } from "./BoxContent";
import { addDays, at, fromIsoDay, hour, isoDay, sameDay, startOfDay, type View } from "./dates";
import type { Box, Columns } from "./events";
import { useNow } from "./useNow";

const PLUGINS = [timeGridPlugin, dayGridPlugin, listPlugin, interactionPlugin];

// English is its own; only the first day of the week differs, and that is said below.
const LOCALES_OF_GRID = [nl, fr];

const KINDS = {
  day: "timeGridDay",
  week: "timeGridWeek",
  month: "dayGridMonth",
  list: "ahead",
} as const;

/** A place in the calendar that somebody pointed at. */
export interface Spot {
  readonly start: Date;
  readonly end: Date;
  readonly allDay: boolean;
  readonly adviserId: string | undefined;
  /** Where on the screen. */
  readonly x: number;
  readonly y: number;
}

export interface Dropped {
  readonly key: string;
  readonly box: Box;
  readonly start: Date;
  readonly end: Date;
  /** Another colleague's column. */
  readonly adviserId: string | undefined;
}

interface CalendarGridProps {
  readonly view: Exclude<View, "services">;
  readonly date: Date;
  readonly events: readonly EventInput[];
  /** With columns: one for each colleague, their names above. */
  readonly columns?: Columns | undefined;
  readonly names?: readonly string[];
  readonly weekends: boolean;
  readonly selected: string | undefined;
  readonly scrollTo: string;
  readonly withAdviser: boolean;
  readonly onOpen: (box: Box, key: string) => void;
  readonly onSpot: (spot: Spot) => void;
  readonly onDrop: (dropped: Dropped) => void;
  readonly onDay: (day: Date) => void;
}

const MINUTES_OF_A_CLICK = 30;

export function CalendarGrid({
  view,
  date,
  events,
  columns,
  names = [],
  weekends,
  selected,
  scrollTo,
  withAdviser,
  onOpen,
  onSpot,
  onDrop,
  onDay,
}: CalendarGridProps) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const now = useNow();
  const calendar = useRef<CalendarRef>(null);
  const kind = columns ? "columns" : KINDS[view];
  const day = isoDay(date);
  useEffect(() => {
    calendar.current?.getApi().changeView(kind, day);
  }, [kind, day]);

  /** From a column back to the day and the colleague it stands for. */
  const real = (moment: Date): { moment: Date; adviserId: string | undefined } => {
    if (columns === undefined) return { moment, adviserId: undefined };
    const first = startOfDay(columns.day);
    // Rounded: a night with a changed clock is an hour off.
    const column = Math.round((startOfDay(moment).getTime() - first.getTime()) / 86_400_000);
    return { moment: addDays(moment, -column), adviserId: columns.advisers[column] };
  };

  const spot = (start: Date, end: Date, allDay: boolean, jsEvent: UIEvent | MouseEvent | null) => {
    const from = real(start);
    const mouse = jsEvent instanceof MouseEvent ? jsEvent : undefined;
    onSpot({
      start: from.moment,
      end: new Date(from.moment.getTime() + (end.getTime() - start.getTime())),
      allDay,
      adviserId: from.adviserId,
      x: mouse?.clientX ?? window.innerWidth / 2,
      y: mouse?.clientY ?? window.innerHeight / 3,
    });
  };

  const drop = ({ event, revert }: { event: EventApi; revert: () => void }) => {
    const { start, end } = event;
    const box = event.extendedProps.box as Box;
    // Where it is drawn follows from what the page knows; the calendar keeps nothing of its own.
    revert();
    if (start === null) return;
    const from = real(start);
    onDrop({
      key: event.id,
      box,
      start: from.moment,
      end: end === null ? addDays(from.moment, 1) : real(end).moment,
      adviserId: from.adviserId,
    });
  };

  const today = (moment: Date) => sameDay(real(moment).moment, now);

  const header = (info: DayHeaderInfo) => {
    if (columns) {
      return <span className="g-head-name">{names[columnAt(columns, info.date)] ?? ""}</span>;
    }
    const weekday = new Intl.DateTimeFormat(LOCALES[language], { weekday: "short" }).format(info.date);
    if (kind === "dayGridMonth") return <span className="g-head-weekday g-head-only">{weekday}</span>;
    return (
      <span className="g-head">
        <span className="g-head-weekday">{weekday}</span>
        <span className="g-head-day" data-today={today(info.date) || undefined}>
          {info.date.getDate()}
        </span>
      </span>
    );
  };

  const options: CalendarOptions = {
    plugins: PLUGINS,
    locales: LOCALES_OF_GRID,
    locale: language,
    initialView: kind,
    initialDate: day,
    views: {
      columns: { type: "timeGrid", duration: { days: Math.max(1, columns?.advisers.length ?? 1) } },
      ahead: { type: "list", duration: { days: 30 } },
    },
    headerToolbar: false,
    height: "100%",
    firstDay: 1,
    weekends: columns !== undefined || weekends,
    nowIndicator: true,
    navLinks: kind === "dayGridMonth",
    navLinkDayClick: onDay,
    navLinkHint: (day) => t("openDay", { day }),
    allDayText: t("allDay"),
    slotDuration: "00:30:00",
    snapDuration: "00:15:00",
    slotMinHeight: 31,
    expandRows: true,
    scrollTime: scrollTo,
    scrollTimeReset: false,
    slotEventOverlap: false,
    eventMinHeight: 22,
    eventShortHeight: 36,
    dayMaxEvents: true,
    eventInteractive: true,
    eventOrder: "start,-duration,title",
    editable: true,
    eventResizableFromStart: false,
    dragRevertDuration: 0,
    selectable: view !== "list",
    selectMirror: true,
    unselectAuto: true,
    // A click is a click; only a drag over several slots selects.
    selectMinDistance: 8,
    longPressDelay: 350,
    events: [...events, ...nowLines(columns, now)],
    moreLinkText: (count) => t("moreBoxes", { count }),
    noEventsContent: () => <p className="g-none">{t("listEmpty")}</p>,

    viewClass: "g-view",
    tableHeaderClass: "g-table-head",
    dayHeaderClass: (info) => (today(info.date) ? "g-day-head g-today" : "g-day-head"),
    dayHeaderContent: header,
    dayHeaderAlign: "start",
    dayLaneClass: (info) => (today(info.date) ? "g-lane g-today" : "g-lane"),
    // Days take the focus: their hours are scrolled to with the keys, and Enter offers what a click does.
    dayLaneDidMount: ({ el }) => {
      el.tabIndex = 0;
    },
    dayRowClass: "g-day-row",
    dayCellClass: (info) =>
      [
        "g-cell",
        kind === "dayGridMonth" && "g-cell-month",
        info.isOther && "g-outside",
        today(info.date) && kind === "dayGridMonth" && "g-today",
      ]
        .filter(Boolean)
        .join(" "),
    dayCellTopContent: (info) =>
      kind === "dayGridMonth" ? (
        <span className="g-cell-day" data-today={today(info.date) || undefined}>
          {info.date.getDate()}
        </span>
      ) : null,
    dayCellTopClass: "g-cell-top",
    slotLaneClass: (info) => (info.isMinor ? "g-slot g-slot-minor" : "g-slot"),
    slotHeaderClass: "g-slot-head",
    slotHeaderContent: (info) => (
      <span className="g-hour">{info.date === undefined ? info.text : hour(language, fromSlot(info))}</span>
    ),
    slotHeaderInterval: "01:00:00",
    allDayHeaderClass: "g-all-day-head",
    allDayHeaderContent: () => <span className="g-hour">{t("allDay")}</span>,
    allDayDividerClass: "g-all-day-line",
    nowIndicatorLineClass: "g-now",
    nowIndicatorHeaderClass: "g-now-head",
    nowIndicatorHeaderContent: () => <span className="g-now-time">{hour(language, now)}</span>,
    nowIndicatorDotClass: "g-now-dot",
    listDaysClass: "g-list",
    listDayClass: "g-list-day",
    listDayHeaderClass: "g-list-head",
    listDayHeaderContent: (info) => (info.level === 0 ? <ListDay date={info.date} /> : null),
    listDayBodyClass: "g-list-body",
    listItemEventClass: kind === "ahead" ? "g-list-item" : "g-dot-item",
    moreLinkClass: "g-more",
    popoverClass: "g-popover",
    popoverCloseClass: "g-popover-close",

    eventClass: (info) => {
      const box = info.event.extendedProps.box as Box | undefined;
      if (box === undefined) return "";
      const { tone } = toneOfBox(box, now);
      return ["g-box", `g-${tone}`, info.event.id === selected && "g-selected", info.isMirror && "g-mirror"]
        .filter(Boolean)
        .join(" ");
    },
    eventInnerClass: "g-box-inner",
    columnEventAfterClass: (info) => (info.isEndResizable ? "g-resize" : ""),
    blockEventInnerClass: (info) => (info.isShort ? "g-short" : ""),
    eventContent: (info) => {
      const box = info.event.extendedProps.box as Box | undefined;
      // What is being selected has no box yet.
      if (box === undefined) {
        return info.event.display === "background" ? null : (
          <span className="g-box-title">{t("newHere")}</span>
        );
      }
      return (
        <BoxContent
          box={box}
          withAdviser={withAdviser}
          roomy={kind === "ahead"}
          brief={info.event.allDay ? "title" : kind === "dayGridMonth" ? "line" : undefined}
        />
      );
    },
    eventDidMount: ({ el, event }) => {
      const box = event.extendedProps.box as Box | undefined;
      if (box === undefined) return;
      el.dataset.box = event.id;
      const { colour } = toneOfBox(box, new Date());
      if (colour !== "") el.style.setProperty("--g-colour", colour);
    },
    eventClick: ({ event, jsEvent }) => {
      jsEvent.preventDefault();
      onOpen(event.extendedProps.box as Box, event.id);
    },
    dateClick: ({ date: start, allDay, jsEvent }: DateClickInfo) => {
      if (kind === "dayGridMonth") {
        onDay(start);
        return;
      }
      const end = allDay ? addDays(start, 1) : new Date(start.getTime() + MINUTES_OF_A_CLICK * 60_000);
      spot(start, end, allDay, jsEvent);
    },
    select: ({ start, end, allDay, jsEvent }: DateSelectInfo) => spot(start, end, allDay, jsEvent),
    eventDrop: drop,
    eventResize: drop,
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the days in it
    <div
      className="g-grid"
      onKeyDown={(event) => {
        const lane = event.target as HTMLElement;
        const chosen = lane.classList.contains("g-lane") ? fromIsoDay(lane.dataset.date) : undefined;
        const start = event.key === "Enter" ? at(chosen, scrollTo.slice(0, 5)) : undefined;
        if (start === undefined) return;
        event.preventDefault();
        const from = real(start);
        const rect = lane.getBoundingClientRect();
        onSpot({
          start: from.moment,
          end: new Date(from.moment.getTime() + MINUTES_OF_A_CLICK * 60_000),
          allDay: false,
          adviserId: from.adviserId,
          x: rect.left + rect.width / 2,
          y: window.innerHeight / 3,
        });
      }}
    >
      <FullCalendar ref={calendar} {...options} />
    </div>
  );
}

/** A slot's time is a length since midnight; its date is that of the calendar's own clock. */
function fromSlot({ time }: { readonly time?: { readonly milliseconds: number } }): Date {
  return new Date(2026, 0, 1, 0, 0, 0, time?.milliseconds ?? 0);
}

/** The calendar itself draws the hour in one column only: that of today, the first. */
function nowLines(columns: Columns | undefined, now: Date): EventInput[] {
  if (columns === undefined || !sameDay(columns.day, now)) return [];
  return columns.advisers.slice(1).map((id, index) => {
    const start = addDays(now, index + 1);
    const end = new Date(start.getTime() + 60_000);
    return { id: `now:${id}`, start, end, display: "background", className: "g-now-line" };
  });
}

function columnAt(columns: Columns, date: Date): number {
  return Math.round((startOfDay(date).getTime() - startOfDay(columns.day).getTime()) / 86_400_000);
}

function ListDay({ date }: { readonly date: Date }) {
  const language = useLanguage();
  return (
    <span className="g-list-date" data-today={sameDay(date, new Date()) || undefined}>
      <strong>{date.getDate()}</strong>
      <span>
        {new Intl.DateTimeFormat(LOCALES[language], { weekday: "long" }).format(date)}
        <small>{new Intl.DateTimeFormat(LOCALES[language], { month: "long" }).format(date)}</small>
      </span>
    </span>
  );
}
