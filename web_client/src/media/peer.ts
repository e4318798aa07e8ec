/** One RTCPeerConnection with one page of another participant: negotiation, recovery, tracks. */
import type { StreamKind } from "../protocol/limits";
import type { Candidate, Describe } from "../protocol/signals";
import { applyLimits, preferScreenCodecs } from "./sending";
import { kindOf, labels, type Outgoing, SLOTS, type Slot, STREAM_OF } from "./slots";

export interface PeerOptions {
  /** In a glare we give way (RFC 8829 has no answer; this is the W3C's "perfect negotiation"). */
  polite: boolean;
  connect: () => RTCPeerConnection;
  outgoing: () => Outgoing;
  /** How many pages get our tracks. */
  receivers: () => number;
  describe: (kind: Describe["kind"], sdp: string, streams: Record<string, StreamKind>) => void;
  candidate: (candidate: Omit<Candidate, "type" | "to" | "instance">) => void;
  /** Whether a signal would reach the other page now. */
  reachable: () => boolean;
  /** Something that the others see has changed. */
  changed: () => void;
}

/** All in milliseconds. */
const RESTART_AFTER_DISCONNECTED = 2_000;
const REPEAT_OFFER_AFTER = 3_000;
const RENEW_AFTER = 12_000;
/** After a description that could not be used; doubled each time, until connected. */
const RENEW_SOON = { first: 500, most: 30_000 };
const QUIET_CHECK = 40;
const QUIET_WITHIN = 800;

export class Peer {
  readonly #options: PeerOptions;
  #connection: RTCPeerConnection;
  #incoming: MediaStreamTrack[] = [];
  #makingOffer = false;
  #ignoreOffer = false;
  #settingAnswer = false;
  #work: Promise<void> = Promise.resolve();
  #candidates: RTCIceCandidateInit[] = [];
  /** The `o=` lines of the other's RTCPeerConnection now, and of those we have given up. */
  #origin: string | null = null;
  readonly #gone = new Set<string>();
  #everConnected = false;
  #apartSince: number | null = performance.now();
  #closed = false;
  #disconnected: ReturnType<typeof setTimeout> | undefined;
  #repeat: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #retryWait = RENEW_SOON.first;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#connection = this.#open();
  }

  get connection(): RTCPeerConnection {
    return this.#connection;
  }

  get everConnected(): boolean {
    return this.#everConnected;
  }

  /** For how long there has been no connection, over all attempts; 0 while there is one. In milliseconds. */
  get apartFor(): number {
    return this.#apartSince === null ? 0 : performance.now() - this.#apartSince;
  }

  /** What comes in at this slot; null before the first negotiation. */
  incoming(slot: Slot): MediaStreamTrack | null {
    return this.#incoming[SLOTS.indexOf(slot)] ?? null;
  }

  receiver(slot: Slot): RTCRtpReceiver | null {
    return this.#transceiver(slot)?.receiver ?? null;
  }

  /** Sends this track from now on, or nothing. Resolves when the encoder has changed over. */
  async setTrack(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
    // Also when it seems to send this already: another change may be under way, and the last one asked for must win.
    await this.#transceiver(slot)?.sender.replaceTrack(track);
  }

  async setLimits(): Promise<void> {
    for (const slot of SLOTS) {
      const sender = this.#transceiver(slot)?.sender;
      if (sender) await applyLimits(sender, slot, this.#options.receivers());
    }
  }

  /** Resolves when nothing leaves at this slot any more: the encoder's and the pacer's queues have run dry. */
  async quiet(slot: Slot): Promise<void> {
    const sender = this.#transceiver(slot)?.sender;
    if (!sender) return;
    let before = -1;
    for (let waited = 0; waited < QUIET_WITHIN; waited += QUIET_CHECK) {
      const sent = await packetsSent(sender);
      if (sent === before) return;
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, QUIET_CHECK));
    }
  }

  /** One at a time, in the order of arrival. */
  onDescribe(signal: Describe): Promise<void> {
    return this.#inTurn(() => this.#described(signal));
  }

  onCandidate(signal: Candidate): Promise<void> {
    return this.#inTurn(() => this.#candidate(signal));
  }

  /** Signals may have been lost, because one of us was away: says again what is open, and finds a new path. */
  resync(): void {
    if (this.#closed) return;
    if (this.#connection.signalingState === "have-local-offer") this.#sendLocal();
    else if (this.#connection.connectionState !== "connected" && this.#origin !== null) this.restart();
  }

  /** The network may have changed: looks for a new path while the old one still carries. */
  restart(): void {
    if (this.#closed || !this.#options.reachable()) return;
    this.#connection.restartIce();
  }

  close(): void {
    this.#closed = true;
    this.#drop();
  }

  #transceiver(slot: Slot): RTCRtpTransceiver | undefined {
    return this.#connection.getTransceivers()[SLOTS.indexOf(slot)];
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(async () => {
      if (!this.#closed) await act();
    });
    return this.#work;
  }

  #open(): RTCPeerConnection {
    const connection = this.#options.connect();
    const mine =
      <T extends unknown[]>(act: (...values: T) => void) =>
      (...values: T) => {
        if (!this.#closed && this.#connection === connection) act(...values);
      };
    connection.onnegotiationneeded = mine(() => void this.#offer());
    connection.onicecandidate = mine(({ candidate }: RTCPeerConnectionIceEvent) => {
      if (!this.#options.reachable()) return;
      this.#options.candidate({
        candidate: candidate?.candidate ?? "",
        sdp_mid: candidate?.sdpMid ?? null,
        sdp_m_line_index: candidate?.sdpMLineIndex ?? null,
      });
    });
    connection.oniceconnectionstatechange = mine(() => this.#onIce());
    connection.onconnectionstatechange = mine(() => this.#onState());
    connection.onsignalingstatechange = mine(() => this.#onSignaling());
    this.#connection = connection;
    // The impolite one lays out the sections; the other takes them over from the offer.
    if (!this.#options.polite) this.#layOut(connection);
    this.#expectConnection();
    return connection;
  }

  #layOut(connection: RTCPeerConnection): void {
    const outgoing = this.#options.outgoing();
    for (const slot of SLOTS) {
      const track = outgoing.tracks[slot];
      const transceiver = connection.addTransceiver(track ?? kindOf(slot), {
        direction: "sendrecv",
        streams: [outgoing.streams[STREAM_OF[slot]]],
      });
      if (STREAM_OF[slot] !== "camera") preferScreenCodecs(transceiver);
    }
    this.#takeIncoming();
  }

  /** The polite one's side of the layout: what was offered is answered with our tracks, both ways. */
  async #takeOver(connection: RTCPeerConnection): Promise<void> {
    const outgoing = this.#options.outgoing();
    const transceivers = connection.getTransceivers();
    for (const [index, slot] of SLOTS.entries()) {
      const transceiver = transceivers[index];
      if (!transceiver || transceiver.direction === "sendrecv") continue;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(outgoing.streams[STREAM_OF[slot]]);
      if (STREAM_OF[slot] !== "camera") preferScreenCodecs(transceiver);
      await transceiver.sender.replaceTrack(outgoing.tracks[slot]);
    }
  }

  #takeIncoming(): void {
    this.#incoming = this.#connection.getTransceivers().map((transceiver) => transceiver.receiver.track);
    for (const track of this.#incoming) {
      track.onmute = () => this.#options.changed();
      track.onunmute = () => this.#options.changed();
    }
  }

  async #offer(): Promise<void> {
    const connection = this.#connection;
    // A section less than the layout: the other side's offer has not come yet, and it is theirs to make.
    if (connection.getTransceivers().length < SLOTS.length) return;
    try {
      this.#makingOffer = true;
      await connection.setLocalDescription();
      if (this.#connection === connection) this.#sendLocal();
    } catch {
      // Closed meanwhile, or the other's offer came between: negotiationneeded fires again when it still is.
    } finally {
      this.#makingOffer = false;
    }
  }

  #sendLocal(): void {
    const description = this.#connection.localDescription;
    if (this.#closed || description === null || !this.#options.reachable()) return;
    if (description.type !== "offer" && description.type !== "answer") return;
    this.#options.describe(description.type, description.sdp, labels(this.#options.outgoing()));
  }

  async #described(signal: Describe): Promise<void> {
    if (signal.kind === "rollback") {
      // The other side has lost the thread and asks for a fresh start.
      if (!this.#options.polite) this.#renew();
      return;
    }
    const origin = originOf(signal.sdp);
    if (origin !== null && this.#gone.has(origin)) return;
    if (this.#origin !== null && origin !== this.#origin) {
      // A new RTCPeerConnection at the other side: nothing of the old one fits it.
      this.#renew(signal.kind === "offer");
      if (signal.kind === "answer" || !this.#options.polite) return;
    }
    const connection = this.#connection;
    const ready = !this.#makingOffer && (connection.signalingState === "stable" || this.#settingAnswer);
    const collision = signal.kind === "offer" && !ready;
    this.#ignoreOffer = !this.#options.polite && collision;
    if (this.#ignoreOffer) return;
    if (signal.kind === "answer" && connection.signalingState !== "have-local-offer") return;
    try {
      this.#settingAnswer = signal.kind === "answer";
      await connection.setRemoteDescription({ type: signal.kind, sdp: signal.sdp });
      this.#settingAnswer = false;
      this.#origin = origin;
      await this.#addWaiting(connection);
      if (signal.kind === "offer") {
        await this.#takeOver(connection);
        await connection.setLocalDescription();
        this.#sendLocal();
      }
      if (this.#connection !== connection) return;
      this.#takeIncoming();
      await this.setLimits();
      this.#options.changed();
    } catch {
      this.#settingAnswer = false;
      if (this.#connection === connection) this.#startAgainSoon();
    }
  }

  async #candidate(signal: Candidate): Promise<void> {
    const candidate: RTCIceCandidateInit = {
      candidate: signal.candidate,
      sdpMid: signal.sdp_mid,
      sdpMLineIndex: signal.sdp_m_line_index,
    };
    if (this.#ignoreOffer) return;
    if (this.#connection.remoteDescription === null) this.#candidates.push(candidate);
    else await add(this.#connection, candidate);
  }

  async #addWaiting(connection: RTCPeerConnection): Promise<void> {
    const waiting = this.#candidates;
    this.#candidates = [];
    for (const candidate of waiting) await add(connection, candidate);
  }

  #onIce(): void {
    clearTimeout(this.#disconnected);
    const state = this.#connection.iceConnectionState;
    if (state === "failed") this.restart();
    else if (state === "disconnected") {
      this.#disconnected = setTimeout(() => this.restart(), RESTART_AFTER_DISCONNECTED);
    }
  }

  #onState(): void {
    if (this.#connection.connectionState === "connected") {
      this.#everConnected = true;
      this.#apartSince = null;
      this.#retryWait = RENEW_SOON.first;
      clearTimeout(this.#renewal);
      this.#renewal = undefined;
    } else {
      this.#apartSince ??= performance.now();
      this.#expectConnection();
    }
    this.#options.changed();
  }

  #onSignaling(): void {
    clearTimeout(this.#repeat);
    if (this.#connection.signalingState === "have-local-offer") this.#repeatSoon();
  }

  /** An offer without an answer was lost on the way, or its answer was. */
  #repeatSoon(): void {
    this.#repeat = setTimeout(() => {
      if (this.#connection.signalingState !== "have-local-offer") return;
      this.#sendLocal();
      this.#repeatSoon();
    }, REPEAT_OFFER_AFTER);
  }

  /** Neither answers nor new paths have helped: begins with a new RTCPeerConnection. */
  #expectConnection(): void {
    this.#renewal ??= setTimeout(() => {
      this.#renewal = undefined;
      if (this.#closed || this.#connection.connectionState === "connected") return;
      if (this.#options.reachable()) this.#startAgain();
      else this.#expectConnection();
    }, RENEW_AFTER);
  }

  #startAgainSoon(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#startAgain(), this.#retryWait);
    this.#retryWait = Math.min(this.#retryWait * 2, RENEW_SOON.most);
  }

  #startAgain(): void {
    if (!this.#options.polite) this.#renew();
    else if (this.#options.reachable()) {
      this.#options.describe("rollback", "", {});
      this.#expectConnection();
    }
  }

  /** `keepCandidates`: they belong to an offer that is about to be applied. */
  #renew(keepCandidates = false): void {
    if (this.#origin !== null) this.#gone.add(this.#origin);
    this.#origin = null;
    if (!keepCandidates) this.#candidates = [];
    this.#drop();
    this.#connection = this.#open();
    this.#options.changed();
  }

  #drop(): void {
    clearTimeout(this.#disconnected);
    clearTimeout(this.#repeat);
    clearTimeout(this.#retry);
    clearTimeout(this.#renewal);
    this.#renewal = undefined;
    this.#makingOffer = false;
    this.#ignoreOffer = false;
    for (const track of this.#incoming) {
      track.onmute = null;
      track.onunmute = null;
    }
    this.#incoming = [];
    this.#connection.close();
  }
}

/** The session id in the `o=` line: the same for the whole life of an RTCPeerConnection (RFC 8829, 5.2.1). */
function originOf(sdp: string): string | null {
  return /^o=\S+ (\S+) /m.exec(sdp)?.[1] ?? null;
}

async function add(connection: RTCPeerConnection, candidate: RTCIceCandidateInit): Promise<void> {
  try {
    await connection.addIceCandidate(candidate);
  } catch {
    // Of an earlier ICE generation, or in a notation this browser does not read: the others are enough.
  }
}

async function packetsSent(sender: RTCRtpSender): Promise<number> {
  let sent = 0;
  for (const report of (await sender.getStats()).values()) {
    if (report.type === "outbound-rtp") sent += report.packetsSent ?? 0;
  }
  return sent;
}
