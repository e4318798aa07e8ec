/** The code and link of this session, and copying them. */
import { useCallback } from "react";
import { roomTexts } from "../../i18n/room";
import { useRoom } from "../../room/context";
import { announce, formatCode, useT } from "../../ui";

export interface Invitation {
  readonly code: string;
  readonly link: string;
  /** What people type into the address field: the host without scheme. */
  readonly address: string;
}

/** Null for who is not a host: the server tells them no code. */
export function useInvitation(): Invitation | null {
  const { info } = useRoom();
  if (info.code === null) return null;
  const link = info.link ?? `${window.location.origin}/${info.code}`;
  let address = window.location.host;
  try {
    address = new URL(link).host;
  } catch {
    // A link that is no address: the page's own host is where the client types the code.
  }
  return { code: info.code, link, address };
}

export function useCopy(): (what: "code" | "link", invitation: Invitation) => Promise<void> {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  return useCallback(
    async (what, invitation) => {
      const text = what === "code" ? formatCode(invitation.code) : invitation.link;
      try {
        // Missing on pages without TLS, refused in some frames.
        await navigator.clipboard.writeText(text);
        const done = t(what === "code" ? "codeCopied" : "linkCopied");
        ui.tell("success", done, 4_000);
        announce(done);
      } catch {
        ui.tell("warning", t("copyFailed", { text }), 0);
      }
    },
    [t, ui],
  );
}
