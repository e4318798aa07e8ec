import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Describe } from "../protocol/signals";
import { FakeConnection, FakeStream, FakeTrack } from "./fake-connection";
import { Peer } from "./peer";
import type { Outgoing, Slot, Tracks } from "./slots";

/** One end of a conversation between two pages. */
interface End {
  peer: Peer;
  outgoing: Outgoing & { tracks: Tracks };
  /** All connections this end has opened. */
  connections: FakeConnection[];
  sent: Describe["kind"][];
  /** Messages on their way to the other end. */
  outbox: Describe[];
}

let ann: End;
let bob: End;
let reachable: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  reachable = true;
  FakeConnection.broken = false;
});

afterEach(() => {
  ann.peer.close();
  bob.peer.close();
  vi.useRealTimers();
});

/** ann is polite; bob makes the first offer. */
function begin(): void {
  ann = end(true);
  bob = end(false);
}

function end(polite: boolean): End {
  const stream = () => new FakeStream() as unknown as MediaStream;
  const made = {
    outgoing: {
      tracks: { microphone: null, camera: null, screen: null, blurred: null },
      streams: { camera: stream(), screen: stream(), blurred: stream() },
    },
    connections: [],
    sent: [],
    outbox: [],
  } as unknown as End;
  made.peer = new Peer({
    polite,
    connect: () => {
      const connection = new FakeConnection();
      made.connections.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
    outgoing: () => made.outgoing,
    receivers: () => 1,
    describe: (kind, sdp, streams) => {
      made.sent.push(kind);
      made.outbox.push({ type: "describe", to: "", instance: "", kind, sdp, streams });
    },
    candidate: () => {},
    reachable: () => reachable,
    changed: () => {},
  });
  return made;
}

async function settle(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

/** Carries everything over until both have fallen silent. */
async function talk(): Promise<void> {
  await settle();
  while (ann.outbox.length + bob.outbox.length > 0) {
    for (const message of ann.outbox.splice(0)) void bob.peer.onDescribe(message);
    for (const message of bob.outbox.splice(0)) void ann.peer.onDescribe(message);
    await settle();
  }
}

function now(one: End): FakeConnection {
  return one.connections.at(-1) as FakeConnection;
}

function states(): string[] {
  return [ann, bob].flatMap((one) => [now(one).connectionState, now(one).signalingState]);
}

const WELL = ["connected", "stable", "connected", "stable"];

function sending(one: End, slot: number): FakeTrack | null | undefined {
  return now(one).getTransceivers()[slot]?.sender.track;
}

function track(kind: string): MediaStreamTrack {
  return new FakeTrack(kind) as unknown as MediaStreamTrack;
}

async function setTrack(one: End, slot: Slot, value: MediaStreamTrack | null): Promise<void> {
  one.outgoing.tracks[slot] = value;
  await one.peer.setTrack(slot, value);
}

test("one offer and one answer connect two pages, with all four sections both ways", async () => {
  begin();
  await talk();
  expect(states()).toEqual(WELL);
  expect([ann.sent, bob.sent]).toEqual([["answer"], ["offer"]]);
  for (const one of [ann, bob]) {
    expect(
      now(one)
        .getTransceivers()
        .map((each) => each.direction),
    ).toEqual(Array(4).fill("sendrecv"));
    expect(one.peer.incoming("screen")?.kind).toBe("video");
    expect(one.peer.incoming("microphone")?.kind).toBe("audio");
  }
});

test("switching things on needs no further negotiation", async () => {
  begin();
  await talk();
  await setTrack(ann, "camera", track("video"));
  await setTrack(bob, "screen", track("video"));
  await talk();
  expect([ann.sent, bob.sent]).toEqual([["answer"], ["offer"]]);
  expect(sending(ann, 1)).toBe(ann.outgoing.tracks.camera);
  expect(sending(bob, 2)).toBe(bob.outgoing.tracks.screen);
});

test("what is on already goes along with the first offer, and with its answer", async () => {
  begin();
  ann.outgoing.tracks.microphone = track("audio");
  await talk();
  expect(sending(ann, 0)).toBe(ann.outgoing.tracks.microphone);
});

test.each([...Array(40).keys()])(
  "F018 a screen blurred %i steps into an answer does not leave sharp",
  async (steps) => {
    begin();
    ann.outgoing.tracks.screen = track("video");
    await settle();
    const answered = ann.peer.onDescribe(bob.outbox.splice(0)[0]!);
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    await setTrack(ann, "screen", null);
    await answered;
    await talk();
    expect(sending(ann, 2)).toBeNull();
    expect(states()).toEqual(WELL);
  },
);

test("when both begin at once, the polite one gives way and both arrive", async () => {
  begin();
  await talk();
  ann.peer.restart();
  bob.peer.restart();
  await settle();
  expect(states().filter((state) => state === "have-local-offer")).toHaveLength(2);
  await talk();
  expect(states()).toEqual(WELL);
  expect([now(ann).rollbacks, now(bob).rollbacks]).toEqual([1, 0]);
  // The polite one's own wish is not lost: it comes after.
  expect(ann.sent.filter((kind) => kind === "offer").length).toBeGreaterThanOrEqual(2);
});

test("a lost offer is made again", async () => {
  begin();
  await settle();
  bob.outbox.length = 0;
  await settle(3_000);
  await talk();
  expect(states()).toEqual(WELL);
});

test("a lost answer is asked for again", async () => {
  begin();
  await settle();
  void ann.peer.onDescribe(bob.outbox.splice(0)[0]!);
  await settle();
  ann.outbox.length = 0;
  expect(now(bob).signalingState).toBe("have-local-offer");
  await settle(3_000);
  await talk();
  expect(states()).toEqual(WELL);
});

test("what was said while the other was away is said again when they are back", async () => {
  begin();
  await talk();
  bob.peer.restart();
  await settle();
  bob.outbox.length = 0;
  bob.peer.resync();
  await talk();
  expect(states()).toEqual(WELL);
});

test("nothing is sent to a page that would not get it", async () => {
  reachable = false;
  begin();
  await settle(10_000);
  expect(bob.sent).toEqual([]);
  reachable = true;
  bob.peer.resync();
  await talk();
  expect(states()).toEqual(WELL);
});

test("a new RTCPeerConnection at the other side is met with a new one of our own", async () => {
  begin();
  await talk();
  const old = now(ann);
  bob.peer.close();
  bob = end(false);
  await talk();
  expect(ann.connections).toHaveLength(2);
  expect(old.connectionState).toBe("closed");
  expect(states()).toEqual(WELL);
});

test("an answer of a connection that was given up is not taken for one of the new", async () => {
  begin();
  await talk();
  bob.peer.restart();
  await settle();
  for (const message of bob.outbox.splice(0)) void ann.peer.onDescribe(message);
  await settle();
  const late = ann.outbox.splice(0);
  expect(late.map((message) => message.kind)).toEqual(["answer"]);
  // The other side has lost the thread, and asks for a fresh start.
  void bob.peer.onDescribe({
    type: "describe",
    to: "",
    instance: "",
    kind: "rollback",
    sdp: "",
    streams: {},
  });
  await settle();
  for (const message of late) void bob.peer.onDescribe(message);
  await talk();
  expect(states()).toEqual(WELL);
  expect(bob.connections).toHaveLength(2);
});

test("a short interruption is waited out; a longer one looks for a new path", async () => {
  begin();
  await talk();
  const before = bob.sent.length;
  now(bob).ice("disconnected");
  await settle(1_000);
  now(bob).ice("connected");
  await settle(5_000);
  expect(bob.sent.length).toBe(before);
  now(bob).ice("disconnected");
  await settle(2_100);
  expect(bob.sent.at(-1)).toBe("offer");
  await talk();
  expect(states().filter((state) => state === "stable")).toHaveLength(2);
});

test("a failed connection looks for a new path at once", async () => {
  begin();
  await talk();
  now(ann).ice("failed");
  await settle();
  expect(ann.sent.at(-1)).toBe("offer");
});

test("when nothing helps, both begin anew", async () => {
  FakeConnection.broken = true;
  begin();
  await talk();
  expect(states()).toEqual(["new", "stable", "new", "stable"]);
  FakeConnection.broken = false;
  for (let second = 0; second < 30 && states().includes("new"); second += 1) {
    await settle(1_000);
    await talk();
  }
  expect(states()).toEqual(WELL);
});

test.each([...Array(25).keys()])("whatever is lost or crosses, both arrive in the end (%i)", async (seed) => {
  const random = randomFrom(seed + 1);
  begin();
  for (let step = 0; step < 40; step += 1) {
    await settle(random() < 0.3 ? random() * 4_000 : 0);
    for (const [from, to] of [
      [ann, bob],
      [bob, ann],
    ] as const) {
      // A socket keeps the order, but may lose all that was on its way.
      if (random() < 0.2) from.outbox.length = 0;
      const some = Math.floor(random() * (from.outbox.length + 1));
      for (const message of from.outbox.splice(0, some)) void to.peer.onDescribe(message);
    }
    if (random() < 0.1) ann.peer.restart();
    if (random() < 0.1) bob.peer.restart();
    if (random() < 0.1) ann.peer.resync();
  }
  for (let second = 0; second < 60; second += 1) {
    await talk();
    await settle(1_000);
  }
  expect(states()).toEqual(WELL);
});

/** Park and Miller's generator: the same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
