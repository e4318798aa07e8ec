/** The row above the stage: the tabs that all share, and the switch between the page and what else there is to see. */
import { IconPlus, IconX } from "@tabler/icons-react";
import { pageTexts } from "../../i18n/page";
import type { Stage } from "../../protocol/limits";
import type { PageTab } from "../../protocol/page";
import { useAct, useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { mayDrive } from "../../state/session";
import { useT } from "../../ui";
import { colourOf, letterOf } from "./favourites";
import classes from "./PageTabs.module.css";
import { usePageLane, usePageState } from "./usePageLane";

export function PageTabs() {
  const onStage = useRoomState((state) => state.session.stage === "page");
  return (
    <div className={classes.row}>
      {onStage ? <Tabs /> : <span className={classes.gap} />}
      <StageSwitch />
    </div>
  );
}

function Tabs() {
  const t = useT(pageTexts);
  const lane = usePageLane();
  const page = usePageState((state) => state.page);
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  const attention = useRoomState(({ session }) => {
    const driver = session.page?.driver;
    const client = driver != null && session.participants[driver]?.role === "client";
    return client || session.page?.blurred === true;
  });
  const tabs = page?.tabs ?? [];
  return (
    <ul className={classes.tabs} aria-label={t("tabs")}>
      {tabs.map((tab) => {
        const active = tab.id === page?.active;
        const name = tab.title || tab.host || t("newTab");
        return (
          <li
            key={tab.id}
            className={classes.tab}
            data-active={active || undefined}
            data-attention={attention || undefined}
          >
            {may ? (
              <button
                type="button"
                className={classes.choose}
                aria-current={active || undefined}
                title={name}
                onClick={() => lane?.steer({ type: "select_tab", id: tab.id })}
              >
                <TabPicture tab={tab} />
                <span className={classes.title}>{name}</span>
              </button>
            ) : (
              <span className={classes.choose} aria-current={active || undefined} title={name}>
                <TabPicture tab={tab} />
                <span className={classes.title}>{name}</span>
              </span>
            )}
            {may && (active || tabs.length < 2) && (
              <button
                type="button"
                className={classes.close}
                aria-label={t("closeTab", { title: name })}
                title={t("closeTab", { title: name })}
                onClick={() => lane?.steer({ type: "close_tab", id: tab.id })}
              >
                <IconX size={18} stroke={2} aria-hidden="true" />
              </button>
            )}
          </li>
        );
      })}
      {may && page !== null && (
        <li className={classes.add}>
          <button
            type="button"
            aria-label={t("addTab")}
            title={t("addTab")}
            onClick={() => lane?.steer({ type: "new_tab" })}
          >
            <IconPlus size={20} stroke={1.8} aria-hidden="true" />
          </button>
        </li>
      )}
    </ul>
  );
}

function TabPicture({ tab }: { readonly tab: PageTab }) {
  // Only pictures that came along: nothing is fetched from a site by whoever watches.
  if (tab.icon.startsWith("data:image/")) return <img className={classes.icon} src={tab.icon} alt="" />;
  return (
    <span className={classes.letter} style={{ background: colourOf(tab.host) }} aria-hidden="true">
      {letterOf(tab.title || tab.host)}
    </span>
  );
}

/** Only where there is more than one thing to look at, and for who may choose. */
function StageSwitch() {
  const t = useT(pageTexts);
  const act = useAct();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const sharer = session.share?.participant_id;
  const choices: { stage: Exclude<Stage, "none">; name: string }[] = [];
  if (session.page) choices.push({ stage: "page", name: t("switchPage") });
  if (session.document) choices.push({ stage: "document", name: t("switchDocument") });
  if (sharer !== undefined) {
    const name = shortName(session, sharer);
    choices.push({
      stage: "share",
      name: sharer === selfId ? t("switchOwnScreen") : t("switchScreen", { name }),
    });
  }
  if (!isChair || choices.length < 2) return null;
  return (
    <fieldset className={`s-segments ${classes.switch}`}>
      <legend className="s-hidden">{t("switchLegend")}</legend>
      {choices.map(({ stage, name }) => (
        <button
          key={stage}
          type="button"
          className="s-segment"
          aria-pressed={session.stage === stage}
          onClick={() => session.stage !== stage && void act({ type: "set_stage", stage })}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
