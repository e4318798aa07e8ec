/** Which help page fits what is on the screen now. */
import type { ArticleId } from "../adviser/help/articles/types";
import { blurOnStage } from "../state/session";
import { useCallState, useRoomState, useUiState } from "./context";
import { useWidth } from "./useWidth";

export function useHelp(): string {
  const panel = useUiState((state) => state.panel);
  const narrow = useWidth() === "narrow";
  const refused = useCallState(
    ({ local }) => local.microphoneProblem === "denied" || local.cameraProblem === "denied",
  );
  const weak = useCallState((state) => state.quality !== "good");
  const blurred = useRoomState(({ session }) => blurOnStage(session) !== "off");
  const shares = useRoomState(({ session, selfId }) => session.share?.participant_id === selfId);
  const input = useRoomState(({ session, selfId }) => session.participants[selfId]?.input === true);
  const isClient = useRoomState((state) => state.self?.role === "client");

  const page = (): ArticleId => {
    if (refused) return "permissions";
    if (panel !== null && panel !== "outline" && panel !== "diagnostics") return panel;
    if (blurred) return "blur-screen";
    if (shares) return "share-screen";
    if (input) return "input-rights";
    if (weak) return "connection";
    return isClient && narrow ? "phone" : "button-bar";
  };
  return helpOn(page());
}

export function helpOn(page: ArticleId): string {
  return `/help/${page}`;
}
