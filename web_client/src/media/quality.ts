/** How well media flows, from getStats (W3C webrtc-stats). */
import type { QualityLevel } from "../protocol/limits";

export interface Measurement {
  /** Milliseconds; null while no path has been found. */
  roundTrip: number | null;
  /** Of packets, in either direction, from 0 to 1. */
  loss: number;
  /** What the line carries from us, in bits per second, where that is what holds our picture back; else null. */
  outgoing: number | null;
  connected: boolean;
}

interface Counters {
  received: number;
  lost: number;
}

const WEAK = { roundTrip: 300, loss: 0.03, outgoing: 250_000 };
const BAD = { roundTrip: 700, loss: 0.12, outgoing: 80_000 };

export function levelOf({ roundTrip, loss, outgoing, connected }: Measurement): QualityLevel {
  if (!connected) return "bad";
  const beyond = (limits: typeof WEAK) =>
    (roundTrip ?? 0) > limits.roundTrip || loss > limits.loss || (outgoing ?? Infinity) < limits.outgoing;
  if (beyond(BAD)) return "bad";
  return beyond(WEAK) ? "weak" : "good";
}

const RANK: Readonly<Record<QualityLevel, number>> = { good: 0, weak: 1, bad: 2 };

/** The worst of several connections; alone everything is good. */
export function worst(measurements: readonly Measurement[]): {
  level: QualityLevel;
  roundTrip: number;
  loss: number;
} {
  let level: QualityLevel = "good";
  let roundTrip = 0;
  let loss = 0;
  for (const one of measurements) {
    const its = levelOf(one);
    if (RANK[its] > RANK[level]) level = its;
    roundTrip = Math.max(roundTrip, one.roundTrip ?? 0);
    loss = Math.max(loss, one.loss);
  }
  return { level, roundTrip: Math.min(60_000, Math.round(roundTrip)), loss: Math.min(1, Math.max(0, loss)) };
}

/** Measures one connection; keeps the counters of the time before, because loss is a matter of the last seconds. */
export class Gauge {
  #before: Counters | null = null;

  async measure(connection: RTCPeerConnection): Promise<Measurement> {
    const connected = connection.connectionState === "connected";
    return this.read(await connection.getStats(), connected);
  }

  read(stats: RTCStatsReport, connected: boolean): Measurement {
    let roundTrip: number | null = null;
    let outgoing: number | null = null;
    let heldBack = false;
    let remoteLoss = 0;
    const now: Counters = { received: 0, lost: 0 };
    const pair = selectedPair(stats);
    if (pair) {
      if (typeof pair.currentRoundTripTime === "number") roundTrip = pair.currentRoundTripTime * 1000;
      if (typeof pair.availableOutgoingBitrate === "number") outgoing = pair.availableOutgoingBitrate;
    }
    for (const report of stats.values()) {
      if (report.type === "inbound-rtp") {
        now.received += report.packetsReceived ?? 0;
        now.lost += report.packetsLost ?? 0;
      } else if (report.type === "outbound-rtp") {
        heldBack ||= report.qualityLimitationReason === "bandwidth";
      } else if (report.type === "remote-inbound-rtp") {
        remoteLoss = Math.max(remoteLoss, report.fractionLost ?? 0);
      }
    }
    const before = this.#before;
    this.#before = now;
    return {
      roundTrip,
      outgoing: heldBack ? outgoing : null,
      connected,
      loss: Math.max(remoteLoss, lossBetween(before, now)),
    };
  }
}

function lossBetween(before: Counters | null, now: Counters): number {
  if (before === null) return 0;
  const lost = Math.max(0, now.lost - before.lost);
  const received = Math.max(0, now.received - before.received);
  // Of a handful of packets a single one says nothing.
  return lost + received < 20 ? 0 : lost / (lost + received);
}

interface PairReport {
  localCandidateId: string;
  remoteCandidateId: string;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
}

/** The candidate pair in use. Firefox names none on its transport, but marks the pair. */
export function selectedPair(stats: RTCStatsReport): PairReport | null {
  for (const report of stats.values()) {
    if (report.type === "transport" && report.selectedCandidatePairId) {
      return (stats.get(report.selectedCandidatePairId) as PairReport | undefined) ?? null;
    }
  }
  for (const report of stats.values()) {
    if (
      report.type === "candidate-pair" &&
      (report.selected || (report.nominated && report.state === "succeeded"))
    ) {
      return report as PairReport;
    }
  }
  return null;
}
