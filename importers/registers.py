"""Rows of the registers: cells to values, with every issue of every row."""

from __future__ import annotations

from collections.abc import Sequence

from importers.base import ImportIssue, Record, Table
from importers.cells import BadCell, cell_issue, parse
from importers.checks import FileChecks
from importers.kinds import KINDS


def trimmed(cells: Sequence[str], width: int) -> Sequence[str]:
    """Return the cells without empty ones past the last column."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def is_empty(cells: Sequence[str]) -> bool:
    """Tell whether a row has nothing in it."""
    return not any(cell and not cell.isspace() for cell in cells)


class RegisterRows:
    """Reads the rows of one table; ``read`` gives the record, or None after adding issues."""

    def __init__(self, fil: str, table: Table, checks: FileChecks) -> None:
        self._fil = fil
        self._table = table
        self._kind = KINDS[table.kind]
        self._checks = checks
        self._width = sum(place is not None for place in table.order)
        self._columns = list(zip(self._kind.columns, table.order, strict=True))

    def read(self, rad: int, cells: Sequence[str]) -> Record | list[ImportIssue]:
        """Return the record of a row, or all its issues."""
        cells = trimmed(cells, self._width)
        if len(cells) != self._width:
            uneven = BadCell("IM-030", antal=len(cells), vantat=self._width)
            return [self._issue(rad, None, None, uneven)]
        issues: list[ImportIssue] = []
        values: dict[str, object] = {}
        for column, place in self._columns:
            values[column.name] = None
            if place is None:
                continue
            try:
                values[column.name] = parse(column, cells[place])
            except BadCell as bad:
                issues.append(self._issue(rad, column.name, cells[place], bad))
        for name, problem in self._checks.problems(self._kind.name, values, rad):
            issues.append(self._issue(rad, name, self._text(cells, name), problem))
        return issues or Record(rad, self._table.blad, values)

    def _text(self, cells: Sequence[str], name: str) -> str | None:
        place = self._table.order[self._kind.names.index(name)]
        return None if place is None else cells[place]

    def _issue(self, rad: int, kolumn: str | None, varde: str | None, bad: BadCell) -> ImportIssue:
        return cell_issue(bad, self._fil, self._table, rad, kolumn, varde)
