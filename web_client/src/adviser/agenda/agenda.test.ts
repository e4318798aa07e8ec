/** What the agenda works out by itself: stretches and labels, boxes, shades, columns, moves, statuses, hours. */
import { describe, expect, test } from "vitest";
import { LANGUAGES, LOCALES, translator } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import type { Appointment, BlockTime, Service } from "../api/agenda";
import { hoursInWords } from "./BookingLine";
import { restOfBox, toneOfBox } from "./BoxContent";
import {
  addDays,
  at,
  fromIsoDay,
  hour,
  isoDay,
  labelOf,
  rangeOf,
  startOfWeek,
  stepped,
  VIEWS,
  weekNumber,
} from "./dates";
import { type Box, closedHours, drawn, eventsOf, mayMove, withoutWeekends } from "./events";
import { APPOINTMENT, BLOCK, moment, OPTIONS } from "./samples";
import { beforeInWords, minutesInWords, priceOf } from "./services";
import { hoursOf, nextTimes, weeklyOf, wrongIn } from "./settings/hours";
import { STATUSES, stateOf } from "./status";
import { readTime } from "./TimeField";
import { movedBy } from "./useArrows";

const t = translator(agendaTexts, "nl");
const monday = new Date(2026, 10, 23);

function appointment(change: Partial<Appointment> = {}): Appointment {
  return { ...APPOINTMENT, ...change };
}

function block(change: Partial<BlockTime> = {}): BlockTime {
  return { ...BLOCK, ...change };
}

const boxOf = (one: Appointment): Box => ({ kind: "appointment", appointment: one });

describe("stretches of time", () => {
  test("G003 each view shows its stretch, has a label, and steps on and back to where it was", () => {
    expect(labelOf("nl", "week", monday)).toBe("November 2026");
    expect(labelOf("nl", "day", monday)).toBe("Maandag 23 november 2026");
    expect(labelOf("nl", "week", new Date(2026, 10, 30))).toMatch(/^November\D+december 2026$/);
    for (const view of VIEWS) {
      const { from, to } = rangeOf(view, monday);
      expect(from <= monday && monday < to).toBe(true);
      const there = rangeOf(view, stepped(view, monday, 1));
      expect(rangeOf(view, stepped(view, stepped(view, monday, 1), -1))).toEqual({ from, to });
      if (view !== "month") expect(there.from).toEqual(to);
    }
  });

  test("G003 a month is drawn in whole weeks, and from the 31st one comes into the month after it", () => {
    const { from, to } = rangeOf("month", new Date(2026, 10, 15));
    expect([isoDay(from), isoDay(to)]).toEqual(["2026-10-26", "2026-12-07"]);
    expect(stepped("month", new Date(2026, 0, 31), 1).getMonth()).toBe(1);
  });

  test("weeks begin on Monday and have the numbers of ISO 8601, also around the year's end", () => {
    expect(weekNumber(monday)).toBe(48);
    expect(weekNumber(new Date(2027, 0, 1))).toBe(53);
    expect(weekNumber(new Date(2027, 0, 4))).toBe(1);
    expect(isoDay(startOfWeek(new Date(2026, 10, 29, 23, 59)))).toBe("2026-11-23");
  });

  test("a day further is the same hour by the calendar, whatever the clock does in that night", () => {
    for (let day = 0; day < 366; day += 1) {
      const noon = new Date(2026, 0, 1 + day, 12, 30);
      expect([addDays(noon, 1).getHours(), addDays(noon, 1).getMinutes()]).toEqual([12, 30]);
    }
  });

  test("days and hours that are no day and no hour are nothing at all", () => {
    expect(fromIsoDay("2026-11-23")).toEqual(monday);
    expect(fromIsoDay("gisteren")).toBeUndefined();
    expect(at(monday, "9:30")).toEqual(new Date(2026, 10, 23, 9, 30));
    expect(at(monday, "")).toBeUndefined();
    expect(hour("nl", new Date(2026, 10, 23, 9, 5))).toBe("9.05");
    expect(hour("en", new Date(2026, 10, 23, 9, 5))).toBe("9:05");
  });
});

describe("what is drawn", () => {
  test("an appointment is one box; a proposal is a box for each time that is still open", () => {
    const proposal = appointment({ id: "p", status: "planning", start: null, end: null, options: OPTIONS });
    const boxes = drawn({ appointments: [APPOINTMENT, proposal], blocks: [block()] });
    expect(boxes.map(({ key }) => key)).toEqual(["a:a1", "o:p:o1", "o:p:o3", `b:b1:${BLOCK.start}`]);
    const second = boxes[2]?.box;
    expect(second?.kind === "option" && [second.place, second.of]).toEqual([2, 2]);
  });

  test("G004 G005 an own block over a whole day stands in the row of days, and its hours are taken below", () => {
    const whole = block({ all_day: true, start: moment(0, 0), end: moment(1, 0) });
    const events = eventsOf({
      calendar: { appointments: [], blocks: [whole], availability: [] },
      range: rangeOf("week", monday),
      shading: true,
      editable: true,
    });
    expect(events.find(({ id }) => id?.startsWith("b:"))?.allDay).toBe(true);
    expect(events.filter(({ className }) => className === "g-whole-day")).toHaveLength(1);
  });

  test("G007 what lies outside the hours of somebody is shaded, day by day", () => {
    const range = { from: monday, to: addDays(monday, 2) };
    const closed = closedHours(range, [
      { start: moment(0, 13), end: moment(0, 17) },
      { start: moment(0, 9), end: moment(0, 12) },
    ]);
    expect(closed.map(({ from, to }) => [from.getHours(), to.getHours()])).toEqual([
      [0, 9],
      [12, 13],
      [17, 0],
      [0, 0],
    ]);
  });

  test("the weekend is left out only while nothing is there and nobody works", () => {
    const range = rangeOf("week", new Date(2031, 4, 14));
    const saturday = addDays(range.from, 5);
    const there = { start: saturday.toISOString(), end: addDays(saturday, 1).toISOString() };
    expect(withoutWeekends(range, [], [])).toBe(true);
    expect(withoutWeekends(range, [], [there])).toBe(false);
    expect(withoutWeekends(range, drawn({ appointments: [], blocks: [block(there)] }), [])).toBe(false);
  });

  test("A003 of everybody each colleague's day stands in a column, at the same hours", () => {
    const events = eventsOf({
      calendar: {
        appointments: [APPOINTMENT, appointment({ id: "a2", adviser: { id: "u2", name: "Pieter" } })],
        blocks: [],
        availability: [],
      },
      range: rangeOf("day", monday),
      columns: { advisers: ["u1", "u2"], day: monday },
      shading: false,
      editable: true,
    });
    expect(events.map(({ start }) => (start as Date).getDate())).toEqual([23, 24]);
    expect(events.map(({ start }) => (start as Date).getHours())).toEqual([10, 10]);
  });

  test("a box that was moved by hand stands where it was put until that is answered", () => {
    const [event] = eventsOf({
      calendar: { appointments: [APPOINTMENT], blocks: [], availability: [] },
      range: rangeOf("week", monday),
      moved: { key: "a:a1", start: new Date(2026, 10, 24, 9), end: new Date(2026, 10, 24, 10) },
      shading: false,
      editable: true,
    });
    expect(event?.start).toEqual(new Date(2026, 10, 24, 9));
  });

  test("G014 only what is to come can be moved; a proposal and a repeated block cannot be dragged", () => {
    for (const status of STATUSES) {
      const open = status === "planning" || status === "scheduled" || status === "starting_soon";
      expect(mayMove(boxOf(appointment({ status })))).toBe(open);
    }
    expect(mayMove({ kind: "block", block: block() })).toBe(true);
    expect(mayMove({ kind: "block", block: block({ repeats: "FREQ=WEEKLY" }) })).toBe(false);
  });

  test("G014 Alt with an arrow moves a box by a quarter or a day, with Shift only its end", () => {
    const [one] = drawn({ appointments: [APPOINTMENT], blocks: [] });
    if (one === undefined) throw new Error("no box");
    const hours = (key: string, shift = false) => {
      const to = movedBy(key, shift, one);
      return (
        to && [
          to.start.getDate(),
          to.start.getHours() * 60 + to.start.getMinutes(),
          (to.end.getTime() - to.start.getTime()) / 60_000,
        ]
      );
    };
    expect(hours("ArrowDown")).toEqual([23, 645, 60]);
    expect(hours("ArrowUp")).toEqual([23, 615, 60]);
    expect(hours("ArrowRight")).toEqual([24, 630, 60]);
    expect(hours("ArrowDown", true)).toEqual([23, 630, 75]);
    expect(hours("a")).toBeUndefined();
  });
});

describe("in words", () => {
  test.each(LANGUAGES)(
    "every status has words of its own in %s, and a box says them without colours",
    (language) => {
      const words = translator(agendaTexts, language);
      const now = new Date(moment(0, 9));
      const seen = STATUSES.map((status) => stateOf(appointment({ status }), words, now).words);
      expect(new Set(seen).size).toBe(STATUSES.length);
      for (const [index, status] of STATUSES.entries()) {
        if (status === "starting_soon") continue;
        expect(restOfBox(boxOf(appointment({ status })), language, words)).toContain(seen[index]);
      }
    },
  );

  test("what starts soon says in how many minutes, and what goes on says that", () => {
    const now = new Date(new Date(moment(0, 10.5)).getTime() - 12 * 60_000);
    const soon = appointment({ status: "starting_soon" });
    expect(stateOf(soon, t, now).words).toBe("Begint over 12 min");
    expect(stateOf(soon, t, new Date(moment(0, 11))).words).toBe("Begint nu");
    expect(stateOf({ ...soon, live: true }, t, now).words).toBe("Nu bezig");
  });

  test("a box looks different when it is proposed, soon, cancelled, missed or one's own", () => {
    const now = new Date(moment(0, 8));
    const tone = (change: Partial<Appointment>) => toneOfBox(boxOf(appointment(change)), now).tone;
    expect(tone({})).toBe("plain");
    expect(tone({ status: "starting_soon" })).toBe("soon");
    expect(tone({ status: "cancelled" })).toBe("cancelled");
    expect(tone({ status: "missed" })).toBe("missed");
    expect(tone({ status: "completed" })).toBe("done");
    expect(toneOfBox({ kind: "block", block: block() }, now).tone).toBe("block");
  });

  test("lengths, prices and reminders are written as people say them", () => {
    expect([15, 60, 90, 120].map((minutes) => minutesInWords(minutes, t))).toEqual([
      "15 minuten",
      "1 uur",
      "1 uur 30",
      "2 uur",
    ]);
    const service = { price_cents: 2500, currency: "EUR" } as Service;
    expect(priceOf(service, "nl")).toMatch(/^€\s25$/);
    expect(priceOf({ ...service, price_cents: 2550 }, "nl")).toMatch(/^€\s25,50$/);
    expect(priceOf({ ...service, price_cents: 0 }, "nl")).toBe("");
    expect([1440, 60].map((minutes) => beforeInWords(minutes, t))).toEqual(["1 dag", "1 uur"]);
  });

  test("G006 the line above the calendar says on which days and hours one can be booked", () => {
    const nine: [string, string][] = [["09:00", "17:00"]];
    const weekly = { "0": nine, "1": nine, "2": [], "4": [["09:00", "12:30"]] as [string, string][] };
    expect(hoursInWords(weekly, LOCALES.nl, "nooit")).toBe("ma, di 9.00–17.00; vr 9.00–12.30");
    expect(hoursInWords({}, LOCALES.nl, "nooit")).toBe("nooit");
  });
});

describe("hours that are being changed", () => {
  test("an hour is read as people type it", () => {
    expect(["9", "9.30", "930", "9u30", "09:30", "23:59"].map(readTime)).toEqual([
      "09:00",
      "09:30",
      "09:30",
      "09:30",
      "09:30",
      "23:59",
    ]);
    expect(["", "24:00", "9:70", "half tien", "12345"].map(readTime)).toEqual(Array(5).fill(undefined));
  });

  test("G007 hours that are unfinished, backwards or overlapping are found", () => {
    expect(
      wrongIn([
        ["09:00", "12:00"],
        ["13:00", "17:00"],
      ]),
    ).toBeUndefined();
    expect(
      wrongIn([
        ["13:00", "17:00"],
        ["09:00", "13:00"],
      ]),
    ).toBeUndefined();
    expect(wrongIn([["09:00", ""]])).toBe("unfinished");
    expect(wrongIn([["17:00", "09:00"]])).toBe("backwards");
    expect(
      wrongIn([
        ["09:00", "13:00"],
        ["12:00", "17:00"],
      ]),
    ).toBe("overlap");
    expect(nextTimes([])).toEqual(["09:00", "17:00"]);
    expect(nextTimes([["09:00", "12:00"]])).toEqual(["13:00", "17:00"]);
  });

  test("G007 a week that is read and written again is the same week", () => {
    const weekly = { "0": [["09:00", "12:00"]] as [string, string][], "6": [] };
    const again = weeklyOf(hoursOf({ zone: "", weekly, exceptions: [], version: 0 }));
    expect(again["0"]).toEqual(weekly["0"]);
    expect(again["3"]).toEqual([]);
  });
});
