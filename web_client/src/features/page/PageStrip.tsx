/** The line above the page, with the ways back and the menu of the page at its right. */
import { Menu } from "@mantine/core";
import {
  IconActivity,
  IconArrowBackUp,
  IconBlur,
  IconDots,
  IconHandClick,
  IconHandOff,
  IconListTree,
  IconWorld,
  IconWorldOff,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatList } from "../../i18n";
import { pageTexts } from "../../i18n/page";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoom, useRoomState, useUiState } from "../../room/context";
import { adviserOf, inOrder, shortName } from "../../room/people";
import { useWidth } from "../../room/useWidth";
import { isChair as chairOf, mayDrive } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import { ControlStrip, StripButton } from "../stage/ControlStrip";
import stage from "../stage/Stage.module.css";
import { ZoomButtons } from "../stage/ZoomButtons";
import { type Banner, bannerOf } from "./banner";
import { usePageLane, usePageState } from "./usePageLane";

interface PageStripProps {
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
}

export function PageStrip({ zoom, onZoom }: PageStripProps) {
  const t = useT(pageTexts);
  const act = useAct();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const narrow = useWidth() === "narrow";
  const nameOf = (id: string) => shortName(session, id);
  const adviser = adviserOf(session);
  const banner = bannerOf(session, selfId, nameOf, adviser ? nameOf(adviser.id) : "");
  const sentence = useSentences(banner);
  const icon: ReactNode = banner.striped ? (
    <IconBlur />
  ) : banner.tone === "attention" ? (
    <IconHandClick />
  ) : (
    <IconWorld />
  );
  return (
    <ControlStrip
      tone={banner.tone}
      striped={banner.striped}
      icon={icon}
      title={t(banner.title, { name: banner.name })}
      text={sentence}
      // Beside a button a phone has room for one sentence: who controls.
      shortText={banner.text === "youWatch" ? t("youWatchShort") : banner.action === null ? undefined : ""}
      actions={
        <>
          {!isChair && !narrow && !banner.striped && <ZoomButtons zoom={zoom} onZoom={onZoom} />}
          {banner.action === "take" && (
            <StripButton solid icon={<IconArrowBackUp />} onClick={() => void act({ type: "take_page" })}>
              {t(session.page?.driver === null ? "drive" : "takeOver")}
            </StripButton>
          )}
          {banner.action === "release" && (
            <StripButton solid icon={<IconHandOff />} onClick={() => void act({ type: "release_page" })}>
              {t("stopDriving")}
            </StripButton>
          )}
          {banner.action === "sharpen" && (
            <StripButton solid onClick={() => void act({ type: "set_blur", on: false })}>
              {t("sharpAgain")}
            </StripButton>
          )}
          <PageMenu />
        </>
      }
    />
  );
}

function useSentences(banner: Banner): string {
  const t = useT(pageTexts);
  const room = useT(roomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const driver = session.page?.driver ?? null;
  const all = inOrder(session).map((person) => person.id);
  const names = (ids: readonly string[]) =>
    formatList(
      language,
      ids.map((id) => shortName(session, id)),
    );
  const rest = all.filter((id) => id !== selfId && id !== driver);
  switch (banner.text) {
    case "others":
      return rest.length === 0
        ? room("stripNobodyWatches")
        : room("stripWatching", { count: rest.length, names: names(rest) });
    case "mayClick": {
      const allowed = all.filter((id) => !chairOf(session, id) && mayDrive(session, id));
      return t("mayClick", { count: allowed.length, names: names(allowed) });
    }
    case "youAndOthers":
      return room("stripYouAnd", {
        count: rest.length + 1,
        names: formatList(language, [room("tileYou"), ...rest.map((id) => shortName(session, id))]),
      });
    case "youWatch":
      return room("stripYouWatch");
    case "clickToDrive":
      return t("clickToDrive");
    case "youMay":
      return t("youMay");
    case "sharpForYou":
      return driver === selfId ? `${t("sharpForYou")} ${t("youDriveShort")}` : t("sharpForYou");
    case "sharpForAdvisers":
      return t("sharpForAdvisers");
    case "backSoon":
      return room("stripBackSoon");
  }
}

const ZOOMS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

export function nextPageZoom(zoom: number, by: 1 | -1 | 0): number {
  if (by === 0) return 1;
  if (by === 1) return ZOOMS.find((step) => step > zoom + 0.01) ?? zoom;
  return ZOOMS.findLast((step) => step < zoom - 0.01) ?? zoom;
}

function PageMenu() {
  const t = useT(pageTexts);
  const room = useT(roomTexts);
  const act = useAct();
  const lane = usePageLane();
  const { ui } = useRoom();
  const isChair = useRoomState((state) => state.isChair);
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  const zoom = usePageState((state) => state.page?.zoom ?? 1);
  const fullScreen = useUiState((state) => state.fullScreen);
  const change = (by: 1 | -1 | 0) => lane?.steer({ type: "zoom", factor: nextPageZoom(zoom, by) });
  return (
    <Menu
      position="bottom-end"
      width={260}
      withinPortal
      // In full screen nothing else of the document is shown.
      portalProps={{ target: fullScreen ? "#stage" : undefined }}
    >
      <Menu.Target>
        <button type="button" className={stage.stripButton} aria-label={t("pageMenu")}>
          <IconDots aria-hidden="true" />
          <span className={stage.stripWords} aria-hidden="true">
            {t("pageMenuShort")}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {may && (
          <>
            <Menu.Label>{t("pageZoom", { percent: Math.round(zoom * 100) })}</Menu.Label>
            <Menu.Item
              closeMenuOnClick={false}
              leftSection={<IconZoomIn size={18} />}
              onClick={() => change(1)}
            >
              {t("pageLarger")}
            </Menu.Item>
            <Menu.Item
              closeMenuOnClick={false}
              leftSection={<IconZoomOut size={18} />}
              onClick={() => change(-1)}
            >
              {t("pageSmaller")}
            </Menu.Item>
            <Menu.Item leftSection={<IconZoomReset size={18} />} onClick={() => change(0)}>
              {t("pageNormal")}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <Menu.Item leftSection={<IconListTree size={18} />} onClick={() => ui.show("outline")}>
          {room("outline")}
        </Menu.Item>
        <Menu.Item leftSection={<IconActivity size={18} />} onClick={() => ui.show("diagnostics")}>
          {room("diagnostics")}
        </Menu.Item>
        {isChair && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconWorldOff size={18} />}
              onClick={() => void act({ type: "close_page" })}
            >
              {t("closePage")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
