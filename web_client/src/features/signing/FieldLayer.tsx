/** Everybody's fields over one page: who has signed, whose turn it is, and what is still to be filled in. */
import { IconCircleCheck, IconClock, IconSignature, IconX } from "@tabler/icons-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { formatDay, formatTime } from "../../i18n/format";
import { signingTexts } from "../../i18n/signing";
import { useLanguage, useT } from "../../ui";
import { colourOf } from "./colours";
import classes from "./FieldLayer.module.css";
import { type FlowState, ownValue, type SigningFlow } from "./flow";
import { isMark, KINDS } from "./kinds";
import { MarkPicture } from "./MarkPicture";
import { hasInk } from "./marks";
import type { FieldView, SignerView } from "./types";

interface FieldLayerProps {
  readonly page: number;
  readonly fields: readonly FieldView[];
  readonly signers: readonly SignerView[];
  readonly flow: SigningFlow | null;
  readonly now: string | null;
  readonly inks: Readonly<Record<string, string>>;
}

export function FieldLayer({ page, fields, signers, flow, now, inks }: FieldLayerProps) {
  const t = useT(signingTexts);
  const here = fields.filter((field) => field.page === page);
  if (here.length === 0) return null;
  return (
    <ul className={classes.layer} aria-label={t("fieldsOf", { page })}>
      {here.map((field) => {
        const signer = signers.find(({ id }) => id === field.signer_id);
        if (!signer) return null;
        const own = flow !== null && flow.selfId === signer.id && signer.status !== "signed";
        return (
          <li
            key={field.id}
            className={classes.place}
            style={{
              ...colourOf(signer.colour),
              left: `${field.x * 100}%`,
              top: `${field.y * 100}%`,
              width: `${field.width * 100}%`,
              height: `${field.height * 100}%`,
            }}
          >
            {own ? (
              <OwnField field={field} signer={signer} flow={flow} />
            ) : isMark(field.kind) ? (
              <OthersMark
                field={field}
                signer={signer}
                signers={signers}
                isNow={now === signer.id}
                ink={inks[field.filled?.ink_url ?? ""]}
              />
            ) : (
              <OthersValue field={field} signer={signer} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface OwnFieldProps {
  readonly field: FieldView;
  readonly signer: SignerView;
  readonly flow: SigningFlow;
}

function OwnField({ field, signer, flow }: OwnFieldProps) {
  const state = useSyncExternalStore(flow.subscribe, flow.getState);
  const t = useT(signingTexts);
  const kind = t(KINDS[field.kind].text);
  const busy = state.sending !== "no" || !signer.turn;
  const press = () =>
    field.kind === "checkbox" ? flow.setValue(field.id, state.values[field.id] !== true) : flow.want(field);
  const wanted = state.problem?.code === "value_missing" && state.problem.details.field === field.id;
  const content = isMark(field.kind) ? (
    <OwnMark field={field} state={state} name={signer.name} />
  ) : (
    <OwnValue field={field} state={state} />
  );
  // A mark is named by what stands in it, so that it can be asked for by voice.
  const name =
    field.kind === "checkbox"
      ? field.label || kind
      : t("fieldSaid", { kind, text: ownWords(field, state, t) });
  return (
    <button
      type="button"
      className={classes.own}
      data-field={field.id}
      data-mark={isMark(field.kind) || undefined}
      data-filled={isFilled(field, state) || undefined}
      data-wanted={wanted || undefined}
      aria-pressed={field.kind === "checkbox" ? state.values[field.id] === true : undefined}
      aria-label={isMark(field.kind) ? undefined : name}
      aria-disabled={busy || undefined}
      onClick={() => !busy && press()}
    >
      {content}
      {isMark(field.kind) && <span className="s-hidden">{state.inserted ? ` ${name}` : ` (${kind})`}</span>}
    </button>
  );
}

function OwnMark({ field, state, name }: { field: FieldView; state: FlowState; name: string }) {
  const t = useT(signingTexts);
  const mark = field.kind === "initials" ? state.initials : state.signature;
  if (state.inserted && hasInk(mark))
    return (
      <span className={classes.ink} aria-hidden="true">
        <MarkPicture mark={mark} label="" />
      </span>
    );
  return (
    <Words icon={<IconSignature aria-hidden="true" />} first={field.kind === "initials" ? "" : name}>
      {t("signHere")}
    </Words>
  );
}

function OwnValue({ field, state }: { field: FieldView; state: FlowState }) {
  const t = useT(signingTexts);
  if (field.kind === "checkbox")
    return <span className={classes.tick}>{state.values[field.id] === true ? "✓" : ""}</span>;
  const value = String(ownValue(field, state));
  return <span className={classes.value}>{value || field.label || t("fillIn")}</span>;
}

function ownWords(field: FieldView, state: FlowState, t: ReturnType<typeof useT<typeof signingTexts.nl>>) {
  if (isMark(field.kind)) return state.inserted ? t("padFilled") : t("signHere");
  const value = ownValue(field, state);
  return typeof value === "string" && value !== "" ? value : `${t("fillIn")} ${field.label}`.trim();
}

function isFilled(field: FieldView, state: FlowState): boolean {
  if (isMark(field.kind)) return state.inserted;
  const value = ownValue(field, state);
  return value === true || (typeof value === "string" && value !== "");
}

interface OthersMarkProps {
  readonly field: FieldView;
  readonly signer: SignerView;
  readonly signers: readonly SignerView[];
  readonly isNow: boolean;
  readonly ink?: string;
}

function OthersMark({ field, signer, signers, isNow, ink }: OthersMarkProps) {
  const words = useWords(signer, signers, isNow);
  const t = useT(signingTexts);
  const said = `${t("fieldOf", { kind: t(KINDS[field.kind].text), name: signer.name })}. ${words}`;
  const state = signer.status === "signed" ? "signed" : isNow ? "now" : "later";
  const Icon = { signed: IconCircleCheck, now: IconSignature, later: IconClock }[state];
  return (
    <div className={classes.box} data-state={signer.status === "declined" ? "declined" : state}>
      <span className="s-hidden">{said}</span>
      <Words
        icon={signer.status === "declined" ? <IconX aria-hidden="true" /> : <Icon aria-hidden="true" />}
        first={signer.name}
        hidden
      >
        {words}
      </Words>
      {state === "signed" && ink && <img className={classes.otherInk} src={ink} alt="" />}
    </div>
  );
}

function OthersValue({ field, signer }: { field: FieldView; signer: SignerView }) {
  const t = useT(signingTexts);
  const kind = t(KINDS[field.kind].text);
  const filled = field.filled;
  if (!filled || signer.status !== "signed")
    return (
      <div className={classes.empty}>
        <span className="s-hidden">{t("fieldOf", { kind, name: signer.name })}</span>
      </div>
    );
  if (field.kind === "checkbox")
    return (
      <div className={classes.filled}>
        <span className="s-hidden">{`${field.label || kind}: ${t(filled.checked ? "ticked" : "notTicked")}`}</span>
        <span className={classes.tick} aria-hidden="true">
          {filled.checked ? "✓" : ""}
        </span>
      </div>
    );
  return (
    <div className={classes.filled}>
      <span className="s-hidden">{t("fieldOf", { kind, name: signer.name })}: </span>
      <span className={classes.value}>{filled.text}</span>
    </div>
  );
}

function useWords(signer: SignerView, signers: readonly SignerView[], isNow: boolean): string {
  const t = useT(signingTexts);
  const language = useLanguage();
  if (signer.status === "declined") return t("declinedShort");
  if (signer.status === "signed" && signer.signed_at) {
    const at = new Date(signer.signed_at);
    const time = formatTime(language, at);
    return at.toDateString() === new Date().toDateString()
      ? t("signedAt", { time })
      : t("signedOn", { day: formatDay(language, at), time });
  }
  if (isNow) return t("signsNow");
  if (signer.turn || signer.status !== "waiting") return t("signsWhenever");
  const before = signers.slice(0, signers.indexOf(signer)).findLast(({ status }) => status !== "signed");
  return before ? t("signsAfter", { name: firstName(before.name) }) : t("signsLater");
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? "";
}

interface WordsProps {
  readonly icon: ReactNode;
  readonly first: string;
  readonly hidden?: boolean;
  readonly children: ReactNode;
}

function Words({ icon, first, hidden, children }: WordsProps) {
  return (
    <span className={classes.words} aria-hidden={hidden}>
      <span className={classes.who}>
        {icon}
        <span className={classes.name}>{first || children}</span>
      </span>
      {first && <span className={classes.what}>{children}</span>}
    </span>
  );
}
