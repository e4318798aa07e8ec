/** The connection to a shared page: says hello, comes back by itself, and hands on what arrives. */
import type { PageHello, PageMessage, PageRequest } from "./page";

/** In milliseconds. Doubled after every failure, up to the last. */
const AGAIN = { first: 200, most: 5_000 } as const;
/** From the first attempt to the server's word that it knows us. */
const OPEN_WITHIN = 8_000;
/** Bytes that may wait to be sent before movements are dropped: what arrives late is worth nothing. */
const CROWDED = 32_768;

/** Why the server closed the lane; anything else means "try again". */
export const CLOSED = {
  ticketUnknown: 4401,
  noPage: 4404,
  moved: 4409,
  sessionEnded: 4410,
} as const;

/** `moved`: the same participant looks from another place. `refused`: trying again does not help. */
export type LaneStatus = "connecting" | "live" | "lost" | "moved" | "refused" | "closed";

export interface PageLaneEvents {
  status(status: LaneStatus, code: string | null): void;
  message(message: PageMessage): void;
  frame(data: ArrayBuffer): void;
}

export interface PageLaneOptions {
  readonly address: string;
  /** Asked anew for every attempt: the stage may have changed meanwhile. */
  readonly hello: () => PageHello;
  readonly events: PageLaneEvents;
}

export class PageLane {
  readonly #options: PageLaneOptions;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait: number = AGAIN.first;
  #status: LaneStatus = "closed";

  constructor(options: PageLaneOptions) {
    this.#options = options;
  }

  get status(): LaneStatus {
    return this.#status;
  }

  open(): void {
    if (this.#status === "live" || this.#status === "connecting") return;
    this.#tell(this.#status === "lost" ? "lost" : "connecting", null);
    this.#connect();
  }

  /** Now, not after the wait: the network is back, or the room has just come back itself. */
  hurry(): void {
    if (this.#status !== "lost") return;
    this.#wait = AGAIN.first;
    this.#connect();
  }

  /** The line is known to be broken although nothing has been heard of it: start anew. */
  renew(): void {
    if (this.#status === "closed" || this.#status === "refused" || this.#status === "moved") return;
    this.#tell("lost", null);
    this.#wait = AGAIN.first;
    this.#connect();
  }

  /** False when it could not be sent: what people do must not be kept for later. */
  send(request: PageRequest): boolean {
    const socket = this.#socket;
    if (socket === null || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(request));
    return true;
  }

  /** Whether the line is so full that what is sent now would arrive too late. */
  get crowded(): boolean {
    return (this.#socket?.bufferedAmount ?? 0) > CROWDED;
  }

  close(): void {
    this.#drop();
    this.#tell("closed", null);
  }

  #connect(): void {
    this.#drop();
    const socket = new WebSocket(this.#options.address);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#failed(socket), OPEN_WITHIN);
    socket.addEventListener("open", () => {
      if (socket === this.#socket) socket.send(JSON.stringify({ type: "hello", ...this.#options.hello() }));
    });
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.#read(socket, data));
    socket.addEventListener("close", ({ code }) => this.#closed(socket, code));
  }

  #read(socket: WebSocket, data: unknown): void {
    if (socket !== this.#socket) return;
    if (data instanceof ArrayBuffer) {
      this.#options.events.frame(data);
      return;
    }
    if (typeof data !== "string") return;
    const message = JSON.parse(data) as PageMessage;
    if (message.type === "ready") {
      clearTimeout(this.#timer);
      this.#wait = AGAIN.first;
      this.#tell("live", null);
    }
    this.#options.events.message(message);
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    if (code === CLOSED.ticketUnknown) this.#end("refused", "ticket_unknown");
    else if (code === CLOSED.moved) this.#end("moved", null);
    else if (code === CLOSED.sessionEnded) this.#end("closed", "session_ended");
    else this.#failed(socket, code === CLOSED.noPage ? "no_page" : null);
  }

  #failed(socket: WebSocket, code: string | null = null): void {
    if (socket !== this.#socket) return;
    this.#drop();
    this.#tell("lost", code);
    this.#timer = setTimeout(() => this.#connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, AGAIN.most);
  }

  #end(status: LaneStatus, code: string | null): void {
    this.#drop();
    this.#tell(status, code);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #tell(status: LaneStatus, code: string | null): void {
    const before = this.#status;
    this.#status = status;
    if (before !== status || code !== null) this.#options.events.status(status, code);
  }
}
