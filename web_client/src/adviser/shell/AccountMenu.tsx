/** Who is signed in, with the switches and the ways out. */
import { Popover, SegmentedControl, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconDeviceLaptopOff, IconLogout, IconSelector, IconUserCircle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { chooseLanguage, commonTexts, LANGUAGES, type Language } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { Avatar, useConfirm, useLanguage, useT } from "../../ui";
import { useChangeMe, useMember, useSignOut, useSignOutEverywhere } from "../api/account";
import { Problem } from "./Problem";

/** Signing out of every device asks once; shared by the menu and the account page. */
export function useLeaveEverywhere() {
  const t = useT(adviserTexts);
  const confirm = useConfirm();
  const leave = useSignOutEverywhere();
  const ask = async () => {
    const sure = await confirm({
      title: t("signOutEverywhereAsk"),
      text: t("signOutEverywhereText"),
      confirm: t("signOut"),
      icon: <IconDeviceLaptopOff size={26} stroke={1.7} />,
    });
    if (sure) leave.mutate();
  };
  return { ask, error: leave.error, isPending: leave.isPending };
}

/** The language of this device and of the account, so that mails follow. */
export function useChooseLanguage(): (language: Language) => void {
  const change = useChangeMe();
  return (language) => {
    chooseLanguage(language);
    change.mutate({ language });
  };
}

export function AccountMenu({ shape = "wide" }: { readonly shape?: "wide" | "round" }) {
  const t = useT(adviserTexts);
  const { user, organisation } = useMember();
  const [opened, setOpened] = useState(false);
  const everywhere = useLeaveEverywhere();
  // The question closes this menu; a refusal must not go unseen.
  useEffect(() => {
    if (everywhere.error) setOpened(true);
  }, [everywhere.error]);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position={shape === "wide" ? "top-start" : "bottom-end"}
      width="18.5rem"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton
          className={shape === "wide" ? "a-account" : "a-account-round"}
          onClick={() => setOpened((before) => !before)}
        >
          <Avatar name={user.name} size={shape === "wide" ? 42 : 38} of="office" />
          <span className="s-hidden">{t("account")} </span>
          {shape === "round" && <span className="s-hidden">{user.name}</span>}
          {shape === "wide" && (
            <>
              <span className="a-account-words">
                <strong>{user.name}</strong>
                <span>{organisation.name}</span>
              </span>
              <IconSelector size={18} aria-hidden="true" />
            </>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className="a-menu">
        <AccountChoices everywhere={everywhere} onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface AccountChoicesProps {
  readonly everywhere: ReturnType<typeof useLeaveEverywhere>;
  readonly onClose: () => void;
}

function AccountChoices({ everywhere, onClose }: AccountChoicesProps) {
  const t = useT(adviserTexts);
  const common = useT(commonTexts);
  const { user } = useMember();
  const language = useLanguage();
  const choose = useChooseLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  return (
    <>
      <p className="a-menu-who">
        <strong>{user.name}</strong>
        <span>{user.email}</span>
      </p>
      <Link className="a-menu-choice" to="/adviser/settings/account" onClick={onClose}>
        <IconUserCircle size={20} aria-hidden="true" />
        {t("myAccount")}
      </Link>
      <div className="a-menu-switch">
        <span aria-hidden="true">{common("language")}</span>
        <SegmentedControl
          aria-label={common("language")}
          fullWidth
          size="xs"
          value={language}
          onChange={(value) => choose(value as Language)}
          data={LANGUAGES.map((each) => ({ value: each, label: each.toUpperCase() }))}
        />
        <span aria-hidden="true">{common("appearance")}</span>
        <SegmentedControl
          aria-label={common("appearance")}
          fullWidth
          size="xs"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as typeof colorScheme)}
          data={[
            { value: "light", label: common("appearanceLight") },
            { value: "dark", label: common("appearanceDark") },
            { value: "auto", label: t("appearanceAuto") },
          ]}
        />
      </div>
      <Problem error={signOut.error ?? everywhere.error} />
      <UnstyledButton
        className="a-menu-choice"
        aria-disabled={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        <IconLogout size={20} aria-hidden="true" />
        {t("signOut")}
      </UnstyledButton>
      <UnstyledButton className="a-menu-choice" onClick={() => void everywhere.ask()}>
        <IconDeviceLaptopOff size={20} aria-hidden="true" />
        {t("signOutEverywhere")}
      </UnstyledButton>
    </>
  );
}
