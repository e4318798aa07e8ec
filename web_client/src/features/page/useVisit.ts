/** Opening an address for everybody, and saying in words why it did not work. */
import { useCallback, useRef, useState } from "react";
import { refusal } from "../../i18n";
import { pageTexts } from "../../i18n/page";
import { useAct, useRoom, useRoomState } from "../../room/context";
import { useLanguage } from "../../ui";
import { codeOf } from "./favourites";

interface Visit {
  readonly busy: boolean;
  /** A sentence, or null while there is nothing to say. */
  readonly problem: string | null;
  readonly clear: () => void;
  /** Resolves whether it is open, or waits for a place. */
  readonly visit: (address: string) => Promise<boolean>;
}

export function useVisit(): Visit {
  const { pageApi, ui } = useRoom();
  const language = useLanguage();
  const act = useAct();
  const elsewhere = useRoomState((state) => state.session.page !== null && state.session.stage !== "page");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** Which one was asked for last: what is answered about an earlier one is of no interest any more. */
  const last = useRef(0);
  /** Whether the person has gone on to something else since the last one was asked for. */
  const gone = useRef(false);
  const clear = useCallback(() => {
    gone.current = true;
    setProblem(null);
  }, []);

  const visit = useCallback(
    async (address: string) => {
      if (address.trim() === "") return false;
      last.current += 1;
      const own = last.current;
      gone.current = false;
      setBusy(true);
      setProblem(null);
      try {
        await pageApi.open(address.trim());
        ui.showTiles(false);
        // What one asks for is what one wants to see.
        if (elsewhere) await act({ type: "set_stage", stage: "page" });
        return true;
      } catch (error) {
        if (own !== last.current) return false;
        const sentence = refusal(language, codeOf(error), pageTexts);
        // Below a field with something else in it the sentence would be about the wrong address.
        if (gone.current) ui.tell("danger", sentence);
        else setProblem(sentence);
        return false;
      } finally {
        if (own === last.current) setBusy(false);
      }
    },
    [pageApi, ui, language, act, elsewhere],
  );
  return { busy, problem, clear, visit };
}
