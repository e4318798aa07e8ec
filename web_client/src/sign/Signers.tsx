/** Who signs, and how far they are. */
import { IconCircleCheck, IconClock, IconSignature, IconX } from "@tabler/icons-react";
import type { SignerView, SigningView } from "../features/signing/types";
import { formatTime } from "../i18n/format";
import { signTexts } from "../i18n/sign";
import { signingTexts } from "../i18n/signing";
import { useLanguage, useT } from "../ui";

export function Signers({ view }: { readonly view: SigningView }) {
  const t = useT(signTexts);
  const signed = view.signers.filter(({ status }) => status === "signed").length;
  return (
    <section className="sg-signers" aria-labelledby="signers">
      <h2 id="signers">
        {t("whoSigns")}{" "}
        <span className="s-count s-digits">{t("signedOf", { signed, all: view.signers.length })}</span>
      </h2>
      <ol>
        {view.signers.map((signer) => (
          <Row key={signer.id} signer={signer} isSelf={signer.id === view.self?.signer_id} />
        ))}
      </ol>
    </section>
  );
}

function Row({ signer, isSelf }: { readonly signer: SignerView; readonly isSelf: boolean }) {
  const t = useT(signTexts);
  const signing = useT(signingTexts);
  const language = useLanguage();
  const state =
    signer.status === "signed"
      ? "signed"
      : signer.status === "declined"
        ? "declined"
        : signer.turn
          ? "now"
          : "waiting";
  const Icon = { signed: IconCircleCheck, declined: IconX, now: IconSignature, waiting: IconClock }[state];
  const words = {
    signed: signer.signed_at
      ? signing("signedAt", { time: formatTime(language, new Date(signer.signed_at)) })
      : t("stateSigned"),
    declined: t("stateDeclined"),
    now: t("stateNow"),
    waiting: t("stateWaiting"),
  }[state];
  return (
    <li data-state={state}>
      <span className="sg-signer-icon" aria-hidden="true">
        <Icon size={20} stroke={1.9} />
      </span>
      <span>
        <strong>
          {signer.name}
          {isSelf && ` (${t("you")})`}
        </strong>
        <span>{words}</span>
      </span>
    </li>
  );
}
