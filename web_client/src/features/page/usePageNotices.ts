/** What happens in the page and is worth a sentence: downloads, refusals, popups, sites that may not be opened. */
import { useEffect } from "react";
import { lookUp, refusal } from "../../i18n";
import { pageTexts } from "../../i18n/page";
import { useRoom } from "../../room/context";
import { useLanguage } from "../../ui";
import { usePageLane } from "./usePageLane";

/** Said by the page's own cards, or of no use to people. */
const SILENT: ReadonlySet<string> = new Set(["bad_message", "not_driving"]);

const GOOD: ReadonlySet<string> = new Set(["download_saved", "restarted"]);

export function usePageNotices(): void {
  const language = useLanguage();
  const lane = usePageLane();
  const { ui } = useRoom();
  useEffect(
    () =>
      lane?.onNotice((notice) => {
        const { type, code, ...facts } = notice;
        if (SILENT.has(code)) return;
        const words: Record<string, string> = { name: "", what: "", host: "", why: "" };
        for (const [key, value] of Object.entries(facts)) if (typeof value === "string") words[key] = value;
        if (words.host === "") words.host = lookUp(pageTexts, language, "thisSite") ?? "";
        if (code === "download_refused") {
          words.why = refusal(language, `download_${words.why}`, pageTexts);
        }
        if (code === "permission_refused") {
          words.what = lookUp(pageTexts, language, `permission_${words.what}`) ?? words.what ?? "";
        }
        const sentence =
          (type === "notice" ? lookUp(pageTexts, language, `notice_${code}`, words) : undefined) ??
          refusal(language, code, pageTexts, words);
        ui.tell(GOOD.has(code) ? "success" : "info", sentence);
        if (code === "download_saved") ui.show("files");
      }),
    [lane, ui, language],
  );
}
