/** What every part of the room reaches for: the store, the call, the server, and this page's own state. */
import { createContext, type ReactNode, use, useCallback, useSyncExternalStore } from "react";
import type { RoomClientStore } from "../features/client";
import type { Uploads } from "../features/files/uploads";
import type { SigningRoom } from "../features/signroom";
import { refusal } from "../i18n";
import { roomTexts } from "../i18n/room";
import type { Call } from "../media/call";
import type { CallState } from "../media/call-state";
import type { Command } from "../protocol/commands";
import type { PageApi } from "../protocol/page-rest";
import type { RoomApi, RoomInfo } from "../protocol/rest";
import type { PageDoor } from "../state/page-door";
import type { RoomState, RoomStore } from "../state/store";
import { useLanguage } from "../ui";
import type { RoomUi, UiState } from "./ui";

/** Everything the room asks of the call; a test's call keeps to it too. */
export type CallPort = Pick<
  Call,
  | "getState"
  | "subscribe"
  | "setMicrophone"
  | "setCamera"
  | "setSound"
  | "chooseMicrophone"
  | "chooseCamera"
  | "chooseSpeaker"
  | "setNoiseSuppression"
  | "setBackgroundBlur"
  | "attachAudio"
  | "resumeSound"
  | "startShare"
  | "stopShare"
>;

export interface Room {
  readonly store: RoomStore;
  readonly call: CallPort;
  readonly api: Pick<RoomApi, "fileLink" | "evaluate">;
  readonly info: RoomInfo;
  readonly uploads: Uploads;
  /** The client whose page stands ready in this session; null without one, and for everybody who is not of the office. */
  readonly client: RoomClientStore | null;
  readonly ui: RoomUi;
  /** The shared web page of this browser; what it takes is fetched when one opens. */
  readonly page: PageDoor;
  readonly pageApi: PageApi;
  /** Signing in this session: what is prepared here, and what is signed. */
  readonly signing: SigningRoom;
}

const RoomContext = createContext<Room | null>(null);

export function RoomProvider({ room, children }: { readonly room: Room; readonly children: ReactNode }) {
  return <RoomContext value={room}>{children}</RoomContext>;
}

export function useRoom(): Room {
  const room = use(RoomContext);
  if (room === null) throw new Error("this component stands inside a RoomProvider");
  return room;
}

/** Select narrowly, and something that keeps its identity: a new object at every call draws for ever. */
export function useRoomState<T>(select: (state: RoomState) => T): T {
  const { store } = useRoom();
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}

export function useCallState<T>(select: (state: CallState) => T): T {
  const { call } = useRoom();
  return useSyncExternalStore(call.subscribe, () => select(call.getState()));
}

export function useUiState<T>(select: (state: UiState) => T): T {
  const { ui } = useRoom();
  return useSyncExternalStore(ui.subscribe, () => select(ui.getState()));
}

/** Asks the session; a refusal becomes a sentence on the screen. Resolves whether it was done. */
export function useAct(): (command: Command) => Promise<boolean> {
  const { store, ui } = useRoom();
  const language = useLanguage();
  return useCallback(
    async (command) => {
      const result = await store.send(command);
      if (!result.ok && result.code !== "closed")
        ui.tell("danger", refusal(language, result.code, roomTexts));
      return result.ok;
    },
    [store, ui, language],
  );
}
