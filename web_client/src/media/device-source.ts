/** One of our own devices, a microphone or a camera: asked for, switched, chosen, lost and found again. */
import type { Device, DeviceProblem, DeviceState } from "./call-state";
import type { Capture } from "./one-question";

export type SourceKind = "microphone" | "camera";

export interface SourceOptions {
  kind: SourceKind;
  /** Undefined on pages that are not served over TLS. */
  devices: Capture | undefined;
  constraints: () => MediaTrackConstraints;
  /** The track, the state or the problem is another one. */
  changed: () => void;
}

export class DeviceSource {
  readonly #options: SourceOptions;
  #state: DeviceState = "off";
  #problem: DeviceProblem | null = null;
  #track: MediaStreamTrack | null = null;
  #chosen: string | null = null;
  #wanted = false;
  #attempt = 0;

  constructor(options: SourceOptions) {
    this.#options = options;
    if (!options.devices?.getUserMedia) this.#fail("insecure");
  }

  get state(): DeviceState {
    return this.#state;
  }

  get problem(): DeviceProblem | null {
    return this.#problem;
  }

  /** The device's own track while it is on. */
  get track(): MediaStreamTrack | null {
    return this.#state === "on" ? this.#track : null;
  }

  /** The device in use, else the one chosen. */
  get deviceId(): string | null {
    return this.#track?.getSettings().deviceId ?? this.#chosen;
  }

  /** Takes over a track that the preview has opened already. */
  adopt(track: MediaStreamTrack): void {
    if (track.readyState !== "live") return;
    this.#release();
    this.#wanted = track.enabled;
    this.#hold(track);
    this.#become(track.enabled ? "on" : "off", null);
    if (!track.enabled && this.#options.kind === "camera") this.#release();
  }

  async turn(on: boolean): Promise<void> {
    this.#wanted = on;
    if (on) await this.#turnOn();
    else this.#turnOff();
  }

  /** Uses this device from now on; when it is off, from the next time. */
  async choose(deviceId: string): Promise<void> {
    this.#chosen = deviceId;
    if (this.#wanted) await this.#open();
    else {
      this.#release();
      this.#options.changed();
    }
  }

  /** Opens the device anew, with the constraints of now. */
  async reopen(): Promise<void> {
    if (this.#wanted) await this.#open();
    else this.#release();
  }

  /** What is plugged in has changed, or the browser may tell more about it. */
  present(devices: readonly Device[]): void {
    if (this.#problem === "insecure") return;
    if (devices.length === 0 && this.#track === null && this.#state === "off") this.#fail("not_found");
    else if (devices.length > 0 && (this.#problem === "not_found" || this.#problem === "unplugged")) {
      if (this.#state === "none") this.#become("off", null);
    }
  }

  /** The person has changed the browser's permission. */
  permitted(state: PermissionState): void {
    if (state !== "denied" && this.#state === "denied") this.#become("off", null);
    else if (state === "denied" && this.#track === null && this.#problem !== "insecure") {
      // Nobody asked for it here: that is no trouble yet, only something a button can say.
      this.#become("denied", this.#wanted || this.#problem === "denied" ? "denied" : null);
    }
  }

  /** Switches off, and lets go of the device altogether. */
  close(): void {
    this.#turnOff();
    this.#wanted = false;
    this.#release();
  }

  async #turnOn(): Promise<void> {
    if (this.#track?.readyState === "live") {
      this.#track.enabled = true;
      this.#become("on", null);
    } else await this.#open();
  }

  #turnOff(): void {
    this.#attempt += 1;
    // A microphone stays open, silent, so that it is back within the first syllable; a camera's light must go out.
    if (this.#track && this.#options.kind === "microphone") this.#track.enabled = false;
    else this.#release();
    if (this.#state === "on" || this.#state === "starting") this.#become("off", null);
  }

  async #open(): Promise<void> {
    const { devices } = this.#options;
    if (!devices?.getUserMedia) return this.#fail("insecure");
    const attempt = ++this.#attempt;
    this.#become("starting", null);
    let track: MediaStreamTrack | undefined;
    let problem: DeviceProblem = "failed";
    try {
      track = await this.#ask(devices);
    } catch (error) {
      problem = problemOf(error);
    }
    if (attempt !== this.#attempt) {
      // Switched off, or another device chosen, while the browser was asking.
      track?.stop();
      return;
    }
    this.#release();
    if (!track) return this.#fail(problem);
    this.#hold(track);
    this.#become("on", null);
  }

  async #ask(devices: Capture): Promise<MediaStreamTrack | undefined> {
    const chosen = this.#chosen;
    if (chosen !== null) {
      try {
        return await this.#capture(devices, { deviceId: { exact: chosen } });
      } catch (error) {
        // The chosen one is not there any more: any other is better than none.
        if (!["OverconstrainedError", "NotFoundError"].includes(nameOf(error))) throw error;
        this.#chosen = null;
      }
    }
    return this.#capture(devices, {});
  }

  async #capture(devices: Capture, choice: MediaTrackConstraints): Promise<MediaStreamTrack | undefined> {
    const constraints = { ...this.#options.constraints(), ...choice };
    const audio = this.#options.kind === "microphone";
    const stream = await devices.getUserMedia(audio ? { audio: constraints } : { video: constraints });
    return stream.getTracks()[0];
  }

  #hold(track: MediaStreamTrack): void {
    this.#track = track;
    track.onended = () => {
      if (this.#track === track) void this.#lost();
    };
  }

  /** Unplugged, or taken away by the system: another device takes over, if there is one. */
  async #lost(): Promise<void> {
    this.#track = null;
    this.#chosen = null;
    if (!this.#wanted) return this.#options.changed();
    await this.#open();
    if (this.#state === "none") this.#become("none", "unplugged");
  }

  #fail(problem: DeviceProblem): void {
    this.#wanted = false;
    const state =
      problem === "denied" ? "denied" : problem === "in_use" || problem === "failed" ? "off" : "none";
    this.#become(state, problem);
  }

  #release(): void {
    if (!this.#track) return;
    this.#track.onended = null;
    this.#track.stop();
    this.#track = null;
  }

  #become(state: DeviceState, problem: DeviceProblem | null): void {
    this.#state = state;
    this.#problem = problem;
    this.#options.changed();
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

/** What a failed getUserMedia means for the person; the names are those of the W3C's Media Capture, 10.2. */
export function problemOf(error: unknown): DeviceProblem {
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "not_found";
    case "NotReadableError":
    case "AbortError":
      return "in_use";
    default:
      return "failed";
  }
}
