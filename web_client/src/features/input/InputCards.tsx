/** What a client is told when input rights are given, with both answers. */
import { Button } from "@mantine/core";
import { IconHandClick } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoom, useRoomState } from "../../room/context";
import { adviserOf, shortName } from "../../room/people";
import { QuestionCard } from "../../room/QuestionCard";
import { useT } from "../../ui";

export function InputCards() {
  const t = useT(roomTexts);
  const act = useAct();
  const { store, ui } = useRoom();
  const input = useRoomState((state) => state.self?.input ?? false);
  const selfId = useRoomState((state) => state.selfId);
  const name = useRoomState((state) => {
    const adviser = adviserOf(state.session);
    return adviser ? shortName(state.session, adviser.id) : "";
  });
  const [asked, setAsked] = useState(false);
  const texts = useRef(t);
  texts.current = t;

  useEffect(
    () =>
      store.onEvent((event, entry) => {
        if (event.type === "input_granted" && event.participant_id === selfId) setAsked(true);
        // Whoever clicks in the page has answered.
        if (event.type === "page_taken" && event.participant_id === selfId) setAsked(false);
        if (event.type === "input_revoked" && event.participant_id === selfId && entry.actor !== selfId) {
          const who = shortName(store.getState().session, entry.actor);
          if (who) ui.tell("info", texts.current("inputTakenBack", { name: who }));
        }
      }),
    [store, ui, selfId],
  );

  if (!asked || !input) return null;
  return (
    <QuestionCard
      tone="attention"
      icon={<IconHandClick size={24} stroke={1.8} />}
      title={t("inputGivenTitle")}
      actions={
        <>
          <Button
            variant="default"
            onClick={() => {
              setAsked(false);
              void act({ type: "revoke_input", participant_id: selfId });
            }}
          >
            {t("inputDecline")}
          </Button>
          <Button onClick={() => setAsked(false)}>{t("inputAccept")}</Button>
        </>
      }
    >
      {t("inputGivenText", { name })}
    </QuestionCard>
  );
}
