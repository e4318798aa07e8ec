/** Sharing with everybody whom a filter finds: how many it is said to be, what is asked, and how far it is. */
import { QueryClientProvider } from "@tanstack/react-query";
import { configure, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import { MemberContext } from "../api/account";
import { makeQueryClient } from "../api/cache";
import { Look } from "../shell/Look";
import { type Answer, type FakeServer, member, serve } from "../testing";
import { ShareDocumentDialog } from "./ShareDocumentDialog";

configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => chooseLanguage("nl"));
afterEach(() => vi.unstubAllGlobals());

const PAPER = {
  id: "d1",
  name: "Nieuws.pdf",
  state: "library",
  kind: "document",
  media_type: "application/pdf",
};
const BEGUN = { id: "s1", total: 3, waiting: 2, shared: 1, skipped: 0, done_at: null };
const BY_FILTER = { filter: { search: "Klant" }, except: ["c9"] };

function shown(found: number, more: Record<string, Answer> = {}): FakeServer {
  const server = serve({
    "GET /me": { json: member("adviser") },
    "GET /clients": { json: { items: [], next: null, found, total: found, letters: [] } },
    "GET /documents": { json: { items: [PAPER], next: null, counts: {}, used_bytes: 0, limit_bytes: 0 } },
    "POST /document-sharings": { json: BEGUN },
    "GET /document-sharings/s1": {
      json: { ...BEGUN, waiting: 0, shared: 2, skipped: 1, done_at: "2026-11-22T10:00:00Z" },
    },
    "GET /document-sharings/s1/skipped": {
      json: { items: [{ client_id: "c3", name: "Jan Zonder", reason: "email_missing" }], next: null },
    },
    ...more,
  });
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <Look>
        <MemberContext value={member("adviser")}>
          <MemoryRouter>
            <ShareDocumentDialog byFilter={BY_FILTER} onClose={() => undefined} />
          </MemoryRouter>
        </MemberContext>
      </Look>
    </QueryClientProvider>,
  );
  return server;
}

test("C032 everybody of a filter is counted before the press, and followed after it", async () => {
  const server = shown(4);
  expect(await screen.findByText(/Met de gevonden cliënten \(3\).*hoogstens 10\.?000/)).toBeTruthy();
  await userEvent.click(await screen.findByRole("button", { name: /Nieuws.pdf/ }));
  await userEvent.click(screen.getByRole("button", { name: "Verzenden" }));
  expect(await screen.findByText("Klaar: met 2 gedeeld, 1 overgeslagen.")).toBeTruthy();
  expect((await screen.findByText("Jan Zonder")).closest("li")?.textContent).toMatch(/Jan Zonder: .*e-mail/);
  const asked = server.sent.filter(({ method }) => method === "POST");
  expect(asked.map(({ path }) => path)).toEqual(["/document-sharings"]);
  expect(asked[0]?.body).toMatchObject({
    document_ids: ["d1"],
    filter: { search: "Klant" },
    except_ids: ["c9"],
    notify: true,
  });
});

test("more than can be shared with at once are refused before anything is asked", async () => {
  shown(10_002);
  expect(await screen.findByText(/Dit zijn er meer dan 10\.?000/)).toBeTruthy();
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Verzenden" })).toHaveProperty("disabled", true),
  );
});
