"""A claim's document as it would be now, and fixed: text and PDF as bytes with their SHA-256.

A letter that tells a sum names the annex with the same sums, month by month, so that what a person
is told and what can be recomputed never differ (9.2.25; rulebook section 8).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from db import claim_documents
from db.claim_documents import Document
from db.journal import Stamp, log
from workbench.exports import brev, kravbilaga, kravbrev, pdf
from workbench.exports.brev import Dokument
from workbench.exports.kravbrev import UTKAST
from workbench.exports.kravbrevinnehall import Fritext
from workbench.law.kravhandlingar import ANNEXES, WITH_ANNEX
from workbench.services import kravbrev as letters
from workbench.services.errors import Refused
from workbench.services.kravbilaga import bilaga
from workbench.services.kravlage import Kravlage
from workbench.services.kravunderlag import sums, underlag
from workbench.services.viewing import NOBODY

ANNEX, COURTS = ANNEXES


def drafted(
    connection: sqlite3.Connection, now: Kravlage, item: Document, text: Fritext, stamp: Stamp
) -> Dokument:
    """Return a draft as it would be fixed now, marked on every page. Raises Refused, NotSet."""
    if item.slag in ANNEXES:
        return replace(_annex(connection, now, item.slag), marke=UTKAST)
    annex = _matching(connection, now, item.slag)
    number = annex.nummer if annex else _next(now, ANNEX)
    made = underlag(connection, now, item, number, text, stamp, utkast=True)
    return kravbrev.dokument(letters.brev(made))


def fix(
    connection: sqlite3.Connection, now: Kravlage, item: Document, text: Fritext, stamp: Stamp
) -> None:
    """Fix a document, and the annex that it names when there is none yet. Raises Refused, NotSet.

    The letter is made first: what is wrong with it leaves no annex behind.
    """
    if item.slag in ANNEXES:
        facts: Mapping[str, Any] = {
            "bokning": claim_documents.last_booking(connection, now.case.id),
            "manader": sums(connection, now, item.slag),
        }
        annex_now = _annex(connection, now, item.slag)
        _not_the_same(now, item.slag, annex_now)
        store(connection, item, annex_now, facts, stamp)
        return
    annex = _matching(connection, now, item.slag)
    number = annex.nummer if annex else _next(now, ANNEX)
    made = underlag(connection, now, item, number, text, stamp, utkast=False)
    content = letters.brev(made)
    if item.slag in WITH_ANNEX and annex is None:
        _fix_annex(connection, now, item.slag, stamp)
    store(connection, item, kravbrev.dokument(content), letters.facts(made, content), stamp)


def store(
    connection: sqlite3.Connection,
    item: Document,
    dokument: Dokument,
    facts: Mapping[str, Any],
    stamp: Stamp,
) -> None:
    """Store a document's bytes with their hashes; they never change."""
    made = (brev.as_text(dokument).encode(), pdf.as_pdf(dokument))
    text_hash, pdf_hash = (hashlib.sha256(data).hexdigest() for data in made)
    claim_documents.fix(connection, item.id, made, (text_hash, pdf_hash), facts, stamp)
    about = {"slag": item.slag, "nummer": item.nummer, "sha256_text": text_hash}
    log(
        connection,
        stamp,
        "handling fastställd",
        "aterkrav",
        f"K{item.aterkrav}",
        None,
        about | {"sha256_pdf": pdf_hash},
    )


# -- the annex ------------------------------------------------------------------------------------


def _annex(connection: sqlite3.Connection, now: Kravlage, slag: str) -> Dokument:
    return kravbilaga.dokument(bilaga(connection, now.case.id, full=slag == COURTS, viewer=NOBODY))


def _not_the_same(now: Kravlage, slag: str, dokument: Dokument) -> None:
    fixed = now.fasta(slag)
    digest = hashlib.sha256(brev.as_text(dokument).encode()).hexdigest()
    if fixed and fixed[-1].sha256_text == digest:
        raise Refused(
            f"{now.krav} {slag} {fixed[-1].nummer} är fastställd, och inget har ändrats sedan dess."
        )


def _matching(connection: sqlite3.Connection, now: Kravlage, slag: str) -> Document | None:
    """Return the latest fixed annex with the sums that a letter tells; None = there is none."""
    told = sums(connection, now, slag)
    same = [item for item in now.fasta(ANNEX) if item.facts["manader"] == told]
    return same[-1] if same else None


def _next(now: Kravlage, slag: str) -> int:
    return 1 + max((item.nummer for item in now.fasta(slag)), default=0)


def _fix_annex(connection: sqlite3.Connection, now: Kravlage, slag: str, stamp: Stamp) -> None:
    """Fix the annex that a letter names. Raises Refused when the claim has other sums now."""
    if sums(connection, now, ANNEX) != sums(connection, now, slag):
        raise Refused(
            f"{now.krav} har andra belopp nu än när det beslutades, och ingen bilaga med beslutets "
            "belopp är fastställd. Skriv ett ändringsbeslut: det visar beloppen före och efter."
        )
    item = now.utkast(ANNEX)
    if item is None:
        item = claim_documents.begin(connection, now.case.id, ANNEX, "{}", stamp)
    fix(connection, now, item, {}, stamp)
