/** A page that a one-time link opens: waiting, no longer valid, or its form. */
import { Anchor, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { useT } from "../../ui";
import { isPassing } from "../api/client";
import { Problem } from "../shell/Problem";

interface LinkStateProps<Data> {
  readonly query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  readonly children: (data: Data) => ReactNode;
}

export function LinkState<Data>({ query, children }: LinkStateProps<Data>) {
  const t = useT(adviserTexts);
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    return (
      <div className="a-door-form">
        <Problem
          error={query.error}
          onRetry={isPassing(query.error) ? () => void query.refetch() : undefined}
        />
        <Anchor component={Link} to="/adviser" fw={650}>
          {t("toSignIn")}
        </Anchor>
      </div>
    );
  }
  return (
    <div className="a-door-form" role="status">
      <span className="s-hidden">{t("loading")}</span>
      <Skeleton height="2.75rem" />
      <Skeleton height="2.75rem" />
      <Skeleton height="2.75rem" width="60%" />
    </div>
  );
}
