/** The server's diagnostics of a page, read without trust in what is missing: another version may tell less. */

export interface Facts {
  readonly pipeline: string;
  /** Why no better pipeline; "" when it is the best. */
  readonly pipelineWhy: string;
  readonly transport: string;
  readonly transportWhy: string;
  readonly width: number;
  readonly height: number;
  /** From the server to drawn and back, in milliseconds; null before it is measured. */
  readonly delay: number | null;
  /** From 0, the best. */
  readonly rung: number;
  /** What the rung may take, in kbit/s; 0: single pictures. */
  readonly kbit: number;
  /** Part of what is sent that gets lost, from 0 to 1. */
  readonly loss: number;
  readonly bbr: boolean;
  readonly soundWhy: string;
  readonly isolation: string;
  readonly memory: number;
  readonly processes: number;
  /** Requests of the page that were refused. */
  readonly refused: number;
  readonly viewers: number;
  /** Our own clicks and keys that did not count. */
  readonly dropped: number;
}

type Told = Readonly<Record<string, unknown>>;

export function readFacts(told: Told): Facts {
  const page = record(told.page);
  const rtc = record(told.rtc);
  const byRtc = told.transport === "webrtc" && typeof rtc.rtt_ms === "number";
  const line = byRtc ? rtc : told;
  return {
    pipeline: text(page.pipeline) || text(told.pipeline),
    pipelineWhy: text(page.reason),
    transport: text(told.transport),
    transportWhy: text(told.reason),
    width: number(told.width),
    height: number(told.height),
    delay: typeof line.rtt_ms === "number" ? Math.round(line.rtt_ms) : null,
    rung: number(line.rung),
    kbit: byRtc ? number(rtc.rate) / 1000 : number(told.kbit),
    loss: byRtc ? number(rtc.loss) : number(told.lane_loss),
    bbr: told.bbr === true,
    soundWhy: text(page.sound_code),
    isolation: text(page.isolation),
    memory: number(page.memory_mb),
    processes: number(page.processes),
    refused: refusals(record(page.network)),
    viewers: number(told.viewers),
    dropped: number(told.input_dropped),
  };
}

/** The proxy counts by outcome: "ok", what failed by itself, and what was not allowed; only the last is asked for. */
function refusals(outcomes: Told): number {
  return REFUSALS.reduce((sum, code) => sum + number(outcomes[code]), 0);
}

const REFUSALS = ["page_blocked", "address_refused"] as const;

function record(value: unknown): Told {
  return typeof value === "object" && value !== null ? (value as Told) : {};
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
