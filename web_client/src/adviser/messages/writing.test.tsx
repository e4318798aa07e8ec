/** Writing to a client, and what was written to them. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { beforeEach, describe, expect, test } from "vitest";
import { chooseLanguage } from "../../i18n";
import { MemberContext } from "../api/account";
import { makeQueryClient } from "../api/cache";
import type { Message } from "../api/messages";
import { client } from "../clients/testing";
import { Look } from "../shell/Look";
import { type Answer, type FakeServer, member, serve } from "../testing";
import { ClientMessages } from "./ClientMessages";
import { MessageDialog } from "./MessageDialog";

const patience = { timeout: 10_000 };
const TEXT = {
  type: "text",
  content: [{ type: "paragraph", content: [{ type: "text", text: "Dag %{client_first_name}" }] }],
};

function message(change: Partial<Message> = {}): Message {
  return {
    id: "m1",
    client_id: "k1",
    direction: "out",
    kind: "client_message",
    email: "jan@vermeulen.example",
    name: "Jan Vermeulen",
    subject: "Uw offerte",
    text: "De hele tekst van het bericht.",
    sender_id: "u1",
    sender_name: "Marieke de Boer",
    subject_kind: "",
    subject_id: "",
    state: "delivered",
    error: null,
    created_at: "2026-11-20T09:00:00Z",
    sent_at: null,
    delivered_at: null,
    returned_at: null,
    ...change,
  };
}

function documents(...names: readonly string[]): Answer {
  const items = names.map((name, at) => ({ id: `d${at + 1}`, name }));
  return { json: { items, next: null, counts: {}, used_bytes: 0, limit_bytes: 0 } };
}

const HOUSE: Record<string, Answer> = {
  "GET /me": { json: member("adviser") },
  "GET /clients/k1": { json: client() },
  "GET /users/colleagues": { json: { items: [] } },
  "GET /message-templates": {
    json: {
      items: [
        {
          id: "standard",
          kind: "client_message",
          language: "nl",
          own: false,
          changed: false,
          name: "",
          subject: "",
          blocks: [TEXT],
          version: 0,
        },
      ],
      kinds: [{ kind: "client_message", tags: ["client_first_name"] }],
    },
  },
  "GET /documents": documents("Offerte.pdf", "Polis.pdf"),
  "GET /clients/k1/messages": { json: { items: [], next: null } },
  "POST /clients/k1/messages": { json: message({ state: "queued" }) },
};

beforeEach(() => chooseLanguage("nl"));

const row = (line: HTMLElement) => line.closest("li") ?? line;

function shown(what: React.ReactNode, change: Record<string, Answer> = {}): FakeServer {
  const server = serve({ ...HOUSE, ...change });
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <Look>
        <MemberContext value={member("adviser")}>
          <MemoryRouter>{what}</MemoryRouter>
        </MemberContext>
      </Look>
    </QueryClientProvider>,
  );
  return server;
}

const posted = (server: FakeServer) => server.sent.filter(({ method }) => method === "POST");

describe("writing a message", () => {
  test("says that clients of another CRM cannot be written to from here, and offers nobody", async () => {
    shown(<MessageDialog onClose={() => undefined} />, {
      "GET /crm/adapter": { json: { adapter: "foreign" } },
    });
    expect(await screen.findByText(/Berichten gaan naar cliënten in Samen zelf/, {}, patience)).toBeDefined();
    expect(screen.queryByRole("textbox", { hidden: true })).toBeNull();
  });

  test("C027 F049 sends what was written, with the documents that were chosen", async () => {
    const server = shown(<MessageDialog clientIds={["k1"]} onClose={() => undefined} />);
    await userEvent.type(await screen.findByLabelText(/Onderwerp/, {}, patience), "Uw offerte");
    await userEvent.click(
      (await screen.findAllByLabelText("Documenten", { selector: "input" }, patience))[0]!,
    );
    await userEvent.click(await screen.findByRole("option", { name: "Polis.pdf", hidden: true }, patience));
    await userEvent.click(screen.getByRole("button", { name: "Verzenden" }));
    await expect.poll(() => posted(server), patience).toHaveLength(1);
    expect(posted(server)[0]?.body).toMatchObject({
      to: "jan@vermeulen.example",
      subject: "Uw offerte",
      sender_id: "u1",
      documents: ["d2"],
    });
  });

  test("asks for a subject first, and sends nothing", async () => {
    const server = shown(<MessageDialog clientIds={["k1"]} onClose={() => undefined} />);
    await screen.findByLabelText(/Onderwerp/, {}, patience);
    await userEvent.click(screen.getByRole("button", { name: "Verzenden" }));
    expect(await screen.findByRole("alert", {}, patience)).toBeDefined();
    expect(posted(server)).toHaveLength(0);
  });

  test("has no field for documents where the client has none", async () => {
    shown(<MessageDialog clientIds={["k1"]} onClose={() => undefined} />, { "GET /documents": documents() });
    await screen.findByLabelText(/Onderwerp/, {}, patience);
    expect(screen.queryAllByLabelText("Documenten")).toHaveLength(0);
  });

  test("X021 says which tag is unknown, and keeps what was written", async () => {
    shown(<MessageDialog clientIds={["k1"]} onClose={() => undefined} />, {
      "POST /clients/k1/messages": {
        status: 422,
        code: "unknown_tag",
        more: { tag: "%{client_frist_name}", suggestion: "%{client_first_name}" },
      },
    });
    const subject = await screen.findByLabelText(/Onderwerp/, {}, patience);
    await userEvent.type(subject, "Uw offerte");
    await userEvent.click(screen.getByRole("button", { name: "Verzenden" }));
    expect(await screen.findByText(/client_frist_name/, {}, patience)).toBeDefined();
    expect(screen.getByLabelText(/Onderwerp/)).toHaveProperty("value", "Uw offerte");
  });
});

describe("what was written to a client", () => {
  test("C028 shows each message with how it went, and its text when asked for", async () => {
    shown(<ClientMessages clientId="k1" />, {
      "GET /clients/k1/messages": {
        json: {
          items: [
            message(),
            message({ id: "m2", subject: "Herinnering", state: "returned", sender_name: "" }),
          ],
          next: null,
        },
      },
    });
    const line = await screen.findByRole("button", { name: /Uw offerte/ }, patience);
    expect(within(line).getByText(/Marieke de Boer → jan@vermeulen.example/)).toBeDefined();
    expect(line.getAttribute("aria-expanded")).toBe("false");
    await userEvent.click(line);
    expect(line.getAttribute("aria-expanded")).toBe("true");
    expect(within(row(line)).getByText("De hele tekst van het bericht.")).toBeDefined();
    const back = screen.getByRole("button", { name: /Herinnering/ });
    expect(within(back).getByText("Kwam terug")).toBeDefined();
  });

  test("says so when there is none, and opens the dialog", async () => {
    shown(<ClientMessages clientId="k1" />);
    await userEvent.click(await screen.findByRole("button", { name: "Nieuw bericht" }, patience));
    expect(
      await screen.findByRole("dialog", { name: "Nieuw bericht", hidden: true }, patience),
    ).toBeDefined();
  });
});
