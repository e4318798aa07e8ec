/** Sending the code by mail, and showing it as a QR code. */
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { isLanguage, LANGUAGES, refusal } from "../../i18n";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { Problem } from "../../protocol/rest";
import { useRoom, useUiState } from "../../room/context";
import { request } from "../../room/requests";
import { CodeDisplay, Notice, useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import classes from "./Invite.module.css";
import { Qr } from "./Qr";
import { useCopy, useInvitation } from "./useInvitation";

export function InviteDialogs() {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const { ui } = useRoom();
  const dialog = useUiState((state) => state.dialog?.name);
  const invitation = useInvitation();
  const copy = useCopy();
  if (invitation === null) return null;
  return (
    <>
      <Modal
        opened={dialog === "mail"}
        onClose={ui.closeDialog}
        title={t("mailTitle")}
        withCloseButton
        closeButtonProps={{ "aria-label": common("close") }}
      >
        <MailForm />
      </Modal>
      <Modal
        opened={dialog === "qr"}
        onClose={ui.closeDialog}
        title={t("qrTitle")}
        withCloseButton
        closeButtonProps={{ "aria-label": common("close") }}
        size="26rem"
      >
        <p className={classes.dialogText}>{t("qrText")}</p>
        <div className={classes.qr}>
          <Qr text={invitation.link} label={t("qrAlternative", { link: invitation.link })} />
        </div>
        <p className={classes.qrCode}>
          <CodeDisplay code={invitation.code} size="large" />
        </p>
        <Button variant="default" fullWidth onClick={() => void copy("link", invitation)}>
          {t("copyLink")}
        </Button>
      </Modal>
    </>
  );
}

// Only what a person can have mistyped; whether it exists is found out by sending.
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function MailForm() {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const page = useLanguage();
  const { store, ui, info } = useRoom();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<string>(
    isLanguage(info.office.language) ? info.office.language : page,
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async (event: React.FormEvent) => {
    event.preventDefault();
    const address = email.trim();
    if (!ADDRESS.test(address)) {
      setProblem(t(address === "" ? "mailNeedsAddress" : "mailWrongAddress"));
      return;
    }
    setProblem(null);
    setFailure(null);
    setBusy(true);
    try {
      const { mail } = await request<{ mail: string }>(
        "POST",
        `/sessions/${encodeURIComponent(store.sessionId)}/code-mail`,
        {
          email: address,
          ...(name.trim() ? { name: name.trim() } : {}),
          language,
        },
      );
      ui.closeDialog();
      // Without a mail server nothing leaves: then the code has to be told in another way.
      if (mail === "kept") ui.tell("warning", t("mailKept"));
      else ui.tell("success", t("mailSent", { email: address }));
    } catch (error) {
      setFailure(refusal(page, error instanceof Problem ? error.code : "internal", roomTexts));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={classes.form} onSubmit={(event) => void send(event)} noValidate>
      <p className={classes.dialogText}>{t("mailText")}</p>
      <TextInput
        label={t("mailAddress")}
        type="email"
        autoComplete="off"
        data-autofocus
        value={email}
        error={problem}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        label={t("mailName")}
        autoComplete="off"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t("mailLanguage")}
        allowDeselect={false}
        value={language}
        onChange={(value) => value && setLanguage(value)}
        data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
      />
      {failure && (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      )}
      <Button type="submit" loading={busy} fullWidth>
        {common("send")}
      </Button>
    </form>
  );
}
