/** Keeps one participant connected: tries for ever, resends what was not answered, and needs no click. */
import type { Command, CommandResult } from "./commands";
import type { Entry } from "./events";
import { randomId } from "./ids";
import type { CommandMessage, Knock, Link, OpenLink, Welcome } from "./link";
import type { Pointer, Received, Signal } from "./signals";

export type ConnectionStatus = "connecting" | "live" | "lost" | "refused" | "moved" | "closed";

export interface ConnectionEvents {
  /** Another attempt begins; counted from 1 since the connection was last there. */
  attempt?(number: number): void;
  status(status: ConnectionStatus, code: string | null): void;
  welcome(welcome: Welcome): void;
  entry(entry: Entry): void;
  signal(signal: Received): void;
}

export interface ConnectionOptions {
  open: OpenLink;
  knock: Knock;
  ticket: string;
  instance: string;
  /** How far the log has been read. */
  lastSeq: () => number;
  events: ConnectionEvents;
}

interface Pending {
  message: CommandMessage;
  resolve: (result: CommandResult) => void;
  tries: number;
}

/** overtaken: the server could be reached while this attempt hung. */
type Outcome = "lost" | "failed" | "overtaken" | "final";

/** All in milliseconds. */
const WELCOME_WITHIN = 6_000;
const FIRST_PAUSE = 100;
const PAUSE = { least: 250, most: 500 };
/** Between attempts without any answer to our knocking: browsers slow down pages whose WebSockets keep failing. */
const BLIND_PAUSES = [2_000, 3_000, 5_000, 10_000, 20_000];
/** For an attempt that has been overtaken by a knock; doubled with each that was, for the sake of slow networks. */
const PATIENCE = 1_000;
const PATIENCE_DOUBLED_MOST = 3;

/** Refusals that pass by themselves. */
const NOT_NOW: ReadonlySet<string> = new Set(["busy", "slow_down"]);
const TRIES = 5;
const TRY_AGAIN_AFTER = 400;

const CLOSED: CommandResult = { ok: false, code: "closed" };

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #pending = new Map<string, Pending>();
  #link: Link | null = null;
  #status: ConnectionStatus = "closed";
  #running = false;
  #interrupt: (() => void) | null = null;
  #failAttempt: (() => void) | null = null;
  #overtake: (() => void) | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Also after `moved` or `refused`: to be the one who is connected again. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#become("connecting");
    void this.#run();
  }

  /** Final: what was not answered yet is answered here with the code "closed". */
  stop(): void {
    this.#finish("closed", null);
  }

  /** Resolves when the server has answered, however many connections that takes. */
  command(command: Command): Promise<CommandResult> {
    if (!this.#running) return Promise.resolve(CLOSED);
    const message = { ...command, id: randomId() };
    return new Promise((resolve) => {
      const pending = { message, resolve, tries: 0 };
      this.#pending.set(message.id, pending);
      if (this.#status === "live") this.#deliver(pending);
    });
  }

  async signal(signal: Signal): Promise<boolean> {
    if (this.#status !== "live" || this.#link === null) return false;
    try {
      return await this.#link.signal(signal);
    } catch {
      return false;
    }
  }

  pointer(pointer: Pointer): void {
    if (this.#status === "live") this.#link?.pointer(pointer);
  }

  /** All entries after `lastSeq`; null when the connection was lost before the answer. */
  async resume(lastSeq: number): Promise<Entry[] | null> {
    const link = this.#link;
    if (link === null) return null;
    try {
      return (await link.resume(lastSeq)).entries;
    } catch {
      if (this.#link === link) this.#failAttempt?.();
      return null;
    }
  }

  /** The network may be back: do not wait for the next turn. */
  hurry(): void {
    this.#interrupt?.();
    this.#overtake?.();
  }

  async #run(): Promise<void> {
    let failures = 0;
    let overtaken = 0;
    let first = true;
    while (this.#running) {
      if (!first) this.#options.events.attempt?.(failures + 1);
      const patience = PATIENCE * 2 ** Math.min(overtaken, PATIENCE_DOUBLED_MOST);
      const outcome = await this.#attempt(first ? null : patience);
      first = false;
      if (outcome === "final" || !this.#running) return;
      overtaken = outcome === "overtaken" ? overtaken + 1 : 0;
      failures = outcome === "lost" ? 0 : failures + 1;
      if (outcome !== "overtaken") await this.#pause(failures);
    }
  }

  /** One link, from opening to its end. `patience` is null for the page's very first attempt. */
  #attempt(patience: number | null): Promise<Outcome> {
    return new Promise((resolve) => {
      let welcomed = false;
      let over = false;
      const begin = performance.now();
      const stopKnocking = new AbortController();
      const end = (outcome: Outcome) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        stopKnocking.abort();
        this.#failAttempt = null;
        this.#overtake = null;
        this.#link?.close();
        this.#link = null;
        if (outcome !== "final" && this.#running && this.#status === "live") this.#become("lost");
        resolve(outcome);
      };
      const fail = () => end(welcomed ? "lost" : "failed");
      const finish = (status: "refused" | "moved", code: string | null) => {
        if (over) return;
        end("final");
        this.#finish(status, code);
      };
      const guarded =
        <T>(act: (value: T) => void) =>
        (value: T) => {
          if (!over) act(value);
        };
      let timer = setTimeout(fail, WELCOME_WITHIN);
      this.#failAttempt = fail;
      this.#overtake = () => {
        // One that has only just begun is as good as the next.
        if (!welcomed && performance.now() - begin > PAUSE.least) end("overtaken");
      };
      const { open, ticket, instance, lastSeq, events } = this.#options;
      const link = open(
        { ticket, instance, last_seq: lastSeq() },
        {
          welcome: guarded((welcome) => {
            events.welcome(welcome);
            if (welcomed || over) return;
            welcomed = true;
            clearTimeout(timer);
            stopKnocking.abort();
            this.#become("live");
            for (const pending of this.#pending.values()) this.#deliver(pending);
          }),
          entry: guarded(events.entry),
          signal: guarded(events.signal),
          closed: fail,
          refused: (code) => finish("refused", code),
          moved: () => finish("moved", null),
        },
      );
      if (over) link.close();
      else this.#link = link;
      if (patience === null || over) return;
      // An attempt begun while the network was away may hang for seconds after it is back; a knock tells sooner.
      void this.#options.knock(stopKnocking.signal).then((reached) => {
        if (over || welcomed || !reached) return;
        clearTimeout(timer);
        timer = setTimeout(() => end("overtaken"), Math.max(0, begin + patience - performance.now()));
      });
    });
  }

  /** Waits before the next attempt: until the server answers a knock, somebody is in a hurry, or long enough. */
  async #pause(failures: number): Promise<void> {
    if (failures === 0) return this.#sleep(Math.random() * FIRST_PAUSE);
    await this.#sleep(PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least));
    if (!this.#running) return;
    const stop = new AbortController();
    const blind = BLIND_PAUSES[Math.min(failures, BLIND_PAUSES.length) - 1] ?? 0;
    const knocked = this.#options.knock(stop.signal);
    await Promise.race([knocked, this.#sleep(blind)]);
    stop.abort();
    this.#interrupt?.();
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        if (this.#interrupt === wake) this.#interrupt = null;
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#interrupt = wake;
    });
  }

  #deliver(pending: Pending): void {
    const link = this.#link;
    if (link === null) return;
    link.command(pending.message).then(
      (result) => {
        if (!result.ok && NOT_NOW.has(result.code) && pending.tries < TRIES) {
          pending.tries += 1;
          setTimeout(() => {
            if (this.#link === link && this.#pending.has(pending.message.id)) this.#deliver(pending);
          }, TRY_AGAIN_AFTER * pending.tries);
        } else if (this.#pending.delete(pending.message.id)) pending.resolve(result);
      },
      () => {
        // No answer: it stays pending, and goes again with the same id over the next link.
        if (this.#link === link) this.#failAttempt?.();
      },
    );
  }

  #become(status: ConnectionStatus, code: string | null = null): void {
    // Lost stays lost until it is live again: the person has been told so already.
    if (this.#status === status) return;
    this.#status = status;
    this.#options.events.status(status, code);
  }

  #finish(status: "refused" | "moved" | "closed", code: string | null): void {
    if (!this.#running) return;
    this.#running = false;
    this.#link?.close();
    this.#link = null;
    this.#failAttempt?.();
    this.#interrupt?.();
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    this.#become(status, code);
    for (const { resolve } of unanswered) resolve(CLOSED);
  }
}
