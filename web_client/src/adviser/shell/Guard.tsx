/** Who may come in: visitors get the sign-in page at the same address, so that afterwards they are where they wanted. */

import { IconLock } from "@tabler/icons-react";
import { Outlet } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { EmptyState, useT } from "../../ui";
import { MemberContext, useMe, useMember } from "../api/account";
import { SignIn } from "../signin/SignIn";
import { Unreachable } from "./Crash";
import { PageTitle } from "./PageTitle";
import { Opening } from "./Root";
import { Shell } from "./Shell";

export function Guard() {
  const me = useMe();
  if (me.data) {
    return (
      <MemberContext value={me.data}>
        <Shell>
          <Outlet />
        </Shell>
      </MemberContext>
    );
  }
  if (me.data === null) return <SignIn />;
  if (me.error) return <Unreachable error={me.error} onRetry={() => void me.refetch()} />;
  return <Opening />;
}

export function AdminOnly() {
  const t = useT(adviserTexts);
  const { user } = useMember();
  if (user.role === "admin") return <Outlet />;
  return (
    <>
      <PageTitle title={t("adminOnlyTitle")} />
      <EmptyState icon={<IconLock size={34} stroke={1.6} />} title={t("adminOnly")} headingLevel={2}>
        {t("adminOnlyText")}
      </EmptyState>
    </>
  );
}
