/** The camera pictures of everybody: a row, a column, or floating on the stage; each can be moved. */
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { inOrder, others } from "../../room/people";
import { useT } from "../../ui";
import { useFace } from "../stage/useFace";
import { Tile } from "./Tile";
import classes from "./Tiles.module.css";

interface TilesProps {
  /** column: above the panel. float: over the stage's corner. row: on a phone. */
  readonly place: "column" | "float" | "row";
  /** A panel stands below: more than two are drawn smaller. */
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
  const all = place === "column" ? people : [...others(session, self?.id ?? ""), ...(self ? [self] : [])];
  // Whoever fills the stage needs no tile as well.
  const shown = all.filter((person) => person.id !== face?.person.id);
  return (
    <section
      className={classes.tiles}
      data-place={place}
      data-count={shown.length}
      data-tight={(tight && shown.length > 2) || undefined}
      aria-label={t("tiles")}
    >
      {shown.map((person) => (
        <Tile key={person.id} person={person} movable={place !== "row"} whole={place === "float"} />
      ))}
    </section>
  );
}
