"""What people decide, and what it does to the minutes, the lines and later checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database, values
from tests.services import town
from tests.services.town import ANNA, KIM, LEA, beslut, decide, findings, one, settled, tid
from workbench.services import reviewing
from workbench.services.reviewing import FindingView, Refused, UnknownFinding

MONTH = "2024-03"
DAY = "2024-04-02"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as made:
        yield made


def start(base: Database, tmp_path: Path, **changes: list[town.Row]) -> None:
    """Import a clean town with changes and settle its month."""
    town.bring(base, tmp_path / "in", town.clean_town(**changes), DAY)
    settled(base, MONTH, DAY)


def more(base: Database, tmp_path: Path, name: str, **sheets: list[town.Row]) -> None:
    """Import later sheets and settle again."""
    town.bring(base, tmp_path / name, sheets, DAY)
    settled(base, MONTH, DAY)


def abroad(fran: str = "", land: str = "CH") -> town.Row:
    """Return a fact of residence for Kim."""
    return {"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": land, "bosatt_fran": fran}


def paid(base: Database) -> list[tuple[int, int, int]]:
    """Return the lines' (assistans minutes, hours in hundredths, öre)."""
    return [(line.assistans, line.timmar, line.belopp) for line in settled(base, MONTH, DAY).lines]


def withheld(base: Database) -> tuple[int, int]:
    """Return refused and held minutes."""
    result = settled(base, MONTH, DAY)
    return result.nekade_minuter, result.hallna_minuter


def stay(slag: str = "sjukhus", fran: str = "2024-03-04T10:00", till: str = "") -> town.Row:
    """Return a stay of Anna's."""
    return {"brukare": ANNA, "slag": slag, "fran": fran, "till": till}


def shown(view: FindingView) -> tuple[str, str, int, bool]:
    """Return what matters of a finding."""
    return view.kod, view.status, view.minuter, view.nytt_underlag


def test_released_minutes_are_paid(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], vistelser=[stay()])
    assert withheld(base) == (0, 360)
    assert paid(base) == [(120, 200, 66520)]
    decide(base, findings(base, MONTH), "godkand")
    assert withheld(base) == (0, 0)
    assert paid(base) == [(480, 800, 266080)]


def test_a_law_finding_may_be_overridden(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], assistenter=[abroad()])
    assert withheld(base) == (480, 0)
    decide(base, [one(base, MONTH, "ees")], "godkand")
    assert paid(base) == [(480, 800, 266080)]


def test_two_findings_must_both_be_released(base: Database, tmp_path: Path) -> None:
    start(
        base, tmp_path, tidrapporter=[tid("2024-03-04")], vistelser=[stay()], assistenter=[abroad()]
    )
    decide(base, [one(base, MONTH, "ees")], "godkand")
    assert withheld(base) == (0, 360)
    decide(base, [one(base, MONTH, "vistelse")], "nekad")
    assert withheld(base) == (360, 0)


def test_a_request_for_papers_goes_on_holding(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], vistelser=[stay()])
    decide(base, findings(base, MONTH), "komplettering")
    assert withheld(base) == (0, 360)
    assert one(base, MONTH, "vistelse").status == "komplettering"


def test_a_refused_information_refuses(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], uppdrag=[town.uppdrag(anmald=DAY)])
    assert withheld(base) == (0, 0)
    decide(base, [one(base, MONTH, "anmalan-sen")], "nekad")
    assert withheld(base) == (480, 0)
    assert paid(base) == []


def test_hours_above_the_beslut_are_paid_when_released(base: Database, tmp_path: Path) -> None:
    start(
        base,
        tmp_path,
        beslut=[beslut(timmar="10")],
        tidrapporter=[tid("2024-03-04"), tid("2024-03-05")],
    )
    assert paid(base) == [(960, 1000, 332600)]
    assert one(base, MONTH, "over-beslut").timmar == 600
    decide(base, findings(base, MONTH), "godkand")
    assert paid(base) == [(960, 1600, 532160)]
    assert one(base, MONTH, "over-beslut").status == "godkand"


def test_released_hours_cover_only_what_was_decided(base: Database, tmp_path: Path) -> None:
    start(
        base,
        tmp_path,
        beslut=[beslut(timmar="10")],
        tidrapporter=[tid("2024-03-04"), tid("2024-03-05")],
    )
    decide(base, findings(base, MONTH), "godkand")
    more(base, tmp_path, "mer", tidrapporter=[tid("2024-03-06", "08:00", "09:30")])
    assert paid(base) == [(1050, 1600, 532160)]
    assert sorted((view.status, view.timmar) for view in findings(base, MONTH)) == [
        ("godkand", 600),
        ("oppen", 150),
    ]
    more(base, tmp_path, "fler", beslut=[beslut(timmar="15")])
    assert paid(base) == [(1050, 1750, 582050)]
    assert [(view.status, view.timmar) for view in findings(base, MONTH)] == [("godkand", 250)]


def test_without_a_beslut_nothing_can_be_released(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], beslut=[beslut("B2", town.BO)])
    view = one(base, MONTH, "utan-beslut")
    with pytest.raises(Refused, match="beslut"):
        decide(base, [view], "godkand")
    assert one(base, MONTH, "utan-beslut").status == "oppen"
    decide(base, [view], "nekad")


def test_all_or_none(base: Database, tmp_path: Path) -> None:
    start(
        base,
        tmp_path,
        tidrapporter=[tid("2024-03-04")],
        beslut=[beslut("B2", town.BO)],
        vistelser=[stay()],
    )
    with pytest.raises(Refused):
        decide(base, findings(base, MONTH), "godkand")
    assert {view.status for view in findings(base, MONTH)} == {"oppen"}


def test_a_decision_needs_a_reason_and_a_finding(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], vistelser=[stay()])
    view = one(base, MONTH, "vistelse")
    for reason in ("", "  \n"):
        with pytest.raises(Refused):
            reviewing.decide(base, [view.number], town.Move("godkand", reason), town.stamp(DAY))
    with pytest.raises(UnknownFinding):
        reviewing.decide(base, [10**6], town.Move("godkand", "prövat"), town.stamp(DAY))


def test_a_decision_survives_checks(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], vistelser=[stay()])
    decide(base, findings(base, MONTH), "nekad")
    before = findings(base, MONTH)
    with base.write() as connection:
        connection.execute("DELETE FROM kontroll")
    for day in (DAY, "2024-04-20"):
        town.check(base, MONTH, day)
        assert findings(base, MONTH) == before
    more(base, tmp_path, "annat", tidrapporter=[tid("2024-03-09", assistent=LEA, brukare=town.BO)])
    assert findings(base, MONTH) == before


def test_new_minutes_are_a_new_open_finding(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], assistenter=[abroad()])
    decide(base, findings(base, MONTH), "godkand")
    more(base, tmp_path, "mer", tidrapporter=[tid("2024-03-05", "08:00", "09:00")])
    assert sorted(map(shown, findings(base, MONTH))) == [
        ("ees", "godkand", 480, False),
        ("ees", "oppen", 60, True),
    ]
    assert withheld(base) == (60, 0)
    decide(base, [view for view in findings(base, MONTH) if view.status == "oppen"], "godkand")
    assert withheld(base) == (0, 0)
    assert {view.nytt_underlag for view in findings(base, MONTH)} == {False}


def test_fewer_minutes_keep_the_decision(base: Database, tmp_path: Path) -> None:
    """And when the minutes come back, the decision that was made on them covers them again."""
    rows = [tid("2024-03-04"), tid("2024-03-14")]
    start(base, tmp_path, tidrapporter=rows, assistenter=[abroad()])
    decide(base, findings(base, MONTH), "nekad")
    more(base, tmp_path, "hem", assistenter=[abroad("2024-03-10", "SE")])
    assert [shown(view)[:3] for view in findings(base, MONTH)] == [("ees", "nekad", 480)]
    assert one(base, MONTH, "ees").nytt_underlag
    assert withheld(base) == (480, 0)
    more(base, tmp_path, "bort", assistenter=[abroad("2024-03-10", "TR")])
    assert [shown(view)[:3] for view in findings(base, MONTH)] == [("ees", "nekad", 960)]


def test_a_finding_that_ceases_leaves_the_list_but_not_the_book(
    base: Database, tmp_path: Path
) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], assistenter=[abroad()])
    view = one(base, MONTH, "ees")
    decide(base, [view], "nekad")
    more(base, tmp_path, "hem", assistenter=[abroad(land="SE")])
    assert findings(base, MONTH) == []
    assert paid(base) == [(480, 800, 266080)]
    assert [
        step.till_status for step in reviewing.detail(base.read(), view.number, town.SEER).historik
    ] == ["nekad"]
    more(base, tmp_path, "bort", assistenter=[abroad(land="CH") | {"namn": "Kim Åberg"}])
    assert shown(one(base, MONTH, "ees"))[:3] == ("ees", "nekad", 480)


def test_an_undecided_finding_simply_follows_the_facts(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], assistenter=[abroad()])
    number = one(base, MONTH, "ees").number
    more(base, tmp_path, "mer", tidrapporter=[tid("2024-03-05")])
    view = one(base, MONTH, "ees")
    assert shown(view) == ("ees", "oppen", 960, False)
    assert view.number == number
    more(base, tmp_path, "hem", assistenter=[abroad(land="SE")])
    assert findings(base, MONTH) == []


def test_undo_takes_back_a_round(base: Database, tmp_path: Path) -> None:
    rows = [tid("2024-03-04"), tid("2024-03-05", assistent=LEA)]
    start(base, tmp_path, tidrapporter=rows, vistelser=[stay()])
    views = findings(base, MONTH)
    assert len(views) == 2
    first = decide(base, views, "godkand")
    assert withheld(base) == (0, 0)
    assert [found.omgang for found in reviewing.undoable(base.read(), 2024 * 12 + 2)] == [first]
    undone = reviewing.undo(base, first, town.stamp(DAY))
    assert sorted(undone) == sorted(view.number for view in views)
    assert withheld(base) == (0, 360 + 480)
    assert {view.status for view in findings(base, MONTH)} == {"oppen"}
    assert reviewing.undoable(base.read(), 2024 * 12 + 2) == []
    with pytest.raises(Refused):
        reviewing.undo(base, first, town.stamp(DAY))


def test_undo_leaves_what_was_decided_anew(base: Database, tmp_path: Path) -> None:
    rows = [tid("2024-03-04"), tid("2024-03-05", assistent=LEA)]
    start(base, tmp_path, tidrapporter=rows, vistelser=[stay()])
    one_view, other = findings(base, MONTH)
    first = decide(base, [one_view, other], "godkand")
    decide(base, [one_view], "nekad")
    assert reviewing.undo(base, first, town.stamp(DAY)) == [other.number]
    states = {view.number: view.status for view in findings(base, MONTH)}
    assert states == {one_view.number: "nekad", other.number: "oppen"}


def test_every_move_has_person_time_and_reason(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04")], vistelser=[stay()])
    view = one(base, MONTH, "vistelse")
    moved = decide(base, [view], "komplettering", DAY)
    reviewing.undo(base, moved, town.stamp(DAY, "siv"))
    history = reviewing.detail(base.read(), view.number, town.SEER).historik
    assert [(step.aktor, step.fran_status, step.till_status) for step in history] == [
        ("karin", "oppen", "komplettering"),
        ("siv", "komplettering", "oppen"),
    ]
    assert all(step.tid.startswith(DAY) and step.motivering for step in history)
    logged = base.read().execute(
        "SELECT handelse, aktor FROM v_logg WHERE nyckel = ? ORDER BY id", (view.id,)
    )
    assert logged.fetchall() == [("avgjort", "karin"), ("ångrat", "siv")]


# -- beslut-retroaktivt ------------------------------------------------------------------------


def lowered(base: Database, tmp_path: Path, **new: str) -> None:
    """Replace a beslut of 744 hours by another version."""
    start(base, tmp_path, tidrapporter=[tid("2024-03-04"), tid("2024-03-05")])
    more(base, tmp_path, "ny", beslut=[beslut(**new)])


def test_fewer_hours_before_the_day_of_the_beslut_wait(base: Database, tmp_path: Path) -> None:
    lowered(base, tmp_path, timmar="10", beslutsdatum="2024-04-01")
    view = one(base, MONTH, "beslut-retroaktivt")
    assert (view.allvar, view.beslut, view.minuter) == ("utred", "B1", 0)
    assert paid(base) == [(960, 1600, 532160)]
    decide(base, [view], "godkand")
    assert paid(base) == [(960, 1000, 332600)]
    assert {found.kod for found in findings(base, MONTH)} == {"beslut-retroaktivt", "over-beslut"}


@pytest.mark.parametrize(
    ("new", "hours"),
    [
        ({"timmar": "10", "beslutsdatum": "2024-03-01"}, 1000),
        ({"timmar": "10", "beslutsdatum": "2024-02-20"}, 1000),
        ({"timmar": "745", "beslutsdatum": "2024-05-01"}, 1600),
        ({"timmar": "10", "beslutsdatum": ""}, 1000),
    ],
)
def test_other_new_versions_apply_at_once(
    base: Database, tmp_path: Path, new: dict[str, str], hours: int
) -> None:
    """In force from its day, more hours, or a day that nobody has given."""
    lowered(base, tmp_path, **new)
    assert findings(base, MONTH, "beslut-retroaktivt") == []
    assert [line[1] for line in paid(base)] == [hours]


def test_a_beslut_made_inside_the_month_lowers_its_first_days(
    base: Database, tmp_path: Path
) -> None:
    lowered(base, tmp_path, timmar="10", beslutsdatum="2024-03-02")
    assert one(base, MONTH, "beslut-retroaktivt").status == "oppen"


def test_a_lower_rate_waits_too(base: Database, tmp_path: Path) -> None:
    lowered(base, tmp_path, eget_timbelopp="300", beslutsdatum="2024-04-01")
    assert paid(base) == [(960, 1600, 532160)]
    decide(base, [one(base, MONTH, "beslut-retroaktivt")], "godkand")
    assert paid(base) == [(960, 1600, 480000)]


def test_hours_are_compared_by_month(base: Database, tmp_path: Path) -> None:
    """744 hours a month are not lowered by 2 232 in three months, but by 2 231.99."""
    lowered(base, tmp_path, timmar="2232", period_manader="3", beslutsdatum="2024-04-01")
    assert findings(base, MONTH, "beslut-retroaktivt") == []
    changed = [beslut(timmar="2231,99", period_manader="3", beslutsdatum="2024-04-01")]
    more(base, tmp_path, "igen", beslut=changed)
    assert one(base, MONTH, "beslut-retroaktivt").status == "oppen"


def test_a_refused_ground_keeps_the_former_beslut(base: Database, tmp_path: Path) -> None:
    lowered(base, tmp_path, timmar="10", beslutsdatum="2024-04-01")
    decide(base, [one(base, MONTH, "beslut-retroaktivt")], "nekad")
    assert paid(base) == [(960, 1600, 532160)]
    assert withheld(base) == (0, 0)


def test_a_note_by_a_controller_holds(base: Database, tmp_path: Path) -> None:
    start(base, tmp_path, tidrapporter=[tid("2024-03-04"), tid("2024-03-06")])
    kim = base.read().execute("SELECT id FROM person WHERE nummer = ?", (KIM,)).fetchone()[0]
    with base.write() as connection:
        values.add_note(connection, kim, "2024-03-05", None, "bruten arm", town.stamp(DAY))
    assert withheld(base) == (0, 480)
    assert "bruten arm" in one(base, MONTH, "formaga").forklaring
