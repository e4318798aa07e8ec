/** Choosing who may click along, and the laser pointer. With one client the bar's own button does it at once. */
import { Popover, Switch, UnstyledButton } from "@mantine/core";
import { IconChevronUp } from "@tabler/icons-react";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoomState } from "../../room/context";
import { clients } from "../../room/people";
import { Avatar, useT } from "../../ui";
import barClasses from "../bar/Bar.module.css";
import { usePointerEscapes } from "../stage/usePointerEscapes";
import classes from "./Input.module.css";

interface InputMenuProps {
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
}

export function InputMenu({ opened, onChange }: InputMenuProps) {
  const t = useT(roomTexts);
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="top"
      trapFocus
      returnFocus
      withinPortal
      width={340}
    >
      <Popover.Target>
        <UnstyledButton
          className={barClasses.beside}
          aria-label={`${t("inputRights")}: ${t("laser")}`}
          onClick={() => onChange(!opened)}
        >
          <IconChevronUp aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("inputTitle")}>
        <InputChoices />
      </Popover.Dropdown>
    </Popover>
  );
}

export function InputChoices() {
  const t = useT(roomTexts);
  const act = useAct();
  const session = useRoomState((state) => state.session);
  const people = clients(session);
  const pointerEscapes = usePointerEscapes();
  return (
    <div className={classes.choices}>
      <p className={classes.text}>{people.length === 0 ? t("inputNobody") : t("inputText")}</p>
      {people.map((person) => (
        <div key={person.id} className={classes.person}>
          <Avatar name={person.name} of="client" size={36} />
          <span className={classes.name}>{person.name}</span>
          <Switch
            checked={person.input}
            aria-label={t("inputFor", { name: person.name })}
            onChange={(event) =>
              void act({
                type: event.currentTarget.checked ? "grant_input" : "revoke_input",
                participant_id: person.id,
              })
            }
          />
        </div>
      ))}
      <Switch
        className={classes.laser}
        checked={session.laser}
        label={t("laser")}
        description={t("laserText")}
        onChange={(event) => void act({ type: "set_laser", on: event.currentTarget.checked })}
      />
      {pointerEscapes && <p className={classes.text}>{t("pointerStays")}</p>}
    </div>
  );
}
