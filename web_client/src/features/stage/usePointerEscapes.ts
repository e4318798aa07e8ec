/** Whether the others see our mouse pointer although nobody has input rights: some browsers cannot leave it out. */
import { useCallState, useRoomState } from "../../room/context";
import { clients } from "../../room/people";

export function usePointerEscapes(): boolean {
  const shown = useCallState((state) => state.screen.sharing === "yes" && state.screen.pointerShown);
  const wanted = useRoomState(
    ({ session, isChair }) =>
      // A client's own pointer belongs to the picture that the client chose to show.
      !isChair || session.laser || clients(session).some((person) => person.input),
  );
  return shown && !wanted;
}
