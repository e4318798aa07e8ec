/** How many rows are new, double or not right. */
import { importsTexts } from "../../../i18n/imports";
import { StatusChip, useT } from "../../../ui";
import type { ClientImport } from "../../api/imports";

export function ImportCountsLine({ one }: { readonly one: ClientImport }) {
  const t = useT(importsTexts);
  const { counts } = one;
  return (
    <p className="im-counts">
      <StatusChip tone="office">{t("countNew", { count: counts.new })}</StatusChip>
      {counts.double > 0 && (
        <StatusChip tone="attention">{t("countDouble", { count: counts.double })}</StatusChip>
      )}
      {counts.wrong > 0 && <StatusChip tone="danger">{t("countWrong", { count: counts.wrong })}</StatusChip>}
    </p>
  );
}
