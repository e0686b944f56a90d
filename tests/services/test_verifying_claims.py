"""Every row and every öre of a claim follows from the two runs: what has been changed is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, open_database, proof
from tests.services import town
from tests.services.kravlife import attest
from tests.services.town import ANNA, KIM, LEA, tid
from workbench.services import kravbilaga, verifying_claims
from workbench.services.kravbilaga import DoesNotAddUp
from workbench.services.viewing import Viewer

MONTH = "2024-03"


@pytest.fixture(scope="module")
def attested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """K1 (Kim lives abroad: rows 3 and 4 refused) and K2 (a stay holds part of row 2); then a row
    comes back and lowers K1."""
    folder = tmp_path_factory.mktemp("krav")
    with town.database(folder / "t.db") as base:
        rows = [
            tid("2024-03-04", "08:00", "15:07", assistent=LEA),
            tid("2024-03-05", "08:00", "16:13", assistent=LEA),
            tid("2024-03-06", "08:00", "16:29"),
            tid("2024-03-07", "22:00", "05:00", "vantetid"),
        ]
        town.bring(base, folder / "in", town.clean_town(tidrapporter=rows))
        attest(base, MONTH)
        stay = {"fran": "2024-03-05T08:00", "till": "2024-03-05T10:00"}
        town.bring(
            base,
            folder / "ut",
            {
                "assistenter": [{"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "US"}],
                "vistelser": [{"brukare": ANNA, "slag": "sjukhus", **stay}],
            },
        )
        attest(base, MONTH)
        late = [tid("2024-03-08", "08:00", "09:31", assistent=LEA)]
        town.bring(base, folder / "sent", {"tidrapporter": late})
        attest(base, MONTH)
    return folder / "t.db"


@pytest.fixture
def change(attested: Path, tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """Change a copy past the program, by SQL, and open it."""
    opened: list[Database] = []

    def made(statement: str, *values: object) -> Database:
        path = tmp_path / "t.db"
        shutil.copy(attested, path)
        with closing(sqlite3.connect(path)) as raw, raw:
            for (name,) in raw.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> 'journal'"
            ).fetchall():
                raw.execute(f"DROP TRIGGER {name}")
            raw.execute(statement, values)
        opened.append(open_database(path))
        return opened[-1]

    yield made
    for base in opened:
        base.close()


def told(base: Database) -> list[str]:
    """Return what is wrong with the claims, each as ``where: what``."""
    return [f"{fault.var}: {fault.vad}" for fault in verifying_claims.faults(base.read())]


def test_what_was_attested_follows(change: Callable[..., Database]) -> None:
    base = change("SELECT 1")
    claims = base.read().execute("SELECT id, grund FROM aterkrav ORDER BY id").fetchall()
    assert claims == [(1, "a"), (2, "utredning")]
    runs = base.read().execute("SELECT DISTINCT korning FROM aterkrav_rad ORDER BY 1").fetchall()
    assert runs == [(2,), (3,)]
    assert told(base) == []
    assert proof.faults(base.read()) == []


ROW_3 = "tidrapporter.csv rad 4"
"""Kim's day, refused: 71 260 of 214 760 units of 25,57 h at 332,60."""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE aterkrav_rad SET belopp = belopp + 1 WHERE aterkrav = 1 AND rad = 3",
            f"K1 2024-03 {ROW_3}: kravet har 2 821,93 kr på raden, skillnaden ger 2 821,92 kr",
        ),
        (
            "DELETE FROM aterkrav_rad WHERE aterkrav = 1 AND rad = 3",
            f"K1 2024-03 {ROW_3}: raden saknas i kravet: 2 821,92 kr",
        ),
        (
            """INSERT INTO aterkrav_rad (aterkrav, korning, manad, rad, beslut, slag, minuter_fore,
                   minuter_efter, timbelopp_fore, orsak, belopp)
               SELECT 1, 2, manad, 1, beslut, slag, 427, 0, 33260, 'nekad: ees', 236700
               FROM aterkrav_rad WHERE id = 1""",
            "K1 2024-03 tidrapporter.csv rad 2: kravets rad på 2 367,00 kr förklaras inte av någon "
            "skillnad",
        ),
        (
            "UPDATE aterkrav_rad SET rad = 1 WHERE aterkrav = 1 AND rad = 3",
            f"K1 2024-03 {ROW_3}: raden saknas i kravet: 2 821,92 kr",
        ),
        (
            "UPDATE aterkrav_rad SET minuter_efter = 60 WHERE aterkrav = 1 AND rad = 3",
            f"K1 2024-03 {ROW_3}: raden saknas i kravet: 2 821,92 kr",
        ),
        (
            "UPDATE aterkrav_rad SET belopp = belopp - 1 WHERE korning = 3 AND belopp < -100",
            "K1 2024-03 tidrapporter.csv rad 2: kravet har -504,46 kr på raden, skillnaden ger "
            "-504,45 kr",
        ),
        (
            "UPDATE aterkrav_bokning SET utestaende = utestaende + 100 WHERE aterkrav = 2",
            "K2 2024-03: körning 2 har bokfört 667,07 kr på kravet, skillnaderna ger 666,07 kr",
        ),
        (
            "DELETE FROM aterkrav_bokning WHERE aterkrav = 2",
            "2024-03 körning 2: ett krav på 666,07 kr saknas, grund utredning",
        ),
        (
            "UPDATE skillnad SET belopp = belopp - 7 WHERE korning = 2 AND rad = 3",
            f"2024-03 {ROW_3}: skillnaden i körning 2 är -2 821,99 kr, andelarna ger -2 821,92 kr",
        ),
        (
            "DELETE FROM skillnad WHERE korning = 2 AND rad = 3",
            f"2024-03 {ROW_3}: skillnaden i körning 2 är 0,00 kr, andelarna ger -2 821,92 kr",
        ),
        (
            "UPDATE netto SET aterkrav = aterkrav + 1 WHERE korning = 2 AND aterkrav > 0",
            "2024-03: nettot i körning 2 följer inte av andelarna",
        ),
        ("DELETE FROM netto WHERE korning = 2", "2024-03: nettot i körning 2 finns inte"),
        (
            "UPDATE korning SET status = 'makulerad' WHERE id = 1",
            "2024-03: kravet har ingen attesterad körning före körning 2",
        ),
    ],
)
def test_a_change_is_named_by_claim_month_and_row(
    change: Callable[..., Database], statement: str, said: str
) -> None:
    assert said in told(change(statement))


def test_rows_that_do_not_add_up_to_what_is_booked_are_found_by_the_sums(
    change: Callable[..., Database],
) -> None:
    base = change("DELETE FROM aterkrav_rad WHERE aterkrav = 1 AND rad = 3")
    assert "K1 körning 2" in {fault.var for fault in proof.faults(base.read())}


def test_an_ore_moved_from_row_to_row_within_a_line_is_found(
    attested: Path, change: Callable[..., Database]
) -> None:
    """The sums still agree; the rows' units say otherwise. No annex is made of it."""
    with closing(sqlite3.connect(attested)) as raw:
        packed = raw.execute(
            "SELECT innehall FROM underlag WHERE korning = 1 AND brukare = (SELECT id FROM person "
            "WHERE nummer = ?)",
            (ANNA,),
        ).fetchone()[0]
    shares = json.loads(zlib.decompress(packed))
    shares[0][5] += 1
    shares[2][5] -= 1
    base = change(
        "UPDATE underlag SET innehall = ? WHERE korning = 1 AND innehall = ?",
        zlib.compress(json.dumps(shares).encode()),
        packed,
    )
    assert any("rad 2: körning 1 ger raden" in fault for fault in told(base))
    assert any(f"{ROW_3}: körning 1 ger raden" in fault for fault in told(base))
    with pytest.raises(DoesNotAddUp, match="följer inte av enheterna"):
        kravbilaga.bilaga(base.read(), 1, full=True, viewer=Viewer("karin"))


def test_a_row_taken_from_the_reports_stops_the_annex(change: Callable[..., Database]) -> None:
    base = change("DELETE FROM tidrapport WHERE id = 3")
    with pytest.raises(DoesNotAddUp, match="1 rader i kravet finns inte längre"):
        kravbilaga.bilaga(base.read(), 1, full=False, viewer=Viewer("karin"))
