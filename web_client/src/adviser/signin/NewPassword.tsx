/** A new password with its strength in words and a bar. */
import { PasswordInput, Progress } from "@mantine/core";
import { adviserTexts } from "../../i18n/adviser";
import { useT } from "../../ui";
import { SHORTEST_PASSWORD, type Strength, strengthOf } from "./strength";

interface NewPasswordProps {
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (event: { currentTarget: { value: string } }) => void;
  /** What would be guessed first: name, address, office. */
  readonly about?: readonly string[];
  readonly label?: string;
  readonly size?: string;
}

const STEPS: Readonly<Record<Strength, number>> = { short: 12, weak: 35, fair: 70, strong: 100 };
const COLOURS: Readonly<Record<Strength, string>> = {
  short: "red",
  weak: "apricot",
  fair: "pine",
  strong: "pine",
};

export function NewPassword({ about = [], label, size = "md", ...field }: NewPasswordProps) {
  const t = useT(adviserTexts);
  const strength = strengthOf(field.value, about);
  const words = {
    short: t("strengthShort", { count: SHORTEST_PASSWORD }),
    weak: t("strengthWeak"),
    fair: t("strengthFair"),
    strong: t("strengthStrong"),
  }[strength];
  return (
    <div>
      <PasswordInput
        {...field}
        size={size}
        label={label ?? t("newPassword")}
        description={t("newPasswordHint", { count: SHORTEST_PASSWORD })}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t("showPassword") }}
      />
      {field.value !== "" && (
        <div className="a-strength">
          <Progress value={STEPS[strength]} color={COLOURS[strength]} aria-hidden="true" />
          <span role="status">{words}</span>
        </div>
      )}
    </div>
  );
}
