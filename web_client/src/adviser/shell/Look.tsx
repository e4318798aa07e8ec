/** The office's colour and language around every page, as soon as the server tells which office this is. */
import { type ReactNode, useEffect } from "react";
import { offerAccountLanguage, offerOfficeLanguage } from "../../i18n";
import { SamenProvider } from "../../ui";
import { useMe, usePublicOffice } from "../api/account";

export function Look({ children }: { readonly children: ReactNode }) {
  const { data: me } = useMe();
  const { data: office } = usePublicOffice();
  const ofAccount = me?.user.language;
  const ofOffice = office?.language;
  useEffect(() => {
    if (ofAccount) offerAccountLanguage(ofAccount);
    else if (ofOffice) offerOfficeLanguage(ofOffice);
  }, [ofAccount, ofOffice]);
  return (
    <SamenProvider officeColour={me?.organisation.colour ?? office?.colour ?? null}>{children}</SamenProvider>
  );
}
