/** One grey line among the messages: who came, who may click along, what is shared. */
import {
  IconDoorEnter,
  IconDoorExit,
  IconFile,
  IconHandClick,
  IconHandOff,
  IconMessage,
  IconMessageOff,
  IconScreenShare,
  IconScreenShareOff,
  IconWorld,
  IconWorldOff,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatTime } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { shortName } from "../../room/people";
import type { Happening } from "../../state/chat";
import { useLanguage, useT } from "../../ui";
import classes from "./Chat.module.css";

export function EventLine({ happening, again }: { readonly happening: Happening; readonly again: boolean }) {
  const t = useT(roomTexts);
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
