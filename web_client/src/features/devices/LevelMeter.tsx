/** How loud we are, as bars; the words say it for who does not see them. */
import { roomTexts } from "../../i18n/room";
import { useCallState } from "../../room/context";
import { useT } from "../../ui";
import classes from "./Devices.module.css";

const BARS = 12;
/** From here on a voice is heard rather than a room. */
const HEARD = 0.06;

export function LevelMeter() {
  const t = useT(roomTexts);
  const lit = useCallState((state) => Math.round(Math.min(1, Math.sqrt(state.local.level)) * BARS));
  const heard = useCallState((state) => state.local.level > HEARD);
  const on = useCallState((state) => state.local.microphone === "on");
  return (
    <div className={classes.level}>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> cannot be drawn as bars */}
      <div
        className={classes.bars}
        role="meter"
        aria-label={t("level")}
        aria-valuemin={0}
        aria-valuemax={BARS}
        aria-valuenow={lit}
        aria-valuetext={heard ? t("levelHeard") : t("levelSilent")}
      >
        {Array.from({ length: BARS }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no other identity than their place
          <i key={index} data-lit={index < lit || undefined} />
        ))}
      </div>
      <span className={classes.text}>{!on ? t("micOff") : heard ? t("levelHeard") : t("levelSilent")}</span>
    </div>
  );
}
