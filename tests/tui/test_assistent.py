"""The assistant's period: limits, bars, months, why, and the ways in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services import town as made
from tests.tui.helpers import MARCH, NORMAL, SMALL, WIDE, Driver, check_golden, running
from workbench.domain.time import iso_month
from workbench.services.arbetstid import Period
from workbench.tui.messages import PeriodLoaded, Request
from workbench.tui.screens.assistent import AssistentScreen
from workbench.tui.screens.review import ReviewScreen
from workbench.tui.screens.why import Trace
from workbench.tui.widgets.limitbar import bar
from workbench.tui.widgets.rowlist import RowList

SIZES = {"80x24": NORMAL, "120x40": WIDE, "60x20": SMALL}
MARKUP = "Bo [red]Al[/red] [b"
KIM_SHOWN = "Kim Lind"


@pytest.fixture(scope="session")
def _worked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A month with two employers, limits passed, and a brukare whose name looks like markup."""
    folder = tmp_path_factory.mktemp("worked")
    uppdrag = [
        made.uppdrag(
            arbetstid="kollektivavtal",
            timmar_per_vecka="10",
            period_langd="28d",
            period_start="2024-03-04",
        ),
        made.uppdrag(arbetsgivare=made.BOLAGET, brukare=made.BO, period_start="2023-12-01"),
    ]
    rows = [made.tid(f"2024-03-{day:02d}", "08:00", "12:30") for day in range(5, 15)]
    rows += [
        made.tid(f"2024-03-{day:02d}", "22:00", "06:00", "vantetid", made.BO, made.KIM,
                 made.BOLAGET)
        for day in range(10, 18)
    ]  # fmt: skip
    brukare = [
        {"personnummer": made.ANNA, "namn": "Anna Ek", "skyddad": "ja"},
        {"personnummer": made.BO, "namn": MARKUP, "skyddad": "nej"},
    ]
    with made.database(folder / "t.db") as base:
        made.bring(base, folder / "in", made.clean_town(uppdrag=uppdrag, tid=rows, brukare=brukare))
        made.settled(base, iso_month(MARCH))
    return (folder / "t.db").read_bytes()


@pytest.fixture
def worked(_worked: bytes, tmp_path: Path) -> Path:
    """A copy of it."""
    path = tmp_path / "kommun.db"
    path.touch(mode=0o600)
    path.write_bytes(_worked)
    return path


def screen_of(driver: Driver) -> AssistentScreen:
    """Return the period's screen, which shall be on top."""
    screen = driver.app.screen
    assert isinstance(screen, AssistentScreen)
    return screen


def found(driver: Driver) -> Period:
    """Return the period shown."""
    period = screen_of(driver).state.period
    assert period is not None
    return period


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen(worked: Path, size: str) -> None:
    async with running(worked, SIZES[size]) as driver:
        await driver.press("2", "p")
        await check_golden(f"period-{size}", driver)
        assert "▓" in driver.text
        assert made.ANNA not in driver.text
        assert "Anna Ek" not in driver.text
        await driver.press("d")
        await check_golden(f"period-days-{size}", driver)


async def test_it_opens_on_the_findings_limit(worked: Path) -> None:
    async with running(worked) as driver:
        await driver.press("2", "p")
        screen = screen_of(driver)
        assert screen.current is not None
        assert screen.current.kod == "arbetstid-avtal"
        assert screen.current.minuter_over == 300
        assert found(driver).namn == KIM_SHOWN
        assert "lör 16 mar" not in driver.text
        await driver.press("escape", "down", "p")
        assert screen_of(driver).current is not None
        assert "väntetid" in driver.text


async def test_limits_and_names_are_shown_as_they_are(worked: Path) -> None:
    async with running(worked, WIDE) as driver:
        await driver.press("2", "p", "home")
        rows = driver.one("#limits", RowList)
        for _ in range(rows.count):
            assert MARKUP in driver.text or "[skyddad]" in driver.text or "0:00" in driver.text
            await driver.press("down")
        seen = [item.namn for item in found(driver).granser]
        assert len(seen) == rows.count
        assert {"kollektivavtal", "arbetstidslagen", "övertid under året"} <= set(seen)


async def test_months_go_by_and_the_limit_stays(worked: Path) -> None:
    async with running(worked) as driver:
        await driver.press("2", "p", "right")
        assert found(driver).manad == MARCH + 1
        assert "april 2024" in driver.text
        screen = screen_of(driver)
        assert screen.current is not None
        assert screen.current.kod == "arbetstid-avtal"
        await driver.press("left", "left")
        assert found(driver).manad == MARCH - 1
        assert driver.app.session.month == MARCH  # type: ignore[attr-defined]  # our own app
        await driver.press("escape")
        assert isinstance(driver.app.screen, ReviewScreen)
        assert "mars 2024" in driver.text


async def test_why_and_back(worked: Path) -> None:
    async with running(worked, WIDE) as driver:
        await driver.press("2", "p", "v")
        assert isinstance(driver.app.screen, Trace)
        assert "tid.csv rad" in driver.text
        await driver.press("escape", "enter")
        assert isinstance(driver.app.screen, Trace)
        await driver.press("escape", "escape")
        assert isinstance(driver.app.screen, ReviewScreen)


async def test_going_elsewhere_closes_it(worked: Path) -> None:
    async with running(worked) as driver:
        await driver.press("2", "p", "1", "enter")
        assert isinstance(driver.app.screen, ReviewScreen)
        await driver.press("p", "4", "2")
        assert isinstance(driver.app.screen, ReviewScreen)


async def test_a_stale_answer_is_not_shown(worked: Path) -> None:
    async with running(worked) as driver:
        await driver.press("2", "p")
        before = found(driver)
        screen_of(driver).post_message(PeriodLoaded(Request("period.limits", 0), None))
        await driver.settle()
        assert found(driver) is before


async def test_help_and_palette_know_it(worked: Path) -> None:
    async with running(worked, WIDE) as driver:
        await driver.press("2", "p", "question_mark")
        assert "Hjälp: Assistentens period" in driver.text
        assert "En rad per gräns" in driver.text
        await driver.press("escape", "escape", "ctrl+p", *"period", "enter")
        assert isinstance(driver.app.screen, AssistentScreen)


async def test_a_finding_without_an_assistant(worked: Path) -> None:
    async with running(worked) as driver:
        await driver.press("2")
        review = driver.app.screen
        assert isinstance(review, ReviewScreen)
        driver.app.push_screen(AssistentScreen(review.session, review.desk, MARCH, finding=10**6))
        await driver.settle()
        assert "finns inte" in driver.text
        await driver.press("escape", "escape")
        assert isinstance(driver.app.screen, ReviewScreen)


@pytest.mark.parametrize(
    ("before", "minutes", "worked", "expected"),
    [
        (0, 0, 0, "··········│"),
        (0, 60, 60, "█████·····│"),
        (60, 60, 120, "━━━━━█████│"),
        (0, 121, 121, "█████████│▓"),
        (119, 1, 120, "━━━━━━━━━█│"),
        (120, 60, 180, "━━━━━━│▓▓▓▓"),
        (180, 60, 240, "━━━━━│▒▒▓▓▓"),
        (0, 1, 1, "█·········│"),
    ],
)
def test_bars(before: int, minutes: int, worked: int, expected: str) -> None:
    assert bar(120, worked, before, minutes, 11) == expected
