/** Opens this browser's side of the page with the session's page, and closes it with it. */
import { useEffect } from "react";
import { useRoom, useRoomState } from "../../room/context";

export function useOpenPage(): void {
  const { page } = useRoom();
  const open = useRoomState((state) => state.session.page !== null && state.session.ended === null);
  const connection = useRoomState((state) => state.connection);
  // biome-ignore lint/correctness/useExhaustiveDependencies: coming back after an outage tries once more
  useEffect(() => {
    if (open) page.enter();
    else page.leave();
  }, [page, open, connection]);
  useEffect(() => () => page.leave(), [page]);
}
