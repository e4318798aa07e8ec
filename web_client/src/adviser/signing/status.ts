/** Where an envelope stands, in a few words and a tone. */
import type { EnvelopeStatus } from "../../features/signing/types";
import type { nl } from "../../i18n/envelopes/nl";
import type { Translate } from "../../i18n/texts";
import type { Tone } from "../../ui/tone";
import type { Envelope } from "../api/envelopes";

type Words = Translate<typeof nl>;

const TONES: Readonly<Record<EnvelopeStatus, Tone>> = {
  draft: "neutral",
  sent: "attention",
  completed: "office",
  declined: "danger",
  voided: "neutral",
  expired: "danger",
  failed: "danger",
};

const PLAIN = {
  draft: "statusDraft",
  completed: "statusCompleted",
  declined: "statusDeclined",
  voided: "statusVoided",
  expired: "statusExpired",
  failed: "statusFailed",
} as const;

export interface State {
  readonly tone: Tone;
  readonly words: string;
}

export function signedCount({ signers }: Envelope): number {
  return signers.filter(({ status }) => status === "signed").length;
}

export function stateOf(envelope: Envelope, t: Words): State {
  const { status, signers } = envelope;
  if (status !== "sent") return { tone: TONES[status], words: t(PLAIN[status]) };
  const open = signers.filter((signer) => signer.status !== "signed");
  if (open.length === 0) return { tone: "info", words: t("statusSealing") };
  // In sequence only one is asked now.
  const asked = open.filter(({ turn }) => turn);
  const first = asked[0] ?? open[0];
  return {
    tone: "attention",
    words:
      asked.length > 1
        ? t("statusWaitingMore", { count: asked.length })
        : t("statusWaiting", { name: first?.name ?? "" }),
  };
}
