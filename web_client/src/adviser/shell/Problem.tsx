/** Refusals as sentences, and the ways out of them. */
import { Button, Skeleton } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type Language, refusal } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { Notice, useLanguage, useT } from "../../ui";
import { Refusal, refusalOf } from "../api/client";

const SECONDS_IN_WORDS = 90;

/** The sentence for a refusal; says how long to wait where the server told. */
export function sentenceOf(language: Language, error: unknown): string {
  const { code, parameters } = refusalOf(error);
  const seconds = parameters.seconds ?? parameters.retry_after;
  if (code === "too_many_attempts" && typeof seconds === "number") {
    return seconds <= SECONDS_IN_WORDS
      ? refusal(language, "wait_seconds", adviserTexts, { count: seconds })
      : refusal(language, "wait_minutes", adviserTexts, { count: Math.ceil(seconds / 60) });
  }
  return refusal(language, code, adviserTexts, parameters);
}

export function useSentence(): (error: unknown) => string {
  const language = useLanguage();
  return (error) => sentenceOf(language, error);
}

interface ProblemProps {
  /** Nothing is drawn while there is none. */
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong with something a person just did. */
export function Problem({ error, onRetry }: ProblemProps) {
  const t = useT(adviserTexts);
  const sentence = useSentence();
  if (!error) return null;
  return (
    <Notice
      kind="danger"
      live
      actions={
        onRetry && (
          <Button variant="default" size="sm" leftSection={<IconRefresh size={18} />} onClick={onRetry}>
            {t("tryAgain")}
          </Button>
        )
      }
    >
      {sentence(error)}
    </Notice>
  );
}

interface Answer<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface LoadedProps<Data> {
  readonly query: Answer<Data>;
  /** Grey lines while waiting. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** The answer, or grey lines until it comes, or what went wrong with a way to try again. Old answers stay visible. */
export function Loaded<Data>({ query, lines = 3, children }: LoadedProps<Data>) {
  const t = useT(adviserTexts);
  if (query.data !== undefined) {
    return (
      <>
        {query.error !== null && <Stale error={query.error} onRetry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error !== null) {
    const mayRetry = !(query.error instanceof Refusal) || query.error.status !== 404;
    return (
      <div className="a-inset">
        <Problem error={query.error} onRetry={mayRetry ? () => void query.refetch() : undefined} />
      </div>
    );
  }
  return (
    <div className="a-inset" role="status">
      <span className="s-hidden">{t("loading")}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity
        <Skeleton key={line} height="1.5rem" radius="sm" mb="md" width={line % 2 ? "70%" : "100%"} />
      ))}
    </div>
  );
}

/** The list is an old one; the page goes on with it and says so. */
function Stale({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useT(adviserTexts);
  const sentence = useSentence();
  return (
    <div className="a-inset">
      <Notice
        kind="warning"
        live
        actions={
          <Button variant="default" size="sm" onClick={onRetry}>
            {t("tryAgain")}
          </Button>
        }
      >
        {sentence(error)} {t("staleAnswer")}
      </Notice>
    </div>
  );
}
