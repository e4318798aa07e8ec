/** Where a link can end: not yet, done, taken back, too late, or nowhere. Each says what to do next. */
import { Button } from "@mantine/core";
import {
  IconCircleCheck,
  IconClockHour4,
  IconFileDownload,
  IconHourglassOff,
  IconLinkOff,
  IconListDetails,
  IconUserShare,
  IconX,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { problemOf, type SigningFile, type SigningProblem } from "../features/signing/api";
import type { SigningView } from "../features/signing/types";
import { refusal } from "../i18n/common";
import { signTexts } from "../i18n/sign";
import { signingTexts } from "../i18n/signing";
import { Notice, useLanguage, useT } from "../ui";
import { Signers } from "./Signers";
import { isPassGone, type Visit, type VisitState } from "./visit";

type Tone = "good" | "wait" | "bad";

interface CardProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Card({ tone, icon, title, children }: CardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // What has just happened is read aloud, and keyboards begin at its top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another outcome
  useEffect(() => heading.current?.focus(), [title]);
  return (
    <section className="sg-card" aria-labelledby="outcome">
      <span className="sg-icon" data-tone={tone} aria-hidden="true">
        {icon}
      </span>
      <h1 id="outcome" ref={heading} tabIndex={-1} className="sg-title">
        {title}
      </h1>
      {children}
    </section>
  );
}

export function Outcome({ visit, state }: { readonly visit: Visit; readonly state: VisitState }) {
  const t = useT(signTexts);
  const { link, view } = state;
  const office = (view ?? link)?.office ?? { name: "" };
  const sender = view?.sender || link?.sender || office.name;
  if (state.delegated)
    return (
      <Card tone="good" icon={<IconUserShare size={34} />} title={t("delegatedTitle", state.delegated)}>
        <p className="sg-lead">{t("delegatedText", state.delegated)}</p>
      </Card>
    );
  if (state.declined)
    return (
      <Card tone="bad" icon={<IconX size={34} />} title={t("declinedOwnTitle")}>
        <p className="sg-lead">{t("declinedOwnText", { sender })}</p>
        <Call phone={office.phone} />
      </Card>
    );
  switch (endOf(state)) {
    case "completed":
      return view ? <Completed visit={visit} view={view} /> : null;
    case "signed":
      return view ? <Signed view={view} sender={sender} isHere={link?.kind === "here"} /> : null;
    case "declined":
      return (
        <Card tone="bad" icon={<IconX size={34} />} title={t("declinedTitle")}>
          <p className="sg-lead">{t("declinedText", { office: office.name })}</p>
          <Call phone={office.phone} />
        </Card>
      );
    case "voided":
      return (
        <Card tone="bad" icon={<IconX size={34} />} title={t("voidedTitle")}>
          <p className="sg-lead">{t("voidedText", { office: office.name })}</p>
          <Call phone={office.phone} />
        </Card>
      );
    case "expired":
      return (
        <Card tone="bad" icon={<IconHourglassOff size={34} />} title={t("expiredTitle")}>
          <p className="sg-lead">{t("expiredText", { office: office.name })}</p>
          <Call phone={office.phone} />
        </Card>
      );
    case "waiting":
      return (
        <Card tone="wait" icon={<IconClockHour4 size={34} />} title={t("waitingTitle")}>
          <p className="sg-lead">{t("waitingText")}</p>
          {view && <Signers view={view} />}
        </Card>
      );
  }
}

type End = "completed" | "signed" | "waiting" | "declined" | "voided" | "expired";

function endOf({ link, view }: VisitState): End {
  if (view) {
    const own = view.signers.find(({ id }) => id === view.self?.signer_id);
    if (view.files.signed || view.status === "completed") return "completed";
    if (view.status === "declined" || view.status === "expired") return view.status;
    if (view.status === "voided" || view.status === "failed") return "voided";
    return own?.status === "signed" ? "signed" : "waiting";
  }
  const state = link?.state;
  return state === "declined" || state === "voided" || state === "expired" ? state : "waiting";
}

function Signed({ view, sender, isHere }: { view: SigningView; sender: string; isHere: boolean }) {
  const t = useT(signTexts);
  const all = view.signers.every(({ status }) => status === "signed");
  return (
    <Card tone="good" icon={<IconCircleCheck size={36} />} title={t("signedTitle")}>
      <p className="sg-lead">{t(all ? "sealingText" : "signedText")}</p>
      {isHere && <p className="sg-lead">{t("signedHere", { sender })}</p>}
      {view.signers.length > 1 && <Signers view={view} />}
    </Card>
  );
}

function Completed({ visit, view }: { readonly visit: Visit; readonly view: SigningView }) {
  const t = useT(signTexts);
  const language = useLanguage();
  const [busy, setBusy] = useState<SigningFile | null>(null);
  const [problem, setProblem] = useState<SigningProblem | null>(null);
  const fetchFile = async (which: SigningFile) => {
    setBusy(which);
    setProblem(null);
    try {
      save(await visit.signing.file(which), nameOf(view.document.name, which));
    } catch (error) {
      if (isPassGone(error)) visit.leave();
      else setProblem(problemOf(error));
    }
    setBusy(null);
  };
  return (
    <Card tone="good" icon={<IconCircleCheck size={36} />} title={t("completedTitle")}>
      <p className="sg-lead">{t("completedText")}</p>
      <div className="sg-downloads">
        <Button
          size="xl"
          loading={busy === "signed"}
          leftSection={<IconFileDownload size={22} aria-hidden="true" />}
          onClick={() => void fetchFile("signed")}
        >
          {t("downloadSigned")}
        </Button>
        <Button
          size="xl"
          variant="default"
          loading={busy === "log"}
          disabled={!view.files.log}
          leftSection={<IconListDetails size={22} aria-hidden="true" />}
          onClick={() => void fetchFile("log")}
        >
          {t("downloadLog")}
        </Button>
      </div>
      <div role="status" className="s-hidden">
        {busy && t("downloading")}
      </div>
      <div role="alert">
        {problem && (
          <Notice kind="danger">{refusal(language, problem.code, signingTexts, problem.details)}</Notice>
        )}
      </div>
      <Signers view={view} />
      <p className="sg-again">
        <a href="/verify" target="_blank" rel="noopener noreferrer">
          {t("verifyLink")}
        </a>
      </p>
    </Card>
  );
}

/** "Opdracht.pdf" becomes "Opdracht signed.pdf" and "Opdracht signed log.pdf", as in the mail. */
export function nameOf(document: string, which: SigningFile): string {
  const stem = document.replace(/\.pdf$/i, "");
  return which === "signed" ? `${stem} signed.pdf` : `${stem} signed log.pdf`;
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read it only a moment later.
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

interface AwayProps {
  readonly visit: Visit;
  readonly place: "unknown" | "failed";
  readonly problem: SigningProblem | null;
}

export function Away({ visit, place, problem }: AwayProps) {
  const t = useT(signTexts);
  const language = useLanguage();
  if (place === "unknown")
    return (
      <Card tone="bad" icon={<IconLinkOff size={34} />} title={t("unknownTitle")}>
        <p className="sg-lead">{t("unknownText")}</p>
      </Card>
    );
  return (
    <Card tone="bad" icon={<IconLinkOff size={34} />} title={t("failedTitle")}>
      <p className="sg-lead">{refusal(language, problem?.code ?? "internal", signingTexts)}</p>
      <Button size="xl" fullWidth onClick={() => void visit.start()}>
        {t("reload")}
      </Button>
    </Card>
  );
}

function Call({ phone }: { readonly phone?: string | null }) {
  const t = useT(signTexts);
  if (!phone) return null;
  return (
    <Button component="a" href={`tel:${phone.replace(/[^\d+]/g, "")}`} size="xl" variant="default">
      {t("callOffice", { phone })}
    </Button>
  );
}
