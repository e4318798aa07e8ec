/** Measures all connections every two seconds, and tells the others how well we are connected. */
import type { QualityLevel } from "../protocol/limits";
import type { Mesh, Room } from "./mesh";
import { Gauge, levelOf, type Measurement, worst } from "./quality";

/** In milliseconds. */
const EVERY = 2_000;
const TELL_AT_LEAST_EVERY = 10_000;
/** So many measurements in a row must be weak before we suggest anything. */
const WEAK_FOR = 3;

export class QualityWatch {
  readonly #room: Room;
  readonly #mesh: Mesh;
  readonly #cameraOn: () => boolean;
  readonly #changed: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #gauges = new WeakMap<RTCPeerConnection, Gauge>();
  readonly levels = new Map<string, QualityLevel>();
  level: QualityLevel = "good";
  suggestCameraOff = false;
  #weakFor = 0;
  #told: { level: QualityLevel; at: number } | null = null;

  constructor(room: Room, mesh: Mesh, cameraOn: () => boolean, changed: () => void) {
    this.#room = room;
    this.#mesh = mesh;
    this.#cameraOn = cameraOn;
    this.#changed = changed;
    this.#timer = setInterval(() => void this.#measure(), EVERY);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #measure(): Promise<void> {
    const { session, connection } = this.#room.getState();
    const measured: Measurement[] = [];
    this.levels.clear();
    for (const [id, peer] of this.#mesh.peers()) {
      // Who is away, or has only just come, says nothing about our own line.
      if (!peer.everConnected || session.participants[id]?.instance == null) continue;
      const gauge = this.#gauges.get(peer.connection) ?? new Gauge();
      this.#gauges.set(peer.connection, gauge);
      try {
        const one = await gauge.measure(peer.connection);
        measured.push(one);
        this.levels.set(id, levelOf(one));
      } catch {
        // Closed while it was being measured.
      }
    }
    const { level, roundTrip, loss } = worst(measured);
    this.level = connection === "live" ? level : "bad";
    this.#weakFor = this.level === "good" || !this.#cameraOn() ? 0 : this.#weakFor + 1;
    this.suggestCameraOff = this.#weakFor >= WEAK_FOR;
    this.#changed();
    if (measured.length === 0 || connection !== "live") return;
    const now = Date.now();
    if (this.#told?.level === level && now - this.#told.at < TELL_AT_LEAST_EVERY) return;
    this.#told = { level, at: now };
    void this.#room.signal({ type: "quality", level, round_trip: roundTrip, loss });
  }
}
