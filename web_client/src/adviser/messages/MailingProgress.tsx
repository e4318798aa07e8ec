/** How far a message to many is, and who did not get it and why. */
import { lookUp } from "../../i18n";
import { messagesTexts } from "../../i18n/messages";
import { useLanguage, useT } from "../../ui";
import { useMailing, useMailingRecipients } from "../api/messages";
import { ManyProgress } from "../shell/ManyProgress";

export function MailingProgress({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useT(messagesTexts);
  const language = useLanguage();
  const mailing = useMailing(id);
  const people = useMailingRecipients(id, mailing.data?.done_at != null && mailing.data.skipped > 0);
  return (
    <div className="m-form">
      <ManyProgress
        work={mailing}
        left={(people.data?.items ?? []).filter(({ state }) => state === "skipped")}
        words={{
          label: t("sending"),
          done: (now) => t("manyDone", { sent: now.sent, skipped: now.skipped }),
          busy: (count) => t("manyBusy", count),
          goesOn: t("manyGoesOn"),
          left: t("skippedTitle"),
          why: (reason) =>
            lookUp(messagesTexts, language, `refusal_${reason}`, { tag: "", email: "" }) ?? reason,
          close: t("close"),
        }}
        onClose={onClose}
      />
    </div>
  );
}
