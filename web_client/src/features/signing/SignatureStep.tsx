/** Second: the mark itself, and the consent that goes with it. */
import { Button } from "@mantine/core";
import { useId, useState, useSyncExternalStore } from "react";
import { commonTexts } from "../../i18n/common";
import { signingTexts } from "../../i18n/signing";
import { initials, useT } from "../../ui";
import classes from "./Dialog.module.css";
import { firstName } from "./FieldLayer";
import { FlowProblem } from "./FlowProblem";
import { needsInitials, type SigningFlow } from "./flow";
import { MarkMaker } from "./MarkMaker";
import { Meaning } from "./Meaning";

export function SignatureStep({ flow }: { readonly flow: SigningFlow }) {
  const t = useT(signingTexts);
  const common = useT(commonTexts);
  const state = useSyncExternalStore(flow.subscribe, flow.getState);
  const [meaning, setMeaning] = useState(false);
  const consent = useId();
  const problem = useId();
  const { name, view } = state;
  const email = view.self?.email ?? "";
  const code = state.problem?.code;
  const first = firstName(name);
  return (
    <>
      <div className={classes.body}>
        <h2 className={classes.title} tabIndex={-1} data-autofocus data-step-title>
          {first ? t("signatureTitle", { name: first }) : t("signatureTitlePlain")}
        </h2>
        <p className={classes.lead}>{t("signatureText")}</p>
        <MarkMaker
          mark={state.signature}
          onChange={(mark) => flow.setMark("signature", mark)}
          suggestion={name.trim()}
          caption={
            <>
              {name.trim()}
              <span className={classes.wideOnly}> · {email}</span>
            </>
          }
          invalid={code === "ink_missing" || code === "ink_unusable"}
          describedBy={problem}
        />
        {needsInitials(view) && (
          <>
            <h3 className={classes.second}>{t("initialsTitle")}</h3>
            <p className={classes.lead}>{t("initialsText")}</p>
            <MarkMaker
              initials
              mark={state.initials}
              onChange={(mark) => flow.setMark("initials", mark)}
              suggestion={initials(name)}
              caption={name.trim()}
              invalid={code === "initials_missing"}
              describedBy={problem}
            />
          </>
        )}
        <div className={classes.consent}>
          <input
            id={consent}
            type="checkbox"
            checked={state.consent}
            aria-invalid={code === "consent_needed" || undefined}
            aria-describedby={code === "consent_needed" ? problem : undefined}
            onChange={(event) => flow.setConsent(event.currentTarget.checked)}
          />
          <div className={classes.consentText}>
            <label htmlFor={consent}>{view.consent.text || t("agreeFallback")}</label>{" "}
            <button type="button" className={classes.linkish} onClick={() => setMeaning(true)}>
              {t("meaning")}
            </button>
          </div>
        </div>
        <FlowProblem flow={flow} id={problem} />
      </div>
      <div className={classes.foot}>
        <Button variant="default" size="lg" onClick={flow.back}>
          {common("back")}
        </Button>
        <Button size="lg" onClick={() => flow.insert()}>
          {t("insert")}
        </Button>
      </div>
      <Meaning view={view} opened={meaning} onClose={() => setMeaning(false)} />
    </>
  );
}
