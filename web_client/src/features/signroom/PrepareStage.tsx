/** The adviser prepares a document on the own stage: who signs, then where. Nobody else sees it yet. */
import { Button, Loader } from "@mantine/core";
import { IconFileOff, IconPencil, IconSend, IconX } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { formatList, refusal } from "../../i18n";
import { signroomTexts } from "../../i18n/signroom";
import { useRoom, useRoomState } from "../../room/context";
import { inOrder } from "../../room/people";
import type { SharedFile } from "../../state/session";
import { EmptyState, Notice, useLanguage, useT } from "../../ui";
import { shortFileName } from "../files/kinds";
import { FieldPlacer } from "../signing/FieldPlacer";
import { PeopleForm } from "../signing/PeopleForm";
import { ControlStrip, StripButton } from "../stage/ControlStrip";
import stage from "../stage/Stage.module.css";
import { usePdf } from "../stage/usePdf";
import { hasScreen, type PreparingState, unsigned } from "./preparing";
import classes from "./SignRoom.module.css";

export function PrepareStage({ file }: { readonly file: SharedFile }) {
  const t = useT(signroomTexts);
  const { signing, ui } = useRoom();
  const state = useSyncExternalStore(signing.preparing.subscribe, signing.preparing.getState);
  const leave = () => {
    signing.preparing.leave();
    ui.tell("info", t("prepareKept"));
  };
  return (
    <>
      <ControlStrip
        tone="office"
        icon={<IconPencil />}
        title={t("prepareTitle", { file: shortFileName(file.name) })}
        text={t("preparePrivate")}
        shortText={t("preparePrivate")}
        actions={
          <StripButton solid icon={<IconX />} onClick={leave}>
            {t("prepareClose")}
          </StripButton>
        }
      />
      <div className={stage.content} data-document>
        {state.checked === null ? (
          <Checking state={state} onClose={signing.preparing.leave} />
        ) : state.step === "people" ? (
          <People state={state} />
        ) : (
          <Fields file={file} state={state} />
        )}
      </div>
    </>
  );
}

interface PartProps {
  readonly state: PreparingState;
}

function Checking({ state, onClose }: PartProps & { readonly onClose: () => void }) {
  const t = useT(signroomTexts);
  const language = useLanguage();
  if (state.problem === null) {
    return (
      <p className={stage.coming} role="status">
        <Loader size="sm" aria-hidden="true" />
        {t("checking")}
      </p>
    );
  }
  return (
    <div className={stage.noPreview} role="alert">
      <EmptyState
        headingLevel={2}
        icon={<IconFileOff size={34} stroke={1.6} />}
        title={t("checkFailed")}
        actions={<Button onClick={onClose}>{t("prepareClose")}</Button>}
      >
        {refusal(language, state.problem.code, signroomTexts)}
      </EmptyState>
    </div>
  );
}

const WARNINGS = ["already_signed", "pdfa", "repaired", "forms_flattened", "rewritten"] as const;

function People({ state }: PartProps) {
  const t = useT(signroomTexts);
  const { signing } = useRoom();
  const session = useRoomState((one) => one.session);
  const selfId = useRoomState((one) => one.selfId);
  const { preparing } = signing;
  const screens = inOrder(session)
    .filter(({ role }) => role !== "colleague")
    .map(({ id, name }) => ({ id, name: id === selfId ? t("screenYours") : name }));
  const warnings = WARNINGS.filter((code) => state.checked?.warnings.includes(code));
  return (
    <form
      className={classes.sheet}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!preparing.toFields()) {
          const form = event.currentTarget;
          window.setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
        }
      }}
    >
      <div className={classes.sheetBody}>
        <h2>{t("whoTitle")}</h2>
        <p className={classes.text}>{t("whoText")}</p>
        {warnings.map((code) => (
          <Notice key={code} kind="info">
            {t(`warning_${code}`)}
          </Notice>
        ))}
        <PeopleForm
          signers={state.signers}
          onChange={preparing.setSigners}
          order={state.order}
          onOrder={preparing.setOrder}
          strict={state.strict}
          screens={screens}
        />
        {state.strict && !hasScreen(state.signers) && (
          <Notice kind="warning" live>
            {t("missingScreen")}
          </Notice>
        )}
        <Problem state={state} />
      </div>
      <div className={classes.sheetFoot}>
        <Button type="submit" size="lg">
          {t("toFields")}
        </Button>
      </div>
    </form>
  );
}

function Fields({ file, state }: PartProps & { readonly file: SharedFile }) {
  const t = useT(signroomTexts);
  const language = useLanguage();
  const { signing } = useRoom();
  const { preparing } = signing;
  const pdf = usePdf(file.id);
  const missing = unsigned(state.signers, state.fields);
  if (pdf.state !== "ready") {
    return (
      <p className={stage.coming} role="status">
        {t(pdf.state === "failed" ? "documentFailed" : "checking")}
      </p>
    );
  }
  return (
    <div className={classes.sheet} data-wide>
      <div className={classes.placing}>
        <FieldPlacer
          pdf={pdf.value}
          name={file.name}
          page={state.page}
          onPage={preparing.setPage}
          signers={state.signers}
          fields={state.fields}
          onChange={preparing.setFields}
          active={state.active}
          onActive={preparing.setActive}
        />
      </div>
      <Problem state={state} />
      <div className={classes.sheetFoot}>
        <p className={classes.text} role="status">
          {missing.length > 0 &&
            t("missingSignature", {
              count: missing.length,
              names: formatList(
                language,
                missing.map(({ name }) => name),
              ),
            })}
        </p>
        <Button variant="default" size="lg" disabled={state.sending} onClick={preparing.toPeople}>
          {t("toPeople")}
        </Button>
        <Button
          size="lg"
          leftSection={<IconSend size={20} />}
          disabled={missing.length > 0}
          loading={state.sending}
          onClick={() => void preparing.send()}
        >
          {t("startSigning")}
        </Button>
      </div>
    </div>
  );
}

function Problem({ state }: PartProps) {
  const language = useLanguage();
  if (state.problem === null) return null;
  return (
    <Notice kind="danger" live>
      {refusal(language, state.problem.code, signroomTexts)}
    </Notice>
  );
}
