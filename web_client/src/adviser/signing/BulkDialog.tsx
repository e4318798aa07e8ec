/** One document for each row of a list: read first, with every wrong row named, and sent only then. */
import { Button, FileButton, Modal } from "@mantine/core";
import { IconFileSpreadsheet, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { envelopesTexts } from "../../i18n/envelopes";
import { announce, Notice, useT } from "../../ui";
import { type BulkCheck, type SigningTemplate, useCheckBulk, useSendBulk } from "../api/envelopes";
import { SigningProblem } from "./SigningProblem";

interface BulkDialogProps {
  readonly template: SigningTemplate;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The header that the list needs: one pair of columns for each signer. */
export function columnsOf({ roles }: Pick<SigningTemplate, "roles">): string {
  const names = roles.flatMap((_role, at) => {
    const number = roles.length === 1 ? "" : `_${at + 1}`;
    return [`name${number}`, `email${number}`, `language${number}`];
  });
  return names.join(";");
}

export function BulkDialog({ template, opened, onClose }: BulkDialogProps) {
  const t = useT(envelopesTexts);
  return (
    <Modal opened={opened} onClose={onClose} size="36rem" title={t("bulkTitle", { name: template.name })}>
      <Bulk template={template} onClose={onClose} />
    </Modal>
  );
}

function Bulk({ template, onClose }: Omit<BulkDialogProps, "opened">) {
  const t = useT(envelopesTexts);
  const check = useCheckBulk();
  const send = useSendBulk();
  const [file, setFile] = useState<File>();
  const choose = (chosen: File | null) => {
    if (!chosen) return;
    send.reset();
    setFile(chosen);
    check.mutate({ id: template.id, file: chosen });
  };
  const found = check.data;
  const short =
    found !== undefined && found.credits_available !== null && found.credits_available < found.credits_needed;
  const good = found !== undefined && found.errors.length === 0 && found.rows > 0 && !short;
  return (
    <div className="a-stack">
      <p className="a-tight">{t("bulkText")}</p>
      <p className="a-tight a-quiet">
        {t("bulkColumns", { columns: "" })}
        <code>{columnsOf(template)}</code>
      </p>
      <div className="a-buttons">
        <FileButton onChange={choose} accept="text/csv,.csv" inputProps={{ "aria-label": t("bulkChoose") }}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={check.isPending}
              leftSection={<IconFileSpreadsheet size={20} aria-hidden="true" />}
            >
              {check.isPending ? t("bulkChecking") : t("bulkChoose")}
            </Button>
          )}
        </FileButton>
      </div>
      <SigningProblem error={check.error ?? send.error} />
      {found && <Findings found={found} short={short} />}
      {good && file && (
        <div className="a-buttons">
          <Button
            loading={send.isPending}
            leftSection={<IconSend size={20} aria-hidden="true" />}
            onClick={() =>
              send.mutate(
                { id: template.id, file },
                {
                  onSuccess: () => {
                    announce(t("bulkSent"));
                    onClose();
                  },
                },
              )
            }
          >
            {t("bulkSend", { count: found.rows })}
          </Button>
        </div>
      )}
    </div>
  );
}

function Findings({ found, short }: { readonly found: BulkCheck; readonly short: boolean }) {
  const t = useT(envelopesTexts);
  return (
    <div role="status" className="a-stack">
      <p className="a-tight">{t("bulkRows", { count: found.rows })}</p>
      {found.errors.length > 0 && (
        <Notice kind="danger" title={t("bulkWrong", { count: found.errors.length })}>
          <ul className="a-sign-wrong">
            {found.errors.map(({ row, code, sentence }) => (
              <li key={`${row} ${code}`}>
                <strong>{t("bulkRow", { row })}</strong> {sentence}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {found.credits_available !== null && (
        <p className="a-tight">
          {t("bulkCredits", { needed: found.credits_needed, available: found.credits_available })}
        </p>
      )}
      {short && (
        <Notice
          kind="warning"
          actions={
            <Button variant="default" size="sm" component={Link} to="/adviser/settings/transactions">
              {t("toTransactions")}
            </Button>
          }
        >
          {t("bulkNoCredits")}
        </Notice>
      )}
    </div>
  );
}
