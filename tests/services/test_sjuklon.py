"""Claims for sjuklön lived through import, check, settle, decisions, attest and correction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database, claims, decisions
from tests.oracle.generate_sjuklon import CODES, Claims
from tests.services import kravexpert, sjuklife, town
from tests.services.sjuklife import Life
from tests.services.sjuktown import DOCUMENTS, fall, sick
from workbench.services import explaining, kravbilaga, reviewing, sjuklon, tracing

SEEDS = (1, 5, 10, 12, 25, 37)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_life_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    sjuklife.live(seed, tmp_path, 12)


MAJA = town.person("1979-03-03", 118)
IDA = town.person("1966-07-12", 322)
PEOPLE = [town.KIM, town.LEA, MAJA, IDA]


def case(arende: str, **other: str) -> dict[str, str]:
    plain = {
        "arbetsgivare": sjuklife.FIRMA,
        "sokande": "",
        "lakarintyg_fran": "",
        "hogriskskydd": "",
        "tidigare_karens": "",
        "semester_procent": "",
        "avgift_procent": "",
        "avtal_procent": "",
        "handlingar": f"{DOCUMENTS},lakarintyg",
    }
    return fall(arende, **(plain | other))


def missed(arende: str, datum: str, start: str, slut: str, vikarie: str) -> dict[str, str]:
    return sick(datum, start, slut, vikarie, arende, slag="", tillagg_per_timme="")


def worked(who: str, datum: str, start: str, slut: str, brukare: str = town.ANNA) -> dict[str, str]:
    return dict(town.tid(datum, start, slut, "assistans", brukare, who, sjuklife.FIRMA))


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as made:
        yield made


def begun(base: Database, folder: Path, told: Claims) -> Life:
    """Take in claims, and all rows, and see that everything is as the oracle says."""
    life = Life(folder, base, told, PEOPLE)
    life.holds("begin")
    life.report(life.waiting)
    life.waiting = []
    life.holds("late")
    return life


def granted_and_attested(life: Life) -> None:
    for name in sorted(life.cases):
        life.grant(name)
        life.holds("decide")
    for month in life.months:
        life.attest_month(month)
        life.holds("attest")


NIGHTS = Claims(
    [case("S1", forsta_sjukdag="2023-12-30", sista_sjukdag="2024-01-05", ansokt="2024-02-01")],
    [
        missed("S1", "2023-12-31", "22:00", "06:00", f"{town.LEA},{MAJA}"),
        missed("S1", "2024-01-04", "22:00", "00:00", town.LEA),
    ],
    [
        worked(town.LEA, "2023-12-31", "22:00", "02:00"),
        worked(MAJA, "2024-01-01", "02:00", "06:00"),
        worked(town.LEA, "2024-01-04", "21:00", "00:00"),
    ],
)
SUMMER_TIME = Claims(
    [case("S1", forsta_sjukdag="2024-03-30", sista_sjukdag="2024-04-02", ansokt="2024-05-01")],
    [
        missed("S1", "2024-03-30", "22:00", "06:00", town.LEA),
        missed("S1", "2024-03-31", "22:00", "06:00", town.LEA),
    ],
    [
        worked(town.LEA, "2024-03-30", "22:00", "06:00"),
        worked(town.LEA, "2024-03-31", "22:00", "06:00"),
    ],
)
TWO_SICK = Claims(
    [case("S1"), case("S2", assistent=MAJA)],
    [
        missed("S1", "2024-03-04", "08:00", "16:00", f"{town.LEA},{IDA}"),
        missed("S2", "2024-03-04", "10:00", "18:00", f"{town.LEA},{IDA}"),
    ],
    [worked(town.LEA, "2024-03-04", "08:00", "18:00"), worked(IDA, "2024-03-04", "10:00", "12:00")],
)
TWO_BRUKARE = Claims(
    [case("S1"), case("S2", brukare=town.BO)],
    [
        missed("S1", "2024-03-04", "08:00", "12:00", town.LEA),
        missed("S2", "2024-03-04", "12:00", "16:00", town.LEA),
        missed("S2", "2024-03-05", "08:00", "16:00", town.LEA),
    ],
    [
        worked(town.LEA, "2024-03-04", "08:00", "13:00"),
        worked(town.LEA, "2024-03-04", "12:00", "16:00", town.BO),
        worked(town.LEA, "2024-03-05", "08:00", "16:00", town.BO),
    ],
)
VIKARIE_ILL = Claims(
    [case("S1"), case("S2", assistent=town.LEA, forsta_sjukdag="2024-03-06")],
    [
        missed("S1", "2024-03-05", "08:00", "16:00", town.LEA),
        missed("S1", "2024-03-06", "08:00", "16:00", f"{town.LEA},{MAJA}"),
        missed("S2", "2024-03-06", "08:00", "16:00", MAJA),
    ],
    [
        worked(town.LEA, "2024-03-05", "08:00", "16:00"),
        worked(MAJA, "2024-03-06", "08:00", "16:00"),
    ],
)
ONE_KARENS = Claims(
    [
        case("S1", forsta_sjukdag="2024-03-25", sista_sjukdag="2024-03-27"),
        case("S2", forsta_sjukdag="2024-04-01", sista_sjukdag="2024-04-03"),
    ],
    [
        missed("S1", "2024-03-25", "08:00", "11:00", town.LEA),
        missed("S2", "2024-04-01", "08:00", "16:00", town.LEA),
    ],
    [
        worked(town.LEA, "2024-03-25", "08:00", "11:00"),
        worked(town.LEA, "2024-04-01", "08:00", "16:00"),
    ],
)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(NIGHTS, id="over New Year, in two months, over midnight"),
        pytest.param(SUMMER_TIME, id="over the night when the clock goes forward"),
        pytest.param(TWO_SICK, id="two assistants with one brukare, one vikarie between them"),
        pytest.param(TWO_BRUKARE, id="one assistant with two brukare"),
        pytest.param(VIKARIE_ILL, id="a vikarie who falls ill"),
        pytest.param(ONE_KARENS, id="two spells with one karensavdrag"),
    ],
)
def test_from_files_to_paid_and_corrected(base: Database, tmp_path: Path, told: Claims) -> None:
    """Granted and paid; then every case comes again with another wage, and with a pass less."""
    life = begun(base, tmp_path, _copy(told))
    granted_and_attested(life)
    for name in sorted(life.cases):
        life.cases[name]["veckolon"] = "4000"
        life.claim([name])
        life.holds("correct")
    for name in sorted(life.cases):
        if len(life.passes[name]) > 1:
            life.passes[name].pop()
            life.claim([name])
            life.holds("correct")
    for month in life.months:
        life.attest_month(month)
        life.holds("attest")


def test_a_corrected_first_case_moves_the_karensavdrag_of_the_next(
    base: Database, tmp_path: Path
) -> None:
    life = begun(base, tmp_path, _copy(ONE_KARENS))
    granted_and_attested(life)
    life.cases["S1"]["hogriskskydd"] = "ja"
    life.claim(["S1"])
    assert life.named() == {"2024-03", "2024-04"}
    life.holds("correct")


def test_a_late_row_in_the_month_of_the_pass_names_the_month_of_the_line(
    base: Database, tmp_path: Path
) -> None:
    told = _copy(NIGHTS)
    last = told.tidrapporter.pop()
    life = begun(base, tmp_path, told)
    granted_and_attested(life)
    assert life.named() == set()
    life.report([last])
    assert "2023-12" in life.named()
    life.holds("late")


def test_a_refused_row_of_the_vikarie_names_the_month_of_the_line(
    base: Database, tmp_path: Path
) -> None:
    """She moves abroad from January: her rows of January are refused when January is checked."""
    life = begun(base, tmp_path, _copy(NIGHTS))
    granted_and_attested(life)
    life.live_in(town.LEA, "US", "2024-01-02")
    town.check(base, "2024-01")
    assert "2023-12" in life.named()
    life.holds("move")


@pytest.mark.parametrize(
    ("change", "grund", "orsak"),
    [
        ("avslagen", "a", "ärendet är avslaget"),
        ("komplettering", "utredning", "ärendet väntar på komplettering"),
        ("pass", "a", "ärendet är ändrat"),
        ("rad", "a", "nekad: vikarie-saknas"),
    ],
)
def test_what_is_claimed_back_says_why(
    base: Database, tmp_path: Path, change: str, grund: str, orsak: str
) -> None:
    """A claim paid and then lowered: one proposal on the arende, its rows passes by file."""
    life = begun(base, tmp_path, _copy(NIGHTS))
    granted_and_attested(life)
    if change == "pass":
        life.passes["S1"].pop()
        life.claim(["S1"])
    elif change == "rad":
        life.live_in(town.LEA, "US", "2024-01-02")
    else:
        sjuklon.decide(base, "S1", change, "prövat", life.stamp())
    life.holds("correct" if change == "pass" else "move")
    life.attest_month("2023-12")
    life.holds("attest")
    ((identity, arende, found),) = base.read().execute("SELECT id, arende, grund FROM aterkrav")
    assert (arende, found) == ("S1", grund)
    rows = claims.rows(base.read(), identity)
    assert orsak in {row.orsak for row in rows}
    assert {row.fil for row in rows} == {"sjukpass.csv"}
    assert explaining.explain(base.read(), f"K{identity}", town.SEER).delar
    told = kravbilaga.bilaga(base.read(), identity, full=False, viewer=town.SEER)
    section = kravexpert.recompute(kravbilaga.as_text(told)).sections[0]
    assert section.steps is not None
    last = section.steps.rows[-1]
    assert (last["Efter"] == "") == (change in ("avslagen", "komplettering"))


def test_every_explanation_reaches_file_and_row(base: Database, tmp_path: Path) -> None:
    life = begun(base, tmp_path, _copy(TWO_SICK))
    granted_and_attested(life)
    life.live_in(town.LEA, "US", "2011-01-01")
    life.holds("move")
    ids = [f"F{row[0]}" for row in base.read().execute("SELECT id FROM fynd")]
    ids += [f"L{row[0]}" for row in base.read().execute("SELECT id FROM avrakning")]
    told = {
        name: "\n".join(tracing.lines(explaining.explain(base.read(), name, town.SEER)))
        for name in [*ids, "S1", "S2"]
    }
    for kod, identity in base.read().execute("SELECT kod, id FROM fynd WHERE aktuell = 1"):
        if kod in CODES:
            assert "sjukpass.csv rad" in told[f"F{identity}"]
            assert decisions.sources(base.read(), identity)[0][0] == "sjukpass.csv"
            assert reviewing.detail(base.read(), identity, town.SEER)
    assert "täckt av" in told["S1"]
    assert "tidrapporter.csv rad" in told["S1"]
    assert "ärende S1 sjuklön" in "".join(told.values())


def _copy(told: Claims) -> Claims:
    """Cases are changed in a life."""
    return Claims(
        [dict(item) for item in told.sjukfall],
        [dict(item) for item in told.sjukpass],
        [dict(item) for item in told.tidrapporter],
    )
