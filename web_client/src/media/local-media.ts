/** Our own microphone and camera, and what of them goes to the others. */

import type { MediaState } from "../protocol/limits";
import { BackgroundBlur } from "./background-blur";
import type { Device, DeviceState, LocalState } from "./call-state";
import { DeviceSource } from "./device-source";
import { DeviceWatch } from "./devices";
import type { Wishes } from "./habits";
import { LevelMeter } from "./levels";
import type { Mesh } from "./mesh";
import { oneQuestion } from "./one-question";

export interface LocalOptions {
  mesh: Mesh;
  devices: MediaDevices | undefined;
  changed: () => void;
}

const NO_DEVICES: readonly Device[] = [];

export class LocalMedia {
  readonly #mesh: Mesh;
  readonly #devices: MediaDevices | undefined;
  readonly #changed: () => void;
  readonly #watch: DeviceWatch;
  readonly #meter: LevelMeter;
  readonly microphone: DeviceSource;
  readonly camera: DeviceSource;
  readonly background: BackgroundBlur;
  microphones = NO_DEVICES;
  cameras = NO_DEVICES;
  speakers = NO_DEVICES;
  #noiseSuppression = true;
  #level = 0;
  #picture: MediaStream | null = null;
  #voiceSent: MediaStreamTrack | null = null;
  #pictureWork: Promise<void> = Promise.resolve();
  #pictureOf: { source: MediaStreamTrack | null; blurred: boolean } = { source: null, blurred: false };
  #closed = false;

  constructor({ mesh, devices, changed }: LocalOptions) {
    this.#mesh = mesh;
    this.#devices = devices;
    this.#changed = changed;
    this.#meter = new LevelMeter((level) => {
      if (Math.abs(level - this.#level) < 0.02 && level !== 0) return;
      this.#level = level;
      this.#changed();
    });
    const follow = () => this.#follow();
    const asked = typeof devices?.getUserMedia === "function" ? oneQuestion(devices) : undefined;
    this.background = new BackgroundBlur(follow);
    this.microphone = new DeviceSource({
      kind: "microphone",
      devices: asked,
      constraints: () => this.#audioConstraints(),
      changed: follow,
    });
    this.camera = new DeviceSource({
      kind: "camera",
      devices: asked,
      constraints: () => ({
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 24, max: 30 },
      }),
      changed: follow,
    });
    this.#watch = new DeviceWatch(devices, {
      lists: (lists) => {
        Object.assign(this, lists);
        this.microphone.present(lists.microphones);
        this.camera.present(lists.cameras);
        this.#changed();
      },
      permission: (kind, state) => this[kind].permitted(state),
    });
  }

  get state(): LocalState {
    return {
      microphone: this.microphone.state,
      camera: this.camera.state,
      level: this.#level,
      microphoneId: this.microphone.deviceId,
      cameraId: this.camera.deviceId,
      microphoneProblem: this.microphone.problem,
      cameraProblem: this.camera.problem,
      picture: this.#picture,
    };
  }

  get noiseSuppression(): boolean {
    return this.#noiseSuppression;
  }

  get canSuppressNoise(): boolean {
    return this.#devices?.getSupportedConstraints?.().noiseSuppression === true;
  }

  /** Before anything is opened: which devices, and how. */
  prefer(wishes: Wishes): void {
    this.#noiseSuppression = wishes.noiseSuppression;
    if (wishes.backgroundBlur) this.background.set(true);
    if (wishes.microphoneId) void this.microphone.choose(wishes.microphoneId);
    if (wishes.cameraId) void this.camera.choose(wishes.cameraId);
  }

  /** Goes on with the tracks of the preview before entering. */
  adopt(preview: MediaStream): void {
    const [voice] = preview.getAudioTracks();
    const [picture] = preview.getVideoTracks();
    if (voice) this.microphone.adopt(voice);
    if (picture) this.camera.adopt(picture);
  }

  async setNoiseSuppression(on: boolean): Promise<void> {
    this.#noiseSuppression = on;
    this.#changed();
    const track = this.microphone.track;
    if (!track) return;
    await track.applyConstraints(this.#audioConstraints()).catch(() => {});
    // Some browsers accept the wish and go on as before, unless the microphone is opened anew.
    if (track.getSettings().noiseSuppression !== on) await this.microphone.reopen();
  }

  close(): void {
    this.#closed = true;
    this.#watch.close();
    this.microphone.close();
    this.camera.close();
    this.background.close();
    this.#meter.close();
  }

  #audioConstraints(): MediaTrackConstraints {
    return { echoCancellation: true, autoGainControl: true, noiseSuppression: this.#noiseSuppression };
  }

  /** Brings what leaves in line with what is on. */
  #follow(): void {
    // The sources call this while they are being made.
    if (this.#closed || !this.camera || !this.#watch) return;
    const voice = this.microphone.track;
    if (voice !== this.#voiceSent) {
      this.#voiceSent = voice;
      this.#meter.measure(voice);
      void this.#mesh.setTrack("microphone", voice);
      void this.#watch.refresh();
    }
    const source = this.camera.track;
    const blurred = this.background.state.on;
    if (source !== this.#pictureOf.source || blurred !== this.#pictureOf.blurred) {
      this.#pictureOf = { source, blurred };
      this.#pictureWork = this.#pictureWork.then(() => this.#sendPicture());
      void this.#watch.refresh();
    }
    this.#changed();
  }

  async #sendPicture(): Promise<void> {
    if (this.#closed) return;
    const source = this.camera.track;
    const before = this.#mesh.outgoing.tracks.camera;
    // Another camera that is to be blurred shows nothing until it is; one that was seen sharp goes on meanwhile.
    if (
      source === null ||
      before?.readyState === "ended" ||
      (this.background.state.on && before !== source)
    ) {
      if (before !== null) await this.#show(null);
    }
    const track = await this.background.through(source);
    if (this.#closed || source !== this.camera.track) return;
    if (track === null && source !== null && before !== source) {
      // It cannot be blurred here, and was never shown otherwise: better off than sharp against the wish.
      await this.#show(null);
      await this.camera.turn(false);
    } else await this.#show(track ?? source);
  }

  async #show(track: MediaStreamTrack | null): Promise<void> {
    this.#picture = track ? new MediaStream([track]) : null;
    this.#changed();
    await this.#mesh.setTrack("camera", track);
  }
}

/** How the session is told of a device. */
export function mediaState(state: DeviceState): MediaState {
  if (state === "on" || state === "off") return state;
  return state === "starting" ? "off" : "none";
}
