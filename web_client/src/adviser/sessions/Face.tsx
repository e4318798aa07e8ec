/** An evaluation in one glance: a face with its word. */
import {
  IconMoodAnnoyed,
  IconMoodHappy,
  IconMoodNeutral,
  IconMoodSad,
  IconMoodSmile,
} from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { evaluationTexts } from "../../i18n/evaluation";
import { useT } from "../../ui";

const FACES = [IconMoodSad, IconMoodAnnoyed, IconMoodNeutral, IconMoodSmile, IconMoodHappy] as const;
const WORDS = ["face1", "face2", "face3", "face4", "face5"] as const;

export function Face({ stars }: { readonly stars: number | null }) {
  const t = useT(adviserTexts);
  const words = useT(evaluationTexts);
  const Icon = stars === null ? undefined : FACES[stars - 1];
  const word = stars === null ? undefined : WORDS[stars - 1];
  if (!Icon || !word) return <span className="a-face a-quiet">{t("noEvaluation")}</span>;
  return (
    <span className="a-face">
      <Icon size={22} stroke={1.7} aria-hidden="true" />
      {words(word)}
    </span>
  );
}
