import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Entry, Event } from "../protocol/events";
import type { Role } from "../protocol/limits";
import { MemoryNetwork } from "../protocol/memory-link";
import { RoomStore } from "./store";

let network: MemoryNetwork;
let store: RoomStore;

function enters(id: string, role: Role = "client"): Event[] {
  return [
    { type: "participant_entered", participant_id: id, name: id, role, language: "nl" },
    { type: "participant_connected", participant_id: id, instance: `${id}-1`, node: "node" },
  ];
}

function says(id: string, text: string): Event {
  return { type: "chat_sent", message_id: `m-${text}`, participant_id: id, text };
}

beforeEach(() => {
  vi.useFakeTimers();
  network = new MemoryNetwork("bob");
  network.unheard(
    "system",
    {
      type: "session_opened",
      organisation_id: "office",
      lobby: false,
      chat_history: true,
      max_participants: 8,
    },
    ...enters("ann", "host"),
  );
  network.unheard("ann", says("ann", "early"));
  network.unheard("system", ...enters("bob"));
  store = new RoomStore({
    sessionId: "session",
    ticket: "bob.secret",
    open: network.open,
    knock: network.knock,
  });
  store.start();
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const state = () => store.getState();
const texts = () => state().messages.map((message) => message.text);

test("F016 the welcome shows who is here and who we are", () => {
  expect(state()).toMatchObject({ connection: "connecting", self: null });
  network.link.welcome({ server_time: Date.now() + 5_000 });
  expect(state()).toMatchObject({ connection: "live", selfId: "bob", isChair: false, clockOffset: 5_000 });
  expect(state().self?.name).toBe("bob");
  expect(Object.keys(state().session.participants)).toEqual(["ann", "bob"]);
});

test("F023 messages of others count as unread until the chat is open", () => {
  network.link.welcome();
  expect(state().unread).toBe(1);
  store.setChatOpen(true);
  expect(state().unread).toBe(0);
  network.happens("ann", says("ann", "seen"));
  expect(state().unread).toBe(0);
  store.setChatOpen(false);
  network.happens("bob", says("bob", "mine"));
  network.happens("ann", says("ann", "unseen"));
  expect(state().unread).toBe(1);
  expect(texts()).toEqual(["early", "seen", "mine", "unseen"]);
});

test("a lost entry is fetched, and nothing is shown twice or out of order", async () => {
  network.link.welcome();
  network.unheard("ann", says("ann", "lost"));
  network.happens("ann", says("ann", "later"));
  expect(texts()).toEqual(["early"]);
  network.happens("ann", says("ann", "latest"));
  await vi.advanceTimersByTimeAsync(1);
  expect(texts()).toEqual(["early", "lost", "later", "latest"]);
  network.link.tell.entry(network.log[3]!);
  expect(texts()).toEqual(["early", "lost", "later", "latest"]);
  expect(state().session.seq).toBe(6);
});

test("after an outage the rest comes with the welcome", async () => {
  network.link.welcome();
  network.link.drop();
  expect(state().connection).toBe("lost");
  network.happens("ann", says("ann", "meanwhile"));
  await vi.advanceTimersByTimeAsync(150);
  expect(network.link.credentials.last_seq).toBe(3);
  network.link.welcome();
  expect(state().connection).toBe("live");
  expect(texts()).toEqual(["early", "meanwhile"]);
});

test("a welcome from the beginning replaces what we hold", () => {
  network.link.welcome();
  network.happens("ann", says("ann", "new"));
  const whole: Entry[] = network.log.map((entry) => ({
    ...entry,
    events: entry.seq === 2 ? [] : entry.events,
  }));
  network.link.welcome({ after: 0, entries: whole });
  expect(texts()).toEqual(["new"]);
});

test("coming in from the lobby reads the log anew, because more may be seen", async () => {
  const [opened, said] = network.log;
  network.log.length = 0;
  network.log.push(
    { ...opened!, events: [] },
    { ...said!, events: [] },
    {
      ...said!,
      seq: 3,
      events: [
        { type: "participant_waiting", participant_id: "bob", name: "bob", role: "client", language: "nl" },
      ],
    },
  );
  network.link.welcome({ after: 0 });
  expect(state().self?.status).toBe("waiting");
  expect(Object.keys(state().session.participants)).toEqual(["bob"]);
  // Inside, all of it may be seen.
  network.log[0] = opened!;
  network.log[1] = said!;
  network.happens("ann", ...enters("bob"));
  await vi.advanceTimersByTimeAsync(1);
  expect(Object.keys(state().session.participants)).toEqual(["ann", "bob"]);
  expect(texts()).toEqual(["early"]);
});

test("listeners hear what happens, and nothing of what was before", async () => {
  const heard: string[] = [];
  store.onEvent((event) => heard.push(event.type));
  network.link.welcome();
  expect(heard).toEqual([]);
  network.happens("ann", { type: "share_asked", participant_id: "bob", by: "ann" });
  network.link.drop();
  network.happens("ann", { type: "unmute_asked", participant_id: "bob", by: "ann" });
  await vi.advanceTimersByTimeAsync(150);
  network.link.welcome();
  expect(heard).toEqual(["share_asked", "unmute_asked"]);
});

test("the timeline keeps what is worth a line", () => {
  network.link.welcome();
  network.happens("ann", { type: "input_granted", participant_id: "bob" });
  const media = { microphone: "off", camera: "on", sound: "on" } as const;
  network.happens("ann", { type: "media_changed", participant_id: "bob", ...media, silenced: true });
  network.happens("bob", { type: "media_changed", participant_id: "bob", ...media, silenced: true });
  expect(state().timeline.map((one) => one.event.type)).toEqual([
    "participant_entered",
    "participant_entered",
    "input_granted",
    "media_changed",
  ]);
});

test("a command is pending until it is answered", async () => {
  network.link.welcome();
  const sent = store.send({ type: "request_share" });
  expect(state().pending).toMatchObject([{ command: { type: "request_share" } }]);
  network.link.answer(network.link.commands[0]!.id, { ok: true, seq: 4 });
  await expect(sent).resolves.toEqual({ ok: true, seq: 4 });
  expect(state().pending).toEqual([]);
});

test("F044 pointers are shown while the rules allow, and taken away when they do not", () => {
  network.link.welcome();
  const point = () =>
    network.link.tell.signal({
      type: "pointer",
      x: 0.5,
      y: 0.25,
      visible: true,
      from: "ann",
      from_instance: "ann-1",
    });
  network.happens("ann", { type: "screen_shared", participant_id: "ann", stream_id: "s", surface: "tab" });
  point();
  expect(state().pointers).toEqual({});
  network.happens("ann", { type: "input_granted", participant_id: "bob" });
  point();
  expect(state().pointers).toEqual({ ann: { x: 0.5, y: 0.25 } });
  network.happens("ann", { type: "input_revoked", participant_id: "bob" });
  expect(state().pointers).toEqual({});
});

test("our own pointer goes out at a bounded rate, ending where it stopped", async () => {
  network.link.welcome();
  for (let step = 1; step <= 100; step += 1) {
    store.pointer(step / 100, 2, true);
    await vi.advanceTimersByTimeAsync(4);
  }
  await vi.advanceTimersByTimeAsync(100);
  const { pointers } = network.link;
  expect(pointers.length).toBeLessThan(15);
  expect(pointers.at(-1)).toEqual({ type: "pointer", x: 1, y: 1, visible: true });
  store.pointer(1, 1, false);
  expect(pointers.at(-1)?.visible).toBe(false);
});

test("typing of others ends by itself when their last word about it is lost", async () => {
  network.link.welcome();
  network.link.tell.signal({ type: "typing", on: true, from: "ann", from_instance: "ann-1" });
  expect(state().typing).toEqual(["ann"]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state().typing).toEqual([]);
});

test("our own typing is said seldom, and ended", async () => {
  network.link.welcome();
  for (let key = 0; key < 20; key += 1) {
    store.typing();
    await vi.advanceTimersByTimeAsync(100);
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(network.link.signals).toEqual([
    { type: "typing", on: true },
    { type: "typing", on: false },
  ]);
});

test("F028 the end of the session is the end of the connection", async () => {
  network.link.welcome();
  network.happens("ann", { type: "session_ended", reason: "host" });
  expect(state()).toMatchObject({ connection: "ended", code: "host" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(network.links).toHaveLength(1);
  expect(network.link.closed).toBe(true);
});

test("taken out, and turned away at the door, are told apart", () => {
  network.link.welcome();
  network.happens("ann", { type: "participant_removed", participant_id: "bob" });
  expect(state()).toMatchObject({ connection: "removed", code: "removed" });
});

test("turned away at the door", () => {
  network.log.splice(2, 1);
  network.unheard("system", {
    type: "participant_waiting",
    participant_id: "bob",
    name: "bob",
    role: "client",
    language: "nl",
  });
  network.link.welcome({ after: 0 });
  network.happens("ann", { type: "participant_turned_away", participant_id: "bob" });
  expect(state()).toMatchObject({ connection: "removed", code: "turned_away" });
});

test("leaving is told to the session, and final", async () => {
  network.link.welcome();
  const left = store.leave();
  const { id, type } = network.link.commands[0]!;
  expect(type).toBe("leave");
  network.link.answer(id, { ok: true, seq: 4 });
  await left;
  expect(state().connection).toBe("left");
});

test("leaving does not wait for a network that is away", async () => {
  network.link.welcome();
  network.link.drop();
  const left = store.leave();
  await vi.advanceTimersByTimeAsync(2_000);
  await left;
  expect(state().connection).toBe("left");
});

test("opened elsewhere, the session can be taken back", () => {
  network.link.welcome();
  network.link.tell.moved();
  expect(state().connection).toBe("moved");
  store.useHere();
  network.link.welcome();
  expect(state().connection).toBe("live");
});

test("what does not change keeps its identity, so that what watches it stays still", () => {
  network.link.welcome();
  const { messages, timeline, session } = state();
  network.happens("ann", { type: "laser_switched", on: true });
  expect(state().messages).toBe(messages);
  expect(state().timeline).not.toBe(timeline);
  expect(state().session.participants).toBe(session.participants);
});
