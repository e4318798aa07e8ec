"""python -m server.record verify record.json: exit code 0 when it holds, 1 when it does not, 2 when it cannot be read."""

import json
import sys
from pathlib import Path

from server.record.verify import verify

USAGE = "Usage: python -m server.record verify record.json"


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] != "verify":
        sys.stderr.write(USAGE + "\n")
        return 2
    try:
        record = json.loads(Path(arguments[1]).read_bytes())
    except (OSError, ValueError, RecursionError) as wrong:
        sys.stderr.write(f"{arguments[1]} cannot be read: {type(wrong).__name__}.\n")
        return 2
    report = verify(record)
    for problem in report.problems:
        sys.stdout.write(problem + "\n")
    if not report.intact:
        return 1
    sys.stdout.write(f"The record holds: {report.entries} lines, none changed. Head: {report.head}\n")
    if report.withheld:
        sys.stdout.write(f"{report.withheld} lines prove their place only: what was written in the chat is left out.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
