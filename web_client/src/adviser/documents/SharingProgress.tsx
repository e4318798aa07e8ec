/** How far documents for many are, and who did not get them and why. */
import { Button, Group, Progress } from "@mantine/core";
import { lookUp } from "../../i18n";
import { papersTexts } from "../../i18n/documents-crm";
import { messagesTexts } from "../../i18n/messages";
import { useLanguage, useT } from "../../ui";
import { useSharing, useSkipped } from "../api/documents";
import { Loaded } from "../shell/Problem";

export function SharingProgress({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const sharing = useSharing(id);
  const done = sharing.data?.done_at != null;
  const skipped = useSkipped(id, done && (sharing.data?.skipped ?? 0) > 0);
  // What the mail refuses has its words there.
  const why = (reason: string) =>
    lookUp(papersTexts, language, `refusal_${reason}`, {}) ??
    lookUp(messagesTexts, language, `refusal_${reason}`, { tag: "", email: "" }) ??
    reason;
  return (
    <div className="d-form">
      <Loaded query={sharing} lines={2}>
        {({ total, waiting, shared, skipped: left }) => (
          <>
            <Progress
              value={total === 0 ? 100 : ((total - waiting) / total) * 100}
              aria-label={t("sharingBusyLabel")}
            />
            <p className="a-tight" role="status">
              {done
                ? t("sharingDone", { shared, skipped: left })
                : t("sharingBusy", { done: total - waiting, total })}
            </p>
            {!done && <p className="a-quiet a-tight">{t("sharingGoesOn")}</p>}
          </>
        )}
      </Loaded>
      {(skipped.data?.items.length ?? 0) > 0 && (
        <>
          <h3 className="a-label">{t("sharingSkipped")}</h3>
          <ul>
            {skipped.data?.items.map(({ client_id, name, reason }, at) => (
              // Who was erased since has no id any more.
              <li key={client_id || at}>
                <strong>{name}</strong>: {why(reason)}
              </li>
            ))}
          </ul>
        </>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("close")}</Button>
      </Group>
    </div>
  );
}
