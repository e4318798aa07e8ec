/** Sound of a shared page, and its picture where WebCodecs or a good line is missing: one connection to the server. */
import type { RtcMessage, RtcRequest } from "../protocol/page";
import { selectedPair } from "./quality";

export interface PageRtcOptions {
  readonly iceServers: readonly RTCIceServer[];
  /** Never without a relay, as the rest of the call. */
  readonly relayOnly?: boolean;
  readonly send: (message: RtcRequest) => void;
  readonly onPicture: (stream: MediaStream | null) => void;
  readonly onSound: (stream: MediaStream | null) => void;
  /** For tests. */
  readonly connect?: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** What is wanted of the page by this way; neither: no connection. */
export interface PageRtcWants {
  readonly picture: boolean;
  readonly sound: boolean;
}

/** What the connection does, for the diagnostics. Rates and counts since it began; milliseconds; kB. */
export interface PageRtcReport {
  readonly state: RTCPeerConnectionState | "none";
  /** Type of our candidate in use: "host", "srflx", "prflx" or "relay"; null without a path. */
  readonly path: string | null;
  readonly roundTrip: number | null;
  readonly pictures: number;
  readonly lost: number;
  readonly kilobytes: number;
  /** Grows only while there is something to hear. */
  readonly soundEnergy: number;
}

/** Candidates go with the offer, so nobody waits longer than this for the slowest of them. Milliseconds. */
const GATHER_WITHIN = 1_500;
/** From the offer to the first packet, in milliseconds; the server gives up at about the same time. */
const CONNECT_WITHIN = 20_000;
/** Between a connection that failed and the next; doubled each time, until one comes about. Milliseconds. */
const AGAIN = { first: 1_000, most: 60_000 } as const;
/** A path that was lost comes back within this time, or not at all: the server restarts none. Milliseconds. */
const LOST_FOR = 5_000;

/** Offers when something is wanted, and anew when the way is lost; the server answers. */
export class PageRtc {
  readonly #options: PageRtcOptions;
  #wants: PageRtcWants = { picture: false, sound: false };
  #connection: RTCPeerConnection | null = null;
  #number = 0;
  #wait: number = AGAIN.first;
  #again: ReturnType<typeof setTimeout> | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PageRtcOptions) {
    this.#options = options;
  }

  /** Connects when something is wanted for the first time; a connection carries both, whatever is wanted later. */
  want(wants: PageRtcWants): void {
    this.#wants = wants;
    if (wants.picture || wants.sound) {
      if (this.#connection === null && this.#again === undefined) void this.#start();
      return;
    }
    const open = this.#connection !== null;
    this.#drop();
    this.#wait = AGAIN.first;
    if (open) this.#options.send({ type: "rtc_stop" });
  }

  async take(message: RtcMessage): Promise<void> {
    const connection = this.#connection;
    // An answer to an offer before this one is nobody's.
    if (connection === null || message.n !== this.#number) return;
    if (message.kind === "refused") {
      this.#retry();
      return;
    }
    if (connection.signalingState !== "have-local-offer") return;
    try {
      await connection.setRemoteDescription({ type: "answer", sdp: message.sdp });
    } catch {
      if (connection === this.#connection) this.#retry();
    }
  }

  async report(): Promise<PageRtcReport> {
    const connection = this.#connection;
    return readPageRtc(await connection?.getStats(), connection?.connectionState ?? "none");
  }

  close(): void {
    this.#wants = { picture: false, sound: false };
    this.#drop();
  }

  async #start(): Promise<void> {
    this.#drop();
    const connect = this.#options.connect ?? ((configuration) => new RTCPeerConnection(configuration));
    const connection = connect({
      iceServers: [...this.#options.iceServers],
      iceTransportPolicy: this.#options.relayOnly ? "relay" : "all",
      bundlePolicy: "max-bundle",
    });
    this.#connection = connection;
    this.#number += 1;
    this.#limit = setTimeout(() => this.#retry(), CONNECT_WITHIN);
    connection.addTransceiver("audio", { direction: "recvonly" });
    connection.addTransceiver("video", { direction: "recvonly" });
    connection.addEventListener("track", (event) => this.#take(connection, event));
    connection.addEventListener("connectionstatechange", () => this.#follow(connection));
    try {
      await connection.setLocalDescription();
      await gathered(connection);
    } catch {
      // A browser without what it takes: the next attempt is a minute away soon enough.
      if (connection === this.#connection) this.#retry();
      return;
    }
    const sdp = connection.localDescription?.sdp;
    if (connection === this.#connection && sdp)
      this.#options.send({ type: "rtc", kind: "offer", sdp, n: this.#number });
  }

  #take(connection: RTCPeerConnection, { track, receiver }: RTCTrackEvent): void {
    if (connection !== this.#connection) return;
    // Shown as soon as it arrives: a click must be seen at once. (`jitterBufferTarget`, W3C webrtc-extensions)
    if (track.kind === "video" && "jitterBufferTarget" in receiver) receiver.jitterBufferTarget = 0;
    // Each alone: a picture must not wait for a sound that began before it.
    const stream = new MediaStream([track]);
    const give = track.kind === "audio" ? this.#options.onSound : this.#options.onPicture;
    // Not before something comes: which way the picture takes is the server's choice, and changes.
    if (track.muted) track.onunmute = () => connection === this.#connection && give(stream);
    else give(stream);
  }

  #follow(connection: RTCPeerConnection): void {
    if (connection !== this.#connection) return;
    clearTimeout(this.#limit);
    switch (connection.connectionState) {
      case "connected":
        this.#wait = AGAIN.first;
        return;
      case "disconnected":
        this.#limit = setTimeout(() => this.#retry(), LOST_FOR);
        return;
      case "failed":
      case "closed":
        this.#retry();
        return;
      default:
        this.#limit = setTimeout(() => this.#retry(), CONNECT_WITHIN);
    }
  }

  #retry(): void {
    this.#drop();
    if (!this.#wants.picture && !this.#wants.sound) return;
    this.#again = setTimeout(() => {
      this.#again = undefined;
      void this.#start();
    }, this.#wait);
    this.#wait = Math.min(this.#wait * 2, AGAIN.most);
  }

  #drop(): void {
    clearTimeout(this.#again);
    clearTimeout(this.#limit);
    this.#again = undefined;
    const connection = this.#connection;
    this.#connection = null;
    if (connection === null) return;
    connection.close();
    this.#options.onPicture(null);
    this.#options.onSound(null);
  }
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHER_WITHIN);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}

export function readPageRtc(stats: RTCStatsReport | undefined, state: PageRtcReport["state"]): PageRtcReport {
  const pair = stats && selectedPair(stats);
  const report = {
    state,
    path: (pair && stats.get(pair.localCandidateId)?.candidateType) ?? null,
    roundTrip: pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000,
    pictures: 0,
    lost: 0,
    kilobytes: 0,
    soundEnergy: 0,
  };
  for (const one of stats?.values() ?? []) {
    if (one.type !== "inbound-rtp") continue;
    report.lost += one.packetsLost ?? 0;
    report.kilobytes += (one.bytesReceived ?? 0) / 1000;
    if (one.kind === "video") report.pictures += one.framesDecoded ?? 0;
    else report.soundEnergy += one.totalAudioEnergy ?? 0;
  }
  return report;
}
