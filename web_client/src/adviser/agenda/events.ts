/** From what the server answers to what the calendar draws: boxes, shades, columns. */
import type { EventInput } from "@fullcalendar/react";
import type { Appointment, BlockTime, Calendar, Stretch, TimeOption } from "../api/agenda";
import { addDays, type Range, startOfDay } from "./dates";
import { adviserOf, isOpen } from "./status";

export type Box =
  | { readonly kind: "appointment"; readonly appointment: Appointment }
  | {
      readonly kind: "option";
      readonly appointment: Appointment;
      readonly option: TimeOption;
      /** Which of the open ones, from 1. */
      readonly place: number;
      readonly of: number;
    }
  | { readonly kind: "block"; readonly block: BlockTime };

/** One box in the calendar, before it is moved to its column. */
export interface Drawn {
  readonly key: string;
  readonly start: Date;
  readonly end: Date;
  readonly allDay: boolean;
  readonly adviserId: string;
  readonly box: Box;
}

/** Where a box was put by hand and is not kept yet. */
export interface Moved {
  readonly key: string;
  readonly start: Date;
  readonly end: Date;
}

export function openOptions({ options }: Appointment): readonly TimeOption[] {
  return options.filter(({ state }) => state === "open");
}

function ofAppointment(appointment: Appointment): Drawn[] {
  const adviserId = adviserOf(appointment).id;
  if (appointment.status === "planning") {
    const open = openOptions(appointment);
    return open.map((option, index) => ({
      key: `o:${appointment.id}:${option.id}`,
      start: new Date(option.start),
      end: new Date(option.end),
      allDay: false,
      adviserId,
      box: { kind: "option", appointment, option, place: index + 1, of: open.length },
    }));
  }
  if (appointment.start === null || appointment.end === null) return [];
  return [
    {
      key: `a:${appointment.id}`,
      start: new Date(appointment.start),
      end: new Date(appointment.end),
      allDay: appointment.all_day,
      adviserId,
      box: { kind: "appointment", appointment },
    },
  ];
}

export function drawn({ appointments, blocks }: Pick<Calendar, "appointments" | "blocks">): Drawn[] {
  return [
    ...appointments.flatMap(ofAppointment),
    ...blocks.map(
      (block): Drawn => ({
        key: `b:${block.id}:${block.start}`,
        start: new Date(block.start),
        end: new Date(block.end),
        allDay: block.all_day,
        adviserId: block.adviser.id,
        box: { kind: "block", block },
      }),
    ),
  ];
}

/** Whether dragging it means anything: proposals are answered, repeated blocks are changed in their dialog. */
export function mayMove(box: Box): boolean {
  if (box.kind === "appointment") return isOpen(box.appointment);
  return box.kind === "block" && box.block.repeats === "";
}

/** What of each day lies outside the given stretches: the hours in which nobody is offered anything. */
export function closedHours(range: Range, open: readonly Stretch[]): Range[] {
  const stretches = open
    .map(({ start, end }) => ({ from: new Date(start), to: new Date(end) }))
    .sort((one, other) => one.from.getTime() - other.from.getTime());
  const closed: Range[] = [];
  for (let day = startOfDay(range.from); day < range.to; day = addDays(day, 1)) {
    const end = addDays(day, 1);
    let free = day;
    for (const { from, to } of stretches) {
      if (to <= free || from >= end) continue;
      if (from > free) closed.push({ from: free, to: from });
      free = to;
    }
    if (free < end) closed.push({ from: free, to: end });
  }
  return closed;
}

/** Saturdays and Sundays are left out while nothing happens there. */
export function withoutWeekends(range: Range, boxes: readonly Drawn[], open: readonly Stretch[]): boolean {
  const weekend = (moment: Date) => moment.getDay() === 0 || moment.getDay() === 6;
  const today = new Date();
  if (today >= range.from && today < range.to && weekend(today)) return false;
  const inside = ({ start, end }: { start: Date; end: Date }) => {
    for (let day = startOfDay(start); day < end; day = addDays(day, 1)) if (weekend(day)) return true;
    return false;
  };
  return !(
    boxes.some(inside) ||
    open.some(({ start, end }) => inside({ start: new Date(start), end: new Date(end) }))
  );
}

/** The same hour, as many days further: how a colleague's day becomes the column beside one's own. */
export function shifted(moment: Date, days: number): Date {
  return addDays(moment, days);
}

const CLOSED = "g-closed";

function shade(key: string, { from, to }: Range): EventInput {
  return { id: key, start: from, end: to, display: "background", className: CLOSED };
}

export interface Columns {
  /** Ids of the colleagues, from left to right. */
  readonly advisers: readonly string[];
  /** The day of the first column. */
  readonly day: Date;
}

export function columnOf(columns: Columns | undefined, adviserId: string): number {
  return columns === undefined ? 0 : columns.advisers.indexOf(adviserId);
}

interface Wanted {
  readonly calendar: Pick<Calendar, "appointments" | "blocks" | "availability">;
  readonly range: Range;
  readonly columns?: Columns | undefined;
  readonly moved?: Moved | undefined;
  readonly shading: boolean;
  readonly editable: boolean;
}

/** All that one calendar draws. With `columns` every colleague's day stands in a column of its own. */
export function eventsOf({ calendar, range, columns, moved, shading, editable }: Wanted): EventInput[] {
  const boxes = drawn(calendar).flatMap((one): EventInput[] => {
    const days = columnOf(columns, one.adviserId);
    if (days < 0) return [];
    const { start, end } = moved?.key === one.key ? moved : one;
    const may = editable && mayMove(one.box);
    return [
      {
        id: one.key,
        title: "",
        start: shifted(start, days),
        end: shifted(end, days),
        allDay: one.allDay,
        startEditable: may,
        durationEditable: may && !one.allDay,
        extendedProps: { box: one.box },
      },
    ];
  });
  if (!shading) return boxes;
  const sets = columns
    ? columns.advisers.map((id, days) => ({
        days,
        open: calendar.availability.filter(({ adviser_id }) => adviser_id === id),
      }))
    : [{ days: 0, open: calendar.availability }];
  const shades = sets.flatMap(({ days, open }) =>
    closedHours(range, open).map((stretch, index) =>
      shade(`c:${days}:${index}`, { from: shifted(stretch.from, days), to: shifted(stretch.to, days) }),
    ),
  );
  // A block over a whole day stands in the row above; below, its hours show that they are gone.
  const wholeDays = drawn(calendar).flatMap((one): EventInput[] => {
    const days = columnOf(columns, one.adviserId);
    if (one.box.kind !== "block" || !one.allDay || days < 0) return [];
    const [start, end] = [shifted(one.start, days), shifted(one.end, days)];
    return [{ id: `w:${one.key}`, start, end, display: "background", className: "g-whole-day" }];
  });
  return [...boxes, ...shades, ...wholeDays];
}
