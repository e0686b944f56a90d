"""FK's tidredovisning: rows, declared facts, envelope, and the grammar against the schema."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from importers import Identified, Source, identify
from importers.grammar import NAMESPACE, problems, tag
from tests.importers.make import (
    ANNAN,
    ANORDNARE,
    ASSISTENT,
    BRUKARE,
    EGEN,
    ORG,
    ORG2,
    SAMORDNING,
    envelope,
    fk,
    fk_row,
    load,
    time_row,
    times,
)
from workbench.domain import time

SCHEMA = Path(__file__).parents[3] / "shared" / "formats" / "fk_tidredovisning_extern_v1.xsd"


def test_same_rows_as_the_same_times_in_csv() -> None:
    document = load(
        fk(
            fk_row(5, "22.00", "06.00"),
            fk_row(6, "00.00", "24.00", "vanteTid"),
            fk_row("07", "22.00", "00.00", "beredskapsTid"),
        )
    )
    text = load(
        times(
            time_row("2025-05-05", "22:00", "06:00"),
            time_row("2025-05-06", "00:00", "24:00", "vantetid"),
            time_row("2025-05-07", "22:00", "00:00", "beredskap"),
        )
    )
    assert document.issues == []
    assert [row[2:] for row in document.rows] == [row[2:] for row in text.rows]
    assert [row[:2] for row in document.rows] == [(7, 1), (7, 2), (7, 3)]
    assert document.rader == 3


def test_what_a_document_declares() -> None:
    (about,) = load(fk(fk_row())).declared
    assert about.dokument == "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert about.month == time.parse_month("2025-05")
    assert (about.assistent, about.assistent_namn) == (ASSISTENT, "Östen Ängsull")
    assert (about.brukare, about.brukare_namn) == (BRUKARE, "Brita Åkerbär")
    assert (about.arbetsgivare, about.anordnare) == (ORG, ORG)
    assert about.anordnare_namn == "Påhittad Omsorg AB"
    assert about.kollektivavtal is True
    assert about.perioder == (("2025-05-01", "2025-05-28"),)


@pytest.mark.parametrize(
    ("employer", "number"),
    [
        (ANORDNARE, ORG),
        (ANNAN, ORG2),
        (ANORDNARE.replace("assistentAnstalldAvAnordnare", "assistentEgenForetagare"), ORG),
        (EGEN, BRUKARE),
    ],
)
def test_the_employer(employer: str, number: str) -> None:
    result = load(fk(fk_row(), employer=employer))
    assert result.issues == []
    assert result.rows[0][4] == int(number)
    assert result.declared[0].arbetsgivare == number


def test_samordningsnummer() -> None:
    number = f"<a:samordningsnummer>{SAMORDNING}</a:samordningsnummer>"
    assert load(fk(fk_row(), assistent=number)).rows[0][3] == int(SAMORDNING)


def test_a_month_without_rows_is_a_declaration_only() -> None:
    result = load(fk())
    assert (result.issues, result.rows, len(result.declared)) == ([], [], 1)


def test_envelope_keeps_its_own_bytes_and_the_same_content() -> None:
    kept: list[bytes] = []
    bare = load(fk(fk_row()))
    wrapped = load(envelope(fk(fk_row())), keep=kept.append)
    assert wrapped.rows == bare.rows
    assert wrapped.declared == bare.declared
    assert b"".join(kept) == envelope(fk(fk_row()))
    assert wrapped.sha256 != bare.sha256
    assert load(fk(fk_row(6))).declared[0].innehall != bare.declared[0].innehall


def test_envelope_with_a_document_type_inside() -> None:
    inner = fk(fk_row(), before="<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>")
    assert load(envelope(inner)).codes == ["IM-090"]
    assert load(inner).codes == ["IM-090"]


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-7", "cp037", "ISO-2022-JP"])
def test_other_encodings_cannot_hide_a_document_type(encoding: str) -> None:
    text = fk(fk_row(), before="<!DOCTYPE a>").decode().replace("UTF-8", encoding)
    codec = {"UTF-16": "utf-16", "UTF-7": "utf-7", "cp037": "cp037"}.get(encoding, "iso2022_jp_ext")
    result = load(text.encode(codec, errors="ignore"))
    assert result.rows == []
    assert len(result.issues) == 1


def test_latin1_is_read() -> None:
    text = fk(fk_row()).decode().replace("UTF-8", "ISO-8859-1")
    assert load(text.encode("latin-1")).declared[0].brukare_namn == "Brita Åkerbär"


def test_every_wrong_row_is_listed_with_line_and_element() -> None:
    result = load(
        fk(
            fk_row(30, "25.00", "08.00"),
            fk_row(31, "08.00", "08.00"),
            fk_row(1, "24.00", "07.00"),
            fk_row(2),
        )
    )
    assert result.rows == []
    assert result.declared == []
    assert [(item.kod, item.rad, item.kolumn, item.varde) for item in result.issues] == [
        ("IM-043", 13, "fromTid", "25.00"),
        ("IM-045", 14, "tomTid", "08.00"),
        ("IM-046", 15, "fromTid", "24.00"),
    ]


def test_the_spring_night() -> None:
    result = load(fk(fk_row(30, "02.30", "08.00"), fk_row(29, "22.00", "02.10"), month="2025-03"))
    assert [(item.kod, item.kolumn) for item in result.issues] == [
        ("IM-044", "fromTid"),
        ("IM-044", "tomTid"),
    ]


def test_numbers_are_checked() -> None:
    wrong = "198502020200"
    result = load(
        fk(
            fk_row(),
            brukare=wrong,
            assistent=f"<a:personnummer>{wrong}</a:personnummer>",
            employer=ANNAN.replace(ORG, "5590000000").replace(ORG2, "5590000000"),
        )
    )
    assert result.codes == ["IM-048", "IM-048", "IM-050", "IM-050"]


def test_identified_from_content_alone() -> None:
    found = identify(Source.from_bytes("rapport.csv", fk(fk_row())))
    assert isinstance(found, Identified)
    assert (found.format, found.kind) == ("fk-xml", "tidrapporter")


# The grammar against the published schema, when that lies beside the repository.

Mutation = Callable[[random.Random, etree._Element], None]
VALUES = (
    "", " ", "x", "true", " true ", "false", "1", "0", "TRUE", "5", " 5 ", "+5", "-5", "032", "31",
    "32", "0", "5.0", "08.00", "8.00", "08:00", "99.99", " 08.00", "2025-05", "2025-13", "25-05",
    "2025-05-05", "2025-02-30", "2025-05-05Z", "2025-05-05+02:00", "2025-05-05+15:00", "2025-5-5",
    "197005050109", "19700505-0109", " 197005050109\n", "1234567890", "123456789", "070000",
    "0700000", "070 00 00", "07000\n00", "0f8fad5b-d9cb-469f-a165-70867728950e",
    "0F8FAD5B-d9cb-469f-a165-70867728950e", " 0f8fad5b-d9cb-469f-a165-70867728950e",
)  # fmt: skip


def _any(rng: random.Random, root: etree._Element) -> etree._Element:
    return rng.choice(list(root.iter()))


def remove(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def double(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    if element.getparent() is not None:
        element.addnext(copy.deepcopy(element))


def swap(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    other = element.getnext()
    if other is not None:
        other.addnext(element)


def retext(rng: random.Random, root: etree._Element) -> None:
    _any(rng, root).text = rng.choice(VALUES)


def retail(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    if element is not root:
        element.tail = rng.choice((" ", "\n", "hej"))


def attribute(rng: random.Random, root: etree._Element) -> None:
    _any(rng, root).set(rng.choice(("nr", f"{{{NAMESPACE}}}nr")), "1")


def rename(rng: random.Random, root: etree._Element) -> None:
    element = _any(rng, root)
    names = [str(item.tag) for item in root.iter()]
    names += [tag(name) for name in ("vanteTid", "samordningsnummer", "annanArbetsgivare", "x")]
    names += [tag(name) for name in ("anstalldAvPersonSomHarAssistans", "telefonnummerAssistent")]
    names += ["dag", "{urn:annat}dag"]
    element.tag = rng.choice(names)


def move(rng: random.Random, root: etree._Element) -> None:
    element, target = _any(rng, root), _any(rng, root)
    if element is not root and element not in target.iterancestors() and element is not target:
        target.append(element)


MUTATIONS: tuple[Mutation, ...] = (
    remove, double, swap, retext, retext, retext, retail, attribute, rename, rename, move,
)  # fmt: skip


@pytest.mark.skipif(not SCHEMA.exists(), reason="the published schema is not at hand")
@pytest.mark.parametrize("employer", [ANORDNARE, ANNAN, EGEN], ids=["anordnare", "annan", "egen"])
def test_grammar_agrees_with_the_schema(employer: str) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    start = fk(fk_row(), fk_row(6, slag="vanteTid"), employer=employer)
    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    rng = random.Random(employer)
    verdicts = {True: 0, False: 0}
    for _ in range(3000):
        root = etree.fromstring(start, parser)
        for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
            rng.choice(MUTATIONS)(rng, root)
        text = etree.tostring(root)
        # Written and read again, so that both judge the same document.
        document = etree.fromstring(text, parser)
        valid = schema.validate(document)
        found = list(problems(document))
        assert valid == (not found), (found, schema.error_log.last_error, text.decode())
        verdicts[valid] += 1
    assert min(verdicts.values()) > 300
