/** For tests: the whole app on an address, with a server that answers what the test says. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { createMemoryRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { vi } from "vitest";
import { makeQueryClient } from "./api/cache";
import type { SessionItem } from "./api/sessions";
import type { Me, Organisation } from "./api/types";
import { routes } from "./routes";
import { Look } from "./shell/Look";

// A growing text field watches the fonts, which happy-dom does not have.
if (!("fonts" in document)) Object.defineProperty(document, "fonts", { value: new EventTarget() });

export const ORGANISATION: Organisation = {
  id: "o1",
  name: "Lindelaan Advies",
  colour: "#155C47",
  logo_url: null,
  phone: "030 555 01 48",
  privacy_url: "",
  language: "nl",
  lobby: false,
  chat_history: true,
  max_file_mb: 100,
  empty_after_minutes: 15,
  demo: false,
};

export function member(role: Me["user"]["role"]): Me {
  return {
    user: {
      id: "u1",
      name: "Marieke de Boer",
      email: "marieke@lindelaan.example",
      role,
      language: "nl",
      totp_enabled: false,
    },
    organisation: ORGANISATION,
  };
}

export function session(change: Partial<SessionItem> = {}): SessionItem {
  return {
    id: "s1",
    title: "",
    code: null,
    link: null,
    host_name: "Marieke de Boer",
    mine: true,
    started_at: "2026-11-20T09:00:00Z",
    ended_at: "2026-11-20T09:52:00Z",
    end_reason: "host",
    people: [
      { participant_id: "p1", name: "Marieke de Boer", role: "host", connected: false },
      { participant_id: "p2", name: "Henk Postma", role: "client", connected: false },
    ],
    evaluations: [],
    ...change,
  };
}

/** What one route answers: JSON with 200, or a refusal with its status and code. */
export type Answer =
  | { readonly json: unknown }
  | { readonly status: number; readonly code: string; readonly more?: Readonly<Record<string, unknown>> };

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface FakeServer {
  readonly sent: Sent[];
  /** From now on. */
  answer(route: string, answer: Answer): void;
}

/** `routes`: "GET /me" and the like, without `/api/v1` and query; what is not named there is 404. */
export function serve(given: Record<string, Answer>): FakeServer {
  const answers: Record<string, Answer> = { "GET /office": { json: ORGANISATION }, ...given };
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", (address: string, init: RequestInit = {}) => {
    const path = address.replace("/api/v1", "").split("?")[0] ?? "";
    const method = init.method ?? "GET";
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : init.body;
    sent.push({ method, path, body });
    const answer = answers[`${method} ${path}`] ?? { status: 404, code: "not_found" };
    const response =
      "json" in answer
        ? new Response(answer.json === undefined ? null : JSON.stringify(answer.json), {
            status: answer.json === undefined ? 204 : 200,
          })
        : new Response(JSON.stringify({ ...answer.more, code: answer.code, status: answer.status }), {
            status: answer.status,
          });
    return Promise.resolve(response);
  });
  return {
    sent,
    answer(route, answer) {
      answers[route] = answer;
    },
  };
}

export const NOBODY: Answer = { status: 401, code: "not_signed_in" };

export function open(address: string) {
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <Look>
        <RouterProvider router={router} />
      </Look>
    </QueryClientProvider>,
  );
  return router;
}
