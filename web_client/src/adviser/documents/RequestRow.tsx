/** One document that a client was asked for. */
import { ActionIcon, CopyButton, Menu } from "@mantine/core";
import { IconBell, IconCopy, IconDots, IconX } from "@tabler/icons-react";
import { formatShortDay } from "../../i18n";
import { papersTexts } from "../../i18n/documents-crm";
import { announce, StatusChip, useConfirm, useLanguage, useT } from "../../ui";
import { type DocumentRequest, useCloseRequest, useRemind } from "../api/documents";
import { DocumentProblem } from "./DocumentProblem";
import { RequestTile } from "./DocumentTile";

interface RequestRowProps {
  readonly request: DocumentRequest;
  readonly withClient?: boolean;
}

export function RequestRow({ request, withClient = true }: RequestRowProps) {
  const t = useT(papersTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const remind = useRemind();
  const close = useCloseRequest();
  const day = formatShortDay(language, new Date(request.created_at));
  const away = async () => {
    const sure = await confirm({
      title: t("closeRequestAsk"),
      text: t("closeRequestText"),
      confirm: t("closeRequest"),
      tone: "attention",
    });
    if (sure) close.mutate(request, { onSuccess: () => announce(t("requestClosed")) });
  };
  const first = request.client.name.split(" ")[0] ?? "";
  return (
    <li>
      <div className="d-row">
        <span className="d-open" style={{ cursor: "default" }}>
          <RequestTile />
          <span className="d-words">
            <strong>{request.what}</strong>
            <span>
              {[withClient ? request.client.name : undefined, t("requestedOn", { day })]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </span>
        </span>
        <span className="d-side">
          <StatusChip tone={request.state === "expired" ? "danger" : "attention"}>
            {request.state === "expired"
              ? t("expired")
              : first === ""
                ? t("waits")
                : t("waitsFor", { name: first })}
          </StatusChip>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="subtle" size="xl" aria-label={t("menuNamed", { name: request.what })}>
                <IconDots size={20} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconBell size={18} aria-hidden="true" />}
                onClick={() => remind.mutate(request.id, { onSuccess: () => announce(t("reminded")) })}
              >
                {t("remind")}
              </Menu.Item>
              {request.link !== "" && (
                <CopyButton value={request.link}>
                  {({ copy }) => (
                    <Menu.Item
                      leftSection={<IconCopy size={18} aria-hidden="true" />}
                      onClick={() => {
                        copy();
                        announce(t("copied"));
                      }}
                    >
                      {t("copyLink")}
                    </Menu.Item>
                  )}
                </CopyButton>
              )}
              <Menu.Item leftSection={<IconX size={18} aria-hidden="true" />} onClick={() => void away()}>
                {t("closeRequest")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </span>
      </div>
      {(remind.error ?? close.error) && (
        <div className="a-inset">
          <DocumentProblem error={remind.error ?? close.error} />
        </div>
      )}
    </li>
  );
}
