/** For an administrator, at the end of the help's first page: which pages helped, and what people missed. */
import { Link } from "react-router";
import { formatShortDay } from "../../i18n";
import { officeTexts } from "../../i18n/office";
import { Panel, useLanguage, useT } from "../../ui";
import { useVotes } from "../api/help";
import { Loaded } from "../shell/Problem";
import type { Entry } from "./search";

export function Votes({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useT(officeTexts);
  const language = useLanguage();
  const votes = useVotes(true);
  const title = (id: string) => entries.find((each) => each.id === id)?.article.title ?? id;
  return (
    <Panel title={t("votesTitle")} flush className="h-votes">
      <Loaded query={votes}>
        {({ items, remarks }) =>
          items.length === 0 ? (
            <p className="a-inset a-quiet">{t("votesNone")}</p>
          ) : (
            <ul className="a-rows">
              {items.map((one) => (
                <li key={one.article} className="a-inset">
                  <Link className="a-link" to={`/help/${one.article}`}>
                    {title(one.article)}
                  </Link>{" "}
                  <span className="a-quiet">{t("votesCount", { yes: one.yes, no: one.no })}</span>
                  {remarks
                    .filter(({ article }) => article === one.article)
                    .map((remark) => (
                      <blockquote key={`${remark.at}${remark.text}`} className="h-remark">
                        {remark.text}{" "}
                        <span className="a-quiet">{formatShortDay(language, new Date(remark.at))}</span>
                      </blockquote>
                    ))}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
