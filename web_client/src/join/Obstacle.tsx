/** @jsxImportSource preact */
/** Why camera or microphone do not work, and what to do about it in this browser. */
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import { browserFamily } from "./browser";
import { Note } from "./Note";
import type { Preview, PreviewState } from "./preview";

export function Obstacle({ preview, state }: { readonly preview: Preview; readonly state: PreviewState }) {
  const t = useT(joinTexts);
  if (state.obstacle === null) return null;
  const again = (
    <button
      type="button"
      class="jp-button jp-button-small jp-button-quiet"
      onClick={() => void preview.start()}
    >
      {t("retry")}
    </button>
  );
  if (state.obstacle === "insecure") {
    return (
      <div role="status">
        <Note kind="warning" title={t("insecureTitle")}>
          {t("insecureText")}
        </Note>
      </div>
    );
  }
  if (state.obstacle === "in_use") {
    return (
      <div role="status">
        <Note kind="warning" title={t("inUseTitle")} actions={again}>
          {t("inUseText")}
        </Note>
      </div>
    );
  }
  const family = browserFamily(navigator.userAgent, navigator.maxTouchPoints);
  return (
    <div role="status">
      <Note kind="warning" title={t("deniedTitle")} actions={again}>
        {t(`denied${family}`)} {t("deniedOrWithout")}
      </Note>
    </div>
  );
}
