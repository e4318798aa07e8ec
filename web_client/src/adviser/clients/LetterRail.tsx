/** The letters that there are clients under; one of them shows only those. */
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";
import type { ClientPage } from "../api/clients";

interface LetterRailProps {
  readonly letters: ClientPage["letters"];
  readonly onLetter: (letter: string) => void;
}

export function LetterRail({ letters, onLetter }: LetterRailProps) {
  const t = useT(clientsTexts);
  return (
    <nav className="c-letters" aria-label={t("byLetter")}>
      {letters.map(({ letter, count }) => (
        <button
          key={letter}
          type="button"
          aria-label={t("letterCount", { letter, count })}
          onClick={() => onLetter(letter)}
        >
          {letter}
        </button>
      ))}
    </nav>
  );
}
