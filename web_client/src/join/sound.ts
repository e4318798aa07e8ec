/** The microphone's level, and a tone for the speakers. */

let shared: AudioContext | undefined;

function context(): AudioContext | undefined {
  if (typeof AudioContext === "undefined") return undefined;
  shared ??= new AudioContext();
  // Browsers hold it until somebody has clicked; a running microphone usually counts too.
  if (shared.state === "suspended") void shared.resume();
  return shared;
}

/** Closes what this page opened; the room has a context of its own. */
export async function closeSound(): Promise<void> {
  const closing = shared;
  shared = undefined;
  await closing?.close();
}

const LEVELS_PER_SECOND = 15;

/** Calls back with a level from 0 to 1 until stopped. */
export function watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const audio = context();
  if (audio === undefined) return () => undefined;
  const source = audio.createMediaStreamSource(new MediaStream([track]));
  const analyser = audio.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    if (audio.state === "suspended") void audio.resume();
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
    // -60 dB is a quiet room, -15 dB somebody who speaks up.
    onLevel(Math.min(1, Math.max(0, (decibels + 60) / 45)));
  }, 1000 / LEVELS_PER_SECOND);
  return () => {
    window.clearInterval(timer);
    source.disconnect();
  };
}

type WithSink<Target> = Target & { setSinkId?: (id: string) => Promise<void> };

/** Whether this browser lets a page choose the speaker. */
export function speakersCanBeChosen(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** Three soft notes from the chosen speaker; resolves when they are over. */
export async function playTone(speakerId: string): Promise<void> {
  const audio = context();
  if (audio === undefined) return;
  const player = new Audio() as WithSink<HTMLAudioElement>;
  const chosen = speakerId !== "" && player.setSinkId !== undefined;
  const route = chosen ? audio.createMediaStreamDestination() : undefined;
  if (route && player.setSinkId) {
    player.srcObject = route.stream;
    await player.setSinkId(speakerId);
    await player.play();
  }
  const volume = audio.createGain();
  volume.connect(route ?? audio.destination);
  const start = audio.currentTime + 0.05;
  volume.gain.setValueAtTime(0, start);
  const notes = [523.25, 659.25, 783.99];
  notes.forEach((frequency, index) => {
    const at = start + index * 0.32;
    const note = audio.createOscillator();
    note.type = "sine";
    note.frequency.value = frequency;
    note.connect(volume);
    volume.gain.linearRampToValueAtTime(0.22, at + 0.04);
    volume.gain.linearRampToValueAtTime(0, at + 0.3);
    note.start(at);
    note.stop(at + 0.31);
  });
  await new Promise((resolve) => window.setTimeout(resolve, notes.length * 320 + 150));
  player.pause();
  player.srcObject = null;
  volume.disconnect();
}
