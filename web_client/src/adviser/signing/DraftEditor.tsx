/** A document that was not sent yet: who signs, where, and how it goes out. */
import { Button, Loader } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconCheck, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { FieldPlacer } from "../../features/signing/FieldPlacer";
import { PeopleForm } from "../../features/signing/PeopleForm";
import { isComplete, newSigner } from "../../features/signing/people";
import type { DraftSigner } from "../../features/signing/types";
import { formatList } from "../../i18n";
import { documentsTexts } from "../../i18n/documents";
import { envelopesTexts } from "../../i18n/envelopes";
import { announce, Notice, Panel, useConfirm, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { type Envelope, envelopeFile, useDeleteEnvelope, useEnvelope } from "../api/envelopes";
import { PageTitle } from "../shell/PageTitle";
import { ChooseClient, ClientMark } from "./ChooseClient";
import { type ChosenSigner, filledIn } from "./choosing";
import { SendForm } from "./SendForm";
import { SigningProblem } from "./SigningProblem";
import { type Draft, useDraft } from "./useDraft";
import { usePdfAt } from "./usePdfAt";

const STEPS = ["who", "where", "send"] as const;
type Step = (typeof STEPS)[number];
const STEP_WORDS = { who: "stepWho", where: "stepWhere", send: "stepSend" } as const;

const WARNINGS = ["already_signed", "pdfa", "repaired", "forms_flattened", "rewritten"] as const;

/** Who has no signature on the document yet. */
export function withoutSignature({ signers, fields }: Draft["edited"]): readonly DraftSigner[] {
  return signers.filter(
    ({ id }) => !fields.some(({ signer_id, kind }) => signer_id === id && kind === "signature"),
  );
}

export function DraftEditor({ envelope }: { readonly envelope: Envelope }) {
  const t = useT(envelopesTexts);
  const query = useEnvelope(envelope.id);
  const draft = useDraft(envelope, async () => (await query.refetch()).data);
  const { edited } = draft;
  const [step, setStep] = useState<Step>(() => (envelope.fields.length > 0 ? "send" : "who"));
  const [strict, setStrict] = useState(false);
  const heading = useRef<HTMLElement>(null);
  const missing = withoutSignature(edited);

  const go = (to: Step) => {
    const forward = STEPS.indexOf(to) > STEPS.indexOf(step);
    if (forward && !isComplete(edited.signers)) {
      setStrict(true);
      setStep("who");
      return;
    }
    setStep(to);
    void draft.save().catch(() => undefined);
    // The step begins at its top, for eyes and for screen readers.
    heading.current?.focus();
  };

  return (
    <>
      <PageTitle title={edited.title === "" ? t("envelope") : edited.title}>
        <SaveState draft={draft} />
        <DeleteButton id={envelope.id} />
      </PageTitle>
      <div className="a-stack">
        <nav className="a-sign-steps" aria-label={t("steps")}>
          {STEPS.map((each, at) => (
            <button
              key={each}
              type="button"
              aria-current={each === step ? "step" : undefined}
              onClick={() => go(each)}
            >
              <span className="a-sign-number" aria-hidden="true">
                {at + 1}
              </span>
              {t(STEP_WORDS[each])}
            </button>
          ))}
        </nav>
        <section ref={heading} tabIndex={-1} className="a-sign-step" aria-label={t(STEP_WORDS[step])}>
          {draft.overtaken && <Notice kind="warning">{t("changedElsewhere")}</Notice>}
          <SigningProblem error={draft.error} />
          {step === "who" && <Who envelope={envelope} draft={draft} strict={strict} />}
          {step === "where" && <Where envelope={envelope} draft={draft} />}
          {step === "send" && (
            <SendForm envelope={envelope} draft={draft} missing={missing.map(({ name }) => name)} />
          )}
        </section>
        {step !== "send" && (
          <div className="a-buttons a-sign-onward">
            {step === "where" && (
              <Button
                variant="default"
                leftSection={<IconArrowLeft size={19} aria-hidden="true" />}
                onClick={() => go("who")}
              >
                {t("back")}
              </Button>
            )}
            <Button
              rightSection={<IconArrowRight size={19} aria-hidden="true" />}
              onClick={() => go(step === "who" ? "where" : "send")}
            >
              {t("next")}
            </Button>
            {step === "where" && <Missing names={missing.map(({ name }) => name)} />}
          </div>
        )}
      </div>
    </>
  );
}

function Missing({ names }: { readonly names: readonly string[] }) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  if (names.length === 0) return null;
  return (
    <span className="a-quiet" role="status">
      {t("fieldsMissing", { names: formatList(language, names) })}
    </span>
  );
}

function SaveState({ draft }: { readonly draft: Draft }) {
  const t = useT(envelopesTexts);
  if (draft.state === "saving") {
    return (
      <span className="a-quiet a-sign-saved">
        <Loader size="xs" aria-hidden="true" />
        {t("savingDraft")}
      </span>
    );
  }
  if (draft.state === "waiting") return null;
  return (
    <span className="a-quiet a-sign-saved">
      <IconCheck size={18} aria-hidden="true" />
      {t("savedDraft")}
    </span>
  );
}

function DeleteButton({ id }: { readonly id: string }) {
  const t = useT(envelopesTexts);
  const confirm = useConfirm();
  const navigate = useNavigate();
  const remove = useDeleteEnvelope();
  const away = async () => {
    const sure = await confirm({
      title: t("deleteAsk"),
      text: t("deleteText"),
      confirm: t("deleteConfirm"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (!sure) return;
    remove.mutate(id, {
      onSuccess: () => {
        announce(t("deleted"));
        void navigate("/adviser/signing", { replace: true });
      },
    });
  };
  return (
    <Button
      variant="subtle"
      loading={remove.isPending}
      leftSection={<IconTrash size={19} aria-hidden="true" />}
      onClick={() => void away()}
    >
      {t("deleteDraft")}
    </Button>
  );
}

interface PartProps {
  readonly envelope: Envelope;
  readonly draft: Draft;
}

function Who({ envelope, draft, strict }: PartProps & { readonly strict: boolean }) {
  const t = useT(envelopesTexts);
  const words = useT(documentsTexts);
  const { user } = useMember();
  const { edited, change } = draft;
  const choose = (people: readonly ChosenSigner[]) =>
    change({ signers: filledIn(edited.signers, people, (rows, one) => newSigner(rows, one)) });
  const unbind = (signer: string) =>
    change({
      signers: edited.signers.map((one) => (one.id === signer ? { ...one, client_id: null } : one)),
    });
  return (
    <div className="a-stack">
      {WARNINGS.filter((warning) => envelope.document.warnings.includes(warning)).map((warning) => (
        <Notice key={warning} kind="info">
          {words(`warning_${warning}`)}
        </Notice>
      ))}
      <Panel title={t("stepWho")}>
        <div className="a-sign-choose">
          <ChooseClient onChoose={choose} />
        </div>
        <PeopleForm
          signers={edited.signers}
          onChange={(signers) => change({ signers })}
          order={edited.order}
          onOrder={(order) => change({ order })}
          strict={strict}
          suggestions={[{ name: user.name, email: user.email }]}
          note={({ id, name, client_id }) =>
            client_id && <ClientMark name={name} onUnbind={() => unbind(id)} />
          }
        />
        {strict && !isComplete(edited.signers) && (
          <p role="alert" className="a-sign-complaint">
            {t("peopleMissing")}
          </p>
        )}
      </Panel>
    </div>
  );
}

function Where({ envelope, draft }: PartProps) {
  const pdf = usePdfAt(envelopeFile(envelope.id, "document"));
  const t = useT(envelopesTexts);
  const { edited, change } = draft;
  const [page, setPage] = useState(1);
  const [active, setActive] = useState(edited.signers[0]?.id ?? "");
  useEffect(() => {
    if (!edited.signers.some(({ id }) => id === active)) setActive(edited.signers[0]?.id ?? "");
  }, [edited.signers, active]);
  if (pdf === null) return <Notice kind="danger">{t("noPreview")}</Notice>;
  if (pdf === undefined) {
    return (
      <p className="a-sign-busy" role="status">
        <Loader size="sm" aria-hidden="true" />
        {t("uploading")}
      </p>
    );
  }
  return (
    <div className="a-sign-placer">
      <FieldPlacer
        pdf={pdf}
        name={envelope.document.name}
        page={page}
        onPage={setPage}
        signers={edited.signers}
        fields={edited.fields}
        onChange={(fields) => change({ fields })}
        active={active}
        onActive={setActive}
      />
    </div>
  );
}
