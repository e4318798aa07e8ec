/** How far a message to many is, and who did not get it and why. */
import { Button, Group, Progress } from "@mantine/core";
import { lookUp } from "../../i18n";
import { messagesTexts } from "../../i18n/messages";
import { useLanguage, useT } from "../../ui";
import { useMailing, useMailingRecipients } from "../api/messages";
import { Loaded } from "../shell/Problem";

export function MailingProgress({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useT(messagesTexts);
  const language = useLanguage();
  const mailing = useMailing(id);
  const done = mailing.data?.done_at != null;
  const people = useMailingRecipients(id, done && (mailing.data?.skipped ?? 0) > 0);
  const skipped = (people.data?.items ?? []).filter(({ state }) => state === "skipped");
  return (
    <div className="m-form">
      <Loaded query={mailing} lines={2}>
        {({ total, waiting, sent, skipped: left }) => (
          <>
            <Progress
              value={total === 0 ? 100 : ((total - waiting) / total) * 100}
              aria-label={t("sending")}
            />
            <p className="a-tight" role="status">
              {done
                ? t("manyDone", { sent, skipped: left })
                : t("manyBusy", { done: total - waiting, total })}
            </p>
            {!done && <p className="a-quiet a-tight">{t("manyGoesOn")}</p>}
          </>
        )}
      </Loaded>
      {skipped.length > 0 && (
        <>
          <h3 className="a-label">{t("skippedTitle")}</h3>
          <ul>
            {skipped.map(({ client_id, name, reason }, at) => (
              // Who was erased since has no id any more.
              <li key={client_id || at}>
                <strong>{name}</strong>:{" "}
                {lookUp(messagesTexts, language, `refusal_${reason}`, { tag: "", email: "" }) ?? reason}
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
