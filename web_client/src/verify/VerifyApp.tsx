/** The public check: drop a PDF, and read in plain words who signed it and whether it changed. */
import { Button, FileButton, Progress } from "@mantine/core";
import { IconFileSearch, IconLock } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { problemOf, type SigningProblem, verify } from "../features/signing/api";
import type { Report } from "../features/signing/types";
import { refusal } from "../i18n/common";
import { formatBytes } from "../i18n/format";
import { verifyTexts } from "../i18n/verify";
import { ClientPage, Notice, useLanguage, useT } from "../ui";
import { type FileTrouble, fileTrouble, LARGEST } from "./check";
import { ReportView } from "./ReportView";
import "./verify.css";

type State =
  | { readonly step: "choose" }
  | { readonly step: "busy"; readonly file: File; readonly part: number }
  | { readonly step: "done"; readonly file: File; readonly report: Report };

type Trouble =
  | { readonly kind: "file"; readonly why: FileTrouble; readonly file: File }
  | { readonly kind: "refused"; readonly problem: SigningProblem };

export function VerifyApp() {
  const t = useT(verifyTexts);
  const [state, setState] = useState<State>({ step: "choose" });
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [more, setMore] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => {
    document.title = t("pageTitle");
  }, [t]);

  const check = async (files: readonly File[]) => {
    const [file] = files;
    if (!file) return;
    running.current?.abort();
    setMore(files.length > 1 ? file.name : null);
    const why = await fileTrouble(file);
    if (why) {
      setTrouble({ kind: "file", why, file });
      setState({ step: "choose" });
      return;
    }
    const run = new AbortController();
    running.current = run;
    setTrouble(null);
    setState({ step: "busy", file, part: 0 });
    try {
      const report = await verify(
        file,
        (part) => !run.signal.aborted && setState({ step: "busy", file, part }),
        run.signal,
      );
      if (!run.signal.aborted) setState({ step: "done", file, report });
    } catch (error) {
      const problem = problemOf(error);
      if (run.signal.aborted || problem.code === "aborted") return;
      setTrouble({ kind: "refused", problem });
      setState({ step: "choose" });
    }
  };
  const stop = () => {
    running.current?.abort();
    setState({ step: "choose" });
  };
  return (
    <ClientPage office={{ name: "Samen" }} backdrop="end">
      <div className="vf-page">
        {state.step === "done" ? (
          <ReportView
            report={state.report}
            name={state.file.name}
            onAnother={() => setState({ step: "choose" })}
          />
        ) : (
          <>
            <h1 className="vf-title">{t("title")}</h1>
            <p className="vf-lead">{t("lead")}</p>
            {state.step === "busy" ? (
              <Busy name={state.file.name} part={state.part} onStop={stop} />
            ) : (
              <Drop onFiles={(files) => void check(files)} />
            )}
            <div role="alert">{trouble && <TroubleNotice trouble={trouble} />}</div>
            {more && state.step === "busy" && <p role="status">{t("onlyOne", { file: more })}</p>}
            <p className="vf-kept">
              <IconLock size={18} aria-hidden="true" />
              {t("kept")}
            </p>
          </>
        )}
      </div>
    </ClientPage>
  );
}

function Drop({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const t = useT(verifyTexts);
  const language = useLanguage();
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const enter = (by: 1 | -1) => (event: React.DragEvent) => {
    event.preventDefault();
    depth.current += by;
    setOver(depth.current > 0);
  };
  return (
    // The button inside does the same for keyboards and screen readers.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className="vf-drop"
      data-over={over || undefined}
      onDragEnter={enter(1)}
      onDragLeave={enter(-1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <IconFileSearch size={44} stroke={1.5} aria-hidden="true" />
      <strong>{t(over ? "dropNow" : "drop")}</strong>
      <span>{t("limit", { limit: formatBytes(language, LARGEST) })}</span>
      <FileButton accept="application/pdf,.pdf" onChange={(file) => file && onFiles([file])}>
        {(props) => (
          <Button {...props} size="xl">
            {t("choose")}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

interface BusyProps {
  readonly name: string;
  readonly part: number;
  readonly onStop: () => void;
}

function Busy({ name, part, onStop }: BusyProps) {
  const t = useT(verifyTexts);
  const percent = Math.round(part * 100);
  const words = percent < 100 ? t("sending", { percent }) : t("checking");
  const stop = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone; the focus goes on from here.
  useEffect(() => stop.current?.focus(), []);
  return (
    <div className="vf-drop" data-busy>
      <strong className="vf-name">{name}</strong>
      <p aria-live="polite">
        {percent < 100 ? t("sending", { percent: Math.floor(percent / 25) * 25 }) : words}
      </p>
      <Progress
        value={percent < 100 ? Math.max(4, percent) : 100}
        animated={percent >= 100}
        w="100%"
        maw="20rem"
        aria-label={words}
      />
      <Button ref={stop} variant="default" onClick={onStop}>
        {t("stop")}
      </Button>
    </div>
  );
}

function TroubleNotice({ trouble }: { readonly trouble: Trouble }) {
  const t = useT(verifyTexts);
  const language = useLanguage();
  let sentence: string;
  if (trouble.kind === "refused")
    sentence = refusal(language, trouble.problem.code, verifyTexts, trouble.problem.details);
  else if (trouble.why === "notPdf") sentence = t("notPdf", { file: trouble.file.name });
  else if (trouble.why === "tooLarge")
    sentence = t("tooLarge", {
      size: formatBytes(language, trouble.file.size),
      limit: formatBytes(language, LARGEST),
    });
  else sentence = t("emptyFile");
  return <Notice kind="danger">{sentence}</Notice>;
}
