import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it } from "vitest";
import { chooseLanguage } from "../../i18n";
import { asAdviser, asClient, happens, PHONE, show } from "../../room/rehearsal/show";

afterEach(() => act(() => chooseLanguage("nl")));

const MENUS = /^(Choose|Kies|Choisir)|laser/i;

/** The accessible names of the bar, in order, without the small menus beside. */
function names(): string[] {
  const bar = screen.getByRole("navigation", { name: /Knoppenbalk|Button bar|Barre de boutons/ });
  return within(bar)
    .getAllByRole("button")
    .map((button) => button.getAttribute("aria-label") ?? "")
    .filter((name) => !MENUS.test(name));
}

const button = (name: string) => screen.getByRole("button", { name });
const description = (name: string) => {
  const id = button(name).getAttribute("aria-describedby") ?? "";
  return document.getElementById(id)?.textContent;
};

describe("F030 the bar", () => {
  it.each([
    [
      "nl",
      [
        "Deelnemers",
        "Invoerrechten",
        "Scherm vervagen",
        "Bestanden",
        "Scherm delen",
        "Chat",
        "Microfoon",
        "Camera",
        "Geluid",
        "Sessie beëindigen",
      ],
    ],
    [
      "en",
      [
        "Participants",
        "Input rights",
        "Blur screen",
        "Files",
        "Share screen",
        "Chat",
        "Microphone",
        "Camera",
        "Sound",
        "End session",
      ],
    ],
  ] as const)("holds the adviser's ten functions in their order (%s)", async (language, expected) => {
    chooseLanguage(language);
    await show(asAdviser());
    expect(names()).toEqual(expected);
  });

  it("holds ten names in French too, all different", async () => {
    chooseLanguage("fr");
    await show(asAdviser());
    expect(new Set(names()).size).toBe(10);
  });

  it("has a menu beside microphone, camera and sound", async () => {
    chooseLanguage("en");
    await show(asAdviser());
    for (const name of ["Choose microphone", "Choose camera", "Choose speaker"])
      expect(button(name)).toBeDefined();
  });

  it("gives a client no input rights and no blur, until the client shares", async () => {
    const scene = asClient();
    await show(scene);
    const without = [
      "Deelnemers",
      "Bestanden",
      "Scherm delen",
      "Chat",
      "Microfoon",
      "Camera",
      "Geluid",
      "Sessie verlaten",
    ];
    expect(names()).toEqual(without);
    await happens(() => {
      scene.server.happen("jan", {
        type: "screen_shared",
        participant_id: "jan",
        stream_id: "x",
        surface: "tab",
      });
    });
    expect(names()).toEqual(["Deelnemers", "Scherm vervagen", ...without.slice(1)]);
  });

  it("has five on a phone, and the rest behind More", async () => {
    chooseLanguage("en");
    await show(asClient(), PHONE);
    expect(names()).toEqual(["Microphone", "Camera", "Chat", "More", "Leave"]);
    await userEvent.click(button("More"));
    for (const name of ["Participants", "Files", "Share screen", "Sound"]) {
      expect(await screen.findByRole("button", { name })).toBeDefined();
    }
  });
});

describe("the state of a control", () => {
  it("is told by aria-pressed and the second line, never by the name", async () => {
    const scene = asAdviser();
    await show(scene);
    expect(button("Microfoon").getAttribute("aria-pressed")).toBe("true");
    expect(description("Microfoon")).toBe("Aan");
    await userEvent.click(button("Microfoon"));
    expect(scene.call.asked).toEqual([["setMicrophone", false]]);
    expect(button("Microfoon").getAttribute("aria-pressed")).toBe("false");
    expect(description("Microfoon")).toBe("Gedempt");
    expect(button("Sessie beëindigen").hasAttribute("aria-pressed")).toBe(false);
  });

  it("stays in reach and says why while it cannot be used", async () => {
    await show(asAdviser({ alone: true }));
    const input = button("Invoerrechten");
    expect(input.getAttribute("aria-disabled")).toBe("true");
    expect(input.hasAttribute("disabled")).toBe(false);
    expect(description("Invoerrechten")).toBe("Niemand binnen");
    await userEvent.click(input);
    expect(await screen.findByText("Er is nog geen cliënt binnen.")).toBeDefined();
  });

  it("F017 switches input rights of the only client at once, and shows whose they are", async () => {
    const scene = asAdviser();
    await show(scene);
    await userEvent.click(button("Invoerrechten"));
    expect(scene.server.commands).toEqual([{ type: "grant_input", participant_id: "jan" }]);
    await happens(() => scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" }));
    expect(description("Invoerrechten")).toBe("Aan: Jan");
    expect(button("Invoerrechten").getAttribute("aria-pressed")).toBe("true");
    await userEvent.click(button("Invoerrechten"));
    expect(scene.server.commands.at(-1)).toEqual({ type: "revoke_input", participant_id: "jan" });
  });

  it("F018 says that the screen is blurred only once the sharer has swapped", async () => {
    const scene = asAdviser();
    scene.server.happen("marieke", {
      type: "screen_shared",
      participant_id: "marieke",
      stream_id: "x",
      surface: "tab",
    });
    await show(scene);
    await userEvent.click(button("Scherm vervagen"));
    expect(scene.server.commands).toEqual([{ type: "set_blur", on: true }]);
    await happens(() => scene.server.happen("marieke", { type: "blur_asked", number: 1, by: "marieke" }));
    expect(button("Scherm vervagen").getAttribute("aria-pressed")).toBe("false");
    await happens(() => scene.server.happen("marieke", { type: "blur_applied", number: 1 }));
    expect(button("Scherm vervagen").getAttribute("aria-pressed")).toBe("true");
    expect(description("Invoerrechten")).toBe("Uit tijdens waas");
  });

  it("F023 counts what has not been read until the chat is opened", async () => {
    const scene = asAdviser();
    await show(scene);
    await happens(() => {
      scene.server.happen("jan", { type: "chat_sent", participant_id: "jan", message_id: "m1", text: "Dag" });
    });
    expect(description("Chat")).toBe("1 nieuw, 1 nieuw bericht");
    await userEvent.click(button("Chat"));
    expect(description("Chat")).toBe("Open");
  });

  it("F025 warns when the picture stutters, and says so when a device is missing", async () => {
    const scene = asAdviser();
    await show(scene);
    await happens(() => scene.call.change({ quality: "weak" }));
    expect(description("Camera")).toBe("Beeld hapert");
    await happens(() => scene.call.changeLocal({ camera: "none", microphone: "denied" }));
    expect(description("Camera")).toBe("Ontbreekt");
    expect(description("Microfoon")).toBe("Geen toegang");
  });
});

describe("keys", () => {
  it("press the controls, except while somebody types", async () => {
    const scene = asAdviser();
    await show(scene);
    await userEvent.keyboard("m");
    expect(scene.call.asked).toEqual([["setMicrophone", false]]);
    await userEvent.keyboard("t");
    await userEvent.type(await screen.findByRole("textbox", { name: "Bericht" }), "mmm");
    expect(scene.call.asked).toHaveLength(1);
  });

  it("are listed under the question mark", async () => {
    await show(asAdviser());
    await userEvent.keyboard("?");
    const list = await screen.findByRole("dialog", { name: "Sneltoetsen" });
    expect(within(list).getByText("Microfoon")).toBeDefined();
  });
});

describe("F028 ending", () => {
  it("asks once, names who goes along, and then ends for everybody", async () => {
    const scene = asAdviser();
    await show(scene);
    await userEvent.click(button("Sessie beëindigen"));
    const dialog = await screen.findByRole("dialog", { name: "Sessie beëindigen?" });
    expect(dialog.textContent).toContain("Jan gaat ook uit het gesprek");
    await userEvent.click(within(dialog).getByRole("button", { name: "Nog niet" }));
    expect(scene.server.commands).toEqual([]);
    await userEvent.click(button("Sessie beëindigen"));
    const again = await screen.findByRole("dialog", { name: "Sessie beëindigen?" });
    await userEvent.click(within(again).getByRole("button", { name: "Beëindigen" }));
    expect(scene.server.commands).toEqual([{ type: "end_session" }]);
  });

  it("lets a client go out alone, after asking", async () => {
    const scene = asClient();
    await show(scene);
    await userEvent.click(button("Sessie verlaten"));
    const dialog = await screen.findByRole("dialog", { name: "Sessie verlaten?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Verlaten" }));
    expect(scene.server.commands).toEqual([{ type: "leave" }]);
    expect(await screen.findByRole("heading", { name: "U hebt het gesprek verlaten" })).toBeDefined();
  });
});
