/** Who is here, what they can do, and what the adviser may do about it; who waits in the lobby stands on top. */
import { ActionIcon, Button, Menu, Switch } from "@mantine/core";
import {
  IconCrown,
  IconDotsVertical,
  IconHandClick,
  IconMail,
  IconMicrophone,
  IconMicrophoneOff,
  IconPencil,
  IconScreenShare,
  IconScreenShareOff,
  IconUserMinus,
  IconUserPlus,
  IconUserX,
  IconVideo,
  IconVideoOff,
  IconWifi,
  IconWifi1,
} from "@tabler/icons-react";
import { roomTexts } from "../../i18n/room";
import { useAct, useRoom, useRoomState } from "../../room/context";
import { inOrder, ofOffice, waiting } from "../../room/people";
import { SidePanel } from "../../room/SidePanel";
import { blurOnStage, type Participant } from "../../state/session";
import { Avatar, announce, CountChip, useConfirm, useT } from "../../ui";
import { LobbyList } from "../lobby/LobbyList";
import classes from "./Participants.module.css";

export function ParticipantsPanel() {
  const t = useT(roomTexts);
  const act = useAct();
  const { ui } = useRoom();
  const session = useRoomState((state) => state.session);
  const isChair = useRoomState((state) => state.isChair);
  const people = inOrder(session);
  const atTheDoor = isChair ? waiting(session) : [];
  return (
    <SidePanel
      name="participants"
      title={t("participants")}
      badge={
        <CountChip count={people.length} label={t("present", { count: people.length })} tone="neutral" />
      }
      footer={
        isChair && (
          <div className={classes.invite}>
            {/* With a full room the list needs the space, and nobody needs the hint. */}
            {people.length + atTheDoor.length <= 3 && (
              <p className={classes.hint}>
                <IconUserPlus size={20} stroke={1.8} aria-hidden="true" />
                <span>{t("inviteHint")}</span>
              </p>
            )}
            <Button
              variant="default"
              fullWidth
              leftSection={<IconMail size={18} stroke={1.8} />}
              onClick={() => ui.open({ name: "mail" })}
            >
              {t("inviteSomeone")}
            </Button>
            <Switch
              className={classes.lobbySwitch}
              checked={session.lobby}
              onChange={(event) => void act({ type: "set_lobby", on: event.currentTarget.checked })}
              label={t("lobbySwitch")}
              description={t("lobbySwitchText")}
            />
          </div>
        )
      }
    >
      {atTheDoor.length > 0 && <LobbyList people={atTheDoor} />}
      <ul className={classes.list} aria-label={t("participants")}>
        {people.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </ul>
    </SidePanel>
  );
}

function Row({ person }: { readonly person: Participant }) {
  const t = useT(roomTexts);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const session = useRoomState((state) => state.session);
  const quality = useRoomState((state) => state.quality[person.id]?.level);
  const act = useAct();
  const isSelf = person.id === selfId;
  const shares = session.share?.participant_id === person.id;
  const onPage = session.stage === "page";
  const seesBlur = blurOnStage(session) !== "off" && (onPage || !shares) && !ofOffice(person);
  const drives = session.page?.driver === person.id;

  const role = t(ROLES[person.role]);
  const facts = [
    person.instance === null ? t("isAway") : undefined,
    isSelf ? t("thatIsYou", { role }) : role,
    shares ? t("sharesScreen") : undefined,
    drives ? t("drivesPage") : undefined,
    seesBlur ? t("seesBlur") : undefined,
    person.instance !== null && quality === "weak" ? t("qualityWeak") : undefined,
    person.instance !== null && quality === "bad" ? t("qualityBad") : undefined,
  ].filter((fact) => fact !== undefined);

  return (
    <li className={classes.row} data-away={person.instance === null || undefined}>
      <Avatar name={person.name} of={ofOffice(person) ? "office" : "client"} size={44} />
      <div className={classes.who}>
        <strong className={classes.name}>{person.name}</strong>
        <span className={classes.facts}>{facts.join(" · ")}</span>
      </div>
      <div className={classes.signs}>
        {shares && <Sign icon={<IconScreenShare />} label={t("sharesScreen")} />}
        {person.instance !== null && quality !== undefined && (
          <Sign
            icon={quality === "good" ? <IconWifi /> : <IconWifi1 />}
            label={t(quality === "good" ? "qualityGood" : quality === "weak" ? "qualityWeak" : "qualityBad")}
            warn={quality !== "good"}
          />
        )}
        <Sign
          icon={person.microphone === "on" ? <IconMicrophone /> : <IconMicrophoneOff />}
          label={t(
            person.microphone === "on" ? "micOfOn" : person.microphone === "off" ? "micOfOff" : "micOfNone",
          )}
          warn={person.microphone !== "on"}
        />
        <Sign
          icon={person.camera === "on" ? <IconVideo /> : <IconVideoOff />}
          label={t(
            person.camera === "on" ? "cameraOfOn" : person.camera === "off" ? "cameraOfOff" : "cameraOfNone",
          )}
          warn={person.camera !== "on"}
        />
      </div>
      {(isChair || isSelf) && <RowMenu person={person} />}
      {isChair && !ofOffice(person) && (
        <Switch
          className={classes.input}
          checked={person.input}
          label={t("inputIsOn")}
          aria-label={t("inputFor", { name: person.name })}
          onChange={(event) =>
            void act({
              type: event.currentTarget.checked ? "grant_input" : "revoke_input",
              participant_id: person.id,
            })
          }
          thumbIcon={<IconHandClick size={12} aria-hidden="true" />}
        />
      )}
    </li>
  );
}

export const ROLES = {
  host: "roleHost",
  cohost: "roleCohost",
  colleague: "roleColleague",
  client: "roleClient",
} as const;

function Sign({ icon, label, warn }: { icon: React.ReactNode; label: string; warn?: boolean }) {
  return (
    <span className={classes.sign} data-warn={warn || undefined} title={label} role="img" aria-label={label}>
      {icon}
    </span>
  );
}

function RowMenu({ person }: { readonly person: Participant }) {
  const t = useT(roomTexts);
  const act = useAct();
  const confirm = useConfirm();
  const { ui } = useRoom();
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const isHost = useRoomState((state) => state.self?.role === "host");
  const share = useRoomState((state) => state.session.share);
  const isSelf = person.id === selfId;
  const about = { participant_id: person.id };

  const remove = async () => {
    const sure = await confirm({
      title: t("removeTitle", { name: person.name }),
      text: t("removeText", { name: person.name }),
      confirm: t("removeConfirm"),
      icon: <IconUserX size={24} stroke={1.8} />,
      tone: "danger",
    });
    if (sure) await act({ type: "remove", ...about });
  };
  const askUnmute = async () => {
    if (await act({ type: "ask_to_unmute", ...about })) announce(t("askedUnmute", { name: person.name }));
  };

  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.more}
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("actionsFor", { name: person.name })}
        >
          <IconDotsVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={18} />}
          onClick={() => ui.open({ name: "rename", participantId: person.id })}
        >
          {isSelf ? t("renameOwn") : t("rename")}
        </Menu.Item>
        {isChair && !isSelf && (
          <>
            {person.microphone === "on" ? (
              <Menu.Item
                leftSection={<IconMicrophoneOff size={18} />}
                onClick={() => void act({ type: "mute", ...about })}
              >
                {t("mute")}
              </Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconMicrophone size={18} />} onClick={() => void askUnmute()}>
                {t("askUnmute")}
              </Menu.Item>
            )}
            {share?.participant_id === person.id ? (
              <Menu.Item
                leftSection={<IconScreenShareOff size={18} />}
                onClick={() => void act({ type: "stop_share", ...about })}
              >
                {t("stripStopOther")}
              </Menu.Item>
            ) : person.sharing === "asked" || person.sharing === "allowed" ? (
              <Menu.Item
                leftSection={<IconScreenShareOff size={18} />}
                onClick={() => void act({ type: "answer_share", ...about, agreed: false })}
              >
                {t("cancelAsk")}
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconScreenShare size={18} />}
                onClick={() => void act({ type: "ask_share", ...about })}
              >
                {t("askToShare")}
              </Menu.Item>
            )}
            {isHost && person.role === "colleague" && (
              <Menu.Item
                leftSection={<IconCrown size={18} />}
                onClick={() => void act({ type: "make_cohost", ...about })}
              >
                {t("makeCohost")}
              </Menu.Item>
            )}
            {isHost && person.role === "cohost" && (
              <Menu.Item
                leftSection={<IconUserMinus size={18} />}
                onClick={() => void act({ type: "end_cohost", ...about })}
              >
                {t("endCohost")}
              </Menu.Item>
            )}
            {person.role !== "host" && (
              <>
                <Menu.Divider />
                <Menu.Item
                  color="var(--s-danger-text)"
                  leftSection={<IconUserX size={18} />}
                  onClick={() => void remove()}
                >
                  {t("removePerson")}
                </Menu.Item>
              </>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
