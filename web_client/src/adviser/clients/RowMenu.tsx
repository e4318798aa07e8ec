/** What can be done with one client of the list. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCalendarPlus,
  IconDotsVertical,
  IconFileUpload,
  IconMessage,
  IconPencil,
  IconScreenShare,
  IconTag,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";
import type { ClientRow } from "../api/clients";
import { startWithClient } from "./startSession";

export type RowAction = "restore" | "message" | "appointment" | "share" | "tags" | "delete";

interface RowMenuProps {
  readonly row: ClientRow;
  /** Deleted clients can only come back. */
  readonly deleted: boolean;
  readonly onAction: (row: ClientRow, action: RowAction) => void;
}

export function RowMenu({ row, deleted, onAction }: RowMenuProps) {
  const t = useT(clientsTexts);
  const navigate = useNavigate();
  if (deleted) {
    return (
      <ActionIcon
        aria-label={t("restoreOne", { name: row.name })}
        size="2.5rem"
        radius="md"
        onClick={() => onAction(row, "restore")}
      >
        <IconArrowBackUp size={20} aria-hidden="true" />
      </ActionIcon>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("actionsFor", { name: row.name })} size="2.5rem" radius="md">
          <IconDotsVertical size={20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconScreenShare size={19} />} onClick={() => startWithClient(row.id, true)}>
          {t("startSession")}
        </Menu.Item>
        <Menu.Item leftSection={<IconMessage size={19} />} onClick={() => onAction(row, "message")}>
          {t("message")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCalendarPlus size={19} />} onClick={() => onAction(row, "appointment")}>
          {t("appointment")}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileUpload size={19} />} onClick={() => onAction(row, "share")}>
          {t("shareDocument")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTag size={19} />} onClick={() => onAction(row, "tags")}>
          {t("label")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil size={19} />}
          onClick={() => void navigate(`/adviser/clients/${row.id}/edit`)}
        >
          {t("edit")}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={19} />} onClick={() => onAction(row, "delete")}>
          {t("delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
