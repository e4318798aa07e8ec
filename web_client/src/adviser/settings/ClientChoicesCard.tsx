/** Who sees a new client, and whether citizen service numbers may be kept. */
import { Radio, Switch } from "@mantine/core";
import { clientsTexts } from "../../i18n/clients";
import { announce, Notice, Panel, useT } from "../../ui";
import { useChangeClientChoices, useClientChoices } from "../api/clientParts";
import { ClientProblem } from "../clients/ClientProblem";
import { Loaded } from "../shell/Problem";

export function ClientChoicesCard() {
  const t = useT(clientsTexts);
  const choices = useClientChoices();
  const change = useChangeClientChoices();
  const saved = { onSuccess: () => announce(t("choiceKept")) };
  return (
    <Panel title={t("agreements")}>
      <Loaded query={choices} lines={2}>
        {({ allow_bsn, shown_to }) => (
          <div className="a-fields">
            <Radio.Group
              label={t("newClientsShownTo")}
              value={shown_to}
              onChange={(value) => change.mutate({ shown_to: value as "everyone" | "nobody" }, saved)}
            >
              <div className="a-choices">
                <Radio value="everyone" label={t("shownToEveryone")} description={t("shownToEveryoneHint")} />
                <Radio value="nobody" label={t("shownToNobody")} description={t("shownToNobodyHint")} />
              </div>
            </Radio.Group>
            <Switch
              label={t("allowBsn")}
              description={t("allowBsnHint")}
              checked={allow_bsn}
              onChange={(event) => change.mutate({ allow_bsn: event.currentTarget.checked }, saved)}
            />
            {allow_bsn && <Notice kind="warning">{t("allowBsnWarning")}</Notice>}
            <ClientProblem error={change.error} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}
