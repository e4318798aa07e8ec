"""`make bench` runs every measurement; `make bench soak` or `python -m bench NAME...` only those named."""

import os
import sys
from collections.abc import Callable

from bench import (
    carry,
    cobrowsing,
    comes_and_goes,
    crm_agenda,
    crm_clients,
    crm_export,
    crm_import,
    crm_mails,
    meeting,
    signing,
    soak_signing,
    starting,
)
from bench.report import OUT, machine
from bench.surroundings import more_files

CRM: dict[str, Callable[[], None]] = {
    "crm-clients": crm_clients.main,
    "crm-agenda": crm_agenda.main,
    "crm-import": crm_import.main,
    "crm-mails": crm_mails.main,
    "crm-export": crm_export.main,
}


def _crm() -> None:
    for each in CRM.values():
        each()


MEASUREMENTS: dict[str, Callable[[], None]] = {
    "start": starting.main,
    "outage": comes_and_goes.main,
    "fanout": carry.main,
    "meeting": meeting.main,
    "cobrowsing": cobrowsing.main,
    "signing": signing.main,
    "crm": _crm,
}
SOAK: dict[str, Callable[[], None]] = {
    "soak-kills": soak_signing.kills,
    "soak-documents": soak_signing.documents,
    "soak-sessions": carry.soak,
}
LONG = {"soak": lambda: [each() for each in SOAK.values()]} | SOAK | CRM


def main() -> int:
    asked = sys.argv[1:] or list(MEASUREMENTS)
    known = MEASUREMENTS | LONG
    unknown = [name for name in asked if name not in known]
    if unknown:
        print(f"Unknown measurement: {', '.join(unknown)}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    more_files()
    OUT.mkdir(exist_ok=True)
    print(machine())
    for name in asked:
        print(f"\n{name}", flush=True)
        known[name]()
    print(f"\nload at the end {os.getloadavg()[0]:.1f}; kept in bench/out/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
