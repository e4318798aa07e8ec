/** Below a help page: did this answer your question? After "no" there is room for what was missing. */
import { Button, Textarea } from "@mantine/core";
import { IconThumbDown, IconThumbUp } from "@tabler/icons-react";
import { useState } from "react";
import { officeTexts } from "../../i18n/office";
import { useLanguage, useT } from "../../ui";
import { useVote } from "../api/help";
import { Problem } from "../shell/Problem";
import type { ArticleId } from "./articles/types";

type Step = "asked" | "yes" | "no" | "told";

export function Vote({ article }: { readonly article: ArticleId }) {
  const t = useT(officeTexts);
  const language = useLanguage();
  const vote = useVote();
  const [step, setStep] = useState<Step>("asked");
  const [text, setText] = useState("");
  const send = (helped: boolean, next: Step) =>
    vote.mutate({ article, language, helped, text: text.trim() }, { onSuccess: () => setStep(next) });
  return (
    <section className="h-vote" aria-label={t("voteAsk")}>
      {step === "asked" && (
        <>
          <p>{t("voteAsk")}</p>
          <div className="a-buttons">
            <Button
              variant="default"
              size="sm"
              loading={vote.isPending}
              leftSection={<IconThumbUp size={18} aria-hidden="true" />}
              onClick={() => send(true, "yes")}
            >
              {t("voteYes")}
            </Button>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconThumbDown size={18} aria-hidden="true" />}
              onClick={() => setStep("no")}
            >
              {t("voteNo")}
            </Button>
          </div>
        </>
      )}
      {step === "no" && (
        <>
          <Textarea
            label={t("voteMissing")}
            autosize
            minRows={2}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button size="sm" loading={vote.isPending} onClick={() => send(false, "told")}>
            {t("voteSend")}
          </Button>
        </>
      )}
      <p role="status">{step === "yes" ? t("voteThanks") : step === "told" ? t("voteSent") : ""}</p>
      {vote.error && <Problem error={vote.error} />}
    </section>
  );
}
