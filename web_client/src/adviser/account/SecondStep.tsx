/** The second step of signing in: an app's code, set up with a QR code, with backup codes for a lost telephone. */
import { Button, Modal, PasswordInput, TextInput } from "@mantine/core";
import { IconDownload, IconShieldCheck, IconShieldOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { commonTexts } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { Notice, Panel, StatusChip, useLanguage, useT } from "../../ui";
import { useConfirmTotp, useDisableTotp, useMember, useStartTotp } from "../api/account";
import { CopyText } from "../shell/CopyText";
import { useFields } from "../shell/fields";
import { Problem, sentenceOf } from "../shell/Problem";

export function SecondStep() {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const { user } = useMember();
  const [open, setOpen] = useState<"set-up" | "stop" | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <Panel
      title={words("totpTitle")}
      badge={
        <StatusChip
          tone={user.totp_enabled ? "office" : "neutral"}
          icon={user.totp_enabled ? <IconShieldCheck size={16} /> : <IconShieldOff size={16} />}
        >
          {user.totp_enabled ? t("isOn") : t("isOff")}
        </StatusChip>
      }
    >
      <p className="a-quiet a-tight">{words("totpText")}</p>
      {codes.length > 0 && <BackupCodes codes={codes} onDone={() => setCodes([])} />}
      {codes.length === 0 &&
        (user.totp_enabled ? (
          <Button variant="default" onClick={() => setOpen("stop")}>
            {words("totpStop")}
          </Button>
        ) : (
          <Button variant="default" onClick={() => setOpen("set-up")}>
            {words("totpStart")}
          </Button>
        ))}
      <SetUpDialog
        opened={open === "set-up"}
        onClose={() => setOpen(null)}
        onDone={(made) => {
          setOpen(null);
          setCodes(made);
        }}
      />
      <StopDialog opened={open === "stop"} onClose={() => setOpen(null)} />
    </Panel>
  );
}

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface SetUpDialogProps extends DialogProps {
  readonly onDone: (codes: readonly string[]) => void;
}

function SetUpDialog({ opened, onClose, onDone }: SetUpDialogProps) {
  const words = useT(settingsTexts);
  return (
    <Modal opened={opened} onClose={onClose} size="30rem" title={words("totpStart")}>
      {opened && <SetUp onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

/** As an <img> it can hold no script; outside a page it needs its namespace. */
export function pictureAddress(svg: string): string {
  const whole = svg.includes("xmlns=") ? svg : svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
}

function SetUp({ onClose, onDone }: Omit<SetUpDialogProps, "opened">) {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const common = useT(commonTexts);
  const language = useLanguage();
  const start = useStartTotp();
  const confirm = useConfirmTotp();
  const begin = start.mutate;
  useEffect(() => begin(), [begin]);

  const fields = useFields({
    initial: { code: "" },
    check: ({ code }) => (/^\d{6}$/.test(code.replace(/\s/g, "")) ? {} : { code: words("totpSixDigits") }),
    onSubmit: ({ code }) =>
      confirm.mutate(code.replace(/\s/g, ""), {
        onSuccess: onDone,
        onError: (error) => fields.refuse(error, sentenceOf(language, error)),
      }),
  });

  if (!start.data) {
    return (
      <>
        <Problem error={start.error} onRetry={() => begin()} />
        {start.isPending && <p role="status">{t("loading")}</p>}
        <div className="a-buttons a-after">
          <Button variant="default" onClick={onClose}>
            {common("cancel")}
          </Button>
        </div>
      </>
    );
  }
  return (
    <form className="a-fields" {...fields.form}>
      <ol className="a-steps">
        <li>{words("totpStepApp")}</li>
        <li>
          {words("totpStepScan")}
          <img className="a-qr" alt={words("totpQr")} src={pictureAddress(start.data.qr_svg)} />
          <span className="a-hint">{words("totpByHand")}</span>
          <code className="a-secret">{start.data.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
        </li>
        <li>{words("totpStepCode")}</li>
      </ol>
      <Problem error={confirm.error} />
      <TextInput
        {...fields.field("code")}
        label={t("totpCode")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
      />
      <div className="a-buttons">
        <Button type="submit" loading={confirm.isPending}>
          {words("totpConfirm")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}

interface BackupCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

function BackupCodes({ codes, onDone }: BackupCodesProps) {
  const words = useT(settingsTexts);
  const common = useT(commonTexts);
  const { user } = useMember();
  const text = `Samen, ${user.email}\n\n${codes.join("\n")}\n`;
  return (
    <div>
      <Notice kind="warning" live title={words("backupTitle")}>
        {words("backupText")}
      </Notice>
      <ul className="a-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="a-buttons">
        <CopyText text={text} />
        <Button
          variant="default"
          component="a"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="samen-backup-codes.txt"
          leftSection={<IconDownload size={19} aria-hidden="true" />}
        >
          {common("download")}
        </Button>
        <Button onClick={onDone}>{words("backupKept")}</Button>
      </div>
    </div>
  );
}

function StopDialog({ opened, onClose }: DialogProps) {
  const words = useT(settingsTexts);
  return (
    <Modal opened={opened} onClose={onClose} size="26rem" title={words("totpStopAsk")}>
      {opened && <Stop onClose={onClose} />}
    </Modal>
  );
}

function Stop({ onClose }: { readonly onClose: () => void }) {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const common = useT(commonTexts);
  const language = useLanguage();
  const disable = useDisableTotp();
  const fields = useFields({
    initial: { password: "" },
    check: ({ password }) => (password === "" ? { password: t("passwordNeeded") } : {}),
    onSubmit: ({ password }) =>
      disable.mutate(password, {
        onSuccess: onClose,
        onError: (error) => fields.refuse(error, sentenceOf(language, error)),
      }),
  });
  return (
    <form className="a-fields" {...fields.form}>
      <p>{words("totpStopText")}</p>
      <Problem error={disable.error} />
      <PasswordInput
        {...fields.field("password")}
        label={words("currentPassword")}
        autoComplete="current-password"
        visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
      />
      <div className="a-buttons">
        <Button variant="default" onClick={onClose}>
          {common("cancel")}
        </Button>
        <Button type="submit" data-danger loading={disable.isPending}>
          {words("totpStop")}
        </Button>
      </div>
    </form>
  );
}
