/** "New": everything that an adviser begins, from any page. */
import { Button, Menu } from "@mantine/core";
import {
  IconCalendarPlus,
  IconChevronDown,
  IconFileUpload,
  IconPlus,
  IconScreenShare,
  IconShare2,
  IconSignature,
  IconUserPlus,
} from "@tabler/icons-react";
import { Link } from "react-router";
import { officeTexts } from "../../i18n/office";
import { useT } from "../../ui";
import { startSession } from "./StartButton";

const CHOICES = [
  { words: "newClient", to: "/adviser/clients/new", icon: IconUserPlus },
  { words: "newAppointment", to: "/adviser/agenda?new=appointment", icon: IconCalendarPlus },
  { words: "newShare", to: "/adviser/documents?new=share", icon: IconShare2 },
  { words: "newRequest", to: "/adviser/documents?new=request", icon: IconFileUpload },
  { words: "newSigning", to: "/adviser/signing/new", icon: IconSignature },
] as const;

export function NewMenu() {
  const t = useT(officeTexts);
  return (
    <Menu position="bottom-end" width="16rem" returnFocus>
      <Menu.Target>
        <Button
          variant="default"
          className="a-new"
          aria-label={t("createNew")}
          leftSection={<IconPlus size={19} aria-hidden="true" />}
          rightSection={<IconChevronDown size={17} aria-hidden="true" className="a-new-more" />}
        >
          <span className="a-new-words">{t("createNew")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map(({ words, to, icon: Icon }) => (
          <Menu.Item
            key={words}
            component={Link}
            to={to}
            leftSection={<Icon size={20} stroke={1.7} aria-hidden="true" />}
          >
            {t(words)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconScreenShare size={20} stroke={1.7} aria-hidden="true" />}
          onClick={startSession}
        >
          {t("newSession")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
