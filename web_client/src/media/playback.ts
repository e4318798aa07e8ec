/** Plays what the others say, through the chosen speaker, and never what may not be heard. */

interface Voice {
  element: HTMLAudioElement;
  track: MediaStreamTrack | null;
  /** The browser has held it back. */
  held: boolean;
}

/** What browsers take for a person's consent to sound. */
const GESTURES = ["pointerup", "keydown"] as const;

export class Playback {
  readonly #voices = new Map<string, Voice>();
  readonly #blocked: (blocked: boolean) => void;
  #container: HTMLElement | null = null;
  #speakerId: string | null = null;

  /** `blocked` hears whether the browser holds back sound until the person has done something. */
  constructor(blocked: (blocked: boolean) => void) {
    this.#blocked = blocked;
  }

  static get canChooseSpeaker(): boolean {
    return typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;
  }

  /** Where the audio elements live in the page; without it they play unattached. */
  attach(container: HTMLElement): () => void {
    this.#container = container;
    for (const { element } of this.#voices.values()) container.append(element);
    return () => {
      if (this.#container === container) this.#container = null;
      for (const { element } of this.#voices.values()) element.remove();
    };
  }

  /** `audible` false: nothing of it is heard, whatever arrives. */
  set(participantId: string, track: MediaStreamTrack | null, audible: boolean): void {
    const voice = this.#voices.get(participantId) ?? this.#make(participantId);
    voice.element.muted = !audible;
    if (voice.track !== track) {
      voice.track = track;
      voice.held = false;
      voice.element.srcObject = track ? new MediaStream([track]) : null;
    }
    // Not before there is something to hear: a browser that holds back sound would be asked in vain.
    if (audible && voice.element.paused && !voice.held) void this.#play(voice);
  }

  /** Forgets everybody who is not among these. */
  keep(participantIds: ReadonlySet<string>): void {
    for (const [id, { element }] of this.#voices) {
      if (participantIds.has(id)) continue;
      element.srcObject = null;
      element.remove();
      this.#voices.delete(id);
    }
  }

  /** Rejects when the browser does not let this speaker be used. */
  async choose(speakerId: string): Promise<void> {
    await Promise.all([...this.#voices.values()].map(({ element }) => sendTo(element, speakerId)));
    this.#speakerId = speakerId;
  }

  /** Call from a click: browsers then let go what they held back. Any other click or key does as well. */
  readonly resume = async (): Promise<void> => {
    this.#awaitGesture(false);
    this.#blocked(false);
    const held = [...this.#voices.values()].filter((voice) => voice.held);
    await Promise.all(held.map((voice) => this.#play(voice)));
  };

  close(): void {
    this.#awaitGesture(false);
    this.keep(new Set());
  }

  readonly #onGesture = () => void this.resume();

  #awaitGesture(wait: boolean): void {
    for (const gesture of GESTURES) {
      if (wait) window.addEventListener(gesture, this.#onGesture);
      else window.removeEventListener(gesture, this.#onGesture);
    }
  }

  #make(participantId: string): Voice {
    const element = document.createElement("audio");
    element.dataset.participant = participantId;
    const voice: Voice = { element, track: null, held: false };
    this.#voices.set(participantId, voice);
    this.#container?.append(element);
    // A speaker that went away meanwhile: the system's own choice is as good.
    if (this.#speakerId !== null) void sendTo(element, this.#speakerId).catch(() => {});
    return voice;
  }

  async #play(voice: Voice): Promise<void> {
    if (voice.track === null) return;
    voice.held = false;
    try {
      await voice.element.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      voice.held = true;
      this.#awaitGesture(true);
      this.#blocked(true);
    }
  }
}

async function sendTo(element: HTMLAudioElement, speakerId: string): Promise<void> {
  if (Playback.canChooseSpeaker) await element.setSinkId(speakerId);
}
