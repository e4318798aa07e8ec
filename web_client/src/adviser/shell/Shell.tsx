/** The frame of the adviser's pages: start icon and places at the left, search on top; places below on a telephone. */
import { Menu, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconDots, IconHelpCircle, IconSearch, IconSettings } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link, NavLink, useLocation } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { officeTexts } from "../../i18n/office";
import { useT } from "../../ui";
import { AccountMenu } from "./AccountMenu";
import { NewMenu } from "./NewMenu";
import { Palette } from "./Palette";
import { ON_A_PHONE, PLACES, type PlaceIcon, type PlaceOfDesk } from "./places";
import { StartButton } from "./StartButton";
import { SupportBox } from "./SupportBox";

interface PlaceProps {
  readonly to: string;
  readonly icon: PlaceIcon;
  /** Only at exactly this address. */
  readonly end?: boolean;
  /** Under "More" on a telephone. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

function Place({ to, icon: Icon, end = false, wide = false, children }: PlaceProps) {
  return (
    <li className={wide ? "a-wide-only" : undefined}>
      <NavLink to={to} end={end} className="a-place">
        <Icon size={22} stroke={1.7} aria-hidden="true" />
        <span>{children}</span>
      </NavLink>
    </li>
  );
}

const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Shell({ children }: { readonly children: ReactNode }) {
  const t = useT(adviserTexts);
  const office = useT(officeTexts);
  const nameOf = (words: PlaceOfDesk["words"]) =>
    words === "dashboard" || words === "signing" || words === "sessions" ? t(words) : office(words);
  const [searching, setSearching] = useState(false);
  useHotkeys([["mod+K", () => setSearching(true)]], []);
  return (
    <div className="a-shell">
      <a className="s-skip-link" href="#content">
        {t("toContent")}
      </a>
      {/* No <header>: open dialogs have one, and a page has one banner. */}
      <nav className="a-column" aria-label={t("places")}>
        <StartButton />
        <div className="a-places">
          <ul>
            {PLACES.map(({ to, icon, words }, index) => (
              <Place key={to} to={to} icon={icon} end={to === "/adviser"} wide={index >= ON_A_PHONE}>
                {nameOf(words)}
              </Place>
            ))}
            <More nameOf={nameOf} />
          </ul>
          <ul className="a-places-low">
            <Place to="/help" icon={IconHelpCircle} wide>
              {t("help")}
            </Place>
            <Place to="/adviser/settings" icon={IconSettings} wide>
              {t("settings")}
            </Place>
          </ul>
        </div>
        <AccountMenu />
      </nav>
      <div className="a-page">
        <div className="a-top">
          <div className="a-top-narrow">
            <StartButton shape="bar" />
          </div>
          <UnstyledButton className="a-search" onClick={() => setSearching(true)}>
            <IconSearch size={20} stroke={1.8} aria-hidden="true" />
            <span className="a-search-words">{t("searchEverywhere")}</span>
            <span className="a-search-keys" aria-hidden="true">
              {APPLE ? "⌘ K" : "Ctrl K"}
            </span>
          </UnstyledButton>
          <NewMenu />
          <div className="a-top-narrow">
            <AccountMenu shape="round" />
          </div>
        </div>
        <main className="a-main" id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <SupportBox />
      <Palette opened={searching} onClose={() => setSearching(false)} />
    </div>
  );
}

/** On a telephone: the places that have no button of their own. */
function More({ nameOf }: { readonly nameOf: (words: PlaceOfDesk["words"]) => string }) {
  const t = useT(adviserTexts);
  const office = useT(officeTexts);
  const { pathname } = useLocation();
  const others = [
    ...PLACES.slice(ON_A_PHONE).map(({ to, icon, words }) => ({ to, icon, name: nameOf(words) })),
    { to: "/help", icon: IconHelpCircle, name: t("help") },
    { to: "/adviser/settings", icon: IconSettings, name: t("settings") },
  ];
  return (
    <li className="a-narrow-only">
      <Menu position="top-end" width="15rem" returnFocus>
        <Menu.Target>
          <UnstyledButton
            className="a-place"
            aria-label={office("moreLabel")}
            aria-current={others.some(({ to }) => pathname.startsWith(to)) ? "page" : undefined}
          >
            <IconDots size={22} stroke={1.7} aria-hidden="true" />
            <span>{office("more")}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map(({ to, icon: Icon, name }) => (
            <Menu.Item
              key={to}
              component={Link}
              to={to}
              leftSection={<Icon size={20} stroke={1.7} aria-hidden="true" />}
            >
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
