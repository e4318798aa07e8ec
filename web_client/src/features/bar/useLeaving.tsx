/** Ending for everybody and leaving alone; both ask once. */
import { IconPhoneX } from "@tabler/icons-react";
import { useCallback } from "react";
import { formatList } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoom, useRoomState } from "../../room/context";
import { others, shortName } from "../../room/people";
import { useConfirm, useLanguage, useT } from "../../ui";

export function useLeaving(): { end: () => Promise<void>; leave: () => Promise<void> } {
  const t = useT(roomTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const act = useAct();
  const { store, call, ui } = useRoom();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);

  const end = useCallback(async () => {
    if (session.signing !== null) {
      // What becomes of the document has to be chosen first.
      ui.open({ name: "stopSigning", ending: true });
      return;
    }
    const people = others(session, selfId);
    const names = formatList(
      language,
      people.map((person) => shortName(session, person.id)),
    );
    const sure = await confirm({
      title: t("endTitle"),
      text: people.length === 0 ? t("endTextAlone") : t("endText", { count: people.length, names }),
      confirm: t("endConfirm"),
      cancel: t("notYet"),
      icon: <IconPhoneX size={24} stroke={1.8} />,
      tone: "danger",
    });
    if (sure) await act({ type: "end_session" });
  }, [confirm, act, ui, session, selfId, language, t]);

  const leave = useCallback(async () => {
    const sure = await confirm({
      title: t("leaveTitle"),
      text: t("leaveText"),
      confirm: t("leaveConfirm"),
      cancel: t("stay"),
      icon: <IconPhoneX size={24} stroke={1.8} />,
      tone: "danger",
    });
    if (!sure) return;
    if (call.getState().screen.sharing === "yes") await call.stopShare();
    await store.leave();
  }, [confirm, store, call, t]);

  return { end, leave };
}
