"""Received files read again: all kinds come out as they stand; one that no longer can is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

import importers
from db import Database
from importers import ImportIssue
from tests.services import town
from workbench.services import demo, omlasning
from workbench.services.progress import QUIET


@pytest.fixture
def base(tmp_path: Path) -> Database:
    return town.database(tmp_path / "t.db")


def test_a_later_file_and_a_row_that_gave_way(base: Database, tmp_path: Path) -> None:
    """Versions of a beslut, a stay that another replaced, and a column that a file lacks."""
    town.bring(base, tmp_path / "a", town.clean_town(tidrapporter=[town.tid("2024-03-04")]))
    stay = {"brukare": town.ANNA, "slag": "sjukhus", "fran": "2024-03-05T00:00"}
    for number, till in enumerate(("2024-03-06T00:00", "2024-03-07T00:00")):
        town.bring(base, tmp_path / f"v{number}", {"vistelser": [stay | {"till": till}]})
    town.bring(base, tmp_path / "b", {"beslut": [town.beslut("B1", town.ANNA, timmar="300")]})
    town.bring(
        base,
        tmp_path / "n",
        {"brukare": [{"personnummer": town.ANNA, "namn": "Ny", "namnd": "Järva"}]},
    )
    found = omlasning.reread(base.read(), QUIET)
    assert (found.faults, found.olasta) == ([], [])
    assert found.filer == base.read().execute("SELECT count(*) FROM fil").fetchone()[0]


def test_a_workbook_with_rows_between_registers(base: Database, tmp_path: Path) -> None:
    """Sheets are read again in their order, rows of two sheets as the one file they came in."""
    sheets = town.clean_town()
    first, *others = sheets
    order = {
        first: sheets[first],
        "tidrapporter": [town.tid("2024-03-04"), town.tid("2024-03-05")],
        **{name: sheets[name] for name in others},
        "fler": [town.tid("2024-04-04"), town.tid("2024-02-05")],
    }
    with xlsxwriter.Workbook(str(tmp_path / "allt.xlsx")) as book:
        for name, rows in order.items():
            sheet = book.add_worksheet(name)
            columns = sorted({column for row in rows for column in row})
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column)
                for number, row in enumerate(rows, 1):
                    sheet.write_string(number, place, row.get(column, ""))
    town.take_in(base, [tmp_path / "allt.xlsx"])
    found = omlasning.reread(base.read(), QUIET)
    assert (found.filer, found.faults, found.olasta) == (1, [], [])
    assert base.read().execute("SELECT count(*) FROM tidrapport").fetchone() == (4,)


def test_a_made_up_municipality_is_what_its_files_say(base: Database) -> None:
    """CSV and FK's XML, months of rows, people named by a report alone, sick spells."""
    demo.make(base, "S", 1, town.stamp(), QUIET)
    found = omlasning.reread(base.read(), QUIET)
    assert (found.faults, found.olasta) == ([], [])
    formats = base.read().execute("SELECT count(DISTINCT format) FROM fil").fetchone()[0]
    assert (formats, found.filer) == (2, 16)


def test_a_file_that_is_refused_now_is_told_and_no_break(
    base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registers are then not compared: what one file said may rest on the other's."""
    town.bring(base, tmp_path / "a", town.clean_town())
    real = importers.identify

    def stricter(source: importers.Source) -> importers.Identified | ImportIssue:
        if source.name == "beslut.csv":
            return ImportIssue(
                "IM-999", "Kontot 1234 går inte.", source.name, rad=2, kolumn="konto"
            )
        return real(source)

    monkeypatch.setattr(importers, "identify", stricter)
    found = omlasning.reread(base.read(), QUIET)
    assert found.faults == []
    (told,) = found.olasta
    assert told.vad == "beslut.csv: rad 2 konto, IM-999"
