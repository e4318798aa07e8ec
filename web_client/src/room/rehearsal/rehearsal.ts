/** A room without a server and without devices, for tests and for looking at: events go in, commands come out. */

import type { RoomClientStore } from "../../features/client";
import { Uploads } from "../../features/files/uploads";
import type { SigningPort } from "../../features/signing/api";
import { signingRoom } from "../../features/signroom";
import type { SigningRoomPort } from "../../features/signroom/api";
import type { CallState, ShareResult } from "../../media/call-state";
import type { Command, CommandResult } from "../../protocol/commands";
import type { Event } from "../../protocol/events";
import type { Role } from "../../protocol/limits";
import type { Credentials, Link, LinkEvents } from "../../protocol/link";
import type { PageApi } from "../../protocol/page-rest";
import type { RoomInfo } from "../../protocol/rest";
import type { Pointer, Received, Signal } from "../../protocol/signals";
import { Observable } from "../../state/observable";
import type { PageStore } from "../../state/page";
import { PageDoor } from "../../state/page-door";
import { RoomStore } from "../../state/store";
import type { CallPort, Room } from "../context";
import { type PanelName, RoomUi } from "../ui";

export const START = Date.UTC(2026, 10, 23, 9, 30);

/** The server's side of one page: keeps the log, answers commands as told. */
class Rehearsed {
  readonly entries: { seq: number; at: number; actor: string; cause: string; events: Event[] }[] = [];
  readonly commands: Command[] = [];
  readonly pointers: Pointer[] = [];
  readonly refusals = new Map<Command["type"], string>();
  #page: LinkEvents | null = null;
  #away = false;
  self = "";
  now = START;

  readonly open = (credentials: Credentials, page: LinkEvents): Link => {
    queueMicrotask(() => {
      if (this.#away) {
        page.closed();
        return;
      }
      this.#page = page;
      page.welcome({
        self: this.self,
        after: credentials.last_seq,
        seq: this.entries.length,
        entries: this.entries.filter(({ seq }) => seq > credentials.last_seq),
        server_time: this.now,
      });
    });
    return {
      command: (command) => Promise.resolve(this.#answer(command)),
      resume: (lastSeq) => Promise.resolve({ entries: this.entries.filter(({ seq }) => seq > lastSeq) }),
      signal: (_signal: Signal) => Promise.resolve(true),
      pointer: (pointer) => this.pointers.push(pointer),
      close: () => undefined,
    };
  };

  happen(actor: string, ...events: Event[]): void {
    const seq = this.entries.length + 1;
    const entry = { seq, at: this.now, actor, cause: `c${seq}`, events };
    this.entries.push(entry);
    this.#page?.entry(entry);
  }

  signal(signal: Received): void {
    this.#page?.signal(signal);
  }

  /** Away until `back`. */
  lose(): void {
    this.#away = true;
    this.#page?.closed();
    this.#page = null;
  }

  back(): void {
    this.#away = false;
    window.dispatchEvent(new window.Event("online"));
  }

  move(): void {
    this.#page?.moved();
  }

  #answer({ id: _id, ...command }: Command & { id: string }): CommandResult {
    this.commands.push(command as Command);
    const code = this.refusals.get(command.type);
    return code === undefined ? { ok: true, seq: this.entries.length } : { ok: false, code };
  }
}

/** The call's side: its state is set from outside, what is asked of it is kept. */
export class RehearsedCall extends Observable<CallState> implements CallPort {
  readonly asked: [string, ...unknown[]][] = [];
  shareResult: ShareResult = { ok: true };

  constructor(state: Partial<CallState> = {}) {
    super({ ...CALL, ...state });
  }

  readonly change = (changes: Partial<CallState>): void => this.patch(changes);

  readonly changeLocal = (changes: Partial<CallState["local"]>): void =>
    this.patch({ local: { ...this.getState().local, ...changes } });

  setMicrophone(on: boolean): Promise<void> {
    this.asked.push(["setMicrophone", on]);
    this.changeLocal({ microphone: on ? "on" : "off" });
    return Promise.resolve();
  }

  setCamera(on: boolean): Promise<void> {
    this.asked.push(["setCamera", on]);
    this.changeLocal({ camera: on ? "on" : "off" });
    return Promise.resolve();
  }

  setSound(on: boolean): void {
    this.asked.push(["setSound", on]);
    this.patch({ soundOn: on });
  }

  chooseMicrophone(id: string): Promise<void> {
    this.asked.push(["chooseMicrophone", id]);
    return Promise.resolve();
  }

  chooseCamera(id: string): Promise<void> {
    this.asked.push(["chooseCamera", id]);
    return Promise.resolve();
  }

  chooseSpeaker(id: string): Promise<boolean> {
    this.asked.push(["chooseSpeaker", id]);
    return Promise.resolve(true);
  }

  setNoiseSuppression(on: boolean): Promise<void> {
    this.asked.push(["setNoiseSuppression", on]);
    return Promise.resolve();
  }

  setBackgroundBlur(on: boolean): void {
    this.asked.push(["setBackgroundBlur", on]);
  }

  attachAudio(): () => void {
    return () => undefined;
  }

  resumeSound(): Promise<void> {
    this.asked.push(["resumeSound"]);
    return Promise.resolve();
  }

  startShare(): Promise<ShareResult> {
    this.asked.push(["startShare"]);
    return Promise.resolve(this.shareResult);
  }

  stopShare(): Promise<void> {
    this.asked.push(["stopShare"]);
    return Promise.resolve();
  }
}

const CALL: CallState = {
  local: {
    microphone: "on",
    camera: "on",
    level: 0,
    microphoneId: "mic1",
    cameraId: "cam1",
    microphoneProblem: null,
    cameraProblem: null,
    picture: null,
  },
  microphones: [
    { id: "mic1", label: "Headset" },
    { id: "mic2", label: "Laptop microphone" },
  ],
  cameras: [
    { id: "cam1", label: "Built-in camera" },
    { id: "cam2", label: "USB camera" },
  ],
  speakers: [
    { id: "default", label: "" },
    { id: "spk2", label: "Headset" },
  ],
  remote: {},
  screen: {
    sharing: "no",
    stream: null,
    surface: "unknown",
    blurred: false,
    pointerShown: false,
    available: true,
  },
  soundOn: true,
  speakerId: null,
  canChooseSpeaker: true,
  soundBlocked: false,
  noiseSuppression: true,
  canSuppressNoise: true,
  backgroundBlur: { on: false, loading: false, available: true },
  quality: "good",
  suggestCameraOff: false,
};

export interface Rehearsal {
  readonly room: Room;
  readonly store: RoomStore;
  readonly server: Rehearsed;
  readonly call: RehearsedCall;
  readonly ui: RoomUi;
  /** Somebody comes in and is connected, with microphone and camera on. */
  arrive(id: string, name: string, role: Role): void;
}

export interface RehearsalOptions {
  /** Who this page is; they must `arrive` like the others. */
  self: string;
  info?: Partial<RoomInfo>;
  call?: Partial<CallState>;
  panel?: PanelName | null;
  api?: Room["api"];
  /** The page's own side, for scenes in which one is open. */
  page?: (store: RoomStore) => PageStore;
  pageApi?: Partial<PageApi>;
  signing?: Partial<SigningRoomPort>;
  client?: RoomClientStore;
  upload?: ConstructorParameters<typeof Uploads>[0]["upload"];
}

export function rehearse(options: RehearsalOptions): Rehearsal {
  const server = new Rehearsed();
  server.self = options.self;
  const store = new RoomStore({
    sessionId: "s1",
    ticket: `${options.self}.secret`,
    instance: `i-${options.self}`,
    open: server.open,
    knock: () => new Promise(() => undefined),
  });
  const call = new RehearsedCall(options.call);
  const ui = new RoomUi(options.panel ?? null);
  const info: RoomInfo = {
    session_id: "s1",
    participant_id: options.self,
    role: "host",
    name: "Marieke de Boer",
    office: {
      name: "Lindelaan Advies",
      colour: "",
      logo_url: null,
      phone: "030 555 01 48",
      language: "nl",
      privacy_url: "",
    },
    ice_servers: [],
    code: "482917356",
    link: "https://samen.lindelaan.example/482917356",
    limits: { max_file_mb: 25 },
    title: "",
    ended_at: null,
    evaluated: false,
    client: false,
    client_page: false,
    started_at: new Date(START).toISOString(),
    ...options.info,
  };
  const nothing = () => Promise.reject(new Error("not in this rehearsal"));
  const uploads = new Uploads(
    { upload: options.upload ?? nothing },
    "s1",
    info.limits.max_file_mb * 1_000_000,
  );
  const api = options.api ?? { fileLink: nothing, evaluate: nothing };
  const page = new PageDoor(() =>
    options.page ? Promise.resolve(options.page(store)) : new Promise(() => undefined),
  );
  const pageApi: PageApi = {
    open: nothing,
    favourites: () => Promise.resolve({ favourites: [], may_edit_office: false }),
    add: nothing,
    change: nothing,
    remove: nothing,
    ...options.pageApi,
  };
  const port: SigningPort = {
    view: nothing,
    document: nothing,
    viewed: nothing,
    sign: nothing,
    decline: nothing,
    delegate: nothing,
    ink: nothing,
    file: nothing,
  };
  const signing = signingRoom(store, {
    check: nothing,
    open: nothing,
    stop: nothing,
    watching: () => port,
    signer: () => port,
    mark: nothing,
    ownEmail: () => Promise.resolve(""),
    ...options.signing,
  });
  server.happen("system", {
    type: "session_opened",
    organisation_id: "o1",
    lobby: false,
    chat_history: true,
    max_participants: 8,
  });
  const arrive = (id: string, name: string, role: Role) => {
    server.happen(
      "system",
      { type: "participant_entered", participant_id: id, name, role, language: "nl" },
      { type: "participant_connected", participant_id: id, instance: `i-${id}`, node: "n1" },
      {
        type: "media_changed",
        participant_id: id,
        microphone: "on",
        camera: "on",
        sound: "on",
        silenced: false,
      },
    );
  };
  return {
    room: { store, call, api, info, uploads, client: options.client ?? null, ui, page, pageApi, signing },
    store,
    server,
    call,
    ui,
    arrive,
  };
}
