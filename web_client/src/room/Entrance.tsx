/** From an address to a room: the tab's own ticket, else the adviser's sign-in, else a page that says what to do. */
import { useCallback, useEffect, useState } from "react";
import { Problem } from "../protocol/rest";
import { forgetTicket, loadTicket, saveTicket } from "../protocol/tickets";
import { SamenProvider } from "../ui";
import { NotIn } from "./NotIn";
import { Opening } from "./Opening";
import { RoomApp } from "./RoomApp";
import { request } from "./requests";

const NEW = "new";

type Way =
  | { state: "opening"; starting: boolean }
  | { state: "open"; sessionId: string; ticket: string }
  | { state: "refused"; code: string };

interface Admission {
  session_id: string;
  participant_id: string;
  ticket: string;
}

function sessionOfAddress(): string {
  return decodeURIComponent(window.location.pathname.split("/").filter(Boolean)[1] ?? "");
}

export function Entrance() {
  const [way, setWay] = useState<Way>({ state: "opening", starting: sessionOfAddress() === NEW });

  const find = useCallback(async (again: boolean): Promise<Way> => {
    let sessionId = sessionOfAddress();
    if (sessionId === NEW) {
      sessionId = await started();
      // A reload must come back to this session, not begin another.
      window.history.replaceState(null, "", `/session/${encodeURIComponent(sessionId)}${withoutWish()}`);
    }
    const kept = again ? null : loadTicket(sessionId);
    if (kept !== null) return { state: "open", sessionId, ticket: kept };
    const path = `/sessions/${encodeURIComponent(sessionId)}/enter`;
    const { ticket } = await request<Admission>("POST", path);
    saveTicket(sessionId, ticket);
    return { state: "open", sessionId, ticket };
  }, []);

  const go = useCallback(
    (again: boolean) => {
      find(again).then(setWay, (error: unknown) => {
        const code = error instanceof Problem ? error.code : "internal";
        // Only advisers start sessions: they sign in, and come back to a new one.
        if (code === "not_signed_in" && sessionOfAddress() === NEW) signIn();
        else setWay({ state: "refused", code });
      });
    },
    [find],
  );
  useEffect(() => go(false), [go]);

  // The ticket is of no use any more: a signed-in adviser gets another, anybody else the page below.
  const onTicketRefused = useCallback(() => {
    forgetTicket(sessionOfAddress());
    setWay({ state: "opening", starting: false });
    go(true);
  }, [go]);

  switch (way.state) {
    case "open":
      return (
        <RoomApp
          key={way.ticket}
          sessionId={way.sessionId}
          ticket={way.ticket}
          onTicketRefused={onTicketRefused}
        />
      );
    case "opening":
      return (
        <SamenProvider>
          <Opening starting={way.starting} />
        </SamenProvider>
      );
    case "refused":
      return (
        <SamenProvider>
          <NotIn code={way.code} onRetry={() => go(false)} />
        </SamenProvider>
      );
  }
}

function signIn(): void {
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.replace(`/adviser?next=${encodeURIComponent(here)}`);
}

interface Wished {
  readonly client_id?: string;
  readonly with_client_page?: boolean;
  readonly appointment_id?: string;
}

/** `?client=…&page=yes` from a client's page, `?appointment=…` from the agenda. */
export function wished(search = window.location.search): Wished {
  const asked = new URLSearchParams(search);
  const client = asked.get("client");
  const appointment = asked.get("appointment");
  if (appointment) return { appointment_id: appointment };
  return client ? { client_id: client, with_client_page: asked.get("page") === "yes" } : {};
}

/** What was asked for is done: it does not stay in the address. */
function withoutWish(): string {
  const left = new URLSearchParams(window.location.search);
  for (const name of ["client", "page", "appointment"]) left.delete(name);
  const text = left.toString();
  return text === "" ? "" : `?${text}`;
}

/** React draws a page twice in development, and people press reload: one address starts one session. */
let starting: Promise<string> | undefined;

function started(): Promise<string> {
  starting ??= request<{ id: string }>("POST", "/sessions", wished()).then(
    ({ id }) => id,
    (error: unknown) => {
      starting = undefined;
      throw error;
    },
  );
  return starting;
}
