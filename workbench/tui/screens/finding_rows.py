"""Findings as rows of the list: columns, cells, where the cursor goes. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice

from db.decisions import Filter
from workbench.domain.finding import Effect
from workbench.services.reviewing import FindingView
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.widgets.findingtext import withheld
from workbench.tui.words import STATUS_SHORT, effect_text, span

NEAR = 64
"""How many of the former rows are looked for in a new list."""

COLUMNS = (
    Column("Kod", 13, grow=2, most=24),
    Column("Allvar", 6, drop=2),
    Column("Status", 7, drop=3),
    Column("Brukare", 13, grow=3, most=30),
    Column("Assistent", 12, grow=3, most=30, drop=1),
    Column("Tid", 12, grow=2, most=18, drop=4),
    Column("Effekt", 8, right=True),
)
SORTED = {column.title: column.title.lower() for column in COLUMNS}
"""What each column is sorted by, as the database names it."""


def columns(chosen: Filter, brukare: int | None) -> tuple[Column, ...]:
    """Return the columns without those that the filter makes the same on every row."""
    fixed = {
        "Allvar": chosen.allvar,
        "Status": chosen.status,
        "Brukare": brukare or chosen.brukare,
        "Assistent": chosen.assistent,
    }
    return tuple(replace(column, hidden=bool(fixed.get(column.title))) for column in COLUMNS)


def nearest(old: array[int], place: int) -> list[int]:
    """Return the findings around the cursor: that it stood on, those after it, those before."""
    after = (old[i] for i in range(place, len(old)))
    before = (old[i] for i in range(min(place, len(old)) - 1, -1, -1))
    return list(islice(chain(after, before), NEAR))


def following(near: Sequence[int], new: array[int]) -> int:
    """Return where the cursor goes: to the first of ``near`` that is left.

    Where none is left it is another list, which is read from its top.
    """
    wanted = set(near)
    if not wanted:
        return 0
    places = {identity: place for place, identity in enumerate(new) if identity in wanted}
    return next((places[identity] for identity in near if identity in places), 0)


def line(finding: FindingView) -> Line:
    """Return a finding as a row; before its time a minus when refused, ~ while it is held."""
    state = withheld(finding)
    sign = {Effect.NEKAD: "−", Effect.HALLEN: "~", Effect.INGEN: ""}[state]
    role = {Effect.NEKAD: "alert", Effect.HALLEN: "held", Effect.INGEN: "muted"}[state]
    news = "*" if finding.nytt_underlag else ""
    return Line(
        (
            finding.kod,
            finding.allvar,
            news + STATUS_SHORT[finding.status],
            finding.brukare_namn,
            finding.assistent_namn or "",
            span(finding.fran, finding.till),
            sign + effect_text(finding.minuter, finding.timmar),
        ),
        ("", role, "", "", "", "muted", role),
    )
