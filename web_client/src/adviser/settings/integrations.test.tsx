/** The settings of signing, transactions, webhooks and API keys: what is sent, shown once, and refused. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, test } from "vitest";
import { chooseLanguage } from "../../i18n";
import type { ApiKey, Credits, Delivery, SigningChoices, Webhook } from "../api/integrations";
import { type Answer, type FakeServer, member, open, serve } from "../testing";
import { readable } from "./SigningChoices";
import { consentOf } from "./Transactions";
import { pretty } from "./WebhookLog";

const patience = { timeout: 15_000 };

const CHOICES: SigningChoices = {
  provider: "samen",
  credits_allowed: false,
  metered: false,
  order: "parallel",
  expires_in_days: 30,
  remind_every_days: 3,
  verification: "code",
  trust: { clock: "own", authority: "", key: "own", fingerprint: "3f0a", root_here: true },
};

const CREDITS: Credits = {
  available: 4,
  reserved: 1,
  consent: "Als u opslaat, gaat u akkoord met {number} credits.",
  ledger: [],
  next: null,
};

const WEBHOOK: Webhook = {
  id: "w1",
  name: "Ons CRM",
  url: "https://crm.example/hook",
  kinds: ["envelope.sent", "envelope.completed"],
  active: true,
  off_reason: "",
  failing_since: null,
  delivered_at: null,
  secret_before_until: null,
  created_at: "2026-11-20T09:00:00Z",
};

const DELIVERY: Delivery = {
  id: "d1",
  kind: "envelope.completed",
  envelope_id: "e1",
  sequence: 7,
  status: "failed",
  tries: [
    { number: 1, at: "2026-11-20T09:00:00Z", error: "refused", status: 500, millis: 12, answer: "kapot" },
  ],
  run_at: null,
  created_at: "2026-11-20T09:00:00Z",
  delivered_at: null,
};

const KEY: ApiKey = {
  id: "k1",
  name: "Koppeling",
  start: "samen_Ab12Cd",
  made_by: "Marieke de Boer",
  works: true,
  created_at: "2026-11-20T09:00:00Z",
  expires_at: null,
  used_at: null,
};

beforeEach(() => chooseLanguage("nl"));

async function show(place: string, title: string, answers: Record<string, Answer>): Promise<FakeServer> {
  const server = serve({ "GET /me": { json: member("admin") }, ...answers });
  open(`/adviser/settings/${place}`);
  await screen.findByRole("heading", { level: 1, name: new RegExp(`^${title}`) }, patience);
  return server;
}

const sent = ({ sent }: FakeServer, method: string, path: string) =>
  sent.filter((one) => one.method === method && one.path === path).map(({ body }) => body);

async function nothingWrong(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

describe("transactions", () => {
  const page = (choices: Partial<SigningChoices> = {}, credits: Partial<Credits> = {}) =>
    show("transactions", "Transacties", {
      "GET /signing/settings": { json: { ...CHOICES, ...choices } },
      "GET /signing/credits": { json: { ...CREDITS, ...credits } },
      "PATCH /signing/settings": { json: { ...CHOICES, ...choices, credits_allowed: true } },
      "POST /signing/credits": { json: { available: 29, reserved: 1 } },
    });
  const number = () => screen.findByRole("textbox", { name: "Aantal credits om te kopen" }, patience);

  test("D025 D034 shows the service, the balance, and that nothing has happened yet", async () => {
    await page();
    const provider = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Ondertekendienst" });
    expect(within(provider).getByRole("option", { name: "Samen (ingebouwd)" })).toBeDefined();
    expect(screen.getByText("Beschikbaar").parentElement?.textContent).toContain("4");
    expect(screen.getByText("Nog niets gebeurd")).toBeDefined();
    await nothingWrong();
  });

  test("D026 buys nothing before credits are allowed", async () => {
    await page();
    expect(((await number()) as HTMLInputElement).disabled).toBe(true);
    expect(screen.getByText("Sta eerst credits toe.")).toBeDefined();
  });

  test("D026 D027 D028 says what saving agrees to, and saves and buys with exactly that sentence", async () => {
    const server = await page();
    await userEvent.click(await screen.findByRole("checkbox", { name: "Credits toestaan" }));
    const field = await number();
    await userEvent.clear(field);
    await userEvent.type(field, "25");
    const sentence = "Als u opslaat, gaat u akkoord met 25 credits.";
    expect(screen.getByText(sentence)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Opslaan" }));
    await waitFor(() => expect(sent(server, "POST", "/signing/credits")).toHaveLength(1));
    expect(sent(server, "PATCH", "/signing/settings")).toEqual([{ credits_allowed: true, metered: false }]);
    const [purchase] = sent(server, "POST", "/signing/credits");
    expect(purchase).toMatchObject({ number: 25, consent: sentence });
    await screen.findByText("Alles is bewaard", {}, patience);
  });

  test("D028 tries a lost purchase again with the key of the same click", async () => {
    const server = await page({ credits_allowed: true });
    server.answer("POST /signing/credits", { status: 503, code: "busy" });
    const field = await number();
    await userEvent.clear(field);
    await userEvent.type(field, "5");
    await userEvent.click(screen.getByRole("button", { name: "Opslaan" }));
    await screen.findByRole("alert", {}, patience);
    server.answer("POST /signing/credits", { json: { available: 9, reserved: 1 } });
    await userEvent.click(screen.getByRole("button", { name: "Opslaan" }));
    await screen.findByText("Alles is bewaard", {}, patience);
    const keys = sent(server, "POST", "/signing/credits").map((body) => (body as { key: string }).key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test("refuses a number that is none before anything is sent", async () => {
    const server = await page({ credits_allowed: true });
    const field = await number();
    await userEvent.clear(field);
    await userEvent.type(field, "10001");
    await userEvent.click(screen.getByRole("button", { name: "Opslaan" }));
    expect(screen.getByText("Kies een heel getal van 0 tot en met 10.000.")).toBeDefined();
    expect(document.activeElement).toBe(field);
    expect(sent(server, "PATCH", "/signing/settings")).toEqual([]);
  });

  test("D030 says that credits are used up, and shows who bought with which sentence", async () => {
    const line = {
      id: "l1",
      at: "2026-11-20T09:00:00Z",
      kind: "bought" as const,
      number: 25,
      available: 25,
      reserved: 0,
      envelope_id: null,
      by: "Marieke de Boer",
      consent: "Akkoord met 25 credits.",
    };
    await page({ credits_allowed: true, metered: true }, { available: 0, ledger: [line] });
    expect(await screen.findByText("Uw credits zijn op.", {}, patience)).toBeDefined();
    expect(screen.getByText("Akkoord met 25 credits.")).toBeDefined();
    expect(screen.getByText("+25")).toBeDefined();
  });

  test("writes the number in the sentence as the server compares it", () => {
    expect(consentOf(CREDITS, 1250)).toBe("Als u opslaat, gaat u akkoord met 1250 credits.");
  });
});

describe("signing", () => {
  const page = (trust: Partial<SigningChoices["trust"]> = {}) =>
    show("signing", "Ondertekenen", {
      "GET /signing/settings": { json: { ...CHOICES, trust: { ...CHOICES.trust, ...trust } } },
      "PATCH /signing/settings": { json: { ...CHOICES, order: "sequential", expires_in_days: 14 } },
    });

  test("saves what a new document begins with", async () => {
    const server = await page();
    await userEvent.click(await screen.findByRole("radio", { name: "Om de beurt" }, patience));
    const days = screen.getByRole("textbox", { name: "Vervalt na" });
    await userEvent.clear(days);
    await userEvent.type(days, "14");
    await userEvent.click(screen.getByRole("button", { name: "Bewaren" }));
    await waitFor(() => expect(sent(server, "PATCH", "/signing/settings")).toHaveLength(1));
    expect(sent(server, "PATCH", "/signing/settings")[0]).toEqual({
      order: "sequential",
      expires_in_days: 14,
      remind_every_days: 3,
      verification: "code",
    });
  });

  test("says honestly that the clock is our own, and what a signature is not", async () => {
    await page();
    expect(await screen.findByText("Eigen klok", {}, patience)).toBeDefined();
    expect(screen.getByText(/geen onafhankelijk bewijs/)).toBeDefined();
    expect(screen.getByText(/geen geavanceerde of gekwalificeerde handtekening/)).toBeDefined();
    expect(screen.getByText("3F 0A")).toBeDefined();
    await nothingWrong();
  });

  test("names the authority that proves the time", async () => {
    await page({ clock: "authority", authority: "tsa.example" });
    expect(await screen.findByText(/^tsa\.example bewijst wanneer/, {}, patience)).toBeDefined();
    expect(readable("a1b2c3")).toBe("A1 B2 C3");
  });
});

describe("webhooks", () => {
  test("are added, and their secret is shown until somebody says that it is kept", async () => {
    const server = await show("webhooks", "Webhooks", {
      "GET /webhooks": { json: { items: [] } },
      "POST /webhooks": { json: { ...WEBHOOK, secret: "whsec_geheim" } },
    });
    await userEvent.type(await screen.findByRole("textbox", { name: "Naam" }, patience), " Ons CRM ");
    await userEvent.type(screen.getByRole("textbox", { name: "Adres" }), "https://crm.example/hook");
    await userEvent.click(screen.getByRole("checkbox", { name: "Vervallen" }));
    await userEvent.click(screen.getByRole("button", { name: "Toevoegen" }));
    const dialog = await screen.findByRole("dialog", {}, patience);
    expect(within(dialog).getByText("whsec_geheim")).toBeDefined();
    await userEvent.keyboard("{Escape}");
    expect(screen.getByText("whsec_geheim")).toBeDefined();
    await userEvent.click(within(dialog).getByRole("button", { name: "Ik heb het bewaard" }));
    await waitFor(() => expect(screen.queryByText("whsec_geheim")).toBeNull());
    expect(sent(server, "POST", "/webhooks")).toEqual([
      {
        name: "Ons CRM",
        url: "https://crm.example/hook",
        kinds: [
          "envelope.sent",
          "envelope.signed",
          "envelope.declined",
          "envelope.completed",
          "envelope.expired",
        ],
      },
    ]);
  });

  test("say at the address why it is refused", async () => {
    await show("webhooks", "Webhooks", {
      "GET /webhooks": { json: { items: [WEBHOOK] } },
      "POST /webhooks": { status: 422, code: "webhook_address_refused" },
    });
    await userEvent.type(await screen.findByRole("textbox", { name: "Naam" }, patience), "CRM");
    const url = screen.getByRole("textbox", { name: "Adres" });
    await userEvent.type(url, "https://10.0.0.1/");
    await userEvent.click(screen.getByRole("button", { name: "Toevoegen" }));
    expect(
      await screen.findByText(/^Webhooks gaan alleen naar openbare adressen\./, {}, patience),
    ).toBeDefined();
    expect(document.activeElement).toBe(url);
    expect(screen.queryByRole("dialog")).toBeNull();
    await nothingWrong();
  });

  const one = (webhook: Partial<Webhook> = {}) =>
    show("webhooks/w1", "Ons CRM", {
      "GET /webhooks/w1": { json: { ...WEBHOOK, ...webhook } },
      "GET /webhooks/w1/deliveries": { json: { items: [DELIVERY], next: null } },
      "GET /webhooks/w1/deliveries/d1": { json: { ...DELIVERY, body: '{"type":"envelope.completed"}' } },
      "POST /webhooks/w1/deliveries/d1/resend": { json: { ...DELIVERY, status: "queued" } },
      "POST /webhooks/w1/deliveries/resend-failed": { json: { count: 1 } },
      "POST /webhooks/w1/test": { json: { ...DELIVERY, kind: "webhook.test" } },
      "PATCH /webhooks/w1": { json: WEBHOOK },
    });

  test("show what was sent and what came of it, and send it again", async () => {
    const server = await one();
    expect(await screen.findByText(/nam het bericht niet aan \(antwoord 500\)/, {}, patience)).toBeDefined();
    await nothingWrong();
    await userEvent.click(screen.getByRole("button", { name: /^Voltooid/ }));
    expect(await screen.findByText(/"type": "envelope.completed"/, {}, patience)).toBeDefined();
    expect(screen.getByText("kapot")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Opnieuw sturen" }));
    await waitFor(() => expect(sent(server, "POST", "/webhooks/w1/deliveries/d1/resend")).toHaveLength(1));
  });

  test("send a test message, and all that failed once more", async () => {
    const server = await one();
    await userEvent.click(await screen.findByRole("button", { name: "Testbericht sturen" }, patience));
    await userEvent.click(
      await screen.findByRole("button", { name: "Alles wat mislukte opnieuw" }, patience),
    );
    await waitFor(() =>
      expect(sent(server, "POST", "/webhooks/w1/deliveries/resend-failed")).toHaveLength(1),
    );
    expect(sent(server, "POST", "/webhooks/w1/test")).toHaveLength(1);
  });

  test("that were switched off say why, and are switched on from there", async () => {
    const server = await one({
      active: false,
      off_reason: "failures",
      failing_since: "2026-11-17T09:00:00Z",
    });
    expect(await screen.findByText(/bewaren we dertig dagen/, {}, patience)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Alles wat mislukte opnieuw" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Aanzetten" }));
    await waitFor(() => expect(sent(server, "PATCH", "/webhooks/w1")).toEqual([{ active: true }]));
  });

  test("keep a body readable that is no JSON", () => {
    expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(pretty("geen json")).toBe("geen json");
  });
});

describe("API keys", () => {
  const page = (items: readonly ApiKey[] = [KEY]) =>
    show("api-keys", "API-sleutels", {
      "GET /api-keys": { json: { items } },
      "POST /api-keys": { json: { ...KEY, key: "samen_heelgeheim" } },
      "DELETE /api-keys/k1": { json: undefined },
    });

  test("are made for as long as was chosen, and shown once", async () => {
    const server = await page([]);
    expect(await screen.findByText("Nog geen sleutels", {}, patience)).toBeDefined();
    await userEvent.type(screen.getByRole("textbox", { name: "Waarvoor" }), "Koppeling");
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Geldig" }), "90 dagen");
    await userEvent.click(screen.getByRole("button", { name: "Sleutel maken" }));
    const dialog = await screen.findByRole("dialog", {}, patience);
    expect(within(dialog).getByText("samen_heelgeheim")).toBeDefined();
    expect(sent(server, "POST", "/api-keys")).toEqual([{ name: "Koppeling", expires_in_days: 90 }]);
    await userEvent.click(within(dialog).getByRole("button", { name: "Ik heb hem bewaard" }));
    await waitFor(() => expect(screen.queryByText("samen_heelgeheim")).toBeNull());
  });

  test("are revoked after one question", async () => {
    const server = await page();
    await userEvent.click(
      await screen.findByRole("button", { name: "Sleutel Koppeling intrekken" }, patience),
    );
    const question = await screen.findByRole("dialog", {}, patience);
    await userEvent.click(within(question).getByRole("button", { name: "Intrekken" }));
    await waitFor(() => expect(sent(server, "DELETE", "/api-keys/k1")).toHaveLength(1));
  });

  test("that do not work say so", async () => {
    await page([
      { ...KEY, id: "k2", name: "Oud", expires_at: "2020-01-01T00:00:00Z" },
      { ...KEY, id: "k3", name: "Van Bob", works: false },
    ]);
    expect(await screen.findByText("Verlopen", {}, patience)).toBeDefined();
    expect(screen.getByText("Werkt niet: de maker heeft geen toegang")).toBeDefined();
    await nothingWrong();
  });

  test("are for administrators alone, as all of these pages are", async () => {
    for (const place of ["api-keys", "webhooks", "webhooks/w1", "transactions", "signing"]) {
      const server = serve({ "GET /me": { json: member("adviser") } });
      open(`/adviser/settings/${place}`);
      await screen.findAllByText("Deze instellingen zijn voor beheerders", {}, patience);
      expect(server.sent.filter(({ path }) => !["/me", "/office", "/help/threads"].includes(path))).toEqual(
        [],
      );
      document.body.replaceChildren();
    }
  });
});
