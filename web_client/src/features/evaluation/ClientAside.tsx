/** Beside a client's evaluation: what is kept of the meeting, and whom to call. */
import { Button } from "@mantine/core";
import { IconListCheck, IconPhone, IconVideoOff } from "@tabler/icons-react";
import { evaluationTexts } from "../../i18n/evaluation";
import { roomTexts } from "../../i18n/room";
import { useRoom } from "../../room/context";
import { IconTile, useT } from "../../ui";
import classes from "./Evaluation.module.css";

export function ClientAside() {
  const t = useT(evaluationTexts);
  const room = useT(roomTexts);
  const { info } = useRoom();
  const { phone, name } = info.office;
  return (
    <aside className={classes.aside}>
      <div className={classes.fact}>
        <IconTile tone="office" size={40}>
          <IconListCheck size={22} stroke={1.8} />
        </IconTile>
        <div>
          <h2>{t("privacyTitle")}</h2>
          <p>{t("privacyText")}</p>
        </div>
      </div>
      <div className={classes.fact}>
        <IconTile tone="neutral" size={40}>
          <IconVideoOff size={22} stroke={1.8} />
        </IconTile>
        <div>
          <h2>{room("noRecording")}</h2>
        </div>
      </div>
      {phone && (
        <div className={classes.asideFoot}>
          <h2>{t("questionsTitle")}</h2>
          <p>{t("questionsText", { office: name })}</p>
          <Button
            variant="default"
            fullWidth
            component="a"
            href={`tel:${phone.replace(/[^\d+]/g, "")}`}
            leftSection={<IconPhone size={18} stroke={1.8} />}
          >
            {phone}
          </Button>
        </div>
      )}
    </aside>
  );
}
