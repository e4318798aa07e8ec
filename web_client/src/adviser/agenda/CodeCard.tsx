/** The access code of an appointment: starts the session, is copied, is mailed again. */
import { ActionIcon, Button, CopyButton, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconCopy, IconMail, IconMailOff, IconScreenShare, IconSend } from "@tabler/icons-react";
import { commonTexts, formatShortDay, formatTime } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { announce, CodeDisplay, formatCode, useConfirm, useLanguage, useT } from "../../ui";
import { type Appointment, useResendCode } from "../api/agenda";
import { Problem } from "../shell/Problem";
import { useStart } from "./start";
import { emailOf, isOpen } from "./status";

export function CodeCard({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  const common = useT(commonTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const starting = useStart(appointment.id);
  const resend = useResendCode();
  const { code, code_sent_at, live } = appointment;
  const email = emailOf(appointment);
  if (code === null) return null;
  const sendAgain = async () => {
    const sure = await confirm({
      title: t("resendAsk"),
      text: t("resendText", { email }),
      confirm: t("resendNow"),
      icon: <IconSend size={24} />,
    });
    if (sure) resend.mutate({ id: appointment.id }, { onSuccess: () => announce(t("resent", { email })) });
  };
  return (
    <section className="g-code" aria-label={t("accessCode")}>
      <div className="g-code-line">
        <div>
          <span className="g-code-label">{t("accessCode")}</span>
          <Tooltip label={t("startByCode")}>
            <UnstyledButton
              className="g-code-digits"
              disabled={starting.busy}
              aria-label={t("startWithCode", { code: formatCode(code) })}
              onClick={starting.start}
            >
              <CodeDisplay code={code} size="large" />
            </UnstyledButton>
          </Tooltip>
        </div>
        <CopyButton value={formatCode(code)} timeout={2500}>
          {({ copied, copy }) => (
            <Tooltip label={common(copied ? "copied" : "copy")}>
              <ActionIcon aria-label={copied ? common("copied") : t("copyCode")} onClick={copy}>
                {copied ? <IconCheck size={21} /> : <IconCopy size={21} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
        <Tooltip label={email === "" ? t("noEmail") : t("resendCode")}>
          <ActionIcon
            aria-label={t("resendCode")}
            disabled={email === ""}
            loading={resend.isPending}
            onClick={() => void sendAgain()}
          >
            <IconSend size={21} />
          </ActionIcon>
        </Tooltip>
      </div>
      <p className="g-code-sent">
        {code_sent_at === null ? (
          <>
            <IconMailOff size={17} stroke={1.8} aria-hidden="true" />
            {t(email === "" ? "noEmail" : "codeNotSent")}
          </>
        ) : (
          <>
            <IconMail size={17} stroke={1.8} aria-hidden="true" />
            {t("codeSent", {
              when: `${formatShortDay(language, new Date(code_sent_at))}, ${formatTime(language, new Date(code_sent_at))}`,
            })}
          </>
        )}
      </p>
      {resend.isSuccess && (
        <p className="g-code-sent" role="status">
          <IconCheck size={17} stroke={1.8} aria-hidden="true" />
          {t("resent", { email })}
        </p>
      )}
      <Problem error={starting.error ?? resend.error} />
      {(isOpen(appointment) || live) && (
        <Button
          fullWidth
          loading={starting.busy}
          leftSection={<IconScreenShare size={21} aria-hidden="true" />}
          onClick={starting.start}
        >
          {t(live ? "enterSession" : "startSession")}
        </Button>
      )}
    </section>
  );
}
