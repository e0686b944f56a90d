"""Cases and passes of one import: what they must agree on, and what is told when they do not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from importers import ImportIssue
from importers.sjukfall import Entry, StoredPass, problems
from tests.importers.make import (
    ASSISTENT,
    BRUKARE,
    ORG,
    OTHER,
    SAMORDNING,
    load,
    sheet_of,
    table,
    workbook,
)
from workbench.domain.time import instant, parse_clock, parse_day

CASE = {
    "arende": "S1",
    "brukare": BRUKARE,
    "assistent": ASSISTENT,
    "arbetsgivare": ORG,
    "forsta_sjukdag": "2025-05-05",
    "sista_sjukdag": "2025-05-18",
    "ansokt": "2025-06-01",
    "timlon": "165",
    "veckolon": "6187,50",
    "betald_sjuklon": "4000",
    "begart_belopp": "6000",
    "handlingar": "",
}
PASS = {
    "arende": "S1",
    "datum": "2025-05-05",
    "start": "08:00",
    "slut": "16:00",
    "vikarie": OTHER,
    "slag": "",
}


def case_row(**changed: str) -> dict[str, str]:
    """Return a good row of sjukfall, with what a test wants changed."""
    return CASE | changed


def pass_row(**changed: str) -> dict[str, str]:
    """Return a good row of sjukpass, with what a test wants changed."""
    return PASS | changed


def _file(rows: Sequence[dict[str, str]]) -> bytes:
    return table(";".join(rows[0]), *(";".join(row.values()) for row in rows))


def cases(*rows: dict[str, str]) -> bytes:
    """Return a CSV file of sjukfall."""
    return _file(rows)


def passes(*rows: dict[str, str]) -> bytes:
    """Return a CSV file of sjukpass."""
    return _file(rows)


def entries(data: bytes, name: str) -> list[Entry]:
    result = load(data, name)
    assert result.issues == []
    return [Entry(name, record.blad, record.rad, record.values) for record in result.records]


def told(
    case_rows: Sequence[dict[str, str]],
    pass_rows: Sequence[dict[str, str]],
    stored: Sequence[StoredPass] = (),
    attested: dict[str, str] | None = None,
) -> list[ImportIssue]:
    """Return what is wrong with rows that each are good."""
    fall = entries(cases(*case_rows), "fall.csv") if case_rows else []
    pieces = entries(passes(*pass_rows), "pass.csv") if pass_rows else []
    return problems(fall, pieces, stored, attested)


def at(datum: str, clock: str) -> int:
    return instant(parse_day(datum), parse_clock(clock))


STORED = StoredPass("S0", ASSISTENT, at("2025-05-05", "15:59"), at("2025-05-05", "18:00"))
GOOD = case_row(), pass_row()

TOGETHER: dict[str, tuple[list[ImportIssue], tuple[str, int, str, str], str]] = {
    "IM-123": (
        told([case_row(), case_row()], [pass_row()]),
        ("fall.csv", 3, "arende", "S1"),
        "Ärendet S1 finns redan på rad 2 i fall.csv. Ett ärende står på en rad; slå ihop raderna "
        "eller rätta ärendenumret.",
    ),
    "IM-124": (
        told([case_row(), case_row(arende="S2")], [pass_row()]),
        ("fall.csv", 3, "arende", "S2"),
        "Ärendet S2 har inga pass i samma inläsning. Läs in sjukfallet och alla dess pass "
        "(sjukpass) tillsammans; de ersätter det som finns.",
    ),
    "IM-125": (
        told([case_row()], [pass_row(), pass_row(arende="S9", datum="2025-05-06")]),
        ("pass.csv", 3, "arende", "S9"),
        "Passets ärende S9 har inget sjukfall i samma inläsning. Läs in sjukfallet och alla dess "
        "pass tillsammans, eller rätta ärendenumret.",
    ),
    "IM-126": (
        told([case_row()], [pass_row(), pass_row(datum="2025-05-19")]),
        ("pass.csv", 3, "datum", "2025-05-19"),
        "Passet börjar 2025-05-19, utanför sjukfallet 2025-05-05 till 2025-05-18. Rätta dagen "
        "eller sjukfallets dagar.",
    ),
    "IM-127": (
        told([case_row()], [pass_row(), pass_row(start="15:59", slut="20:00")]),
        ("pass.csv", 3, "start", "15:59"),
        "Passet går in i passet 2025-05-05 08:00-16:00 i ärende S1 (rad 2 i pass.csv), som är "
        "samma assistents. Rätta tiderna, eller ta bort det ena passet.",
    ),
    "IM-129": (
        told([case_row()], [pass_row()], attested={"S1": OTHER}),
        ("fall.csv", 2, "arende", "S1"),
        "Ärendet S1 är redan attesterat för en annan brukare. Kontrollera ärendenumret; en ny "
        "ansökan får ett eget.",
    ),
}


@pytest.mark.parametrize("kod", TOGETHER)
def test_what_is_told(kod: str) -> None:
    found, place, text = TOGETHER[kod]
    assert [issue.kod for issue in found] == [kod]
    issue = found[0]
    assert (issue.fil, issue.rad, issue.kolumn, issue.varde) == place
    assert issue.fel == text


def test_good_rows_tell_nothing() -> None:
    first_and_last = [
        pass_row(datum="2025-05-05", start="00:00", slut="08:00"),
        pass_row(datum="2025-05-05", start="08:00"),
        pass_row(datum="2025-05-18", start="22:00", slut="06:00"),
    ]
    assert told([case_row()], first_and_last) == []
    endless = case_row(sista_sjukdag="")
    assert told([endless], [pass_row(datum="2031-01-01")]) == []
    assert told([case_row()], [pass_row()], attested={"S1": BRUKARE}) == []


def test_overlaps_across_cases_and_beside_stored_ones() -> None:
    other = case_row(arende="S2", brukare=OTHER)
    two = told([case_row(), other], [pass_row(), pass_row(arende="S2", start="10:00")])
    assert [(issue.kod, issue.rad) for issue in two] == [("IM-127", 3)]
    (beside,) = told([case_row()], [pass_row()], [STORED])
    assert (beside.rad, beside.varde) == (2, "08:00")
    assert "i ärende S0 (inläst tidigare)" in beside.fel
    assert "2025-05-05 15:59-18:00" in beside.fel
    assert told([case_row()], [pass_row(slut="15:59")], [STORED]) == []
    assert told([case_row()], [pass_row()], [STORED._replace(assistent=OTHER)]) == []
    replaced = told([case_row()], [pass_row()], [STORED._replace(arende="S1")])
    assert replaced == []


def test_another_assistant_may_be_sick_at_the_same_time() -> None:
    other = case_row(arende="S2", assistent=SAMORDNING)
    assert told([case_row(), other], [pass_row(), pass_row(arende="S2")]) == []


def test_every_bad_row_is_told_at_once() -> None:
    found = told(
        [case_row(), case_row(arende="S2"), case_row(arende="S2")],
        [
            pass_row(datum="2025-05-04", vikarie=ASSISTENT),
            pass_row(arende="S8"),
            pass_row(arende="S9"),
        ],
    )
    assert [(issue.kod, issue.fil, issue.rad) for issue in found] == [
        ("IM-123", "fall.csv", 4),
        ("IM-124", "fall.csv", 3),
        ("IM-126", "pass.csv", 2),
        ("IM-125", "pass.csv", 3),
        ("IM-125", "pass.csv", 4),
    ]


@pytest.mark.parametrize(
    ("changed", "kod", "kolumn"),
    [
        ({"slag": "beredskap"}, "IM-056", "slag"),
        ({"start": "24:00"}, "IM-046", "start"),
        ({"slut": "08:00"}, "IM-045", "slut"),
        ({"datum": "2025-03-30", "start": "02:30"}, "IM-044", "start"),
        ({"datum": "2025-03-29", "start": "20:00", "slut": "02:30"}, "IM-044", "slut"),
        ({"arende": ""}, "IM-031", "arende"),
        ({"vikarie": "1980"}, "IM-121", "vikarie"),
        ({"vikarie": "1,98001E+11"}, "IM-049", "vikarie"),
    ],
)
def test_cells_of_a_pass(changed: dict[str, str], kod: str, kolumn: str) -> None:
    result = load(passes(pass_row(**changed)))
    assert [(issue.kod, issue.kolumn) for issue in result.issues] == [(kod, kolumn)]


@pytest.mark.parametrize(
    ("changed", "kod", "kolumn"),
    [
        ({"timlon": "-1"}, "IM-054", "timlon"),
        ({"begart_belopp": ""}, "IM-031", "begart_belopp"),
        ({"semester_procent": "100,01"}, "IM-065", "semester_procent"),
        ({"avgift_procent": "314,2"}, "IM-065", "avgift_procent"),
        ({"tidigare_karens": "1,5"}, "IM-059", "tidigare_karens"),
        ({"arbetsgivare": OTHER}, "IM-051", "arbetsgivare"),
        ({"hogriskskydd": "j"}, "IM-055", "hogriskskydd"),
        ({"handlingar": "Schema"}, "IM-120", "handlingar"),
    ],
)
def test_cells_of_a_case(changed: dict[str, str], kod: str, kolumn: str) -> None:
    result = load(cases(case_row(**changed)))
    assert [(issue.kod, issue.kolumn) for issue in result.issues] == [(kod, kolumn)]


def test_one_numeric_vikarie_in_a_workbook() -> None:
    header, row = sheet_of(passes(pass_row()))
    cells: list[object] = list(row)
    cells[header.index("vikarie")] = int(OTHER)
    result = load(workbook({"Pass": [header, cells]}))
    assert result.issues == []
    assert result.values[0]["vikarie"] == (OTHER,)
