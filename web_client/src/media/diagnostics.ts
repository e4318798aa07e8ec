/** A window into the running call, for support and for tests: reads, changes nothing. */
import { selectedPair } from "./quality";

export interface ConnectionReport {
  state: RTCPeerConnectionState;
  /** Type of the local candidate in use: "host", "srflx", "prflx" or "relay"; null without a path. */
  local: string | null;
  remote: string | null;
  /** "udp" or "tcp"; between us and the TURN server where there is one. */
  protocol: string | null;
  /** Milliseconds. */
  roundTrip: number | null;
  /** By media section: 1 the camera, 2 the screen, 3 the blurred screen. */
  framesDecoded: Record<string, number>;
  framesEncoded: Record<string, number>;
  audioPacketsReceived: number;
  /** Grows only while there is something to hear (totalAudioEnergy of W3C webrtc-stats). */
  audioEnergy: number;
  /** MIME types of what is received, by media section. */
  codecs: Record<string, string>;
}

export interface Diagnostics {
  /** By participant. */
  stats(): Promise<Record<string, ConnectionReport>>;
}

declare global {
  interface Window {
    samenDiagnostics?: Diagnostics;
  }
}

/** The connections as they are, by participant. */
interface Connected {
  connections(): ReadonlyMap<string, RTCPeerConnection>;
}

/** Returns what takes it away again. */
export function exposeDiagnostics(call: Connected): () => void {
  const diagnostics: Diagnostics = Object.freeze({
    async stats() {
      const reports: Record<string, ConnectionReport> = {};
      for (const [id, connection] of call.connections()) {
        reports[id] = readReport(await connection.getStats(), connection.connectionState);
      }
      return reports;
    },
  });
  window.samenDiagnostics = diagnostics;
  return () => {
    if (window.samenDiagnostics === diagnostics) delete window.samenDiagnostics;
  };
}

export function readReport(stats: RTCStatsReport, state: RTCPeerConnectionState): ConnectionReport {
  const pair = selectedPair(stats);
  const local = pair ? stats.get(pair.localCandidateId) : undefined;
  const remote = pair ? stats.get(pair.remoteCandidateId) : undefined;
  const report: ConnectionReport = {
    state,
    local: local?.candidateType ?? null,
    remote: remote?.candidateType ?? null,
    protocol: local?.relayProtocol ?? local?.protocol ?? null,
    roundTrip: pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000,
    framesDecoded: {},
    framesEncoded: {},
    audioPacketsReceived: 0,
    audioEnergy: 0,
    codecs: {},
  };
  for (const one of stats.values()) {
    if (one.type === "inbound-rtp" && one.kind === "audio") {
      report.audioPacketsReceived += one.packetsReceived ?? 0;
      report.audioEnergy += one.totalAudioEnergy ?? 0;
    }
    if (one.kind !== "video") continue;
    const section = String(one.mid ?? one.trackIdentifier ?? one.ssrc);
    if (one.type === "inbound-rtp") {
      report.framesDecoded[section] = (report.framesDecoded[section] ?? 0) + (one.framesDecoded ?? 0);
      const codec = one.codecId ? stats.get(one.codecId)?.mimeType : undefined;
      if (codec) report.codecs[section] = codec;
    } else if (one.type === "outbound-rtp") {
      report.framesEncoded[section] = (report.framesEncoded[section] ?? 0) + (one.framesEncoded ?? 0);
    }
  }
  return report;
}
