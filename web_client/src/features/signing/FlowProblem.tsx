/** What stands in the way, as a sentence in the person's language. */
import { useSyncExternalStore } from "react";
import { refusal } from "../../i18n/common";
import { getLanguage } from "../../i18n/language";
import { signingTexts } from "../../i18n/signing";
import { Notice, useLanguage } from "../../ui";
import type { SigningProblem } from "./api";
import classes from "./Dialog.module.css";
import type { SigningFlow } from "./flow";

export function problemSentence(problem: SigningProblem): string {
  return refusal(getLanguage(), problem.code, signingTexts, problem.details);
}

export function FlowProblem({ flow, id }: { readonly flow: SigningFlow; readonly id?: string }) {
  const { problem, sending } = useSyncExternalStore(flow.subscribe, flow.getState);
  useLanguage();
  return (
    <div id={id} className={problem && sending === "no" ? classes.problem : undefined} role="alert">
      {problem && sending === "no" && <Notice kind="danger">{problemSentence(problem)}</Notice>}
    </div>
  );
}
