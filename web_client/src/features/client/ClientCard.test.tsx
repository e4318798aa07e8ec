import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { Problem, type RoomClient } from "../../protocol/rest";
import { wished } from "../../room/Entrance";
import { asAdviser, asClient, happens, show } from "../../room/rehearsal/show";
import { RoomClientStore } from "./roomClient";

const document = (id: string, name: string) => ({
  id,
  name,
  media_type: "application/pdf",
  size: 82_000,
  pages: 4,
  kind: "document",
  at: "2026-11-20T09:00:00Z",
});

const JAN: RoomClient = {
  client_page: true,
  party: {
    id: "c1",
    kind: "household",
    name: "Jan en Els Vermeulen",
    caption: "Utrecht",
    people: [],
    emails: ["jan@vermeulen.example"],
    phones: ["+31612345678"],
    link: "/adviser/clients/c1",
  },
  documents: [document("d1", "Offerte hypotheek.pdf"), document("d2", "Polis.pdf")],
  forms: [{ id: "f1", title: "Inventarisatie", state: "open", link: "" }],
  activities: null,
  troubles: {},
  limits: [],
};

async function room(client: RoomClient | Problem, openDocument = vi.fn(async () => ({ file_id: "f9" }))) {
  const store = new RoomClientStore({
    client: async () => {
      if (client instanceof Problem) throw client;
      return client;
    },
    openDocument,
    keepFile: async () => undefined,
  });
  await store.load();
  const scene = asAdviser({ client: store });
  await show(scene);
  return { scene, store, openDocument };
}

const card = (name = "Jan en Els Vermeulen") => screen.getByRole("region", { name });

describe("a session with a client page", () => {
  it("F059 puts the client's documents and forms ready on the adviser's empty stage", async () => {
    const { openDocument, scene } = await room(JAN);
    const shown = card();
    expect(shown.textContent).toContain("jan@vermeulen.example");
    expect(within(shown).getByText("Inventarisatie")).toBeDefined();
    await userEvent.click(
      within(shown).getByRole("button", { name: "Open Offerte hypotheek.pdf voor iedereen" }),
    );
    expect(openDocument).toHaveBeenCalledWith("d1");
    await vi.waitFor(() =>
      expect(scene.server.commands).toContainEqual(
        expect.objectContaining({ type: "show_document", file_id: "f9", page: 1 }),
      ),
    );
  });

  it("F060 X008 says in words that nothing is limited", async () => {
    await room(JAN);
    expect(card().textContent).toContain("Met klantpagina is niets beperkt");
  });

  it("shows the documents among the files, too", async () => {
    const { scene } = await room(JAN);
    await happens(() => scene.ui.show("files"));
    const ready = screen.getByRole("region", { name: "Klaar om te openen" });
    expect(within(ready).getByText("Polis.pdf")).toBeDefined();
  });

  it("does not open twice what is in the session already", async () => {
    const { scene, openDocument } = await room(JAN);
    await happens(() =>
      scene.server.happen("marieke", {
        type: "file_added",
        file_id: "f7",
        participant_id: "marieke",
        name: "Polis.pdf",
        size: 82_000,
        media_type: "application/pdf",
        sha256: "0",
        pages: 4,
        everyone: true,
      }),
    );
    await userEvent.click(within(card()).getByRole("button", { name: "Toon Polis.pdf op het podium" }));
    expect(openDocument).not.toHaveBeenCalled();
  });

  it("says what cannot be reached, and goes on", async () => {
    await room({ ...JAN, documents: null, troubles: { documents: "crm_down" } });
    const shown = card();
    expect(shown.textContent).toContain("De documenten van de cliënt zijn nu niet te bereiken.");
    expect(within(shown).getByRole("button", { name: "Opnieuw proberen" })).toBeDefined();
    expect(screen.getByRole("button", { name: /Scherm delen/ })).toBeDefined();
  });

  it("says so when the whole page cannot be reached", async () => {
    await room(new Problem("unreachable", 0));
    expect(card("Cliënt").textContent).toContain("Het gesprek gaat gewoon door.");
  });

  it("takes no link that could run something", async () => {
    const party = JAN.party === null ? null : { ...JAN.party, link: "javascript:alert(1)" };
    await room({ ...JAN, party });
    expect(within(card()).queryByRole("link")).toBeNull();
  });

  it("F058 is not there without one, nor for clients", async () => {
    await show(asAdviser());
    expect(screen.queryByText("Klaar om te openen")).toBeNull();
    await show(asClient());
    expect(screen.queryByText("Klaar om te openen")).toBeNull();
  });
});

describe("the address of a new session", () => {
  it("F057 says whether it is with the client page", () => {
    expect(wished("?client=c1&page=yes")).toEqual({ client_id: "c1", with_client_page: true });
    expect(wished("?client=c1&page=no")).toEqual({ client_id: "c1", with_client_page: false });
    expect(wished("")).toEqual({});
  });

  it("F055 names the appointment that is started", () => {
    expect(wished("?appointment=a1")).toEqual({ appointment_id: "a1" });
  });
});
