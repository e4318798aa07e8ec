/** How each track is encoded: codecs, bit rates, and what gives way when the connection is weak. */
import { kindOf, type Slot } from "./slots";

/** Best first for pictures of screens: text stays sharp at a low rate with both of the first two. */
const SCREEN_CODECS = ["video/VP9", "video/AV1"];

interface Limits {
  /** Bits per second. */
  maxBitrate: number;
  maxFramerate?: number;
}

/** `receivers` is how many pages get it: in a mesh our own line carries it as many times. */
export function limitsOf(slot: Slot, receivers: number): Limits {
  switch (slot) {
    case "microphone":
      return { maxBitrate: 48_000 };
    case "camera":
      return {
        maxBitrate: Math.max(250_000, Math.round(1_500_000 / Math.max(1, receivers))),
        maxFramerate: 30,
      };
    case "screen":
      return { maxBitrate: receivers > 2 ? 2_000_000 : 3_500_000, maxFramerate: 30 };
    case "blurred":
      return { maxBitrate: 200_000, maxFramerate: 10 };
  }
}

/** Four cameras in a mesh: a smaller picture each, because every one is encoded separately. */
export function scaleOf(slot: Slot, receivers: number): number {
  if (slot !== "camera" || receivers <= 1) return 1;
  return receivers <= 2 ? 1.5 : 2;
}

export async function applyLimits(sender: RTCRtpSender, slot: Slot, receivers: number): Promise<void> {
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  const encoding = parameters.encodings?.[0];
  if (!encoding) return;
  const { maxBitrate, maxFramerate } = limitsOf(slot, receivers);
  encoding.maxBitrate = maxBitrate;
  if (kindOf(slot) === "video") {
    if (maxFramerate !== undefined) encoding.maxFramerate = maxFramerate;
    encoding.scaleResolutionDownBy = scaleOf(slot, receivers);
    // Sharpness before frame rate on screens; movement before sharpness on faces.
    parameters.degradationPreference = slot === "screen" ? "maintain-resolution" : "balanced";
  }
  try {
    await sender.setParameters(parameters);
  } catch {
    // The browser knows fewer knobs, or the section was renegotiated meanwhile: its own defaults then hold.
  }
}

/** Where both pages have the better codecs for screens, they are used; otherwise what both have. */
export function preferScreenCodecs(transceiver: RTCRtpTransceiver): void {
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.("video")?.codecs;
  if (!codecs || !transceiver.setCodecPreferences) return;
  const rank = (codec: { mimeType: string }) => {
    const place = SCREEN_CODECS.indexOf(codec.mimeType);
    return place === -1 ? SCREEN_CODECS.length : place;
  };
  try {
    transceiver.setCodecPreferences([...codecs].sort((one, other) => rank(one) - rank(other)));
  } catch {
    // An older browser without this choice: the order of the offer stays.
  }
}

export function hintTrack(track: MediaStreamTrack, slot: Slot): void {
  if (!("contentHint" in track)) return;
  track.contentHint = slot === "microphone" ? "speech" : slot === "camera" ? "motion" : "detail";
}
