/**
 * The room as one page sees it: the session's mirror, who we are in it, the connection, chat and signals.
 *
 * `subscribe` and `getState` fit React's useSyncExternalStore. Slices keep their identity while they do not change,
 * so select narrowly: `useSyncExternalStore(store.subscribe, () => store.getState().session.share)`.
 */
import type { Command, CommandResult } from "../protocol/commands";
import { Connection, type ConnectionStatus } from "../protocol/connection";
import type { Entry, Event } from "../protocol/events";
import { randomId } from "../protocol/ids";
import type { Knock, OpenLink, Welcome } from "../protocol/link";
import type { Candidate, Describe, Received, Signal } from "../protocol/signals";
import { participantOf } from "../protocol/tickets";
import { EMPTY_LOG, type Log, record } from "./chat";
import { advance, replay } from "./evolve";
import { Observable } from "./observable";
import { OwnSignals, TYPING_ENDS_AFTER } from "./own-signals";
import type { PendingCommand, RoomConnection, RoomState } from "./room-state";
import { emptySession, isChair, maySeePointer, type Session } from "./session";

export type { PendingCommand, QualityReport, RoomConnection, RoomState } from "./room-state";

export interface RoomOptions {
  sessionId: string;
  ticket: string;
  open: OpenLink;
  knock: Knock;
  /** New with every page load, which is the default. */
  instance?: string;
}

export type EventListener = (event: Event, entry: Entry) => void;
export type PeerSignal = Received<Describe> | Received<Candidate>;

/** In milliseconds. */
const LEAVE_WITHIN = 1_500;

const FINAL: ReadonlySet<RoomConnection> = new Set(["left", "ended", "removed", "refused"]);

export class RoomStore extends Observable<RoomState> {
  readonly sessionId: string;
  readonly instance: string;
  readonly ticket: string;
  readonly #connection: Connection;
  readonly #eventListeners = new Set<EventListener>();
  readonly #signalListeners = new Set<(signal: PeerSignal) => void>();
  readonly #typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #own = new OwnSignals(
    (typing) => void this.#connection.signal(typing),
    (pointer) => this.#connection.pointer(pointer),
  );
  #chatOpen = false;
  #readSeq = 0;
  #leaving = false;
  /** What we may see has changed, and the log has not been read anew yet. */
  #stale = false;
  #catchingUp: Promise<void> | null = null;
  #ahead: Entry[] = [];
  readonly #onOnline = () => this.#connection.hurry();

  constructor(options: RoomOptions) {
    const selfId = participantOf(options.ticket);
    super({
      connection: "connecting",
      code: null,
      attempt: 0,
      session: emptySession(options.sessionId),
      selfId,
      self: null,
      isChair: false,
      clockOffset: 0,
      messages: EMPTY_LOG.messages,
      unread: 0,
      timeline: EMPTY_LOG.timeline,
      typing: [],
      quality: {},
      pointers: {},
      pending: [],
    });
    this.sessionId = options.sessionId;
    this.ticket = options.ticket;
    this.instance = options.instance ?? randomId();
    this.#connection = new Connection({
      open: options.open,
      knock: options.knock,
      ticket: options.ticket,
      instance: this.instance,
      lastSeq: () => (this.#stale ? 0 : this.getState().session.seq),
      events: {
        attempt: (attempt) => this.patch({ attempt }),
        status: (status, code) => this.#onStatus(status, code),
        welcome: (welcome) => this.#onWelcome(welcome),
        entry: (entry) => this.#onEntry(entry),
        signal: (signal) => this.#onSignal(signal),
      },
    });
  }

  /** Connects, and stays connected until `leave`, the end of the session or `close`. */
  start(): void {
    window.addEventListener("online", this.#onOnline);
    this.#connection.start();
  }

  /** Asks the session. Resolves when the server has answered, also when that takes a reconnection. */
  async send(command: Command): Promise<CommandResult> {
    const pending: PendingCommand = { key: randomId(), command, since: Date.now() };
    this.patch({ pending: [...this.getState().pending, pending] });
    const result = await this.#connection.command(command);
    this.patch({ pending: this.getState().pending.filter((other) => other !== pending) });
    return result;
  }

  /** Call at every key in the message field, and with false when the message is sent or the field is empty. */
  typing(on = true): void {
    this.#own.typing(on);
  }

  /** Where we point on the stage, from 0 to 1. The server decides who sees it. */
  pointer(x: number, y: number, visible: boolean): void {
    this.#own.pointer(x, y, visible);
  }

  /** WebRTC and quality signals of our own. False when it reached nobody. */
  signal(signal: Signal): Promise<boolean> {
    return this.#connection.signal(signal);
  }

  /** While the chat is open, messages count as read. */
  setChatOpen(open: boolean): void {
    this.#chatOpen = open;
    if (open) this.markRead();
  }

  markRead(): void {
    this.#readSeq = this.getState().session.seq;
    this.patch({ unread: 0 });
  }

  /** Goes out; the session goes on for the others. */
  async leave(): Promise<void> {
    this.#leaving = true;
    const patience = new Promise((resolve) => setTimeout(resolve, LEAVE_WITHIN));
    await Promise.race([this.send({ type: "leave" }), patience]);
    this.#conclude("left", null);
  }

  /** Ends the session for everybody. */
  end(): Promise<CommandResult> {
    return this.send({ type: "end_session" });
  }

  /** After "moved": this page is the one again. */
  useHere(): void {
    if (this.getState().connection !== "moved") return;
    this.start();
  }

  /** The page goes away: stops without a word to the session. */
  close(): void {
    window.removeEventListener("online", this.#onOnline);
    this.#connection.stop();
    this.#own.close();
    for (const timer of this.#typingTimers.values()) clearTimeout(timer);
    this.#typingTimers.clear();
  }

  /** Every event as it happens; not those of before we came, nor those of a replay. */
  onEvent(listener: EventListener): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** WebRTC signals from the others. */
  onSignal(listener: (signal: PeerSignal) => void): () => void {
    this.#signalListeners.add(listener);
    return () => this.#signalListeners.delete(listener);
  }

  /** The server's clock, in milliseconds since 1970. */
  serverNow(): number {
    return Date.now() + this.getState().clockOffset;
  }

  #onStatus(status: ConnectionStatus, code: string | null): void {
    const { connection } = this.getState();
    if (FINAL.has(connection) || status === "closed") return;
    if (status === "refused") {
      if (code === "session_ended") this.#conclude("ended", code);
      else if (code === "removed") this.#conclude("removed", code);
      else this.#conclude("refused", code);
      return;
    }
    // What others do now is not known while we are away.
    if (status === "lost" || status === "moved") this.patch({ typing: [], pointers: {} });
    this.patch({ connection: status, code: null, ...(status === "live" ? { attempt: 0 } : {}) });
  }

  #conclude(connection: RoomConnection, code: string | null): void {
    if (FINAL.has(this.getState().connection)) return;
    this.patch({ connection, code, typing: [], pointers: {} });
    this.close();
  }

  #onWelcome(welcome: Welcome): void {
    const { session } = this.getState();
    this.#ahead = [];
    this.#catchingUp = null;
    this.patch({ selfId: welcome.self, clockOffset: welcome.server_time - Date.now() });
    if (welcome.after === 0) this.#rebuild(welcome.entries);
    else if (welcome.seq < session.seq) void this.#startOver();
    else this.#take(welcome.entries);
  }

  #onEntry(entry: Entry): void {
    if (this.#catchingUp !== null) this.#ahead.push(entry);
    else this.#take([entry]);
  }

  /** Adds entries in order; leaves out what we have, and fetches what is missing between. */
  #take(entries: readonly Entry[]): void {
    const before = this.getState();
    const fresh: Entry[] = [];
    let { seq } = before.session;
    for (const entry of entries) {
      if (entry.seq <= seq) continue;
      if (entry.seq > seq + 1) {
        this.#ahead.push(...entries.slice(entries.indexOf(entry)));
        this.#catchUp();
        break;
      }
      fresh.push(entry);
      seq = entry.seq;
    }
    if (fresh.length === 0) return;
    const log = record(before, fresh);
    this.#show(fresh.reduce(advance, before.session), log);
    for (const entry of fresh) this.#announce(entry);
    const now = this.getState();
    // Coming inside, and being trusted with more or less, changes what the server shows of the past.
    if (viewOf(before.session, before.selfId) !== viewOf(now.session, now.selfId)) void this.#startOver();
  }

  #announce(entry: Entry): void {
    for (const event of entry.events) {
      for (const listener of [...this.#eventListeners]) listener(event, entry);
    }
  }

  #rebuild(entries: readonly Entry[]): void {
    const { seq } = this.getState().session;
    this.#stale = false;
    this.#show(replay(this.sessionId, entries), record(EMPTY_LOG, entries));
    if (seq === 0) return;
    for (const entry of entries) {
      if (entry.seq > seq) this.#announce(entry);
    }
  }

  /** The one place where a new session state is shown; everything that follows from it is worked out here. */
  #show(session: Session, log: Log): void {
    const { selfId, pointers, connection } = this.getState();
    const self = session.participants[selfId] ?? null;
    if (this.#chatOpen) this.#readSeq = session.seq;
    this.patch({
      session,
      self,
      isChair: isChair(session, selfId),
      messages: log.messages,
      timeline: log.timeline,
      unread: log.messages.filter((one) => one.seq > this.#readSeq && one.participant_id !== selfId).length,
      pointers: kept(pointers, (id) => maySeePointer(session, id, selfId) && isConnected(session, id)),
      quality: kept(this.getState().quality, (id) => isConnected(session, id)),
      typing: this.getState().typing.filter((id) => session.chat_on && isConnected(session, id)),
    });
    if (FINAL.has(connection)) return;
    if (session.ended !== null) this.#conclude("ended", session.ended);
    else if (self?.status === "removed") {
      this.#conclude("removed", self.entered_seq === 0 ? "turned_away" : "removed");
    } else if (self?.status === "left" && this.#leaving) this.#conclude("left", null);
  }

  #catchUp(): void {
    this.#catchingUp ??= this.#fetch(this.getState().session.seq, (entries) => this.#take(entries));
  }

  #startOver(): Promise<void> {
    this.#stale = true;
    this.#catchingUp = this.#fetch(0, (entries) => this.#rebuild(entries));
    return this.#catchingUp;
  }

  async #fetch(lastSeq: number, use: (entries: Entry[]) => void): Promise<void> {
    // Not before the next turn, so that `#catchingUp` is this very promise.
    await Promise.resolve();
    const mine = this.#catchingUp;
    const entries = await this.#connection.resume(lastSeq);
    // A welcome, or a later call, has overtaken this one.
    if (this.#catchingUp !== mine) return;
    this.#catchingUp = null;
    const ahead = this.#ahead;
    this.#ahead = [];
    if (entries === null) return;
    use(entries);
    this.#take(ahead);
  }

  #onSignal(signal: Received): void {
    switch (signal.type) {
      case "describe":
      case "candidate":
        for (const listener of [...this.#signalListeners]) listener(signal);
        return;
      case "typing":
        this.#othersTyping(signal.from, signal.on);
        return;
      case "quality": {
        const { from, level, round_trip: roundTrip, loss } = signal;
        this.patch({ quality: { ...this.getState().quality, [from]: { level, roundTrip, loss } } });
        return;
      }
      case "pointer": {
        const { from, x, y, visible } = signal;
        const { pointers, session, selfId } = this.getState();
        if (visible && maySeePointer(session, from, selfId)) {
          this.patch({ pointers: { ...pointers, [from]: { x, y } } });
        } else this.patch({ pointers: kept(pointers, (id) => id !== from) });
        return;
      }
    }
  }

  #othersTyping(id: string, on: boolean): void {
    clearTimeout(this.#typingTimers.get(id));
    this.#typingTimers.delete(id);
    const others = this.getState().typing.filter((other) => other !== id);
    if (on)
      this.#typingTimers.set(
        id,
        setTimeout(() => this.#othersTyping(id, false), TYPING_ENDS_AFTER),
      );
    if (on || others.length < this.getState().typing.length)
      this.patch({ typing: on ? [...others, id] : others });
  }
}

/** What the server lets this participant see of the log depends on this and nothing else. */
function viewOf(session: Session, selfId: string): string {
  const self = session.participants[selfId];
  return `${self?.status === "inside" ? self.entered_seq : "outside"} ${isChair(session, selfId)}`;
}

function isConnected(session: Session, id: string): boolean {
  return session.participants[id]?.instance != null;
}

function kept<T>(
  record: Readonly<Record<string, T>>,
  keep: (key: string) => boolean,
): Readonly<Record<string, T>> {
  const entries = Object.entries(record);
  const left = entries.filter(([key]) => keep(key));
  return left.length === entries.length ? record : Object.fromEntries(left);
}
