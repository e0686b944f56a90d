"""The limits of an assistant's period as rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.domain.money import clock_hours
from workbench.services.arbetstid_parts import Grans
from workbench.services.arbetstid_staplar import days_text
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.widgets.limitbar import short_bar, state_text

BAR = 16
COLUMNS = (
    Column("Arbetsgivare", 11, grow=3, most=40, drop=1),
    Column("Gräns", 18, grow=2, most=30),
    Column("Period", 13),
    Column("Arbetat", 7, right=True, drop=3),
    Column("Av", 6, right=True, drop=4, spoken="Tillåtet"),
    Column("", BAR, drop=2, drawn=True),
    Column("Kvar/över", 11, right=True, spoken="Kvar eller över"),
)


def columns(limits: Sequence[Grans]) -> tuple[Column, ...]:
    """Return the columns, without the employer's where there is only one."""
    one = len({item.arbetsgivare_id for item in limits}) == 1
    return tuple(replace(item, hidden=one and item.title == "Arbetsgivare") for item in COLUMNS)


def limit_line(item: Grans) -> Line:
    """Return a limit as a row."""
    role = "alert" if item.minuter_over else "" if item.galler else "muted"
    return Line(
        (
            item.arbetsgivare or "flera",
            item.namn,
            days_text(item.dagar),
            clock_hours(item.arbetat),
            clock_hours(item.tillatet),
            short_bar(item, BAR),
            state_text(item),
        ),
        ("", "", "muted", "", "", role, role),
    )
