"""What someone has done lately: each kind, whether it can be taken back, and taking it back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database
from tests.services import krav, town
from tests.services.test_tasks import fkbeslut
from workbench.services import kravparter, reviewing, taskdoing, tasks, undoing
from workbench.services.errors import Refused
from workbench.services.reviewing import Move
from workbench.services.tasks import TaskFilter
from workbench.services.undoing import Gjort, UnknownDeed
from workbench.services.viewing import Viewer

HIDDEN = town.person("1977-07-07", 311)


@pytest.fixture(scope="module")
def _lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A protected person's claim, told with its assessment by Karin."""
    folder = tmp_path_factory.mktemp("gjort")
    base = krav.claimed(folder, brukare=HIDDEN, skyddad="ja")
    krav.move(base, "utredning", "2026-09-01", grund="a")
    krav.assess(base)
    krav.move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
    base.close()
    return folder / "t.db"


@pytest.fixture
def base(_lived: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of it."""
    with Database(Path(shutil.copy(_lived, tmp_path / "t.db"))) as database:
        yield database


def deeds(base: Database, who: str = "karin", slag: str = "") -> list[Gjort]:
    """Return what someone sees of what they have done."""
    found = undoing.deeds(base.read(), Viewer(who), town.stamp(actor=who))
    return [item for item in found if item.slag == slag or not slag]


def undo(base: Database, item: Gjort, varfor: str = "fel", who: str = "karin") -> str:
    """Take something back."""
    return undoing.undo(base, item, varfor, town.stamp(actor=who))


def test_only_ones_own_newest_first_and_people_masked(base: Database) -> None:
    mine, others = deeds(base), deeds(base, "bo")
    assert [item.tid for item in mine] == sorted((item.tid for item in mine), reverse=True)
    assert {item.slag for item in mine} == {"fynd", "krav", "stycke"}
    assert {item.slag for item in others} == {"korning"}
    assert deeds(base, "ingen") == []
    hidden = [item.vem for item in mine]
    assert all(name.startswith("[skyddad] ") for name in hidden), hidden
    assert HIDDEN not in "".join(f"{item.vad}{item.vem}{item.kommando}" for item in mine)


def test_a_round_of_decisions_is_taken_back_once(base: Database) -> None:
    (item,) = deeds(base, slag="fynd")
    assert (item.vad, item.varfor, item.hinder) == ("1 fynd nekad, 2024-03", "prövat", "")
    assert undo(base, item) == "1 fynd är som före avgörandet."
    (item,) = deeds(base, slag="fynd")
    assert item.hinder == "Redan ångrat."
    with pytest.raises(Refused, match="Redan ångrat"):
        undo(base, item)


def test_a_round_decided_anew_says_so(base: Database) -> None:
    (finding,) = town.findings(base, "2024-03", "vistelse")
    move = Move("godkand", "såg fel")
    reviewing.decide(base, [finding.number], move, town.stamp(actor="bo"))
    (item,) = deeds(base, slag="fynd")
    assert item.hinder == "Fynden har avgjorts på nytt efteråt."
    (theirs,) = deeds(base, "bo", "fynd")
    assert theirs.hinder == ""


def test_steps_of_a_claim_are_taken_back_from_the_last(base: Database) -> None:
    told, opened = deeds(base, slag="krav")
    assert told.vad == "K1 utredning → kommunicerat"
    assert (told.hinder, told.med_skal) == ("", True)
    assert opened.hinder == "Senare steg har tagits i K1: ångra dem först."
    with pytest.raises(Refused, match="ångra dem först"):
        undo(base, opened)
    with pytest.raises(Refused, match="Skriv varför"):
        undo(base, told, " ")
    assert undo(base, told) == "Steget är ångrat: K1 är åter utredning."
    told, opened = deeds(base, slag="krav")
    assert (told.hinder, opened.hinder) == ("Redan ångrat.", "")


def test_a_decision_on_a_claim_is_never_taken_back(base: Database) -> None:
    krav.move(base, "beslutad", "2026-10-01", "bo")
    (step,) = deeds(base, "bo", "krav")
    assert step.hinder.startswith("Ett beslut tas inte tillbaka")


def test_a_piece_of_the_assessment_is_taken_away_while_it_stands(base: Database) -> None:
    pieces = deeds(base, slag="stycke")
    assert len(pieces) == len(kravparter.KINDS) - 1
    assert undo(base, pieces[0], "") == "Stycket är borttaget ur bedömningen av K1."
    assert deeds(base, slag="stycke")[0].hinder == "Stycket är ändrat eller borttaget efteråt."
    assert not deeds(base, slag="stycke")[1].hinder


def test_a_task_is_taken_back_with_a_reason(base: Database, tmp_path: Path) -> None:
    town.bring(base, tmp_path / "fk", {"fkbeslut": [fkbeslut(HIDDEN, utfall="avslag")]})
    (task,) = tasks.tasks(base.read(), town.SEER, town.TODAY, TaskFilter(plikt="15b"))
    taskdoing.do(base, task.id, "ringde", town.stamp())
    (item,) = deeds(base, slag="uppgift")
    assert item.vad.startswith(f"{task.id} gjord: ")
    assert item.vem.startswith("[skyddad] ")
    with pytest.raises(Refused, match="Skriv varför"):
        undo(base, item, "")
    assert undo(base, item) == f"Uppgiften {task.id} väntar igen."
    assert [one.hinder for one in deeds(base, slag="uppgift")] == ["Redan ångrat."]


def test_an_attested_run_is_annulled_by_a_third_person_not_undone(base: Database) -> None:
    latest, first = deeds(base, "bo", "korning")
    for run in (latest, first):
        assert run.hinder.startswith("En attesterad körning makuleras i Avräkning, inte här.")
        assert run.kommando == ""


def test_what_is_anothers_is_not_taken_back_here(base: Database) -> None:
    (item,) = deeds(base, slag="fynd")
    with pytest.raises(UnknownDeed):
        undo(base, item, who="bo")
