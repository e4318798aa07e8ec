/** What a client is told when input rights are given, with both answers. */
import { Button } from "@mantine/core";
import { IconHandClick } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoom, useRoomState } from "../../room/context";
import { adviserOf, shortName } from "../../room/people";
import { QuestionCard } from "../../room/QuestionCard";
import { mayDrive } from "../../state/session";
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
  useTakenOver();

  useEffect(
    () =>
      store.onEvent((event, entry) => {
        if (event.type === "input_granted" && event.participant_id === selfId) setAsked(true);
        // Whoever clicks in the page has answered.
        if (event.type === "page_taken" && event.participant_id === selfId) setAsked(false);
        if (event.type === "input_revoked" && event.participant_id === selfId && entry.actor !== selfId) {
          const { session } = store.getState();
          // The line above a page says that one watches; nobody has taken it over by that.
          if (session.page !== null && session.stage === "page") return;
          const who = shortName(session, entry.actor);
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

/** Says to a client that somebody else has taken the page from them, for as long as that is so. */
function useTakenOver() {
  const t = useT(roomTexts);
  const texts = useRef(t);
  texts.current = t;
  const { store, ui } = useRoom();
  const selfId = useRoomState((state) => state.selfId);
  const driver = useRoomState((state) => state.session.page?.driver ?? null);
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  // Several events can come at once: the state is that after all of them.
  const before = useRef(driver);
  before.current = driver;
  const told = useRef<number | null>(null);

  useEffect(() => {
    const takeAway = () => {
      if (told.current !== null) ui.dismiss(told.current);
      told.current = null;
    };
    if (driver === selfId || !may) takeAway();
    return store.onEvent((event) => {
      if (event.type === "page_released" || event.type === "page_closed") before.current = null;
      if (event.type !== "page_taken") return;
      const mine = before.current === selfId;
      before.current = event.participant_id;
      const { session, self } = store.getState();
      if (event.participant_id === selfId) takeAway();
      else if (mine && self?.role === "client") {
        const name = shortName(session, event.participant_id);
        if (name) told.current = ui.tell("info", texts.current("inputTakenBack", { name }));
      }
    });
  }, [store, ui, selfId, driver, may]);
}
