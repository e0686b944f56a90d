"""An avbetalningsplan: a debt in equal parts, a month apart. Pure."""

from __future__ import annotations

from workbench.domain.time import add_months
from workbench.law.aterkrav import Del


def equal_parts(ore: int, many: int, first: int) -> list[Del]:
    """Return a debt in ``many`` parts of whole kronor, the first on a day number, then monthly.

    The last part takes what the others leave. ``ore`` and ``many`` are above zero; a debt of
    fewer kronor than parts gives parts of öre.
    """
    unit = 100 if ore >= many * 100 else 1
    each = ore // many // unit * unit
    parts = [each] * (many - 1)
    parts.append(ore - sum(parts))
    return [Del(add_months(first, place), part) for place, part in enumerate(parts) if part]
