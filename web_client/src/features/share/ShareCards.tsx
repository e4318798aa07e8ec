/** The talk about sharing a screen, in both directions: asked by the adviser, asked by the client, allowed. */
import { Button } from "@mantine/core";
import { IconScreenShare } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { useAct, useCallState, useRoom, useRoomState } from "../../room/context";
import { adviserOf, inOrder, shortName } from "../../room/people";
import { QuestionCard } from "../../room/QuestionCard";
import { useT } from "../../ui";
import { isTouchPhone } from "../connection/isPhone";
import { useShare } from "./useShare";

export function ShareCards() {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const act = useAct();
  const share = useShare();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const sharing = useRoomState((state) => state.self?.sharing ?? "no");
  const available = useCallState((state) => state.screen.available);
  const icon = <IconScreenShare size={24} stroke={1.8} />;
  const adviser = adviserOf(session);
  const name = adviser ? shortName(session, adviser.id) : "";
  const own = { participant_id: selfId };

  useShareNews();

  const choose = async () => {
    // The picker first: waiting for the server would cost the click that browsers ask for. Agreeing is what
    // allows sharing, so it goes out at the same time; the capture starts only when both are done.
    const agreed =
      sharing === "asked" ? act({ type: "answer_share", ...own, agreed: true }) : Promise.resolve(true);
    await Promise.all([agreed, share.start()]);
  };
  const decline = () => void act({ type: "answer_share", ...own, agreed: false });

  return (
    <>
      {sharing === "asked" && (
        <QuestionCard
          tone="office"
          icon={icon}
          title={t(isTouchPhone() && available ? "askSharePhoneTitle" : "askShareTitle", { name })}
          actions={
            available ? (
              <>
                <Button variant="default" onClick={decline}>
                  {common("notNow")}
                </Button>
                <Button onClick={() => void choose()}>{t("shareAgree")}</Button>
              </>
            ) : (
              <Button variant="default" onClick={decline}>
                {common("notNow")}
              </Button>
            )
          }
        >
          {t(available ? "askShareText" : "askShareImpossible")}
        </QuestionCard>
      )}
      {sharing === "allowed" && !isChair && share.stage === "free" && (
        <QuestionCard
          tone="office"
          icon={icon}
          title={t("shareAllowedTitle")}
          actions={
            <>
              <Button variant="default" onClick={decline}>
                {common("notNow")}
              </Button>
              <Button onClick={() => void choose()}>{t("shareChoose")}</Button>
            </>
          }
        >
          {t("shareAllowedText")}
        </QuestionCard>
      )}
      {isChair &&
        inOrder(session)
          .filter((person) => person.sharing === "requested" && person.id !== selfId)
          .map((person) => {
            const about = { participant_id: person.id };
            const who = { name: shortName(session, person.id) };
            return (
              <QuestionCard
                key={person.id}
                tone="attention"
                icon={icon}
                title={t("requestShareTitle", who)}
                actions={
                  <>
                    <Button
                      variant="default"
                      onClick={() => void act({ type: "answer_share", ...about, agreed: false })}
                    >
                      {common("notNow")}
                    </Button>
                    <Button onClick={() => void act({ type: "answer_share", ...about, agreed: true })}>
                      {t("requestAgree")}
                    </Button>
                  </>
                }
              >
                {t("requestShareText", who)}
              </QuestionCard>
            );
          })}
    </>
  );
}

/** Says to both sides how a question about sharing ended. */
function useShareNews(): void {
  const t = useT(roomTexts);
  const { store, ui } = useRoom();
  const texts = useRef(t);
  texts.current = t;
  useEffect(
    () =>
      store.onEvent((event, entry) => {
        if (event.type !== "share_declined") return;
        const { session, selfId, isChair } = store.getState();
        const name = (id: string) => shortName(session, id);
        if (event.participant_id === selfId && entry.actor !== selfId) {
          ui.tell("info", texts.current("shareDeclinedByHost", { name: name(entry.actor) }));
        } else if (isChair && entry.actor === event.participant_id) {
          ui.tell("info", texts.current("shareDeclinedByClient", { name: name(event.participant_id) }));
        }
      }),
    [store, ui],
  );
}
