/** One grey line among the messages: who came, who may click along, what is shared. */
import {
  IconDoorEnter,
  IconDoorExit,
  IconFile,
  IconHandClick,
  IconHandOff,
  IconMailForward,
  IconMessage,
  IconMessageOff,
  IconPencil,
  IconPencilOff,
  IconScreenShare,
  IconScreenShareOff,
  IconSignature,
  IconWorld,
  IconWorldOff,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatTime, type Translate } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { signroomTexts } from "../../i18n/signroom";
import type { nl } from "../../i18n/signroom/nl";
import type { SigningOutcome } from "../../protocol/limits";
import { useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import type { Happening } from "../../state/chat";
import { useLanguage, useT } from "../../ui";
import classes from "./Chat.module.css";

interface EventLineProps {
  readonly happening: Happening;
  readonly again: boolean;
  readonly signer: string;
}

export function EventLine({ happening, again, signer }: EventLineProps) {
  const t = useT(roomTexts);
  const signroom = useT(signroomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const { event } = happening;
  const time = formatTime(language, new Date(happening.at));
  const name = "participant_id" in event ? shortName(session, event.participant_id ?? "") : "";
  let line: [ReactNode, string] | undefined;
  switch (event.type) {
    case "participant_entered":
      line = [<IconDoorEnter key="i" />, t(again ? "lineBack" : "lineEntered", { name, time })];
      break;
    case "participant_left":
      line = [<IconDoorExit key="i" />, t("lineLeft", { name, time })];
      break;
    case "participant_removed":
      line = [<IconDoorExit key="i" />, t("lineRemoved", { name, time })];
      break;
    case "input_granted":
      line = [<IconHandClick key="i" />, t("lineInputOn", { name, time })];
      break;
    case "input_revoked":
      line = [<IconHandOff key="i" />, t("lineInputOff", { name, time })];
      break;
    case "screen_shared":
      line = [<IconScreenShare key="i" />, t("lineShareOn", { name, time })];
      break;
    case "screen_stopped":
      line = [<IconScreenShareOff key="i" />, t("lineShareOff", { name, time })];
      break;
    case "page_opened":
      line = [
        <IconWorld key="i" />,
        t("linePageOn", { name: shortName(session, event.by), site: event.site, time }),
      ];
      break;
    case "page_closed":
      line = [<IconWorldOff key="i" />, t("linePageOff", { time })];
      break;
    case "chat_switched":
      line = event.on
        ? [<IconMessage key="i" />, t("lineChatOn", { time })]
        : [<IconMessageOff key="i" />, t("lineChatOff", { time })];
      break;
    case "file_added":
    case "file_shared":
      line = [<IconFile key="i" />, t("lineFile", { name, file: event.name, time })];
      break;
    case "signing_opened":
      line = [
        <IconPencil key="i" />,
        signroom("lineOpened", { name: shortName(session, event.by), file: event.title, time }),
      ];
      break;
    case "signer_signed":
      line = [<IconSignature key="i" />, signroom("lineSigned", { name: signer, time })];
      break;
    case "signer_declined":
      line = [<IconPencilOff key="i" />, signroom("lineDeclined", { name: signer, time })];
      break;
    case "signing_closed":
      line = closed(event.outcome, signroom, time);
      break;
    default:
      line = undefined;
  }
  if (line === undefined) return null;
  return (
    <p className={classes.event}>
      <span className={classes.eventIcon} aria-hidden="true">
        {line[0]}
      </span>
      <span>{line[1]}</span>
    </p>
  );
}

/** How signing ended; that somebody does not want to sign has its own line. */
function closed(
  outcome: SigningOutcome,
  t: Translate<typeof nl>,
  time: string,
): [ReactNode, string] | undefined {
  switch (outcome) {
    case "completed":
      return [<IconSignature key="i" />, t("lineCompleted", { time })];
    case "mailed":
      return [<IconMailForward key="i" />, t("lineMailed", { time })];
    case "stopped":
      return [<IconPencilOff key="i" />, t("lineStopped", { time })];
    case "failed":
      return [<IconPencilOff key="i" />, t("lineFailed", { time })];
    case "declined":
      return undefined;
  }
}
