/** The browser's devices for tests: what is plugged in, who may use it, and tracks that can end. */

export class FakeMediaTrack extends EventTarget {
  readonly kind: string;
  readonly label: string;
  enabled = true;
  readyState: "live" | "ended" = "live";
  onended: (() => void) | null = null;
  contentHint = "";
  readonly applied: MediaTrackConstraints[] = [];
  readonly #settings: MediaTrackSettings;

  constructor(kind: string, settings: MediaTrackSettings = {}) {
    super();
    this.kind = kind;
    this.label = settings.deviceId ?? kind;
    this.#settings = settings;
  }

  getSettings(): MediaTrackSettings {
    return this.#settings;
  }

  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.applied.push(constraints);
  }

  stop(): void {
    this.readyState = "ended";
  }

  /** Pulled out, or stopped from the browser's own bar. */
  end(): void {
    this.readyState = "ended";
    this.onended?.();
  }
}

export class FakeDevices {
  /** Ids of what is plugged in, the default one first. */
  plugged: string[];
  /** When set, what getUserMedia fails with. */
  error: string | null = null;
  readonly opened: FakeMediaTrack[] = [];
  readonly asked: MediaStreamConstraints[] = [];
  #held: (() => void)[] | null = null;

  constructor(...plugged: string[]) {
    this.plugged = plugged;
  }

  /** The browser asks the person, who takes a while. */
  hold(): void {
    this.#held = [];
  }

  letGo(): void {
    for (const go of this.#held ?? []) go();
    this.#held = null;
  }

  async getUserMedia(constraints: MediaStreamConstraints) {
    this.asked.push(constraints);
    if (this.#held) await new Promise<void>((resolve) => this.#held?.push(resolve));
    if (this.error) throw new DOMException("", this.error);
    const kind = constraints.audio ? "audio" : "video";
    const wish = (constraints.audio || constraints.video) as MediaTrackConstraints;
    const exact = (wish.deviceId as ConstrainDOMStringParameters | undefined)?.exact as string | undefined;
    const deviceId = exact ?? this.plugged[0];
    if (deviceId === undefined) throw new DOMException("", "NotFoundError");
    if (!this.plugged.includes(deviceId)) throw new DOMException("", "OverconstrainedError");
    const track = new FakeMediaTrack(kind, { deviceId });
    this.opened.push(track);
    return { getTracks: () => [track] };
  }

  get asBrowser(): MediaDevices {
    return this as unknown as MediaDevices;
  }
}
