/** The shared web page as this browser has it: its lane, its picture, who drives, and what we do in it. */
import type { DecoderReport } from "../media/page-decoder";
import type { PicturePort } from "../media/page-picture";
import type {
  DialogAnswer,
  InputEvent,
  OutlineAction,
  PageHello,
  PageMessage,
  PageReady,
  PageRequest,
} from "../protocol/page";
import type { LaneStatus } from "../protocol/page-lane";
import { Observable } from "./observable";
import { EMPTY_PAGE } from "./page-empty";
import { Rates } from "./page-rates";
import type { LanePort, NoticeListener, PageState, PageStoreOptions, SteeringRequest } from "./page-state";
import { mayDrive } from "./session";

export type { LanePort, NoticeListener, PageState, PageStoreOptions, SteeringRequest } from "./page-state";

/** Clicks and keys wait no longer than this for the word that we drive. Milliseconds. */
const TAKE_WITHIN = 3_000;
/** As many as a person can do in that time. */
const MOST_WAITING = 240;

export class PageStore extends Observable<PageState> {
  readonly #options: PageStoreOptions;
  readonly #lane: LanePort;
  readonly picture: PicturePort;
  readonly #rates = new Rates();
  readonly #notices = new Set<NoticeListener>();
  readonly #copies = new Set<(text: string) => void>();
  #stage = { width: 1280, height: 720, pixelRatio: 1 };
  #h264 = false;
  #rtc: ReturnType<NonNullable<PageStoreOptions["rtc"]>> = null;
  #waiting: InputEvent[] = [];
  /** What else shall be done once we drive. */
  #after: PageRequest[] = [];
  #takeTimer: ReturnType<typeof setTimeout> | undefined;
  #rateTimer: ReturnType<typeof setInterval> | undefined;
  #stopFollowing: () => void = () => undefined;
  #roomAway = false;
  #listening = { outline: 0, diagnostics: 0 };
  #hearing = 0;
  /** Whether the page has played anything: before that, no connection is made for its sound. */
  #played = false;
  #closed = false;

  constructor(options: PageStoreOptions) {
    super(EMPTY_PAGE);
    this.#options = options;
    this.picture = options.picture((report) => this.#onPicture(report));
    this.#lane = options.lane(() => this.#hello(), {
      status: (lane, laneCode) => this.#onLane(lane, laneCode),
      message: (message) => this.#onMessage(message),
      frame: (data) => this.#onFrame(data),
    });
  }

  start(): void {
    void this.#start();
  }

  async #start(): Promise<void> {
    this.#h264 = await this.#options.decodesH264();
    if (this.#closed) return;
    this.#stopFollowing = this.#options.room.subscribe(() => this.#followRoom());
    document.addEventListener("visibilitychange", this.#onVisibility);
    window.addEventListener("online", this.#onOnline);
    this.#lane.open();
  }

  close(): void {
    this.#closed = true;
    this.#stopFollowing();
    clearTimeout(this.#takeTimer);
    clearInterval(this.#rateTimer);
    document.removeEventListener("visibilitychange", this.#onVisibility);
    window.removeEventListener("online", this.#onOnline);
    this.#rtc?.close();
    this.#lane.close();
    this.picture.close();
  }

  // --- what people do ---

  /** Whether what this person does may count at all; the server has the last word. */
  get mayDrive(): boolean {
    const { session, selfId } = this.#options.room.getState();
    return mayDrive(session, selfId);
  }

  get drives(): boolean {
    return this.getState().driver === this.#options.room.getState().selfId;
  }

  /** Drives, or has just taken the page: whoever presses in a field and types at once loses no letter to the line. */
  get acts(): boolean {
    return this.drives || this.getState().taking;
  }

  /**
   * Sends what the driver does. Who may drive and does not yet takes the page when `takes` (a press does, a movement
   * does not), and what they do until the word is there goes after it. Returns whether it went, or waits to go.
   */
  input(events: readonly InputEvent[], takes = false): boolean {
    if (this.getState().lane !== "live" || !this.mayDrive) return false;
    if (this.drives) {
      this.#lane.send({ type: "input", epoch: this.getState().epoch, events: [...events] });
      return true;
    }
    if (!takes && !this.getState().taking) return false;
    this.#waiting.push(...events);
    this.#waiting.splice(0, this.#waiting.length - MOST_WAITING);
    if (!this.getState().taking) void this.take();
    return true;
  }

  /** Asks to drive. Resolves whether it was granted; a refusal becomes a sentence in the room. */
  async take(): Promise<boolean> {
    this.patch({ taking: true });
    clearTimeout(this.#takeTimer);
    this.#takeTimer = setTimeout(() => this.#forgetTaking(), TAKE_WITHIN);
    const result = await this.#options.room.send({ type: "take_page" });
    if (!result.ok) {
      this.#forgetTaking();
      this.#tell({ type: "refused", code: result.code });
    }
    return result.ok;
  }

  /** The movements of a driver on a line that is full are out of date before they arrive. */
  get crowded(): boolean {
    return this.#lane.crowded;
  }

  /** Going somewhere, and tabs: the chairs may at any time, a client as who drives; so they take it first. */
  steer(request: SteeringRequest): boolean {
    if (this.getState().lane !== "live" || !this.mayDrive) return false;
    if (this.drives || this.#options.room.getState().isChair) return this.#lane.send(request);
    this.#after.push(request);
    if (!this.getState().taking) void this.take();
    return true;
  }

  request(
    request: Exclude<PageRequest, { type: "ack" | "need_key" | "input" | "size" | "hidden" }>,
  ): boolean {
    return this.#lane.send(request);
  }

  answer(dialog: string, answer: DialogAnswer): void {
    this.#lane.send({ type: "answer", dialog, ...answer });
    // Gone for whoever answered; `dialog_closed` says it to the others.
    if (this.getState().dialog?.id === dialog) this.patch({ dialog: null });
  }

  /** Asks for what is selected in the page; it comes to `onCopied`. */
  copy(): void {
    this.steer({ type: "copy" });
  }

  /** The stage in CSS pixels. The page takes the size of the host's. */
  resize(width: number, height: number, pixelRatio: number): void {
    const size = { width: Math.round(width), height: Math.round(height), pixelRatio };
    if (size.width < 1 || size.height < 1) return;
    const before = this.#stage;
    if (before.width === size.width && before.height === size.height && before.pixelRatio === pixelRatio)
      return;
    this.#stage = size;
    this.#sendSize();
  }

  /** As long as the result is not called, the outline comes, and comes again when it changes. */
  listenToOutline(): () => void {
    return this.#listen("outline", () => this.patch({ outline: null }));
  }

  listenToDiagnostics(): () => void {
    return this.#listen("diagnostics", () => this.patch({ diagnostics: null }));
  }

  /** As long as the result is not called, what the page plays comes as `sound`. */
  listenToSound(): () => void {
    this.#hearing += 1;
    this.#wantRtc();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#hearing -= 1;
      this.#wantRtc();
    };
  }

  /** Counts for whoever drives; who may and does not yet takes the page first. Returns whether it went, or waits to go. */
  act(node: string, action: OutlineAction, text?: string): boolean {
    if (this.getState().lane !== "live" || !this.mayDrive) return false;
    const request: PageRequest = { type: "act", node, action, ...(text === undefined ? {} : { text }) };
    if (this.drives) return this.#lane.send(request);
    this.#after.push(request);
    if (!this.getState().taking) void this.take();
    return true;
  }

  onNotice(listener: NoticeListener): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  onCopied(listener: (text: string) => void): () => void {
    this.#copies.add(listener);
    return () => this.#copies.delete(listener);
  }

  // --- what comes ---

  #hello(): PageHello {
    const { width, height, pixelRatio } = this.#stage;
    return {
      ticket: this.#options.ticket,
      instance: this.#options.instance,
      h264: this.#h264,
      webrtc: typeof RTCPeerConnection !== "undefined",
      pixel_ratio: pixelRatio,
      width,
      height,
    };
  }

  #sendSize(): void {
    const { session, selfId } = this.#options.room.getState();
    if (session.participants[selfId]?.role !== "host") return;
    const { width, height, pixelRatio } = this.#stage;
    this.#lane.send({ type: "size", width, height, pixel_ratio: pixelRatio });
  }

  #onLane(lane: LaneStatus, laneCode: string | null): void {
    if (lane !== "live") {
      this.#rtc?.close();
      this.#rtc = null;
      this.#forgetTaking();
      // The last picture stays: it is better than none, and the room says that the line is gone.
      this.patch({ driver: null, dialog: null, field: null, masked: [], cursor: "default", drawn: false });
    }
    this.patch({ lane, laneCode });
  }

  #onFrame(data: ArrayBuffer): void {
    this.#rates.arrived(data.byteLength);
    this.picture.take(data);
  }

  #onMessage(message: PageMessage): void {
    switch (message.type) {
      case "ready":
        this.#onReady(message);
        return;
      case "page":
        this.patch({ page: message });
        return;
      case "drive":
        this.#onDrive(message.driver, message.epoch);
        return;
      case "cursor":
        this.patch({ cursor: message.name });
        return;
      case "dialog":
        this.patch({ dialog: message });
        return;
      case "dialog_closed":
        if (this.getState().dialog?.id === message.id) this.patch({ dialog: null });
        return;
      case "field":
        this.patch({ field: message.box === null ? null : message });
        return;
      case "masked":
        this.patch({ masked: message.fields });
        return;
      case "notice":
      case "refused":
        this.#tell(message);
        return;
      case "copied":
        for (const listener of [...this.#copies]) listener(message.text);
        return;
      case "outline":
        this.patch({ outline: message.nodes, outlineMore: message.more === true });
        return;
      case "diagnostics": {
        const { type: _type, ...facts } = message;
        this.patch({ diagnostics: facts });
        return;
      }
      case "rtc":
        void this.#rtc?.take(message);
        return;
      case "sound":
        this.#played ||= message.playing;
        this.#wantRtc();
        return;
      case "transport": {
        const { ready } = this.getState();
        if (ready === null) return;
        this.patch({
          ready: { ...ready, transport: message.transport, reason: message.reason },
          moving: false,
        });
        this.#wantRtc();
        return;
      }
      case "moving":
        this.patch({ moving: true });
        return;
      default:
        unknownMessage(message);
    }
  }

  #onReady(ready: PageReady): void {
    this.picture.setCodec(ready.codec);
    this.patch({ ready, drawn: false });
    this.#onDrive(ready.driver, ready.epoch);
    this.#sendSize();
    if (document.visibilityState === "hidden") this.#lane.send({ type: "hidden", on: true });
    if (this.#listening.outline > 0) this.#lane.send({ type: "outline", on: true });
    if (this.#listening.diagnostics > 0) this.#lane.send({ type: "diagnostics", on: true });
    this.#played = ready.playing === true;
    this.#wantRtc();
    clearInterval(this.#rateTimer);
    this.#rateTimer = setInterval(() => this.patch({ view: this.#rates.read() }), 1_000);
  }

  #wantRtc(): void {
    const { ready } = this.getState();
    if (ready === null || this.getState().lane !== "live") return;
    const picture = ready.transport === "webrtc";
    const sound = ready.sound === "on" && this.#played && this.#hearing > 0;
    if (this.#rtc === null && (picture || sound)) {
      this.#rtc =
        this.#options.rtc?.({
          send: (message) => this.#lane.send(message),
          onPicture: (stream) => this.patch({ stream }),
          onSound: (stream) => this.patch({ sound: stream }),
        }) ?? null;
    }
    this.#rtc?.want({ picture, sound });
  }

  #onDrive(driver: string | null, epoch: number): void {
    const self = this.#options.room.getState().selfId;
    const lost = this.getState().driver === self && driver !== self;
    this.patch({ driver, epoch });
    if (driver === self && this.getState().taking) {
      const events = this.#waiting;
      const after = this.#after;
      this.#forgetTaking();
      if (events.length > 0) this.#lane.send({ type: "input", epoch, events });
      for (const request of after) this.#lane.send(request);
    }
    // Whose word it was no longer is sees dots where the others do, and no question of the page.
    if (lost) this.patch({ field: null, cursor: "default" });
  }

  #onPicture(report: DecoderReport): void {
    switch (report.type) {
      case "done":
        this.#lane.send({ type: "ack", n: report.number });
        this.#rates.done(report.drawn, report.took);
        if (report.drawn && !this.getState().drawn) this.patch({ drawn: true });
        // Something exact, or blurred, stands above the video now.
        if (report.drawn && (report.kind === "still" || report.kind === "blurred"))
          this.patch({ moving: false });
        return;
      case "covered":
        this.patch({ covered: report.on });
        return;
      case "size":
        this.patch({ picture: { width: report.width, height: report.height } });
        return;
      case "need_key":
        this.#lane.send({ type: "need_key" });
        return;
      case "unable":
        // Said anew without H.264, so that the server chooses another way.
        if (!this.#h264) return;
        this.#h264 = false;
        this.#lane.renew();
    }
  }

  #listen(what: "outline" | "diagnostics", after: () => void): () => void {
    this.#listening[what] += 1;
    if (this.#listening[what] === 1) this.#lane.send({ type: what, on: true });
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#listening[what] -= 1;
      if (this.#listening[what] > 0) return;
      this.#lane.send({ type: what, on: false });
      after();
    };
  }

  #forgetTaking(): void {
    clearTimeout(this.#takeTimer);
    this.#waiting = [];
    this.#after = [];
    this.patch({ taking: false });
  }

  #tell(notice: Parameters<NoticeListener>[0]): void {
    for (const listener of [...this.#notices]) listener(notice);
  }

  /** The room notices an outage within two seconds; a lane on the same broken line would wait for minutes. */
  #followRoom(): void {
    const { connection } = this.#options.room.getState();
    if (connection === "lost") this.#roomAway = true;
    else if (connection === "live" && this.#roomAway) {
      this.#roomAway = false;
      this.#lane.renew();
    }
  }

  readonly #onVisibility = (): void => {
    this.#lane.send({ type: "hidden", on: document.visibilityState === "hidden" });
  };

  readonly #onOnline = (): void => this.#lane.hurry();
}

/** A newer server may say what this page does not know yet; a forgotten case fails to compile. */
function unknownMessage(_message: never): void {}
