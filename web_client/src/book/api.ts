/** The public routes of appointments. Refusals leave as `Refusal` with the server's stable code. */
import { type Office, Refusal } from "../join/api";

export { Refusal };

const BASE = "/api/v1";

export type Kind = "video" | "office" | "phone" | "visit";

export interface Option {
  readonly id: string;
  readonly start: string;
  readonly end: string;
  readonly by: "adviser" | "client";
}

export interface Appointment {
  readonly office: Office;
  readonly adviser: string;
  readonly client: string;
  readonly language: string;
  readonly title: string;
  readonly service: string;
  readonly kind: Kind;
  readonly status:
    | "planning"
    | "scheduled"
    | "starting_soon"
    | "completed"
    | "missed"
    | "cancelled"
    | "failed";
  readonly start: string | null;
  readonly end: string | null;
  readonly all_day: boolean;
  readonly minutes: number;
  readonly zone: string;
  readonly place: string;
  readonly price_cents: number;
  readonly currency: string;
  readonly description: string;
  readonly options: readonly Option[];
  readonly may: Readonly<Record<"pick" | "counter" | "move" | "cancel" | "review", boolean>>;
  readonly code: string | null;
  readonly join_url: string | null;
  readonly cancelled_by: string;
  readonly cancel_reason: string;
  readonly review: { readonly stars: number; readonly text: string } | null;
  readonly reviews: boolean;
  readonly summary: string | null;
}

export interface Time {
  readonly start: string;
  readonly end: string;
}

export interface Times {
  readonly zone: string;
  readonly times: readonly Time[];
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly minutes: number;
  readonly price_cents: number;
  readonly currency: string;
  readonly place: string;
  readonly description: string;
}

export interface BookingPage {
  readonly office: Office;
  readonly zone: string;
  readonly services: readonly Service[];
  readonly advisers: readonly { readonly id: string; readonly name: string }[];
  readonly consent: Readonly<Record<string, string>>;
}

export interface Hold {
  readonly hold: string;
  readonly adviser: string;
  readonly until: string;
}

export interface Booking {
  readonly service: string;
  readonly adviser: string | null;
  readonly start: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly text: string;
  readonly language: string;
  readonly consent: boolean;
  readonly hold: string;
}

export interface Booked {
  readonly service: string;
  readonly kind: Kind;
  readonly adviser: string;
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly email: string;
}

async function request<Answer>(method: "GET" | "POST", path: string, value?: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      cache: "no-store",
      signal: AbortSignal.timeout(20_000),
      ...(value === undefined
        ? {}
        : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) }),
    });
  } catch {
    throw new Refusal("offline");
  }
  let answer: unknown = {};
  try {
    answer = await response.json();
  } catch {
    // A proxy's own error page.
  }
  if (response.ok) return answer as Answer;
  const code = (answer as { code?: unknown }).code;
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  throw new Refusal(
    typeof code === "string" ? code : "internal",
    Number.isFinite(seconds) ? seconds : undefined,
  );
}

const part = encodeURIComponent;

export const getAppointment = (token: string) => request<Appointment>("GET", `/appointment/${part(token)}`);

export const calendarFile = (token: string) => `${BASE}/appointment/${part(token)}/calendar.ics`;

export const getTimesToMove = (token: string, from: string, to: string) =>
  request<Times>("GET", `/appointment/${part(token)}/times?from=${from}&to=${to}`);

export const pickOption = (token: string, option: string) =>
  request<Appointment>("POST", `/appointment/${part(token)}/pick`, { option_id: option });

export const proposeTimes = (token: string, starts: readonly string[], text: string) =>
  request<Appointment>("POST", `/appointment/${part(token)}/counter`, { starts, text });

export const moveTo = (token: string, start: string) =>
  request<Appointment>("POST", `/appointment/${part(token)}/move`, { start });

export const cancelIt = (token: string, reason: string) =>
  request<Appointment>("POST", `/appointment/${part(token)}/cancel`, { reason });

export const writeReview = (token: string, stars: number, text: string) =>
  request<{ stars: number; text: string }>("POST", `/appointment/${part(token)}/review`, { stars, text });

export const getBookingPage = (slug: string) => request<BookingPage>("GET", `/book/${part(slug)}`);

export const getFreeTimes = (
  slug: string,
  service: string,
  adviser: string | null,
  from: string,
  to: string,
) =>
  request<Times>(
    "GET",
    `/book/${part(slug)}/times?service=${service}&from=${from}&to=${to}${adviser ? `&adviser=${adviser}` : ""}`,
  );

export const holdTime = (slug: string, service: string, adviser: string | null, start: string) =>
  request<Hold>("POST", `/book/${part(slug)}/holds`, { service, start, ...(adviser ? { adviser } : {}) });

export const book = (slug: string, booking: Booking) => {
  const { adviser, ...rest } = booking;
  return request<Booked>("POST", `/book/${part(slug)}`, adviser ? { ...rest, adviser } : rest);
};
