/** The agenda: appointments and their proposals, services, own blocks, availability, free times, choices. */
import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { API, request } from "./client";
import type { Page } from "./types";

export type AppointmentStatus =
  | "planning"
  | "scheduled"
  | "starting_soon"
  | "completed"
  | "missed"
  | "cancelled"
  | "failed";

/** `video` is the one in which both look at a screen together. */
export type ServiceKind = "video" | "office" | "phone" | "visit";

export const SERVICE_KINDS: readonly ServiceKind[] = ["video", "office", "phone", "visit"];

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

export interface TimeOption {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly state: "open" | "chosen" | "dropped";
  /** "client": a counter-proposal. */
  readonly by: "adviser" | "client";
}

/** A mail to the client about the appointment: to come, or what became of it. */
export interface Reminder {
  readonly kind: string;
  readonly at: string;
  readonly state: "planned" | "sent" | "skipped" | "failed";
}

export interface Review {
  readonly stars: number | null;
  readonly text: string;
  readonly at: string;
}

/** The other of two: the one that did not take place, and the one that was planned for it anew. */
export interface OtherAppointment {
  readonly id: string;
  /** Null while only proposals stand. */
  readonly start: string | null;
  readonly status: AppointmentStatus;
  readonly adviser_id: string | null;
}

export interface Appointment {
  readonly id: string;
  readonly version: number;
  readonly client: { readonly id: string; readonly name: string; readonly emails: readonly string[] } | null;
  readonly guest: { readonly name: string; readonly email: string } | null;
  /** Of a guest whom the office's own CRM keeps. */
  readonly party_id?: string | null;
  readonly service: {
    readonly id: string;
    readonly name: string;
    readonly colour: string;
    readonly kind: ServiceKind;
  } | null;
  readonly kind: ServiceKind;
  readonly title: string;
  /** Null while only proposals stand. */
  readonly start: string | null;
  readonly end: string | null;
  readonly all_day: boolean;
  /** IANA, of the office at the time of planning. */
  readonly zone: string;
  /** Null once the account is gone. */
  readonly adviser: Colleague | null;
  readonly place: string;
  readonly price_cents: number | null;
  readonly currency: string;
  readonly description: string;
  /** For colleagues only. */
  readonly note: string;
  readonly status: AppointmentStatus;
  /** People are in the room now. */
  readonly live: boolean;
  /** Who is in the room now. */
  readonly inside: readonly ("host" | "guest")[];
  /** It is over and nobody could see how it went: an office visit, a telephone call. Marked by hand. */
  readonly needs_outcome: boolean;
  readonly session_id: string | null;
  readonly code: string | null;
  readonly code_sent_at: string | null;
  readonly options: readonly TimeOption[];
  /** What the client wrote with a counter-proposal. */
  readonly counter_text: string;
  /** Of an open consultation: how many come, and how many can. */
  readonly seats: { readonly taken: number; readonly of: number } | null;
  readonly review: Review | null;
  readonly summary: { readonly text: string; readonly sent_at: string | null } | null;
  readonly reminders: readonly Reminder[];
  readonly cancelled: {
    readonly by: "client" | "adviser" | "system";
    readonly reason: string;
    readonly at: string;
  } | null;
  /** The one that did not take place, for which this one was planned. */
  readonly replaces: OtherAppointment | null;
  readonly replaced_by: OtherAppointment | null;
  readonly failed_reason: string;
  readonly uid: string;
  readonly created_at: string;
}

export interface Service {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly kind: ServiceKind;
  readonly minutes: number;
  readonly price_cents: number;
  readonly currency: string;
  /** Minutes kept free before and after. */
  readonly buffer_before: number;
  readonly buffer_after: number;
  readonly colour: string;
  readonly place: string;
  readonly description: string;
  /** Clients may book it by themselves. */
  readonly bookable: boolean;
  readonly active: boolean;
  readonly seats: number;
  /** Minutes between the beginnings that are offered. */
  readonly steps: number;
  readonly notice_hours: number;
  readonly horizon_days: number;
  /** Minutes before the beginning. */
  readonly reminders: readonly number[];
  /** Ids of who offers it; empty is everybody. */
  readonly advisers: readonly string[];
  /** Kind and language of a mail ("appointment_planned/nl"), or its kind alone, to the id of a template. */
  readonly templates: Readonly<Record<string, string>>;
}

export type ServiceChange = Partial<Omit<Service, "id" | "version">>;

/** Time of the adviser's own: nothing is booked in it. Of one that repeats, `start` and `end` are its first time. */
export interface Block {
  readonly id: string;
  readonly version: number;
  readonly adviser: Colleague;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly all_day: boolean;
  /** "" or an RFC 5545 rule. */
  readonly repeats: string;
  readonly private: boolean;
}

/** One time of a block in the calendar; a private one of a colleague has no title. */
export interface BlockTime extends Block {
  /** Its local date: together with the id it names this one time. */
  readonly day: string;
}

export interface BlockChange {
  readonly title?: string;
  readonly start?: string;
  readonly end?: string;
  readonly all_day?: boolean;
  readonly repeats?: string;
  readonly private?: boolean;
  /** Also over appointments, which stay. */
  readonly anyway?: boolean;
}

export interface Stretch {
  readonly start: string;
  readonly end: string;
}

/** Everything that a calendar draws between two moments. */
export interface Calendar {
  readonly appointments: readonly Appointment[];
  readonly blocks: readonly BlockTime[];
  readonly availability: readonly (Stretch & { readonly adviser_id: string })[];
  readonly advisers: readonly Colleague[];
}

/** Weekday 0 is Monday; times "HH:MM" in `zone`. */
export interface Availability {
  readonly zone: string;
  readonly weekly: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly exceptions: readonly DayException[];
  /** 0: nothing was chosen yet, these are everybody's hours. */
  readonly version: number;
}

export interface DayException {
  readonly date: string;
  readonly times: readonly (readonly [string, string])[];
}

export interface AgendaChoices {
  /** Whether clients may book by themselves. */
  readonly booking: boolean;
  readonly my_booking: boolean;
  readonly slug: string;
  readonly booking_url: string;
  readonly reviews: boolean;
  readonly summaries: boolean;
  readonly closed_on_holidays: boolean;
  /** IANA, of the office. */
  readonly time_zone: string;
  /** ISO 3166: whose public holidays, and how its phone numbers begin. */
  readonly country: string;
}

export type Scope = "mine" | "all";

const AGENDA = ["agenda"] as const;

function refresh(client: QueryClient) {
  return Promise.all([
    client.invalidateQueries({ queryKey: AGENDA }),
    client.invalidateQueries({ queryKey: ["clients"] }),
  ]);
}

export interface CalendarQuestion {
  /** RFC 3339. */
  readonly from: string;
  readonly to: string;
  readonly scope: Scope;
}

export function useCalendar({ from, to, scope }: CalendarQuestion) {
  return useQuery({
    queryKey: [...AGENDA, "calendar", from, to, scope],
    queryFn: ({ signal }) =>
      request<Calendar>("GET", "/calendar", {
        query: { from, to, advisers: scope === "all" ? "all" : undefined },
        signal,
      }),
    // The week before stays until the next one is there.
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
    refetchOnWindowFocus: "always",
  });
}

export interface AppointmentFilters {
  readonly search?: string | undefined;
  readonly status?: string | undefined;
  readonly adviser?: string | undefined;
  readonly client?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function useAppointments(scope: Scope, filters: AppointmentFilters) {
  return useInfiniteQuery({
    queryKey: [...AGENDA, "appointments", scope, filters],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Appointment>>("GET", "/appointments", {
        query: { scope, ...filters, after: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
    refetchOnWindowFocus: "always",
  });
}

export function useAppointment(id: string | undefined) {
  return useQuery({
    queryKey: [...AGENDA, "appointment", id],
    queryFn: ({ signal }) => request<Appointment>("GET", `/appointments/${id}`, { signal }),
    enabled: id !== undefined,
    // The status changes with the clock and with who is in the room.
    refetchInterval: 20_000,
  });
}

export interface NewAppointment {
  readonly client_id?: string;
  readonly guest?: { readonly name: string; readonly email: string };
  readonly service_id: string;
  readonly adviser_id?: string;
  readonly start?: string;
  readonly end?: string;
  readonly options?: readonly { readonly start: string }[];
  /** The service's own, where they are left out. */
  readonly title?: string;
  readonly place?: string;
  readonly price_cents?: number;
  readonly description: string;
  readonly note: string;
  readonly notify: boolean;
  /** Also where a block of the adviser's own lies. */
  readonly anyway: boolean;
  /** One that did not take place, and is planned anew. */
  readonly replaces?: string;
}

/** The same key again is the same appointment; another body needs another key. */
export function useMakeAppointment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ once, ...body }: NewAppointment & { readonly once: string }) =>
      request<Appointment>("POST", "/appointments", { body, once }),
    onSettled: () => refresh(client),
  });
}

export interface AppointmentChange {
  readonly id: string;
  readonly version: number;
  /** Another one: the client before hears that it is off, the next one is invited. */
  readonly client_id?: string;
  readonly title?: string;
  readonly kind?: ServiceKind;
  readonly place?: string;
  readonly price_cents?: number;
  readonly note?: string;
  readonly description?: string;
  /** Whether clients hear of what they can see of it. */
  readonly notify?: boolean;
}

export function useChangeAppointment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, ...body }: AppointmentChange) =>
      request<Appointment>("PATCH", `/appointments/${id}`, { body, version }),
    onSuccess: (appointment) => client.setQueryData([...AGENDA, "appointment", appointment.id], appointment),
    onSettled: () => refresh(client),
  });
}

/** One step of an appointment's life: POST /appointments/{id}/{step}. */
function useStep<Body extends object>(step: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { readonly id: string } & Body) =>
      request<Appointment | undefined>("POST", `/appointments/${id}/${step}`, {
        body,
        once: crypto.randomUUID(),
      }),
    onSettled: () => refresh(client),
  });
}

export const useReschedule = () =>
  useStep<{ start: string; end: string; adviser_id?: string; notify: boolean; anyway?: boolean }>(
    "reschedule",
  );
/** Other times for the client to choose from; what was proposed before lapses. */
export const usePropose = () =>
  useStep<{ options: readonly { start: string }[]; notify: boolean; anyway?: boolean }>("propose");
export const useCancelAppointment = () => useStep<{ reason: string; notify: boolean }>("cancel");
export const useComplete = () => useStep<object>("complete");
export const useNoShow = () => useStep<object>("no-show");
export const useResendCode = () => useStep<object>("resend-code");
export const useSummary = () => useStep<{ text: string; send: boolean }>("summary");
/** Settles a proposal, also one that the client made. */
export const usePick = () => useStep<{ option_id: string }>("pick");

/** Opens the planned session; the tab is opened by who calls, inside the click. */
export function startAppointment(id: string): Promise<{ readonly session_id: string }> {
  return request("POST", `/appointments/${id}/start`, { body: {}, once: crypto.randomUUID() });
}

export function useServices() {
  return useQuery({
    queryKey: [...AGENDA, "services"],
    queryFn: ({ signal }) => request<Page<Service>>("GET", "/services", { signal }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });
}

export function useMakeService() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ServiceChange) =>
      request<Service>("POST", "/services", { body, once: crypto.randomUUID() }),
    onSettled: () => refresh(client),
  });
}

export function useChangeService() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, ...body }: ServiceChange & Pick<Service, "id" | "version">) =>
      request<Service>("PATCH", `/services/${id}`, { body, version }),
    onSettled: () => refresh(client),
  });
}

export function useDropService() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Pick<Service, "id" | "version">) =>
      request<void>("DELETE", `/services/${id}`, { version }),
    onSettled: () => refresh(client),
  });
}

export function useMakeBlock() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BlockChange & { readonly adviser_id?: string }) =>
      request<Block>("POST", "/blocks", { body, once: crypto.randomUUID() }),
    onSettled: () => refresh(client),
  });
}

export function useChangeBlock() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, ...body }: BlockChange & Pick<Block, "id" | "version">) =>
      request<Block>("PATCH", `/blocks/${id}`, { body, version }),
    onSettled: () => refresh(client),
  });
}

export function useBlock(id: string | undefined) {
  return useQuery({
    queryKey: [...AGENDA, "block", id],
    queryFn: ({ signal }) => request<Block>("GET", `/blocks/${id}`, { signal }),
    enabled: id !== undefined,
  });
}

/** With `day` only that time of a repeated one. */
export function useDropBlock() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, day }: Pick<Block, "id" | "version"> & { readonly day?: string }) =>
      request<void>("DELETE", `/blocks/${id}`, { version, query: { day } }),
    onSettled: () => refresh(client),
  });
}

export function useAvailability(userId: string) {
  return useQuery({
    queryKey: [...AGENDA, "availability", userId],
    queryFn: ({ signal }) => request<Availability>("GET", `/availability/${userId}`, { signal }),
  });
}

export function useChangeAvailability(userId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: Availability) =>
      request<Availability>("PUT", `/availability/${userId}`, { body, version }),
    onSuccess: (kept) => client.setQueryData([...AGENDA, "availability", userId], kept),
    onSettled: () => refresh(client),
  });
}

export interface FreeTimesQuestion {
  /** Other than the service's own length. */
  readonly minutes?: number | undefined;
  readonly service: string | undefined;
  readonly adviser: string;
  readonly from: string;
  readonly to: string;
}

export function useFreeTimes({ service, adviser, from, to, minutes }: FreeTimesQuestion) {
  return useQuery({
    queryKey: [...AGENDA, "free", service, adviser, from, to, minutes],
    queryFn: ({ signal }) =>
      request<{ readonly items: readonly Stretch[] }>("GET", "/free-times", {
        query: { service, adviser, from, to, minutes: minutes?.toString() },
        signal,
      }),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
    enabled: service !== undefined,
  });
}

export function useAgendaChoices() {
  return useQuery({
    queryKey: [...AGENDA, "choices"],
    queryFn: ({ signal }) => request<AgendaChoices>("GET", "/agenda-choices", { signal }),
    staleTime: 60_000,
  });
}

export function useChangeAgendaChoices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<Omit<AgendaChoices, "booking_url">>) =>
      request<AgendaChoices>("PUT", "/agenda-choices", { body }),
    onSuccess: (kept) => client.setQueryData([...AGENDA, "choices"], kept),
    onSettled: () => refresh(client),
  });
}

/** Who there is in the office. */
export function useColleagues() {
  return useQuery({
    queryKey: ["colleagues"],
    // The same shape as the clients' lists keep under this key.
    queryFn: async ({ signal }) =>
      (await request<{ readonly items: readonly Colleague[] }>("GET", "/colleagues", { signal })).items,
    staleTime: 60_000,
  });
}

/** A plain link: the file opens in the calendar of the device. */
export function calendarFileOf(appointmentId: string): string {
  return `${API}/appointments/${appointmentId}/calendar.ics`;
}
