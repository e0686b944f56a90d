"""The desk: stale answers, interrupted questions, failures that never crash the app."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from db import DatabaseDamaged
from tests.tui.helpers import MARCH, running
from workbench.services import overview, reviewing, runs
from workbench.services.overview import month_view
from workbench.tui.messages import JobProgress, MonthLoaded, Request
from workbench.tui.screens.dialogs import Problem
from workbench.tui.screens.month import MonthScreen
from workbench.tui.screens.progress import Working
from workbench.tui.workers import UNSPOKEN, Job, failure, support_line


async def test_a_newer_question_interrupts_the_older(town: Path) -> None:
    started = threading.Event()
    ended: list[float] = []

    def slow(connection: sqlite3.Connection) -> None:
        started.set()
        try:
            connection.execute(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                "SELECT count(*) FROM n"
            )
            raise AssertionError("not interrupted")
        finally:
            ended.append(time.monotonic())

    async with running(town) as driver:
        desk, screen = driver.app.desk, driver.app.screen
        first = desk.ask(screen, "x", slow, lambda request, _: MonthLoaded(request, None))
        await driver.until(started.is_set)
        begun = time.monotonic()
        second = desk.ask(
            screen, "x", lambda _: None, lambda request, _: MonthLoaded(request, None)
        )
        await driver.until(lambda: bool(ended))
        assert ended[0] - begun < 2
        assert not desk.is_current(first)
        assert desk.is_current(second)
        assert not isinstance(driver.app.screen, Problem)


async def test_a_stale_answer_is_not_shown(town: Path) -> None:
    async with running(town) as driver:
        screen = driver.app.screen
        assert isinstance(screen, MonthScreen)
        before = screen.state
        screen.post_message(MonthLoaded(Request("month.view", 0), None))
        await driver.settle()
        assert screen.state is before


@pytest.mark.parametrize("key", ["m", "2", "4"])
async def test_an_unforeseen_error_becomes_a_box(
    town: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("19500101-1234")

    for module, name in (
        (overview, "month_states"),
        (runs, "run_view"),
        (reviewing, "finding_ids_of"),
    ):
        monkeypatch.setattr(module, name, broken)
    async with running(town) as driver:
        await driver.press(key)
        assert isinstance(driver.app.screen, Problem)
        assert "Något gick fel i programmet" in driver.text
        assert "KeyError" in driver.text
        assert "19500101" not in driver.text
        await driver.press("escape")
        await driver.press("1")
        assert isinstance(driver.app.screen, MonthScreen)


async def test_what_could_not_be_read_is_read_again_on_its_digit(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = overview.month_view
    monkeypatch.setattr(overview, "month_view", lambda *_: 1 / 0)
    async with running(town) as driver:
        await driver.press("escape")
        assert "kunde inte läsas: 1 försöker igen" in driver.text
        monkeypatch.setattr(overview, "month_view", real)
        await driver.press("1")
        assert "Andersson, Maj" in driver.text


async def test_a_database_that_goes_away_is_told(town: Path) -> None:
    async with running(town) as driver:
        for path in town.parent.glob("kommun.db*"):
            path.unlink()
        await driver.press("2")
        assert isinstance(driver.app.screen, Problem)
        assert "kan inte användas" in driver.text


async def test_a_box_closes_once_however_often_it_is_told(town: Path) -> None:
    async with running(town) as driver:
        for _ in range(2):
            working = Working(Job("Räknar", Request("job", 1)))
            driver.app.push_screen(working)
            working.finish()
            working.finish()
            await driver.settle()
            working.on_screen_resume()
            assert isinstance(driver.app.screen, MonthScreen)
        for key in ("m", "question_mark"):
            await driver.press(key)
            box = driver.app.screen
            await driver.key("escape")
            await driver.key("escape")
            await driver.settle()
            assert driver.app.screen is not box


def test_known_errors_speak_for_themselves() -> None:
    request = Request("x", 1)
    told = failure(request, DatabaseDamaged("kommun.db", "trasig"))
    assert told.text.startswith("Databasen kommun.db är skadad")
    assert failure(request, ValueError("hemligt")).text == UNSPOKEN


def test_the_support_line_says_where_and_never_what() -> None:
    try:
        # Wrong on purpose, to make an error from inside a service.
        month_view(None, MARCH, None)  # type: ignore[arg-type]  # wrong on purpose: it must fail
    except AttributeError as error:
        line = support_line(error)
    assert line.startswith("AttributeError ")
    assert "overview._granted:" in line


def test_progress_may_replace_progress() -> None:
    newer = JobProgress("b", 2, 3)
    assert newer.can_replace(JobProgress("a", 1, 3))
    assert not newer.can_replace(MonthLoaded(Request("x", 1), None))
