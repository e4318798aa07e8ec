/** The sentences of the control strip about the others. */
import { formatList } from "../../i18n";
import { roomTexts } from "../../i18n/room";
import { useRoomState } from "../../room/context";
import { clients, others, shortName } from "../../room/people";
import { useLanguage, useT } from "../../ui";

interface Watchers {
  /** "Jan en Els kijken mee." */
  readonly watching: string;
  /** The names of the clients with input rights, or "". */
  readonly controllers: string;
  readonly controllerIds: readonly string[];
  /** "U en Els kijken mee.", without those who control or share. */
  readonly besides: string;
}

export function useWatchers(): Watchers {
  const t = useT(roomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const all = others(session, selfId);
  const names = (ids: readonly string[]) => ids.map((id) => shortName(session, id));
  const list = (ids: readonly string[]) => formatList(language, names(ids));
  const ids = all.map((person) => person.id);
  const controllerIds = clients(session)
    .filter((person) => person.input)
    .map((person) => person.id);
  // Whoever shows the screen does not watch it.
  const rest = ids.filter((id) => !controllerIds.includes(id) && id !== session.share?.participant_id);
  return {
    watching:
      ids.length === 0
        ? t("stripNobodyWatches")
        : t("stripWatching", { count: ids.length, names: list(ids) }),
    controllers: list(controllerIds.filter((id) => id !== selfId)),
    controllerIds,
    besides: t("stripYouAnd", {
      count: rest.length + 1,
      names: formatList(language, [t("tileYou"), ...names(rest)]),
    }),
  };
}
