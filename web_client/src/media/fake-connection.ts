/**
 * RTCPeerConnection's signalling state machine (W3C webrtc-pc, 4.3.3) without media, for tests of what drives it.
 * Two of them count as connected when each holds what the other last described.
 */

let made = 0;

export class FakeTrack {
  readonly kind: string;
  readonly id: string;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;

  constructor(kind: string) {
    made += 1;
    this.kind = kind;
    this.id = `track-${made}`;
  }
}

export class FakeStream {
  readonly id: string;

  constructor(readonly tracks: FakeTrack[] = []) {
    made += 1;
    this.id = `stream-${made}`;
  }

  getTracks(): FakeTrack[] {
    return this.tracks;
  }
}

class FakeSender {
  /** All that was ever sent here, in order. */
  readonly history: (FakeTrack | null)[] = [];

  constructor(public track: FakeTrack | null) {
    this.history.push(track);
  }

  async replaceTrack(track: FakeTrack | null): Promise<void> {
    await Promise.resolve();
    this.track = track;
    this.history.push(track);
  }

  setStreams(): void {}

  getParameters() {
    return { encodings: [{}] };
  }

  async setParameters(): Promise<void> {}

  async getStats() {
    return new Map();
  }
}

interface FakeTransceiver {
  mid: string | null;
  direction: string;
  sender: FakeSender;
  receiver: { track: FakeTrack };
}

interface Description {
  type: "offer" | "answer";
  sdp: string;
}

const ALL = new Map<string, FakeConnection>();

export class FakeConnection {
  readonly #id: string;
  readonly #transceivers: FakeTransceiver[] = [];
  #generation = 1;
  #version = 0;
  #needed = false;
  #restart = false;
  #before: Description | null = null;
  #other: string | null = null;
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  iceConnectionState: RTCIceConnectionState = "new";
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  rollbacks = 0;
  /** Set by a test: no path between the two. */
  static broken = false;
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onsignalingstatechange: (() => void) | null = null;

  constructor() {
    made += 1;
    this.#id = `${made}`;
    ALL.set(this.#id, this);
  }

  getTransceivers(): FakeTransceiver[] {
    return this.#transceivers;
  }

  addTransceiver(what: string | FakeTrack, { direction }: { direction: string }): FakeTransceiver {
    const transceiver = this.#add(typeof what === "string" ? what : what.kind, direction);
    if (typeof what !== "string") transceiver.sender = new FakeSender(what);
    this.#need();
    return transceiver;
  }

  restartIce(): void {
    this.#restart = true;
    this.#need();
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    if (this.signalingState === "closed") throw new Error("closed");
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    if (type === "offer") this.#before = this.localDescription;
    if (type === "offer" && this.#restart) this.#generation += 1;
    if (type === "offer") this.#restart = false;
    this.#version += 1;
    const kinds = this.#transceivers.map((one) => `m=${one.receiver.track.kind}`);
    const lines = [
      `o=- ${this.#id} ${this.#version} IN IP4 127.0.0.1`,
      `a=ice-ufrag:${this.#generation}`,
      ...kinds,
    ];
    this.localDescription = { type, sdp: lines.join("\r\n") };
    if (type === "answer") this.#settle();
    else this.#become("have-local-offer");
  }

  async setRemoteDescription({ type, sdp }: Description): Promise<void> {
    await Promise.resolve();
    if (this.signalingState === "closed") throw new Error("closed");
    const id = /^o=- (\S+)/m.exec(sdp)?.[1] ?? "";
    if (this.#other !== null && this.#other !== id) throw new Error("another certificate");
    if (type === "answer") {
      if (this.signalingState !== "have-local-offer") throw new Error(`an answer in ${this.signalingState}`);
      if (sdp.split("m=").length - 1 !== this.#transceivers.length) throw new Error("sections differ");
    } else if (this.signalingState === "have-local-offer") {
      // Implicit rollback (JSEP, 4.1.8.2); what was to be negotiated still is.
      this.rollbacks += 1;
      this.localDescription = this.#before;
      this.#needed = true;
    }
    this.#other = id;
    this.remoteDescription = { type, sdp };
    if (type === "answer") return this.#settle();
    for (const [index, section] of [...sdp.matchAll(/m=(\w+)/g)].entries()) {
      if (this.#transceivers[index] === undefined) this.#add(section[1] ?? "", "recvonly");
    }
    this.#become("have-remote-offer");
  }

  async addIceCandidate(): Promise<void> {}

  async getStats() {
    return new Map();
  }

  close(): void {
    this.signalingState = "closed";
    this.connectionState = "closed";
    ALL.delete(this.#id);
  }

  /** What ICE would say. */
  ice(state: RTCIceConnectionState): void {
    this.iceConnectionState = state;
    if (state === "disconnected" || state === "failed") this.connectionState = state;
    this.oniceconnectionstatechange?.();
    this.onconnectionstatechange?.();
  }

  #add(kind: string, direction: string): FakeTransceiver {
    const mid = String(this.#transceivers.length);
    const transceiver = {
      mid,
      direction,
      sender: new FakeSender(null),
      receiver: { track: new FakeTrack(kind) },
    };
    this.#transceivers.push(transceiver);
    return transceiver;
  }

  #need(): void {
    this.#needed = true;
    queueMicrotask(() => this.#fire());
  }

  #fire(): void {
    if (!this.#needed || this.signalingState !== "stable") return;
    this.#needed = false;
    this.onnegotiationneeded?.();
  }

  #settle(): void {
    this.#become("stable");
    this.#meet();
    const other = this.#other === null ? undefined : ALL.get(this.#other);
    if (other) other.#meet();
    queueMicrotask(() => this.#fire());
  }

  #become(state: RTCSignalingState): void {
    this.signalingState = state;
    this.onsignalingstatechange?.();
  }

  #meet(): void {
    const other = this.#other === null ? undefined : ALL.get(this.#other);
    if (!other || FakeConnection.broken) return;
    const fits =
      generation(this.localDescription) === generation(other.remoteDescription) &&
      generation(other.localDescription) === generation(this.remoteDescription) &&
      this.signalingState === "stable";
    if (!fits || this.connectionState === "connected") return;
    this.connectionState = "connected";
    this.iceConnectionState = "connected";
    this.oniceconnectionstatechange?.();
    this.onconnectionstatechange?.();
  }
}

function generation(description: Description | null): string | undefined {
  return description === null ? undefined : /ice-ufrag:(\d+)/.exec(description.sdp)?.[1];
}
