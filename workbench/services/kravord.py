"""Numbers and months in a row said shortly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.domain.time import iso_month


def stretches(numbers: Iterable[int]) -> str:
    """Return numbers as ``1-5, 8``."""
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in _in_a_row(numbers))


def month_stretches(months: Iterable[int]) -> str:
    """Return months as ``2024-01 - 2024-06, 2024-08``."""
    return ", ".join(
        iso_month(a) if a == b else f"{iso_month(a)} - {iso_month(b)}" for a, b in _in_a_row(months)
    )


def _in_a_row(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for number in sorted(set(numbers)):
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
