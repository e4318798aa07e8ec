/** @jsxImportSource preact */
/** The client's judgement: one to five stars, with words, and whatever there is to say. */
import { useState } from "preact/hooks";
import { bookTexts } from "../i18n/book";
import { useT } from "../i18n/preact";
import { writeReview } from "./api";
import { BookIcon, Field, Problem } from "./parts";

const STARS = [1, 2, 3, 4, 5] as const;

interface ReviewProps {
  readonly token: string;
  readonly onWritten: (review: { stars: number; text: string }) => void;
}

export function Review({ token, onWritten }: ReviewProps) {
  const t = useT(bookTexts);
  const [stars, setStars] = useState(0);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const submit = async (text: string) => {
    setMissing(stars === 0);
    if (stars === 0 || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      onWritten(await writeReview(token, stars, text));
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  return (
    <form
      class="bk-form bk-review"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(String(new FormData(event.currentTarget).get("text") ?? "").trim());
      }}
    >
      <h2>{t("reviewTitle")}</h2>
      <p class="bk-hint">{t("reviewText")}</p>
      <fieldset class="bk-stars">
        <legend class="s-hidden">{t("reviewTitle")}</legend>
        {STARS.map((each) => (
          <label key={each} class="bk-star" data-on={each <= stars || undefined}>
            <input
              type="radio"
              name="stars"
              value={each}
              checked={each === stars}
              onChange={() => setStars(each)}
            />
            <BookIcon name="star" />
            <span>{t(`star${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <div role="alert">{missing && stars === 0 && <p class="jp-field-error">{t("reviewChoose")}</p>}</div>
      <Field id="bk-review" label={t("reviewRemark")} optional>
        {(attributes) => (
          <textarea {...attributes} class="jp-input bk-area" name="text" rows={3} maxLength={2000} />
        )}
      </Field>
      <Problem error={problem} />
      <button type="submit" class="jp-button jp-button-wide" aria-disabled={busy}>
        {t("reviewSend")}
      </button>
    </form>
  );
}

export function ReviewShown({ stars, text }: { readonly stars: number; readonly text: string }) {
  const t = useT(bookTexts);
  const word = STARS.find((each) => each === stars);
  return (
    <section class="bk-summary" aria-labelledby="bk-own">
      <h2 id="bk-own">{t("yourReview")}</h2>
      <p class="bk-own-stars">
        <span aria-hidden="true" class="bk-shown-stars">
          {STARS.map((each) => (
            <span key={each} class="bk-star" data-on={each <= stars || undefined}>
              <BookIcon name="star" />
            </span>
          ))}
        </span>
        {word && t(`star${word}`)}
      </p>
      {text && <p class="bk-text">{text}</p>}
    </section>
  );
}
