"""The annex of a claim as it stands now, written to a folder as text and PDF."""

from __future__ import annotations

from pathlib import Path

from db import Database
from db.journal import Stamp, log
from workbench.domain.roller import Ratt
from workbench.services import exported, files, kravbilaga, roles
from workbench.services.booked_events import pseudonym
from workbench.services.kravsteg import case_of
from workbench.services.viewing import Viewer


def write(
    database: Database, identity: str, folder: Path, stamp: Stamp, *, full: bool, viewer: Viewer
) -> list[Path]:
    """Write the court's annex (``full``) or the debtor's and return its files.

    Files are named by the brukare's pseudonym and day, never written over, and noted in the
    journal. Raises UnknownClaim, DoesNotAddUp, NotWritten.
    """
    connection = database.read()
    roles.need(connection, stamp.aktor, Ratt.KRAV)
    case = case_of(connection, identity)
    made = kravbilaga.bilaga(connection, case.id, full=full, viewer=viewer)
    kind = "bilaga-sekretess" if full else "bilaga"
    stem = folder / f"{pseudonym(case.brukare)}-aterkrav-K{case.id}-{kind}-{stamp.dag}"
    content = {
        stem.with_suffix(".txt"): kravbilaga.as_text(made).encode(),
        stem.with_suffix(".pdf"): kravbilaga.as_pdf(made),
    }
    files.make_folder(folder)
    if exported.write(database, stamp, kind, content, 1):
        with roles.writing(database, stamp, Ratt.KRAV) as writing:
            log(writing, stamp, "bilaga utskriven", "aterkrav", f"K{case.id}", None, {"slag": kind})
    return list(content)
