/** How long the meeting lasted, in whole minutes and words. */
import { evaluationTexts } from "../../i18n/evaluation";
import { useRoom, useRoomState } from "../../room/context";
import { useT } from "../../ui";

/** "" while the end is not known. */
export function useDuration(): string {
  const t = useT(evaluationTexts);
  const { info, store } = useRoom();
  const endedAt = useRoomState((state) => {
    const last = state.timeline.at(-1);
    return last?.event.type === "session_ended" ? last.at : null;
  });
  const end = endedAt ?? (info.ended_at ? Date.parse(info.ended_at) : store.serverNow());
  const minutes = Math.max(1, Math.round((end - Date.parse(info.started_at)) / 60_000));
  return Number.isFinite(minutes) ? t("minutes", { count: minutes }) : "";
}
