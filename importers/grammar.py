"""The grammar of FK's tidredovisning, as tables, and a validator that answers in Swedish.

Names, order, choices and patterns follow the published schema, version 1.8 of namespace
``tidredovisning/1``. Only what that schema uses is supported: sequences of elements and of
choices between elements.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://schema.forsakringskassan.se/integration/isassistansersattning/tidredovisning/1"
ROOT = "Tidredovisning"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_ALLOWED = frozenset({f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"})


@dataclass(frozen=True, slots=True)
class Simple:
    """A kind of text: its pattern, what to call it, and whether space around it is dropped."""

    pattern: re.Pattern[str]
    expected: str
    collapses: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """An element of a sequence; ``most`` None is without limit."""

    name: str
    type: str
    least: int = 1
    most: int | None = 1


Choice = tuple[Item, ...]
"""Exactly one of these elements."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: a catalogue id with its facts, the line and the element."""

    kod: str
    line: int
    element: str
    value: str | None
    facts: dict[str, object]


def _simple(pattern: str, expected: str, collapses: bool = True) -> Simple:
    return Simple(re.compile(pattern, re.ASCII), expected, collapses)


SIMPLE: dict[str, Simple] = {
    "text": _simple(r"[\s\S]*", "text", False),
    "uuid": _simple(
        r"[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}",
        "ett id av formen 8-4-4-4-12 med 0-9, a-f",
        False,
    ),
    "personnummer": _simple(r"\d{12}", "tolv siffror"),
    "orgnr": _simple(r"\d{10}", "tio siffror"),
    "manad": _simple(r"\d{4}-\d{2}", "månad som ÅÅÅÅ-MM"),
    "klocka": _simple(r"\d{2}\.\d{2}", "klockslag som TT.MM"),
    "dag": _simple(r"\+?0*([1-9]|[12]\d|3[01])", "en dag mellan 1 och 31"),
    "datum": _simple(r"\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?", "datum som ÅÅÅÅ-MM-DD"),
    "janej": _simple(r"true|false|1|0", "true eller false"),
    "sant": _simple(r"true", "true", False),
    "telefon": _simple(r"[^\n\r]{7,}", "ett telefonnummer med minst sju tecken", False),
}

COMPLEX: dict[str, tuple[Item | Choice, ...]] = {
    "Tidredovisning": (
        Item("id", "uuid"),
        Item("redovisningsmanad", "manad"),
        Item("personSomHarAssistans", "PersonSomHarAssistans"),
        Item("assistent", "Assistent"),
        Item("berakningsperiod", "Berakningsperiod", 0, None),
        (
            Item("anstalldAvPersonSomHarAssistans", "sant"),
            Item("assistansanordnare", "Anordnare"),
        ),
        Item("tidrapport", "Tidrapport"),
        Item("telefonnummerAnordnare", "telefon"),
        Item("telefonnummerAssistent", "telefon", 0),
    ),
    "PersonSomHarAssistans": (
        Item("personnummer", "personnummer"),
        Item("fornamn", "text"),
        Item("efternamn", "text"),
    ),
    "Assistent": (
        (Item("personnummer", "personnummer"), Item("samordningsnummer", "personnummer")),
        Item("fornamn", "text"),
        Item("efternamn", "text"),
        Item("kollektivavtal", "janej"),
    ),
    "Berakningsperiod": (Item("fromDag", "datum"), Item("tomDag", "datum")),
    "Anordnare": (
        Item("anordnareNamn", "text", 0),
        Item("organisationsnummer", "orgnr"),
        Item("kontaktperson", "text", 0),
        Item("telefonnummer", "telefon", 0),
        (
            Item("assistentAnstalldAvAnordnare", "sant"),
            Item("annanArbetsgivare", "AnnanArbetsgivare"),
            Item("assistentEgenForetagare", "sant"),
        ),
    ),
    "AnnanArbetsgivare": (
        Item("arbetsgivareNamn", "text", 0),
        Item("organisationsnummer", "orgnr"),
    ),
    "Tidrapport": (Item("rapportRad", "RapportRad", 0, None),),
    "RapportRad": (
        Item("dag", "dag"),
        Item("fromTid", "klocka"),
        Item("tomTid", "klocka"),
        (Item("aktivTid", "sant"), Item("vanteTid", "sant"), Item("beredskapsTid", "sant")),
    ),
}


def tag(name: str) -> str:
    """Return an element's full name."""
    return f"{{{NAMESPACE}}}{name}"


@dataclass(frozen=True, slots=True)
class _Part:
    """An item or a choice made ready: type by full name, the bounds, the names to show."""

    options: dict[str, str]
    least: int
    most: int | None
    names: str


def _part(part: Item | Choice) -> _Part:
    items = (part,) if isinstance(part, Item) else part
    return _Part(
        {tag(item.name): item.type for item in items},
        part.least if isinstance(part, Item) else 1,
        part.most if isinstance(part, Item) else 1,
        " eller ".join(item.name for item in items),
    )


_PARTS = {name: tuple(map(_part, parts)) for name, parts in COMPLEX.items()}


def local(element: _Element) -> str:
    """Return an element's name without our namespace; foreign names keep theirs."""
    return str(element.tag).removeprefix(tag(""))


def text_of(element: _Element) -> str:
    """Return the text of an element without children, space collapsed as in a token."""
    return " ".join((element.text or "").split())


def line_of(element: _Element) -> int:
    """Return the line of the file that an element begins on."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def has_doctype(element: _Element) -> bool:
    """Tell whether the document that an element belongs to has a document type."""
    return bool(getattr(element.getroottree().docinfo, "doctype", ""))


def problems(root: _Element) -> Iterator[Problem]:
    """Yield everything in which the document departs from the grammar."""
    if root.tag != tag(ROOT):
        yield _problem("IM-094", root, vantat=ROOT)
        return
    yield from _complex(root, ROOT)


def _problem(kod: str, element: _Element, value: str | None = None, **facts: object) -> Problem:
    name = local(element)
    return Problem(kod, line_of(element), name, value, {"element": name, **facts})


def _attributes(element: _Element) -> Iterator[Problem]:
    for name in element.attrib:
        if name not in _ALLOWED:
            yield _problem("IM-096", element, attribut=str(name))


def _value(element: _Element, kind: str) -> Iterator[Problem]:
    yield from _attributes(element)
    simple = SIMPLE[kind]
    if len(element):
        yield _problem("IM-094", element[0], vantat=simple.expected)
        return
    raw = element.text or ""
    text = text_of(element) if simple.collapses else raw
    if not simple.pattern.fullmatch(text) or (kind == "datum" and not _is_day(text)):
        yield _problem("IM-098", element, raw.strip(), vantat=simple.expected)


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text[:10])
    except ValueError:
        return False
    zone = text[11:] if text[10:11] in ("+", "-") else "00:00"
    return int(zone[:2]) * 60 + int(zone[3:]) <= 840 and int(zone[3:]) <= 59


def _complex(element: _Element, kind: str) -> Iterator[Problem]:
    yield from _attributes(element)
    children = list(element)
    if _has_text(element.text) or any(_has_text(child.tail) for child in children):
        yield _problem("IM-097", element)
    place = 0
    for part in _PARTS[kind]:
        count = 0
        while place < len(children) and (part.most is None or count < part.most):
            found = part.options.get(str(children[place].tag))
            if found is None:
                break
            yield from _any(children[place], found)
            place, count = place + 1, count + 1
        if count < part.least:
            yield _lacking(element, children[place : place + 1], part)
            return
    if place < len(children):
        yield _problem("IM-094", children[place], vantat="inget mer")


def _has_text(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()


def _any(element: _Element, kind: str) -> Iterator[Problem]:
    return _value(element, kind) if kind in SIMPLE else _complex(element, kind)


def _lacking(parent: _Element, found: list[_Element], part: _Part) -> Problem:
    if found:
        return _problem("IM-094", found[0], vantat=part.names)
    return Problem(
        "IM-095", line_of(parent), part.names, None, {"element": part.names, "i": local(parent)}
    )
