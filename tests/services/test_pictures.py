"""Pictures say what Månad, the findings and the runs say, to the minute and the öre."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from db import Database
from tests.services import town
from tests.services.town import ANNA, BO, BOLAGET, FIRMAN, KIM, LEA, tid
from workbench.domain.finding import Allvar, Effect, Status, effect
from workbench.domain.money import share
from workbench.domain.time import parse_month
from workbench.exports import bild
from workbench.exports.bild import Bild, Del, Grupp, Stapel
from workbench.services import (
    overview,
    pictures,
    pictures_drawn,
    pictures_employers,
    revision_utfall,
)
from workbench.services.files import NotWritten
from workbench.services.viewing import Viewer

LOOKER = Viewer("karin")
MARCH, APRIL = parse_month("2024-03"), parse_month("2024-04")
EVIL = '<script>alert(1)</script> & "Bo" [red]'
BRUKARE = [
    {"personnummer": ANNA, "namn": "Anna Ek", "skyddad": "ja"},
    {"personnummer": BO, "namn": EVIL, "skyddad": "nej"},
]
HIDDEN_FIRM = town.company(31)


def rows() -> list[town.Row]:
    """Bo has two employers, one minute stands under two kod, and a row runs over the month's end;
    Anna, who is protected, is alone with her anordnare."""
    return [
        *(tid(f"2024-03-{day:02d}", brukare=BO) for day in range(4, 9)),
        *(tid(f"2024-03-{day:02d}", "10:00", "13:20", brukare=BO, assistent=LEA,
              arbetsgivare=BOLAGET) for day in range(11, 14)),
        tid("2024-03-14", "20:00", "23:00", "beredskap", brukare=BO),
        tid("2024-03-05", brukare=BO),
        tid("2024-03-05", "12:00", "16:30", brukare=BO, arbetsgivare=BOLAGET),
        tid("2024-03-31", "22:00", "06:00", brukare=BO),
        tid("2024-03-20", "08:00", "11:00", arbetsgivare=HIDDEN_FIRM),
        tid("2024-03-21", "08:00", "11:00", arbetsgivare=HIDDEN_FIRM),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("bilder")
    sheets = town.clean_town(brukare=BRUKARE, tidrapporter=rows())
    sheets["anordnare"] = [
        *sheets["anordnare"],
        {"orgnr": HIDDEN_FIRM, "namn": "Gömman AB", "kommunal": "nej",
         "tillstand_fran": "2011-01-01"},
    ]  # fmt: skip
    sheets["uppdrag"] = [
        *(row for row in sheets["uppdrag"] if row != town.uppdrag(KIM, BO, BOLAGET)),
        town.uppdrag(KIM, ANNA, HIDDEN_FIRM),
    ]
    sheets["beslut"] = [town.beslut("B1", ANNA, timmar="20"),
                        town.beslut("B2", BO, timmar="40", forskott="ja")]  # fmt: skip
    with town.database(folder / "t.db") as made:
        town.bring(made, folder / "in", sheets)
        april = [tid("2024-04-02", brukare=BO), tid("2024-04-03", arbetsgivare=HIDDEN_FIRM)]
        town.bring(made, folder / "april", {"tidrapporter": april})
        for month in ("2024-03", "2024-04"):
            town.settled(made, month)
        yield made


# -- sums ---------------------------------------------------------------------------------------


def test_the_month_is_that_of_manad(base: Database) -> None:
    found = pictures.month_picture(base.read(), MARCH, LOOKER)
    view = overview.month_view(base.read(), MARCH, LOOKER)
    assert found.timmar == sum(row.timmar or 0 for row in view.rows) > 0
    assert found.beviljat == sum(row.beviljat for row in view.rows) == 6000
    assert found.belopp_ore == view.total_ore == sum(row.belopp or 0 for row in view.rows)
    assert (found.nekade_minuter, found.hallna_minuter) == (
        view.nekade_minuter,
        view.hallna_minuter,
    )
    assert found.redovisade_minuter == sum(view.veckor)
    assert sum(found.anvant.values()) == found.brukare == len(view.rows)


def test_a_month_that_is_not_settled_is_told_so(base: Database) -> None:
    found = pictures.month_picture(base.read(), parse_month("2023-01"), LOOKER)
    assert (found.timmar, found.belopp_ore, found.korning) == (None, None, None)
    assert "inte räknad" in pictures_drawn.draw_month(found).beskrivning


def test_each_kod_holds_what_its_findings_hold(base: Database) -> None:
    found = pictures.findings_picture(base.read(), MARCH)
    views = town.findings(base, "2024-03")
    expected: dict[tuple[str, str], list[int]] = {}
    for view in views:
        does = effect(Allvar(view.allvar), Status(view.status))
        if does is not Effect.INGEN:
            sums = expected.setdefault((view.kod, does), [0, 0, 0])
            for place, more in enumerate((1, view.minuter, view.timmar or 0)):
                sums[place] += more
    assert {(k.kod, k.effekt): [k.antal, k.minuter, k.timmar] for k in found.koder} == expected
    assert {kod for kod, _ in expected} >= {"dubblett", "overlapp", "over-beslut"}


def test_kronor_by_kod_are_those_of_revision(base: Database) -> None:
    found = pictures.findings_picture(base.read(), MARCH)
    outcomes = revision_utfall.outcomes(base.read(), (MARCH, MARCH))
    assert sum(item.belopp_ore for item in found.koder) == sum(
        item.ore_undanhallna for item in outcomes
    )


def test_a_minute_under_two_kod_is_one_minute_of_the_month(base: Database) -> None:
    found = pictures.findings_picture(base.read(), MARCH)
    view = overview.month_view(base.read(), MARCH, LOOKER)
    assert found.nekade_minuter == found.korningens_nekade == view.nekade_minuter
    assert found.hallna_minuter == found.korningens_hallna == view.hallna_minuter
    assert sum(item.minuter for item in found.koder) > view.nekade_minuter + view.hallna_minuter


@pytest.mark.parametrize("month", [MARCH, APRIL])
def test_anordnare_sum_to_the_month(base: Database, month: int) -> None:
    view = overview.month_view(base.read(), month, LOOKER)
    found = pictures_employers.employers_picture(base.read(), month, LOOKER)
    last = [item.manader[-1] for item in found.anordnare]
    assert found.antal == len(found.anordnare)
    assert sum(item.belopp_ore or 0 for item in last) == view.total_ore
    assert sum(item.minuter for item in last) == sum(view.veckor)
    assert sum(item.nekade_minuter for item in last) == view.nekade_minuter


def test_one_anordnare_over_the_months(base: Database) -> None:
    found = pictures_employers.employers_picture(base.read(), APRIL, LOOKER, one=BOLAGET)
    (item,) = found.anordnare
    assert [month.month for month in item.manader] == ["2024-03", "2024-04"]
    assert [month.minuter for month in item.manader] == [3 * 200 + 270, 0]


def test_a_brukares_months_are_those_of_manad(base: Database) -> None:
    connection = base.read()
    for row in overview.month_view(connection, MARCH, LOOKER).rows:
        found = pictures.brukare_picture(connection, row.id, APRIL, LOOKER)
        assert [one.month for one in found.manader] == ["2024-03", "2024-04"]
        march = found.manader[0]
        assert (march.beviljat, march.timmar, march.belopp_ore) == (
            row.beviljat,
            row.timmar,
            row.belopp,
        )
        assert (march.nekade_minuter, march.hallna_minuter) == (
            row.nekade_minuter,
            row.hallna_minuter,
        )


def test_an_advance_is_no_hour_of_its_month(base: Database) -> None:
    """Bo is paid 40 hours ahead for a month beside the hours of March."""
    row = next(
        row for row in overview.month_view(base.read(), MARCH, LOOKER).rows if row.brukare == BO
    )
    assert row.timmar is not None
    assert row.timmar <= row.beviljat == 4000


@pytest.mark.parametrize(
    ("units", "öre", "expected"),
    [
        ({1: 10, 2: 10, 3: 10}, 100, {1: 34, 2: 33, 3: 33}),
        ({1: 0, 2: 5}, 99, {1: 0, 2: 99}),
        ({1: 1, 2: 2}, 0, {1: 0, 2: 0}),
    ],
)
def test_öre_of_several_anordnare_are_shared_whole(
    units: dict[int, int], öre: int, expected: dict[int, int]
) -> None:
    assert pictures_employers._shared(öre, units, {1: 1, 2: 1, 3: 1}) == expected


def test_öre_without_rows_belong_to_nobody() -> None:
    assert pictures_employers._shared(17, None, None) == {None: 17}


# -- protected people ---------------------------------------------------------------------------


def test_an_anordnare_with_only_protected_brukare_is_not_told(base: Database) -> None:
    found = pictures_employers.employers_picture(base.read(), MARCH, LOOKER)
    assert {item.namn for item in found.anordnare} == {
        "Firman",
        "Bolaget",
        pictures_employers.HIDDEN,
    }
    with pytest.raises(pictures_employers.UnknownEmployer):
        pictures_employers.employers_picture(base.read(), MARCH, LOOKER, one=HIDDEN_FIRM)
    seen = pictures_employers.employers_picture(base.read(), MARCH, town.SEER, one=HIDDEN_FIRM)
    assert seen.anordnare[0].namn == "Gömman AB"
    assert seen.anordnare[0].manader[-1].minuter == 360


def test_a_protected_brukare_is_masked_in_his_picture(base: Database) -> None:
    connection = base.read()
    who = pictures.brukare(connection, f"{ANNA[:8]}-{ANNA[8:]}")
    made = pictures_drawn.draw_brukare(pictures.brukare_picture(connection, who, MARCH, LOOKER))
    text = "\n".join(bild.lines(made, 80)) + bild.svg(made).decode()
    assert f"[skyddad] {who}" in text
    assert "Anna" not in text
    assert ANNA not in text


def test_who_is_no_brukare_has_no_picture(base: Database) -> None:
    with pytest.raises(pictures.UnknownBrukare):
        pictures.brukare(base.read(), "201")
    kim = pictures.brukare(base.read(), KIM)
    with pytest.raises(pictures.UnknownBrukare):
        pictures.brukare_picture(base.read(), kim, MARCH, LOOKER)


# -- drawing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "limit", "width", "expected"),
    [
        ((Del(50),), None, 10, "█████"),
        ((Del(1),), None, 10, "█"),
        ((Del(0),), None, 10, ""),
        ((Del(60), Del(20, "nekad"), Del(20, "hallen")), None, 10, "██████╳╳▒▒"),
        ((Del(40),), 80, 10, "████····│"),
        ((Del(90), Del(10, "over")), 90, 10, "█████████│"),
        ((Del(99), Del(1, "nekad")), None, 10, "█████████╳"),
    ],
)
def test_a_bar_shows_all_that_is_not_nothing(
    parts: tuple[Del, ...], limit: int | None, width: int, expected: str
) -> None:
    assert bild.bar(Stapel("", (), parts, limit), 100, width) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(1, 8, "12,5 %"), (1, 3, "33,3 %"), (2, 3, "66,7 %"), (0, 5, "0,0 %"), (3, 0, "")],
)
def test_shares_are_rounded_half_up(part: int, whole: int, expected: str) -> None:
    assert share(part, whole) == expected


def every(base: Database) -> Iterator[Bild]:
    """Yield a picture of each kind."""
    connection = base.read()
    who = pictures.brukare(connection, BO)
    yield pictures_drawn.draw_month(pictures.month_picture(connection, MARCH, LOOKER))
    yield pictures_drawn.draw_findings(pictures.findings_picture(connection, MARCH))
    yield pictures_drawn.draw_brukare(pictures.brukare_picture(connection, who, APRIL, LOOKER))
    yield pictures_drawn.draw_employers(
        pictures_employers.employers_picture(connection, APRIL, LOOKER)
    )


@pytest.mark.parametrize("width", [58, 78, 118])
def test_text_fits_and_has_every_figure(base: Database, width: int) -> None:
    for made in every(base):
        drawn = bild.lines(made, width)
        assert max(map(len, drawn)) <= width
        for grupp in made.grupper:
            for stapel in grupp.staplar:
                line = next(line for line in drawn if line.startswith(stapel.etikett[:9]))
                assert line
        together = " ".join(" ".join(drawn).split())
        for figure in (f for g in made.grupper for s in g.staplar for f in s.siffror):
            assert figure in together


def test_svg_is_text_that_no_name_can_change(base: Database) -> None:
    for made in every(base):
        data = bild.svg(made)
        root = ElementTree.fromstring(data)
        kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert kinds <= {"svg", "title", "desc", "defs", "pattern", "rect", "circle", "path",
                         "text", "g"}  # fmt: skip
        assert b"<script" not in data
        assert b"href" not in data
        described = root.find("{http://www.w3.org/2000/svg}desc")
        assert described is not None
        assert described.text is not None
        for grupp in made.grupper:
            for stapel in grupp.staplar:
                assert all(figure in described.text for figure in stapel.siffror)


def test_control_characters_never_reach_the_file() -> None:
    made = Bild("a\x1b[31m\x00b", "c\ud800", (Grupp("\x07", (), (Stapel("\x0c", (), ()),)),))
    ElementTree.fromstring(bild.svg(made))
    assert "\x1b" not in "\n".join(bild.lines(made, 60))


def test_a_file_is_private_whole_and_journaled(base: Database, tmp_path: Path) -> None:
    made = next(every(base))
    target = tmp_path / "m.svg"
    assert pictures_drawn.write(base, made, "month", target, town.stamp()) == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    told = (
        base.read()
        .execute("SELECT nyckel, efter FROM v_logg WHERE handelse = 'exporteras' ORDER BY id DESC")
        .fetchone()
    )
    assert told[0] == "bild month"
    assert "m.svg" in told[1]
    assert pictures_drawn.write(base, made, "month", target, town.stamp()) == 0
    target.write_text("annat")
    with pytest.raises(NotWritten):
        pictures_drawn.write(base, made, "month", target, town.stamp())


def test_firman_is_told_by_number(base: Database) -> None:
    found = pictures_employers.employers_picture(base.read(), MARCH, LOOKER)
    assert FIRMAN in {item.nummer for item in found.anordnare}
