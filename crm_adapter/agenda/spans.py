"""Sets of time: stretches from (included) until (not included), kept sorted and apart."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime

from crm_adapter.agenda.zones import Span


def joined(spans: Iterable[Span]) -> list[Span]:
    """Sorted; what overlaps or touches becomes one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of the first."""
    left: list[Span] = []
    gaps = joined(taken)
    for start, end in joined(spans):
        at = start
        for gap_from, gap_to in gaps:
            if gap_to <= at:
                continue
            if gap_from >= end:
                break
            if gap_from > at:
                left.append((at, gap_from))
            at = max(at, gap_to)
        if at < end:
            left.append((at, end))
    return left


def meets(spans: Sequence[Span], start: datetime, end: datetime) -> bool:
    """Whether any of these (joined) overlaps the stretch."""
    # The last one that begins before the end is the only one that can still reach past the start.
    at = bisect_right(spans, end, key=lambda span: span[0])
    while at and spans[at - 1][0] >= end:
        at -= 1
    return at > 0 and spans[at - 1][1] > start


def holds(spans: Sequence[Span], start: datetime, end: datetime) -> bool:
    """Whether one of these (joined) holds the whole stretch."""
    at = bisect_right(spans, start, key=lambda span: span[0])
    return at > 0 and spans[at - 1][1] >= end
