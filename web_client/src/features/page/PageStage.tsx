/** A web page on the stage: who drives it, the page itself, and what it asks. */
import { useEffect, useRef, useState } from "react";
import { useRoom, useRoomState, useUiState } from "../../room/context";
import { useWidth } from "../../room/useWidth";
import { BlurCover } from "../blur/BlurCover";
import stage from "../stage/Stage.module.css";
import { ZoomButtons } from "../stage/ZoomButtons";
import classes from "./Page.module.css";
import { PageBlurPreview } from "./PageBlurPreview";
import { PageCurtain } from "./PageCurtain";
import { PageQuestion } from "./PageQuestion";
import { PageSound } from "./PageSound";
import { PageStrip } from "./PageStrip";
import { PageView } from "./PageView";
import { TilesSheet } from "./TilesSheet";
import { useCopied } from "./useCopied";
import { usePageLane, usePageState } from "./usePageLane";
import { usePageNotices } from "./usePageNotices";
import { useStageKeys } from "./useStageKeys";

/** Between two sizes of the stage that the page follows, in milliseconds. */
const SIZE_SETTLES = 150;

/** Below this, sites show their version for phones. CSS pixels. */
const LEAST_WIDTH = 800;

export function PageStage() {
  const content = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const narrow = useWidth() === "narrow";
  const isChair = useRoomState((state) => state.isChair);
  const tiles = useUiState((state) => state.tiles);
  const blurred = useRoomState((state) => state.session.page?.blurred === true);
  const covered = usePageState((state) => state.covered) && !isChair;
  const hidden = !isChair && (blurred || covered);
  useFollowStage(content);
  usePageNotices();
  useCopied();
  useStageKeys(content, hidden);
  return (
    <>
      <PageStrip zoom={zoom} onZoom={setZoom} />
      <div ref={content} tabIndex={-1} className={`${stage.content} ${classes.content}`}>
        <PageView zoom={hidden ? 1 : zoom} onZoom={setZoom} hidden={hidden} />
        <PageCurtain />
        <PageQuestion />
        {narrow && !hidden && !isChair && (
          <div className={stage.tools}>
            <ZoomButtons zoom={zoom} onZoom={setZoom} />
          </div>
        )}
        {hidden && <BlurCover />}
        {isChair && blurred && <PageBlurPreview />}
        {isChair && tiles && <TilesSheet />}
        <PageSound />
      </div>
    </>
  );
}

/** The page has the size of the host's stage; everybody else sees the same, larger or smaller. */
function useFollowStage(content: React.RefObject<HTMLElement | null>) {
  const lane = usePageLane();
  const { ui } = useRoom();
  useEffect(() => {
    const node = content.current;
    if (node === null || lane === null) return;
    let timer = 0;
    const follow = () => {
      const { clientWidth: width, clientHeight: height } = node;
      // A phone held by the host would make everybody's page as narrow as a phone: it gets a larger one to zoom in on.
      const grown = Math.max(1, LEAST_WIDTH / Math.max(1, width));
      lane.resize(width * grown, height * grown, (window.devicePixelRatio || 1) / grown);
    };
    follow();
    const observer = new ResizeObserver(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(follow, SIZE_SETTLES);
    });
    observer.observe(node);
    return () => {
      window.clearTimeout(timer);
      observer.disconnect();
    };
  }, [content, lane]);
  useEffect(() => () => ui.showTiles(false), [ui]);
}
