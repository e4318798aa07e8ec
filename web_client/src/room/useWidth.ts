/** How the room is laid out: beside each other, floating, or under each other. */
import { useMediaQuery } from "@mantine/hooks";

export type RoomWidth = "wide" | "middle" | "narrow";

/** The same limits as in the style sheets: 75em and 56em. */
export function useWidth(): RoomWidth {
  const wide = useMediaQuery("(min-width: 75em)", undefined, { getInitialValueInEffect: false });
  const middle = useMediaQuery("(min-width: 56em)", undefined, { getInitialValueInEffect: false });
  return wide ? "wide" : middle ? "middle" : "narrow";
}
