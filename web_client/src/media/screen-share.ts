/** Our own screen share: choosing, starting, stopping, blurring, and whether the pointer is in the picture. */
import type { Surface } from "../protocol/limits";
import { isChair, mayUseInput, people, type Session } from "../state/session";
import type { ScreenState, ShareResult } from "./call-state";
import type { Mesh, Room } from "./mesh";
import { type BlurredTrack, blurScreen } from "./screen-blur";

type Cursor = "always" | "never";
interface CaptureConstraints extends MediaTrackConstraints {
  cursor?: Cursor;
}
interface CaptureOptions extends DisplayMediaStreamOptions {
  selfBrowserSurface?: "exclude" | "include";
  surfaceSwitching?: "exclude" | "include";
  monitorTypeSurfaces?: "exclude" | "include";
}

const FRAME_RATE = { ideal: 15, max: 30 };

export class ScreenShare {
  readonly #room: Room;
  readonly #mesh: Mesh;
  readonly #devices: MediaDevices | undefined;
  readonly #changed: () => void;
  #sharing: ScreenState["sharing"] = "no";
  #capture: MediaStreamTrack | null = null;
  #stream: MediaStream | null = null;
  #surface: Surface = "unknown";
  #blurred: BlurredTrack | null = null;
  #out: "nothing" | "sharp" | "blurred" = "nothing";
  /** The server knows of our share, so its end there is the end here. */
  #known = false;
  #cursor: Cursor = "always";
  #work: Promise<void> = Promise.resolve();
  #confirmed = 0;
  readonly #unsubscribe: () => void;

  constructor(room: Room, mesh: Mesh, devices: MediaDevices | undefined, changed: () => void) {
    this.#room = room;
    this.#mesh = mesh;
    this.#devices = devices;
    this.#changed = changed;
    this.#unsubscribe = room.subscribe(() => this.#follow());
  }

  get state(): ScreenState {
    return {
      sharing: this.#sharing,
      stream: this.#stream,
      surface: this.#surface,
      blurred: this.#out === "blurred",
      pointerShown: this.#capture !== null && cursorOf(this.#capture) !== "never",
      available: typeof this.#devices?.getDisplayMedia === "function",
    };
  }

  /** Call from a click: browsers open their picker only then. Again while sharing chooses something else. */
  async start(): Promise<ShareResult> {
    const devices = this.#devices;
    if (typeof devices?.getDisplayMedia !== "function") return { ok: false, code: "share_unavailable" };
    if (this.#sharing === "choosing") return { ok: false, code: "share_cancelled" };
    const { session, selfId, self } = this.#room.getState();
    // What the session is sure to refuse needs no picker first.
    if (session.share !== null && session.share.participant_id !== selfId) {
      return { ok: false, code: "someone_shares" };
    }
    // Whoever was asked agrees by choosing: that answer is on its way, and the click may not wait for it.
    const invited = self?.sharing === "allowed" || self?.sharing === "asked";
    if (!isChair(session, selfId) && !invited) return { ok: false, code: "not_allowed" };
    const before = this.#sharing;
    this.#become("choosing");
    // An adviser's pointer is shown afterwards or not at all: a browser that cannot change it never shows it.
    this.#cursor = isChair(session, selfId) ? "never" : "always";
    let track: MediaStreamTrack | undefined;
    let code = "share_failed";
    try {
      const video: CaptureConstraints = { frameRate: FRAME_RATE, cursor: this.#cursor };
      const options: CaptureOptions = {
        video,
        audio: false,
        selfBrowserSurface: "exclude",
        surfaceSwitching: "include",
        monitorTypeSurfaces: "include",
      };
      [track] = (await devices.getDisplayMedia(options)).getVideoTracks();
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") code = refusedBy(error);
    }
    if (!track) {
      this.#become(this.#capture ? before : "no");
      return { ok: false, code };
    }
    return this.#begin(track);
  }

  async stop(): Promise<void> {
    if (this.#capture === null) return;
    this.#release();
    await this.#room.send({ type: "stop_share", participant_id: this.#room.getState().selfId });
  }

  close(): void {
    this.#unsubscribe();
    this.#release();
  }

  async #begin(track: MediaStreamTrack): Promise<ShareResult> {
    this.#release();
    this.#capture = track;
    this.#stream = new MediaStream([track]);
    this.#surface = surfaceOf(track);
    this.#become("yes");
    // Stopped from the browser's own bar, or the window that was shared is closed.
    track.onended = () => void this.stop();
    const result = await this.#room.send({
      type: "start_share",
      stream_id: this.#mesh.outgoing.streams.screen.id,
      surface: this.#surface,
    });
    if (this.#capture !== track) return { ok: false, code: "share_cancelled" };
    if (!result.ok) {
      this.#release();
      return { ok: false, code: result.code };
    }
    this.#follow();
    return { ok: true };
  }

  #follow(): void {
    const { session, selfId } = this.#room.getState();
    const ours = session.share?.participant_id === selfId;
    if (this.#capture === null) return;
    if (!ours) {
      if (this.#known) this.#release();
      return;
    }
    this.#known = true;
    this.#steerCursor();
    const wish = session.blur === "off" ? "sharp" : "blurred";
    if (wish !== this.#out || (session.blur === "asked" && this.#confirmed !== session.blur_number)) {
      this.#work = this.#work.then(() => this.#settle());
    }
  }

  /** Brings what leaves in line with the session; one at a time, and by the session as it is by then. */
  async #settle(): Promise<void> {
    const capture = this.#capture;
    const { session, selfId } = this.#room.getState();
    if (capture === null || session.share?.participant_id !== selfId) return;
    if (session.blur === "off") await this.#sharpen(capture);
    else await this.#blur(capture, session);
    this.#changed();
  }

  async #sharpen(capture: MediaStreamTrack): Promise<void> {
    this.#out = "sharp";
    await this.#mesh.setTrack("blurred", null);
    this.#blurred?.close();
    this.#blurred = null;
    if (this.#capture === capture && this.#room.getState().session.blur === "off") {
      await this.#mesh.setTrack("screen", capture);
    }
  }

  async #blur(capture: MediaStreamTrack, { blur, blur_number: number }: Session): Promise<void> {
    // First of all nothing sharp leaves any more; what is seen instead comes after.
    await this.#mesh.setTrack("screen", null);
    if (this.#blurred === null) {
      try {
        this.#blurred = blurScreen(capture);
        await this.#blurred.ready;
      } catch {
        // Without a blurred picture the others see none at all, which is as discreet.
        this.#blurred?.close();
        this.#blurred = null;
      }
    }
    if (this.#capture !== capture) return;
    await this.#mesh.setTrack("blurred", this.#blurred?.track ?? null);
    await this.#mesh.quiet("screen");
    this.#out = "blurred";
    if (blur !== "asked" || this.#confirmed === number) return;
    this.#confirmed = number;
    void this.#room.send({ type: "confirm_blur", number });
  }

  /**
   * The adviser's own pointer is in the picture only while somebody may see it: a client with input rights, or all
   * by the laser pointer. On a client's shared screen it is the client's pointer, and belongs to the picture.
   */
  #wantedCursor(): Cursor {
    const { session, selfId } = this.#room.getState();
    if (!isChair(session, selfId) || session.laser) return "always";
    const clients = people(session).filter((person) => person.role === "client");
    return clients.some((client) => mayUseInput(session, client.id)) ? "always" : "never";
  }

  #steerCursor(): void {
    const wanted = this.#wantedCursor();
    if (this.#capture === null || wanted === this.#cursor) return;
    this.#cursor = wanted;
    // Where the browser cannot do this in mid-capture it changes nothing, and pointers still go as signals.
    const constraints: CaptureConstraints = { frameRate: FRAME_RATE, cursor: wanted };
    const capture = this.#capture;
    void capture
      .applyConstraints(constraints)
      .catch(() => {})
      .then(this.#changed);
  }

  #release(): void {
    const { selfId, session } = this.#room.getState();
    const capture = this.#capture;
    this.#capture = null;
    this.#stream = null;
    this.#known = false;
    this.#out = "nothing";
    this.#confirmed = session.share?.participant_id === selfId ? this.#confirmed : 0;
    if (capture) {
      capture.onended = null;
      capture.stop();
      void this.#mesh.setTrack("screen", null);
      void this.#mesh.setTrack("blurred", null);
    }
    this.#blurred?.close();
    this.#blurred = null;
    this.#become("no");
  }

  #become(sharing: ScreenState["sharing"]): void {
    this.#sharing = sharing;
    this.#changed();
  }
}

function cursorOf(track: MediaStreamTrack): string {
  const settings: MediaTrackSettings & { cursor?: string } = track.getSettings();
  // Browsers that do not tell show it.
  return settings.cursor ?? "always";
}

function surfaceOf(track: MediaStreamTrack): Surface {
  switch (track.getSettings().displaySurface) {
    case "monitor":
      return "screen";
    case "window":
      return "window";
    case "browser":
      return "tab";
    default:
      return "unknown";
  }
}

/** The person closed the picker, or the system does not let this browser see the screen (macOS says so in its text). */
function refusedBy(error: DOMException): string {
  return /system/i.test(error.message) ? "share_forbidden_by_system" : "share_cancelled";
}
