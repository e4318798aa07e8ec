/** Documents with their fields in place, to be used again. */
import { Button } from "@mantine/core";
import { IconArrowLeft, IconFileText } from "@tabler/icons-react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { envelopesTexts } from "../../i18n/envelopes";
import { EmptyState, Panel, useT } from "../../ui";
import { useTemplates } from "../api/envelopes";
import { PageTitle } from "../shell/PageTitle";
import { Loaded } from "../shell/Problem";
import { TemplateRow } from "./TemplateRow";
import "./signing.css";

export function Templates() {
  const t = useT(envelopesTexts);
  const adviser = useT(adviserTexts);
  const templates = useTemplates();
  return (
    <>
      <Link to="/adviser/signing" className="a-back">
        <IconArrowLeft size={18} aria-hidden="true" />
        {t("allDocuments")}
      </Link>
      <PageTitle title={t("templates")} lead={t("templatesLead")} />
      <Panel flush>
        <Loaded query={templates} lines={4}>
          {(found) =>
            found.length === 0 ? (
              <EmptyState
                headingLevel={2}
                icon={<IconFileText size={34} stroke={1.6} />}
                title={t("noTemplatesTitle")}
                actions={
                  <Button variant="default" component={Link} to="/adviser/signing/new">
                    {adviser("newDocument")}
                  </Button>
                }
              >
                {t("noTemplatesText")}
              </EmptyState>
            ) : (
              <ul className="a-rows">
                {found.map((template) => (
                  <TemplateRow key={template.id} template={template} all />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
    </>
  );
}
