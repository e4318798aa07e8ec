/** @jsxImportSource preact */
import { configure, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { render } from "preact";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseLanguage } from "../i18n/language";
import { codeOfAddress, JoinApp } from "./JoinApp";

const mountRoom = vi.hoisted(() => vi.fn());
vi.mock("../room/mount", () => ({ mountRoom }));

const OFFICE = {
  name: "Lindelaan Advies",
  colour: "#27315a",
  logo_url: null,
  phone: "030 555 01 48",
  language: "nl",
};
const MEETING = {
  office: OFFICE,
  adviser: { name: "Marieke de Boer", present: true },
  lobby: false,
  ice_servers: [],
};

// The check is a chunk of its own, whose first load takes a while on a busy machine.
configure({ asyncUtilTimeout: 8000 });

type Answer = readonly [status: number, body: unknown];
let answers: Record<string, Answer>;
const requests: { path: string; body: unknown }[] = [];

/** The server, as far as the door needs it: its answers are those of the REST contract. */
const server: typeof fetch = async (input, init) => {
  const path = String(input).replace("/api/v1", "");
  requests.push({ path, body: init?.body ? JSON.parse(String(init.body)) : undefined });
  const key = `${init?.method ?? "GET"} ${path}`;
  const [status, body] = answers[key] ?? [404, { code: "code_unknown" }];
  return new Response(JSON.stringify(body), { status });
};

class NoStream {
  getTracks() {
    return [];
  }
}

beforeEach(() => {
  answers = {
    "GET /office": [200, OFFICE],
    "GET /join/482917356": [200, MEETING],
    "POST /join": [201, { session_id: "s-1", participant_id: "p-1", ticket: "p-1.secret" }],
    "POST /join/resend": [202, {}],
  };
  requests.length = 0;
  mountRoom.mockReset();
  vi.stubGlobal("fetch", server);
  vi.stubGlobal("MediaStream", NoStream);
  chooseLanguage("nl");
});

afterEach(() => {
  const root = document.getElementById("root");
  if (root) render(null, root);
});

function visit(address: string): void {
  window.history.replaceState(null, "", address);
  const root = document.createElement("div");
  root.id = "root";
  document.body.append(root);
  render(<JoinApp root={root} />, root);
}

const field = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Sessiecode" });
const button = (name: string) => screen.getByRole("button", { name });

describe("F013 the join page", () => {
  test("takes a code with dashes and asks for the name next", async () => {
    visit("/");
    await userEvent.type(field(), "482-917-356");
    expect(field().value).toBe("482 917 356");
    await userEvent.click(button("Deelnemen"));
    await screen.findByLabelText("Uw naam");
    expect(window.location.pathname).toBe("/482917356");
    expect(screen.getByText("Marieke de Boer is er al")).toBeTruthy();
  });

  test("says what to do about a code that is not in use, and lets it be corrected", async () => {
    visit("/");
    await userEvent.type(field(), "482971356{Enter}");
    await screen.findByText("Deze code is niet in gebruik.");
    expect(field().getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(field());
    await userEvent.type(field(), "{Backspace}");
    expect(screen.queryByText("Deze code is niet in gebruik.")).toBeNull();
  });

  test("does not ask the server about eight digits", async () => {
    visit("/");
    await userEvent.type(field(), "48291735{Enter}");
    await screen.findByText("De code heeft negen cijfers.");
    expect(requests.map((request) => request.path)).toEqual(["/office"]);
  });

  test("wears the office's name and colour", async () => {
    visit("/");
    await screen.findByText("Lindelaan Advies");
    expect(document.documentElement.style.getPropertyValue("--s-pine-7")).toBe("#27315a");
  });

  test("sends the code again, and answers the same for every address", async () => {
    visit("/");
    await userEvent.click(button("Ik heb geen code"));
    await userEvent.type(screen.getByLabelText("E-mailadres"), "nobody@example.nl");
    await userEvent.click(button("Stuur mij de code opnieuw"));
    await screen.findByText("Kijk over een minuut in uw e-mail.");
    expect(requests.at(-1)).toEqual({ path: "/join/resend", body: { email: "nobody@example.nl" } });
  });
});

describe("F014 F047 an address with a code", () => {
  test.each(["/482917356", "/482-917-356", "/?code=482+917+356"])(
    "%s leads straight to the check",
    async (address) => {
      visit(address);
      await screen.findByLabelText("Uw naam");
      expect(window.location.pathname + window.location.search).toBe("/482917356");
    },
  );

  test("with too few digits says so and shows them", async () => {
    visit("/48291");
    await screen.findByText("De code heeft negen cijfers.");
    expect(field().value).toBe("482 91");
  });

  test("keeps the language of the link", async () => {
    visit("/?code=482917356&lang=en");
    await waitFor(() => expect(window.location.pathname).toBe("/482917356"));
    expect(window.location.search).toBe("?lang=en");
  });

  test("is read from path and query alike", () => {
    expect(codeOfAddress(new URL("https://o.example/482%20917%20356"))).toBe("482917356");
    expect(codeOfAddress(new URL("https://o.example/1?code=482917356"))).toBe("482917356");
    expect(codeOfAddress(new URL("https://o.example/%E0%A4%A"))).toBe("");
  });
});

describe("F036 going in", () => {
  async function arrive(): Promise<HTMLElement> {
    visit("/482917356");
    return screen.findByLabelText("Uw naam");
  }

  test("needs a name and nothing else: no camera, no microphone, no test", async () => {
    await arrive();
    await userEvent.click(button("Naar het gesprek"));
    await screen.findByText("Vul uw naam in, dan weet uw adviseur wie er is.");
    expect(mountRoom).not.toHaveBeenCalled();

    await userEvent.type(screen.getByLabelText("Uw naam"), "  Jan Vermeulen ");
    await userEvent.click(button("Naar het gesprek"));
    await waitFor(() => expect(mountRoom).toHaveBeenCalledTimes(1));
    expect(requests.at(-1)?.body).toEqual({ code: "482917356", name: "Jan Vermeulen", language: "nl" });
    expect(mountRoom.mock.calls[0]?.[1]).toMatchObject({
      sessionId: "s-1",
      ticket: "p-1.secret",
      name: "Jan Vermeulen",
    });
    expect(mountRoom.mock.calls[0]?.[1].stream).toBeInstanceOf(NoStream);
    expect(sessionStorage.getItem("samen.ticket.s-1")).toBe("p-1.secret");
    expect(window.location.pathname).toBe("/session/s-1");
  });

  test("remembers the name on this device", async () => {
    localStorage.setItem("samen.name", "Els");
    expect(((await arrive()) as HTMLInputElement).value).toBe("Els");
  });

  test("goes back to the code when the meeting ended meanwhile, and says so", async () => {
    answers["POST /join"] = [410, { code: "session_ended" }];
    await userEvent.type(await arrive(), "Jan{Enter}");
    await screen.findByText("Dit gesprek is afgelopen.");
    expect(field().value).toBe("482 917 356");
  });

  test("stays where it is when the meeting is full, so that it can be tried again", async () => {
    answers["POST /join"] = [409, { code: "session_full" }];
    await userEvent.type(await arrive(), "Jan{Enter}");
    await screen.findByText("Dit gesprek zit vol.");
    expect(screen.getByLabelText<HTMLInputElement>("Uw naam").value).toBe("Jan");
    expect(mountRoom).not.toHaveBeenCalled();
  });

  test("says where the adviser is not there yet, and lets people in all the same", async () => {
    answers["GET /join/482917356"] = [
      200,
      { ...MEETING, adviser: { name: "Marieke de Boer", present: false } },
    ];
    const name = await arrive();
    expect(screen.getByText("Uw adviseur is er nog niet")).toBeTruthy();
    await userEvent.type(name, "Jan{Enter}");
    await waitFor(() => expect(mountRoom).toHaveBeenCalledTimes(1));
  });
});

describe("coming back", () => {
  test("with a living ticket offers the way straight in", async () => {
    sessionStorage.setItem("samen.visit.482917356", "s-1");
    sessionStorage.setItem("samen.ticket.s-1", "p-1.secret");
    answers["GET /room"] = [200, {}];
    visit("/482917356");
    await userEvent.click(await screen.findByRole("button", { name: "Terug naar het gesprek" }));
    await waitFor(() => expect(mountRoom).toHaveBeenCalledTimes(1));
    expect(mountRoom.mock.calls[0]?.[1]).toEqual({ sessionId: "s-1", ticket: "p-1.secret" });
    expect(requests.map((request) => request.path)).not.toContain("/join");
  });

  test("with a dead ticket is an arrival like any other", async () => {
    sessionStorage.setItem("samen.visit.482917356", "s-1");
    sessionStorage.setItem("samen.ticket.s-1", "p-1.old");
    answers["GET /room"] = [401, { code: "ticket_unknown" }];
    visit("/482917356");
    await screen.findByLabelText("Uw naam");
  });
});
