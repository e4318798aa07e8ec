import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { Problem } from "../protocol/rest";
import { START } from "./rehearsal/rehearsal";
import { asAdviser, asClient, happens, PHONE, show } from "./rehearsal/show";

const ends = { type: "session_ended", reason: "host" } as const;

describe("the connection", () => {
  it("says that it is away and that nothing needs to be done, and that it is back", async () => {
    const scene = asClient();
    await show(scene);
    await happens(() => scene.server.lose());
    const notice = screen.getByRole("alert");
    expect(notice.textContent).toContain("Even weg. We verbinden opnieuw.");
    expect(notice.textContent).toContain("U hoeft niets te doen.");
    await happens(() => scene.server.back());
    expect(await screen.findByText("De verbinding is terug.", undefined, { timeout: 5_000 })).toBeDefined();
  });

  it("offers to go on here when the room was opened elsewhere", async () => {
    const scene = asClient();
    await show(scene);
    await happens(() => scene.server.move());
    await userEvent.click(screen.getByRole("button", { name: "Hier verdergaan" }));
    expect(await screen.findByRole("navigation", { name: "Knoppenbalk" })).toBeDefined();
  });

  it("tells somebody who was removed, with the office's phone", async () => {
    const scene = asClient();
    await show(scene);
    await happens(() =>
      scene.server.happen("marieke", { type: "participant_removed", participant_id: "jan" }),
    );
    expect(screen.getByRole("heading", { name: "U bent uit het gesprek" })).toBeDefined();
    expect(screen.getByRole("link", { name: "Bel 030 555 01 48" }).getAttribute("href")).toBe(
      "tel:0305550148",
    );
  });

  it("advises to switch the camera off when it is weak", async () => {
    const scene = asClient();
    await show(scene);
    await happens(() => scene.call.change({ quality: "weak", suggestCameraOff: true }));
    await userEvent.click(screen.getByRole("button", { name: "Camera uit" }));
    expect(scene.call.asked).toEqual([["setCamera", false]]);
  });
});

describe("F029 the evaluation", () => {
  it("is sent with face, reasons and words", async () => {
    const evaluate = vi.fn(() => Promise.resolve());
    const scene = asClient({ api: { fileLink: () => Promise.reject(new Error()), evaluate } });
    scene.server.now = START + 46 * 60_000;
    scene.server.happen("marieke", ends);
    await show(scene);
    expect(screen.getByText("Het gesprek is afgelopen · 46 minuten")).toBeDefined();
    expect(screen.getByRole("heading", { name: /Dank u wel, Jan\./ })).toBeDefined();
    await userEvent.click(screen.getByRole("radio", { name: "Goed" }));
    await userEvent.click(screen.getByRole("button", { name: "Samen kijken" }));
    await userEvent.type(screen.getByRole("textbox"), "Fijn gesprek ");
    await userEvent.click(screen.getByRole("button", { name: "Versturen" }));
    expect(evaluate).toHaveBeenCalledWith("s1", { stars: 4, helped: ["together"], text: "Fijn gesprek" });
    expect(await screen.findByText(/Uw antwoord is verstuurd/)).toBeDefined();
  });

  it("may be skipped, and sends nothing empty", async () => {
    const evaluate = vi.fn(() => Promise.resolve());
    const scene = asClient({ api: { fileLink: () => Promise.reject(new Error()), evaluate } });
    scene.server.happen("marieke", ends);
    await show(scene);
    await userEvent.click(screen.getByRole("button", { name: "Versturen" }));
    expect(screen.getByText(/Kies een gezicht/)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Overslaan" }));
    expect(screen.getByRole("heading", { name: "Tot ziens" })).toBeDefined();
    expect(evaluate).not.toHaveBeenCalled();
  });

  it("stays when sending fails, and says what to do", async () => {
    const evaluate = () => Promise.reject(new Problem("unreachable", 0));
    const scene = asClient({ api: { fileLink: () => Promise.reject(new Error()), evaluate } });
    scene.server.happen("marieke", ends);
    await show(scene);
    await userEvent.click(screen.getByRole("radio", { name: "Heel goed" }));
    await userEvent.click(screen.getByRole("button", { name: "Versturen" }));
    expect(
      await screen.findByText("Niet verstuurd. Kijk of internet werkt en probeer het opnieuw."),
    ).toBeDefined();
  });

  it("shows the adviser the meeting, and the client's answer when it comes", async () => {
    const answer = {
      people: [],
      evaluations: [
        {
          participant_id: "jan",
          name: "Jan Vermeulen",
          role: "client",
          stars: 4,
          helped: ["clear"],
          text: "Dank",
        },
      ],
    };
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json(answer)));
    const scene = asAdviser();
    scene.server.happen("marieke", ends);
    await show(scene);
    expect(await screen.findByText("Jan Vermeulen: Goed")).toBeDefined();
    expect(screen.getByText("Dank")).toBeDefined();
    expect(screen.getByRole("link", { name: "Verslag (PDF)" }).getAttribute("href")).toBe(
      "/api/v1/sessions/s1/record.pdf",
    );
  });
});

describe("files", () => {
  it("F019 says why a file is too large, in both sizes", async () => {
    const scene = asAdviser({ panel: "files", info: { limits: { max_file_mb: 1 } } });
    await show(scene);
    const panel = screen.getByRole("complementary", { name: "Bestanden" });
    const input = panel.querySelector<HTMLInputElement>("input[type=file]");
    await userEvent.upload(input!, new File([new Uint8Array(2_000_000)], "groot.zip"));
    expect(await screen.findByText("Te groot: 2 MB. Het mag 1 MB zijn.")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Melding over groot.zip weghalen" }));
    expect(screen.queryByText("groot.zip")).toBeNull();
  });

  it("F043 are shown to whom they were shared, and can be put on the stage by the adviser", async () => {
    const scene = asAdviser({ panel: "files" });
    scene.server.happen("marieke", {
      type: "file_added",
      file_id: "f1",
      participant_id: "marieke",
      name: "Voorstel.pdf",
      size: 1_200_000,
      media_type: "application/pdf",
      sha256: "0",
      pages: 3,
      everyone: false,
    });
    await show(scene);
    const list = within(screen.getByRole("complementary", { name: "Bestanden" })).getByRole("list", {
      name: "Bestanden",
    });
    expect(list.textContent).toContain("Alleen adviseurs");
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Voorstel.pdf" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Op het scherm tonen" }));
    await userEvent.click(screen.getByRole("button", { name: "Acties voor Voorstel.pdf" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delen met iedereen" }));
    expect(scene.server.commands).toEqual([
      { type: "show_document", file_id: "f1", page: 1 },
      { type: "share_file", file_id: "f1", everyone: true },
    ]);
  });
});

describe("accessibility", () => {
  it.each([
    ["an adviser who waits", () => asAdviser({ alone: true }), undefined],
    ["the participants", () => asAdviser({ panel: "participants" }), undefined],
    ["the chat", () => asAdviser({ panel: "chat" }), undefined],
    ["a client", () => asClient(), undefined],
    ["a client on a phone", () => asClient(), PHONE],
  ] as const)("axe finds nothing for %s", async (_name, make, width) => {
    const scene = make();
    scene.server.happen("marieke", {
      type: "screen_shared",
      participant_id: "marieke",
      stream_id: "x",
      surface: "window",
    });
    await show(scene, width);
    await waitFor(() => expect(screen.getByRole("navigation", { name: "Knoppenbalk" })).toBeDefined());
    // Colours and sizes need a real browser; names, roles and structure do not.
    const { violations } = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: true } },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 160))])).toEqual([]);
  });
});
