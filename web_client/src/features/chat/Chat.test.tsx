import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { asAdviser, asClient, happens, show } from "../../room/rehearsal/show";
import { lines } from "./lines";

const says = (participant_id: string, message_id: string, text: string) =>
  ({ type: "chat_sent", participant_id, message_id, text }) as const;

describe("F023 the chat", () => {
  it("shows messages of everybody in any script, with safe links", async () => {
    const scene = asAdviser({ panel: "chat" });
    scene.server.happen("jan", says("jan", "m1", "Zie https://rente.example/a en mail jan@v.example"));
    scene.server.happen("jan", says("jan", "m2", "مرحبا <img src=x onerror=alert(1)> 👍"));
    await show(scene);
    const log = screen.getByRole("log", { name: "Chat" });
    const links = within(log).getAllByRole("link");
    expect(
      links.map((link) => [link.getAttribute("href"), link.getAttribute("rel"), link.getAttribute("target")]),
    ).toEqual([
      ["https://rente.example/a", "noopener noreferrer", "_blank"],
      ["mailto:jan@v.example", "noopener noreferrer", "_blank"],
    ]);
    expect(log.textContent).toContain("مرحبا <img src=x onerror=alert(1)> 👍");
    expect(log.querySelector("img")).toBeNull();
  });

  it("sends with Enter, begins a new line with Shift, and sends nothing empty", async () => {
    const scene = asClient({ panel: "chat" });
    await show(scene);
    const field = screen.getByRole("textbox", { name: "Bericht" });
    expect(screen.getByRole("button", { name: "Versturen" }).hasAttribute("disabled")).toBe(true);
    await userEvent.type(field, "Dag{Shift>}{Enter}{/Shift}daar{Enter}");
    expect(scene.server.commands).toEqual([{ type: "send_chat", text: "Dag\ndaar" }]);
    expect((field as HTMLTextAreaElement).value).toBe("");
    await userEvent.type(field, "   {Enter}");
    expect(scene.server.commands).toHaveLength(1);
  });

  it("gives a refused message back, with the reason as a sentence", async () => {
    const scene = asClient({ panel: "chat" });
    scene.server.refusals.set("send_chat", "chat_off");
    await show(scene);
    const field = screen.getByRole("textbox", { name: "Bericht" });
    await userEvent.type(field, "Dag{Enter}");
    expect(await screen.findByText("De chat staat uit. Uw bericht is niet verstuurd.")).toBeDefined();
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe("Dag"));
  });

  it("counts the characters near the limit and stops beyond it", async () => {
    const scene = asClient({ panel: "chat" });
    await show(scene);
    const field = screen.getByRole("textbox", { name: "Bericht" });
    await userEvent.click(field);
    // Emoji count as one, as they do on the server.
    await userEvent.paste("👍".repeat(1_990));
    expect(screen.getByText("Nog 10 tekens")).toBeDefined();
    await userEvent.paste("x".repeat(11));
    expect(screen.getByText("1 teken te lang")).toBeDefined();
    await userEvent.keyboard("{Enter}");
    expect(scene.server.commands).toEqual([]);
  });

  it("says to clients that it is off, and lets the adviser switch it on", async () => {
    const client = asClient({ panel: "chat" });
    client.server.happen("marieke", { type: "chat_switched", on: false });
    await show(client);
    expect(screen.queryByRole("textbox", { name: "Bericht" })).toBeNull();
    expect(screen.getByText("De chat staat uit")).toBeDefined();
    expect(screen.queryByRole("switch", { name: "Chat aan" })).toBeNull();
  });

  it("is switched on again by the adviser", async () => {
    const scene = asAdviser({ panel: "chat" });
    scene.server.happen("marieke", { type: "chat_switched", on: false });
    await show(scene);
    await userEvent.click(screen.getByRole("switch", { name: "Chat aan" }));
    expect(scene.server.commands).toEqual([{ type: "set_chat", on: true }]);
  });

  it("tells who is writing, and what happened between the messages", async () => {
    const scene = asAdviser({ panel: "chat" });
    await show(scene);
    await happens(() =>
      scene.server.signal({ type: "typing", from: "jan", from_instance: "i-jan", on: true }),
    );
    expect(screen.getByText("Jan schrijft")).toBeDefined();
    await happens(() => scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" }));
    expect(screen.getByText(/^Jan mag meeklikken sinds /)).toBeDefined();
  });

  it("puts messages and happenings in the order of the log, and a shared file once", () => {
    const at = (seq: number) => ({ seq, at: seq * 1_000, actor: "jan" });
    const file = {
      file_id: "f",
      participant_id: "jan",
      name: "a",
      size: 1,
      media_type: "x",
      sha256: "",
      pages: 0,
    };
    const made = lines(
      [
        { id: "m1", ...at(2), participant_id: "jan", text: "a" },
        { id: "m2", ...at(4), participant_id: "jan", text: "b" },
      ],
      [
        {
          key: "1.0",
          ...at(1),
          event: {
            type: "participant_entered",
            participant_id: "jan",
            name: "Jan",
            role: "client",
            language: "nl",
          },
        },
        { key: "3.0", ...at(3), event: { type: "file_added", ...file, everyone: false } },
        {
          key: "5.0",
          ...at(5),
          event: { type: "file_shared", ...file, everyone: true, participant_ids: [] },
        },
        {
          key: "6.0",
          ...at(6),
          event: {
            type: "participant_entered",
            participant_id: "jan",
            name: "Jan",
            role: "client",
            language: "nl",
          },
        },
      ],
    );
    expect(made.map((line) => line.key)).toEqual(["1.0", "m1", "m2", "5.0", "6.0"]);
    expect(made.map((line) => (line.kind === "event" ? line.again : line.first))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
  });
});
