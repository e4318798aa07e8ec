/** Every way in which a code can fail to open the door, in words that help. */
import type { joinTexts } from "../i18n/join";
import type { Translate } from "../i18n/texts";
import { Refusal } from "./api";

type T = Translate<(typeof joinTexts)["nl"]>;

export type Trouble =
  | { readonly kind: "empty" }
  | { readonly kind: "incomplete"; readonly count: number }
  | { readonly kind: "refused"; readonly code: string; readonly retryAfter?: number };

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Refusal) return { kind: "refused", code: error.code, retryAfter: error.retryAfter };
  // A chunk that does not arrive (TypeError by the standard of dynamic import) is a lost connection.
  return { kind: "refused", code: error instanceof TypeError ? "offline" : "internal" };
}

export interface Words {
  readonly title: string;
  readonly text: string;
}

export function troubleWords(t: T, trouble: Trouble): Words {
  if (trouble.kind === "empty") return { title: t("emptyTitle"), text: t("emptyText") };
  if (trouble.kind === "incomplete") {
    return { title: t("incompleteTitle"), text: t("incompleteText", { count: trouble.count }) };
  }
  switch (trouble.code) {
    case "code_unknown":
      return { title: t("unknownTitle"), text: t("unknownText") };
    case "session_ended":
      return { title: t("endedTitle"), text: t("endedText") };
    case "session_full":
      return { title: t("fullTitle"), text: t("fullText") };
    case "too_many_attempts": {
      const minutes = Math.ceil((trouble.retryAfter ?? 0) / 60);
      const text = minutes > 0 ? t("throttledMinutes", { count: minutes }) : t("throttledText");
      return { title: t("throttledTitle"), text };
    }
    case "offline":
      return { title: t("offlineTitle"), text: t("offlineText") };
    default:
      return { title: t("failedTitle"), text: t("failedText") };
  }
}
