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
  const page = useRoomState(({ session }) => session.stage === "page");
  const isClient = useRoomState((state) => state.self?.role === "client");

  const article = (): ArticleId => {
    if (refused) return "permissions";
    if (panel === "outline") return "page-outline";
    if (panel === "diagnostics") return "page-trouble";
    if (panel !== null) return panel;
    if (blurred) return "blur-screen";
    if (shares) return "share-screen";
    if (page) return isClient ? "page-client" : "web-page";
    if (input) return "input-rights";
    if (weak) return "connection";
    return isClient && narrow ? "phone" : "button-bar";
  };
  return helpOn(article());
}

export function helpOn(page: ArticleId): string {
  return `/help/${page}`;
}
