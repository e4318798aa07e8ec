/** Help stands inside the shell for who is signed in, and in a frame of its own for everybody else. */
import { Button } from "@mantine/core";
import { Link, Outlet } from "react-router";
import { helpTexts } from "../../i18n/help";
import { AppearanceSwitch, LanguageSwitch, LargerTextSwitch, OfficeMark, SamenMark, useT } from "../../ui";
import { MemberContext, useMe, usePublicOffice } from "../api/account";
import { Opening } from "../shell/Root";
import { Shell } from "../shell/Shell";

export function HelpFrame() {
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
  // Nobody waits for help because the server is away.
  if (me.isPending) return <Opening />;
  return <PublicFrame />;
}

function PublicFrame() {
  const t = useT(helpTexts);
  const { data: office } = usePublicOffice();
  return (
    <div className="h-public">
      <header className="h-top">
        <a className="h-office" href="/">
          <OfficeMark name={office?.name ?? "Samen"} logoUrl={office?.logo_url ?? null} />
          <span>{office?.name ?? "Samen"}</span>
        </a>
        <div className="h-switches">
          <LargerTextSwitch />
          <LanguageSwitch shape="narrow" />
        </div>
        <div className="h-ways">
          <Button component="a" href="/" size="sm">
            {t("toJoin")}
          </Button>
          <Button component={Link} to="/adviser" variant="default" size="sm">
            {t("toAdviser")}
          </Button>
        </div>
      </header>
      <main className="h-main">
        <Outlet />
      </main>
      <footer className="h-foot">
        <SamenMark />
        <span>Samen</span>
        <AppearanceSwitch />
      </footer>
    </div>
  );
}
