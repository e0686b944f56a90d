"""Files and issues of an import as rows. Pure."""

from __future__ import annotations

from pathlib import Path

from importers import ImportIssue
from workbench.services.importing import FileResult
from workbench.services.overview import ImportedFile
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import NOTHING, stamp_text, thousands

SHOWN = 5
"""Unknown people named under the list."""

STATUS = {"importerad": "läst", "redan-importerad": "finns redan", "fel": "FEL"}
STATUS_PREVIEW = {**STATUS, "importerad": "kan läsas"}
FILE_COLUMNS = (
    Column("Fil", 18, grow=3),
    Column("Slag", 12),
    Column("Rader", 7, right=True),
    Column("Månader", 9, grow=1, drop=2, most=24),
    Column("Nytt", 9, grow=2, drop=1, most=32),
    Column("Läge", 11),
)
ISSUE_COLUMNS = (
    Column("Fil", 10, grow=1, drop=3, most=30),
    Column("Blad", 4, drop=2),
    Column("Rad", 5, right=True),
    Column("Kolumn", 10, drop=1),
    Column("Värde", 10, grow=1, most=24),
    Column("Vad som är fel", 20, grow=4),
)
EARLIER_COLUMNS = (
    Column("Inläst", 16),
    Column("Av", 6, grow=1, most=12, drop=1),
    Column("Fil", 20, grow=3),
    Column("Slag", 12),
    Column("Rader", 9, right=True),
)


def shown_path(text: str) -> str:
    """Return a path shortly: from the working folder or from home where it lies there."""
    path = Path(text)
    for base, start in ((Path.cwd(), ""), (Path.home(), "~/")):
        if path.is_relative_to(base) and path != base:
            return f"{start}{path.relative_to(base)}"
    return text


def tail(text: str, width: int) -> str:
    """Return the end of a path that is too long: its beginning tells least."""
    return text if len(text) <= width else f"…{text[-max(1, width - 1) :]}"


OWN_RECORDS = {"brukare": "personer", "assistenter": "personer", "anordnare": "arbetsgivare"}
"""What a register of people or employers itself adds: expected, so not "unknown"."""


def unknown(item: FileResult) -> list[str]:
    """Return the people a file names whom no register has."""
    return [] if OWN_RECORDS.get(item.slag) == "personer" else item.nya_personer


def news(item: FileResult) -> list[str]:
    """Return what a file adds and changes: ``88 nya``, ``2 ändrade``, ``3 okända``."""
    own = OWN_RECORDS.get(item.slag)
    others = (n for kind, n in item.nya.items() if kind not in ("personer", "arbetsgivare"))
    added = item.nya[own] if own else sum(others)
    counts = (added, "nya"), (sum(item.andrade.values()), "ändrade"), (len(unknown(item)), "okända")
    return [f"{thousands(number)} {word}" for number, word in counts if number]


def file_line(item: FileResult, *, dry_run: bool) -> Line:
    """Return a file as a row."""
    status = (STATUS_PREVIEW if dry_run else STATUS)[item.status]
    if item.fel:
        status = f"{len(item.fel)} FEL"
    role = {"fel": "alert", "importerad": "good"}.get(item.status, "muted")
    return Line(
        (
            Path(item.fil).name,
            item.slag or NOTHING,
            thousands(item.rader) if item.status == "importerad" else NOTHING,
            ", ".join(item.manader) or NOTHING,
            ", ".join(news(item)) or NOTHING,
            status,
        ),
        ("", "", "", "muted", "muted", role),
    )


def issue_line(issue: ImportIssue) -> Line:
    """Return an issue as a row."""
    return Line(
        (
            Path(issue.fil).name,
            issue.blad or "",
            "" if issue.rad is None else str(issue.rad),
            issue.kolumn or "",
            issue.varde or "",
            issue.fel,
        )
    )


def earlier_line(item: ImportedFile) -> Line:
    """Return a file that was taken in before as a row."""
    cells = stamp_text(item.tid), item.aktor, item.namn, item.slag, thousands(item.rader)
    return Line(cells, ("muted", "muted", "", "", ""))
