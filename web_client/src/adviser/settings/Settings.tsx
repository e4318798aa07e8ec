/** Settings: a column of groups beside the open part; on narrow screens a list of its own, and a way back to it. */
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconChevronRight } from "@tabler/icons-react";
import { Link, Navigate, NavLink, Outlet, useLocation } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { Panel, useT } from "../../ui";
import { PageTitle } from "../shell/PageTitle";
import { useSettingsGroups } from "./places";

const ROOT = "/adviser/settings";

/** Room for a second column beside the desk's own. */
function useRoomForColumn(): boolean {
  return useMediaQuery("(min-width: 72em)", undefined, { getInitialValueInEffect: false }) ?? false;
}

export function Settings() {
  const t = useT(adviserTexts);
  const wide = useRoomForColumn();
  const { pathname } = useLocation();
  const [, part = "", below] = pathname.slice(ROOT.length).split("/");
  // The part keeps its place in the tree: what was typed outlives a window that grows, or a tablet that is turned.
  return (
    <div className="a-settings">
      {wide && <Column />}
      <div className="a-settings-part">
        {/* What lies deeper has a way back of its own, to the part that it belongs to. */}
        {!wide && part !== "" && below === undefined && (
          <Link className="a-back" to={ROOT}>
            <IconArrowLeft size={19} aria-hidden="true" />
            {t("settings")}
          </Link>
        )}
        <Outlet />
      </div>
    </div>
  );
}

function Column() {
  const words = useT(settingsTexts);
  return (
    <nav className="a-settings-column" aria-label={words("partsOfSettings")}>
      {useSettingsGroups().map(({ id, words: name, places }) => (
        <div key={id}>
          <p id={`settings-${id}`}>{name}</p>
          <ul aria-labelledby={`settings-${id}`}>
            {places.map(({ to, words: place, icon: Icon }) => (
              <li key={to}>
                <NavLink to={to}>
                  <Icon size={19} stroke={1.7} aria-hidden="true" />
                  {place}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The settings themselves: beside the column the first part, else the list of all. */
export function SettingsIndex() {
  const t = useT(adviserTexts);
  const words = useT(settingsTexts);
  const groups = useSettingsGroups();
  if (useRoomForColumn()) return <Navigate to="account" replace />;
  return (
    <>
      <PageTitle title={t("settings")} />
      <nav className="a-stack" aria-label={words("partsOfSettings")}>
        {groups.map(({ id, words: name, places }) => (
          <Panel key={id} title={name} flush>
            <ul className="a-rows a-settings-list">
              {places.map(({ to, words: place, icon: Icon }) => (
                <li key={to}>
                  <Link className="a-row" to={to}>
                    <Icon size={22} stroke={1.7} aria-hidden="true" />
                    <span className="a-row-words">
                      <strong>{place}</strong>
                    </span>
                    <IconChevronRight size={20} aria-hidden="true" />
                  </Link>
                </li>
              ))}
            </ul>
          </Panel>
        ))}
      </nav>
    </>
  );
}
