/**
 * The call: our devices and screen, and what comes from the others. `subscribe` and `getState` fit React's
 * useSyncExternalStore; select narrowly, because levels change ten times a second.
 */
import { Observable } from "../state/observable";
import type { CallState, ShareResult } from "./call-state";
import { exposeDiagnostics } from "./diagnostics";
import type { Habits } from "./habits";
import { IceServers } from "./ice-servers";
import { LocalMedia, mediaState } from "./local-media";
import { Mesh, type Room } from "./mesh";
import { Playback } from "./playback";
import { QualityWatch } from "./quality-watch";
import { Remotes } from "./remotes";
import { ScreenShare } from "./screen-share";

export interface CallOptions {
  /** A RoomStore. */
  room: Room;
  iceServers: RTCIceServer[];
  /** Asks for them anew: their passwords run out, and a session may be long. */
  refreshIceServers?: () => Promise<RTCIceServer[]>;
  /** Only by way of a TURN server, for diagnosis; without it, whether the page's address says `?relay=1`. */
  relayOnly?: boolean;
  /** The tracks of the preview before entering; the call owns them from here on. */
  preview?: MediaStream | null;
  /** What is wanted of the devices, from the preview or from before; changes are noted in it. */
  habits?: Habits;
}

/** After a refusal, in milliseconds. */
const TELL_AGAIN_AFTER = 2_000;
/** Between two looks at how loud the others are, in milliseconds. */
const LEVELS_EVERY = 200;

export class Call extends Observable<CallState> {
  readonly #room: Room;
  readonly #habits: Habits | undefined;
  readonly #ice: IceServers;
  readonly #mesh: Mesh;
  readonly #local: LocalMedia;
  readonly #playback: Playback;
  readonly #remotes: Remotes;
  readonly #screen: ScreenShare;
  readonly #quality: QualityWatch;
  readonly #endings: (() => void)[] = [];
  #soundOn = true;
  #speakerId: string | null = null;
  #soundBlocked = false;
  #silenced: boolean | null = null;
  #yielded: { microphone: boolean; camera: boolean } | null = null;
  #telling = false;
  #begun = false;
  #soundRetried = false;
  #ready = false;
  #closed = false;

  constructor(options: CallOptions) {
    const devices = globalThis.navigator?.mediaDevices as MediaDevices | undefined;
    super(EMPTY);
    this.#room = options.room;
    this.#habits = options.habits;
    const changed = () => this.#update();
    this.#ice = new IceServers({
      servers: options.iceServers,
      relayOnly: options.relayOnly ?? new URLSearchParams(location.search).get("relay") === "1",
      refresh: options.refreshIceServers,
      connections: () => this.connections().values(),
    });
    const connect = () => new RTCPeerConnection(this.#ice.configuration);
    this.#mesh = new Mesh(options.room, connect, changed);
    this.#playback = new Playback((blocked) => {
      this.#soundBlocked = blocked;
      this.#update();
    });
    this.#remotes = new Remotes(this.#mesh, this.#playback);
    this.#local = new LocalMedia({ mesh: this.#mesh, devices, changed });
    this.#screen = new ScreenShare(options.room, this.#mesh, devices, changed);
    const cameraOn = () => this.#local.camera.state === "on";
    this.#quality = new QualityWatch(options.room, this.#mesh, cameraOn, changed);
    if (options.habits) this.#local.prefer(options.habits.wishes);
    if (options.preview) this.#local.adopt(options.preview);
    this.#ready = true;
    this.#endings.push(
      options.room.subscribe(changed),
      everySoOften(changed),
      onNetworkChange(() => this.#mesh.restart()),
    );
    this.#endings.push(exposeDiagnostics(this));
    this.#update();
  }

  /** Asks the browser for permission where needed; the outcome is in `local`. */
  setMicrophone(on: boolean): Promise<void> {
    this.#habits?.note({ microphone: on });
    return this.#local.microphone.turn(on);
  }

  setCamera(on: boolean): Promise<void> {
    this.#habits?.note({ camera: on });
    return this.#local.camera.turn(on);
  }

  chooseMicrophone(deviceId: string): Promise<void> {
    this.#habits?.note({ microphoneId: deviceId });
    return this.#local.microphone.choose(deviceId);
  }

  chooseCamera(deviceId: string): Promise<void> {
    this.#habits?.note({ cameraId: deviceId });
    return this.#local.camera.choose(deviceId);
  }

  /** False when the browser does not let this speaker be used. */
  async chooseSpeaker(deviceId: string): Promise<boolean> {
    try {
      await this.#playback.choose(deviceId);
    } catch {
      return false;
    }
    this.#speakerId = deviceId;
    this.#habits?.note({ speakerId: deviceId });
    this.#update();
    return true;
  }

  setSound(on: boolean): void {
    this.#soundOn = on;
    this.#update();
  }

  setNoiseSuppression(on: boolean): Promise<void> {
    this.#habits?.note({ noiseSuppression: on });
    return this.#local.setNoiseSuppression(on);
  }

  setBackgroundBlur(on: boolean): void {
    this.#habits?.note({ backgroundBlur: on });
    this.#local.background.set(on);
  }

  /** Call from a click. Codes: "share_cancelled", "share_forbidden_by_system", "share_unavailable", "share_failed", or the session's refusal. */
  startShare(): Promise<ShareResult> {
    return this.#screen.start();
  }

  stopShare(): Promise<void> {
    return this.#screen.stop();
  }

  /** Where the audio elements of the others live. Returns what takes them out again. */
  attachAudio(container: HTMLElement): () => void {
    return this.#playback.attach(container);
  }

  /** Call from a click when `soundBlocked`. */
  resumeSound(): Promise<void> {
    return this.#playback.resume();
  }

  /** For diagnosis and tests: the connections as they are, by participant. */
  connections(): ReadonlyMap<string, RTCPeerConnection> {
    return new Map([...this.#mesh.peers()].map(([id, peer]) => [id, peer.connection]));
  }

  /** Stops everything and frees all devices. */
  close(): void {
    this.#closed = true;
    this.#ice.close();
    for (const end of this.#endings) end();
    this.#quality.close();
    this.#screen.close();
    this.#local.close();
    this.#mesh.close();
    this.#playback.close();
  }

  #update(): void {
    // Parts call this while the whole is being made, too.
    if (!this.#ready || this.#closed) return;
    const { session, selfId } = this.#room.getState();
    this.#obeySilencing();
    this.#begin();
    this.#yieldToOther();
    this.#soundByCapture();
    const before = this.getState();
    this.patch({
      local: sameOr(before.local, this.#local.state),
      microphones: this.#local.microphones,
      cameras: this.#local.cameras,
      speakers: this.#local.speakers,
      remote: this.#remotes.update(session, selfId, this.#soundOn, this.#quality.levels),
      screen: sameOr(before.screen, this.#screen.state),
      soundOn: this.#soundOn,
      speakerId: this.#speakerId,
      canChooseSpeaker: Playback.canChooseSpeaker,
      soundBlocked: this.#soundBlocked,
      noiseSuppression: this.#local.noiseSuppression,
      canSuppressNoise: this.#local.canSuppressNoise,
      backgroundBlur: sameOr(before.backgroundBlur, this.#local.background.state),
      quality: this.#quality.level,
      suggestCameraOff: this.#quality.suggestCameraOff,
    });
    void this.#tell();
  }

  /** Once inside, what is wanted goes on without a click; a microphone that a host muted waits for its owner. */
  #begin(): void {
    const { self, connection } = this.#room.getState();
    if (this.#begun || connection !== "live" || self?.status !== "inside") return;
    this.#begun = true;
    const wishes = this.#habits?.wishes;
    if (wishes?.speakerId) void this.chooseSpeaker(wishes.speakerId);
    if (wishes?.microphone && !self.silenced && this.#local.microphone.track === null) {
      void this.#local.microphone.turn(true);
    }
    if (wishes?.camera && this.#local.camera.track === null) void this.#local.camera.turn(true);
  }

  /** Opened elsewhere, this page lets go of the devices; taken back, it goes on as it was. */
  #yieldToOther(): void {
    const { connection } = this.#room.getState();
    const { microphone, camera } = this.#local;
    if (connection === "moved" && this.#yielded === null) {
      this.#yielded = { microphone: microphone.state === "on", camera: camera.state === "on" };
      microphone.close();
      camera.close();
      void this.#screen.stop();
    } else if (connection === "live" && this.#yielded !== null) {
      const before = this.#yielded;
      this.#yielded = null;
      if (before.microphone) void microphone.turn(true);
      if (before.camera) void camera.turn(true);
    }
  }

  /** Browsers let a page be heard that hears or films: what they held back after a reload is tried again then. */
  #soundByCapture(): void {
    const captures = this.#local.microphone.track !== null || this.#local.camera.track !== null;
    if (!captures) this.#soundRetried = false;
    else if (this.#soundBlocked && !this.#soundRetried) {
      this.#soundRetried = true;
      void this.#playback.resume();
    }
  }

  /** A host's mute switches our microphone off; switching it on again is ours alone. */
  #obeySilencing(): void {
    const self = this.#room.getState().self;
    if (self === null) return;
    const before = this.#silenced;
    this.#silenced = self.silenced;
    if (self.silenced && before !== true) void this.#local.microphone.turn(false);
  }

  /** Keeps the session's record of our devices equal to what they do. */
  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (;;) {
        const { self, connection } = this.#room.getState();
        if (this.#closed || connection !== "live" || self?.status !== "inside") return;
        const microphone = mediaState(this.#local.microphone.state);
        const camera = mediaState(this.#local.camera.state);
        const sound = this.#soundOn ? "on" : "off";
        if (self.microphone === microphone && self.camera === camera && self.sound === sound) return;
        const result = await this.#room.send({ type: "set_media", microphone, camera, sound });
        if (result.ok) await this.#caughtUp(result.seq);
        else await new Promise((resolve) => setTimeout(resolve, TELL_AGAIN_AFTER));
      }
    } finally {
      this.#telling = false;
    }
  }

  /** The answer may come before the entry that it speaks of. */
  #caughtUp(seq: number): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        const { session, connection } = this.#room.getState();
        if (session.seq < seq && connection === "live" && !this.#closed) return;
        end();
        resolve();
      };
      const end = this.#room.subscribe(check);
      check();
    });
  }
}

const EMPTY: CallState = {
  local: {
    microphone: "off",
    camera: "off",
    level: 0,
    microphoneId: null,
    cameraId: null,
    microphoneProblem: null,
    cameraProblem: null,
    picture: null,
  },
  microphones: [],
  cameras: [],
  speakers: [],
  remote: {},
  screen: {
    sharing: "no",
    stream: null,
    surface: "unknown",
    blurred: false,
    pointerShown: false,
    available: false,
  },
  soundOn: true,
  speakerId: null,
  canChooseSpeaker: false,
  soundBlocked: false,
  noiseSuppression: true,
  canSuppressNoise: false,
  backgroundBlur: { on: false, loading: false, available: false },
  quality: "good",
  suggestCameraOff: false,
};

/** The old object where nothing in it has changed, so that what watches it stays still. */
function sameOr<T extends object>(before: T, now: T): T {
  const keys = Object.keys(now) as (keyof T)[];
  return keys.every((key) => Object.is(before[key], now[key])) ? before : now;
}

function everySoOften(act: () => void): () => void {
  const timer = setInterval(act, LEVELS_EVERY);
  return () => clearInterval(timer);
}

function onNetworkChange(act: () => void): () => void {
  const network = (navigator as Navigator & { connection?: EventTarget }).connection;
  window.addEventListener("online", act);
  network?.addEventListener?.("change", act);
  return () => {
    window.removeEventListener("online", act);
    network?.removeEventListener?.("change", act);
  };
}
