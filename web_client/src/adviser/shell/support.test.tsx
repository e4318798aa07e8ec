/** The help window: questions, answers, and what the help says meanwhile. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { chooseLanguage } from "../../i18n";
import { type FakeServer, member, open, serve } from "../testing";

const patience = { timeout: 10_000 };
const NONE = { json: { items: [], next: null } };
const WORD = {
  id: "w1",
  mine: false,
  author: "Sanne Visser",
  text: "Hoe zeg ik een afspraak af?",
  page: "/adviser/agenda",
  at: "2026-11-20T09:00:00Z",
};

beforeEach(() => chooseLanguage("nl"));

function serving(role: "admin" | "adviser", threads: readonly unknown[]): FakeServer {
  return serve({
    "GET /me": { json: member(role) },
    "GET /sessions": NONE,
    "GET /help/threads": { json: { items: threads } },
    "GET /help/threads/u1": { json: { items: [] } },
    "GET /help/threads/u2": { json: { items: [WORD] } },
    "POST /help/messages": { json: { ...WORD, id: "w2", mine: true } },
    "POST /help/threads/u2/seen": { json: undefined },
    "POST /help/votes": { json: undefined },
    "GET /help/votes": {
      json: {
        items: [{ article: "joining", yes: 4, no: 1 }],
        remarks: [{ article: "joining", language: "nl", helped: false, text: "Plaatje mist", at: WORD.at }],
      },
    },
  });
}

test("A031 an adviser asks at the bottom right, with the page, and sees what the help says", async () => {
  const { sent } = serving("adviser", []);
  open("/adviser/sessions");
  await userEvent.click(await screen.findByRole("button", { name: "Hulp vragen" }, patience));
  const box = screen.getByRole("region", { name: "Hulp en vragen" });
  await userEvent.type(within(box).getByRole("textbox", { name: "Uw vraag" }), "microfoon doet niets");
  expect(await within(box).findByText("Misschien helpt dit", {}, patience)).toBeDefined();
  await userEvent.click(within(box).getByRole("button", { name: "Verstuur" }));
  await waitFor(() => {
    const said = sent.find(({ method, path }) => method === "POST" && path === "/help/messages");
    expect(said?.body).toEqual({ text: "microfoon doet niets", page: "/adviser/sessions" });
  });
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("region", { name: "Hulp en vragen" })).toBeNull();
});

test("A031 an administrator sees who asks, reads it and answers there", async () => {
  const thread = { user_id: "u2", name: "Sanne Visser", mine: false, unseen: 1, last: WORD };
  const { sent } = serving("admin", [thread]);
  open("/adviser/sessions");
  await userEvent.click(
    await screen.findByRole("button", { name: "Hulp vragen: één nieuw antwoord" }, patience),
  );
  await userEvent.click(await screen.findByRole("button", { name: /Sanne Visser/ }, patience));
  const box = screen.getByRole("region", { name: "Hulp en vragen" });
  expect(await within(box).findByText("Hoe zeg ik een afspraak af?", {}, patience)).toBeDefined();
  await waitFor(() => expect(sent.some(({ path }) => path === "/help/threads/u2/seen")).toBe(true));
  await userEvent.type(
    within(box).getByRole("textbox", { name: "Uw antwoord aan Sanne Visser" }),
    "Zo.{Enter}",
  );
  await waitFor(() => {
    const said = sent.find(({ method, path }) => method === "POST" && path === "/help/messages");
    expect(said?.body).toMatchObject({ text: "Zo.", user_id: "u2" });
  });
});

test("A032 a help page asks whether it answered the question, and what was missing", async () => {
  const { sent } = serving("adviser", []);
  open("/help/joining");
  const ask = await screen.findByRole("region", { name: "Heeft dit uw vraag beantwoord?" }, patience);
  await userEvent.click(within(ask).getByRole("button", { name: "Nee" }));
  await userEvent.type(within(ask).getByRole("textbox"), "Het plaatje");
  await userEvent.click(within(ask).getByRole("button", { name: "Versturen" }));
  expect(await within(ask).findByText(/De beheerder leest dit mee/, {}, patience)).toBeDefined();
  const vote = sent.find(({ path }) => path === "/help/votes");
  expect(vote?.body).toEqual({ article: "joining", language: "nl", helped: false, text: "Het plaatje" });
});

test("A032 an administrator reads what colleagues think of the help", async () => {
  serving("admin", []);
  open("/help");
  const card = await screen.findByRole("region", { name: "Wat collega's van de hulp vinden" }, patience);
  expect(await within(card).findByText("4 keer ja, 1 keer nee", {}, patience)).toBeDefined();
  expect(within(card).getByText(/Plaatje mist/)).toBeDefined();
});
