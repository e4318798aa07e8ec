/** Files on their way to the server: one at a time, with progress, each of them cancellable. No React. */
import { randomId } from "../../protocol/ids";
import { Problem, type RoomApi } from "../../protocol/rest";
import { Observable } from "../../state/observable";

export type Audience = "everyone" | "hosts";

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly state: "waiting" | "sending" | "failed";
  /** From 0 to 1. */
  readonly part: number;
  /** Why it failed: a stable code; "too_large" and "empty" are found before anything is sent. */
  readonly code: string | null;
}

interface Job {
  readonly key: string;
  readonly file: File;
  readonly audience: Audience;
  readonly stop: AbortController;
  readonly done: (fileId: string | null) => void;
}

export class Uploads extends Observable<readonly Upload[]> {
  readonly #api: Pick<RoomApi, "upload">;
  readonly #sessionId: string;
  readonly #limit: number;
  readonly #queue: Job[] = [];
  #busy: Job | null = null;

  /** `limit` in bytes. */
  constructor(api: Pick<RoomApi, "upload">, sessionId: string, limit: number) {
    super([]);
    this.#api = api;
    this.#sessionId = sessionId;
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Resolves with the file's id, or null when it was refused or cancelled. */
  add(file: File, audience: Audience): Promise<string | null> {
    const key = randomId();
    const code = file.size > this.#limit ? "too_large" : file.size === 0 ? "empty" : null;
    const upload: Upload = {
      key,
      name: file.name,
      size: file.size,
      state: code === null ? "waiting" : "failed",
      part: 0,
      code,
    };
    this.set([...this.getState(), upload]);
    if (code !== null) return Promise.resolve(null);
    return new Promise((done) => {
      this.#queue.push({ key, file, audience, stop: new AbortController(), done });
      void this.#next();
    });
  }

  /** Stops it, wherever it is; also clears one that failed. */
  cancel(key: string): void {
    const waiting = this.#queue.findIndex((job) => job.key === key);
    if (waiting >= 0) this.#queue.splice(waiting, 1)[0]?.done(null);
    if (this.#busy?.key === key) this.#busy.stop.abort();
    this.set(this.getState().filter((upload) => upload.key !== key));
  }

  close(): void {
    for (const upload of this.getState()) this.cancel(upload.key);
  }

  async #next(): Promise<void> {
    if (this.#busy !== null) return;
    const job = this.#queue.shift();
    if (job === undefined) return;
    this.#busy = job;
    this.#change(job.key, { state: "sending" });
    let fileId: string | null = null;
    try {
      const stored = await this.#api.upload(this.#sessionId, job.file, {
        audience: job.audience,
        signal: job.stop.signal,
        onProgress: (part) => this.#change(job.key, { part }),
      });
      fileId = stored.file_id;
      this.set(this.getState().filter((upload) => upload.key !== job.key));
    } catch (error) {
      if (!job.stop.signal.aborted) {
        this.#change(job.key, { state: "failed", code: error instanceof Problem ? error.code : "internal" });
      }
    } finally {
      this.#busy = null;
      job.done(fileId);
      void this.#next();
    }
  }

  #change(key: string, changes: Partial<Upload>): void {
    this.set(this.getState().map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)));
  }
}
