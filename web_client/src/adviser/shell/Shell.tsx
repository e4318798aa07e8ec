/** The frame of the adviser's pages: start icon and places at the left, search on top; places below on a telephone. */
import { UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import {
  IconHelpCircle,
  IconLayoutDashboard,
  IconMessages,
  IconSearch,
  IconSettings,
  IconSignature,
} from "@tabler/icons-react";
import { type ComponentType, type ReactNode, useState } from "react";
import { NavLink } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { useT } from "../../ui";
import { AccountMenu } from "./AccountMenu";
import { Palette } from "./Palette";
import { StartButton } from "./StartButton";

interface PlaceProps {
  readonly to: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: "true" }>;
  /** Only at exactly this address. */
  readonly end?: boolean;
  readonly children: ReactNode;
}

function Place({ to, icon: Icon, end = false, children }: PlaceProps) {
  return (
    <li>
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
            <Place to="/adviser" end icon={IconLayoutDashboard}>
              {t("dashboard")}
            </Place>
            <Place to="/adviser/sessions" icon={IconMessages}>
              {t("sessions")}
            </Place>
            <Place to="/adviser/signing" icon={IconSignature}>
              {t("signing")}
            </Place>
          </ul>
          <ul className="a-places-low">
            <Place to="/help" icon={IconHelpCircle}>
              {t("help")}
            </Place>
            <Place to="/adviser/settings" icon={IconSettings}>
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
          <div className="a-top-narrow">
            <AccountMenu shape="round" />
          </div>
        </div>
        <main className="a-main" id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Palette opened={searching} onClose={() => setSearching(false)} />
    </div>
  );
}
