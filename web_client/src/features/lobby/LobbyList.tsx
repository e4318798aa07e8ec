/** Who stands at the door, with the two answers. */
import { Button } from "@mantine/core";
import { roomTexts } from "../../i18n/room";
import { useAct } from "../../room/context";
import type { Participant } from "../../state/session";
import { Avatar, useT } from "../../ui";
import classes from "./Lobby.module.css";

export function LobbyList({ people }: { readonly people: readonly Participant[] }) {
  const t = useT(roomTexts);
  return (
    <section className={classes.list} aria-label={t("lobby")}>
      <h3 className={classes.title}>{t("lobby")}</h3>
      {people.map((person) => (
        <div key={person.id} className={classes.person}>
          <Avatar name={person.name} of="client" size={40} />
          <div className={classes.who}>
            <strong>{person.name}</strong>
            <span>{t("waitsToEnter")}</span>
          </div>
          <LobbyAnswers person={person} />
        </div>
      ))}
    </section>
  );
}

export function LobbyAnswers({ person }: { readonly person: Participant }) {
  const t = useT(roomTexts);
  const act = useAct();
  return (
    <div className={classes.answers}>
      <Button
        variant="default"
        aria-label={t("turnAwayName", { name: person.name })}
        onClick={() => void act({ type: "turn_away", participant_id: person.id })}
      >
        {t("turnAway")}
      </Button>
      <Button
        aria-label={t("letInName", { name: person.name })}
        onClick={() => void act({ type: "admit", participant_id: person.id })}
      >
        {t("letIn")}
      </Button>
    </div>
  );
}
