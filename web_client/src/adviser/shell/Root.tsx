/** Around every page: the top of a new page on a new address, and a line that shows a page on its way. */
import { Progress } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Outlet, ScrollRestoration, useLocation, useNavigation } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { SamenMark, useT } from "../../ui";

export function Root() {
  const t = useT(adviserTexts);
  const navigation = useNavigation();
  const { pathname } = useLocation();
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on every new address
  useEffect(() => {
    // Screen readers hear where they are; the very first page is announced by its title.
    if (first.current) first.current = false;
    else document.querySelector<HTMLElement>("h1[tabindex]")?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <>
      {navigation.state !== "idle" && (
        <Progress
          className="a-travelling"
          value={100}
          animated
          radius={0}
          size={3}
          aria-label={t("loading")}
        />
      )}
      <Outlet />
      <ScrollRestoration />
    </>
  );
}

/** Before we know who is there. */
export function Opening() {
  const t = useT(adviserTexts);
  return (
    <main className="a-opening" role="status">
      <SamenMark height={40} />
      <span>{t("opening")}</span>
    </main>
  );
}
