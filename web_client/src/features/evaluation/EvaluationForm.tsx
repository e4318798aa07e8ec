/** Five faces, what helped, a few words; every part may stay empty, and the whole may be skipped. */
import { Button, Textarea } from "@mantine/core";
import {
  IconCheck,
  IconMoodConfused,
  IconMoodEmpty,
  IconMoodHappy,
  IconMoodSad,
  IconMoodSmile,
} from "@tabler/icons-react";
import { useId, useState } from "react";
import { refusal } from "../../i18n";
import { evaluationTexts } from "../../i18n/evaluation";
import { roomTexts } from "../../i18n/room";
import { Problem } from "../../protocol/rest";
import { useRoom } from "../../room/context";
import { Notice, useLanguage, useT } from "../../ui";
import classes from "./Evaluation.module.css";
import type { Answered } from "./EvaluationPage";

export const FACES = [
  { stars: 1, key: "face1", Icon: IconMoodSad },
  { stars: 2, key: "face2", Icon: IconMoodConfused },
  { stars: 3, key: "face3", Icon: IconMoodEmpty },
  { stars: 4, key: "face4", Icon: IconMoodSmile },
  { stars: 5, key: "face5", Icon: IconMoodHappy },
] as const;

export const HELPED = [
  { value: "clear", key: "helpedExplanation" },
  { value: "together", key: "helpedTogether" },
  { value: "time", key: "helpedTime" },
  { value: "media", key: "helpedQuality" },
] as const;

const LONGEST = 2_000;

export function EvaluationForm({ onDone }: { readonly onDone: (answered: Answered) => void }) {
  const t = useT(evaluationTexts);
  const language = useLanguage();
  const { api, store } = useRoom();
  const [stars, setStars] = useState<number | null>(null);
  const [helped, setHelped] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const question = useId();
  const faces = useId();

  const send = async (event: React.FormEvent) => {
    event.preventDefault();
    if (stars === null && helped.length === 0 && text.trim() === "") {
      setProblem(t("chooseSomething"));
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await api.evaluate(store.sessionId, { stars, helped: [...helped], text: text.trim() });
      onDone("sent");
    } catch (error) {
      const code = error instanceof Problem ? error.code : "internal";
      if (code === "already_evaluated") onDone("sent");
      else if (code === "unreachable") setProblem(t("sendFailed"));
      else if (error instanceof Problem && error.status === 401) setProblem(t("tooLate"));
      else setProblem(refusal(language, code, roomTexts));
    } finally {
      setBusy(false);
    }
  };
  const toggle = (value: string) => {
    setHelped((now) => (now.includes(value) ? now.filter((other) => other !== value) : [...now, value]));
  };

  return (
    <form onSubmit={(event) => void send(event)}>
      <fieldset className={classes.faces}>
        <legend className="s-hidden">{t("question")}</legend>
        {FACES.map(({ stars: value, key, Icon }) => (
          <label key={value} className={classes.face}>
            <input
              type="radio"
              name={faces}
              value={value}
              checked={stars === value}
              onChange={() => setStars(value)}
            />
            <Icon size={40} stroke={1.6} aria-hidden="true" />
            <span>{t(key)}</span>
            <i className={classes.tick} aria-hidden="true">
              <IconCheck size={17} stroke={3} />
            </i>
          </label>
        ))}
      </fieldset>
      <fieldset className={classes.helped}>
        <legend id={question}>
          {t("helped")} <span>{t("helpedHint")}</span>
        </legend>
        {HELPED.map(({ value, key }) => (
          <button
            key={value}
            type="button"
            className={classes.reason}
            aria-pressed={helped.includes(value)}
            onClick={() => toggle(value)}
          >
            {helped.includes(value) && <IconCheck size={19} stroke={2} aria-hidden="true" />}
            {t(key)}
          </button>
        ))}
      </fieldset>
      <Textarea
        className={classes.words}
        label={t("anythingElse")}
        placeholder={t("anythingElseHint")}
        size="lg"
        minRows={3}
        autosize
        maxRows={10}
        maxLength={LONGEST}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {problem && (
        <div className={classes.problem}>
          <Notice kind="warning" live>
            {problem}
          </Notice>
        </div>
      )}
      <div className={classes.send}>
        <Button type="submit" size="xl" loading={busy}>
          {t("send")}
        </Button>
        <Button variant="subtle" size="xl" onClick={() => onDone("skipped")}>
          {t("skip")}
        </Button>
      </div>
    </form>
  );
}
