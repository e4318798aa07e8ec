/** Settings: the own account for everybody, the office for administrators. */
import { useEffect, useRef } from "react";
import { NavLink, Outlet, useLocation } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { clientsTexts } from "../../i18n/clients";
import { crmTexts } from "../../i18n/crm";
import { messagesTexts } from "../../i18n/messages";
import { privacyTexts } from "../../i18n/privacy";
import { settingsTexts } from "../../i18n/settings";
import { useT } from "../../ui";
import { useMember } from "../api/account";

export function Settings() {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const agenda = useT(agendaTexts);
  const clients = useT(clientsTexts);
  const messages = useT(messagesTexts);
  const crm = useT(crmTexts);
  const privacy = useT(privacyTexts);
  const { user } = useMember();
  const places = [
    { to: "account", words: t("myAccount"), admin: false },
    { to: "agenda", words: agenda("agenda"), admin: false },
    { to: "services", words: agenda("services"), admin: false },
    { to: "availability", words: agenda("availability"), admin: false },
    { to: "messages", words: messages("title"), admin: false },
    { to: "office", words: t("placeOffice"), admin: true },
    { to: "colleagues", words: t("placeColleagues"), admin: true },
    { to: "clients", words: clients("clients"), admin: true },
    { to: "privacy", words: privacy("title"), admin: true },
    { to: "browsing", words: t("placeBrowsing"), admin: true },
    { to: "website", words: t("placeWebsite"), admin: true },
    { to: "mail", words: t("placeMail"), admin: true },
    { to: "signing", words: t("placeSigning"), admin: true },
    { to: "transactions", words: t("placeTransactions"), admin: true },
    { to: "crm", words: crm("title"), admin: true },
    { to: "webhooks", words: t("placeWebhooks"), admin: true },
    { to: "api-keys", words: t("placeApiKeys"), admin: true },
  ].filter(({ admin }) => !admin || user.role === "admin");
  const tabs = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a telephone the tabs are a row that scrolls: the one that is open stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place decides which one that is
  useEffect(() => {
    const open = tabs.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (open && tabs.current) tabs.current.scrollLeft = open.offsetLeft - tabs.current.offsetLeft - 16;
  }, [pathname]);
  return (
    <>
      {places.length > 1 && (
        <nav ref={tabs} className="a-tabs" aria-label={words("partsOfSettings")}>
          {places.map((place) => (
            <NavLink key={place.to} to={place.to}>
              {place.words}
            </NavLink>
          ))}
        </nav>
      )}
      <Outlet />
    </>
  );
}
