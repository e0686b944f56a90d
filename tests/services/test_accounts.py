"""Accounts that arrive in a file: a first one is taken, another one waits for a second person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, payments
from tests.services import town
from tests.services.town import ANNA, BO, FIRMAN, SEER, stamp
from workbench.services import attesting, importing, payees, verifying
from workbench.services.errors import Refused
from workbench.services.viewing import Viewer

FIRST, SECOND, THIRD = (f"5001-00000{end}" for end in ("11", "38", "46"))
STORED = {FIRST: "5001,0000011", SECOND: "5001,0000038", THIRD: "5001,0000046"}


def anna(konto: str, name: str = "Anna Ek", **other: str) -> dict[str, str]:
    """Return Anna's row of the brukare file."""
    return {"personnummer": ANNA, "namn": name, "konto": konto} | other


def payee_row(konto: str, fran: str = "2020-01-01", **other: str) -> dict[str, str]:
    """Return Firman as Anna's payee."""
    return {
        "brukare": ANNA,
        "slag": "anordnare",
        "nummer": FIRMAN,
        "namn": "Firman",
        "fran": fran,
        "konto": konto,
    } | other


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    """A municipality in which nobody has an account yet."""
    with town.database(tmp_path / "t.db") as opened:
        town.bring(opened, tmp_path / "in", town.clean_town())
        yield opened


def bring(base: Database, tmp_path: Path, kind: str, *rows: dict[str, str]) -> None:
    """Import rows as a file of their own."""
    folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
    town.bring(base, folder, {kind: list(rows)})


def account(base: Database, day: str = town.TODAY, slag: str = "brukare") -> str | None:
    """Return the account that Anna, or Firman for her, is paid on."""
    connection = base.read()
    person = connection.execute("SELECT id FROM person WHERE nummer = ?", (ANNA,)).fetchone()[0]
    number = FIRMAN if slag == "anordnare" else ANNA
    return payments.account(connection, person, number, slag, day)


def waiting(base: Database) -> list[tuple[str, str]]:
    """Return (before, after) of what waits."""
    return [(item.fore, item.efter) for item in payees.pending(base.read(), SEER)]


def test_a_first_account_is_taken_and_another_waits(base: Database, tmp_path: Path) -> None:
    bring(base, tmp_path, "brukare", anna(FIRST))
    assert account(base) == STORED[FIRST]
    bring(base, tmp_path, "brukare", anna(SECOND, namnd="Järva"))
    assert account(base) == STORED[FIRST]
    assert waiting(base) == [(STORED[FIRST], STORED[SECOND])]
    (item,) = payees.pending(base.read(), SEER)
    with pytest.raises(Refused, match="själv läst in"):
        payees.confirm(base, item.id, "2026-11-20", "brev", stamp())
    with pytest.raises(Refused, match="motivering"):
        payees.confirm(base, item.id, "2026-11-20", " ", stamp(actor="olle"))
    with pytest.raises(Refused, match="har inte varit"):
        payees.confirm(base, item.id, "2026-12-20", "brev", stamp(actor="olle"))
    payees.confirm(base, item.id, "2026-11-20", "brev", stamp(actor="olle"))
    assert account(base) == STORED[SECOND]
    assert waiting(base) == []
    with pytest.raises(Refused, match="redan bekräftad"):
        payees.confirm(base, item.id, "2026-11-20", "brev", stamp(actor="olle"))
    logged = base.read().execute(
        "SELECT objekt, nyckel, aktor, fore, efter FROM v_logg WHERE handelse = 'konto bekräftat'"
    )
    assert logged.fetchall() == [
        (
            "brukare",
            ANNA,
            "olle",
            f'{{"konto": "{STORED[FIRST]}"}}',
            f'{{"konto": "{STORED[SECOND]}"}}',
        )
    ]


def test_an_empty_cell_and_another_spelling_change_nothing(base: Database, tmp_path: Path) -> None:
    bring(base, tmp_path, "brukare", anna(FIRST))
    bring(base, tmp_path, "brukare", anna("", ivo_anmald="2020-01-01"))
    bring(base, tmp_path, "brukare", anna("5001 000 001 1", ivo_anmald="2020-01-02"))
    assert (account(base), waiting(base)) == (STORED[FIRST], [])


def test_the_same_change_twice_is_one_and_the_old_account_cancels_nothing(
    base: Database, tmp_path: Path
) -> None:
    bring(base, tmp_path, "brukare", anna(FIRST))
    bring(base, tmp_path, "brukare", anna(SECOND))
    bring(base, tmp_path, "brukare", anna("5001,000 003 8"))
    bring(base, tmp_path, "brukare", anna(FIRST, name="Anna E"))
    assert waiting(base) == [(STORED[FIRST], STORED[SECOND])]
    bring(base, tmp_path, "brukare", anna(THIRD))
    assert [after for _, after in waiting(base)] == [STORED[SECOND], STORED[THIRD]]
    first, _ = payees.pending(base.read(), SEER)
    payees.reject(base, first.id, "ingen känner till det", stamp())
    assert (account(base), len(waiting(base))) == (STORED[FIRST], 1)


def test_a_new_row_of_the_same_payee_cannot_bring_another_account(
    base: Database, tmp_path: Path
) -> None:
    """Neither a later first day nor a row beside the anordnare register redirects the money."""
    bring(base, tmp_path, "mottagare", payee_row(FIRST))
    bring(base, tmp_path, "mottagare", payee_row(SECOND, "2026-10-01"))
    assert account(base, slag="anordnare") == STORED[FIRST]
    assert town.confirm_accounts(base) == 1
    assert account(base, slag="anordnare") == STORED[SECOND]
    assert account(base, "2026-09-01", "anordnare") == STORED[FIRST]


def test_a_payee_row_beside_the_register(base: Database, tmp_path: Path) -> None:
    firm = {"orgnr": FIRMAN, "namn": "Firman", "kommunal": "nej", "konto": FIRST}
    bring(base, tmp_path, "anordnare", firm)
    bring(base, tmp_path, "mottagare", payee_row(SECOND))
    assert account(base, slag="anordnare") == STORED[FIRST]
    assert waiting(base) == [(STORED[FIRST], STORED[SECOND])]
    bring(base, tmp_path, "anordnare", firm | {"konto": THIRD})
    assert town.confirm_accounts(base) == 2
    assert account(base, slag="anordnare") == STORED[SECOND]
    found = base.read().execute("SELECT konto FROM arbetsgivare WHERE nummer = ?", (FIRMAN,))
    assert found.fetchone() == (STORED[THIRD],)


def test_no_account_at_all_is_an_issue_of_the_cell(base: Database, tmp_path: Path) -> None:
    paths = town.write(tmp_path / "bad", {"brukare": [anna("BG 123-4567")]})
    (issue,) = importing.import_paths(base, paths, stamp()).fel
    assert (issue.kod, issue.rad, issue.kolumn, issue.varde) == (
        "IM-069", 2, "konto", "BG 123-4567",
    )  # fmt: skip
    assert "kontrollsiffra" in issue.fel


def test_whoever_confirms_cannot_attest_and_the_change_is_ticked_off(
    base: Database, tmp_path: Path
) -> None:
    bring(base, tmp_path, "brukare", anna(FIRST))
    bring(base, tmp_path, "tidrapporter", dict(town.tid("2026-10-05")))
    first = town.settled(base, "2026-10")
    attesting.attest(base, first.korning or 0, first.total_ore, ["all"], stamp(actor="eva"))
    bring(base, tmp_path, "brukare", anna(SECOND))
    bring(base, tmp_path, "tidrapporter", dict(town.tid("2026-10-06")))
    town.confirm_accounts(base)
    second = town.settled(base, "2026-10")
    korning = second.korning or 0
    changed = [
        item for item in attesting.to_tick(base.read(), korning) if item.vad.endswith("konto")
    ]
    assert [(item.fore, item.efter, item.aktor) for item in changed] == [
        (STORED[FIRST], STORED[SECOND], "olle")
    ]
    to_pay = sum(item.att_betala for item in second.brukare)
    with pytest.raises(Refused, match="olle"):
        attesting.attest(base, korning, to_pay, ["all"], stamp(actor="olle"))
    with pytest.raises(Refused, match=changed[0].id):
        attesting.attest(base, korning, to_pay, [], stamp(actor="eva"))
    attesting.attest(base, korning, to_pay, [changed[0].id], stamp(actor="eva"))
    paid = payments.of_run(base.read(), korning)
    assert [item.konto for item in paid] == [STORED[SECOND]]


def test_a_new_payee_of_someone_who_has_been_paid_is_ticked_off(
    base: Database, tmp_path: Path
) -> None:
    bring(base, tmp_path, "tidrapporter", dict(town.tid("2026-10-05")))
    first = town.settled(base, "2026-10")
    attesting.attest(base, first.korning or 0, first.total_ore, ["all"], stamp(actor="eva"))
    bring(base, tmp_path, "mottagare", payee_row(FIRST))
    run = town.settled(base, "2026-10").korning or 0
    told = {(item.vad, item.efter) for item in attesting.to_tick(base.read(), run)}
    assert ("mottagare nummer", FIRMAN) in told
    assert ("mottagare konto", STORED[FIRST]) in told


def test_who_is_paid_and_why_not_another(base: Database, tmp_path: Path) -> None:
    bring(base, tmp_path, "beslut", dict(town.beslut(utbetalas_till="anordnare", mottagare=FIRMAN)))
    bring(base, tmp_path, "mottagare", payee_row(FIRST, begaran_datum="2019-12-01"))
    before = payees.paid_now(base.read(), town.TODAY, SEER, ANNA)[0]
    assert before.betalas_till == ANNA
    assert "avtalets datum, från när avtalet gäller, underskrift saknas" in before.hinder
    done = payees.add(
        base,
        payee_row(FIRST, avtal_datum="2019-12-01", avtal_fran="2020-01-01", undertecknat="ja"),
        stamp(),
    )
    assert (done.status, done.fel) == ("importerad", [])
    now = payees.paid_now(base.read(), town.TODAY, SEER, ANNA)[0]
    assert (now.betalas_till, now.namn, now.slag, now.konto) == (
        FIRMAN, "Firman", "anordnare", STORED[FIRST],
    )  # fmt: skip
    payees.stop(base, ANNA, "2026-11-01", "IVO utreder", stamp())
    with pytest.raises(Refused, match="redan stoppad"):
        payees.stop(base, ANNA, "2026-11-05", "IVO utreder", stamp())
    stopped = payees.paid_now(base.read(), town.TODAY, SEER, ANNA)[0]
    assert (stopped.betalas_till, stopped.stopp) == (ANNA, "2026-11-01")
    payees.unstop(base, ANNA, "2026-11-20", "utrett", stamp())
    assert payees.paid_now(base.read(), "2026-11-19", SEER, ANNA)[0].slag == "brukare"
    assert payees.paid_now(base.read(), "2026-11-20", SEER, ANNA)[0].slag == "anordnare"
    with pytest.raises(Refused, match="inte stoppad"):
        payees.unstop(base, ANNA, "2026-11-21", "utrett", stamp())


def test_protected_people_and_their_accounts_are_masked(base: Database, tmp_path: Path) -> None:
    bring(base, tmp_path, "brukare", anna(FIRST, skyddad="ja"))
    bring(base, tmp_path, "brukare", anna(SECOND))
    (item,) = payees.pending(base.read(), Viewer("någon"))
    shown = payees.paid_now(base.read(), town.TODAY, Viewer("någon"))
    text = f"{item} {shown}"
    assert ANNA not in text
    assert "5001" not in text
    assert BO in text


def test_an_account_comes_from_a_file_or_from_two_people(base: Database, tmp_path: Path) -> None:
    """``verify`` knows where each account came from, and a waiting change moves once."""
    bring(base, tmp_path, "brukare", anna(FIRST))
    bring(base, tmp_path, "brukare", anna(SECOND))
    bring(base, tmp_path, "mottagare", payee_row(FIRST))
    (item,) = payees.pending(base.read(), SEER)
    with closing(sqlite3.connect(base.path)) as raw:
        for change in (
            f"UPDATE kontoandring SET efter = '{STORED[THIRD]}'",  # noqa: S608 - made here
            "UPDATE kontoandring SET aktor = 'olle'",
            "UPDATE kontoandring SET status = 'bekraftad'",
            "DELETE FROM kontoandring",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(change)
    payees.confirm(base, item.id, "2026-11-20", "ringt Anna", stamp(actor="olle"))
    assert account(base) == STORED[SECOND]
    assert verifying.verify(base, stamp()).faults == []
    with closing(sqlite3.connect(base.path)) as raw:
        for change in ("UPDATE kontoandring SET status = 'avvisad'", "DELETE FROM kontoandring"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(change)
        raw.execute("UPDATE mottagare SET konto = ?", (STORED[THIRD],))
        raw.commit()
    assert [item.var for item in verifying.verify(base, stamp()).faults] == ["mottagare"]
