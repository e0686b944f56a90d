"""FK's tidredovisning: bare, or in the base64 envelope it is sent in."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from importers import cells, grammar
from importers.base import Declaration, FileProblem, Identified, ImportIssue, Table
from importers.catalogue import issue
from importers.cells import BadCell
from importers.csvfile import BOM
from importers.grammar import Problem, line_of, local, tag, text_of
from importers.kinds import KINDS
from importers.source import MIB, Intake, Source
from importers.xmlfile import parsed
from workbench.domain import time

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SIZE = 64 * MIB
_LEAST_BASE64 = 100
_SLAG = {"aktivTid": "assistans", "vanteTid": "vantetid", "beredskapsTid": "beredskap"}
_NAMES = KINDS["tidrapporter"].names


def identify(source: Source) -> Identified | ImportIssue:
    """Return that a file holds one tidredovisning, or the issue it has; raises FileProblem."""
    document(source.whole(MAX_SIZE), source.name)
    table = Table("tidrapporter", _NAMES, tuple(range(len(_NAMES))), 0)
    return Identified("fk-xml", (table,))


def document(data: bytes, name: str) -> _Element:
    """Return the Tidredovisning element of a file, taken out of its envelope if it has one."""
    root = parsed(data, name)
    if root.tag == tag(grammar.ROOT):
        return root
    found = [inner for inner in _inner(root, name) if inner.tag == tag(grammar.ROOT)]
    if not found:
        raise FileProblem(issue("IM-092", name, rad=line_of(root), rot=str(root.tag)))
    if len(found) > 1:
        raise FileProblem(issue("IM-093", name, antal=len(found)))
    return found[0]


def _inner(root: _Element, name: str) -> Iterator[_Element]:
    """Yield the documents that lie base64-coded in the texts of an envelope."""
    for element in root.iter():
        text = element.text or ""
        if len(text) < _LEAST_BASE64 or len(element):
            continue
        try:
            data = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        # Signatures are base64 as well, and may be XML; only our document is of interest.
        if data.removeprefix(BOM).lstrip()[:1] == b"<" and grammar.ROOT.encode() in data:
            yield parsed(data, name)


class FkTables:
    """The rows of one tidredovisning, as rows of tidrapporter."""

    may_be_empty = True
    encoding: str | None = None

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._problems: list[ImportIssue] = []
        self._declarations: list[Declaration] = []

    def chunks(self, table: Table) -> Iterator[tuple[int, Iterator[Sequence[str]]]]:
        """Yield the rows when the whole document is right; row numbers count rapportRad."""
        name = self._intake.source.name
        root = document(self._intake.whole(MAX_SIZE), name)
        found = list(grammar.problems(root))
        if not found:
            found = list(_facts(root))
        self._problems = [
            issue(p.kod, name, rad=p.line, kolumn=p.element, varde=p.value, facts=p.facts)
            for p in found
        ]
        if not self._problems:
            declaration = _declaration(root)
            self._declarations = [declaration]
            yield 1, _rows(root, declaration)

    def problems(self, table: Table) -> list[ImportIssue]:
        """Return everything wrong with the document."""
        return self._problems

    def declarations(self) -> list[Declaration]:
        """Return what the document declares, once it has been read and is right."""
        return self._declarations


def _facts(root: _Element) -> Iterator[Problem]:
    """Yield what the grammar allows but no calendar or register does."""
    month = _get(root, "redovisningsmanad")
    try:
        days = time.month_days(time.parse_month(month))
    except ValueError:
        yield _wrong(root, "redovisningsmanad", BadCell("IM-102"))
        return
    for path in (
        "personSomHarAssistans/personnummer",
        "assistent/personnummer",
        "assistent/samordningsnummer",
    ):
        yield from _tried(root, path, cells.person)
    for path in ("assistansanordnare", "assistansanordnare/annanArbetsgivare"):
        yield from _tried(root, f"{path}/organisationsnummer", cells.orgnr)
    for period in root.iterfind(tag("berakningsperiod")):
        for name in ("fromDag", "tomDag"):
            yield from _tried(period, name, _day)
        if _get(period, "tomDag")[:10] < _get(period, "fromDag")[:10]:
            yield _wrong(period, "tomDag", BadCell("IM-100"))
    for row in root.iter(tag("rapportRad")):
        yield from _row_facts(row, month, *days)


def _day(text: str) -> str:
    return cells.date(text[:10])


def _tried(root: _Element, path: str, parse: Callable[[str], object]) -> Iterator[Problem]:
    text = _get(root, path)
    try:
        if text:
            parse(text)
    except BadCell as bad:
        yield _wrong(root, path, bad)


def _row_facts(row: _Element, month: str, first: int, after: int) -> Iterator[Problem]:
    cell = _cells(row)
    day = first + int(cell["dag"]) - 1
    if day >= after:
        yield _wrong(row, "dag", BadCell("IM-099", manad=month))
        return
    minutes: dict[str, int] = {}
    for name in ("fromTid", "tomTid"):
        try:
            minutes[name] = cells.clock(cell[name].replace(".", ":"))
        except BadCell as bad:
            yield _wrong(row, name, bad)
    if len(minutes) < 2:
        return
    begin, stop = minutes["fromTid"], minutes["tomTid"]
    if begin == time.DAY_MINUTES:
        yield _wrong(row, "fromTid", BadCell("IM-046"))
    elif begin == stop:
        yield _wrong(row, "tomTid", BadCell("IM-045"))
    else:
        last = day if begin < stop else day + 1
        for name, on, minute in (("fromTid", day, begin), ("tomTid", last, stop)):
            try:
                time.instant(on, minute)
            except time.NonexistentTime:
                yield _wrong(row, name, BadCell("IM-044"))


def _wrong(parent: _Element, path: str, bad: BadCell) -> Problem:
    element = parent.find(_path(path))
    assert element is not None
    return Problem(bad.kod, line_of(element), local(element), text_of(element), bad.facts)


@cache
def _path(path: str) -> str:
    return "/".join(tag(name) for name in path.split("/"))


def _get(parent: _Element, path: str) -> str:
    """Return the text at a path, empty when there is no such element."""
    element = parent.find(_path(path))
    return "" if element is None else text_of(element)


def _declaration(root: _Element) -> Declaration:
    from lxml import etree

    brukare = _get(root, "personSomHarAssistans/personnummer")
    assistent = _get(root, "assistent/personnummer") or _get(root, "assistent/samordningsnummer")
    anordnare = _get(root, "assistansanordnare/organisationsnummer")
    other = _get(root, "assistansanordnare/annanArbetsgivare/organisationsnummer")
    other_name = _get(root, "assistansanordnare/annanArbetsgivare/arbetsgivareNamn")
    canonical = etree.tostring(root, method="c14n", with_comments=False)
    return Declaration(
        dokument=_get(root, "id"),
        innehall=hashlib.sha256(canonical).hexdigest(),
        month=time.parse_month(_get(root, "redovisningsmanad")),
        assistent=assistent,
        assistent_namn=_name(root, "assistent"),
        brukare=brukare,
        brukare_namn=_name(root, "personSomHarAssistans"),
        arbetsgivare=other or anordnare or brukare,
        arbetsgivare_namn=other_name or None,
        anordnare=anordnare or None,
        anordnare_namn=_get(root, "assistansanordnare/anordnareNamn") or None,
        kollektivavtal=_get(root, "assistent/kollektivavtal") in ("true", "1"),
        perioder=tuple(
            (_get(period, "fromDag")[:10], _get(period, "tomDag")[:10])
            for period in root.iterfind(tag("berakningsperiod"))
        ),
    )


def _name(root: _Element, who: str) -> str:
    return f"{_get(root, f'{who}/fornamn')} {_get(root, f'{who}/efternamn')}".strip()


def _rows(root: _Element, about: Declaration) -> Iterator[Sequence[str]]:
    month = time.iso_month(about.month)
    for row in root.iter(tag("rapportRad")):
        cell = _cells(row)
        yield (
            about.brukare,
            about.assistent,
            about.arbetsgivare,
            f"{month}-{int(cell['dag']):02d}",
            cell["fromTid"].replace(".", ":"),
            cell["tomTid"].replace(".", ":"),
            next(word for name, word in _SLAG.items() if name in cell),
        )


def _cells(row: _Element) -> dict[str, str]:
    return {local(child): text_of(child) for child in row}
