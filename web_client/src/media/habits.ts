/**
 * Which devices are wanted, and on or off: kept in the tab for a reload, and for advisers in the browser for their
 * next session. What is kept are wishes, never outcomes: a refused camera is still a wanted one.
 */

export interface Wishes {
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly backgroundBlur: boolean;
  readonly noiseSuppression: boolean;
  readonly microphoneId: string | null;
  readonly cameraId: string | null;
  readonly speakerId: string | null;
}

const NOTHING: Wishes = {
  microphone: false,
  camera: false,
  backgroundBlur: false,
  noiseSuppression: true,
  microphoneId: null,
  cameraId: null,
  speakerId: null,
};

const LASTING_KEY = "samen.devices";

export interface HabitsOptions {
  readonly sessionId: string;
  /** Advisers come back every day: what they switch off stays off, and a first time starts with both on. */
  readonly ofOffice: boolean;
  /** What was just chosen in the check before entering; goes before whatever was kept. */
  readonly chosen?: Partial<Wishes>;
}

export class Habits {
  readonly #tabKey: string;
  readonly #lasting: boolean;
  #wishes: Wishes;

  constructor({ sessionId, ofOffice, chosen }: HabitsOptions) {
    this.#tabKey = `${LASTING_KEY}.${sessionId}`;
    this.#lasting = ofOffice;
    const first = ofOffice ? { ...NOTHING, microphone: true, camera: true } : NOTHING;
    const kept = read("session", this.#tabKey) ?? (ofOffice ? read("local", LASTING_KEY) : null);
    this.#wishes = { ...first, ...kept, ...chosen };
    if (chosen) this.#keep();
  }

  get wishes(): Wishes {
    return this.#wishes;
  }

  note(change: Partial<Wishes>): void {
    this.#wishes = { ...this.#wishes, ...change };
    this.#keep();
  }

  #keep(): void {
    const text = JSON.stringify(this.#wishes);
    write("session", this.#tabKey, text);
    if (this.#lasting) write("local", LASTING_KEY, text);
  }
}

type Place = "session" | "local";

// Storage may be switched off; then a reload starts from the beginning.
function read(place: Place, key: string): Partial<Wishes> | null {
  try {
    const text = storage(place).getItem(key);
    return text === null ? null : known(JSON.parse(text));
  } catch {
    return null;
  }
}

function write(place: Place, key: string, text: string): void {
  try {
    storage(place).setItem(key, text);
  } catch {
    // See read().
  }
}

function storage(place: Place): Storage {
  return place === "session" ? window.sessionStorage : window.localStorage;
}

/** Only what has the name and the kind of a wish: an older or a foreign text must not break the room. */
function known(value: unknown): Partial<Wishes> | null {
  if (typeof value !== "object" || value === null) return null;
  const fits = Object.entries(value).filter(([name, wish]) => {
    if (!(name in NOTHING)) return false;
    const kind = typeof NOTHING[name as keyof Wishes];
    return kind === "boolean" ? typeof wish === "boolean" : wish === null || typeof wish === "string";
  });
  return Object.fromEntries(fits) as Partial<Wishes>;
}
