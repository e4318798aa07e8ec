/** For tests: an appointment, a block and proposed times in the week of Monday 23 November 2026. */
import type { Appointment, BlockTime, Service, TimeOption } from "../api/agenda";

/** `hours` after midnight of the Monday and `days` more, here. */
export function moment(days: number, hours: number): string {
  return new Date(2026, 10, 23 + days, Math.floor(hours), (hours % 1) * 60).toISOString();
}

export const SERVICE: Service = {
  id: "s1",
  version: 1,
  name: "Hypotheekgesprek",
  kind: "video",
  minutes: 60,
  price_cents: 2500,
  currency: "EUR",
  buffer_before: 0,
  buffer_after: 15,
  colour: "#155C47",
  place: "",
  description: "",
  bookable: true,
  active: true,
  seats: 1,
  steps: 30,
  notice_hours: 24,
  horizon_days: 60,
  reminders: [1440, 60],
  advisers: [],
  templates: {},
};

export const APPOINTMENT: Appointment = {
  id: "a1",
  version: 3,
  client: { id: "c1", name: "Jan en Els Vermeulen", emails: ["post@vermeulen.example"] },
  guest: null,
  service: { id: "s1", name: "Hypotheekgesprek", colour: "#155C47", kind: "video" },
  kind: "video",
  title: "Hypotheekgesprek",
  start: moment(0, 10.5),
  end: moment(0, 11.5),
  all_day: false,
  zone: "",
  adviser: { id: "u1", name: "Marieke de Boer" },
  place: "",
  price_cents: 2500,
  currency: "EUR",
  description: "Wat als de rente omhoog gaat?",
  note: "Neem het huishoudplan mee.",
  status: "scheduled",
  live: false,
  inside: [],
  needs_outcome: false,
  session_id: "session-1",
  code: "482917356",
  code_sent_at: moment(-7, 9),
  options: [],
  counter_text: "",
  seats: null,
  review: null,
  summary: null,
  reminders: [{ kind: "appointment_planned", at: moment(-7, 9), state: "sent" }],
  cancelled: null,
  replaces: null,
  replaced_by: null,
  failed_reason: "",
  uid: "a1@samen",
  created_at: moment(-7, 9),
};

export const BLOCK: BlockTime = {
  id: "b1",
  version: 1,
  day: "2026-11-23",
  adviser: { id: "u1", name: "Marieke de Boer" },
  title: "Teamoverleg",
  start: moment(0, 9),
  end: moment(0, 10),
  all_day: false,
  repeats: "",
  private: false,
};

export const OPTIONS: readonly TimeOption[] = [
  { id: "o1", start: moment(1, 11), end: moment(1, 12), state: "open", by: "adviser" },
  { id: "o2", start: moment(2, 9), end: moment(2, 10), state: "dropped", by: "adviser" },
  { id: "o3", start: moment(3, 16), end: moment(3, 17), state: "open", by: "client" },
];
