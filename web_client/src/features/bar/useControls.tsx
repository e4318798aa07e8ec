/** The ten controls as they are now: name, state, second line, what a press does. The bar and the phone's list draw them. */
import {
  IconBlur,
  IconFiles,
  IconHandClick,
  IconHandOff,
  IconMessage,
  IconPhoneX,
  IconScreenShare,
  IconScreenShareOff,
  IconUsers,
} from "@tabler/icons-react";
import { formatClock, formatList } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { signroomTexts } from "../../i18n/signroom";
import { useAct, useRoom, useRoomState, useUiState } from "../../room/context";
import { clients, inOrder, shortName, waiting } from "../../room/people";
import { blurOnStage } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import { useFileList } from "../files/useFiles";
import { useShare } from "../share/useShare";
import { type Control, useShortcut } from "./control";
import { useCamera, useMicrophone, useSound } from "./useDeviceControls";
import { useLeaving } from "./useLeaving";
import { useSecondsSince } from "./useSecondsSince";

/** In the order of the bar; only those that this person has. */
export function useControls(onInputMenu: () => void): Control[] {
  const participants = useParticipants();
  const input = useInput(onInputMenu);
  const blur = useBlur();
  const files = useFilesControl();
  const share = useShareControl();
  const chat = useChatControl();
  const microphone = useMicrophone();
  const camera = useCamera();
  const sound = useSound();
  const end = useEnd();
  const isClient = useRoomState((state) => !state.isChair && state.self?.role !== "colleague");
  const isChair = useRoomState((state) => state.isChair);
  const sharesSelf = useRoomState((state) => state.session.share?.participant_id === state.selfId);
  return [
    participants,
    ...(isClient || !isChair ? [] : [input]),
    ...(isChair || sharesSelf ? [blur] : []),
    files,
    share,
    chat,
    microphone,
    camera,
    sound,
    end,
  ];
}

function useParticipants(): Control {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const open = useUiState((state) => state.panel === "participants");
  const count = useRoomState((state) => inOrder(state.session).length);
  const atTheDoor = useRoomState((state) => (state.isChair ? waiting(state.session).length : 0));
  return {
    key: "participants",
    name: t("participants"),
    icon: <IconUsers />,
    state: open ? "on" : "off",
    pressed: open,
    open,
    second:
      atTheDoor > 0
        ? t("waitingCount", { count: atTheDoor })
        : count <= 1
          ? t("onlyYou")
          : t("present", { count }),
    count: atTheDoor,
    countLabel: t("waitingCount", { count: atTheDoor }),
    shortcut: useShortcut("participants"),
    onPress: () => ui.toggle("participants"),
  };
}

function useInput(onMenu: () => void): Control {
  const t = useT(roomTexts);
  const act = useAct();
  const { ui } = useRoom();
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const people = clients(session);
  const allowed = people.filter((person) => person.input);
  const blurred = blurOnStage(session) !== "off";
  const names = formatList(
    language,
    allowed.map((person) => shortName(session, person.id)),
  );
  const base = {
    key: "inputRights",
    name: t("inputRights"),
    pressed: allowed.length > 0,
    shortcut: useShortcut("inputRights"),
  } as const;
  if (people.length === 0 || blurred) {
    const second = t(people.length === 0 ? "nobodyToAllow" : "offWhileBlurred");
    return {
      ...base,
      icon: <IconHandOff />,
      state: "disabled",
      pressed: false,
      second,
      onPress: () => ui.tell("info", t(people.length === 0 ? "inputNobody" : "inputWhileBlurred")),
    };
  }
  const press = () => {
    const only = people.length === 1 ? people[0] : undefined;
    if (only === undefined) onMenu();
    else void act({ type: only.input ? "revoke_input" : "grant_input", participant_id: only.id });
  };
  return {
    ...base,
    icon: allowed.length > 0 ? <IconHandClick /> : <IconHandOff />,
    state: allowed.length > 0 ? "on" : "off",
    second:
      allowed.length === 0
        ? t("isOff")
        : allowed.length > 2
          ? t("onForCount", { count: allowed.length })
          : t("onFor", { names }),
    onPress: press,
  };
}

function useBlur(): Control {
  const t = useT(roomTexts);
  const act = useAct();
  const { ui } = useRoom();
  // What is on the stage is what is meant; a client covers their own screen also while a page is in front of it.
  const shared = useRoomState(({ session, isChair }) =>
    session.stage === "page" && isChair ? session.page !== null : session.share !== null,
  );
  const blur = useRoomState(({ session, isChair }) =>
    session.stage === "page" && !isChair ? session.blur : blurOnStage(session),
  );
  const seconds = useSecondsSince(blur === "on");
  const base = {
    key: "blurScreen",
    name: t("blurScreen"),
    label: t("blurShort"),
    icon: <IconBlur />,
    // Pressed only when the sender has swapped: the toggle may not promise what is not so yet.
    pressed: blur === "on",
    shortcut: useShortcut("blurScreen"),
  } as const;
  if (!shared) {
    return {
      ...base,
      state: "disabled",
      second: t("nothingToBlur"),
      onPress: () => ui.tell("info", t("refusal_nothing_shared")),
    };
  }
  return {
    ...base,
    state: blur === "off" ? "off" : "attention",
    second:
      blur === "off"
        ? t("isOff")
        : blur === "asked"
          ? t("blurComing")
          : t("onSince", { time: formatClock(seconds) }),
    onPress: () => void act({ type: "set_blur", on: blur === "off" }),
  };
}

function useFilesControl(): Control {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const open = useUiState((state) => state.panel === "files");
  const fresh = useUiState((state) => state.newFiles.length);
  const count = useFileList().length;
  return {
    key: "files",
    name: t("files"),
    icon: <IconFiles />,
    state: open ? "on" : "off",
    pressed: open,
    open,
    second: open
      ? t("isOpen")
      : fresh > 0
        ? t("newCount", { count: fresh })
        : count > 0
          ? t("shared", { count })
          : t("noneYet"),
    count: open ? 0 : fresh,
    countLabel: t("newCount", { count: fresh }),
    shortcut: useShortcut("files"),
    onPress: () => ui.toggle("files"),
  };
}

function useShareControl(): Control {
  const t = useT(roomTexts);
  const signroom = useT(signroomTexts);
  const { ui } = useRoom();
  const share = useShare();
  const session = useRoomState((state) => state.session);
  const sharer = session.share ? shortName(session, session.share.participant_id) : "";
  const base = {
    key: "shareScreen",
    name: t("shareScreen"),
    pressed: share.stage === "sharing",
    shortcut: useShortcut("shareScreen"),
    onPress: () => void share.press(),
  } as const;
  if (session.signing !== null && share.stage !== "sharing") {
    return {
      ...base,
      icon: <IconScreenShareOff />,
      state: "disabled",
      second: signroom("whileSigning"),
      onPress: () => ui.tell("info", t("refusal_signing_now")),
    };
  }
  switch (share.stage) {
    case "sharing":
      return { ...base, icon: <IconScreenShare />, state: "attention", second: t("youShare") };
    case "taken":
      return {
        ...base,
        icon: <IconScreenShareOff />,
        state: "disabled",
        second: t("nameShares", { name: sharer }),
        onPress: () => ui.tell("info", t("refusal_someone_shares")),
      };
    case "unavailable":
      return { ...base, icon: <IconScreenShareOff />, state: "disabled", second: t("cannotShareHere") };
    case "choosing":
      return { ...base, icon: <IconScreenShare />, state: "off", second: t("shareChoosing") };
    case "requested":
      return { ...base, icon: <IconScreenShare />, state: "off", second: t("askedAdviser") };
    case "free":
      return { ...base, icon: <IconScreenShare />, state: "off", second: t("isOff") };
  }
}

function useChatControl(): Control {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const open = useUiState((state) => state.panel === "chat");
  const unread = useRoomState((state) => state.unread);
  const chatOn = useRoomState((state) => state.session.chat_on);
  const fresh = open ? 0 : unread;
  return {
    key: "chat",
    name: t("chat"),
    icon: <IconMessage />,
    state: open ? "on" : "off",
    pressed: open,
    open,
    second: !chatOn
      ? t("chatIsOff")
      : open
        ? t("isOpen")
        : fresh > 0
          ? t("newCount", { count: fresh })
          : t("isClosed"),
    count: fresh,
    countLabel: t("unreadMessages", { count: fresh }),
    shortcut: useShortcut("chat"),
    onPress: () => ui.toggle("chat"),
  };
}

function useEnd(): Control {
  const t = useT(roomTexts);
  const isChair = useRoomState((state) => state.isChair);
  const leaving = useLeaving();
  return {
    key: "end",
    name: t(isChair ? "endSession" : "leaveSession"),
    label: t(isChair ? "endShort" : "leave"),
    icon: <IconPhoneX />,
    state: "end",
    onPress: () => void (isChair ? leaving.end() : leaving.leave()),
  };
}
