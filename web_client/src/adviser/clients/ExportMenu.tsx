/** Taking clients along: all, those of the filter, or those who were chosen. */
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { importsTexts } from "../../i18n/imports";
import { announce, useT } from "../../ui";
import type { Target } from "../api/clients";
import { type ExportFormat, useExport } from "../api/imports";
import { ClientProblem } from "./ClientProblem";

export function ExportMenu({ target }: { readonly target: Target }) {
  const t = useT(importsTexts);
  const exporting = useExport();
  const start = (format: ExportFormat) =>
    exporting.mutate({ format, ...target }, { onSuccess: () => announce(t("exported")) });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={exporting.isPending}
            leftSection={<IconDownload size={20} aria-hidden="true" />}
          >
            {t("export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => start("csv")}>{t("exportCsv")}</Menu.Item>
          <Menu.Item onClick={() => start("xlsx")}>{t("exportXlsx")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ClientProblem error={exporting.error} />
    </>
  );
}
