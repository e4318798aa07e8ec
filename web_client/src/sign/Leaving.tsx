/** Not signing: declining with a reason, or passing it on to who should. */
import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { problemOf, type SigningProblem } from "../features/signing/api";
import { isEmail } from "../features/signing/flow";
import { commonTexts, refusal } from "../i18n/common";
import { signTexts } from "../i18n/sign";
import { signingTexts } from "../i18n/signing";
import { Notice, useLanguage, useT } from "../ui";
import { isPassGone, type Visit } from "./visit";

interface LeavingProps {
  readonly visit: Visit;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Runs a request once at a time; what goes wrong stays on the screen. */
function useSending(visit: Visit) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<SigningProblem | null>(null);
  const language = useLanguage();
  const send = async (request: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await request();
    } catch (error) {
      if (isPassGone(error)) visit.leave();
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  const sentence = problem && refusal(language, problem.code, signingTexts, problem.details);
  return { busy, send, notice: sentence && <Notice kind="danger">{sentence}</Notice> };
}

export function DeclineDialog({
  visit,
  sender,
  opened,
  onClose,
}: LeavingProps & { readonly sender: string }) {
  const t = useT(signTexts);
  const common = useT(commonTexts);
  const [reason, setReason] = useState("");
  const { busy, send, notice } = useSending(visit);
  return (
    <Modal opened={opened} onClose={onClose} title={t("declineTitle")} size="30rem" zIndex={300}>
      <p className="sg-lead">{t("declineText", { sender })}</p>
      <Textarea
        label={t("declineReason")}
        value={reason}
        maxLength={2000}
        autosize
        minRows={3}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div role="alert" className="sg-problem">
        {notice}
      </div>
      <Group className="s-answers" mt="lg" gap="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          {common("back")}
        </Button>
        <Button data-danger loading={busy} onClick={() => void send(() => visit.decline(reason.trim()))}>
          {t("declineYes")}
        </Button>
      </Group>
    </Modal>
  );
}

export function DelegateDialog({ visit, opened, onClose }: LeavingProps) {
  const t = useT(signTexts);
  const common = useT(commonTexts);
  const form = useId();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [strict, setStrict] = useState(false);
  const { busy, send, notice } = useSending(visit);
  const ok = name.trim() !== "" && isEmail(email);
  return (
    <Modal opened={opened} onClose={onClose} title={t("delegateTitle")} size="30rem" zIndex={300}>
      <p className="sg-lead">{t("delegateText")}</p>
      <form
        id={form}
        noValidate
        className="sg-form"
        onSubmit={(event) => {
          event.preventDefault();
          setStrict(true);
          if (ok) void send(() => visit.delegate(name.trim(), email.trim()));
        }}
      >
        <TextInput
          label={t("delegateName")}
          value={name}
          maxLength={120}
          autoComplete="off"
          data-autofocus
          error={strict && name.trim() === "" && t("nameNeeded")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("delegateEmail")}
          type="email"
          value={email}
          maxLength={254}
          autoComplete="off"
          error={strict && !isEmail(email) && t("emailNeeded")}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      </form>
      <div role="alert" className="sg-problem">
        {notice}
      </div>
      <Group className="s-answers" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          {common("back")}
        </Button>
        <Button type="submit" form={form} loading={busy}>
          {t("delegateYes")}
        </Button>
      </Group>
    </Modal>
  );
}
