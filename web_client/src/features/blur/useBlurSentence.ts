/** What the strip says while the shared screen is being blurred or is blurred; null while it is sharp. */
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import { isChair } from "../../state/session";
import { useT } from "../../ui";

export function useBlurSentence(): { title: string; text: string } | null {
  const t = useT(roomTexts);
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const sharer = session.share?.participant_id;
  if (sharer === undefined || session.blur === "off") return null;
  const isOwn = sharer === selfId;
  if (isOwn || isChair(session, selfId)) {
    // Said to be blurred only when not one sharp frame leaves any more.
    if (session.blur === "asked") return { title: t("stripBlurComing"), text: t("stripBlurComingCovered") };
    const name = shortName(session, sharer);
    return isOwn
      ? { title: t("stripBlurYou"), text: t("stripBlurYouSharp") }
      : { title: t("stripBlurOf", { name }), text: t("stripBlurOfSharp", { name }) };
  }
  return { title: blurredBy(), text: t("stripBackSoon") };

  function blurredBy(): string {
    return t("stripBlurredBy", { name: shortName(session, sharer ?? "") });
  }
}
