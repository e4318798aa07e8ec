import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { asAdviser, asClient, happens, show } from "../../room/rehearsal/show";

const shares = (participant_id: string) =>
  ({ type: "screen_shared", participant_id, stream_id: "x", surface: "window" }) as const;

const video = () => document.querySelector('video[aria-label="Gedeeld scherm"]');

describe("the stage while nothing is shared", () => {
  it("F010 shows the waiting adviser the code, and the ways to bring it to the client", async () => {
    await show(asAdviser({ alone: true }));
    const card = screen.getByRole("region", { name: "Wachten op uw cliënt" });
    expect(card.textContent).toContain("482 917 356");
    expect(card.textContent).toContain("samen.lindelaan.example");
    const code = screen.getByRole("region", { name: "Sessiecode" });
    for (const name of ["Code kopiëren", "Link kopiëren", "QR-code tonen"]) {
      expect(within(code).getByRole("button", { name })).toBeDefined();
    }
    await userEvent.click(within(card).getByRole("button", { name: "Toon QR" }));
    expect(
      await screen.findByRole("img", { name: /QR-code met de link https:\/\/samen\.lindelaan/ }),
    ).toBeDefined();
  });

  it("hides the code from clients", async () => {
    await show(asClient({ info: { code: null } }));
    expect(screen.queryByRole("region", { name: "Sessiecode" })).toBeNull();
    expect(document.body.textContent).not.toContain("482 917 356");
  });

  it("tells a client who is there, and when the adviser is not", async () => {
    const scene = asClient();
    await show(scene);
    expect(screen.getByText(/Marieke de Boer is er\./)).toBeDefined();
    await happens(() =>
      scene.server.happen("system", { type: "participant_disconnected", participant_id: "marieke" }),
    );
    expect(screen.getByText("Uw adviseur is er nog niet. U kunt hier wachten.")).toBeDefined();
  });

  it("F022 asks a client for their screen", async () => {
    const scene = asAdviser();
    await show(scene);
    await userEvent.click(screen.getByRole("button", { name: /Scherm van Jan zien/ }));
    expect(scene.server.commands).toEqual([{ type: "ask_share", participant_id: "jan" }]);
  });
});

describe("F018 a blurred screen", () => {
  it("covers the viewer at once, and shows no picture until the sender has swapped", async () => {
    const scene = asClient();
    scene.server.happen("marieke", shares("marieke"));
    await show(scene);
    expect(video()).not.toBeNull();
    await happens(() => scene.server.happen("marieke", { type: "blur_asked", number: 1, by: "marieke" }));
    expect(video()).toBeNull();
    expect(screen.getByRole("heading", { name: "Even niets te zien" })).toBeDefined();
    await happens(() => scene.server.happen("marieke", { type: "blur_applied", number: 1 }));
    expect(video()?.getAttribute("data-covered")).toBe("true");
    expect(screen.getByText("Marieke heeft het scherm vervaagd.")).toBeDefined();
    await happens(() => scene.server.happen("marieke", { type: "blur_lifted", by: "marieke" }));
    expect(video()?.hasAttribute("data-covered")).toBe(false);
    expect(screen.queryByRole("heading", { name: "Even niets te zien" })).toBeNull();
  });

  it("says to the sharer that it is coming before it says that it is so, and shows what others see", async () => {
    const scene = asAdviser();
    scene.server.happen("marieke", shares("marieke"));
    scene.server.happen("marieke", { type: "blur_asked", number: 1, by: "marieke" });
    await show(scene);
    expect(screen.getByText("Het scherm wordt vervaagd.")).toBeDefined();
    await happens(() => scene.server.happen("marieke", { type: "blur_applied", number: 1 }));
    expect(screen.getByText("Uw scherm is vervaagd.")).toBeDefined();
    expect(screen.getByText("Dit ziet Jan nu")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Weer laten zien" }));
    expect(scene.server.commands).toEqual([{ type: "set_blur", on: false }]);
  });
});

describe("the control strip", () => {
  it("always says who shares and who watches, with the way back at its right", async () => {
    const scene = asAdviser();
    scene.server.happen("marieke", shares("marieke"));
    await show(scene);
    expect(screen.getByText("U deelt uw scherm.").parentElement?.textContent).toBe(
      "U deelt uw scherm. Jan kijkt mee.",
    );
    await userEvent.click(screen.getByRole("button", { name: "Stop met delen" }));
    expect(scene.call.asked).toEqual([["stopShare"]]);
  });

  it("F017 says who may point, and takes it back", async () => {
    const scene = asAdviser();
    scene.server.happen("marieke", shares("marieke"));
    scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" });
    await show(scene);
    expect(screen.getByText("Jan mag aanwijzen.")).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Neem het over" }));
    expect(scene.server.commands).toEqual([{ type: "revoke_input", participant_id: "jan" }]);
  });

  it("F044 shows a pointer only while the rule lets it be seen", async () => {
    const scene = asClient();
    scene.server.happen("marieke", shares("marieke"));
    await show(scene);
    const point = () =>
      scene.server.signal({
        type: "pointer",
        from: "marieke",
        from_instance: "i-marieke",
        x: 0.25,
        y: 0.5,
        visible: true,
      });
    const mark = () => document.querySelector<HTMLElement>('[data-of="office"][style*="left"]');
    await happens(point);
    expect(mark()).toBeNull();
    await happens(() => scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" }));
    await happens(point);
    expect(mark()?.style.left).toBe("25%");
    expect(mark()?.style.top).toBe("50%");
    await happens(() => scene.server.happen("marieke", { type: "input_revoked", participant_id: "jan" }));
    expect(mark()).toBeNull();
  });
});

describe("questions to a client", () => {
  it("F017 F045 says that they may click along, and lets them refuse", async () => {
    const scene = asClient();
    await show(scene);
    await happens(() => scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" }));
    expect(screen.getByRole("heading", { name: "U mag nu meeklikken" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Liever niet" }));
    expect(scene.server.commands).toEqual([{ type: "revoke_input", participant_id: "jan" }]);
    await happens(() => scene.server.happen("jan", { type: "input_revoked", participant_id: "jan" }));
    await happens(() => scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" }));
    await userEvent.click(screen.getByRole("button", { name: "Ik doe mee" }));
    expect(scene.server.commands).toHaveLength(1);
    expect(screen.queryByRole("heading", { name: "U mag nu meeklikken" })).toBeNull();
  });

  it("takes a first click in the page for an answer", async () => {
    const scene = asClient();
    scene.server.happen("marieke", { type: "page_opened", by: "marieke", site: "rentewijzer.example" });
    await show(scene);
    await happens(() => scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" }));
    expect(screen.getByRole("heading", { name: "U mag nu meeklikken" })).toBeDefined();
    await happens(() => scene.server.happen("jan", { type: "page_taken", participant_id: "jan", epoch: 9 }));
    expect(screen.queryByRole("heading", { name: "U mag nu meeklikken" })).toBeNull();
  });

  it("F022 asks for their screen: agreeing opens the browser's own picker", async () => {
    const scene = asClient();
    await show(scene);
    await happens(() =>
      scene.server.happen("marieke", { type: "share_asked", participant_id: "jan", by: "marieke" }),
    );
    expect(screen.getByRole("heading", { name: "Mag Marieke uw scherm zien?" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Ja, kies scherm" }));
    expect(scene.server.commands).toEqual([{ type: "answer_share", participant_id: "jan", agreed: true }]);
    expect(scene.call.asked).toEqual([["startShare"]]);
  });

  it("F022 lets a client ask, and the adviser allow", async () => {
    const client = asClient();
    await show(client);
    await userEvent.click(screen.getByRole("button", { name: "Scherm delen" }));
    expect(client.server.commands).toEqual([{ type: "request_share" }]);
    expect(client.call.asked).toEqual([]);
  });

  it("F022 shows the adviser that a client wants to share", async () => {
    const scene = asAdviser();
    await show(scene);
    await happens(() => scene.server.happen("jan", { type: "share_requested", participant_id: "jan" }));
    await userEvent.click(screen.getByRole("button", { name: "Toestaan" }));
    expect(scene.server.commands).toEqual([{ type: "answer_share", participant_id: "jan", agreed: true }]);
  });

  it("F024 asks them to unmute; only they can", async () => {
    const scene = asClient();
    scene.call.changeLocal({ microphone: "off" });
    await show(scene);
    await happens(() =>
      scene.server.happen("marieke", { type: "unmute_asked", participant_id: "jan", by: "marieke" }),
    );
    expect(screen.getByRole("heading", { name: "Marieke vraagt of u de microfoon aanzet" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Microfoon aan" }));
    expect(scene.call.asked).toEqual([["setMicrophone", true]]);
  });

  it("F024 explains a refused permission and what to do", async () => {
    const scene = asClient();
    await show(scene);
    await happens(() => scene.call.changeLocal({ camera: "denied", cameraProblem: "denied" }));
    expect(screen.getByRole("heading", { name: "De camera mag niet worden gebruikt" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Opnieuw proberen" }));
    expect(scene.call.asked).toEqual([["setCamera", true]]);
  });
});
