/** What a page knows of its own call: devices, sound, picture, screen, and what comes from the others. */
import type { QualityLevel, Surface } from "../protocol/limits";

/** starting: the browser is asking, or the device is waking up. denied: the browser may not use it. */
export type DeviceState = "on" | "off" | "none" | "denied" | "starting";

/**
 * denied: the person or the browser's settings refused. not_found: there is no such device. in_use: another program
 * has it. unplugged: it went away in the middle. insecure: browsers give no devices to pages without https.
 */
export type DeviceProblem = "denied" | "not_found" | "in_use" | "unplugged" | "insecure" | "failed";

export interface Device {
  id: string;
  /** Empty until the browser may tell. */
  label: string;
}

export interface LocalState {
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  /** How loud we are, from 0 to 1; also while starting, so that a level meter can show it. */
  readonly level: number;
  readonly microphoneId: string | null;
  readonly cameraId: string | null;
  /** Null as long as nobody asked for it on this page, even where the browser's settings refuse it. */
  readonly microphoneProblem: DeviceProblem | null;
  readonly cameraProblem: DeviceProblem | null;
  /** Our own picture as the others get it, background blur included; null when the camera is not on. */
  readonly picture: MediaStream | null;
}

/**
 * waiting: they are not connected to the session now. connecting: for the first time, or again. blocked: they are
 * there, but for a good while now no way was found for sound and picture; the search goes on.
 */
export type PeerConnection = "waiting" | "connecting" | "connected" | "lost" | "blocked";

export interface RemoteState {
  /** Null while they have no camera on, or nothing has arrived yet. */
  readonly camera: MediaStream | null;
  /** Their shared screen: the illegible stream while it is blurred, never the sharp one. */
  readonly screen: MediaStream | null;
  /** How loud they are, from 0 to 1; 0 while nobody may hear them. */
  readonly audioLevel: number;
  readonly connection: PeerConnection;
  /** The connection between the two of us, by our own measurements. */
  readonly quality: QualityLevel | null;
}

/** choosing: the browser's own picker is open. */
export interface ScreenState {
  readonly sharing: "no" | "choosing" | "yes";
  /** What is captured, sharp, for ourselves. */
  readonly stream: MediaStream | null;
  readonly surface: Surface;
  /** Whether what leaves is the blurred picture, on every connection. */
  readonly blurred: boolean;
  /**
   * Whether the mouse pointer is in the captured picture, by the browser's own account. It may be there against our
   * wish: Chromium always shows it in a tab that is shared. Then the person had better know.
   */
  readonly pointerShown: boolean;
  /** Whether this browser can share a screen at all; phones cannot. */
  readonly available: boolean;
}

export interface BackgroundBlurState {
  readonly on: boolean;
  readonly loading: boolean;
  /** False where the browser cannot do it, or after it failed. */
  readonly available: boolean;
}

export interface CallState {
  readonly local: LocalState;
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
  readonly remote: Readonly<Record<string, RemoteState>>;
  readonly screen: ScreenState;
  readonly soundOn: boolean;
  readonly speakerId: string | null;
  /** Whether this browser lets a page choose (HTMLMediaElement.setSinkId). */
  readonly canChooseSpeaker: boolean;
  /** The browser holds back sound until the person does something: show a button that calls `resumeSound`. */
  readonly soundBlocked: boolean;
  readonly noiseSuppression: boolean;
  readonly canSuppressNoise: boolean;
  readonly backgroundBlur: BackgroundBlurState;
  /** Our side of all connections together. */
  readonly quality: QualityLevel;
  /** It has been weak for a while with our camera on: switching it off would help. */
  readonly suggestCameraOff: boolean;
}

/** What `startShare` answers: started, or a stable code for a sentence. */
export type ShareResult = { ok: true } | { ok: false; code: string };
