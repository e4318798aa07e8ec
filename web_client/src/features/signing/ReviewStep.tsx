/** Third: the ink stands on the page; what is left is filled in, and then it is sent. */
import { Button, Checkbox, TextInput } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";
import { commonTexts } from "../../i18n/common";
import { formatList } from "../../i18n/format";
import { signingTexts } from "../../i18n/signing";
import { useLanguage, useT } from "../../ui";
import classes from "./Dialog.module.css";
import { FlowProblem } from "./FlowProblem";
import {
  type FlowState,
  missingFields,
  needsInitials,
  openFields,
  ownFields,
  type SigningFlow,
} from "./flow";
import { KINDS } from "./kinds";
import { MarkPicture } from "./MarkPicture";
import type { Mark } from "./marks";
import type { FieldView } from "./types";

interface ReviewStepProps {
  readonly flow: SigningFlow;
  readonly onShow?: (field: FieldView) => void;
}

export function ReviewStep({ flow, onShow }: ReviewStepProps) {
  const t = useT(signingTexts);
  const common = useT(commonTexts);
  const state = useSyncExternalStore(flow.subscribe, flow.getState);
  const open = openFields(state.view);
  const missing = missingFields(state).length;
  const list = useRef<HTMLUListElement>(null);
  useWantedField(list, state, onShow);
  return (
    <>
      <div className={classes.body}>
        <h2 className={classes.title} tabIndex={-1} data-autofocus data-step-title>
          {t("reviewTitle")}
        </h2>
        <p className={classes.lead}>{missing > 0 ? t("reviewFill", { count: missing }) : t("reviewText")}</p>
        <ul ref={list} className={classes.review}>
          {open.map((field) => (
            <OpenField key={field.id} field={field} state={state} flow={flow} onShow={onShow} />
          ))}
          <Made kind="signature" mark={state.signature} state={state} onShow={onShow}>
            {t("yourSignature")}
          </Made>
          {needsInitials(state.view) && (
            <Made kind="initials" mark={state.initials} state={state} onShow={onShow}>
              {t("yourInitials")}
            </Made>
          )}
        </ul>
        <FlowProblem flow={flow} />
      </div>
      <div className={classes.foot}>
        <Button variant="default" size="lg" disabled={state.sending === "busy"} onClick={flow.back}>
          {common("back")}
        </Button>
        <Button
          size="lg"
          loading={state.sending === "busy"}
          aria-label={state.sending === "busy" ? t("sendingTitle") : undefined}
          onClick={() => void flow.finish()}
        >
          {t("finish")}
        </Button>
      </div>
    </>
  );
}

interface OpenFieldProps {
  readonly field: FieldView;
  readonly state: FlowState;
  readonly flow: SigningFlow;
  readonly onShow?: (field: FieldView) => void;
}

function OpenField({ field, state, flow, onShow }: OpenFieldProps) {
  const t = useT(signingTexts);
  const label = field.label || t(KINDS[field.kind].text);
  const isMissing = state.problem?.code === "value_missing" && state.problem.details.field === field.id;
  const value = state.values[field.id];
  const hint = field.required ? undefined : t("optional");
  const show = () => onShow?.(field);
  return (
    <li className={classes.value} data-missing={isMissing || undefined} data-value={field.id}>
      {field.kind === "checkbox" ? (
        <Checkbox
          label={label}
          description={hint}
          checked={value === true}
          error={isMissing}
          onFocus={show}
          onChange={(event) => flow.setValue(field.id, event.currentTarget.checked)}
        />
      ) : (
        <TextInput
          label={label}
          description={hint}
          value={typeof value === "string" ? value : ""}
          maxLength={500}
          error={isMissing}
          onFocus={show}
          onChange={(event) => flow.setValue(field.id, event.currentTarget.value)}
        />
      )}
    </li>
  );
}

interface MadeProps {
  readonly kind: "signature" | "initials";
  readonly mark: Mark;
  readonly state: FlowState;
  readonly onShow?: (field: FieldView) => void;
  readonly children: ReactNode;
}

function Made({ kind, mark, state, onShow, children }: MadeProps) {
  const t = useT(signingTexts);
  const language = useLanguage();
  const fields = ownFields(state.view).filter((field) => field.kind === kind);
  const pages = [...new Set(fields.map(({ page }) => page))];
  const first = fields[0];
  const list = formatList(language, pages.map(String));
  return (
    <li className={classes.made}>
      <div>
        <span className={classes.madeName}>{children}</span>
        <span className={classes.madePages}>
          {pages.length === 1 ? t("placesOne", { pages: list }) : t("places", { pages: list })}
        </span>
        {onShow && first && (
          <button type="button" className={classes.linkish} onClick={() => onShow(first)}>
            {t("goTo", { page: first.page })}
          </button>
        )}
      </div>
      <div className={classes.madeInk} style={{ width: kind === "initials" ? "5rem" : "9rem" }}>
        <MarkPicture mark={mark} label={String(children)} />
      </div>
    </li>
  );
}

/** A field pressed on the page, or one that was forgotten: its input gets the focus. */
function useWantedField(
  list: React.RefObject<HTMLUListElement | null>,
  state: FlowState,
  onShow: ((field: FieldView) => void) | undefined,
): void {
  const show = useRef(onShow);
  show.current = onShow;
  const { wanted, view } = state;
  useEffect(() => {
    if (!wanted) return;
    list.current?.querySelector<HTMLElement>(`[data-value="${wanted.field}"] input`)?.focus();
    const field = view.fields.find(({ id }) => id === wanted.field);
    if (field) show.current?.(field);
  }, [list, wanted, view.fields]);
}
