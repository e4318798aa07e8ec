/** How loud our own microphone is, ten times a second. */

const EVERY = 100;
const SAMPLES = 512;

export class LevelMeter {
  readonly #told: (level: number) => void;
  #context: AudioContext | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #track: MediaStreamTrack | null = null;

  /** `told` hears levels from 0 to 1. */
  constructor(told: (level: number) => void) {
    this.#told = told;
  }

  measure(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#source?.disconnect();
    this.#source = null;
    clearInterval(this.#timer);
    this.#told(0);
    if (!track || typeof AudioContext === "undefined") return;
    this.#context ??= new AudioContext();
    const analyser = new AnalyserNode(this.#context, { fftSize: SAMPLES });
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(analyser);
    const samples = new Float32Array(SAMPLES);
    this.#timer = setInterval(() => {
      // Browsers keep it suspended until the person has done something in the page, or a device is in use.
      if (this.#context?.state === "suspended") void this.#context.resume().catch(() => {});
      analyser.getFloatTimeDomainData(samples);
      this.#told(track.enabled ? loudness(samples) : 0);
    }, EVERY);
  }

  close(): void {
    this.measure(null);
    void this.#context?.close().catch(() => {});
    this.#context = null;
  }
}

/** From 0 to 1, in steps that people hear as equal: -60 dB is 0, full scale is 1. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return fromRms(Math.sqrt(sum / samples.length));
}

export function fromRms(rms: number): number {
  if (rms <= 0.001) return 0;
  return Math.min(1, 1 + Math.log10(rms) / 3);
}
