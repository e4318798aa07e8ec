"""python -m signing.log verify LOG.jsonl [LOG.pdf [ROOT.pem]]

Exit code 0 when it holds, 1 when it does not, 2 when it cannot be read. The lines alone can be checked with nothing but
Python; that nobody wrote all of them anew is proved by the sealed PDF, and who sealed that by the root certificate.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from signing.log import chain

USAGE = "Usage: python -m signing.log verify LOG.jsonl [LOG.pdf [ROOT.pem]]"


def main(arguments: list[str]) -> int:
    if not 2 <= len(arguments) <= 4 or arguments[0] != "verify":
        sys.stderr.write(USAGE + "\n")
        return 2
    paths = [Path(argument) for argument in arguments[1:]]
    for path in paths:
        if not path.is_file():
            sys.stderr.write(f"{path} cannot be read.\n")
            return 2
    content = paths[0].read_bytes()
    checked = chain.check(content)
    problems, told = list(checked.problems), []
    if not problems:
        told.append(f"The lines hold: {checked.lines} lines, none changed. Head: {checked.head}")
        if checked.result:
            told.append(f"The signed document has the SHA-256 {checked.result}")
    if len(paths) > 1:
        more_problems, more_told = _with_pdf(content, paths[1], paths[2] if len(paths) > 2 else None)
        problems += more_problems
        told += more_told
    else:
        told.append("Give the sealed PDF too: only that proves that nobody wrote all lines anew.")
    sys.stdout.write("\n".join(problems or told) + "\n")
    return 1 if problems else 0


def _with_pdf(content: bytes, pdf: Path, root: Path | None) -> tuple[list[str], list[str]]:
    from signing.jobs import Proofs, Verify
    from signing.trust.authority import make_authority
    from signing.trust.reading import read_roots
    from signing.verify import verify

    # Without a root to believe, a new one: it signed nothing, so the check can say what is unchanged and not who did it.
    now = datetime.now(UTC)
    roots = read_roots(root.read_bytes()) if root else make_authority("Nobody", now).proofs().roots
    report = asyncio.run(verify(Verify(pdf, Proofs(roots=roots), now)))
    problems: list[str] = []
    if report.verdict in {"changed", "not_signed", "unreadable"}:
        reasons = ", ".join(report.problems)
        problems.append(f"The PDF is not as it was sealed: {report.verdict}{f' ({reasons})' if reasons else ''}.")
    elif root is not None and report.verdict != "intact":
        problems.append("The PDF was sealed by somebody else than the root you gave vouches for.")
    if content not in _attached(pdf):
        problems.append("The PDF holds other lines than these.")
    seal = report.signatures[0] if report.signatures else None
    told = ["The PDF is as it was sealed, and holds these lines."]
    if seal is not None and root is not None:
        told.append(
            f"Sealed by {seal.name} under {seal.issuer}, {seal.signed_at:%Y-%m-%d %H:%M:%S} UTC, {report.level}."
        )
    elif seal is not None:
        told.append(f"It says it was sealed by {seal.name}; give the root certificate to have that checked.")
    return problems, told


def _attached(pdf: Path) -> list[bytes]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return [content for contents in PdfReader(pdf).attachments.values() for content in contents]
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
