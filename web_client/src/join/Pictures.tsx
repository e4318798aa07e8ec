/** @jsxImportSource preact */
/** Two people, two colours: the drawn adviser and client of the join page. Decoration only. */
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import adviser from "../ui/pictures/adviser.svg";
import client from "../ui/pictures/client.svg";
import { Icon } from "./Icon";

export function Pictures() {
  const t = useT(joinTexts);
  return (
    <div class="jp-pictures" aria-hidden="true">
      <img class="jp-portrait jp-adviser" src={adviser} alt="" />
      <img class="jp-portrait jp-client" src={client} alt="" />
      <p class="jp-label jp-label-adviser">
        <span class="jp-dot" />
        {t("yourAdviser")}
      </p>
      <p class="jp-label jp-label-you">
        <span class="jp-dot" />
        {t("you")}
      </p>
      <p class="jp-label jp-label-together">
        <Icon name="screen" />
        <span>
          <b>{t("lookTogether")}</b>
          {t("youDecide")}
        </span>
      </p>
    </div>
  );
}
