/** Tells the adviser that somebody stands at the door, wherever they are looking. */
import { IconDoorEnter } from "@tabler/icons-react";
import { roomTexts } from "../../i18n/room";
import { useRoomState, useUiState } from "../../room/context";
import { waiting } from "../../room/people";
import { QuestionCard } from "../../room/QuestionCard";
import { useT } from "../../ui";
import { LobbyAnswers } from "./LobbyList";

export function LobbyCards() {
  const t = useT(roomTexts);
  const isChair = useRoomState((state) => state.isChair);
  const session = useRoomState((state) => state.session);
  const listed = useUiState((state) => state.panel === "participants");
  if (!isChair || listed) return null;
  return waiting(session).map((person) => (
    <QuestionCard
      key={person.id}
      tone="attention"
      icon={<IconDoorEnter size={24} stroke={1.8} />}
      title={t("waitsCardTitle", { name: person.name })}
      actions={<LobbyAnswers person={person} />}
    >
      {t("waitsCardText")}
    </QuestionCard>
  ));
}
