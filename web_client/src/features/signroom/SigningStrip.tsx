/** The line above a document that is being signed: who signs, who watches, and how the adviser stops it. */
import { IconMailForward, IconPlayerStop, IconSignature } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatList } from "../../i18n";
import { signroomTexts } from "../../i18n/signroom";
import { useRoom, useRoomState } from "../../room/context";
import { others, shortName } from "../../room/people";
import { type Signing, signerHere } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import { ControlStrip, StripButton } from "../stage/ControlStrip";
import { elsewhere, shortSigner, signingNow } from "./words";

export function SigningStrip({ signing, tools }: { readonly signing: Signing; readonly tools: ReactNode }) {
  const t = useT(signroomTexts);
  const language = useLanguage();
  const { ui } = useRoom();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const own = signerHere(session, selfId);
  const now = signingNow(signing);
  const mailed = elsewhere(signing);
  const list = (names: readonly string[]) => formatList(language, names);
  const names = list((now.length > 0 ? now : mailed).map((one) => shortSigner(signing, one)));
  const count = Math.max(now.length > 0 ? now.length : mailed.length, 1);
  const rest = others(session, selfId).map((person) => shortName(session, person.id));
  const actions = (
    <>
      {tools}
      {isChair && (
        <StripButton
          solid
          icon={<IconPlayerStop />}
          onClick={() => ui.open({ name: "stopSigning", ending: false })}
        >
          {t("stop")}
        </StripButton>
      )}
    </>
  );
  if (own !== null) {
    return (
      <ControlStrip
        tone="attention"
        icon={<IconSignature />}
        title={t("stripYou", { name: shortSigner(signing, own) })}
        text={
          rest.length === 0
            ? t("stripYouAlone")
            : t("stripYouWatched", { count: rest.length, names: list(rest) })
        }
        shortText=""
        actions={actions}
      />
    );
  }
  return (
    <ControlStrip
      tone="attention"
      icon={now.length > 0 ? <IconSignature /> : <IconMailForward />}
      title={t(now.length > 0 ? "stripNames" : "stripMail", { count, names })}
      text={now.length > 0 ? t("stripWatch", { count, names }) : t("stripWatchShort")}
      shortText={t("stripWatchShort")}
      actions={actions}
    />
  );
}
