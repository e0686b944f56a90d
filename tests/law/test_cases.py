"""Every law case, end to end: files in, findings and lines out, compared exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.law import cases, sjuklon_cases
from tests.law.booklet import booklet
from workbench.rules.registry import KODER

FILES = cases.load()
CASES = [case for file in FILES for case in file.cases]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_case(case: cases.Case, tmp_path: Path) -> None:
    got = cases.run(case, tmp_path)
    if case.fel:
        assert case.fel in got.fel
        return
    assert got.fel == ""
    assert got.findings == sorted(case.findings)
    assert case.omraknas is None or got.marked == list(case.omraknas)
    lines = cases.expected_lines(case)
    if lines is not None:
        for expected, line in zip(lines, got.lines, strict=False):
            if not expected["minuter"]:
                expected["minuter"] = line["minuter"]
        assert got.lines == lines


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in FILES])
def test_a_file_is_complete(file: cases.CaseFile) -> None:
    """The plain case, both sides of a limit, the awkward days, a silent case per exception."""
    tags = {tag for case in file.cases for tag in case.tags}
    missing = set(cases.EVERY_FILE) - tags - set(file.passar_inte)
    assert not missing, f"{file.name} saknar {', '.join(sorted(missing))}"
    both_sides = any(set(pair) <= tags for pair in cases.LIMITS)
    assert both_sides or "limit" in file.passar_inte, f"{file.name} saknar en gräns"
    silent = {case.undantag for case in file.cases if "silent" in case.tags}
    assert set(file.undantag) <= silent, "varje undantag behöver ett fall där regeln tiger"
    assert all(reason for reason in file.passar_inte.values())


def test_a_silent_case_is_silent_about_its_own_code() -> None:
    for file in FILES:
        if file.name in KODER:
            for case in (case for case in file.cases if not case.fel):
                found = {text.split()[0].partition("/")[0] for text in case.findings}
                assert ("silent" in case.tags) == (file.name not in found), case.id


def test_every_code_has_its_file() -> None:
    sick = {finding.kod for _, finding in sjuklon_cases.found()}
    assert {file.name for file in FILES} | sick == set(KODER) | {"avrakning"}


def test_sentences_are_unique_and_have_a_source() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    for case in CASES:
        assert case.name.endswith("."), case.id
        assert case.source, case.id


GOOD = """
title = "Prov"
[[case]]
name = "En mening."
source = "1 §"
tags = ["plain"]
month = "2024-03"
pass = ["2024-03-04 08:00 16:00"]
findings = []
"""


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (GOOD.replace("findings", "finding"), "'findings'"),
        (GOOD.replace("month", "manth"), "'month'"),
        (GOOD.replace('"plain"', '"plane"'), "'plain'"),
        (GOOD.replace("title", "titel"), "'title'"),
        (GOOD.replace("findings = []", ""), "'findings'"),
        (GOOD.replace('source = "1 §"', ""), "'source'"),
        (GOOD + 'fodd = {kims = "2000-01-01"}', "'kim'"),
        (GOOD + 'lines = [{belut = "B1"}]', "'beslut'"),
        (GOOD + 'undantag = "inget"', "finns inte"),
        (GOOD.replace("\npass", "\npass_seri"), "'pass_serie'"),
        (GOOD + 'konto = {frman = "5"}', "'firman'"),
        (GOOD + 'motagare = ["annan kim 2024-01-01"]', "'mottagare'"),
    ],
)
def test_a_broken_file_is_refused_with_the_nearest_key(broken: str, says: str) -> None:
    cases.parse_file("prov", GOOD)
    with pytest.raises((cases.BrokenCase, IndexError)) as raised:
        cases.parse_file("prov", broken)
    if raised.type is cases.BrokenCase:
        assert says in str(raised.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2024-03-04 2024-03-08 vardag 08:00 16:00", "'vardagar'"),
        ("2024-03-04 2024-03-08 dagligen 08:00 16:00 asistent=lea", "'assistent'"),
    ],
)
def test_a_broken_series_is_refused(text: str, says: str, tmp_path: Path) -> None:
    broken = GOOD.replace("pass =", "pass_serie =").replace("2024-03-04 08:00 16:00", text)
    file = cases.parse_file("prov", broken)
    with pytest.raises(cases.BrokenCase, match=says):
        cases.run(file.cases[0], tmp_path)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024-03-01 2024-03-05 vardagar 08:00 16:00", ["01", "04", "05"]),
        ("2024-03-01 2024-03-05 helger 08:00 16:00", ["02", "03"]),
        ("2024-03-01 2024-03-03 dagligen 08:00 16:00", ["01", "02", "03"]),
    ],
)
def test_a_series_is_the_same_pass_on_every_named_day(text: str, days: list[str]) -> None:
    series = GOOD.replace("pass =", "pass_serie =").replace("2024-03-04 08:00 16:00", text)
    rows = cases.Town(cases.parse_file("prov", series).cases[0]).rows
    assert [row["datum"][-2:] for row in rows] == days
    assert {(row["start"], row["slut"], row["slag"]) for row in rows} == {
        ("08:00", "16:00", "assistans")
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2024-03-04 08:00 16:00 asistans", "'assistans'"),
        ("2024-03-04 08:00 16:00 asistent=lea", "'assistent'"),
        ("2024-03-04 08:00 16:00 assistent=leo", "'lea'"),
        ("2024-03-04 08:00 16:00 assistans igen", "igen"),
    ],
)
def test_a_broken_pass_is_refused(text: str, says: str, tmp_path: Path) -> None:
    file = cases.parse_file("prov", GOOD.replace("2024-03-04 08:00 16:00", text))
    with pytest.raises(cases.BrokenCase, match=says):
        cases.run(file.cases[0], tmp_path)


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("fk_redovisning", "2024-03 kolektivavtal=ja", "'kollektivavtal'"),
        ("fk_redovisning", "2024-03 kollektivavtal=jo", "'ja'"),
        ("fk_redovisning", "2024-03 kollektivavtal=ja assistent=lea", "inga pass"),
        ("fk_redovisning", "2024-03 kollektivavtal=ja perioder=2024-03-01", "ingen period"),
        ("mottagare", "godman maja 2024-01-01", "'god-man'"),
        ("mottagare", "god-man maja 2024-01-01 kont=1", "'konto'"),
    ],
)
def test_a_broken_document_or_payee_is_refused(
    key: str, text: str, says: str, tmp_path: Path
) -> None:
    file = cases.parse_file("prov", f'{GOOD}{key} = ["{text}"]')
    with pytest.raises(cases.BrokenCase, match=says):
        cases.run(file.cases[0], tmp_path)


def test_the_booklet_tells_every_case() -> None:
    text = booklet(FILES)
    for case in CASES:
        assert case.name in text
        assert case.source in text
