/** First steps of a new office; each ticks itself off when it has really been done. */
import { CloseButton } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import {
  IconCircle,
  IconCircleCheckFilled,
  IconPalette,
  IconScreenShare,
  IconUserPlus,
  IconWorld,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { Panel, useT } from "../../ui";
import { PINE } from "../../ui/colour";
import { useMember } from "../api/account";
import { useInvitations, useUsers } from "../api/office";
import { startSession } from "../shell/StartButton";

/** Remembered on this device: the server cannot know whether somebody copied the snippet. */
export const SNIPPET_COPIED = "samen.widget.copied";
const DISMISSED = "samen.getting-started.closed";

export function GettingStarted({ sessions }: { readonly sessions: number | undefined }) {
  const t = useT(adviserTexts);
  const { user, organisation } = useMember();
  const admin = user.role === "admin";
  const [closed, setClosed] = useLocalStorage({
    key: DISMISSED,
    defaultValue: "",
    getInitialValueInEffect: false,
  });
  const [copied] = useLocalStorage({ key: SNIPPET_COPIED, defaultValue: "", getInitialValueInEffect: false });
  const wanted = admin && closed !== organisation.id;
  const users = useUsers(wanted);
  const invitations = useInvitations(wanted);
  if (!wanted || sessions === undefined || !users.data || !invitations.data) return null;

  const own = organisation.logo_url !== null || organisation.colour.toLowerCase() !== PINE[7];
  const steps = [
    { done: own, to: "/adviser/settings/office", icon: <IconPalette size={20} />, words: t("stepLook") },
    {
      done: users.data.length > 1 || invitations.data.length > 0,
      to: "/adviser/settings/colleagues",
      icon: <IconUserPlus size={20} />,
      words: t("stepInvite"),
    },
    { done: sessions > 0, to: undefined, icon: <IconScreenShare size={20} />, words: t("stepSession") },
    {
      done: copied === organisation.id,
      to: "/adviser/settings/website",
      icon: <IconWorld size={20} />,
      words: t("stepWidget"),
    },
  ];
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  return (
    <Panel
      title={t("gettingStarted")}
      badge={<span className="a-quiet">{t("stepsDone", { done, total: steps.length })}</span>}
      action={
        <CloseButton aria-label={t("closeGettingStarted")} onClick={() => setClosed(organisation.id)} />
      }
      flush
    >
      <ul className="a-rows">
        {steps.map((step) => (
          <Step key={step.words} {...step} />
        ))}
      </ul>
    </Panel>
  );
}

interface StepProps {
  readonly done: boolean;
  /** Without an address it starts a session. */
  readonly to: string | undefined;
  readonly icon: ReactNode;
  readonly words: string;
}

function Step({ done, to, icon, words }: StepProps) {
  const t = useT(adviserTexts);
  const inside = (
    <>
      <span className="a-step-mark" data-done={done || undefined} aria-hidden="true">
        {done ? <IconCircleCheckFilled size={24} /> : <IconCircle size={24} stroke={1.6} />}
      </span>
      <span className="a-step-words">
        {words}
        {done && <span className="s-hidden"> ({t("stepDone")})</span>}
      </span>
      <span className="a-step-icon" aria-hidden="true">
        {icon}
      </span>
    </>
  );
  return (
    <li>
      {to === undefined ? (
        <button type="button" className="a-row a-row-button" onClick={startSession}>
          {inside}
        </button>
      ) : (
        <Link className="a-row" to={to}>
          {inside}
        </Link>
      )}
    </li>
  );
}
