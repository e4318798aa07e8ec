/** Camera and microphone before joining: choosing, switching, losing them. Without a framework. */

export type Input = "microphone" | "camera";

/** `none`: there is no such device, or it may not be used. */
export type InputState = "starting" | "on" | "off" | "none";

/** Why an input is missing, as far as the person can do something about it. */
export type Obstacle = "denied" | "in_use" | "insecure";

export interface Device {
  readonly id: string;
  /** Empty as long as the browser hides names (before permission). */
  readonly label: string;
}

export interface PreviewState {
  readonly microphone: InputState;
  readonly camera: InputState;
  readonly obstacle: Obstacle | null;
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
  readonly microphoneId: string;
  readonly cameraId: string;
  /** Changes whenever a track came or went, so that previews and meters follow. */
  readonly tracks: number;
}

const KINDS = { microphone: "audio", camera: "video" } as const;

function constraint(input: Input, id: string): MediaTrackConstraints {
  const device = id === "" ? {} : { deviceId: { exact: id } };
  return input === "camera"
    ? { width: { ideal: 1280 }, height: { ideal: 720 }, ...(id === "" ? { facingMode: "user" } : device) }
    : { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device };
}

function nameOf(error: unknown): string {
  return error instanceof DOMException || error instanceof Error ? error.name : "";
}

function obstacleOf(error: unknown): Obstacle | null {
  const name = nameOf(error);
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "in_use";
  return null;
}

export class Preview {
  /** Always the same stream; its tracks come and go. Handed over to the room at the end. */
  readonly stream = new MediaStream();
  #state: PreviewState = {
    microphone: "starting",
    camera: "starting",
    obstacle: null,
    microphones: [],
    cameras: [],
    speakers: [],
    microphoneId: "",
    cameraId: "",
    tracks: 0,
  };
  readonly #listeners = new Set<() => void>();
  #released = false;
  readonly #onDevices = () => void this.#listDevices();

  get state(): PreviewState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Asks for both, and takes what there is: one prompt where possible. Also the answer to "try again". */
  async start(): Promise<void> {
    this.#set({ microphone: "starting", camera: "starting", obstacle: null });
    const media = navigator.mediaDevices as MediaDevices | undefined;
    if (!media?.getUserMedia) {
      this.#set({ microphone: "none", camera: "none", obstacle: "insecure" });
      return;
    }
    media.addEventListener("devicechange", this.#onDevices);
    try {
      const both = await media.getUserMedia({
        audio: constraint("microphone", this.#state.microphoneId),
        video: constraint("camera", this.#state.cameraId),
      });
      for (const track of both.getTracks()) this.#adopt(track);
    } catch (error) {
      await this.#startAlone("microphone", error);
      await this.#startAlone("camera", error);
    }
    await this.#listDevices();
  }

  async choose(input: Input, id: string): Promise<void> {
    this.#set(input === "camera" ? { cameraId: id } : { microphoneId: id });
    if (this.#state[input] !== "off") await this.#open(input);
  }

  /** Off means off: the camera's light goes out, the microphone hears nothing. */
  async toggle(input: Input): Promise<void> {
    if (this.#state[input] === "on") {
      this.#drop(input);
      this.#set({ [input]: "off" });
    } else if (this.#state[input] === "off" || this.#state[input] === "none") {
      await this.#open(input);
    }
  }

  track(input: Input): MediaStreamTrack | undefined {
    return this.stream.getTracks().find((track) => track.kind === KINDS[input]);
  }

  /** The page goes on without this preview: everything stops, unless the stream lives on elsewhere. */
  release(): void {
    if (this.#released) return;
    this.letGo();
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** The stream lives on in other hands; from here on nothing touches its tracks. */
  letGo(): void {
    this.#released = true;
    this.#listeners.clear();
    navigator.mediaDevices?.removeEventListener("devicechange", this.#onDevices);
  }

  async #startAlone(input: Input, first: unknown): Promise<void> {
    // After a "no" asking again would only nag, except for what was allowed earlier.
    if (obstacleOf(first) === "denied" && !(await this.#granted(input))) {
      this.#set({ [input]: "none", obstacle: "denied" });
      return;
    }
    await this.#open(input);
  }

  async #granted(input: Input): Promise<boolean> {
    try {
      const status = await navigator.permissions.query({ name: input as PermissionName });
      return status.state === "granted";
    } catch {
      // Firefox does not know these names.
      return false;
    }
  }

  async #open(input: Input): Promise<void> {
    this.#drop(input);
    this.#set({ [input]: "starting" });
    const id = input === "camera" ? this.#state.cameraId : this.#state.microphoneId;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [KINDS[input]]: constraint(input, id) });
      for (const track of stream.getTracks()) this.#adopt(track);
      const both = this.#state.camera !== "none" && this.#state.microphone !== "none";
      if (both) this.#set({ obstacle: null });
    } catch (error) {
      this.#set({ [input]: "none", obstacle: obstacleOf(error) ?? this.#state.obstacle });
    }
    await this.#listDevices();
  }

  #adopt(track: MediaStreamTrack): void {
    if (this.#released) {
      track.stop();
      return;
    }
    const input: Input = track.kind === "video" ? "camera" : "microphone";
    this.#drop(input);
    this.stream.addTrack(track);
    // Fires when the device is pulled out, not when we stop it ourselves.
    track.addEventListener("ended", () => {
      if (this.track(input) !== track) return;
      this.stream.removeTrack(track);
      this.#set({ [input]: "none", tracks: this.#state.tracks + 1 });
    });
    const id = track.getSettings().deviceId ?? "";
    this.#set({
      [input]: "on",
      tracks: this.#state.tracks + 1,
      ...(input === "camera" ? { cameraId: id } : { microphoneId: id }),
    });
  }

  #drop(input: Input): void {
    const track = this.track(input);
    if (track === undefined) return;
    this.stream.removeTrack(track);
    track.stop();
    this.#set({ tracks: this.#state.tracks + 1 });
  }

  async #listDevices(): Promise<void> {
    let found: MediaDeviceInfo[];
    try {
      found = await navigator.mediaDevices.enumerateDevices();
    } catch {
      return;
    }
    const of = (kind: MediaDeviceKind): Device[] =>
      found
        .filter((device) => device.kind === kind && device.deviceId !== "")
        .map((device) => ({ id: device.deviceId, label: device.label }));
    this.#set({ microphones: of("audioinput"), cameras: of("videoinput"), speakers: of("audiooutput") });
  }

  #set(change: Partial<PreviewState>): void {
    if (this.#released) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
