/** What only works with clients of the built-in CRM says so, where the office has another one. */
import { Button, Group, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { clientsTexts } from "../../i18n/clients";
import { crmTexts } from "../../i18n/crm";
import { Notice, useT } from "../../ui";
import { useAdapter } from "../api/crm";

interface OwnClientsOnlyProps {
  /** What cannot be done, and what can. */
  readonly says: "elsewhereShare" | "elsewhereRequest" | "elsewhereMessage";
  readonly onClose: () => void;
  /** They are chosen already, among our own: nothing has to be asked. */
  readonly chosen?: boolean;
  readonly children: ReactNode;
}

/** Around a form in which somebody chooses clients. */
export function OwnClientsOnly({ says, onClose, chosen = false, children }: OwnClientsOnlyProps) {
  const t = useT(crmTexts);
  const words = useT(clientsTexts);
  const adapter = useAdapter(!chosen);
  if (chosen) return children;
  if (adapter.isPending) {
    return (
      <Group justify="center" p="lg" role="status" aria-label={words("oneMoment")}>
        <Loader size="sm" aria-hidden="true" />
      </Group>
    );
  }
  if (adapter.data !== "foreign") return children;
  return (
    <div className="a-stack">
      <Notice kind="info">{t(says)}</Notice>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("understood")}
        </Button>
      </Group>
    </div>
  );
}
