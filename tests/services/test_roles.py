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


@pytest.mark.parametrize(
    ("login", "roll", "stamp"),
    [
        ("bo", "administrator", by("anna")),  # someone else: who runs this would be outside
        ("anna", "system", by("anna")),  # nobody could add the second
        ("anna", "attestant", by("anna")),
        ("anna", "administrator", by("anna", genom="root")),  # under another name than the login
    ],
)
def test_the_first_user_is_who_runs_as_administrator(
    tmp_path: Path, login: str, roll: str, stamp: Stamp
) -> None:
    with open_database(tmp_path / "kommun.db") as base:
        with pytest.raises(Refused, match=f"users add {stamp.genom or 'anna'} --role admin"):
            people.add_user(base, login, roll, False, stamp)
        assert listed(base) == {}


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
    (entry,) = [
        entry
        for entry in journal.entries(staffed.read(), "anvandare", "anna")
        if entry[2] == "handlade genom"
    ]
    assert json.loads(entry[4] or "") == {"login": "sam"}


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
    insert = "INSERT INTO installning VALUES (NULL, 'x', '2026-01-01', 'v', 'k', 'a', 't')"
    for who in ("rut", "okänd"):
        staffed.aktor = who
        for statement in (
            insert,
            "DELETE FROM anvandare",
            "UPDATE anvandare SET roll = 'administrator'",
        ):
            with pytest.raises(NotPermitted, match="sparat"), staffed.write() as connection:
                connection.execute(statement)
    staffed.aktor = "rut"
    with staffed.write(trial=True) as connection:  # a look that is rolled back
        connection.execute(insert)
    assert staffed.read().execute("SELECT count(*) FROM installning").fetchone() == (0,)
    staffed.aktor = "bo"
    with staffed.write() as connection:  # the same connection, another user
        connection.execute(insert)
    assert staffed.read().execute("SELECT count(*) FROM installning").fetchone() == (1,)
