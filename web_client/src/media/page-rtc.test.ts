import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RtcRequest } from "../protocol/page";
import { PageRtc, readPageRtc } from "./page-rtc";

class Connection extends EventTarget {
  connectionState: RTCPeerConnectionState = "new";
  signalingState: RTCSignalingState = "stable";
  iceGatheringState: RTCIceGatheringState = "new";
  localDescription: { sdp: string } | null = null;
  answers: string[] = [];
  kinds: string[] = [];
  broken = false;

  constructor(readonly configuration: RTCConfiguration) {
    super();
  }

  addTransceiver(kind: string, { direction }: { direction: string }) {
    this.kinds.push(`${kind} ${direction}`);
  }

  async setLocalDescription() {
    this.localDescription = { sdp: "v=0" };
    this.signalingState = "have-local-offer";
  }

  async setRemoteDescription({ sdp }: { sdp: string }) {
    if (this.broken) throw new Error("not to be understood");
    this.answers.push(sdp);
    this.signalingState = "stable";
  }

  async getStats() {
    return new Map();
  }

  gather() {
    this.iceGatheringState = "complete";
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }

  become(state: RTCPeerConnectionState) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  bring(kind: string, muted = false): { onunmute: (() => void) | null } {
    const track = { kind, muted, onunmute: null };
    this.dispatchEvent(Object.assign(new Event("track"), { track, receiver: {} }));
    return track;
  }

  close() {
    this.connectionState = "closed";
    this.signalingState = "closed";
  }
}

function setUp(relayOnly = false) {
  const connections: Connection[] = [];
  const sent: RtcRequest[] = [];
  const pictures: (MediaStream | null)[] = [];
  const sounds: (MediaStream | null)[] = [];
  const rtc = new PageRtc({
    iceServers: [{ urls: ["turn:relay.example"] }],
    relayOnly,
    send: (message) => sent.push(message),
    onPicture: (stream) => pictures.push(stream),
    onSound: (stream) => sounds.push(stream),
    connect: (configuration) => {
      const connection = new Connection(configuration);
      connections.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
  });
  const newest = () => connections.at(-1) as Connection;
  const offered = async () => {
    await vi.advanceTimersByTimeAsync(0);
    newest().gather();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { rtc, connections, sent, pictures, sounds, newest, offered };
}

const SOUND = { picture: false, sound: true };
const NOTHING = { picture: false, sound: false };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "MediaStream",
    class {
      constructor(readonly tracks: unknown[]) {}
    },
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the connection for a page's sound and picture", () => {
  it("is made when something is wanted, once, with all candidates in the offer", async () => {
    const { rtc, connections, sent, newest } = setUp();
    rtc.want(NOTHING);
    expect(connections).toEqual([]);
    rtc.want(SOUND);
    rtc.want({ picture: true, sound: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(connections).toHaveLength(1);
    expect(newest().kinds).toEqual(["audio recvonly", "video recvonly"]);
    expect(newest().configuration.iceTransportPolicy).toBe("all");
    expect(sent).toEqual([]);
    newest().gather();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([{ type: "rtc", kind: "offer", sdp: "v=0", n: 1 }]);
  });

  it("waits no longer than a moment for slow candidates, and keeps to relays where it must", async () => {
    const { rtc, sent, newest } = setUp(true);
    rtc.want(SOUND);
    expect(newest().configuration.iceTransportPolicy).toBe("relay");
    await vi.advanceTimersByTimeAsync(1_500);
    expect(sent).toHaveLength(1);
  });

  it("takes the answer to its newest offer alone", async () => {
    const { rtc, newest, offered } = setUp();
    rtc.want(SOUND);
    await offered();
    await rtc.take({ type: "rtc", kind: "answer", sdp: "old", n: 0 });
    await rtc.take({ type: "rtc", kind: "answer", sdp: "new", n: 1 });
    await rtc.take({ type: "rtc", kind: "answer", sdp: "again", n: 1 });
    expect(newest().answers).toEqual(["new"]);
  });

  it("gives the sound at once, and the picture when there is one", async () => {
    const { rtc, pictures, sounds, newest, offered } = setUp();
    rtc.want(SOUND);
    await offered();
    newest().bring("audio");
    const video = newest().bring("video", true);
    expect([sounds.length, pictures.length]).toEqual([1, 0]);
    video.onunmute?.();
    expect(pictures).toHaveLength(1);
    rtc.want(NOTHING);
    expect([sounds.at(-1), pictures.at(-1)]).toEqual([null, null]);
    // What comes of a connection that is gone is nothing.
    video.onunmute?.();
    expect(pictures.at(-1)).toBeNull();
  });

  it("tells the server when nothing is wanted any more", async () => {
    const { rtc, sent, newest, offered } = setUp();
    rtc.want(SOUND);
    await offered();
    rtc.want(NOTHING);
    expect(sent.at(-1)).toEqual({ type: "rtc_stop" });
    expect(newest().connectionState).toBe("closed");
    rtc.want(NOTHING);
    expect(sent.filter((message) => message.type === "rtc_stop")).toHaveLength(1);
  });

  it("is made anew when it fails, later each time, and soon again after one that came about", async () => {
    const { rtc, connections, newest, offered } = setUp();
    rtc.want(SOUND);
    await offered();
    newest().become("failed");
    await vi.advanceTimersByTimeAsync(999);
    expect(connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(connections).toHaveLength(2);
    await offered();
    await rtc.take({ type: "rtc", kind: "refused", code: "rtc_busy", n: 2 });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(connections).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(connections).toHaveLength(3);
    newest().become("connected");
    newest().become("failed");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(connections).toHaveLength(4);
  });

  it("gives a lost path a moment to come back, and an answer that is garbled none", async () => {
    const { rtc, connections, newest, offered } = setUp();
    rtc.want(SOUND);
    await offered();
    newest().become("connected");
    newest().become("disconnected");
    await vi.advanceTimersByTimeAsync(4_000);
    newest().become("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connections).toHaveLength(1);
    newest().become("disconnected");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(connections).toHaveLength(2);
    await offered();
    newest().broken = true;
    await rtc.take({ type: "rtc", kind: "answer", sdp: "garbled", n: 2 });
    expect(newest().connectionState).toBe("closed");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(connections).toHaveLength(3);
  });

  it("is given up when nothing comes of it, and not tried again once it is closed", async () => {
    const { rtc, connections, newest, offered } = setUp();
    rtc.want(SOUND);
    await offered();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(newest().connectionState).toBe("closed");
    rtc.close();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(connections).toHaveLength(1);
  });
});

describe("its figures", () => {
  it("are nothing without a connection", () => {
    expect(readPageRtc(undefined, "none")).toMatchObject({ state: "none", path: null, pictures: 0 });
  });

  it("add up what arrived", () => {
    const stats = new Map<string, object>([
      ["T", { type: "transport", selectedCandidatePairId: "P" }],
      ["P", { type: "candidate-pair", localCandidateId: "L", currentRoundTripTime: 0.04, nominated: true }],
      ["L", { type: "local-candidate", candidateType: "relay" }],
      ["V", { type: "inbound-rtp", kind: "video", framesDecoded: 30, packetsLost: 2, bytesReceived: 90_000 }],
      [
        "A",
        { type: "inbound-rtp", kind: "audio", totalAudioEnergy: 0.5, packetsLost: 1, bytesReceived: 10_000 },
      ],
    ]);
    expect(readPageRtc(stats as unknown as RTCStatsReport, "connected")).toEqual({
      state: "connected",
      path: "relay",
      roundTrip: 40,
      pictures: 30,
      lost: 3,
      kilobytes: 100,
      soundEnergy: 0.5,
    });
  });
});
