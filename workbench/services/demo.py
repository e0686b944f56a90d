"""The made-up municipality: generated as files, taken in by the same import as real ones."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from db import Database, values
from db.journal import Stamp
from workbench.demo import DemoResult, ScaleName, generate
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_day, iso_month, month_first, month_of, parse_day
from workbench.rules.registry import KODER
from workbench.services import overview, roles
from workbench.services.errors import Refused
from workbench.services.importing import ORDER, import_paths
from workbench.services.law import definition, policy_table
from workbench.services.progress import Progress
from workbench.services.settling import SettlementResult, settle, stored
from workbench.services.sjukfallsimport import CLAIM_KINDS


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made up and where to look, and the drafts of its months."""

    made: DemoResult
    runs: list[SettlementResult]


def make(database: Database, scale: str, seed: int, stamp: Stamp, progress: Progress) -> Demo:
    """Fill an empty database with three made-up months up to the last that has ended; settle them.

    A month before them that the guide points to is settled as well. What a killed call has done
    is not done again; all done, it only tells where to look. Raises Refused when the database has
    other content.
    """
    roles.need(database.read(), stamp.aktor, Ratt.VARDEN)
    name = next(item for item in get_args(ScaleName) if item == scale)
    last = month_of(parse_day(stamp.dag)) - 1
    source = f"påhittat för demon (storlek {name}, frö {seed}, till {iso_month(last)})"
    begun = source in {row.kalla for row in policy_table(database.read())}
    if overview.files(database.read()) and not begun:
        raise Refused(
            f"{database.path} har redan innehåll. Ange en ny fil med --db, så att påhittade "
            "personer aldrig blandas med verkliga."
        )
    with tempfile.TemporaryDirectory(prefix="workbench-demo-") as folder:
        progress.step("Hittar på en kommun", 0, 0)
        made = generate(Path(folder), name, seed, last_month=last)
        if not begun:
            _choose(database, iso_day(month_first(made.months[0])), source, stamp)
        for paths in _units(made):
            received = made.received.get(paths[0])
            result = import_paths(database, paths, stamp, received=received, progress=progress)
            if result.fel:
                raise RuntimeError(f"{result.fel[0].fil}: {result.fel[0].fel}")
    shown = tuple(entry for entry in made.guide if entry.kod in KODER)
    months = sorted({*made.months, *(entry.month for entry in shown)})
    runs = [
        stored(database.read(), month) or settle(database, month, stamp, progress=progress)
        for month in months
    ]
    return Demo(replace(made, guide=shown), runs)


SETTINGS = {
    "betalare_namn": "Ängsköpings kommun",
    "betalare_orgnr": "2129999997",
    "betalare_konto": "SE35 5000 0000 0549 1000 0003",
    "betalare_bankgiro": "BG 160-9908",
    "betalare_bic": "ESSESESS",
    "betalare_ort": "Ängsköping",
    "betalning_dag": "25",
    "betalning_ort": "Ängsköping",
    "bokforing_kostnad_assistans": "5570 Personlig assistans",
    "bokforing_kostnad_sjuklon": "5571 Sjuklön, personlig assistans",
    "bokforing_kostnad_fk": "4538 Försäkringskassan, 20 timmar",
    "bokforing_forskott": "1611 Förskott personlig assistans",
    "bokforing_utbetalning": "2890 Utbetalningar på väg",
    "bokforing_avvisade": "2891 Avvisade utbetalningar",
    "bokforing_inbetalning": "1690 Inbetalningar på väg",
    "bokforing_skuld_fk": "2511 Skuld till Försäkringskassan",
    "bokforing_fordran_aterkrav": "1511 Återkrav personlig assistans",
    "bokforing_nedskrivning": "7370 Nedskrivna återkrav",
    "bokforing_namnder": "* = 4711",
    "brev_namnd": "Socialnämnden",
    "brev_fragor": "Ring socialnämndens LSS-handläggare på 0123-45 67 89.",
    "brev_overklagande": "Är du inte nöjd kan du begära att nämnden prövar frågan på nytt, eller "
    "överklaga. Ett beslut om utbetalning kan inte överklagas enligt 27 § LSS, men domstolar har "
    "prövat sådana beslut. Skriv till nämnden inom tre veckor från den dag du fick beslutet.",
    "overklagande_sjuklon": "Är du inte nöjd kan du överklaga till förvaltningsrätten. Skriv vad "
    "du vill ha ändrat och varför, och lämna skrivelsen till nämnden. Den ska ha kommit in inom "
    "tre veckor från den dag du fick beslutet.",
    "brev_svar_dagar": "21",
    "brev_svar_till": "Stadshuset, Torget 1, 123 45 Ängsköping, lss@angskoping.example",
    "krav_bankgiro": "BG 5050-1055",
}
"""What a made-up municipality has chosen, so that the whole month can be tried."""


def _choose(database: Database, fran: str, source: str, stamp: Stamp) -> None:
    """Choose all at once, before any file: the source tells a later call whose database this is."""
    with roles.writing(database, stamp, Ratt.VARDEN) as connection:
        for name, value in SETTINGS.items():
            answers = definition(name).answers
            values.set_policy(connection, name, fran, value, source, stamp, answers=answers)


def _units(made: DemoResult) -> list[list[Path]]:
    """Return the files in the order they are taken in; a case and its passes come together."""
    files = sorted(made.files, key=_rank)
    claims = [path for path in files if path.stem in CLAIM_KINDS]
    return [[path] for path in files if path not in claims] + [claims]


def _rank(path: Path) -> tuple[int, str]:
    kind = path.stem.partition("-")[0]
    return ORDER.index(kind) if kind in ORDER else len(ORDER), path.name
