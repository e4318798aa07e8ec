import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { asAdviser, asClient, happens, show } from "../../room/rehearsal/show";

const waits = (id: string, name: string) =>
  ({ type: "participant_waiting", participant_id: id, name, role: "client", language: "nl" }) as const;

describe("F016 the participants", () => {
  it("are listed with role, microphone and camera, and who shares", async () => {
    const scene = asAdviser({ panel: "participants" });
    scene.server.happen("jan", {
      type: "media_changed",
      participant_id: "jan",
      microphone: "off",
      camera: "none",
      sound: "on",
      silenced: false,
    });
    scene.server.happen("jan", {
      type: "screen_shared",
      participant_id: "jan",
      stream_id: "x",
      surface: "tab",
    });
    await show(scene);
    const rows = within(screen.getByRole("list", { name: "Deelnemers" })).getAllByRole("listitem");
    expect(rows.map((row) => row.querySelector("strong")?.textContent)).toEqual([
      "Marieke de Boer",
      "Jan Vermeulen",
    ]);
    expect(rows[0]?.textContent).toContain("Adviseur, dat bent u");
    expect(rows[1]?.textContent).toContain("Deelt het scherm");
    expect(within(rows[1]!).getByRole("img", { name: "Microfoon uit" })).toBeDefined();
    expect(within(rows[1]!).getByRole("img", { name: "Geen camera" })).toBeDefined();
  });

  it("let the adviser mute, ask, rename and switch input rights", async () => {
    const scene = asAdviser({ panel: "participants" });
    await show(scene);
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Jan Vermeulen" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Microfoon uitzetten" }));
    await userEvent.click(screen.getByRole("switch", { name: "Jan Vermeulen mag meeklikken" }));
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Jan Vermeulen" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Andere naam" }));
    const field = await screen.findByRole("textbox", { name: "Naam" });
    await userEvent.clear(field);
    await userEvent.type(field, "Jan V.{Enter}");
    expect(scene.server.commands).toEqual([
      { type: "mute", participant_id: "jan" },
      { type: "grant_input", participant_id: "jan" },
      { type: "rename", participant_id: "jan", name: "Jan V." },
    ]);
  });

  it("are removed only after asking once", async () => {
    const scene = asAdviser({ panel: "participants" });
    await show(scene);
    const remove = async (answer: string) => {
      await userEvent.click(screen.getByRole("button", { name: "Acties voor Jan Vermeulen" }));
      await userEvent.click(await screen.findByRole("menuitem", { name: "Uit de sessie halen" }));
      const dialog = await screen.findByRole("dialog", { name: "Jan Vermeulen uit de sessie halen?" });
      await userEvent.click(within(dialog).getByRole("button", { name: answer }));
    };
    await remove("Nu niet");
    expect(scene.server.commands).toEqual([]);
    await remove("Uit de sessie halen");
    expect(scene.server.commands).toEqual([{ type: "remove", participant_id: "jan" }]);
  });

  it("can be made co-host when they are colleagues, never when they are clients", async () => {
    const scene = asAdviser({ panel: "participants" });
    scene.arrive("tom", "Tom Bakker", "colleague");
    await show(scene);
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Jan Vermeulen" }));
    await screen.findByRole("menuitem", { name: "Andere naam" });
    expect(screen.queryByRole("menuitem", { name: "Mede-adviseur maken" })).toBeNull();
    await userEvent.keyboard("{Escape}");
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Tom Bakker" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Mede-adviseur maken" }));
    expect(scene.server.commands).toEqual([{ type: "make_cohost", participant_id: "tom" }]);
  });

  it("give a client no power over others, only the own name", async () => {
    const scene = asClient({ panel: "participants" });
    await show(scene);
    expect(screen.queryByRole("button", { name: "Acties voor Marieke de Boer" })).toBeNull();
    expect(screen.queryByRole("switch")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Jan Vermeulen" }));
    expect((await screen.findAllByRole("menuitem")).map((item) => item.textContent)).toEqual([
      "Mijn naam veranderen",
    ]);
  });

  it("refused: the reason is a sentence", async () => {
    const scene = asAdviser({ panel: "participants" });
    scene.server.refusals.set("grant_input", "unknown_participant");
    await show(scene);
    await userEvent.click(screen.getByRole("switch", { name: "Jan Vermeulen mag meeklikken" }));
    expect(await screen.findByText("Deze persoon is niet meer in het gesprek.")).toBeDefined();
  });
});

describe("the lobby", () => {
  it("is told to the adviser wherever they are, with both answers", async () => {
    const scene = asAdviser();
    await show(scene);
    await happens(() => scene.server.happen("system", waits("tom", "Tom Bakker")));
    expect(screen.getByRole("heading", { name: "Tom Bakker wil binnenkomen" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Tom Bakker binnenlaten" }));
    expect(scene.server.commands).toEqual([{ type: "admit", participant_id: "tom" }]);
  });

  it("is a page that reassures whoever waits, and becomes the room when they are let in", async () => {
    const scene = asClient();
    scene.server.entries.length = 1;
    scene.server.happen("system", waits("jan", "Jan Vermeulen"));
    await show(scene);
    expect(screen.getByRole("heading", { name: "U bent er bijna" })).toBeDefined();
    await happens(() => scene.arrive("jan", "Jan Vermeulen", "client"));
    expect(screen.getByRole("navigation", { name: "Knoppenbalk" })).toBeDefined();
  });
});
