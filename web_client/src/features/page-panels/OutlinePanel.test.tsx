/** The page in words: real headings, links and fields, actions only for whoever may, and a focus that stays. */
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { OutlineNode } from "../../protocol/page";
import { RehearsedPage } from "../../room/rehearsal/page";
import { asAdviser, asClient, happens, PHONE, show, WIDE } from "../../room/rehearsal/show";

const NODES: OutlineNode[] = [
  { id: "0.1", role: "heading", name: "Uw maandlast", level: 1, actions: [] },
  { id: "0.2", role: "text", name: "Vul in wat u weet.", actions: [] },
  { id: "0.3", role: "textbox", name: "Naam", value: "", actions: ["focus", "fill"] },
  { id: "0.4", role: "textbox", name: "IBAN", value: "", masked: true, actions: ["focus", "fill"] },
  { id: "0.5", role: "checkbox", name: "Akkoord", checked: false, actions: ["toggle", "focus"] },
  { id: "0.6", role: "combobox", name: "Looptijd", value: "10 jaar", actions: ["choose", "focus"] },
  { id: "0.7", role: "link", name: "Uitleg", actions: ["click", "focus"] },
  { id: "0.8", role: "button", name: "Berekenen", actions: ["click", "focus"] },
  { id: "0.9", role: "button", name: "Later", disabled: true, actions: [] },
  { id: "0.10", role: "image", name: "Huis", actions: [] },
];

/** The panel comes in a part of its own. */
const patience = { timeout: 20_000 };

interface Given {
  readonly as?: "adviser" | "client";
  readonly may?: boolean;
  readonly drives?: boolean;
  readonly width?: number;
}

async function open({ as = "client", may = true, drives = may, width = WIDE }: Given = {}) {
  const driver = drives ? (as === "client" ? "jan" : "marieke") : "marieke";
  const page = new RehearsedPage({ driver, epoch: 9 });
  const scene = (as === "client" ? asClient : asAdviser)({ page: page.open, panel: "outline" });
  scene.server.happen("marieke", { type: "page_opened", by: "marieke", site: "rentewijzer.example" });
  if (may) scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" });
  await show(scene, width);
  await waitFor(() => expect(page.asked("outline")).toEqual([{ type: "outline", on: true }]), patience);
  await happens(() => {
    page.news();
    page.tell({ type: "outline", nodes: NODES });
  });
  const panel = await screen.findByRole("complementary", { name: "Overzicht van de pagina" }, patience);
  return { scene, page, panel: within(panel), node: panel };
}

const acts = (page: RehearsedPage) => page.asked("act");

describe("the outline of a page", () => {
  it("F003 gives every part its own role, name and state", async () => {
    const { panel } = await open();
    expect(panel.getByRole("heading", { level: 1, name: "Uw maandlast" })).toBeDefined();
    expect(panel.getByRole("link", { name: "Uitleg" })).toBeDefined();
    expect(panel.getByRole("textbox", { name: "Naam" })).toBeDefined();
    expect(panel.getByRole("checkbox", { name: "Akkoord" })).toHaveProperty("checked", false);
    expect(panel.getByRole("button", { name: "Looptijd: 10 jaar" }).getAttribute("aria-haspopup")).toBe(
      "dialog",
    );
    expect(panel.getByRole("button", { name: "Later" }).getAttribute("aria-disabled")).toBe("true");
    expect(panel.getByText("Afbeelding: Huis")).toBeDefined();
    const masked = panel.getByLabelText("IBAN");
    expect(masked.getAttribute("type")).toBe("password");
    expect(panel.getByText("Anderen zien bolletjes. Wat u typt, gaat alleen naar de pagina.")).toBeDefined();
  });

  it("F017 presses, ticks, chooses and fills in for whoever controls", async () => {
    const { page, panel } = await open();
    await userEvent.click(panel.getByRole("button", { name: "Berekenen" }));
    await userEvent.click(panel.getByRole("checkbox", { name: "Akkoord" }));
    await userEvent.click(panel.getByRole("button", { name: "Looptijd: 10 jaar" }));
    await userEvent.type(panel.getByRole("textbox", { name: "Naam" }), "Jan Vermeulen{Enter}");
    await userEvent.type(panel.getByLabelText("IBAN"), "NL00");
    await userEvent.tab();
    expect(acts(page)).toEqual([
      { type: "act", node: "0.8", action: "click" },
      { type: "act", node: "0.5", action: "toggle" },
      { type: "act", node: "0.6", action: "choose" },
      { type: "act", node: "0.3", action: "fill", text: "Jan Vermeulen" },
      { type: "act", node: "0.4", action: "fill", text: "NL00" },
    ]);
    expect(panel.getByText("Ingevuld. Alleen u weet wat er staat.")).toBeDefined();
    expect(panel.getByLabelText("IBAN")).toHaveProperty("value", "");
  });

  it("says that a field is filled in also where the page hides it only later", async () => {
    const { page, panel } = await open();
    const seen = NODES.map((node) => (node.id === "0.4" ? { ...node, masked: false } : node));
    await happens(() => page.tell({ type: "outline", nodes: seen }));
    await userEvent.type(panel.getByRole("textbox", { name: "IBAN" }), "NL00");
    await userEvent.tab();
    await happens(() => page.tell({ type: "outline", nodes: NODES }));
    expect(panel.getByText("Ingevuld. Alleen u weet wat er staat.")).toBeDefined();
  });

  it("F045 sends nothing for a client without rights, and says why", async () => {
    const { page, panel } = await open({ may: false });
    expect(panel.getByText(/U kunt meelezen\. Vraag uw adviseur om invoerrechten/)).toBeDefined();
    expect(panel.getByRole("textbox", { name: "Naam" })).toHaveProperty("readOnly", true);
    const button = panel.getByRole("button", { name: "Berekenen" });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    await userEvent.click(button);
    await userEvent.click(panel.getByRole("checkbox", { name: "Akkoord" }));
    await userEvent.type(panel.getByRole("textbox", { name: "Naam" }), "Jan{Enter}");
    expect(acts(page)).toEqual([]);
  });

  it("takes control first where somebody else has it, and acts when the word is there", async () => {
    const { scene, page, panel } = await open({ drives: false });
    expect(panel.getByText(/Marieke bestuurt de pagina\. Wat u hier doet, neemt het over\./)).toBeDefined();
    await userEvent.click(panel.getByRole("button", { name: "Berekenen" }));
    expect(scene.server.commands).toContainEqual({ type: "take_page" });
    expect(acts(page)).toEqual([]);
    await happens(() => page.tell({ type: "drive", driver: "jan", epoch: 10 }));
    expect(acts(page)).toEqual([{ type: "act", node: "0.8", action: "click" }]);
  });

  it("keeps the focus while the page changes around it, and goes on behind what has left", async () => {
    const { page, panel } = await open();
    const button = panel.getByRole("button", { name: "Berekenen" });
    act(() => button.focus());
    const changed = NODES.filter(({ id }) => id !== "0.2").map((node) =>
      node.id === "0.6" ? { ...node, value: "20 jaar" } : node,
    );
    await happens(() => page.tell({ type: "outline", nodes: changed }));
    expect(panel.getByRole("button", { name: "Looptijd: 20 jaar" })).toBeDefined();
    expect(document.activeElement).toBe(button);
    await happens(() => page.tell({ type: "outline", nodes: changed.filter(({ id }) => id !== "0.8") }));
    expect(document.activeElement).toBe(panel.getByRole("button", { name: "Later" }));
  });

  it("does not overwrite what is being typed", async () => {
    const { page, panel } = await open();
    const name = panel.getByRole<HTMLInputElement>("textbox", { name: "Naam" });
    await userEvent.type(name, "Ja");
    const told = (value: string) => NODES.map((node) => (node.id === "0.3" ? { ...node, value } : node));
    await happens(() => page.tell({ type: "outline", nodes: told("Piet") }));
    expect(name.value).toBe("Ja");
    await userEvent.type(name, "n{Enter}");
    await happens(() => page.tell({ type: "outline", nodes: told("JAN") }));
    expect(name.value).toBe("JAN");
  });

  it("says a label once, as that of its field", async () => {
    const { page, panel } = await open();
    const label = { id: "0.20", role: "text", name: "Naam:", actions: [] };
    const after = { id: "0.21", role: "text", name: "Akkoord", actions: [] };
    await happens(() =>
      page.tell({
        type: "outline",
        nodes: NODES.flatMap((node) =>
          node.id === "0.3" ? [label, node] : node.id === "0.5" ? [node, after] : [node],
        ),
      }),
    );
    expect(panel.queryByText("Naam:")).toBeNull();
    expect(panel.getAllByText("Akkoord")).toHaveLength(1);
    expect(panel.getByText("Vul in wat u weet.")).toBeDefined();
  });

  it("shows one kind alone", async () => {
    const { panel } = await open();
    await userEvent.selectOptions(panel.getByRole("combobox", { name: "Laat zien" }), "Koppen");
    expect(panel.getAllByRole("heading", { level: 1 })).toHaveLength(1);
    expect(panel.queryByRole("link")).toBeNull();
  });

  it("F018 is empty and stops listening while a client sees a haze, and comes back", async () => {
    const { scene, page, panel } = await open();
    await happens(() =>
      scene.server.happen("marieke", { type: "page_blur_switched", on: true, by: "marieke" }),
    );
    expect(panel.getByText(/Het scherm is vervaagd/)).toBeDefined();
    expect(panel.queryByText("Uw maandlast")).toBeNull();
    expect(page.asked("outline").at(-1)).toEqual({ type: "outline", on: false });
    await happens(() =>
      scene.server.happen("marieke", { type: "page_blur_switched", on: false, by: "marieke" }),
    );
    expect(page.asked("outline").at(-1)).toEqual({ type: "outline", on: true });
    expect(panel.queryByText("Uw maandlast")).toBeNull();
  });

  it("opens and closes with a key, and is listened to only while it is open", async () => {
    const { page } = await open({ as: "adviser" });
    await userEvent.click(screen.getByRole("button", { name: /Overzicht van de pagina sluiten/ }));
    expect(page.asked("outline").at(-1)).toEqual({ type: "outline", on: false });
    act(() => (document.activeElement as HTMLElement | null)?.blur());
    await userEvent.keyboard("o");
    await screen.findByRole("complementary", { name: "Overzicht van de pagina" }, patience);
    await waitFor(
      () => expect(page.asked("outline").at(-1)).toEqual({ type: "outline", on: true }),
      patience,
    );
  });

  it.each([WIDE, PHONE])("has no accessibility violations at %d", async (width) => {
    const { node } = await open({ width });
    const { violations } = await axe.run(node, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
