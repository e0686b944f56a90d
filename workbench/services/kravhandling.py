"""A claim's documents: drafts begun from the case and edited, then fixed for good, and written out.

What is fixed never changes; a new version is a new number. The program's facts (sums, months, days,
debtors, how to appeal) are read from the case until then and can't be edited (rulebook section 8;
25, 31-33, 37 §§ FL; 9.2.25).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from db import Database, claim_documents
from db.claim_documents import Document
from db.journal import Stamp, log
from workbench.domain.roller import Ratt
from workbench.exports import brev, pdf
from workbench.exports.kravfritext import AVSNITT, Textfel, as_file, missing, read_file
from workbench.law import kravhandlingar as law
from workbench.services import exported, files, kravfast, roles
from workbench.services.booked_events import pseudonym
from workbench.services.errors import Refused
from workbench.services.kravlage import Kravlage, kravlage
from workbench.services.kravsteg import case_of, role_hinder
from workbench.services.kravutkast import beforehand
from workbench.wording import KRAVHANDLING

DECIDES = ("andringsbeslut",)
"""Documents that are a decision when they are fixed: for those who may decide."""


class InvalidText(Refused):
    """An edited text does not have its letter's headings; the Swedish message says which."""


@dataclass(frozen=True, slots=True)
class Handling:
    """A document of a claim; ``faststalld`` is the ISO time, None for a draft, as are the hashes.

    ``bilaga`` is the number of the annex that a fixed letter names.
    """

    krav: str
    slag: str
    nummer: int
    tid: str
    aktor: str
    faststalld: str | None
    faststalld_av: str | None
    sha256_text: str | None
    sha256_pdf: str | None
    bilaga: int | None


@dataclass(frozen=True, slots=True)
class Mojlig:
    """A kind of document of a claim: whether a draft is open, what is in the way of a draft and of
    fixing it now, and what whoever makes it should know."""

    slag: str
    utkast: bool
    hinder_utkast: tuple[str, ...]
    hinder: tuple[str, ...]
    att_veta: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skriven:
    """A document's files and how many of them were written now."""

    handling: Handling
    filer: tuple[Path, ...]
    nya: int


# -- what there is and what may be made -----------------------------------------------------------


def handlingar(connection: sqlite3.Connection, identity: str) -> list[Handling]:
    """Return a claim's documents in the order they were begun. Raises UnknownClaim, Refused."""
    case = case_of(connection, identity)
    return [_shown(item) for item in claim_documents.documents(connection, case.id)]


def mojliga(connection: sqlite3.Connection, identity: str, stamp: Stamp) -> list[Mojlig]:
    """Return each kind of document of a claim, with what is in the way of it now.

    Settings that are missing are told when a document is made. Raises UnknownClaim, Refused.
    """
    now = _now(connection, identity)
    return [
        Mojlig(
            slag,
            now.utkast(slag) is not None,
            tuple(_draft_hinders(connection, now, slag, stamp)),
            tuple(_hinders(connection, now, slag, stamp)),
            tuple(law.notices(slag, now.lage(stamp.dag))),
        )
        for slag in law.OF[now.case.slag]
    ]


def _now(connection: sqlite3.Connection, identity: str) -> Kravlage:
    return kravlage(connection, case_of(connection, identity))


def _draft_hinders(
    connection: sqlite3.Connection, now: Kravlage, slag: str, stamp: Stamp
) -> list[str]:
    refused = role_hinder(connection, stamp)
    found = law.hinders(slag, now.lage(stamp.dag), utkast=True)
    return [refused, *found] if refused else found


def _hinders(connection: sqlite3.Connection, now: Kravlage, slag: str, stamp: Stamp) -> list[str]:
    """Return what is in the way of fixing a document: role, state, and what is not written."""
    refused = role_hinder(connection, stamp, attests=slag in DECIDES)
    found = law.hinders(slag, now.lage(stamp.dag), utkast=False)
    if not found:
        empty = missing(slag, _text(connection, now, slag))
        if empty:
            found.append(f"Texten saknar: {', '.join(empty)}. Skriv det i utkastet.")
        if slag not in law.ANNEXES and now.fasta(slag) and now.utkast(slag) is None:
            last = now.fasta(slag)[-1]
            found.append(
                f"{now.krav} har {KRAVHANDLING[slag]} {last.nummer}, och inget utkast. Gör ett "
                "nytt utkast först."
            )
    return [refused, *found] if refused else found


def _shown(item: Document) -> Handling:
    return Handling(
        f"K{item.aterkrav}",
        item.slag,
        item.nummer,
        item.tid,
        item.aktor,
        item.faststalld,
        item.faststalld_av,
        item.sha256_text,
        item.sha256_pdf,
        item.facts.get("bilaga"),
    )


# -- drafts ---------------------------------------------------------------------------------------


def draft(database: Database, identity: str, slag: str, stamp: Stamp) -> Handling:
    """Return the draft of a kind, begun from the case when there is none.

    Raises UnknownClaim, Refused.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        return _shown(_begun(connection, _now(connection, identity), slag, stamp))


def text(connection: sqlite3.Connection, identity: str, slag: str) -> str:
    """Return the free text of a draft as a file to edit: a heading line per section.

    Without a draft it is what one would begin with; annexes have none (""). Raises UnknownClaim,
    Refused.
    """
    now = _now(connection, identity)
    return as_file(slag, _text(connection, now, slag)) if slag in AVSNITT else ""


def edit(database: Database, identity: str, slag: str, written: str, stamp: Stamp) -> Handling:
    """Replace the free text of a draft, begun when there is none, with that of an edited file.

    Raises UnknownClaim, Refused, and InvalidText when the headings are not the letter's.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        now = _now(connection, identity)
        if slag in law.ANNEXES:
            raise Refused(f"Handlingen {slag} har ingen text att ändra: allt i den är räknat.")
        item = _begun(connection, now, slag, stamp)
        try:
            sections = json.dumps(read_file(slag, written), ensure_ascii=False)
        except Textfel as error:
            raise InvalidText(str(error)) from error
        if sections != item.utkast:
            claim_documents.edit(connection, item.id, sections, stamp)
            _log(connection, stamp, "utkast ändrat", item)
        return _shown(claim_documents.numbered(connection, now.case.id, slag, item.nummer))


def _begun(connection: sqlite3.Connection, now: Kravlage, slag: str, stamp: Stamp) -> Document:
    """Return the open draft of a kind, begun when there is none. Raises Refused."""
    problems = _draft_hinders(connection, now, slag, stamp)
    if problems:
        raise Refused(" ".join(problems))
    found = now.utkast(slag)
    if found is not None:
        return found
    sections = json.dumps(beforehand(connection, now, slag), ensure_ascii=False)
    made = claim_documents.begin(connection, now.case.id, slag, sections, stamp)
    _log(connection, stamp, "utkast", made)
    return made


def _text(connection: sqlite3.Connection, now: Kravlage, slag: str) -> dict[str, str]:
    """Return the free text of a kind's draft. A section that must be written and has not been is
    what it would be now: an answer may have come since the draft was begun."""
    now_written = beforehand(connection, now, slag)
    item = now.utkast(slag)
    if item is None:
        return now_written
    sections: dict[str, str] = json.loads(item.utkast or "{}")
    for part in AVSNITT.get(slag, ()):
        if part.kravs and not sections.get(part.namn):
            sections[part.namn] = now_written.get(part.namn, "")
    return sections


def _log(connection: sqlite3.Connection, stamp: Stamp, event: str, item: Document) -> None:
    about = {"slag": item.slag, "nummer": item.nummer}
    log(connection, stamp, event, "aterkrav", f"K{item.aterkrav}", None, about)


# -- fixed, shown and written out -----------------------------------------------------------------


def fix(database: Database, identity: str, slag: str, stamp: Stamp) -> Handling:
    """Fix a document: its text and PDF are stored with their hashes and never change.

    A letter that tells a sum names the annex with the same sums, which is fixed too when there is
    none. Raises UnknownClaim, Refused with all reasons, NotSet with all settings that are missing.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        now = _now(connection, identity)
        problems = _hinders(connection, now, slag, stamp)
        if problems:
            raise Refused(" ".join(problems))
        item = _begun(connection, now, slag, stamp)
        kravfast.fix(connection, now, item, _text(connection, now, slag), stamp)
        return _shown(claim_documents.numbered(connection, now.case.id, slag, item.nummer))


def shown(
    connection: sqlite3.Connection,
    identity: str,
    slag: str,
    stamp: Stamp,
    *,
    nummer: int | None = None,
) -> str:
    """Return a document as text: the one with a number, else the draft, else the latest fixed.

    Raises UnknownClaim, Refused, NotSet.
    """
    now = _now(connection, identity)
    item = _chosen(now, slag, nummer)
    if item.faststalld:
        return _bytes(connection, item)[0].decode()
    content = _text(connection, now, slag)
    return brev.as_text(kravfast.drafted(connection, now, item, content, stamp))


def write(
    database: Database,
    identity: str,
    slag: str,
    folder: Path,
    stamp: Stamp,
    *,
    nummer: int | None = None,
) -> Skriven:
    """Write a document to a folder, as text and PDF: the one with a number, else the draft, else
    the latest fixed. A fixed letter comes with the annex that it names.

    Fixed documents always have the same bytes; drafts say on every page that they are. Files are
    named by the brukare's pseudonym. Raises UnknownClaim, Refused, NotSet, NotWritten.
    """
    connection = database.read()
    roles.need(connection, stamp.aktor, Ratt.KRAV)
    now = _now(connection, identity)
    item = _chosen(now, slag, nummer)
    made = _files(connection, now, item, folder, stamp)
    annex = item.facts.get("bilaga")
    if annex:
        named = claim_documents.numbered(connection, now.case.id, kravfast.ANNEX, annex)
        made |= _files(connection, now, named, folder, stamp)
    files.make_folder(folder)
    written = exported.write(database, stamp, f"handling-{slag}", made, 1)
    if written:
        with roles.writing(database, stamp, Ratt.KRAV) as writing:
            _log(writing, stamp, "handling utskriven", item)
    return Skriven(_shown(item), tuple(made), written)


def _chosen(now: Kravlage, slag: str, nummer: int | None) -> Document:
    """Return the document that is asked for. Raises Refused when there is none."""
    of_kind = [item for item in now.handlingar if item.slag == slag]
    found = [item for item in of_kind if nummer in (None, item.nummer)]
    if not found:
        which = slag if nummer is None else f"{slag} {nummer}"
        raise Refused(f"{now.krav} har ingen handling {which}. Gör ett utkast först.")
    return found[-1]


def _files(
    connection: sqlite3.Connection, now: Kravlage, item: Document, folder: Path, stamp: Stamp
) -> dict[Path, bytes]:
    """Return {path: bytes} of a document. A draft's name tells its content apart, since a file is
    never written over."""
    stem = f"{pseudonym(now.case.brukare)}-aterkrav-{now.krav}-{item.slag}-{item.nummer}"
    if item.faststalld:
        content, paper = _bytes(connection, item)
    else:
        sections = _text(connection, now, item.slag)
        dokument = kravfast.drafted(connection, now, item, sections, stamp)
        content, paper = brev.as_text(dokument).encode(), pdf.as_pdf(dokument)
        stem = f"{stem}-utkast-{hashlib.sha256(content).hexdigest()[:8]}"
    return {folder / f"{stem}.txt": content, folder / f"{stem}.pdf": paper}


def _bytes(connection: sqlite3.Connection, item: Document) -> tuple[bytes, bytes]:
    """Return a fixed document's bytes. Raises Refused when they are not those that were fixed."""
    content, paper = claim_documents.content(connection, item.id)
    hashes = (hashlib.sha256(content).hexdigest(), hashlib.sha256(paper).hexdigest())
    if hashes != (item.sha256_text, item.sha256_pdf):
        raise Refused(
            f"K{item.aterkrav} {item.slag} {item.nummer} har ändrats efter att handlingen "
            "fastställdes och lämnas inte ut. Kör: workbench verify"
        )
    return content, paper
