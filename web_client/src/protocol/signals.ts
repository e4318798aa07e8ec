/** Traffic that is relayed but never stored; mirrors signalling/signals.py. */
import type { QualityLevel, StreamKind } from "./limits";

/** An offer or answer (RFC 8829). `instance` is the page load it is meant for; `streams` says what each carries. */
export interface Describe {
  type: "describe";
  to: string;
  instance: string;
  kind: "offer" | "answer" | "rollback";
  sdp: string;
  streams: Record<string, StreamKind>;
}

/** One ICE candidate (RFC 8838); an empty `candidate` ends them. */
export interface Candidate {
  type: "candidate";
  to: string;
  instance: string;
  candidate: string;
  sdp_mid: string | null;
  sdp_m_line_index: number | null;
}

export interface Typing {
  type: "typing";
  on: boolean;
}

/** `round_trip` in ms, `loss` from 0 to 1. */
export interface Quality {
  type: "quality";
  level: QualityLevel;
  round_trip: number;
  loss: number;
}

/** Where somebody points on the stage, from 0 (left, top) to 1 (right, bottom). */
export interface Pointer {
  type: "pointer";
  x: number;
  y: number;
  visible: boolean;
}

export type Signal = Describe | Candidate | Typing | Quality | Pointer;
export type SignalType = Signal["type"];

/** A signal as it arrives: with its sender, and the sender's page load. */
export type Received<S extends Signal = Signal> = S & { from: string; from_instance: string };
