/** Erasing a client: first what goes and what stays, then the name, typed once more. */
import { Button, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { calledBy, privacyTexts } from "../../i18n/privacy";
import { announce, Notice, useLanguage, useT } from "../../ui";
import { refusalOf } from "../api/client";
import { type ErasurePlan, type Fate, useErase, usePlan } from "../api/privacy";
import { Loaded } from "../shell/Problem";
import type { DialogProps } from "./ClientDialog";
import { PrivacyProblem } from "./PrivacyProblem";
import { useWhen } from "./useWhen";

export function EraseDialog({ client, onClose }: DialogProps) {
  const t = useT(privacyTexts);
  const plan = usePlan(client.id);
  return (
    <Modal opened onClose={onClose} title={t("eraseTitle", { name: client.name })} size="36rem">
      <Loaded query={plan} lines={4}>
        {(shown) => <Steps plan={shown} onClose={onClose} onAgain={() => void plan.refetch()} />}
      </Loaded>
    </Modal>
  );
}

interface StepsProps {
  readonly plan: ErasurePlan;
  readonly onClose: () => void;
  readonly onAgain: () => void;
}

function Steps({ plan, onClose, onAgain }: StepsProps) {
  const t = useT(privacyTexts);
  const navigate = useNavigate();
  const erase = useErase(plan.client_id);
  const [sure, setSure] = useState(false);
  const [name, setName] = useState("");
  const stopped = plan.stops.length > 0;
  const go = () =>
    erase.mutate(
      { name, digest: plan.digest },
      {
        onSuccess: () => {
          announce(t("erased"));
          void navigate("/adviser/clients");
        },
        onError: (error) => {
          if (refusalOf(error).code.startsWith("erasure_")) {
            setSure(false);
            onAgain();
          }
        },
      },
    );
  return (
    <form
      className="a-fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) go();
        else setSure(true);
      }}
    >
      {stopped && <Stops plan={plan} />}
      {!sure && <Report fates={plan.fates} />}
      {sure && (
        <>
          <Notice kind="warning">{t("eraseSure")}</Notice>
          <TextInput
            label={t("eraseType", { name: plan.name })}
            value={name}
            autoComplete="off"
            data-autofocus
            autoFocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </>
      )}
      <PrivacyProblem error={erase.error} />
      <div className="a-buttons">
        <Button
          type="submit"
          data-danger
          loading={erase.isPending}
          disabled={stopped || (sure && name.trim() === "")}
        >
          {sure ? t("eraseNow") : t("eraseNext")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}

function Stops({ plan }: { readonly plan: ErasurePlan }) {
  const t = useT(privacyTexts);
  const language = useLanguage();
  const when = useWhen();
  return (
    <Notice kind="warning">
      <strong>{t("eraseStops")}</strong>
      <ul className="p-plain">
        {plan.stops.map((one) => (
          <li key={`${one.kind} ${one.detail}`}>
            {calledBy(language, `stop_${one.kind}`, one.kind)}
            {one.detail !== "" && `: ${one.detail}`}
            {one.until !== null && `, ${t("holdUntil", { when: when(one.until) })}`}
            {one.count > 1 && ` (${one.count})`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Report({ fates }: { readonly fates: readonly Fate[] }) {
  const t = useT(privacyTexts);
  const language = useLanguage();
  const heads = [
    ["erased", t("eraseGoes")],
    ["emptied", t("eraseEmptied")],
    ["kept", t("eraseKept")],
  ] as const;
  return heads.map(([fate, words]) => {
    const its = fates.filter((one) => one.fate === fate);
    if (its.length === 0) return null;
    return (
      <section key={fate}>
        <h3 className="p-head">{words}</h3>
        <ul className="p-plain">
          {its.map((one) => (
            <li key={one.kind}>
              {calledBy(language, `kind_${one.kind}`, one.kind)}{" "}
              <span className="s-digits">({one.count})</span>
              {one.reason !== "" && <small>: {calledBy(language, `why_${one.reason}`, one.reason)}</small>}
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
