/** The connection test: sends picture and sound to a peer on the server and looks at what comes back. */

/** Asks the server for the answer to our offer. */
export type Signal = (sdp: string) => Promise<string>;

export interface EchoResult {
  /** `blocked`: no way through for picture and sound; `unavailable`: the test itself could not run. */
  readonly connection: "good" | "weak" | "blocked" | "unavailable";
  /** Whether it came back; null when there was none to send. */
  readonly picture: boolean | null;
  readonly sound: boolean | null;
  /** Median round trip in milliseconds, and the part of the messages that got lost (0 to 1). */
  readonly roundTrip: number | null;
  readonly loss: number | null;
}

const GATHER_WITHIN_MS = 1500;
const CONNECT_WITHIN_MS = 7000;
const PINGS = 40;
const PING_EVERY_MS = 60;
/** The first decoded picture may take a moment longer than the first message. */
const MEDIA_WITHIN_MS = 4000;

const WEAK_ROUND_TRIP_MS = 300;
const WEAK_LOSS = 0.05;

const ECHO_HEIGHT = 360;

const NOTHING = { picture: null, sound: null, roundTrip: null, loss: null } as const;

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      window.clearTimeout(timer);
      resolve();
    });
  });
}

async function until(condition: () => boolean, within: number, signal: AbortSignal): Promise<boolean> {
  const end = performance.now() + within;
  while (!condition() && performance.now() < end && !signal.aborted) await pause(40, signal);
  return condition();
}

function send(peer: RTCPeerConnection, stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    const height = track.getSettings().height ?? ECHO_HEIGHT;
    const encoding = { maxBitrate: 300_000, scaleResolutionDownBy: Math.max(1, height / ECHO_HEIGHT) };
    peer.addTransceiver(track, {
      direction: "sendrecv",
      streams: [stream],
      ...(track.kind === "video" ? { sendEncodings: [encoding] } : {}),
    });
  }
}

/** Pings until all are sent, and gives back every round trip that was heard. */
async function ping(
  channel: RTCDataChannel,
  signal: AbortSignal,
): Promise<{ trips: number[]; sent: number }> {
  const sentAt = new Map<string, number>();
  const trips: number[] = [];
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const at = sentAt.get(String(event.data));
    if (at === undefined) return;
    sentAt.delete(String(event.data));
    trips.push(performance.now() - at);
  };
  let sent = 0;
  while (sent < PINGS && channel.readyState === "open" && !signal.aborted) {
    sentAt.set(String(sent), performance.now());
    channel.send(String(sent));
    sent += 1;
    await pause(PING_EVERY_MS, signal);
  }
  await until(() => trips.length === sent, 600, signal);
  return { trips, sent };
}

async function arrived(peer: RTCPeerConnection): Promise<{ picture: boolean; sound: boolean }> {
  let picture = false;
  let sound = false;
  const stats = await peer.getStats();
  stats.forEach((each: RTCInboundRtpStreamStats) => {
    if (each.type !== "inbound-rtp") return;
    if (each.kind === "video") picture ||= (each.framesDecoded ?? 0) > 0;
    if (each.kind === "audio") sound ||= (each.packetsReceived ?? 0) > 0;
  });
  return { picture, sound };
}

async function listen(
  peer: RTCPeerConnection,
  wants: { picture: boolean; sound: boolean },
  signal: AbortSignal,
): Promise<{ picture: boolean; sound: boolean }> {
  const end = performance.now() + MEDIA_WITHIN_MS;
  for (;;) {
    const got = await arrived(peer);
    const enough = (got.picture || !wants.picture) && (got.sound || !wants.sound);
    if (enough || performance.now() > end || signal.aborted) return got;
    await pause(150, signal);
  }
}

export function judge(
  trips: readonly number[],
  sent: number,
): Pick<EchoResult, "connection" | "roundTrip" | "loss"> {
  const sorted = [...trips].sort((a, b) => a - b);
  const roundTrip = sorted[Math.floor(sorted.length / 2)] ?? null;
  const loss = sent === 0 ? null : 1 - trips.length / sent;
  const weak = roundTrip === null || roundTrip > WEAK_ROUND_TRIP_MS || (loss ?? 0) > WEAK_LOSS;
  return { connection: weak ? "weak" : "good", roundTrip, loss };
}

/** Never throws; takes at most some fifteen seconds, usually three. */
export async function testConnection(
  stream: MediaStream,
  iceServers: RTCIceServer[],
  ask: Signal,
  signal: AbortSignal,
): Promise<EchoResult> {
  if (typeof RTCPeerConnection === "undefined") return { connection: "unavailable", ...NOTHING };
  const peer = new RTCPeerConnection({ iceServers });
  try {
    // Unordered and without repeats, so that a lost message stays lost and can be counted.
    const channel = peer.createDataChannel("echo", { ordered: false, maxRetransmits: 0 });
    send(peer, stream);
    const wants = { picture: stream.getVideoTracks().length > 0, sound: stream.getAudioTracks().length > 0 };
    await peer.setLocalDescription();
    await until(() => peer.iceGatheringState === "complete", GATHER_WITHIN_MS, signal);
    const answer = await ask(peer.localDescription?.sdp ?? "");
    await peer.setRemoteDescription({ type: "answer", sdp: answer });
    if (!(await until(() => channel.readyState === "open", CONNECT_WITHIN_MS, signal))) {
      return { connection: "blocked", ...NOTHING };
    }
    const [{ trips, sent }, got] = await Promise.all([ping(channel, signal), listen(peer, wants, signal)]);
    return {
      ...judge(trips, sent),
      picture: wants.picture ? got.picture : null,
      sound: wants.sound ? got.sound : null,
    };
  } catch {
    // No answer from the server (busy, gone) or a browser that cannot: the meeting itself may still work.
    return { connection: "unavailable", ...NOTHING };
  } finally {
    peer.close();
  }
}
