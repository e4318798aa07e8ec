/** Larger, smaller, whole screen: for everybody who watches. */
import { IconMaximize, IconMinimize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { roomTexts } from "../../i18n/room";
import { useRoom, useUiState } from "../../room/context";
import { announce, useT } from "../../ui";
import { StripButton } from "./ControlStrip";
import { LARGEST_ZOOM, nextZoom } from "./geometry";

interface ZoomButtonsProps {
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
}

export function ZoomButtons({ zoom, onZoom }: ZoomButtonsProps) {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const fullScreen = useUiState((state) => state.fullScreen);
  const change = (direction: 1 | -1) => {
    const next = nextZoom(zoom, direction);
    onZoom(next);
    announce(t("zoomIs", { percent: Math.round(next * 100) }));
  };
  return (
    <>
      {zoom > 1 && (
        <StripButton iconOnly icon={<IconZoomOut />} onClick={() => change(-1)}>
          {t("zoomOut")}
        </StripButton>
      )}
      <StripButton
        icon={<IconZoomIn />}
        iconOnly={zoom > 1}
        disabled={zoom >= LARGEST_ZOOM}
        onClick={() => change(1)}
      >
        {t("zoomIn")}
      </StripButton>
      <StripButton
        icon={fullScreen ? <IconMinimize /> : <IconMaximize />}
        onClick={() => ui.setFullScreen(!fullScreen)}
      >
        {t(fullScreen ? "endFullScreen" : "fullScreen")}
      </StripButton>
    </>
  );
}
