/** The own agenda in another calendar, read only: a secret address that can be renewed. */
import { Button } from "@mantine/core";
import { IconRefresh, IconRss } from "@tabler/icons-react";
import { agendaTexts } from "../../../i18n/agenda";
import { announce, Panel, useConfirm, useT } from "../../../ui";
import { useCalendarFeed, useDropCalendarFeed, useMakeCalendarFeed } from "../../api/calendars";
import { CopyText } from "../../shell/CopyText";
import { Loaded, Problem } from "../../shell/Problem";

export function CalendarFeed() {
  const t = useT(agendaTexts);
  const confirm = useConfirm();
  const feed = useCalendarFeed();
  const make = useMakeCalendarFeed();
  const drop = useDropCalendarFeed();
  const renew = async () => {
    const sure = await confirm({
      title: t("feedRenewAsk"),
      text: t("feedRenewText"),
      confirm: t("feedRenew"),
      icon: <IconRefresh size={24} />,
    });
    if (sure) make.mutate(undefined, { onSuccess: () => announce(t("saved")) });
  };
  return (
    <Panel title={t("feed")}>
      <p className="a-quiet a-tight">{t("feedText")}</p>
      <Loaded query={feed} lines={2}>
        {({ url }) =>
          url === null ? (
            <Button
              variant="default"
              loading={make.isPending}
              leftSection={<IconRss size={19} aria-hidden="true" />}
              onClick={() => make.mutate()}
            >
              {t("feedMake")}
            </Button>
          ) : (
            <>
              <code className="a-secret-box a-address">{url}</code>
              <div className="a-buttons a-after">
                <CopyText text={url} label={t("feed")} />
                <Button
                  variant="default"
                  loading={make.isPending}
                  leftSection={<IconRefresh size={19} aria-hidden="true" />}
                  onClick={() => void renew()}
                >
                  {t("feedRenew")}
                </Button>
                <Button variant="subtle" loading={drop.isPending} onClick={() => drop.mutate()}>
                  {t("feedDrop")}
                </Button>
              </div>
            </>
          )
        }
      </Loaded>
      <Problem error={make.error ?? drop.error} />
    </Panel>
  );
}
