/** The steps of who signs: details, signature, review. Beside the document, or a sheet from the bottom of a phone. */
import { CloseButton, FocusTrap } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCheck } from "@tabler/icons-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { signingTexts } from "../../i18n/signing";
import { announce, useT } from "../../ui";
import { DetailsStep } from "./DetailsStep";
import classes from "./Dialog.module.css";
import type { FlowState } from "./flow";
import type { SignDialogProps } from "./props";
import { ReviewStep } from "./ReviewStep";
import { Lost, Signed } from "./Sent";
import { SignatureStep } from "./SignatureStep";
import { STEPS, type Step } from "./types";

export function SignDialog({
  flow,
  onClose,
  place = "stage",
  onDecline,
  onDelegate,
  onShow,
}: SignDialogProps) {
  const t = useT(signingTexts);
  const state = useSyncExternalStore(flow.subscribe, flow.getState);
  const sheet = useMediaQuery("(max-width: 55.9em)") ?? false;
  const dialog = useRef<HTMLElement>(null);
  const view = state.signed ? "signed" : isLost(state) ? "lost" : state.step;
  useFocusOnChange(dialog, view);
  useAnnouncedStep(state);

  return (
    // On a phone the sheet covers the page, so the focus stays in it; beside the page it may go there.
    <FocusTrap active={sheet && !state.signed}>
      <section
        ref={dialog}
        className={classes.dialog}
        data-place={place}
        role="dialog"
        aria-modal={sheet || undefined}
        aria-label={t("signNow")}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !onClose || event.defaultPrevented) return;
          event.stopPropagation();
          onClose();
        }}
      >
        <div className={classes.head}>
          {state.signed ? <span className={classes.steps} /> : <Steps step={state.step} />}
          {onClose && <CloseButton aria-label={t("closeDialog")} onClick={onClose} />}
        </div>
        {view === "signed" && <Signed onClose={onClose} />}
        {view === "lost" && <Lost flow={flow} />}
        {view === "details" && <DetailsStep flow={flow} onDecline={onDecline} onDelegate={onDelegate} />}
        {view === "signature" && <SignatureStep flow={flow} />}
        {view === "review" && <ReviewStep flow={flow} onShow={onShow} />}
      </section>
    </FocusTrap>
  );
}

function isLost({ sending }: FlowState): boolean {
  return sending === "lost" || sending === "again";
}

const NAMES = { details: "stepDetails", signature: "stepSignature", review: "stepReview" } as const;

function Steps({ step }: { readonly step: Step }) {
  const t = useT(signingTexts);
  const at = STEPS.indexOf(step);
  return (
    <ol className={classes.steps} aria-label={t("steps")}>
      {STEPS.map((each, index) => (
        <li
          key={each}
          className={classes.step}
          data-done={index < at || undefined}
          aria-current={index === at ? "step" : undefined}
        >
          <span className={classes.number} aria-hidden="true">
            {index < at ? <IconCheck size={16} stroke={2.4} /> : index + 1}
          </span>
          <span className={classes.stepName} aria-hidden={index < at || undefined}>
            {t(NAMES[each])}
          </span>
          {index < at && <span className="s-hidden">{t("stepDone", { step: t(NAMES[each]) })}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Every step begins at its heading, for eyes and for screen readers. */
function useFocusOnChange(dialog: React.RefObject<HTMLElement | null>, view: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is what it waits for
  useEffect(() => {
    dialog.current?.querySelector<HTMLElement>("[data-step-title]")?.focus({ preventScroll: true });
  }, [dialog, view]);
}

function useAnnouncedStep(state: FlowState): void {
  const t = useT(signingTexts);
  const before = useRef(state.step);
  useEffect(() => {
    if (before.current === state.step) return;
    before.current = state.step;
    const number = STEPS.indexOf(state.step) + 1;
    announce(t("stepOf", { number, total: STEPS.length, step: t(NAMES[state.step]) }));
  }, [state.step, t]);
}
