/** Signing in this session, for the room: what is being prepared, and what is being signed. */
import type { RoomStore } from "../../state/store";
import type { SigningRoomPort } from "./api";
import { SigningHere } from "./here";
import { Preparing } from "./preparing";

export interface SigningRoom {
  readonly api: SigningRoomPort;
  readonly here: SigningHere;
  readonly preparing: Preparing;
  close(): void;
}

export function signingRoom(store: RoomStore, api: SigningRoomPort): SigningRoom {
  const here = new SigningHere(store, api);
  const preparing = new Preparing(store, api);
  const close = () => {
    here.close();
    preparing.close();
  };
  return { api, here, preparing, close };
}
