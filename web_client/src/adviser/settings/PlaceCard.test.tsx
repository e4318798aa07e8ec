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
