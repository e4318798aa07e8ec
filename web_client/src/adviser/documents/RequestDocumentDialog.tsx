/** Asking clients for a document: first to whom, then the e-mail with its button. */
import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { papersTexts } from "../../i18n/documents-crm";
import { announce, useT } from "../../ui";
import { useMe } from "../api/account";
import { useAsk } from "../api/documents";
import type { PickedClient } from "../clients/ClientPicker";
import { OwnClientsOnly } from "../clients/OwnClientsOnly";
import { ClientsField } from "./ClientsField";
import { DocumentProblem } from "./DocumentProblem";
import "./documents.css";

interface RequestDocumentDialogProps {
  /** Who is asked; empty: to be chosen here. */
  readonly clientIds?: readonly string[];
  readonly onClose: () => void;
}

export function RequestDocumentDialog({ clientIds = [], onClose }: RequestDocumentDialogProps) {
  const t = useT(papersTexts);
  const [chosen, setChosen] = useState<readonly PickedClient[]>([]);
  const [step, setStep] = useState<"who" | "mail">(clientIds.length > 0 ? "mail" : "who");
  const [complaint, setComplaint] = useState<string>();
  const everybody = clientIds.length > 0 ? clientIds : chosen.map(({ id }) => id);
  return (
    <Modal opened onClose={onClose} title={t("requestTitle")} size="40rem">
      {step === "who" ? (
        <OwnClientsOnly says="elsewhereRequest" onClose={onClose}>
          <form
            className="d-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (chosen.length === 0) setComplaint(t("chooseClientFirst"));
              else setStep("mail");
            }}
          >
            <ClientsField label={t("requestWho")} clients={chosen} onChange={setChosen} error={complaint} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t("cancel")}
              </Button>
              <Button type="submit">{t("continue")}</Button>
            </Group>
          </form>
        </OwnClientsOnly>
      ) : (
        <RequestMail
          everybody={everybody}
          onBack={clientIds.length > 0 ? onClose : () => setStep("who")}
          onDone={onClose}
        />
      )}
    </Modal>
  );
}

interface RequestMailProps {
  readonly everybody: readonly string[];
  readonly onBack: () => void;
  readonly onDone: () => void;
}

function RequestMail({ everybody, onBack, onDone }: RequestMailProps) {
  const t = useT(papersTexts);
  const me = useMe().data;
  const ask = useAsk();
  const [what, setWhat] = useState("");
  const [subject, setSubject] = useState<string>(t("subjectDefault"));
  const [text, setText] = useState<string>(t("requestTextDefault"));
  const [due, setDue] = useState("");
  const [tried, setTried] = useState(false);

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (what.trim() === "" || subject.trim() === "") return;
    ask.mutate(
      {
        client_ids: everybody,
        what: what.trim(),
        subject: subject.trim(),
        text,
        due: due === "" ? null : due,
        notify: true,
      },
      {
        onSuccess: ({ items }) => {
          announce(t("requestDone", { count: items.length }));
          onDone();
        },
      },
    );
  };
  return (
    <form className="d-form" onSubmit={submit} noValidate>
      <TextInput
        label={t("sender")}
        value={me ? `${me.user.name} (${me.organisation.name})` : ""}
        readOnly
        variant="filled"
      />
      <TextInput
        label={t("what")}
        placeholder={t("whatHint")}
        required
        maxLength={200}
        data-autofocus
        value={what}
        error={tried && what.trim() === "" ? t("whatNeeded") : undefined}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <TextInput
        label={t("subject")}
        required
        maxLength={200}
        value={subject}
        error={tried && subject.trim() === "" ? t("subjectNeeded") : undefined}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <Textarea
        label={t("requestText")}
        autosize
        minRows={4}
        maxLength={5000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("due")}
        value={due}
        onChange={(event) => setDue(event.currentTarget.value)}
        style={{ maxWidth: "14rem" }}
      />
      <div className="d-group">
        <span className="a-hint">{t("preview")}</span>
        <span>
          <span className="d-mail-button">{t("mailButton")}</span>
        </span>
      </div>
      <DocumentProblem error={ask.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t("back")}
        </Button>
        <Button type="submit" loading={ask.isPending}>
          {t("requestSend")}
        </Button>
      </Group>
    </form>
  );
}
