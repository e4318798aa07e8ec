/** The black bar: who is chosen, what can be done with them, and what was done with its way back. */
import { Loader, Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconDots,
  IconFileUpload,
  IconMessage,
  IconTag,
  IconTrash,
  IconUserCheck,
  IconUsersGroup,
  IconX,
} from "@tabler/icons-react";
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";

export type BulkButton = "message" | "share" | "tags" | "delete" | "assign" | "team";

interface SelectionBarProps {
  readonly count: number;
  readonly found: number;
  readonly onAll: () => void;
  readonly onAction: (action: BulkButton) => void;
  readonly onClose: () => void;
}

export function SelectionBar({ count, found, onAll, onAction, onClose }: SelectionBarProps) {
  const t = useT(clientsTexts);
  return (
    <section className="c-bar" aria-label={t("withChosen")}>
      <span className="c-bar-count">
        <strong role="status">{t("chosenCount", { count })}</strong>
        {count < found && (
          <button type="button" className="c-bar-all" onClick={onAll}>
            {t("chooseAll", { count: found })}
          </button>
        )}
      </span>
      <span className="c-bar-actions">
        <button type="button" onClick={() => onAction("message")}>
          <IconMessage size={20} stroke={1.8} aria-hidden="true" />
          {t("message")}
        </button>
        <button type="button" onClick={() => onAction("share")}>
          <IconFileUpload size={20} stroke={1.8} aria-hidden="true" />
          {t("shareDocument")}
        </button>
        <button type="button" onClick={() => onAction("tags")}>
          <IconTag size={20} stroke={1.8} aria-hidden="true" />
          {t("label")}
        </button>
        <button type="button" className="c-bar-danger" onClick={() => onAction("delete")}>
          <IconTrash size={20} stroke={1.8} aria-hidden="true" />
          {t("delete")}
        </button>
        <Menu position="top-end">
          <Menu.Target>
            <button type="button" aria-label={t("moreActions")}>
              <IconDots size={20} aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUserCheck size={19} />} onClick={() => onAction("assign")}>
              {t("otherAdviser")}
            </Menu.Item>
            <Menu.Item leftSection={<IconUsersGroup size={19} />} onClick={() => onAction("team")}>
              {t("otherTeam")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </span>
      <button type="button" className="c-bar-close" aria-label={t("chooseNobody")} onClick={onClose}>
        <IconX size={20} aria-hidden="true" />
      </button>
    </section>
  );
}

interface DoneBarProps {
  readonly words: string;
  readonly busy: boolean;
  /** Absent once it is undone. */
  readonly onUndo: (() => void) | undefined;
  readonly onClose: () => void;
}

export function DoneBar({ words, busy, onUndo, onClose }: DoneBarProps) {
  const t = useT(clientsTexts);
  return (
    <section className="c-bar" data-done aria-label={t("whatWasDone")}>
      <strong role="status">{words}</strong>
      {onUndo && (
        <span className="c-bar-actions">
          <button type="button" onClick={onUndo} disabled={busy}>
            {busy ? (
              <Loader size="xs" color="currentcolor" aria-hidden="true" />
            ) : (
              <IconArrowBackUp size={20} stroke={1.8} aria-hidden="true" />
            )}
            {t("undo")}
          </button>
        </span>
      )}
      <button type="button" className="c-bar-close" aria-label={t("close")} onClick={onClose}>
        <IconX size={20} aria-hidden="true" />
      </button>
    </section>
  );
}
