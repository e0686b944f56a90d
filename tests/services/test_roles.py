"""Users and roles: who may change whom, what is journaled, and the belt in the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db import Database, NotPermitted, journal, open_database, users
from db.journal import Stamp
from workbench.domain.roller import Ratt
from workbench.services import law, people, roles
from workbench.services.errors import Refused
from workbench.services.viewing import NotAllowed, looked, viewer


def by(aktor: str, genom: str = "") -> Stamp:
    return Stamp("2026-03-01T09:00:00Z", aktor, genom)


@pytest.fixture
def staffed(tmp_path: Path) -> Database:
    """Users of each role, made in the only order there is."""
    base = open_database(tmp_path / "kommun.db")
    people.add_user(base, "anna", "administrator", False, by("anna"))
    for login, roll in (("bo", "attestant"), ("rut", "revisor"), ("sam", "system")):
        people.add_user(base, login, roll, False, by("anna"))
    return base


def listed(base: Database) -> dict[str, str]:
    return {item.login: item.roll for item in users.all_users(base.read())}


def test_without_users_everyone_may_everything(tmp_path: Path) -> None:
    with open_database(tmp_path / "kommun.db") as base:
        for ratt in Ratt:
            assert roles.hinder(base.read(), "vem", ratt) == ""
        law.set_policy(base, "betalare_namn", "Storby", "2026-01-01", "N", by("vem"))


OUTSIDE = "Från nu kommer bara de som finns bland användarna åt databasen."
LAWLESS = "Ingen är administratör än"


@pytest.mark.parametrize(
    ("login", "roll", "stamp", "said", "unsaid"),
    [
        ("anna", "administrator", by("anna"), [OUTSIDE], ["anna", LAWLESS]),
        (
            "bo",
            "administrator",
            by("anna"),
            [
                OUTSIDE,
                "anna gör det inte och kan varken läsa eller skriva",
                "(bo) lägger till: workbench users add anna --role ROLL",
            ],
            [LAWLESS],
        ),
        # Who runs it is the login, whatever name it goes under.
        ("anna", "administrator", by("anna", genom="root"), ["users add root --role ROLL"], []),
        (
            "anna",
            "attestant",
            by("anna"),
            [LAWLESS, "anna får nu bara det som rollen attestant får", "--role administrator"],
            [OUTSIDE],
        ),
        ("sam", "system", by("anna"), [LAWLESS, "vem som helst", "--as"], ["får nu bara", OUTSIDE]),
        ("rut", "revisor", by("rut"), [LAWLESS, "rollen revisor"], [OUTSIDE]),
    ],
)
def test_the_first_user_may_be_anyone_and_what_follows_is_said(
    tmp_path: Path, login: str, roll: str, stamp: Stamp, said: list[str], unsaid: list[str]
) -> None:
    with open_database(tmp_path / "kommun.db") as base:
        base.aktor = stamp.aktor
        follows = people.add_user(base, login, roll, False, stamp)
        assert listed(base) == {login: roll}
    assert all(text in follows for text in said), follows
    assert not any(text in follows for text in unsaid), follows


def test_the_first_administrator_closes_the_database_and_that_is_said(tmp_path: Path) -> None:
    with open_database(tmp_path / "kommun.db") as base:
        people.add_user(base, "bo", "attestant", False, by("bo"))
        assert people.add_user(base, "rut", "revisor", False, by("vem")) == ""
        follows = people.add_user(base, "eva", "administrator", False, by("bo"))
        assert OUTSIDE in follows
        assert "bo har rollen attestant; bara eva ändrar användare" in follows
        assert people.add_user(base, "ny", "system", False, by("eva")) == ""


NONE: dict[str, str] = {}
WITHOUT = {"bo": "attestant", "rut": "revisor", "sam": "system"}
WITH = {**WITHOUT, "eva": "administrator"}
R, A, U, L = Ratt.REGISTRERA, Ratt.ATTESTERA, Ratt.ANVANDARE, Ratt.LASA


@pytest.mark.parametrize(
    ("there", "who", "allowed"),
    [
        (NONE, "vem", {R, A, U, L}),
        # No administrator: outside the table as without users; inside it the role holds, and
        # anybody may say who the users are.
        (WITHOUT, "vem", {R, A, U, L}),
        (WITHOUT, "bo", {A, U, L}),
        (WITHOUT, "rut", {U, L}),
        (WITHOUT, "sam", {R, U, L}),
        # From the first administrator on: nothing outside the table, users for administrators.
        (WITH, "vem", set()),
        (WITH, "bo", {A, L}),
        (WITH, "rut", {L}),
        (WITH, "sam", {R, L}),
        (WITH, "eva", {R, A, U, L}),
    ],
)
def test_who_may_what_before_and_after_the_first_administrator(
    tmp_path: Path, there: dict[str, str], who: str, allowed: set[Ratt]
) -> None:
    with open_database(tmp_path / "kommun.db") as base:
        for login, roll in there.items():
            people.add_user(base, login, roll, False, by("någon"))
        for ratt in (R, A, U, L):
            assert (roles.hinder(base.read(), who, ratt) == "") == (ratt in allowed), ratt
        base.aktor = who
        for change in (
            lambda: people.add_user(base, "ny", "revisor", False, by(who)),
            lambda: people.remove_user(base, "ny", by(who)),
        ):
            if U in allowed:
                change()
            else:
                with pytest.raises((Refused, NotPermitted)):
                    change()
        assert listed(base) == there


@pytest.mark.parametrize("roll", ["attestant", "revisor", "system"])
def test_without_an_administrator_a_user_may_become_one(tmp_path: Path, roll: str) -> None:
    """Else the first user of a machine with one login would be shut in."""
    with open_database(tmp_path / "kommun.db") as base:
        base.aktor = "anna"
        people.add_user(base, "anna", roll, False, by("anna"))
        people.add_user(base, "anna", "administrator", True, by("anna"))
        assert listed(base) == {"anna": "administrator"}
        entries = journal.entries(base.read(), "anvandare", "anna")
        assert [entry[1] for entry in entries] == ["anna", "anna"]
        with pytest.raises(Refused, match="ändra sin egen roll"):
            people.add_user(base, "anna", roll, False, by("anna"))


def test_without_an_administrator_the_last_user_may_leave_and_all_is_as_before(
    tmp_path: Path,
) -> None:
    with open_database(tmp_path / "kommun.db") as base:
        base.aktor = "rut"
        people.add_user(base, "rut", "revisor", False, by("rut"))
        with pytest.raises(Refused, match="rollen revisor"):
            law.set_policy(base, "betalare_namn", "S", "2026-01-01", "N", by("rut"))
        people.remove_user(base, "rut", by("rut"))
        law.set_policy(base, "betalare_namn", "S", "2026-01-01", "N", by("rut"))


@pytest.mark.parametrize(
    ("there", "login", "aktor", "allowed"),
    [
        (NONE, "root", "vem", True),
        (WITHOUT, "root", "root", True),
        (WITHOUT, "root", "vem", False),  # outside the table, but there is a user
        (WITHOUT, "bo", "vem", False),
        (WITHOUT, "sam", "vem", True),  # a name that is not a user
        (WITHOUT, "sam", "bo", True),
        (WITH, "root", "eva", False),
        (WITH, "eva", "bo", False),
        (WITH, "rut", "bo", False),
        (WITH, "sam", "eva", True),
        (WITH, "sam", "sam", True),
    ],
)
def test_acting_under_another_name(
    tmp_path: Path, there: dict[str, str], login: str, aktor: str, allowed: bool
) -> None:
    with open_database(tmp_path / "kommun.db") as base:
        for name, roll in there.items():
            people.add_user(base, name, roll, False, by("någon"))
        if allowed:
            roles.acts_as(base.read(), login, aktor)
        else:
            with pytest.raises(Refused, match="--as är bara för rollen system"):
                roles.acts_as(base.read(), login, aktor)


def test_a_system_login_does_what_the_name_may_and_no_more(staffed: Database) -> None:
    for aktor in ("rut", "bo", "okänd"):
        with pytest.raises(Refused, match=f"^{aktor} "):
            law.set_policy(staffed, "betalare_namn", "S", "2026-01-01", "N", by(aktor, genom="sam"))
    people.add_user(staffed, "rut", "revisor", True, by("anna"))
    looked(staffed, by("rut", genom="sam"), "fråga", "review", "2026-03", [7])
    assert journal.entries(staffed.read(), "visning", "review")


def test_only_administrators_change_users_and_never_themselves(staffed: Database) -> None:
    for who in ("bo", "rut", "sam", "okänd"):
        for change in (
            lambda who=who: people.add_user(staffed, "ny", "administrator", True, by(who)),
            lambda who=who: people.remove_user(staffed, "anna", by(who)),
        ):
            with pytest.raises(Refused, match="rollen att ändra användare"):
                change()
    with pytest.raises(Refused, match="anna är den sista administratören"):
        people.remove_user(staffed, "anna", by("anna"))
    with pytest.raises(Refused, match="ändra sin egen roll eller rätt"):
        people.add_user(staffed, "anna", "administrator", True, by("anna"))
    people.add_user(staffed, "eva", "administrator", False, by("anna"))
    with pytest.raises(Refused, match=r"en annan administratör \(eva\)"):
        people.remove_user(staffed, "anna", by("anna"))
    # A second administrator gives what nobody gives oneself, and may take the first one's place.
    people.add_user(staffed, "anna", "administrator", True, by("eva"))
    assert users.may_see_protected(staffed.read(), "anna")
    people.remove_user(staffed, "anna", by("eva"))
    with pytest.raises(Refused, match="anna finns inte bland användarna"):
        people.add_user(staffed, "ny", "revisor", False, by("anna"))
    with pytest.raises(Refused, match="sista administratören"):
        people.add_user(staffed, "eva", "revisor", False, by("eva"))
    assert listed(staffed) == {
        "bo": "attestant",
        "eva": "administrator",
        "rut": "revisor",
        "sam": "system",
    }


def test_the_login_behind_a_name_cannot_raise_itself(staffed: Database) -> None:
    with pytest.raises(Refused, match="ändra sin egen roll"):
        people.add_user(staffed, "sam", "administrator", True, by("anna", genom="sam"))


@pytest.mark.parametrize("login", ["", "två ord", "rad\nbryt", "x" * 105, "\x1b[2J"])
def test_a_login_is_what_an_operating_system_can_have(staffed: Database, login: str) -> None:
    with pytest.raises(Refused, match="användarnamn"):
        people.add_user(staffed, login, "revisor", False, by("anna"))


def test_changes_of_users_are_journaled_with_old_and_new(staffed: Database) -> None:
    people.add_user(staffed, "bo", "administrator", True, by("anna"))
    people.remove_user(staffed, "bo", by("anna"))
    first, changed, removed = journal.entries(staffed.read(), "anvandare", "bo")
    assert [entry[2] for entry in (first, changed, removed)] == [
        "användare",
        "användare",
        "användare borttagen",
    ]
    assert json.loads(changed[3] or "")["roll"] == "attestant"
    assert json.loads(changed[4] or "") == {"roll": "administrator", "ser_skyddade": True}
    assert json.loads(removed[3] or "")["roll"] == "administrator"


def test_only_the_role_system_acts_under_another_name_and_it_is_told(staffed: Database) -> None:
    for login in ("anna", "bo", "rut", "okänd"):
        with pytest.raises(Refused, match="--as är bara för rollen system"):
            roles.acts_as(staffed.read(), login, "bo" if login != "bo" else "anna")
    roles.acts_as(staffed.read(), "sam", "anna")
    law.set_policy(staffed, "betalare_namn", "S", "2026-01-01", "N", by("anna", genom="sam"))
    told = journal.entries(staffed.read(), "anvandare", "anna")[-1]
    assert told[1:3] == ("sam", "handlar som")


def test_looks_at_protected_people_need_the_right_and_are_journaled(staffed: Database) -> None:
    for who in ("anna", "rut"):
        with pytest.raises(NotAllowed, match="inte till sig själv"):
            viewer(staffed, by(who), protected=True, what="flags")
        with pytest.raises(NotAllowed):
            looked(staffed, by(who), "fråga", "review", "2026-03", [7])
    assert journal.entries(staffed.read(), "visning", "flags") == []
    people.add_user(staffed, "rut", "revisor", True, by("anna"))
    staffed.aktor = "rut"  # the belt lets an auditor's looks be written
    assert viewer(staffed, by("rut"), protected=True, what="flags").protected
    looked(staffed, by("rut"), "fråga", "review", "2026-03", [9, 7])
    ((_, who, _, _, after),) = journal.entries(staffed.read(), "visning", "review")
    assert who == "rut"
    assert json.loads(after or "") == {"skal": "fråga", "manad": "2026-03", "personer": [7, 9]}


def test_the_belt_in_the_database(staffed: Database) -> None:
    """Even SQL of the program's own that no service has asked about is refused."""
    insert = "INSERT INTO person (nummer, namn) VALUES ('194001019999', 'x')"
    count = "SELECT count(*) FROM person WHERE namn = 'x'"
    for who in ("rut", "okänd"):
        staffed.aktor = who
        for statement in (
            insert,
            "DELETE FROM anvandare",
            "UPDATE anvandare SET roll = 'administrator'",
        ):
            with (
                pytest.raises(NotPermitted, match=f"^{who} får inte"),
                staffed.write() as connection,
            ):
                connection.execute(statement)
    staffed.aktor = "rut"
    with staffed.write(trial=True) as connection:  # a look that is rolled back
        connection.execute(insert)
    assert staffed.read().execute(count).fetchone() == (0,)
    staffed.aktor = "bo"
    with staffed.write() as connection:  # the same connection, another user
        connection.execute(insert)
    assert staffed.read().execute(count).fetchone() == (1,)
