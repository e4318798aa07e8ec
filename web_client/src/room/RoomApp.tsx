/** Opens one room with a ticket and keeps it: store, call, uploads and this page's own state live as long as this. */
import { useEffect, useState } from "react";
import { RoomClientStore } from "../features/client/roomClient";
import { Uploads } from "../features/files/uploads";
import { type SigningRoom, signingRoom } from "../features/signroom";
import { httpSigningRoom } from "../features/signroom/api";
import { offerOfficeLanguage } from "../i18n";
import { Call } from "../media/call";
import { Habits, type Wishes } from "../media/habits";
import { httpPageApi } from "../protocol/page-rest";
import { Problem, RoomApi, type RoomInfo } from "../protocol/rest";
import { PageDoor } from "../state/page-door";
import { openRoom } from "../state/room";
import type { RoomStore } from "../state/store";
import { SamenProvider } from "../ui";
import { type Room, RoomProvider } from "./context";
import { type MediaPath, watchMediaPath } from "./media-path";
import { NotIn } from "./NotIn";
import { Opening } from "./Opening";
import { RoomView } from "./RoomView";
import { RoomUi } from "./ui";

/** What was chosen before entering. */
export interface ChosenDevices {
  readonly microphoneId?: string;
  readonly cameraId?: string;
  readonly speakerId?: string;
  readonly backgroundBlur?: boolean;
}

export interface RoomAppProps {
  readonly sessionId: string;
  readonly ticket: string;
  /** Camera and microphone of the preview; the call owns them from here on. */
  readonly stream?: MediaStream | null;
  readonly devices?: ChosenDevices;
  readonly onTicketRefused: () => void;
}

type Opened = { room: Room } | { code: string } | null;

export function RoomApp(props: RoomAppProps) {
  const { sessionId, ticket, onTicketRefused } = props;
  const [opened, setOpened] = useState<Opened>(null);
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` opens the room anew; devices are those of the start
  useEffect(() => {
    // Whoever comes back after leaving goes on as they left, not as they first came.
    const from = round === 0 ? props : { ...props, stream: null, devices: undefined };
    const visit = new Visit(sessionId, ticket, from, setOpened);
    return () => visit.close();
  }, [sessionId, ticket, round]);

  const code = opened !== null && "code" in opened ? opened.code : null;
  const refused = code !== null && NO_TICKET.has(code);
  useEffect(() => {
    if (refused) onTicketRefused();
  }, [refused, onTicketRefused]);

  const again = () => {
    setOpened(null);
    setRound((now) => now + 1);
  };
  if (opened !== null && "room" in opened) {
    return (
      <SamenProvider officeColour={opened.room.info.office.colour || null}>
        <RoomProvider room={opened.room}>
          <RoomView onReturn={again} />
        </RoomProvider>
      </SamenProvider>
    );
  }
  return (
    <SamenProvider>
      {code === null || refused ? <Opening /> : <NotIn code={code} onRetry={again} />}
    </SamenProvider>
  );
}

const NO_TICKET: ReadonlySet<string> = new Set(["ticket_unknown", "not_signed_in", "ticket_needed"]);
/** Between tries to learn about the room while the server cannot be reached, in milliseconds. */
const TRY_AGAIN = [500, 1_000, 2_000, 4_000] as const;

/** Everything that is open during one visit, and closed with it. */
class Visit {
  readonly #store: RoomStore;
  readonly #api: RoomApi;
  readonly #onChange: (opened: Opened) => void;
  readonly #options: RoomAppProps;
  #call: Call | null = null;
  #uploads: Uploads | null = null;
  #page: PageDoor | null = null;
  #signing: SigningRoom | null = null;
  #room: Room | null = null;
  #stopWatching: () => void = () => undefined;
  #stopReporting: () => void = () => undefined;
  #closed = false;

  constructor(sessionId: string, ticket: string, options: RoomAppProps, onChange: (opened: Opened) => void) {
    this.#onChange = onChange;
    this.#options = options;
    this.#api = new RoomApi(ticket);
    // At once: the socket opens while the rest is being asked for.
    this.#store = openRoom(sessionId, ticket);
    void this.#open();
  }

  close(): void {
    this.#closed = true;
    this.#stopWatching();
    this.#stopReporting();
    this.#uploads?.close();
    this.#page?.leave();
    this.#signing?.close();
    this.#call?.close();
    this.#store.close();
  }

  async #open(): Promise<void> {
    try {
      const info = await this.#info();
      if (!this.#closed) this.#assemble(info);
    } catch (error) {
      if (!this.#closed) this.#onChange({ code: error instanceof Problem ? error.code : "internal" });
    }
  }

  async #info(): Promise<RoomInfo> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#api.room();
      } catch (error) {
        const wait = TRY_AGAIN[Math.min(tries, TRY_AGAIN.length - 1)] ?? 0;
        const away = error instanceof Problem && (error.code === "unreachable" || error.status >= 502);
        // While the server restarts people wait here without a click; anything else is an answer.
        if (!away || this.#closed) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  #assemble(info: RoomInfo): void {
    const { stream } = this.#options;
    offerOfficeLanguage(info.office.language);
    this.#call = new Call({
      room: this.#store,
      iceServers: info.ice_servers,
      refreshIceServers: async () => (await this.#api.room()).ice_servers,
      preview: stream?.getTracks().some((track) => track.readyState === "live") ? stream : null,
      habits: new Habits({
        sessionId: info.session_id,
        ofOffice: info.role !== "client",
        chosen: chosenBefore(this.#options),
      }),
    });
    const { subscribe, getState } = this.#call;
    const tell = (path: MediaPath) => this.#api.mediaPath(path);
    this.#stopReporting = watchMediaPath({ subscribe, getState, iceServers: info.ice_servers, tell });
    this.#uploads = new Uploads(this.#api, this.#store.sessionId, info.limits.max_file_mb * 1_000_000);
    this.#page = new PageDoor(async () => {
      const { openPage } = await import("../state/page-open");
      return openPage(this.#store, info.ice_servers);
    });
    this.#signing = signingRoom(this.#store, httpSigningRoom(this.#store.ticket));
    this.#room = {
      store: this.#store,
      call: this.#call,
      api: this.#api,
      info,
      uploads: this.#uploads,
      client: this.#clientOf(info),
      ui: new RoomUi(),
      page: this.#page,
      pageApi: httpPageApi(this.#store.ticket),
      signing: this.#signing,
    };
    this.#onChange({ room: this.#room });
    this.#stopWatching = this.#store.subscribe(() => this.#follow());
    this.#follow();
  }

  #clientOf(info: RoomInfo): RoomClientStore | null {
    if (!info.client_page || info.ended_at !== null) return null;
    const client = new RoomClientStore(this.#api);
    void client.load();
    return client;
  }

  #followed = { chair: false, over: false };

  #follow(): void {
    const { isChair, connection } = this.#store.getState();
    const over = FINAL.has(connection);
    if (over && !this.#followed.over) {
      // Camera and microphone lights go out the moment the meeting is over.
      this.#call?.close();
      this.#uploads?.close();
    }
    // Whoever becomes a co-host may know the code from then on.
    if (isChair && !this.#followed.chair && this.#room?.info.code === null && !over) void this.#learn();
    this.#followed = { chair: isChair, over };
  }

  async #learn(): Promise<void> {
    try {
      const info = await this.#api.room();
      if (this.#closed || this.#room === null) return;
      this.#room = { ...this.#room, info };
      this.#onChange({ room: this.#room });
    } catch {
      // Without the code a co-host can do everything but read it aloud.
    }
  }
}

/** What the check before entering settled; undefined for whoever came another way, a reload for one. */
function chosenBefore({ stream, devices }: RoomAppProps): Partial<Wishes> | undefined {
  if (devices === undefined) return undefined;
  const live = (stream?.getTracks() ?? []).filter((track) => track.readyState === "live");
  return {
    microphone: live.some((track) => track.kind === "audio"),
    camera: live.some((track) => track.kind === "video"),
    backgroundBlur: devices.backgroundBlur ?? false,
    microphoneId: devices.microphoneId || null,
    cameraId: devices.cameraId || null,
    speakerId: devices.speakerId || null,
  };
}

const FINAL: ReadonlySet<string> = new Set(["left", "ended", "removed", "refused"]);
