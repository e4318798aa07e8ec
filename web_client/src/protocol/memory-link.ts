/** The link without a network: whoever holds it plays the server. For tests and for trying the room without one. */
import type { CommandResult } from "./commands";
import type { Entry } from "./events";
import type { CommandMessage, Credentials, Link, LinkEvents, OpenLink, Welcome } from "./link";
import type { Pointer, Signal } from "./signals";

export class MemoryLink implements Link {
  readonly credentials: Credentials;
  readonly commands: CommandMessage[] = [];
  readonly signals: Signal[] = [];
  readonly pointers: Pointer[] = [];
  readonly #network: MemoryNetwork;
  readonly #events: LinkEvents;
  readonly #unanswered = new Map<string, { resolve: (result: CommandResult) => void; reject: () => void }>();
  closed = false;

  constructor(network: MemoryNetwork, credentials: Credentials, events: LinkEvents) {
    this.#network = network;
    this.credentials = credentials;
    this.#events = events;
  }

  // --- the client's side ---

  command(message: CommandMessage): Promise<CommandResult> {
    this.commands.push(message);
    return new Promise((resolve, reject) => {
      this.#unanswered.set(message.id, { resolve, reject: () => reject(new Error("the link has closed")) });
    });
  }

  async resume(lastSeq: number): Promise<{ entries: Entry[] }> {
    if (this.closed) throw new Error("the link has closed");
    return { entries: this.#network.log.filter((entry) => entry.seq > lastSeq) };
  }

  async signal(signal: Signal): Promise<boolean> {
    this.signals.push(signal);
    return true;
  }

  pointer(pointer: Pointer): void {
    this.pointers.push(pointer);
  }

  close(): void {
    this.closed = true;
    for (const { reject } of this.#unanswered.values()) reject();
    this.#unanswered.clear();
  }

  // --- the server's side ---

  get tell(): LinkEvents {
    return this.#events;
  }

  /** Everything after what the client has, or after `after`. */
  welcome(changes: Partial<Welcome> = {}): void {
    const { log, self } = this.#network;
    const after = changes.after ?? this.credentials.last_seq;
    this.#events.welcome({
      self,
      after,
      seq: log.at(-1)?.seq ?? 0,
      entries: log.filter((entry) => entry.seq > after),
      server_time: Date.now(),
      ...changes,
    });
  }

  answer(id: string, result: CommandResult): void {
    this.#unanswered.get(id)?.resolve(result);
    this.#unanswered.delete(id);
  }

  drop(): void {
    this.close();
    this.#events.closed();
  }
}

export class MemoryNetwork {
  readonly self: string;
  readonly links: MemoryLink[] = [];
  readonly log: Entry[] = [];
  /** Whether the server answers a knock. */
  reachable = true;

  constructor(self: string) {
    this.self = self;
  }

  readonly open: OpenLink = (credentials, events) => {
    const link = new MemoryLink(this, credentials, events);
    this.links.push(link);
    return link;
  };

  readonly knock = (stop: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setInterval(() => this.reachable && done(true), 50);
      const done = (reached: boolean) => {
        clearInterval(timer);
        resolve(reached);
      };
      stop.addEventListener("abort", () => done(false), { once: true });
    });

  get link(): MemoryLink {
    const link = this.links.at(-1);
    if (!link) throw new Error("nobody has connected yet");
    return link;
  }

  /** Adds to the log, and tells whoever is connected. */
  happens(actor: string, ...events: Entry["events"]): Entry {
    const entry = this.unheard(actor, ...events);
    if (!this.link.closed) this.link.tell.entry(entry);
    return entry;
  }

  /** Adds to the log without telling anybody, as when a message is lost. */
  unheard(actor: string, ...events: Entry["events"]): Entry {
    const seq = this.log.length + 1;
    const entry = { seq, at: 1_000 * seq, actor, cause: `cause-${seq}`, events };
    this.log.push(entry);
    return entry;
  }
}
