/** Sharing one's own screen: starting, stopping, asking for it, and saying in words what went wrong. */
import { useCallback } from "react";
import { refusal } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useAct, useCallState, useRoom, useRoomState } from "../../room/context";
import { adviserOf } from "../../room/people";
import { announce, useLanguage, useT } from "../../ui";

export type ShareStage =
  /** This browser cannot. */
  | "unavailable"
  /** Somebody else shares. */
  | "taken"
  | "free"
  /** The adviser has been asked, and has not answered. */
  | "requested"
  | "choosing"
  | "sharing";

interface Share {
  readonly stage: ShareStage;
  /** Must be called from a click: browsers open their picker only then. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** A client asks the adviser; an adviser starts at once. */
  readonly press: () => Promise<void>;
}

export function useShare(): Share {
  const t = useT(roomTexts);
  const language = useLanguage();
  const act = useAct();
  const { call, ui } = useRoom();
  const available = useCallState((state) => state.screen.available);
  const own = useCallState((state) => state.screen.sharing);
  const taken = useRoomState(
    (state) => state.session.share !== null && state.session.share.participant_id !== state.selfId,
  );
  const isOwn = useRoomState((state) => state.session.share?.participant_id === state.selfId);
  const sharing = useRoomState((state) => state.self?.sharing ?? "no");
  const isChair = useRoomState((state) => state.isChair);
  const adviser = useRoomState((state) => adviserOf(state.session)?.name ?? "");

  const stage: ShareStage =
    own === "yes" || isOwn
      ? "sharing"
      : own === "choosing"
        ? "choosing"
        : taken
          ? "taken"
          : !available
            ? "unavailable"
            : !isChair && sharing === "requested"
              ? "requested"
              : "free";

  const start = useCallback(async () => {
    const result = await call.startShare();
    if (result.ok) return;
    if (result.code === "share_cancelled") ui.tell("info", t("shareCancelled"), 4_000);
    else if (result.code === "share_unavailable") ui.tell("warning", t("shareUnsupported"));
    else if (result.code === "share_forbidden_by_system") ui.tell("danger", t("shareForbidden"));
    else if (result.code === "share_failed") ui.tell("danger", t("shareFailed"));
    else if (result.code !== "closed") ui.tell("danger", refusal(language, result.code, roomTexts));
  }, [call, ui, t, language]);

  const stop = useCallback(async () => {
    await call.stopShare();
    announce(t("shareStopped"));
  }, [call, t]);

  const press = useCallback(async () => {
    if (stage === "sharing") await stop();
    else if (stage === "unavailable") ui.tell("warning", t("shareUnsupported"));
    else if (isChair || sharing === "allowed") await start();
    else if (stage === "free" && (await act({ type: "request_share" }))) {
      ui.tell("info", t("requestSent", { name: adviser }));
    }
  }, [stage, stop, start, act, ui, t, isChair, sharing, adviser]);

  return { stage, start, stop, press };
}
