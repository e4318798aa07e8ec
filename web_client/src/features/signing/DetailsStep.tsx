/** First: who signs. The name can be put right; the address is the one the copy goes to. */
import { Button, TextInput } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { commonTexts } from "../../i18n/common";
import { signingTexts } from "../../i18n/signing";
import { useT } from "../../ui";
import classes from "./Dialog.module.css";
import { FlowProblem, problemSentence } from "./FlowProblem";
import type { SigningFlow } from "./flow";

interface DetailsStepProps {
  readonly flow: SigningFlow;
  readonly onDecline?: () => void;
  readonly onDelegate?: () => void;
}

export function DetailsStep({ flow, onDecline, onDelegate }: DetailsStepProps) {
  const t = useT(signingTexts);
  const common = useT(commonTexts);
  const { name, view, problem } = useSyncExternalStore(flow.subscribe, flow.getState);
  const ofName = problem?.code === "name_missing";
  return (
    <form
      style={{ display: "contents" }}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!flow.confirmDetails()) event.currentTarget.querySelector("input")?.focus();
      }}
    >
      <div className={classes.body}>
        <h2 className={classes.title} tabIndex={-1} data-autofocus data-step-title>
          {t("detailsTitle")}
        </h2>
        <p className={classes.lead}>{t("detailsText")}</p>
        <div className={classes.form}>
          <TextInput
            label={t("yourName")}
            size="lg"
            value={name}
            maxLength={120}
            autoComplete="name"
            required
            withAsterisk={false}
            error={ofName && <ProblemText flow={flow} />}
            onChange={(event) => flow.setName(event.currentTarget.value)}
          />
          <dl className={classes.fact}>
            <dt>{t("yourEmail")}</dt>
            <dd>{view.self?.email}</dd>
            <dd className={classes.hint}>{t("emailText", { office: view.office.name })}</dd>
          </dl>
        </div>
        {!ofName && <FlowProblem flow={flow} />}
      </div>
      <div className={classes.foot}>
        {(onDecline || onDelegate) && (
          <span className={classes.others}>
            {onDecline && (
              <button type="button" className={classes.linkish} onClick={onDecline}>
                {t("decline")}
              </button>
            )}
            {onDelegate && (
              <button type="button" className={classes.linkish} onClick={onDelegate}>
                {t("delegate")}
              </button>
            )}
          </span>
        )}
        <Button type="submit" size="lg">
          {common("next")}
        </Button>
      </div>
    </form>
  );
}

function ProblemText({ flow }: { readonly flow: SigningFlow }) {
  const { problem } = useSyncExternalStore(flow.subscribe, flow.getState);
  return problem ? problemSentence(problem) : null;
}
