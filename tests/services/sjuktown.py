"""Sick spells in the made-up municipality: rows of sjukfall and sjukpass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from db import Database
from tests.services import town
from workbench.services import importing
from workbench.services.importing import ImportResult

DOCUMENTS = "schema,vikarierapport,forsakran,lonespec,berakning"


def fall(arende: str = "S1", **other: str) -> dict[str, str]:
    """Return a spell of Kim's with Anna for Firman, 4-17 March 2024."""
    return {
        "arende": arende,
        "brukare": town.ANNA,
        "assistent": town.KIM,
        "arbetsgivare": town.FIRMAN,
        "forsta_sjukdag": "2024-03-04",
        "sista_sjukdag": "2024-03-17",
        "ansokt": "2024-05-02",
        "timlon": "165",
        "veckolon": "6187,50",
        "betald_sjuklon": "100000",
        "begart_belopp": "100000",
        "handlingar": DOCUMENTS,
    } | other


def sick(
    datum: str = "2024-03-04",
    start: str = "08:00",
    slut: str = "16:00",
    vikarie: str = town.LEA,
    arende: str = "S1",
    **other: str,
) -> dict[str, str]:
    """Return a pass that Lea worked instead."""
    row = {"arende": arende, "datum": datum, "start": start, "slut": slut, "vikarie": vikarie}
    return row | other


def files(
    folder: Path, cases: Sequence[dict[str, str]], passes: Sequence[dict[str, str]]
) -> list[Path]:
    """Write both files."""
    return town.write(folder, {"sjukfall": cases, "sjukpass": passes})


def bring(
    base: Database,
    folder: Path,
    cases: Sequence[dict[str, str]],
    passes: Sequence[dict[str, str]],
    *,
    dry_run: bool = False,
) -> ImportResult:
    """Import cases and passes, whatever comes of it."""
    return importing.import_paths(base, files(folder, cases, passes), town.stamp(), dry_run=dry_run)
