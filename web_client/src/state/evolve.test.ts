import { expect, test } from "vitest";
import type { Entry, Event } from "../protocol/events";
import { advance, evolve, replay } from "./evolve";
import { emptySession, isChair, mayDrive, maySeePointer, mayUseInput, type Session } from "./session";

interface Golden {
  session_id: string;
  entries: Entry[];
  state: Session;
}

/** The same files that the server's tests read. */
const golden = import.meta.glob<Golden>("../../../tests/wire/sessions/*.json", {
  eager: true,
  import: "default",
});

test("there are golden sessions to compare with", () => {
  expect(Object.keys(golden).length).toBeGreaterThanOrEqual(5);
});

test.each(Object.entries(golden))(
  "replaying %s gives the server's state",
  (_path, { session_id, entries, state }) => {
    expect(replay(session_id, entries)).toEqual(state);
  },
);

test.each(Object.entries(golden))("state never changes in place: %s", (_path, { session_id, entries }) => {
  let session = deepFreeze(emptySession(session_id));
  for (const entry of entries) session = deepFreeze(advance(session, entry));
  expect(session.seq).toBe(entries.length);
});

test("an event that this page does not know yet changes nothing", () => {
  const session = emptySession("session");
  expect(evolve(session, { type: "session_teleported" } as unknown as Event)).toBe(session);
});

test("F044 an adviser's pointer reaches a client only with input rights or the laser", () => {
  const session = sharing();
  expect(maySeePointer(session, "ann", "bob")).toBe(false);
  expect(maySeePointer(evolve(session, { type: "laser_switched", on: true }), "ann", "bob")).toBe(true);
  const granted = evolve(session, { type: "input_granted", participant_id: "bob" });
  expect(maySeePointer(granted, "ann", "bob")).toBe(true);
  expect(maySeePointer(granted, "bob", "ann")).toBe(true);
  expect(maySeePointer(session, "bob", "ann")).toBe(false);
  const stopped = evolve(granted, { type: "screen_stopped", participant_id: "ann" });
  expect(maySeePointer(stopped, "ann", "bob")).toBe(false);
});

test("F045 input rights count only while an adviser is connected", () => {
  const granted = evolve(sharing(), { type: "input_granted", participant_id: "bob" });
  expect(isChair(granted, "ann")).toBe(true);
  expect(mayUseInput(granted, "bob")).toBe(true);
  const alone = evolve(granted, { type: "participant_disconnected", participant_id: "ann" });
  expect(mayUseInput(alone, "bob")).toBe(false);
});

test("F045 a client drives the page only with input rights, on the stage and sharp", () => {
  const opened = evolve(sharing(), { type: "page_opened", by: "ann", site: "bank.example" });
  expect([opened.stage, opened.page?.driver]).toEqual(["page", "ann"]);
  expect(mayDrive(opened, "ann")).toBe(true);
  expect(mayDrive(opened, "bob")).toBe(false);
  const granted = evolve(opened, { type: "input_granted", participant_id: "bob" });
  expect(mayDrive(granted, "bob")).toBe(true);
  expect(maySeePointer(granted, "ann", "bob")).toBe(true);
  const blurred = evolve(granted, { type: "page_blur_switched", on: true, by: "ann" });
  expect([mayDrive(blurred, "bob"), mayDrive(blurred, "ann")]).toEqual([false, true]);
  const away = evolve(granted, { type: "stage_changed", stage: "share", by: "ann" });
  expect([mayDrive(away, "bob"), mayDrive(away, "ann")]).toEqual([false, true]);
  const closed = evolve(granted, { type: "page_closed", by: "ann" });
  expect([closed.stage, mayDrive(closed, "ann")]).toEqual(["share", false]);
});

function sharing(): Session {
  const enter = (participant_id: string, role: "host" | "client"): Event[] => [
    { type: "participant_entered", participant_id, name: participant_id, role, language: "nl" },
    { type: "participant_connected", participant_id, instance: `${participant_id}-1`, node: "node" },
  ];
  const events: Event[] = [
    ...enter("ann", "host"),
    ...enter("bob", "client"),
    { type: "screen_shared", participant_id: "ann", stream_id: "screen", surface: "window" },
  ];
  return events.reduce(evolve, emptySession("session"));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) deepFreeze(each);
  }
  return value;
}
