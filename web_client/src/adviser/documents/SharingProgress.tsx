/** How far documents for many are, and who did not get them and why. */
import { lookUp } from "../../i18n";
import { papersTexts } from "../../i18n/documents-crm";
import { messagesTexts } from "../../i18n/messages";
import { useLanguage, useT } from "../../ui";
import { useSharing, useSkipped } from "../api/documents";
import { ManyProgress } from "../shell/ManyProgress";

export function SharingProgress({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const sharing = useSharing(id);
  const skipped = useSkipped(id, sharing.data?.done_at != null && sharing.data.skipped > 0);
  return (
    <div className="d-form">
      <ManyProgress
        work={sharing}
        left={skipped.data?.items ?? []}
        words={{
          label: t("sharingBusyLabel"),
          done: (now) => t("sharingDone", { shared: now.shared, skipped: now.skipped }),
          busy: (count) => t("sharingBusy", count),
          goesOn: t("sharingGoesOn"),
          left: t("sharingSkipped"),
          // What the mail refuses has its words there.
          why: (reason) =>
            lookUp(papersTexts, language, `refusal_${reason}`, {}) ??
            lookUp(messagesTexts, language, `refusal_${reason}`, { tag: "", email: "" }) ??
            reason,
          close: t("close"),
        }}
        onClose={onClose}
      />
    </div>
  );
}
