/** What the shared page shows of itself, and what it is made of. */
import type { DecoderReport } from "../media/page-decoder";
import type { PicturePort } from "../media/page-picture";
import type { PageRtc, PageRtcOptions } from "../media/page-rtc";
import type {
  MaskedField,
  OutlineNode,
  OwnField,
  PageDialog,
  PageHello,
  PageNews,
  PageNotice,
  PageReady,
  PageRequest,
} from "../protocol/page";
import type { LaneStatus, PageLane, PageLaneEvents } from "../protocol/page-lane";
import type { ViewRates } from "./page-rates";
import type { RoomStore } from "./store";

export interface PageState {
  readonly lane: LaneStatus;
  /** Why the lane is lost or refused, when that is known. */
  readonly laneCode: string | null;
  readonly ready: PageReady | null;
  readonly page: PageNews | null;
  /** Whose clicks and keys count now, and the epoch that ours must carry. */
  readonly driver: string | null;
  readonly epoch: number;
  /** We have asked to drive and wait for the word. */
  readonly taking: boolean;
  readonly cursor: string;
  readonly dialog: PageDialog | null;
  /** The masked field that we type in. */
  readonly field: OwnField | null;
  readonly masked: readonly MaskedField[];
  /** Null until somebody listens to it. */
  readonly outline: readonly OutlineNode[] | null;
  /** The page has more than the outline tells. */
  readonly outlineMore: boolean;
  readonly diagnostics: Readonly<Record<string, unknown>> | null;
  /** Size of the picture in its own pixels; zero before the first one. */
  readonly picture: { readonly width: number; readonly height: number };
  /** A first picture has been drawn since the lane (last) came up. */
  readonly drawn: boolean;
  /** What is on the canvas is the server's haze. */
  readonly covered: boolean;
  /** The picture, while it comes by WebRTC; stills are on the canvas all the same. */
  readonly stream: MediaStream | null;
  /** The video is ahead of what stands on the canvas. */
  readonly moving: boolean;
  readonly sound: MediaStream | null;
  readonly view: ViewRates;
}

/** What the page asks of its lane; a test's lane keeps to it too. */
export type LanePort = Pick<PageLane, "open" | "close" | "hurry" | "renew" | "send" | "crowded">;

export interface PageStoreOptions {
  readonly room: Pick<RoomStore, "getState" | "subscribe" | "send">;
  readonly ticket: string;
  readonly instance: string;
  readonly lane: (hello: () => PageHello, events: PageLaneEvents) => LanePort;
  readonly picture: (report: (report: DecoderReport) => void) => PicturePort;
  readonly decodesH264: () => Promise<boolean>;
  readonly rtc?: (
    options: Omit<PageRtcOptions, "iceServers">,
  ) => Pick<PageRtc, "want" | "take" | "close"> | null;
}

export type SteeringRequest = Extract<
  PageRequest,
  {
    type:
      | "visit"
      | "back"
      | "forward"
      | "reload"
      | "stop"
      | "zoom"
      | "new_tab"
      | "select_tab"
      | "close_tab"
      | "restart"
      | "copy";
  }
>;

export type NoticeListener = (notice: PageNotice | { type: "refused"; code: string; host?: string }) => void;
