import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test, vi } from "vitest";
import { documentsTexts } from "../../i18n/documents";
import type { Event } from "../../protocol/events";
import type { Rehearsal } from "../../room/rehearsal/rehearsal";
import { asAdviser, asClient, happens, PHONE, show } from "../../room/rehearsal/show";
import { type SigningPort, SigningProblem } from "../signing/api";
import type { SigningView } from "../signing/types";
import type { SigningRoomPort } from "./api";
import { people } from "./preparing";

const FILE: Event = {
  type: "file_added",
  file_id: "f1",
  participant_id: "marieke",
  name: "Opdracht.pdf",
  size: 1_000,
  media_type: "application/pdf",
  sha256: "0",
  pages: 3,
  everyone: true,
};

const SIGNERS = [
  { id: "s1", name: "Marieke de Boer", participant_id: "marieke" },
  { id: "s2", name: "Jan Vermeulen", participant_id: "jan" },
  { id: "s3", name: "Els Vermeulen-Smit", participant_id: "jan" },
];

const VIEW: SigningView = {
  envelope_id: "e1",
  title: "Opdracht",
  status: "sent",
  order: "sequential",
  message: "",
  document: { name: "Opdracht.pdf", pages: 3, page_sizes: [] },
  self: null,
  signers: [],
  fields: [],
  consent: { version: "1", text: "" },
  level: "",
  clock: "own",
  office: { name: "Lindelaan Advies" },
  sender: "Marieke de Boer",
  files: { signed: false, log: false },
};

function opens(scene: Rehearsal): void {
  scene.server.happen("system", FILE);
  scene.server.happen(
    "system",
    { type: "document_shown", file_id: "f1", page: 3, by: "marieke" },
    {
      type: "signing_opened",
      envelope_id: "e1",
      file_id: "f1",
      title: "Opdracht",
      by: "marieke",
      order: "sequential",
      after: "mail",
      signers: SIGNERS,
    },
  );
}

function port(self: SigningView["self"] = null): SigningPort {
  const never = () => new Promise<never>(() => undefined);
  const nothing = () => Promise.resolve();
  return {
    view: () => Promise.resolve({ ...VIEW, self }),
    document: never,
    viewed: nothing,
    sign: never,
    decline: nothing,
    delegate: nothing,
    ink: never,
    file: never,
  };
}

const SERVER: Partial<SigningRoomPort> = {
  watching: () => port(),
  signer: (id) =>
    port({
      signer_id: id,
      name: id === "s3" ? "Els" : "Jan Vermeulen",
      email: "j@v.example",
      language: "nl",
    }),
};

const strip = () => within(screen.getByRole("main")).getAllByRole("status")[0]?.textContent;
const patience = { timeout: 10_000 };

test("F031 who watches reads who signs, how far they are, and who comes after", async () => {
  const scene = asAdviser({ signing: SERVER });
  opens(scene);
  scene.server.happen("system", { type: "signer_signed", signer_id: "s1", at: scene.server.now });
  await show(scene);
  await waitFor(() => expect(strip()).toMatch(/^Jan tekent\. U kijkt mee\./), patience);
  const who = await screen.findByRole("region", { name: "Wie tekent" });
  expect(who.textContent).toContain("1 van 3");
  expect(who.textContent).toContain("Getekend om");
  await happens(() =>
    scene.server.happen("jan", { type: "signing_stepped", signer_id: "s2", step: "signature" }),
  );
  expect(who.textContent).toContain("Stap 2 van 3: handtekening");
  expect(who.textContent).toContain("Aan de beurt na Jan");
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test("D007 at one screen two people have their turn after one another, each from the start", async () => {
  const scene = asClient({ signing: SERVER });
  opens(scene);
  scene.server.happen("system", { type: "signer_signed", signer_id: "s1", at: scene.server.now });
  await show(scene);
  await waitFor(() => expect(strip()).toMatch(/^U tekent nu, Jan\. Marieke kijkt mee/), patience);
  await userEvent.click(await screen.findByRole("button", { name: "Begin met tekenen" }, patience));
  expect(scene.server.commands).toContainEqual({
    type: "set_signing_step",
    signer_id: "s2",
    step: "details",
  });
  await screen.findByRole("dialog", { name: "Document tekenen" });
  await happens(() =>
    scene.server.happen("system", { type: "signer_signed", signer_id: "s2", at: scene.server.now }),
  );
  await waitFor(() => expect(strip()).toMatch(/^U tekent nu, Els\./), patience);
  expect(await screen.findByRole("button", { name: "Begin met tekenen" }, patience)).toBeDefined();
  expect(screen.queryByRole("dialog", { name: "Document tekenen" })).toBeNull();
});

test("F031 on a phone the signer begins below the page, and nothing there is out of reach", async () => {
  const scene = asClient({ signing: SERVER });
  opens(scene);
  scene.server.happen("system", { type: "signer_signed", signer_id: "s1", at: scene.server.now });
  await show(scene, PHONE);
  await screen.findByRole("button", { name: "Begin met tekenen" }, patience);
  const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
  expect(found.violations.map(({ id }) => id)).toEqual([]);
});

test("D016 the pencil prepares a PDF with everybody here, and asks for what is missing", async () => {
  const check = vi.fn(() =>
    Promise.resolve({ pages: 3, page_sizes: [], signatures: 1, warnings: ["already_signed"] }),
  );
  const ownEmail = () => Promise.resolve("m@office.example");
  const scene = asAdviser({ panel: "files", signing: { ...SERVER, check, ownEmail } });
  scene.server.happen("system", FILE);
  await show(scene);
  await userEvent.click(screen.getByRole("button", { name: "Laat Opdracht.pdf tekenen" }));
  await screen.findByRole("heading", { name: "Wie tekent?" }, patience);
  expect(check).toHaveBeenCalledWith("f1");
  expect(screen.getByText(documentsTexts.nl.warning_already_signed)).toBeDefined();
  const first = screen.getByRole("group", { name: "Ondertekenaar 1" });
  expect(within(first).getByLabelText<HTMLInputElement>("E-mailadres").value).toBe("m@office.example");
  await userEvent.click(screen.getByRole("button", { name: "Velden plaatsen" }));
  const second = screen.getByRole("group", { name: "Ondertekenaar 2" });
  expect(within(second).getByLabelText("E-mailadres").getAttribute("aria-invalid")).toBe("true");
});

test("F020 a document that cannot be signed is refused with the reason in words", async () => {
  const check = () => Promise.reject(new SigningProblem("encrypted", 422));
  const scene = asAdviser({ panel: "files", signing: { ...SERVER, check } });
  scene.server.happen("system", FILE);
  await show(scene);
  await userEvent.click(screen.getByRole("button", { name: "Laat Opdracht.pdf tekenen" }));
  expect((await screen.findByRole("alert", {}, patience)).textContent).toContain("heeft een wachtwoord");
});

test("the end of a session in which somebody signs asks first what becomes of the document", async () => {
  const stop = vi.fn(() => Promise.resolve());
  const scene = asAdviser({ signing: { ...SERVER, stop } });
  opens(scene);
  await show(scene);
  await userEvent.click(screen.getByRole("button", { name: "Sessie beëindigen" }));
  await userEvent.click(await screen.findByRole("button", { name: /Verder via e-mail/ }));
  expect(stop).toHaveBeenCalledWith("mail");
  await waitFor(() => expect(scene.server.commands).toContainEqual({ type: "end_session" }));
});

test("a couple at one screen are two people who sign", () => {
  expect(people("Jan en Els Vermeulen")).toEqual(["Jan", "Els Vermeulen"]);
  expect(people("Jan & Els")).toEqual(["Jan", "Els"]);
  expect(people("Enrique Sandoval")).toEqual(["Enrique Sandoval"]);
});
