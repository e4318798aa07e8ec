/** Holds that stand, each with a button that lifts it. */
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { privacyTexts } from "../../i18n/privacy";
import { announce, useT } from "../../ui";
import { type Hold, useLift } from "../api/privacy";
import { PrivacyProblem } from "./PrivacyProblem";
import { useWhen } from "./useWhen";

export function HoldList({
  holds,
  named = false,
}: {
  readonly holds: readonly Hold[];
  readonly named?: boolean;
}) {
  const t = useT(privacyTexts);
  const when = useWhen();
  const lift = useLift();
  return (
    <>
      <PrivacyProblem error={lift.error} />
      <ul className="p-list">
        {holds.map((one) => (
          <li key={one.id} className="p-line">
            <span>
              {named && one.client_name !== "" && (
                <Link to={`/adviser/clients/${one.client_id}`}>{one.client_name}</Link>
              )}
              <strong>{one.reason}</strong>
              <small>
                {t("holdBy", { name: one.placed_by, when: when(one.created_at) })},{" "}
                {one.until === null ? t("holdOpen") : t("holdUntil", { when: when(one.until) })}
              </small>
            </span>
            <Button
              variant="default"
              aria-label={t("liftOf", { name: one.client_name || one.reason })}
              loading={lift.isPending && lift.variables === one.id}
              onClick={() => lift.mutate(one.id, { onSuccess: () => announce(t("lifted")) })}
            >
              {t("lift")}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
