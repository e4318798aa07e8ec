/** The plain WebSocket beside Socket.IO: pointers, and a heartbeat that notices an outage within two seconds. */
import type { Pointer, Received } from "./signals";

/** Milliseconds without the server's beat (one every 600) after which the connection counts as lost. */
export const SILENCE = 1_800;
/** A timer this late means that the page itself stood still (asleep, blocked), with beats still waiting to be read. */
const STOOD_STILL = 1_000;
const GRACE = 300;

export interface FastLaneEvents {
  /** The first beat has come: from now on silence means an outage. */
  beating(): void;
  pointer(pointer: Received<Pointer>): void;
  /** The server's beat has stopped. */
  silent(): void;
  /** Closed by the other side, or never opened. */
  closed(): void;
}

export class FastLane {
  readonly #socket: WebSocket;
  readonly #events: FastLaneEvents;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beating = false;
  #over = false;

  constructor(address: string, hello: { ticket: string; instance: string }, events: FastLaneEvents) {
    this.#events = events;
    this.#socket = new WebSocket(address);
    this.#socket.addEventListener("open", () => this.#socket.send(JSON.stringify(hello)));
    this.#socket.addEventListener("message", ({ data }) => this.#read(data));
    this.#socket.addEventListener("close", () => {
      if (this.#over) return;
      this.close();
      this.#events.closed();
    });
  }

  pointer({ x, y, visible }: Pointer): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    // A pointer that cannot leave now is out of date by the time it could.
    if (this.#socket.bufferedAmount > 4_096 && visible) return;
    this.#socket.send(JSON.stringify({ type: "pointer", x, y, visible }));
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  #read(data: unknown): void {
    if (this.#over || typeof data !== "string") return;
    const message = JSON.parse(data) as { type: "beat" } | Received<Pointer>;
    if (message.type === "beat") this.#beat();
    else if (message.type === "pointer") this.#events.pointer(message);
  }

  #beat(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('{"type":"beat"}');
    this.#expect(SILENCE, true);
    if (!this.#beating) {
      this.#beating = true;
      this.#events.beating();
    }
  }

  #expect(within: number, mayStandStill: boolean): void {
    clearTimeout(this.#timer);
    const due = performance.now() + within;
    this.#timer = setTimeout(() => {
      if (mayStandStill && performance.now() - due > STOOD_STILL) {
        this.#expect(GRACE, false);
        return;
      }
      this.close();
      this.#events.silent();
    }, within);
  }
}
