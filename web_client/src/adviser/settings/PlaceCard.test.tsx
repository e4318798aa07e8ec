/** Where the office is: read, and changed by choosing. */
import { configure, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { chooseLanguage } from "../../i18n";
import { member, ORGANISATION, open, serve } from "../testing";

const CHOICES = { booking: false, my_booking: false, time_zone: "Europe/Amsterdam", country: "NL" };

configure({ asyncUtilTimeout: 10_000 });
beforeEach(() => chooseLanguage("nl"));
afterEach(() => vi.unstubAllGlobals());

test("an administrator sets the office's time zone and country, each kept as soon as it is chosen", async () => {
  const server = serve({
    "GET /me": { json: member("admin") },
    "GET /organisation": { json: ORGANISATION },
    "GET /agenda-choices": { json: CHOICES },
    "PUT /agenda-choices": { json: { ...CHOICES, time_zone: "Europe/Brussels" } },
  });
  open("/adviser/settings/office");
  const zone = await screen.findByRole("combobox", { name: "Tijdzone van het kantoor" });
  expect(zone).toHaveProperty("value", expect.stringContaining("Amsterdam"));
  await userEvent.click(zone);
  await userEvent.clear(zone);
  await userEvent.type(zone, "Brussels");
  await userEvent.click(await screen.findByRole("option", { name: /Brussels/, hidden: true }));
  const kept = () => server.sent.filter(({ method }) => method === "PUT").map(({ body }) => body);
  await waitFor(() => expect(kept()).toEqual([{ time_zone: "Europe/Brussels" }]));
  await userEvent.click(screen.getByRole("combobox", { name: "Land" }));
  await userEvent.click(await screen.findByRole("option", { name: "België", hidden: true }));
  await waitFor(() => expect(kept()[1]).toEqual({ country: "BE" }));
});

test("an administrator sets how much room documents may take, beside what they take", async () => {
  const server = serve({
    "GET /me": { json: member("admin") },
    "GET /organisation": { json: ORGANISATION },
    "GET /agenda-choices": { json: CHOICES },
    "GET /document-choices": { json: { limit_gb: 20, used_bytes: 5_000_000_000 } },
    "PUT /document-choices": { json: { limit_gb: 3, used_bytes: 5_000_000_000 } },
  });
  open("/adviser/settings/office");
  expect(await screen.findByText(/5(,0)?\sGB in gebruik van 20\sGB/)).toBeTruthy();
  const limit = screen.getByLabelText("Ruimte voor alle documenten samen");
  await userEvent.clear(limit);
  expect(screen.getByRole("button", { name: "Opslag bewaren" })).toHaveProperty("disabled", true);
  await userEvent.type(limit, "3");
  expect(screen.getByText(/Er is nu al meer in gebruik/)).toBeTruthy();
  await userEvent.type(limit, "{Enter}");
  await waitFor(() =>
    expect(server.sent.filter(({ method }) => method === "PUT").map(({ body }) => body)).toEqual([
      { limit_gb: 3 },
    ]),
  );
  expect(await screen.findByText(/in gebruik van 3\sGB/)).toBeTruthy();
});
