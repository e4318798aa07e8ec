/** The document itself: read first, then sign beside it, or in a sheet on a phone. */
import { Button, Progress } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconInfoCircle, IconSignature } from "@tabler/icons-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { SigningFlow } from "../features/signing/flow";
import { Meaning } from "../features/signing/Meaning";
import { SignDialog } from "../features/signing/SignDialog";
import { SigningDocument } from "../features/signing/SigningDocument";
import type { LinkView, SigningView } from "../features/signing/types";
import { useInks, useSigningPdf } from "../features/signing/usePicture";
import { refusal } from "../i18n/common";
import { signTexts } from "../i18n/sign";
import { signingTexts } from "../i18n/signing";
import { LanguageSwitch, LargerTextSwitch, Notice, OfficeMark, useLanguage, useT } from "../ui";
import { DeclineDialog, DelegateDialog } from "./Leaving";
import { Signers } from "./Signers";
import type { Visit } from "./visit";

interface DocumentProps {
  readonly visit: Visit;
  readonly view: SigningView;
  readonly flow: SigningFlow;
  readonly link: LinkView | null;
}

export function SignDocument({ visit, view, flow, link }: DocumentProps) {
  const t = useT(signTexts);
  const pdf = useSigningPdf(visit.signing);
  const inks = useInks(visit.signing, view.fields);
  const [page, setPage] = useState(1);
  const [signing, setSigning] = useState(flow.getState().step !== "details");
  const [leaving, setLeaving] = useState<"decline" | "delegate" | null>(null);
  const start = useRef<HTMLButtonElement>(null);
  usePassWatch(visit, flow, pdf.state === "failed" ? pdf.problem.code : null);
  const ready = pdf.state === "ready";
  useEffect(() => {
    // Told once the document really stands there.
    if (ready) void visit.signing.viewed().catch(() => undefined);
  }, [visit, ready]);
  // A press on one's own field on the page is a wish to sign.
  const { wanted, signed } = useSyncExternalStore(flow.subscribe, flow.getState);
  useEffect(() => {
    if (wanted) setSigning(true);
  }, [wanted]);

  const close = () => {
    setSigning(false);
    window.setTimeout(() => start.current?.focus());
  };
  return (
    <div className="sg-page">
      <header className="sg-top">
        <OfficeMark name={view.office.name} logoUrl={view.office.logo_url} />
        <div className="sg-names">
          <h1>{view.title}</h1>
          <span>
            {view.sender
              ? t("from", { sender: view.sender, office: view.office.name })
              : t("fromOffice", { office: view.office.name })}
          </span>
        </div>
        <div className="sg-switches">
          <span className="sg-wide">
            <LargerTextSwitch />
          </span>
          <LanguageSwitch shape="narrow" />
        </div>
      </header>
      <main className="sg-main">
        <section className="sg-document" aria-label={t("pageLabel")}>
          <DocumentPlace pdf={pdf}>
            {pdf.state === "ready" && (
              <SigningDocument
                pdf={pdf.pdf}
                name={view.title}
                page={page}
                onPage={setPage}
                fields={view.fields}
                signers={view.signers}
                flow={flow}
                inks={inks}
              />
            )}
          </DocumentPlace>
        </section>
        <aside className="sg-side" data-signing={signing || undefined}>
          {signing || signed ? (
            <SignDialog
              flow={flow}
              place="page"
              onClose={close}
              onShow={(field) => setPage(field.page)}
              onDecline={() => setLeaving("decline")}
              onDelegate={link?.kind === "mail" ? () => setLeaving("delegate") : undefined}
            />
          ) : (
            <Intro view={view} flow={flow} startRef={start} onStart={() => setSigning(true)} />
          )}
        </aside>
      </main>
      <DeclineDialog
        visit={visit}
        sender={view.sender || view.office.name}
        opened={leaving === "decline"}
        onClose={() => setLeaving(null)}
      />
      <DelegateDialog visit={visit} opened={leaving === "delegate"} onClose={() => setLeaving(null)} />
    </div>
  );
}

interface IntroProps {
  readonly view: SigningView;
  readonly flow: SigningFlow;
  readonly startRef: React.RefObject<HTMLButtonElement | null>;
  readonly onStart: () => void;
}

function Intro({ view, flow, startRef, onStart }: IntroProps) {
  const t = useT(signTexts);
  const signing = useT(signingTexts);
  const [meaning, setMeaning] = useState(false);
  const narrow = useMediaQuery("(max-width: 55.9em)") ?? false;
  const begun = flow.getState().step !== "details";
  const about = (
    <>
      {view.message && (
        <blockquote className="sg-message">
          <strong>{t("messageFrom", { sender: view.sender || view.office.name })}</strong>
          <p>{view.message}</p>
        </blockquote>
      )}
      <details className="sg-real">
        <summary>
          <IconInfoCircle size={18} aria-hidden="true" />
          {t("what")}
        </summary>
        <p>{t("whatText", { title: view.title })}</p>
        <button type="button" className="sg-linkish" onClick={() => setMeaning(true)}>
          {signing("meaning")}
        </button>
      </details>
      {view.signers.length > 1 && <Signers view={view} />}
    </>
  );
  return (
    <>
      <div className="sg-intro">
        <p className="sg-read">{t("read")}</p>
        {/* On a phone the page itself needs the room. */}
        {narrow ? (
          <details className="sg-real">
            <summary>{t("about")}</summary>
            {about}
          </details>
        ) : (
          about
        )}
      </div>
      <div className="sg-start">
        <Button
          ref={startRef}
          size="xl"
          fullWidth
          leftSection={<IconSignature size={22} aria-hidden="true" />}
          onClick={onStart}
        >
          {t(begun ? "startAgain" : "start")}
        </Button>
      </div>
      <Meaning view={view} opened={meaning} onClose={() => setMeaning(false)} />
    </>
  );
}

interface DocumentPlaceProps {
  readonly pdf: ReturnType<typeof useSigningPdf>;
  readonly children: React.ReactNode;
}

function DocumentPlace({ pdf, children }: DocumentPlaceProps) {
  const t = useT(signTexts);
  const signing = useT(signingTexts);
  const language = useLanguage();
  if (pdf.state === "ready") return children;
  if (pdf.state === "failed")
    return (
      <div className="sg-coming">
        <Notice
          kind="danger"
          live
          title={signing("documentFailed")}
          actions={<Button onClick={pdf.again}>{t("reload")}</Button>}
        >
          {refusal(language, pdf.problem.code, signingTexts, pdf.problem.details)}
        </Notice>
      </div>
    );
  const percent = Math.round(pdf.part * 100);
  return (
    <div className="sg-coming">
      <p>{percent > 0 && percent < 100 ? t("loadingPart", { percent }) : signing("documentLoading")}</p>
      <Progress value={percent > 0 ? percent : 8} w="14rem" aria-label={signing("documentLoading")} />
    </div>
  );
}

/** A pass that ran out leads back to the door; what was filled in waits in the flow. */
function usePassWatch(visit: Visit, flow: SigningFlow, documentCode: string | null): void {
  const { problem } = useSyncExternalStore(flow.subscribe, flow.getState);
  const isGone = problem?.code === "pass_unknown" || documentCode === "pass_unknown";
  useEffect(() => {
    if (isGone) visit.leave();
  }, [visit, isGone]);
}
