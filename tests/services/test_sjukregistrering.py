"""Claims written by hand: the same way in as a file, the same words, versions kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import Database
from db.journal import Stamp
from tests.services import sjuktown, town
from workbench.services.errors import Refused
from workbench.services.sjukdagar import EGET, OTACKT, TACKT, days
from workbench.services.sjukformular import Form, form_of, written
from workbench.services.sjuklon import arende, arenden
from workbench.services.sjukregistrering import NotSaved, check, save
from workbench.services.viewing import Viewer

STAMP = Stamp("2026-11-22T09:00:00Z", "anna")
ANNA = Viewer("anna")
VALUES = {name: value for name, value in sjuktown.fall().items() if value}
LINES = f"""2024-03-04 08:00 16:00 {town.LEA}
2024-03-05 08:00 16:00 {town.LEA} assistans 12,50

2024-03-06 22:00 07:00 -
"""
FORM = Form(VALUES, LINES)


@pytest.fixture
def base(tmp_path: Path) -> Database:
    """The municipality's registers and Lea's rows."""
    base = town.database(tmp_path / "kommun.db")
    rows = [
        town.tid("2024-03-04", "08:00", "12:00", assistent=town.LEA),
        town.tid("2024-03-04", "14:00", "15:00"),
    ]
    town.bring(base, tmp_path / "in", town.clean_town(tidrapporter=rows))
    return base


def test_what_is_written_is_stored_with_a_file_of_its_own(base: Database) -> None:
    assert save(base, FORM, STAMP, ANNA) == "S1"
    found = arende(base.read(), "S1", town.SEER)
    assert found.fil == "registrerat av anna S1 sjukfall.csv"
    assert [(one.datum, one.start, one.slut, one.tillagg) for one in found.passen] == [
        ("2024-03-04", "08:00", "16:00", 0),
        ("2024-03-05", "08:00", "16:00", 1250),
        ("2024-03-06", "22:00", "07:00", 0),
    ]
    kept = base.read().execute(
        "SELECT namn, rader FROM fil WHERE namn LIKE 'registrerat%' ORDER BY id"
    )
    assert [tuple(row) for row in kept] == [
        ("registrerat av anna S1 sjukfall.csv", 1),
        ("registrerat av anna S1 sjukpass.csv", 3),
    ]


def test_a_stored_claim_comes_back_as_the_same_form(base: Database) -> None:
    save(base, FORM, STAMP, ANNA)
    form = form_of(base.read(), "S1", ANNA)
    save(base, form, STAMP, ANNA)
    assert form_of(base.read(), "S1", ANNA) == form, "nothing had changed"


def test_a_correction_replaces_the_claim_and_may_be_taken_back(base: Database) -> None:
    save(base, FORM, STAMP, ANNA)
    first = form_of(base.read(), "S1", ANNA)
    save(base, written(first, "timlon", "171,50"), STAMP, ANNA)
    second = form_of(base.read(), "S1", ANNA)
    assert (second.values["timlon"], second.version) == ("171,50", 1)
    save(base, replace(first, version=1), STAMP, ANNA)
    third = form_of(base.read(), "S1", ANNA)
    assert (third.values["timlon"], third.version) == ("165,00", 2)
    fewer = written(third, "pass", third.passen.splitlines()[0])
    save(base, fewer, STAMP, ANNA)
    assert len(arende(base.read(), "S1", town.SEER).passen) == 1


def test_two_who_correct_at_once(base: Database) -> None:
    save(base, FORM, STAMP, ANNA)
    form = form_of(base.read(), "S1", ANNA)
    save(base, written(form, "timlon", "171,50"), STAMP, ANNA)
    with pytest.raises(Refused, match="har ändrats av någon annan"):
        save(base, written(form, "timlon", "180"), STAMP, ANNA)
    with pytest.raises(Refused, match="Ärendet S1 finns redan"):
        save(base, FORM, STAMP, ANNA)


@pytest.mark.parametrize(
    ("name", "text", "field", "line", "said"),
    [
        ("timlon", "165 kr", "timlon", None, "ta bort enheten"),
        ("forsta_sjukdag", "4/3 2024", "forsta_sjukdag", None, "ÅÅÅÅ-MM-DD"),
        ("sista_sjukdag", "2024-03-01", "sista_sjukdag", None, "före första sjukdagen"),
        ("ansokt", "", "ansokt", None, "tom"),
        ("handlingar", "schema,lön", "handlingar", None, "Ingen handling heter lön"),
        ("pass", "", "pass", None, "Skriv minst ett pass"),
        ("pass", "2024-03-04 08:00", "pass", 1, "Raden skrivs datum start slut"),
        ("pass", "2024-03-04 08:00 16:00 123", "pass", 1, "går inte att använda"),
        ("pass", "\n2024-03-20 08:00 16:00 -", "pass", 2, "utanför sjukfallet"),
    ],
)
def test_every_field_answers_in_the_importers_words(
    base: Database, name: str, text: str, field: str, line: int | None, said: str
) -> None:
    bad = written(FORM, name, text)
    (found,) = check(base.read(), bad, ANNA).problem
    assert (found.falt, found.rad) == (field, line)
    assert said in found.text
    with pytest.raises(NotSaved) as refused:
        save(base, bad, STAMP, ANNA)
    assert refused.value.problem[0].falt == field
    assert arenden(base.read(), ANNA) == []


def test_overlap_with_another_claim_is_found_when_it_is_saved(base: Database) -> None:
    save(base, FORM, STAMP, ANNA)
    other = written(written(FORM, "arende", "S2"), "pass", "2024-03-04 15:00 18:00 -")
    assert check(base.read(), other, ANNA).problem == ()
    with pytest.raises(NotSaved, match="går in i passet 2024-03-04 08:00-16:00 i ärende S1"):
        save(base, other, STAMP, ANNA)


def test_a_form_tells_whom_its_numbers_name(base: Database) -> None:
    named = check(base.read(), FORM, ANNA).namn
    assert named["brukare"] == "Anna Ek"
    assert "Lea" in named["pass"]
    stranger = town.person("1999-01-01", 111)
    found = check(base.read(), written(FORM, "assistent", stranger), ANNA)
    assert found.namn["assistent"] == f"{stranger} finns inte i registren"


def test_protected_people_are_masked_in_the_form_and_kept_in_the_file(base: Database) -> None:
    save(base, FORM, STAMP, ANNA)
    with base.write() as connection:
        connection.execute(
            "UPDATE person SET skyddad = 1 WHERE nummer IN (?, ?)", (town.LEA, town.ANNA)
        )
    form = form_of(base.read(), "S1", ANNA)
    assert town.LEA not in str(form)
    assert town.ANNA not in str(form)
    assert form.values["brukare"].startswith("skyddad-")
    assert check(base.read(), form, ANNA).problem == ()
    save(base, written(form, "timlon", "170"), STAMP, ANNA)
    seen = arende(base.read(), "S1", town.SEER)
    assert seen.rad.brukare == town.ANNA
    assert seen.passen[0].vikarier == ("Lea Ås",)
    sick = written(form, "assistent", form.passen.split()[3])
    assert town.LEA not in str(check(base.read(), sick, ANNA))


def test_days_tell_who_worked_and_what_lacks(base: Database) -> None:
    save(base, FORM, STAMP, ANNA)
    found = days(base.read(), "S1", ANNA)
    first, second, night = found.dagar
    assert [(one.fran, one.till) for one in first.of(TACKT)] == [(480, 720)]
    assert [one.vem for one in first.of(TACKT)] == ["Lea Ås"]
    assert [(one.fran, one.till) for one in first.of(OTACKT)] == [(720, 960)]
    assert [(one.fran, one.till, one.vem) for one in first.of(EGET)] == [(840, 900, "Anna Ek")]
    assert second.of(TACKT) == []
    assert [(one.dag - night.dag, one.fran, one.till) for one in night.stretches] == [
        (0, 1320, 1440),
        (1, 0, 420),
    ]


def test_everything_wrong_is_told_at_once(base: Database) -> None:
    bad = written(written(Form(), "timlon", "mycket"), "pass", "2024-03-04 08:00")
    with pytest.raises(NotSaved) as refused:
        save(base, bad, STAMP, ANNA)
    fields = {one.falt for one in refused.value.problem}
    assert {"arende", "brukare", "timlon", "pass"} <= fields
