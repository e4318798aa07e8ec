/** "What shall we look at together?": the tiles of the office and one's own favourites, the most used first. */
import { Button } from "@mantine/core";
import { IconPencil, IconPlus, IconStarFilled } from "@tabler/icons-react";
import { useId, useState } from "react";
import { formatShortDay } from "../../i18n";
import { commonTexts } from "../../i18n/common";
import { pageTexts } from "../../i18n/page";
import type { Favourite, FavouriteScope } from "../../protocol/page-rest";
import { useLanguage, useT } from "../../ui";
import { colourOf, letterOf, useFavourites } from "./favourites";
import classes from "./StartTiles.module.css";
import { TileDialog } from "./TileDialog";
import { useVisit } from "./useVisit";

type Edited = { favourite: Favourite } | { scope: FavouriteScope } | null;

export function StartTiles() {
  const t = useT(pageTexts);
  const common = useT(commonTexts);
  const [{ list, mayEditOffice, loading }, store] = useFavourites();
  const [editing, setEditing] = useState(false);
  const [edited, setEdited] = useState<Edited>(null);
  const { visit, problem, busy } = useVisit();
  const office = useId();
  const mine = useId();
  const sorted = [...list].sort((a, b) => b.uses - a.uses);
  const tiles = sorted.filter(({ scope }) => scope === "office");
  const own = sorted.filter(({ scope }) => scope === "mine");
  const canEdit = mayEditOffice || own.length > 0;
  const press = (favourite: Favourite) => {
    if (editing && favourite.may_edit) setEdited({ favourite });
    else if (!busy) void visit(favourite.address);
  };
  return (
    <div className={classes.both}>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <section aria-labelledby={office}>
        <div className={classes.head}>
          <h3 id={office}>{t("officeTiles")}</h3>
          {canEdit && (
            <Button
              variant="subtle"
              size="sm"
              leftSection={<IconPencil size={18} stroke={1.8} />}
              aria-pressed={editing}
              onClick={() => setEditing(!editing)}
            >
              {t(editing ? "editDone" : "edit")}
            </Button>
          )}
        </div>
        {loading === "failed" ? (
          <p className={classes.empty}>
            {t("tilesFailed")}{" "}
            <Button variant="subtle" size="sm" onClick={() => void store.load(true)}>
              {common("retry")}
            </Button>
          </p>
        ) : tiles.length === 0 && !mayEditOffice ? (
          <p className={classes.empty}>{t(loading === "yes" ? "tilesComing" : "noTiles")}</p>
        ) : (
          <ul className={classes.tiles}>
            {tiles.map((tile) => (
              <li key={tile.id}>
                <button
                  type="button"
                  className={classes.tile}
                  data-editing={(editing && tile.may_edit) || undefined}
                  onClick={() => press(tile)}
                >
                  <SitePicture favourite={tile} />
                  <span className={classes.title}>{tile.title}</span>
                  <span className={classes.note}>{tile.note || tile.host}</span>
                  {editing && tile.may_edit && (
                    <span className={classes.pencil}>
                      <IconPencil size={18} stroke={1.8} aria-hidden="true" />
                      <span className="s-hidden">{t("editThis")}</span>
                    </span>
                  )}
                </button>
              </li>
            ))}
            {mayEditOffice && (
              <li>
                <button
                  type="button"
                  className={classes.tile}
                  data-add
                  onClick={() => setEdited({ scope: "office" })}
                >
                  <IconPlus size={24} stroke={1.8} aria-hidden="true" />
                  <span className={classes.title}>{t("addTile")}</span>
                </button>
              </li>
            )}
          </ul>
        )}
      </section>
      <section aria-labelledby={mine} className={classes.mine}>
        <h3 id={mine}>{t("myFavourites")}</h3>
        {own.length === 0 && loading === "done" && <p className={classes.empty}>{t("noFavourites")}</p>}
        <ul className={classes.rows}>
          {own.map((favourite) => (
            <li key={favourite.id}>
              <button type="button" className={classes.row} onClick={() => press(favourite)}>
                <IconStarFilled size={19} className={classes.star} aria-hidden="true" />
                <span className={classes.rowTitle}>{favourite.title}</span>
                <span className={classes.host}>{favourite.host}</span>
                <Used favourite={favourite} />
                {editing && (
                  <span className={classes.rowPencil}>
                    <IconPencil size={18} stroke={1.8} aria-hidden="true" />
                    <span className="s-hidden">{t("editThis")}</span>
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
        {!mayEditOffice && (
          <Button
            className={classes.addOwn}
            variant="subtle"
            size="sm"
            leftSection={<IconPlus size={18} stroke={1.8} />}
            onClick={() => setEdited({ scope: "mine" })}
          >
            {t("addFavourite")}
          </Button>
        )}
      </section>
      <TileDialog edited={edited} onClose={() => setEdited(null)} />
    </div>
  );
}

export function SitePicture({ favourite }: { readonly favourite: Favourite }) {
  // Only from our own server: the site itself must not learn who has it among their tiles.
  if (favourite.icon.startsWith("/")) {
    return (
      <span className={classes.picture} data-icon>
        <img src={favourite.icon} alt="" width={28} height={28} />
      </span>
    );
  }
  return (
    <span className={classes.picture} style={{ background: colourOf(favourite.host) }} aria-hidden="true">
      {letterOf(favourite.title)}
    </span>
  );
}

/** How often; for what was used once or never, when. */
function Used({ favourite }: { readonly favourite: Favourite }) {
  const t = useT(pageTexts);
  const language = useLanguage();
  const used = favourite.used_at === null ? null : new Date(favourite.used_at);
  const words =
    favourite.uses > 1 || used === null
      ? favourite.uses === 0
        ? t("neverUsed")
        : t("usedTimes", { count: favourite.uses })
      : dayOf(used);
  return <span className={classes.used}>{words}</span>;

  function dayOf(moment: Date): string {
    const days = Math.round((startOfDay(new Date()) - startOfDay(moment)) / 86_400_000);
    if (days <= 0) return t("today");
    return days === 1 ? t("yesterday") : formatShortDay(language, moment);
  }
}

function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}
