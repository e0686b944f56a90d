"""A list as a file: numbers are numbers, nothing is a formula, nothing is cut off."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from workbench.exports import tabell

HEADINGS, RIGHT = ("Namn", "Belopp"), (False, True)
ROWS = [
    ("=HYPERLINK(1)", "1 234,50"),
    ("Åke\tÖ\n", "−17"),
    ("@x", "–"),
    ("198001019876", "=1+1"),
]


@pytest.mark.parametrize(
    ("text", "right", "shown"),
    [
        ("Maj", False, "Maj"),
        ("=1+1", False, "'=1+1"),
        ("+46 8", False, "'+46 8"),
        ("-5,00", False, "'-5,00"),
        ("@SUM(A1)", False, "'@SUM(A1)"),
        ("\t=1", False, "'=1"),
        ("17 037,30", True, "17037,30"),
        ("−1 000", True, "-1000"),
        ("–", True, ""),
        ("–", False, "–"),
        ("27:00", True, "27:00"),
        ("−27:00", True, "−27:00"),
        ("-1+2", True, "'-1+2"),
        ("12 34", True, "12 34"),
        ("rad\r\ntvå", False, "rad  två"),
    ],
)
def test_a_cell_is_a_number_or_a_text_and_never_a_formula(
    text: str, right: bool, shown: str
) -> None:
    assert tabell.cell(text, right) == shown


def test_csv_is_semicolons_with_a_mark_that_spreadsheets_know() -> None:
    stream, told = io.BytesIO(), list[int]()
    assert tabell.write_csv(stream, HEADINGS, RIGHT, ROWS, told.append) == 4
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    assert stream.getvalue().decode("utf-8-sig").split("\r\n") == [
        "Namn;Belopp",
        "'=HYPERLINK(1);1234,50",
        "Åke Ö;-17",
        "'@x;",
        "198001019876;'=1+1",
        "",
    ]
    assert told == [1, 2, 3, 4]


def test_a_workbook_keeps_numbers_as_numbers_and_texts_as_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabell, "SHEET", 3)
    path = tmp_path / "lista.xlsx"
    with path.open("wb") as stream:
        assert tabell.write_xlsx(stream, HEADINGS, RIGHT, ROWS, lambda _: None) == 4
    book = CalamineWorkbook.from_path(path)
    first, second = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert first == [list(HEADINGS), ["=HYPERLINK(1)", 1234.5], ["Åke Ö", -17.0], ["@x", ""]]
    assert second == [list(HEADINGS), ["198001019876", "=1+1"]]


def test_an_empty_list_has_its_headings() -> None:
    for write in (tabell.write_csv, tabell.write_xlsx):
        stream = io.BytesIO()
        assert write(stream, HEADINGS, RIGHT, [], lambda _: None) == 0
        assert stream.getvalue()


def test_rows_for_the_clipboard_have_tabs_between_cells_only() -> None:
    assert tabell.tabbed(ROWS[:2], RIGHT) == "'=HYPERLINK(1)\t1234,50\nÅke Ö\t-17"
