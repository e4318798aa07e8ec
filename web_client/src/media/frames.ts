/** Reading and writing single video frames (W3C mediacapture-transform), where the browser can: Chromium today. */

interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}

interface TrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

interface FrameGlobals {
  MediaStreamTrackProcessor?: new (options: {
    track: MediaStreamTrack;
    maxBufferSize?: number;
  }) => TrackProcessor;
  MediaStreamTrackGenerator?: new (options: { kind: "video" }) => TrackGenerator;
}

/** The two ends that a worker reads from and writes to, and the track that carries what it writes. */
export interface FramePipe {
  readable: ReadableStream<VideoFrame>;
  writable: WritableStream<VideoFrame>;
  track: MediaStreamTrack;
}

/** Null where the browser has no such interfaces, or has them in workers only. */
export function framePipe(source: MediaStreamTrack): FramePipe | null {
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = globalThis as unknown as FrameGlobals;
  if (!MediaStreamTrackProcessor || !MediaStreamTrackGenerator || typeof Worker === "undefined") return null;
  const generator = new MediaStreamTrackGenerator({ kind: "video" });
  // One frame of room: while we are busy the newest replaces the one that waits.
  const { readable } = new MediaStreamTrackProcessor({ track: source, maxBufferSize: 1 });
  return { readable, writable: generator.writable, track: generator };
}

/** What the worker of either blur is started with. */
export interface PipeMessage {
  readable: ReadableStream<VideoFrame>;
  writable: WritableStream<VideoFrame>;
  /** Of the source, in pixels; 0 when not known yet. */
  width: number;
  height: number;
  /** Where run-time files lie, for those that need some. */
  assets: string;
}

export type WorkerReport = { type: "ready" } | { type: "failed"; reason: string };

/** A dedicated worker's own global, which the page's type library does not know. */
export interface WorkerScope {
  onmessage: ((event: MessageEvent<PipeMessage>) => void) | null;
  postMessage: (report: WorkerReport) => void;
}
