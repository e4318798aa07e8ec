/** The name of what the list shows, with its count; and the selections that were kept. */
import { Menu, UnstyledButton } from "@mantine/core";
import { IconBookmark, IconCheck, IconChevronDown, IconTrash, IconUsers } from "@tabler/icons-react";
import { clientsTexts } from "../../i18n/clients";
import { announce, useConfirm, useT } from "../../ui";
import { useDropFilter, useSavedFilters } from "../api/clientParts";
import type { SavedFilter } from "../api/clients";
import { addressOf, type ClientFilter, FILTER_NAMES } from "./filter";

/** The same filter, in whatever order its parts were chosen. */
export function isSame(filter: ClientFilter, saved: Readonly<Record<string, string>>): boolean {
  const known = Object.fromEntries(
    Object.entries(saved).filter(([name]) => (FILTER_NAMES as readonly string[]).includes(name)),
  );
  return addressOf(filter, "last").toString() === addressOf(known, "last").toString();
}

interface SelectionMenuProps {
  readonly filter: ClientFilter;
  readonly found: number | undefined;
  readonly total: number | undefined;
  /** There are more than `found`: counting them all would take too long. */
  readonly more: boolean;
  readonly onFilter: (filter: ClientFilter) => void;
}

export function SelectionMenu({ filter, found, total, more, onFilter }: SelectionMenuProps) {
  const t = useT(clientsTexts);
  const saved = useSavedFilters().data ?? [];
  const confirm = useConfirm();
  const drop = useDropFilter();
  const everybody = Object.keys(filter).length === 0;
  const open = everybody ? undefined : saved.find((each) => isSame(filter, each.filter));
  if (found === undefined || total === undefined) return null;
  const name = everybody ? t("all") : open?.name;
  const some = more ? t("foundMore", { found }) : t("foundOf", { found, total });
  const count = everybody ? t("clientsCount", { count: total }) : some;
  const words = name === undefined ? count : `${name} · ${count}`;

  const remove = async (selection: SavedFilter) => {
    const sure = await confirm({
      title: t("dropSelectionAsk", { name: selection.name }),
      text: selection.shared ? t("dropSelectionShared") : t("dropSelectionText"),
      confirm: t("delete"),
      tone: "danger",
      icon: <IconTrash size={26} stroke={1.7} />,
    });
    if (sure) {
      drop.mutate(selection.id, {
        onSuccess: () => announce(t("selectionDropped", { name: selection.name })),
      });
    }
  };

  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className="c-count" aria-label={`${t("selections")}: ${words}`}>
          <span role="status">{words}</span>
          <IconChevronDown size={16} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconUsers size={19} />}
          rightSection={everybody ? <IconCheck size={18} /> : undefined}
          onClick={() => onFilter({})}
        >
          {t("all")}
        </Menu.Item>
        {saved.map((selection) => (
          <div key={selection.id} className="c-saved" role="none">
            <Menu.Item
              leftSection={<IconBookmark size={19} />}
              rightSection={open?.id === selection.id ? <IconCheck size={18} /> : undefined}
              onClick={() => onFilter(selection.filter)}
            >
              {selection.name}
              {selection.shared && <small className="a-quiet"> {t("sharedSelection")}</small>}
            </Menu.Item>
            {selection.mine && (
              <Menu.Item
                className="c-saved-drop"
                aria-label={t("dropSelection", { name: selection.name })}
                onClick={() => void remove(selection)}
              >
                <IconTrash size={18} aria-hidden="true" />
              </Menu.Item>
            )}
          </div>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash size={19} />}
          rightSection={filter.deleted === "yes" ? <IconCheck size={18} /> : undefined}
          onClick={() => onFilter({ deleted: "yes" })}
        >
          {t("deletedOnes")}
        </Menu.Item>
        {saved.length === 0 && <p className="c-saved-none">{t("noSelections")}</p>}
      </Menu.Dropdown>
    </Menu>
  );
}
