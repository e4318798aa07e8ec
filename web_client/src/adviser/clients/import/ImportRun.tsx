/** One import from its file to its end: the columns, the doubles, the work, and the way back. */
import { Button, Progress } from "@mantine/core";
import { IconArrowLeft, IconCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { importRefusal, importsTexts } from "../../../i18n/imports";
import { Notice, Panel, useLanguage, useT } from "../../../ui";
import { type ClientImport, isBusy, useDropImport, useImport } from "../../api/imports";
import { PageTitle } from "../../shell/PageTitle";
import { Loaded } from "../../shell/Problem";
import { ColumnsStep } from "./ColumnsStep";
import { DoublesStep } from "./DoublesStep";
import { ResultStep } from "./ResultStep";
import "./import.css";

const STEPS = ["step1", "step2", "step3", "step4"] as const;

export function ImportRun() {
  const t = useT(importsTexts);
  const { importId = "" } = useParams();
  const query = useImport(importId);
  return (
    <>
      <Link className="a-back" to="/adviser/clients/import">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("title")}
      </Link>
      <PageTitle title={query.data?.name ?? t("title")} />
      <Loaded query={query} lines={6}>
        {(one) => <Run one={one} />}
      </Loaded>
    </>
  );
}

function Run({ one }: { readonly one: ClientImport }) {
  const [step, setStep] = useState<1 | 2>(1);
  const client = useQueryClient();
  const over = one.state === "done" || one.state === "undone";
  useEffect(() => {
    // The lists of clients are others now.
    if (over) {
      for (const name of ["clients", "client", "tags", "facets"]) {
        void client.invalidateQueries({ queryKey: [name] });
      }
    }
  }, [over, client]);
  const at = one.state === "reading" ? 0 : one.state === "ready" ? step : 3;
  return (
    <div className="im-page">
      <StepLine at={at} />
      {isBusy(one.state) && <Working one={one} />}
      {one.state === "failed" && one.undo_until === null && <Failed one={one} />}
      {one.state === "ready" && step === 1 && (
        <ColumnsStep key={one.version} one={one} onNext={() => setStep(2)} />
      )}
      {one.state === "ready" && step === 2 && <DoublesStep one={one} onBack={() => setStep(1)} />}
      {(over || (one.state === "failed" && one.undo_until !== null)) && <ResultStep one={one} />}
    </div>
  );
}

function StepLine({ at }: { readonly at: number }) {
  const t = useT(importsTexts);
  return (
    <ol className="im-steps" aria-label={t("steps")}>
      {STEPS.map((step, index) => (
        <li key={step} data-done={index < at || undefined} aria-current={index === at ? "step" : undefined}>
          <span className="im-step-mark" aria-hidden="true">
            {index < at ? <IconCheck size={16} /> : index + 1}
          </span>
          <span>{t(step)}</span>
        </li>
      ))}
    </ol>
  );
}

function Working({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const words = { reading: "reading", bringing: "bringing", undoing: "undoing" } as const;
  const state = one.state as keyof typeof words;
  const share = one.total === 0 ? 0 : Math.round((one.done / one.total) * 100);
  return (
    <Panel>
      <div className="im-working">
        <div role="status">
          <h2>{t(words[state])}</h2>
        </div>
        <Progress value={share} animated aria-label={t(words[state])} size="lg" />
        {one.total > 0 && <p>{t("progress", { done: one.done, total: one.total })}</p>}
        <p className="im-hint">{t("mayLeave")}</p>
      </div>
    </Panel>
  );
}

function Failed({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const drop = useDropImport(one.id);
  return (
    <Notice
      kind="danger"
      live
      title={t("failed")}
      actions={
        <Button
          variant="default"
          loading={drop.isPending}
          onClick={() =>
            drop.mutate(undefined, { onSettled: () => void navigate("/adviser/clients/import") })
          }
        >
          {t("another")}
        </Button>
      }
    >
      {importRefusal(language, one.trouble) ?? importRefusal(language, "file_broken")}
    </Notice>
  );
}
