/** Starting the session of an appointment in a new tab, which browsers only allow inside the click itself. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { startAppointment } from "../api/agenda";

export interface Starting {
  readonly busy: boolean;
  readonly error: unknown;
  start(): void;
}

export function useStart(appointmentId: string): Starting {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const start = () => {
    // Empty until we know where to: a moment later the browser would call it a pop-up.
    const tab = window.open("about:blank", "_blank");
    setBusy(true);
    setError(undefined);
    startAppointment(appointmentId)
      .then(({ session_id }) => {
        const address = `/session/${session_id}`;
        if (tab) tab.location.replace(address);
        else window.location.assign(address);
      })
      .catch((failed: unknown) => {
        tab?.close();
        setError(failed);
      })
      .finally(() => {
        setBusy(false);
        void client.invalidateQueries({ queryKey: ["agenda"] });
      });
  };
  return { busy, error, start };
}
