"""The list of findings in every order: the first of them are the first of all of them."""

from __future__ import annotations

import itertools

import pytest

from db import Database, decisions
from db.decisions import SORTS, Filter, Sort
from tests.tui.helpers import MARCH, build
from workbench.services import reviewing
from workbench.services.viewing import Viewer

FILTERS = (
    Filter(MARCH),
    Filter(MARCH, status="oppen"),
    Filter(MARCH, allvar="neka"),
    Filter(MARCH, text="maj"),
    Filter(MARCH, text="1990"),
    Filter(MARCH, status="nekad"),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Database:
    folder = tmp_path_factory.mktemp("ordning")
    return Database(build(folder / "kommun.db", folder / "files"))


@pytest.mark.parametrize("many", [0, 100], ids=["many", "few"])
@pytest.mark.parametrize("column", ["", *SORTS, *reviewing.PEOPLE])
def test_the_first_findings_are_the_first_of_all(
    base: Database, column: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "MANY", many)
    for chosen, reverse in itertools.product(FILTERS, (False, True)):
        sort = Sort(column, reverse)
        every = list(reviewing.finding_ids_of(base.read(), chosen, None, sort))
        first = list(reviewing.finding_ids_of(base.read(), chosen, None, sort, 2))
        assert first == every[:2]
        plain = decisions.listing(base.read(), chosen)
        assert sorted(every) == sorted(row.id for row in plain)
        if not column and not reverse:
            assert every == [row.id for row in plain]


def test_each_column_sorts_by_what_it_shows(base: Database) -> None:
    def cells(column: str, *, reverse: bool = False) -> list[reviewing.FindingView]:
        ids = list(reviewing.finding_ids_of(base.read(), FILTERS[0], None, Sort(column, reverse)))
        return reviewing.findings_by_ids(base.read(), ids, Viewer("anna"))

    koder = [row.kod for row in cells("kod")]
    assert koder == sorted(koder)
    assert next(row.allvar for row in cells("allvar", reverse=True)) != "neka"
    times = [row.fran or "" for row in cells("tid", reverse=True)]
    assert times == sorted(times, reverse=True)
    names = [row.brukare_namn for row in cells("brukare")]
    assert names[0].startswith("[skyddad]"), "where a hidden name stands tells nothing of it"
    assert names[1:] == sorted(names[1:])
    assert [row.brukare_namn for row in cells("brukare", reverse=True)][-1] == names[0]


@pytest.mark.parametrize("block", [1, 2, 1000])
def test_a_search_finds_the_next_and_begins_anew(
    base: Database, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "BLOCK", block)
    ids = list(reviewing.finding_ids_of(base.read(), FILTERS[0], None))
    rows = reviewing.findings_by_ids(base.read(), ids, Viewer("anna"))
    places = [place for place, row in enumerate(rows) if row.brukare_namn.startswith("Olle")]
    assert places
    wanted = Filter(MARCH, text="olle")
    for start in range(len(ids) + 1):
        after = [place for place in places if place >= start]
        expected = after[0] if after else places[0]
        assert reviewing.place_of(base.read(), ids, wanted, start) == expected
    assert reviewing.place_of(base.read(), ids, Filter(MARCH, text="hemlig"), 0) is None
