/** Seconds since something became true, by this page's clock. */
import { useEffect, useState } from "react";

export function useSecondsSince(on: boolean): number {
  const [since, setSince] = useState<number | null>(null);
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!on) {
      setSince(null);
      return;
    }
    const start = Date.now();
    setSince(start);
    setNow(start);
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, [on]);
  return since === null ? 0 : Math.max(0, Math.floor((now - since) / 1_000));
}
