"""Letters of a claim: what is missing, the decision, to whom, and never a protected identity."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, proof
from tests.services import sjuktown, town
from tests.services.forging import forged
from tests.services.sjuktown import DOCUMENTS, fall, sick
from workbench.services.chosen import NotSet
from workbench.services.errors import Refused
from workbench.services.files import NotWritten
from workbench.services.law import set_policy
from workbench.services.sjuklon import decide
from workbench.services.sjuklonsbrev import Written, letter

MORE = "2024-06-15"
SETTINGS = {
    "betalare_namn": "Provby kommun",
    "brev_fragor": "Ring 0123-45 67 89.",
    "overklagande_sjuklon": "Skriv till förvaltningsrätten inom tre veckor.",
    "brev_svar_dagar": "21",
}
CHILD = town.person("2012-05-05", 236)
PARENT = town.person("1983-01-02", 117)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as made:
        town.bring(made, tmp_path / "town", town.clean_town())
        for name, value in SETTINGS.items():
            set_policy(made, name, value, "2020-01-01", "prov", town.stamp())
        yield made


def claim(base: Database, folder: Path, *, handlingar: str = DOCUMENTS, **other: str) -> None:
    """Kim is ill for two passes; Lea works the first of them."""
    case = fall(handlingar=handlingar, **other)
    passes = [sick("2024-03-04"), sick("2024-03-05", "22:00", "06:00")]
    assert not sjuktown.bring(base, folder / "claim", [case], passes).fel
    brukare = case["brukare"]
    town.bring(
        base,
        folder / "rows",
        {"tidrapporter": [town.tid("2024-03-04", assistent=town.LEA, brukare=brukare)]},
    )
    town.check(base, "2024-03")


def text(made: Written) -> str:
    return " ".join(made.filer[0].read_text(encoding="utf-8").split())


def test_a_request_says_what_is_missing_and_by_when(base: Database, tmp_path: Path) -> None:
    claim(base, tmp_path, handlingar="schema,forsakran,lonespec,berakning")
    decide(base, "S1", "komplettering", "Vi behöver mer.", town.stamp("2024-05-20"), MORE)
    said = text(letter(base, "S1", "komplettering", tmp_path / "ut", town.stamp()))
    assert "Vikariens tidrapport" in said
    assert "5 mars 2024 22:00-06:00" in said
    assert f"senast {MORE}" in said
    assert "Om du inte svarar" in said
    assert "4 mars" not in said
    assert said.startswith("Provby kommun")


def test_the_day_to_answer_by_comes_from_the_setting(base: Database, tmp_path: Path) -> None:
    claim(base, tmp_path)
    decide(base, "S1", "komplettering", "Vi behöver mer.", town.stamp("2024-05-20"))
    said = text(letter(base, "S1", "komplettering", tmp_path / "ut", town.stamp()))
    assert "senast 2024-06-10" in said


def test_a_partial_grant_tells_every_step_and_what_is_not_paid(
    base: Database, tmp_path: Path
) -> None:
    claim(base, tmp_path)
    decide(base, "S1", "beviljad", "Styrkt för det ena passet.", town.stamp("2024-06-03"))
    made = letter(base, "S1", "beslut", tmp_path / "ut", town.stamp())
    said = text(made)
    assert "beviljas delvis" in said
    assert "Styrkt för det ena passet." in said
    assert "5 mars 2024 22:00-06:00" in said
    assert "HFD 2015 ref. 72" in said
    for step in ("1 320,00 kr", "2 640,00 kr", "1 056,00 kr", "990,00 kr", "495,00 kr", "561,00"):
        assert step in said, step
    assert "Skriv till förvaltningsrätten" in said
    assert [path.stat().st_mode & 0o777 for path in made.filer] == [0o600, 0o600]
    assert all(town.ANNA not in path.name and "S1" not in path.name for path in made.filer)
    assert made.filer[1].read_bytes().startswith(b"%PDF")


def test_a_refusal_pays_nothing_and_says_why(base: Database, tmp_path: Path) -> None:
    claim(base, tmp_path)
    decide(base, "S1", "avslagen", "Ansökan saknar underlag.", town.stamp("2024-06-03"))
    said = text(letter(base, "S1", "beslut", tmp_path / "ut", town.stamp()))
    assert "Ansökan avslås" in said
    assert "Ansökan saknar underlag." in said
    assert "Så har beloppet räknats" not in said


def test_the_same_bytes_again_and_no_other_in_their_place(base: Database, tmp_path: Path) -> None:
    claim(base, tmp_path)
    decide(base, "S1", "beviljad", "Styrkt.", town.stamp("2024-06-03"))
    first = letter(base, "S1", "beslut", tmp_path / "ut", town.stamp())
    bytes_of = [path.read_bytes() for path in first.filer]
    again = letter(base, "S1", "beslut", tmp_path / "ut", town.stamp("2026-12-01"))
    other = letter(base, "S1", "beslut", tmp_path / "ny", town.stamp("2026-12-01"))
    assert (first.nya, again.nya) == (2, 0)
    assert [path.read_bytes() for path in other.filer] == bytes_of
    first.filer[1].write_bytes(b"annat")
    first.filer[0].unlink()
    with pytest.raises(NotWritten):
        letter(base, "S1", "beslut", tmp_path / "ut", town.stamp())
    assert not first.filer[0].exists()


@pytest.mark.parametrize(("status", "kind"), [("oppen", "beslut"), ("beviljad", "komplettering")])
def test_only_a_letter_that_fits_the_state(
    base: Database, tmp_path: Path, status: str, kind: str
) -> None:
    claim(base, tmp_path)
    if status != "oppen":
        decide(base, "S1", status, "Styrkt.", town.stamp("2024-06-03"))
    with pytest.raises(Refused, match="ett brev om"):
        letter(base, "S1", kind, tmp_path / "ut", town.stamp())


def test_a_claim_that_has_changed_is_checked_first(base: Database, tmp_path: Path) -> None:
    claim(base, tmp_path)
    decide(base, "S1", "beviljad", "Styrkt.", town.stamp("2024-06-03"))
    late = [town.tid("2024-03-05", "22:00", "06:00", assistent=town.LEA)]
    town.bring(base, tmp_path / "late", {"tidrapporter": late})
    with pytest.raises(Refused, match="check --month 2024-03"):
        letter(base, "S1", "beslut", tmp_path / "ut", town.stamp())


def test_without_how_to_appeal_there_is_no_decision(base: Database, tmp_path: Path) -> None:
    claim(base, tmp_path)
    set_policy(base, "overklagande_sjuklon", "", "2021-01-01", "prov", town.stamp())
    decide(base, "S1", "beviljad", "Styrkt.", town.stamp("2024-06-03"))
    with pytest.raises(NotSet, match="overklagande_sjuklon"):
        letter(base, "S1", "beslut", tmp_path / "ut", town.stamp())


def test_the_applicant_gets_the_letter_and_else_the_guardian(
    base: Database, tmp_path: Path
) -> None:
    town.bring(
        base,
        tmp_path / "child",
        {
            "brukare": [
                {"personnummer": CHILD, "namn": "Barnet", "formyndare": PARENT},
                {"personnummer": PARENT, "namn": "Föräldern", "formyndare": ""},
            ]
        },
    )
    claim(base, tmp_path, brukare=CHILD)
    decide(base, "S1", "avslagen", "Nej.", town.stamp("2024-06-03"))
    said = text(letter(base, "S1", "beslut", tmp_path / "ut", town.stamp()))
    assert said.startswith("Provby kommun Nämnden Föräldern")
    case = fall(brukare=CHILD, sokande=town.FIRMAN, handlingar=f"{DOCUMENTS},fullmakt")
    sjuktown.bring(base, tmp_path / "again", [case], [sick("2024-03-04")])
    town.check(base, "2024-03")
    decide(base, "S1", "avslagen", "Nej.", town.stamp("2024-06-04"))
    said = text(letter(base, "S1", "beslut", tmp_path / "ut", town.stamp()))
    assert said.startswith("Provby kommun Nämnden Firman")


def test_protected_people_are_masked(base: Database, tmp_path: Path) -> None:
    town.bring(
        base,
        tmp_path / "hide",
        {
            "brukare": [{"personnummer": town.ANNA, "namn": "Anna Ek", "skyddad": "ja"}],
            "mottagare": [
                {
                    "brukare": town.ANNA,
                    "slag": "brukare",
                    "nummer": town.ANNA,
                    "namn": "Anna Ek",
                    "fran": "2020-01-01",
                    "adress": "Hemliga gatan 1, 123 45 Orten",
                }
            ],
        },
    )
    claim(base, tmp_path)
    decide(base, "S1", "beviljad", "Styrkt.", town.stamp("2024-06-03"))
    said = text(letter(base, "S1", "beslut", tmp_path / "ut", town.stamp()))
    assert "Anna" not in said
    assert "Hemliga" not in said
    assert town.ANNA not in said


def test_a_letter_is_kept_as_it_was_sent(base: Database, tmp_path: Path) -> None:
    """A name or a setting that comes later changes no letter that has left; a new decision has a
    letter of its own. Neither the program nor the sqlite3 shell changes one unseen."""
    claim(base, tmp_path)
    decide(base, "S1", "beviljad", "Styrkt.", town.stamp("2024-06-03"))
    first = letter(base, "S1", "beslut", tmp_path / "ut", town.stamp())
    set_policy(base, "brev_fragor", "Ring 9876", "2024-01-01", "x", town.stamp())
    again = letter(base, "S1", "beslut", tmp_path / "ny", town.stamp())
    assert [path.read_bytes() for path in again.filer] == [
        path.read_bytes() for path in first.filer
    ]
    change = "UPDATE sjukfall_brev SET text = cast(text || 'x' AS BLOB)"
    with closing(sqlite3.connect(base.path)) as raw:
        for statement in (change, "DELETE FROM sjukfall_brev"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)
    forged(base.path, change)
    found = proof.documents(base.read())
    assert [f"{item.var}: {item.vad}" for item in found] == [
        "sjuklön S1 beslut 1: texten är inte den som skickades"
    ]
