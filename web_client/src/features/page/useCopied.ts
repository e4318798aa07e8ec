/** What was copied in the page goes to this computer's clipboard, for the one who copied it. */
import { useEffect } from "react";
import { pageTexts } from "../../i18n/page";
import { useRoom } from "../../room/context";
import { useT } from "../../ui";
import { usePageLane } from "./usePageLane";

/** Shorter than the text itself, which may be a whole page. */
const SHOWN = 60;

export function useCopied(): void {
  const t = useT(pageTexts);
  const { ui } = useRoom();
  const lane = usePageLane();
  useEffect(
    () =>
      lane?.onCopied((text) => {
        if (text === "") {
          ui.tell("info", t("nothingCopied"), 4_000);
          return;
        }
        const failed = () => {
          const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
          ui.tell("warning", t("copyFailed", { text: shown }));
        };
        // Missing on a page that is not served over TLS.
        if (navigator.clipboard === undefined) failed();
        else
          navigator.clipboard
            .writeText(text)
            .then(() => ui.tell("success", t("copied"), 3_000))
            .catch(failed);
      }),
    [lane, ui, t],
  );
}
