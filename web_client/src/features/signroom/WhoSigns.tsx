/** Who has signed, who signs now and how far they are, and who comes after; the adviser lets somebody sign elsewhere. */
import { ActionIcon, Menu } from "@mantine/core";
import {
  IconCircleCheck,
  IconClock,
  IconDeviceLaptop,
  IconDotsVertical,
  IconMail,
  IconMailForward,
  IconSignature,
  IconUserOff,
  IconX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatTime, type Translate } from "../../i18n";
import { signroomTexts } from "../../i18n/signroom";
import type { nl } from "../../i18n/signroom/nl";
import { useAct, useRoomState } from "../../room/context";
import { inOrder, shortName } from "../../room/people";
import type { Session, Signer, Signing } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import classes from "./SignRoom.module.css";
import { shortSigner } from "./words";

type T = Translate<typeof nl>;

interface WhoSignsProps {
  readonly signing: Signing;
  /** Without a card around it and a heading: those are there already. */
  readonly bare?: boolean;
}

export function WhoSigns({ signing, bare = false }: WhoSignsProps) {
  const t = useT(signroomTexts);
  const done = signing.signers.filter(({ status }) => status === "signed").length;
  const total = signing.signers.length;
  return (
    <section className={classes.who} data-bare={bare || undefined} aria-label={t("who")}>
      {!bare && (
        <header className={classes.whoHead}>
          <h2>{t("who")}</h2>
          <span className={`${classes.count} s-digits`}>
            <span aria-hidden="true">{t("signedOf", { done, total })}</span>
            <span className="s-hidden">{t("signedOfSaid", { done, total })}</span>
          </span>
        </header>
      )}
      <ol className={classes.signers}>
        {signing.signers.map((signer) => (
          <Row key={signer.id} signing={signing} signer={signer} />
        ))}
      </ol>
      <p className={classes.note}>
        <IconMailForward size={20} stroke={1.8} aria-hidden="true" />
        {t("copyNote")}
      </p>
    </section>
  );
}

const STEPS = { reading: 0, details: 1, signature: 2, review: 3 } as const;

function Row({ signing, signer }: { readonly signing: Signing; readonly signer: Signer }) {
  const t = useT(signroomTexts);
  const language = useLanguage();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const isChair = useRoomState((state) => state.isChair);
  const { tone, icon, words } = told(signing, signer, session, t, (at) => formatTime(language, new Date(at)));
  const open = signer.status === "ready" || signer.status === "waiting";
  const screen = open ? screenOf(signer, session, selfId, t) : "";
  const at = STEPS[signer.step];
  const busy = signer.status === "ready" && signer.participant_id !== null;
  return (
    <li className={classes.signer} aria-current={busy ? "step" : undefined}>
      <span className={classes.mark} data-tone={tone} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.told}>
        <strong>{signer.name}</strong>
        <span>{words}</span>
        {screen && <span className={classes.screen}>{screen}</span>}
        {busy && (
          <span className={classes.bars} aria-hidden="true">
            {[1, 2, 3].map((step) => (
              <span key={step} data-state={step < at ? "done" : step === at ? "now" : undefined} />
            ))}
          </span>
        )}
      </div>
      {isChair && open && <MoveMenu signer={signer} />}
    </li>
  );
}

interface Told {
  readonly tone: "done" | "now" | "later" | "trouble";
  readonly icon: ReactNode;
  readonly words: string;
}

function told(signing: Signing, signer: Signer, session: Session, t: T, time: (at: number) => string): Told {
  if (signer.status === "signed") {
    return {
      tone: "done",
      icon: <IconCircleCheck />,
      words: t("signedAt", { time: time(signer.signed_at) }),
    };
  }
  if (signer.status === "declined") return { tone: "trouble", icon: <IconX />, words: t("refuses") };
  const ready = signer.status === "ready";
  if (signer.participant_id === null) {
    return { tone: ready ? "now" : "later", icon: <IconMail />, words: t(ready ? "mailNow" : "mailLater") };
  }
  if (session.participants[signer.participant_id]?.status !== "inside") {
    return { tone: "trouble", icon: <IconUserOff />, words: t("away") };
  }
  if (ready) {
    const step = {
      reading: "reading",
      details: "stepDetails",
      signature: "stepSignature",
      review: "stepReview",
    } as const;
    return { tone: "now", icon: <IconSignature />, words: t(step[signer.step]) };
  }
  const before = signing.signers[signing.signers.indexOf(signer) - 1];
  const after = before === undefined ? "" : t("afterName", { name: shortSigner(signing, before) });
  return { tone: "later", icon: <IconClock />, words: after };
}

/** Said only where it is not the signer's own screen, as far as names can tell. */
function screenOf(signer: Signer, session: Session, selfId: string, t: T): string {
  if (signer.participant_id === null) return "";
  if (signer.participant_id === selfId) return t("onYourScreen");
  const owner = session.participants[signer.participant_id];
  if (owner === undefined || owner.name === signer.name) return "";
  return t("onScreenOf", { name: shortName(session, owner.id) });
}

function MoveMenu({ signer }: { readonly signer: Signer }) {
  const t = useT(signroomTexts);
  const act = useAct();
  const session = useRoomState((state) => state.session);
  const selfId = useRoomState((state) => state.selfId);
  const move = (participantId: string | null) =>
    void act({ type: "move_signer", signer_id: signer.id, participant_id: participantId });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t("move", { name: signer.name })}>
          <IconDotsVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {inOrder(session)
          .filter(({ id, role }) => id !== signer.participant_id && role !== "colleague")
          .map((person) => (
            <Menu.Item
              key={person.id}
              leftSection={<IconDeviceLaptop size={18} />}
              onClick={() => move(person.id)}
            >
              {person.id === selfId
                ? t("onYourScreen")
                : t("onScreenOf", { name: shortName(session, person.id) })}
            </Menu.Item>
          ))}
        {signer.participant_id !== null && (
          <Menu.Item leftSection={<IconMail size={18} />} onClick={() => move(null)}>
            {t("moveMail")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
