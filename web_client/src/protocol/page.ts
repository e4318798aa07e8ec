/** What travels on the lane of a shared web page (`/pages/{session_id}`): messages as JSON, pictures as binary frames. */

export type PageStatus = "starting" | "queued" | "running" | "crashed" | "restarting";

export interface PageTab {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  readonly host: string;
  readonly secure: boolean;
  /** A data URL, or "" without one. */
  readonly icon: string;
  readonly loading: boolean;
}

/** Why the page in the active tab is not shown: `code` is stable, `host` the site it is about. */
export interface PageError {
  readonly code: string;
  readonly host?: string;
}

export interface PageNews {
  readonly type: "page";
  readonly status: PageStatus;
  /** Place in the queue while `queued`, from 1. */
  readonly place: number;
  readonly tabs: readonly PageTab[];
  /** Id of the tab that everybody sees; "" while there is none. */
  readonly active: string;
  readonly can_back: boolean;
  readonly can_forward: boolean;
  readonly loading: boolean;
  /** Its scripts do not come to an end. */
  readonly hanging?: boolean;
  /** From 0 to 1. */
  readonly progress: number;
  readonly zoom: number;
  readonly error: PageError | null;
  /** In pixels of the picture. */
  readonly width: number;
  readonly height: number;
}

/** `stills`: single pictures on the lane. */
export type Transport = "websocket" | "webrtc" | "stills";

/** The first answer: how pictures come, and why so. */
export interface PageReady {
  readonly type: "ready";
  readonly pipeline: string;
  readonly transport: Transport;
  readonly reason: string;
  readonly epoch: number;
  readonly driver: string | null;
  /** As WebCodecs names it (RFC 6381): "avc1.42E01F". */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly sound: "on" | "none";
  /** Whether it plays something at this moment. */
  readonly playing?: boolean;
}

/** A place on the picture, all from 0 to 1. */
export interface PageBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface DialogOption {
  readonly label: string;
  readonly selected?: boolean;
  readonly disabled?: boolean;
  /** The heading it stands under. */
  readonly group?: string;
}

export interface DialogFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

export type DialogKind = "alert" | "confirm" | "prompt" | "beforeunload" | "files" | "select" | "date";

/** A question of the page that waits for an answer; `for` is whose answer counts. */
export interface PageDialog {
  readonly type: "dialog";
  readonly id: string;
  readonly kind: DialogKind;
  readonly message: string;
  readonly value: string;
  readonly multiple: boolean;
  /** For `date`: the kind of field (`date`, `time`, `month`, `week`, `datetime-local`, `color`). */
  readonly input?: string;
  /** Bounds of a `date`; "" or missing without. */
  readonly min?: string;
  readonly max?: string;
  readonly step?: string;
  /** The site that asks. */
  readonly host?: string;
  readonly options?: readonly DialogOption[];
  readonly files?: readonly DialogFile[];
  readonly for: string | null;
  /** Where the field stands, when it is known. */
  readonly box?: PageBox;
}

/** A masked field that this participant types in: only they get its value. */
export interface OwnField {
  readonly type: "field";
  readonly id: string;
  readonly kind: string;
  /** Null: the field is left. */
  readonly box: PageBox | null;
  readonly value: string;
}

export interface MaskedField {
  readonly kind: string;
  readonly box: PageBox;
}

export interface OutlineNode {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly level?: number;
  readonly value?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** Its value is hidden from everybody but who typed it. */
  readonly masked?: boolean;
  readonly actions: readonly OutlineAction[];
}

export type OutlineAction = "click" | "focus" | "fill" | "toggle" | "choose";

/** The server's word on an offer of ours; `n` says on which. */
export type RtcMessage =
  | { readonly type: "rtc"; readonly kind: "answer"; readonly sdp: string; readonly n: number }
  | { readonly type: "rtc"; readonly kind: "refused"; readonly code: string; readonly n: number };

/** Every offer is for a new connection; `n` counts them. */
export type RtcRequest =
  | { readonly type: "rtc"; readonly kind: "offer"; readonly sdp: string; readonly n: number }
  | { readonly type: "rtc_stop" };

/** Something worth a sentence; which one follows from `code`. */
export interface PageNotice {
  readonly type: "notice";
  readonly code: string;
  readonly file_id?: string;
  readonly name?: string;
  readonly what?: string;
  readonly why?: string;
  readonly host?: string;
}

export type PageMessage =
  | PageReady
  | PageNews
  | { readonly type: "drive"; readonly driver: string | null; readonly epoch: number }
  | { readonly type: "cursor"; readonly name: string }
  | PageDialog
  | { readonly type: "dialog_closed"; readonly id: string }
  | OwnField
  | { readonly type: "masked"; readonly fields: readonly MaskedField[] }
  | PageNotice
  | { readonly type: "copied"; readonly text: string }
  | {
      readonly type: "outline";
      readonly nodes: readonly OutlineNode[];
      readonly url_changed?: boolean;
      /** The page has more than these. */
      readonly more?: boolean;
    }
  | ({ readonly type: "diagnostics" } & Readonly<Record<string, unknown>>)
  | { readonly type: "refused"; readonly code: string; readonly host?: string }
  /** The page plays something, or has stopped. */
  | { readonly type: "sound"; readonly playing: boolean }
  /** The picture takes another way from now on. */
  | { readonly type: "transport"; readonly transport: Transport; readonly reason: string }
  /** Where the picture comes by WebRTC: the exact still on top of it is out of date. */
  | { readonly type: "moving" }
  | RtcMessage;

export interface KeyModifiers {
  alt?: boolean;
  ctrl?: boolean;
  meta?: boolean;
  shift?: boolean;
  altgr?: boolean;
}

export interface TouchPoint {
  i: number;
  x: number;
  y: number;
}

interface Modified {
  m?: KeyModifiers;
}

/** One thing that the driver does. Places from 0 to 1 on the picture; `b` 0 left, 1 middle, 2 right. */
export type InputEvent =
  | ({ k: "move"; x: number; y: number } & Modified)
  | ({ k: "down"; x: number; y: number; b: number; n: number } & Modified)
  | ({ k: "up"; x: number; y: number; b: number } & Modified)
  | ({ k: "wheel"; x: number; y: number; dx: number; dy: number } & Modified)
  | ({ k: "touch"; p: "start" | "move" | "end" | "cancel"; t: TouchPoint[] } & Modified)
  | ({ k: "key"; p: "down" | "up"; key: string; code: string; loc: number; rep: boolean } & Modified)
  /** `paste`: the page gets an event of pasting first. */
  | { k: "text"; text: string; paste?: true }
  | { k: "compose"; text: string; a: number; b: number }
  | { k: "commit"; text: string }
  | { k: "cut" };

export interface DialogAnswer {
  accept: boolean;
  text?: string;
  file_ids?: string[];
  index?: number;
  /** For a list of which several may be chosen. */
  indexes?: number[];
  value?: string;
}

/** What a viewer says. */
export type PageRequest =
  | { type: "ack"; n: number }
  | { type: "need_key" }
  | { type: "size"; width: number; height: number; pixel_ratio: number }
  | { type: "input"; epoch: number; events: InputEvent[] }
  | { type: "visit"; address: string; tab?: string }
  | { type: "back" }
  | { type: "forward" }
  | { type: "reload" }
  | { type: "stop" }
  | { type: "zoom"; factor: number }
  | { type: "new_tab"; address?: string }
  | { type: "select_tab"; id: string }
  | { type: "close_tab"; id: string }
  | { type: "restart" }
  | ({ type: "answer"; dialog: string } & DialogAnswer)
  | { type: "copy" }
  | { type: "outline"; on: boolean }
  | { type: "act"; node: string; action: OutlineAction; text?: string }
  | { type: "diagnostics"; on: boolean }
  | RtcRequest
  | { type: "hidden"; on: boolean };

export interface PageHello {
  ticket: string;
  instance: string;
  /** Whether this browser decodes H.264 by WebCodecs. */
  h264: boolean;
  webrtc: boolean;
  pixel_ratio: number;
  /** The stage, in CSS pixels. */
  width: number;
  height: number;
}

export const FRAME_KINDS = { 1: "key", 2: "delta", 3: "still", 4: "jpeg", 5: "blurred" } as const;
export type FrameKind = (typeof FRAME_KINDS)[keyof typeof FRAME_KINDS];

/** A picture as it arrives: the place of what changed, the size of the whole, and the encoded bytes. */
export interface PageFrame {
  readonly kind: FrameKind;
  /** The last one before the page stands still. */
  readonly quiet: boolean;
  /** The last of the pieces that share a number. */
  readonly end: boolean;
  readonly rung: number;
  readonly number: number;
  /** The server's steady clock, in milliseconds; wraps. */
  readonly time: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly pageWidth: number;
  readonly pageHeight: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

export const FRAME_HEADER = 24;
const QUIET = 1;
const END = 2;

/** Big endian: kind u8, flags u8, rung u16, number u32, time u32, x y w h u16, page w h u16. Undefined when garbled. */
export function readFrame(data: ArrayBuffer): PageFrame | undefined {
  if (data.byteLength <= FRAME_HEADER) return undefined;
  const view = new DataView(data);
  const kind = (FRAME_KINDS as Readonly<Record<number, FrameKind>>)[view.getUint8(0)];
  if (kind === undefined) return undefined;
  const flags = view.getUint8(1);
  return {
    kind,
    quiet: (flags & QUIET) !== 0,
    end: (flags & END) !== 0,
    rung: view.getUint16(2),
    number: view.getUint32(4),
    time: view.getUint32(8),
    x: view.getUint16(12),
    y: view.getUint16(14),
    w: view.getUint16(16),
    h: view.getUint16(18),
    pageWidth: view.getUint16(20),
    pageHeight: view.getUint16(22),
    payload: new Uint8Array(data, FRAME_HEADER),
  };
}
