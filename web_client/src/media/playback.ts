/** Plays what the others say, through the chosen speaker, and never what may not be heard. */

interface Voice {
  element: HTMLAudioElement;
  track: MediaStreamTrack | null;
}

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
    if (voice.track === track) return;
    voice.track = track;
    voice.element.srcObject = track ? new MediaStream([track]) : null;
    if (track) void this.#play(voice.element);
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

  /** Call from a click: browsers then let go what they held back. */
  async resume(): Promise<void> {
    this.#blocked(false);
    await Promise.all([...this.#voices.values()].map(({ element }) => this.#play(element)));
  }

  close(): void {
    this.keep(new Set());
  }

  #make(participantId: string): Voice {
    const element = document.createElement("audio");
    element.autoplay = true;
    element.dataset.participant = participantId;
    const voice: Voice = { element, track: null };
    this.#voices.set(participantId, voice);
    this.#container?.append(element);
    // A speaker that went away meanwhile: the system's own choice is as good.
    if (this.#speakerId !== null) void sendTo(element, this.#speakerId).catch(() => {});
    return voice;
  }

  async #play(element: HTMLAudioElement): Promise<void> {
    if (element.srcObject === null) return;
    try {
      await element.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.#blocked(true);
    }
  }
}

async function sendTo(element: HTMLAudioElement, speakerId: string): Promise<void> {
  if (Playback.canChooseSpeaker) await element.setSinkId(speakerId);
}
