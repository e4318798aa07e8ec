/** An address inside the adviser's pages that leads nowhere. */
import { Button } from "@mantine/core";
import { IconMapQuestion } from "@tabler/icons-react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { EmptyState, useT } from "../../ui";
import { PageTitle } from "./PageTitle";

export function NotFound() {
  const t = useT(adviserTexts);
  return (
    <>
      <PageTitle title={t("notFoundTitle")} />
      <EmptyState
        icon={<IconMapQuestion size={34} stroke={1.6} />}
        title={t("notFoundText")}
        headingLevel={2}
        actions={
          <Button component={Link} to="/adviser">
            {t("toDashboard")}
          </Button>
        }
      />
    </>
  );
}
