/** The status of an appointment in a few words and a tone. */
import type { nl } from "../../i18n/agenda/nl";
import type { Translate } from "../../i18n/texts";
import type { Tone } from "../../ui/tone";
import type { Appointment, AppointmentStatus, Colleague } from "../api/agenda";
import type { PickedClient } from "../clients/ClientPicker";

type Words = Translate<typeof nl>;

export const STATUSES: readonly AppointmentStatus[] = [
  "planning",
  "scheduled",
  "starting_soon",
  "completed",
  "missed",
  "cancelled",
  "failed",
];

export const STATUS_WORDS = {
  planning: "statusPlanning",
  scheduled: "statusScheduled",
  starting_soon: "statusStartingSoon",
  completed: "statusCompleted",
  missed: "statusMissed",
  cancelled: "statusCancelled",
  failed: "statusFailed",
} as const satisfies Record<AppointmentStatus, keyof typeof nl>;

const TONES: Readonly<Record<AppointmentStatus, Tone>> = {
  planning: "info",
  scheduled: "office",
  starting_soon: "attention",
  completed: "neutral",
  missed: "danger",
  cancelled: "danger",
  failed: "danger",
};

export interface State {
  readonly tone: Tone;
  readonly words: string;
}

export function stateOf(
  { status, live, start }: Pick<Appointment, "status" | "live" | "start">,
  t: Words,
  now: Date,
): State {
  if (live) return { tone: "office", words: t("statusLive") };
  if (status === "starting_soon" && start !== null) {
    const minutes = Math.ceil((new Date(start).getTime() - now.getTime()) / 60_000);
    if (minutes > 0) return { tone: TONES[status], words: t("startsIn", { count: minutes }) };
    return { tone: TONES[status], words: t("startsNow") };
  }
  return { tone: TONES[status], words: t(STATUS_WORDS[status]) };
}

/** Still to come: it can be moved and cancelled. */
export function isOpen({ status }: Pick<Appointment, "status">): boolean {
  return status === "planning" || status === "scheduled" || status === "starting_soon";
}

/** It did not take place, for whatever reason: it can be planned anew. */
export function isLost({ status }: Pick<Appointment, "status">): boolean {
  return status === "missed" || status === "failed" || status === "cancelled";
}

/** Who the appointment is with: the client, or who left a name and an address. */
export function nameOf({ client, guest, title }: Appointment): string {
  return client?.name ?? guest?.name ?? title;
}

export function emailOf({ client, guest }: Appointment): string {
  return client?.emails[0] ?? guest?.email ?? "";
}

/** Whose appointment it is; nobody's once the account is gone. */
export function adviserOf({ adviser }: Appointment): Colleague {
  return adviser ?? { id: "", name: "" };
}

/** What the appointment is called, which is its service's name until somebody says otherwise. */
export function subjectOf({ service, title }: Appointment): string {
  return title === "" ? (service?.name ?? "") : title;
}

/** With whom it is, as a form shows them: a client, in whichever CRM. Who never became one has no id. */
export function whoOf({ client, guest, party_id }: Appointment): PickedClient | null {
  if (client) return { id: client.id, name: client.name, email: client.emails[0] ?? "" };
  if (guest && party_id) return { id: party_id, name: guest.name, email: guest.email };
  return guest && guest.email !== "" ? { id: "", name: guest.name, email: guest.email } : null;
}
