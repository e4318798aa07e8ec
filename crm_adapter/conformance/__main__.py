"""`python -m crm_adapter.conformance --url ... --secret ... --asker ...`: does this CRM keep the contract?"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from crm_adapter.conformance.checks import CHECKS, Broken, Subject, name_of
from crm_adapter.contract import Asker, Failure
from crm_adapter.foreign import ForeignCrm, plain


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


async def run(subject: Subject) -> int:
    """Prints a line for each check; returns how many failed."""
    broken = 0
    for check in CHECKS:
        told = (check.__doc__ or name_of(check)).strip()
        try:
            await check(subject)
        except Broken as wrong:
            broken += 1
            _say(f"NOT  {told}\n     {wrong}")
        except Failure as wrong:
            broken += 1
            _say(f"NOT  {told}\n     {wrong.code}: {wrong.detail}")
        else:
            _say(f"yes  {told}")
    _say(f"{len(CHECKS) - broken} of {len(CHECKS)} hold.")
    return broken


def main(arguments: Sequence[str] | None = None) -> int:
    """Exits with 0 when everything holds. It adds a few lines and documents to the party that it is given."""
    parser = argparse.ArgumentParser(prog="python -m crm_adapter.conformance", description=__doc__)
    parser.add_argument("--url", required=True, help="where the paths of the contract begin")
    parser.add_argument("--secret", default=os.environ.get("SAMEN_CRM_SECRET", ""), help="or SAMEN_CRM_SECRET")
    parser.add_argument("--asker", required=True, help="the e-mail address of an adviser whom the CRM knows")
    parser.add_argument("--party", default="", help="the id of a client for trying out; else the first that is found")
    parser.add_argument("--session", default="", help="the id of a session that has an appointment")
    given = parser.parse_args(arguments)
    asker = Asker("conformance", given.asker, "Conformance")
    subject = Subject(ForeignCrm(given.url, given.secret, plain), asker, given.party, given.session)
    return 1 if asyncio.run(run(subject)) else 0


if __name__ == "__main__":
    sys.exit(main())
