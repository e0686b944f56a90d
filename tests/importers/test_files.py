"""Finding files, zips and folders, encodings, and that no bytes are too strange."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import importers
from importers import Cancelled, Container, Identified, ImportIssue, Source, find, identify, read
from importers.archive import open_archive, open_member
from tests.importers.make import (
    BRUKARE,
    TIME_HEADER,
    Same,
    archive,
    envelope,
    fk,
    fk_row,
    load,
    sheet_of,
    table,
    time_row,
    times,
    workbook,
)

GOOD = times(time_row())
BOOK = workbook({"Tider": sheet_of(GOOD)})


def containers(*paths: Path) -> list[Container]:
    found = find(list(paths))
    assert all(isinstance(item, Container) for item in found), found
    return [item for item in found if isinstance(item, Container)]


def test_folders_are_walked_by_name_and_hidden_files_passed(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".dold.csv", "~$a.xlsx", "under/c.csv", "under/.d/e.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "under" / "tom").mkdir()
    (tmp_path / "under" / "runt").symlink_to(tmp_path)
    names = [item.name for item in containers(tmp_path)]
    assert names == [str(tmp_path / name) for name in ("a.csv", "b.csv", "under/c.csv")]


def test_a_named_file_is_read_even_when_hidden(tmp_path: Path) -> None:
    (tmp_path / ".dold.csv").write_bytes(GOOD)
    assert len(containers(tmp_path / ".dold.csv")) == 1


def test_a_zip_is_one_container_of_its_members(tmp_path: Path) -> None:
    path = tmp_path / "allt.bin"
    files = {
        "x/tider.csv": GOOD,
        "rapport.xml": fk(fk_row()),
        "bok.xlsx": BOOK,
        "__MACOSX/x/._tider.csv": b"\0",
        "x/": b"",
    }
    path.write_bytes(archive(files))
    (container,) = containers(path)
    assert [source.name for source in container.sources] == [
        f"{path}/bok.xlsx",
        f"{path}/rapport.xml",
        f"{path}/x/tider.csv",
    ]
    results = [load(source) for source in container.sources]
    assert [len(result.rows) for result in results] == [1, 1, 1]
    assert results[2].sha256 == hashlib.sha256(GOOD).hexdigest()
    assert [source.size for source in container.sources] == [
        len(BOOK),
        len(fk(fk_row())),
        len(GOOD),
    ]


def test_a_workbook_is_not_unfolded_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "tider.csv"
    path.write_bytes(BOOK)
    (container,) = containers(path)
    assert len(load(container.sources[0]).rows) == 1


def test_a_member_that_unpacks_to_more_than_it_says() -> None:
    data = bytearray(archive({"a.csv": GOOD * 100}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    bundle = open_archive(io.BytesIO(bytes(data)), "prov")
    with pytest.raises(zipfile.BadZipFile):
        open_member(bundle, bundle.infolist()[0]).read()


def test_a_damaged_member_is_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = bytearray(archive({"a.csv": times(*[time_row()] * 5000)}, stored=True))
    data[2000] ^= 1
    path.write_bytes(bytes(data))
    (container,) = containers(path)
    result = load(container.sources[0])
    assert "IM-080" in result.codes


def test_sha_and_bytes_kept_are_whole_even_when_rows_fail() -> None:
    for data in (
        times(*[time_row()] * 30_000, "x\0"),
        times(*[time_row()] * 10, *['"x'], *[time_row()] * 30_000),
        table("personnummer;namn;namnd", f"{BRUKARE};a;", *["\xe5\xff;;"] * 3, encoding="latin-1"),
    ):
        kept: list[bytes] = []
        result = load(data, keep=kept.append)
        assert result.issues
        assert b"".join(kept) == data
        assert result.sha256 == hashlib.sha256(data).hexdigest()


def test_cancelled_between_blocks() -> None:
    source = Source.from_bytes("prov", times(*[time_row()] * 60_000))
    identified = identify(source)
    assert isinstance(identified, Identified)
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    (reader,) = read(source, identified, cancelled=cancelled)
    rows = reader.tidrapporter(1, Same())
    with pytest.raises(Cancelled):
        list(rows)
    assert len(asked) == 3


NAMES = table("personnummer;namn;namnd", f"{BRUKARE};Åsa Öberg;Järva").decode()


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252")],
)
def test_encoding_is_shown(encoding: str, shown: str) -> None:
    found = identify(Source.from_bytes("prov", NAMES.encode(encoding)))
    assert isinstance(found, Identified)
    assert (found.encoding, found.delimiter) == (shown, ";")
    assert load(NAMES.encode(encoding)).values[0]["namn"] == "Åsa Öberg"


def test_windows_signs_and_a_late_first_letter() -> None:
    text = "personnummer;namn;namnd\n" + f"{BRUKARE};Asa;\n" * 60_000 + f"{BRUKARE};Ås – “x” €;\n"
    for encoding in ("utf-8", "cp1252"):
        result = load(text.encode(encoding))
        assert result.issues == []
        assert result.values[-1]["namn"] == "Ås – “x” €"
        assert result.encoding == encoding


def test_encodings_are_not_mixed() -> None:
    rows = [f"{BRUKARE};Asa;\n".encode()] * 60_000
    head = b"personnummer;namn;namnd\n"
    letters = {
        "utf-8": f"{BRUKARE};Åsa;\n".encode(),
        "cp1252": f"{BRUKARE};\xc5sa;\n".encode("cp1252"),
    }
    for first, second in (("utf-8", "cp1252"), ("cp1252", "utf-8")):
        for between in ([], rows):
            data = b"".join([head, letters[first], *between, letters[second]])
            result = load(data)
            assert result.codes == ["IM-012"], (first, second)
            assert result.issues[0].rad in (2, 3 + len(between))
    broken = b"\xef\xbb\xbf" + head + letters["cp1252"]
    assert load(broken).codes == ["IM-012"]


def test_utf16_without_mark_and_tab() -> None:
    assert load(GOOD.decode().encode("utf-16-le")).codes == ["IM-010"]
    assert load(GOOD.replace(b";", b"\t")).codes == ["IM-020"]


def test_excels_separator_line_is_passed() -> None:
    result = load(b"sep=;\r\n" + GOOD)
    assert result.issues == []
    assert [row[1] for row in result.rows] == [3]


def test_a_zip_that_is_replaced_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"a.csv": GOOD}))
    (container,) = containers(path)
    path.write_bytes(archive({"a.csv": GOOD * 2}))
    assert load(container.sources[0]).codes == ["IM-005"]


def test_many_zips_in_a_folder(tmp_path: Path) -> None:
    for number in range(1200):
        (tmp_path / f"{number:04d}.zip").write_bytes(archive({"a.csv": GOOD}))
    found = containers(tmp_path)
    assert len(found) == 1200
    assert [len(load(item.sources[0]).rows) for item in found[:3]] == [1, 1, 1]


def test_typed_cells_of_a_workbook() -> None:
    import datetime as dt

    day = (dt.date(2025, 5, 5), "yyyy-mm-dd")
    rows: list[list[object]] = [
        TIME_HEADER.split(";"),
        [
            int(BRUKARE),
            int(BRUKARE),
            int(BRUKARE),
            day,
            (7.5 / 24, "hh:mm"),
            (1, "[h]:mm"),
            "assistans",
        ],
        [BRUKARE, BRUKARE, BRUKARE, "2025-05-05", "07:30", "24:00", "assistans"],
    ]
    result = load(workbook({"Tider": rows}))
    assert result.issues == []
    assert result.rows[0][2:] == result.rows[1][2:]


@pytest.mark.parametrize(
    ("column", "value", "kod"),
    [
        ("timmar", 8.55, None),
        ("timmar", 8.555, "IM-053"),
        ("timmar", 360, None),
        ("timmar", -1, "IM-054"),
        ("period_manader", 3, None),
        ("period_manader", 3.5, "IM-059"),
        ("fran", 45000, "IM-070"),
        ("fran", True, "IM-076"),
        ("beslutsnummer", 12, None),
        ("beslutsnummer", 1.5, "IM-076"),
        ("brukare", int(BRUKARE) + 1, "IM-048"),
        ("forskott", True, None),
        ("forskott", 1, "IM-055"),
    ],
)
def test_numbers_of_a_workbook(column: str, value: object, kod: str | None) -> None:
    row: dict[str, object] = {
        "beslutsnummer": "B1",
        "brukare": BRUKARE,
        "fran": "2024-01-01",
        "timmar": 10,
        "period_manader": 1,
        "forskott": "nej",
        column: value,
    }
    result = load(workbook({"Beslut": [list(row), list(row.values())]}))
    assert result.codes == ([kod] if kod else [])


def test_a_table_that_does_not_begin_in_the_corner() -> None:
    cells = [[], *[["", *row] for row in sheet_of(GOOD)]]
    assert load(workbook({"Tider": cells})).codes == ["IM-027"]
    cells = [[], [], *sheet_of(GOOD), ["", "", "", "", "", "", ""], *sheet_of(GOOD)[1:]]
    result = load(workbook({"Tider": cells}))
    assert [row[1] for row in result.rows] == [4, 6]


def test_heavy_libraries_wait_until_needed() -> None:
    import subprocess
    import sys

    code = (
        "import sys, importers; "
        "print([n for n in ('lxml', 'python_calamine', 'textual', 'sqlite3', 'click') "
        "if n in sys.modules])"
    )
    root = Path(importers.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.strip() == "[]"


STARTS = (
    b"", b"PK\x03\x04", b"PK\x05\x06", BOOK[:2000], BOOK[-300:], GOOD[:70], b"\xef\xbb\xbf", b"<",
    b"\xff\xfe<", b'<?xml version="1.0"?>', fk(fk_row())[:600], envelope(fk())[:400], b'"', b";",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
@example(start=BOOK[:-22], rest=b"PK\x05\x06" + b"\xff" * 18)
@example(start=b"", rest=b"brukare;" * 40_000)
@example(start=b"<a>" * 5000, rest=b"")
def test_no_bytes_make_identify_raise(start: bytes, rest: bytes) -> None:
    found = identify(Source.from_bytes("prov", start + rest))
    assert isinstance(found, (Identified, ImportIssue))
    if isinstance(found, Identified):
        assert load(start + rest) is not None


@settings(max_examples=400, deadline=None)
@given(
    base=st.sampled_from((BOOK, fk(fk_row()), envelope(fk(fk_row())), GOOD, archive({"a": GOOD}))),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.floats(0.5, 1),
)
def test_damaged_files_are_issues(
    base: bytes, changes: list[tuple[float, int]], cut: float
) -> None:
    data = bytearray(base)
    for place, byte in changes:
        data[int(place * (len(data) - 1))] = byte
    found = load(bytes(data[: int(len(data) * cut)]))
    assert found.issues or found.rows or found.declared


def test_damaged_zip_paths_are_issues(tmp_path: Path) -> None:
    import random

    rng = random.Random(1)
    base = archive({"a.csv": GOOD * 20, "b.xml": fk(fk_row())})
    path = tmp_path / "a.zip"
    for _ in range(300):
        data = bytearray(base)
        for _ in range(rng.randint(1, 5)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        path.write_bytes(bytes(data))
        for item in find([path]):
            if isinstance(item, Container):
                for source in item.sources:
                    load(source)
