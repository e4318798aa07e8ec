/** The parts of the settings, in groups; each with its address, its name, and whether it is for administrators. */
import {
  IconAddressBook,
  IconApi,
  IconBuilding,
  IconCalendar,
  IconCategory,
  IconClock,
  IconCoins,
  IconCursorText,
  type IconGauge,
  IconMail,
  IconMessage,
  IconPlugConnected,
  IconShieldLock,
  IconSignature,
  IconUserCircle,
  IconUsers,
  IconWebhook,
  IconWorldWww,
} from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { clientsTexts } from "../../i18n/clients";
import { crmTexts } from "../../i18n/crm";
import { messagesTexts } from "../../i18n/messages";
import { privacyTexts } from "../../i18n/privacy";
import { settingsTexts } from "../../i18n/settings";
import { useT } from "../../ui";
import { useMember } from "../api/account";

export interface PlaceOfSettings {
  readonly to: string;
  readonly words: string;
  readonly icon: typeof IconGauge;
  readonly admin: boolean;
}

export interface GroupOfSettings {
  readonly id: string;
  readonly words: string;
  readonly places: readonly PlaceOfSettings[];
}

/** Those that the member may open; a group without any is not there. */
export function useSettingsGroups(): readonly GroupOfSettings[] {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const agenda = useT(agendaTexts);
  const clients = useT(clientsTexts);
  const messages = useT(messagesTexts);
  const crm = useT(crmTexts);
  const privacy = useT(privacyTexts);
  const { user } = useMember();
  const groups: readonly GroupOfSettings[] = [
    {
      id: "yours",
      words: words("groupYours"),
      places: [
        { to: "account", words: t("myAccount"), icon: IconUserCircle, admin: false },
        { to: "agenda", words: agenda("agenda"), icon: IconCalendar, admin: false },
        { to: "availability", words: agenda("availability"), icon: IconClock, admin: false },
      ],
    },
    {
      id: "office",
      words: words("groupOffice"),
      places: [
        { to: "office", words: t("placeOffice"), icon: IconBuilding, admin: true },
        { to: "colleagues", words: t("placeColleagues"), icon: IconUsers, admin: true },
        { to: "mail", words: t("placeMail"), icon: IconMail, admin: true },
        { to: "transactions", words: t("placeTransactions"), icon: IconCoins, admin: true },
      ],
    },
    {
      id: "meetings",
      words: words("groupMeetings"),
      places: [
        { to: "services", words: agenda("services"), icon: IconCategory, admin: false },
        { to: "browsing", words: t("placeBrowsing"), icon: IconCursorText, admin: true },
        { to: "signing", words: t("placeSigning"), icon: IconSignature, admin: true },
      ],
    },
    {
      id: "clients",
      words: words("groupClients"),
      places: [
        { to: "clients", words: clients("clients"), icon: IconAddressBook, admin: true },
        { to: "messages", words: messages("title"), icon: IconMessage, admin: false },
        { to: "privacy", words: privacy("title"), icon: IconShieldLock, admin: true },
      ],
    },
    {
      id: "connections",
      words: words("groupConnections"),
      places: [
        { to: "website", words: t("placeWebsite"), icon: IconWorldWww, admin: true },
        { to: "crm", words: crm("title"), icon: IconPlugConnected, admin: true },
        { to: "webhooks", words: t("placeWebhooks"), icon: IconWebhook, admin: true },
        { to: "api-keys", words: t("placeApiKeys"), icon: IconApi, admin: true },
      ],
    },
  ];
  return groups
    .map((group) => ({
      ...group,
      places: group.places.filter(({ admin }) => !admin || user.role === "admin"),
    }))
    .filter(({ places }) => places.length > 0);
}
