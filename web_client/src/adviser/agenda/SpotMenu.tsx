/** A click on an empty place of the calendar: an appointment, or time of one's own. */
import { Menu } from "@mantine/core";
import { IconCalendarPlus, IconCup } from "@tabler/icons-react";
import { formatShortDay } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { useLanguage, useT } from "../../ui";
import type { Spot } from "./CalendarGrid";
import { hours } from "./dates";

interface SpotMenuProps {
  readonly spot: Spot | undefined;
  readonly onClose: () => void;
  readonly onAppointment: (spot: Spot) => void;
  readonly onBlock: (spot: Spot) => void;
}

export function SpotMenu({ spot, onClose, onAppointment, onBlock }: SpotMenuProps) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  if (spot === undefined) return null;
  const past = spot.end < new Date();
  return (
    <Menu opened onClose={onClose} position="right-start" withinPortal>
      <Menu.Target>
        <span className="g-spot" style={{ left: spot.x, top: spot.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {formatShortDay(language, spot.start)}
          {!spot.allDay && `, ${hours(language, spot.start, spot.end)}`}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconCalendarPlus size={20} aria-hidden="true" />}
          disabled={past || spot.allDay}
          onClick={() => onAppointment(spot)}
        >
          {t("appointment")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCup size={20} aria-hidden="true" />} onClick={() => onBlock(spot)}>
          {t("ownBlock")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
