/** Speaks what sighted people see happen, and counts the files that come in. */
import { useEffect, useRef } from "react";
import { sayOfSigning } from "../features/signroom/news";
import { formatTime } from "../i18n";
import { roomTexts } from "../i18n/room";
import { signroomTexts } from "../i18n/signroom";
import { maySeeFile } from "../state/session";
import { announce, useLanguage, useT } from "../ui";
import { useRoom } from "./context";
import { adviserOf, shortName } from "./people";

export function useAnnouncements(): void {
  const { store, ui } = useRoom();
  const t = useT(roomTexts);
  const signroom = useT(signroomTexts);
  const language = useLanguage();
  const now = useRef({ t, signroom, language });
  now.current = { t, signroom, language };

  useEffect(
    () =>
      store.onEvent((event, entry) => {
        const { session, selfId, self } = store.getState();
        const say = now.current.t;
        const time = formatTime(now.current.language, new Date(entry.at));
        const name = "participant_id" in event ? shortName(session, event.participant_id ?? "") : "";
        const own = "participant_id" in event && event.participant_id === selfId;
        switch (event.type) {
          case "participant_entered":
            if (!own) announce(say("lineEntered", { name, time }));
            break;
          case "participant_left":
          case "participant_removed":
            if (!own) announce(say("lineLeft", { name, time }));
            break;
          case "participant_disconnected":
            if (!own && name) announce(say("awayOf", { name }));
            break;
          case "screen_shared":
            if (!own) announce(say("shareStartedBy", { name }));
            break;
          case "screen_stopped":
            if (!own) {
              announce(say("shareStoppedBy", { name }));
              if (self?.role === "client") ui.tell("info", say("shareStoppedBy", { name }), 5_000);
            }
            break;
          case "page_opened":
            if (event.by !== selfId) {
              announce(say("pageOpenedBy", { name: shortName(session, event.by), site: event.site }));
            }
            break;
          case "page_closed":
            if (event.by !== selfId) announce(say("pageClosed"));
            break;
          case "page_taken":
            if (!own) announce(say("pageTakenBy", { name }));
            break;
          case "page_blur_switched":
            if (event.on) announce(say("stripBlurredBy", { name: adviserOf(session)?.name ?? "" }));
            break;
          case "blur_applied":
            announce(say("stripBlurredBy", { name: adviserOf(session)?.name ?? "" }));
            break;
          case "signing_opened":
          case "signer_signed":
          case "signer_declined":
          case "signing_closed":
            sayOfSigning(event, store.getState(), now.current.signroom, ui);
            break;
          case "file_added":
          case "file_shared": {
            const file = session.files[event.file_id];
            if (own || file === undefined || !maySeeFile(session, selfId, file)) break;
            if (event.type === "file_shared" && entry.actor === selfId) break;
            ui.fileArrived(event.file_id);
            if (event.participant_id !== "system") announce(say("fileArrived", { name, file: event.name }));
            break;
          }
          case "file_withdrawn":
            ui.fileGone(event.file_id);
            break;
          default:
            break;
        }
      }),
    [store, ui],
  );
}
