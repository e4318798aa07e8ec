/** The camera pictures of everybody: a row, a column, or floating on the stage; each can be moved. */
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { inOrder, others } from "../../room/people";
import { useT } from "../../ui";
import { useFace } from "../stage/useFace";
import { Tile } from "./Tile";
import classes from "./Tiles.module.css";

/** As many as fit under each other beside the stage. */
const MOST_TALL = 3;

interface TilesProps {
  /** column: above the panel. float: over the stage's corner. row: on a phone. */
  readonly place: "column" | "float" | "row";
  /** A panel or a card stands below: two beside each other, and more are drawn smaller. */
  readonly tight?: boolean;
}

export function Tiles({ place, tight = false }: TilesProps) {
  const t = useT(roomTexts);
  const session = useRoomState((state) => state.session);
  const self = useRoomState((state) => state.self);
  // The other is what one looks at; oneself comes first only beside the panel, as people expect on a desk.
  const people = self
    ? [self, ...inOrder(session).filter((person) => person.id !== self.id)]
    : inOrder(session);
  const face = useFace();
  const tall = place === "column" && !tight && people.length <= MOST_TALL;
  const all =
    place === "column" && !tall ? people : [...others(session, self?.id ?? ""), ...(self ? [self] : [])];
  // Whoever fills the stage needs no tile as well.
  const shown = all.filter((person) => person.id !== face?.person.id);
  return (
    <section
      className={classes.tiles}
      data-place={place}
      data-count={shown.length}
      data-tight={(tight && shown.length > 2) || undefined}
      data-tall={tall || undefined}
      aria-label={t("tiles")}
    >
      {shown.map((person) => (
        <Tile key={person.id} person={person} movable={place !== "row"} whole={place === "float"} />
      ))}
    </section>
  );
}
