"""What is on file: who is found by which words, what is told of them, and how it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database
from tests.services import town
from tests.services.town import ANNA, FIRMAN, KIM, LEA, beslut, tid
from workbench.domain.time import parse_month
from workbench.services import advances, law, payees, register, settling
from workbench.services.errors import Refused
from workbench.services.law import Trial
from workbench.services.regler import regler
from workbench.services.tracing import lines
from workbench.services.trying import try_values
from workbench.services.viewing import Viewer

LOOK, SEES = Viewer("eva"), Viewer("eva", protected=True)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    """A municipality with a protected brukare, Lea, and a beslut that has been changed."""
    with town.database(tmp_path / "t.db") as opened:
        town.bring(opened, tmp_path / "in", town.clean_town())
        lea = {"personnummer": LEA, "namn": "Lea Hemlig", "skyddad": "ja", "konto": "5001-0000011"}
        town.bring(opened, tmp_path / "lea", {
            "brukare": [lea], "beslut": [beslut("B9", LEA), beslut(timmar="90")],
        })  # fmt: skip
        yield opened


def found(base: Database, text: str, viewer: Viewer = LOOK) -> list[str]:
    """Return the names of those whom a text finds."""
    hits, total = register.find(base.read(), text, viewer)
    assert total == len(hits)
    return [hit.namn for hit in hits]


def told(base: Database, number: str, viewer: Viewer = LOOK) -> str:
    """Return all that is on file about a number."""
    return "\n".join(lines(register.of_number(base.read(), number, viewer)))


def test_a_role_a_name_and_the_beginning_of_a_number_find(base: Database) -> None:
    everyone = found(base, "")
    assert len(everyone) == len(set(everyone)) >= 4
    (hit,) = register.find(base.read(), ANNA, LOOK)[0]
    assert hit.nummer == ANNA
    assert hit.roller == ("brukare",)
    assert found(base, ANNA[:8]) == [hit.namn]
    assert found(base, f"{ANNA[:8]}-{ANNA[8:]}") == [hit.namn]
    assert hit.namn in found(base, "brukare")
    assert hit.namn not in found(base, "assistent")
    assert found(base, f"assistent {ANNA}") == []
    assert found(base, "anordnare") == ["Bolaget", "Firman"]


def test_a_list_that_is_cut_tells_the_true_count(base: Database) -> None:
    everyone = len(found(base, ""))
    hits, total = register.find(base.read(), "", LOOK, limit=2)
    assert (len(hits), total) == (2, everyone)


def test_a_protected_person_is_found_by_the_whole_number_alone(base: Database) -> None:
    assert found(base, "hemlig") == found(base, LEA[:11]) == []
    (masked,) = found(base, LEA)
    assert masked.startswith("[skyddad]")
    assert found(base, "hemlig", SEES) == ["Lea Hemlig"]
    assert found(base, LEA[:6], SEES) == ["Lea Hemlig"]


def test_every_register_is_told_with_file_and_row(base: Database) -> None:
    text = told(base, ANNA)
    assert "timmar 90,00" in text
    assert "beslut.csv rad 3" in text
    assert "Tidigare lydelse av beslut" in text
    assert "uppdrag.csv rad 2" in text
    assert "Ändringar, den senaste först" in text
    assert "timmar" in text.split("Ändringar")[1]


def test_an_employer_and_an_assistant_are_told_of(base: Database) -> None:
    text = told(base, FIRMAN)
    assert "Tillstånd från IVO" in text
    assert text.count(FIRMAN) == 2, "en anordnares egna rader upprepar inte numret"
    for person in ("Kim Lind", "Anna Ek", "Bo Al"):
        assert person in text
    law.add_note(base, KIM, "2026-01-01", None, "uppgift från IVO", town.stamp())
    assert f"uppgift från IVO  [{town.TODAY} av karin]" in told(base, KIM)


def test_what_tells_who_a_protected_person_is_stays_hidden(base: Database) -> None:
    text = told(base, LEA)
    for secret in (LEA, "Lea", "Hemlig", "0000011"):
        assert secret not in text, secret
    assert "konto [skyddat]" in text
    assert "B9" in text
    seen = told(base, LEA, SEES)
    assert "namn Lea Hemlig" in seen
    assert LEA in seen


def test_a_protected_guardian_is_hidden_where_the_brukare_is_not(base: Database) -> None:
    payees.register(
        base,
        {"brukare": ANNA, "slag": "annan", "nummer": LEA, "namn": "Lea Hemlig",
         "fran": "2026-01-01", "konto": "5001-0000038", "undertecknat": "nej"},
        town.stamp(),
    )  # fmt: skip
    text = told(base, ANNA)
    assert "annan, [skyddad]" in text
    for secret in (LEA, "Hemlig", "0000038"):
        assert secret not in text, secret


def test_nobody_is_on_file_under_an_unknown_number(base: Database) -> None:
    with pytest.raises(Refused, match="Ingen i registren har numret"):
        register.of_number(base.read(), KIM[:11] + "0", LOOK)
    with pytest.raises(Refused, match="finns inte längre"):
        register.of_key(base.read(), ("person", 99), LOOK)


def test_a_payee_with_what_is_wrong_is_refused_whole(base: Database) -> None:
    wrong = {"brukare": ANNA, "slag": "brukare", "nummer": ANNA, "namn": "Anna Ek",
             "fran": "2026-02-01", "till": "2026-01-31"}  # fmt: skip
    with pytest.raises(Refused, match="ligger före första dagen"):
        payees.register(base, wrong, town.stamp())
    assert "Mottagare" not in told(base, ANNA)


def test_every_rule_is_listed_with_the_versions_that_runs_have(base: Database) -> None:
    town.settled(base, "2024-04")
    known = regler(base.read())
    assert [(one.version, one.korningar, one.forsta) for one in known.versioner] == [
        (known.version, 1, "2024-04")
    ]
    (alder,) = [one for one in known.regler if one.kod == "alder"]
    assert (alder.lagrum, alder.allvar) == ("9 d § 1 st 1 LSS", "neka")
    assert len({one.kod for one in known.regler}) == len(known.regler)


def test_a_tried_value_moves_the_sum_and_is_not_stored(base: Database) -> None:
    month = parse_month("2024-04")
    town.bring(base, base.path.parent / "t", {"tidrapporter": [tid("2024-04-02")]})
    run = town.settled(base, "2024-04")
    tried = try_values(base, month, town.stamp(), Trial(rates={2024: 40000}), LOOK)
    assert (tried.korning, tried.fore) == (run.korning, run.total_ore)
    assert tried.efter - tried.fore == sum(after - before for _, before, after in tried.rader)
    assert tried.efter > tried.fore
    same = try_values(base, month, town.stamp(), Trial(), LOOK)
    assert (same.efter, same.rader) == (tried.fore, ())
    assert not law.values.added_rates(base.read())


def test_stored_advances_are_those_that_the_run_has(base: Database) -> None:
    month = parse_month("2024-04")
    assert advances.stored(base.read(), month, LOOK) == (None, [])
    town.bring(base, base.path.parent / "f", {"beslut": [beslut(forskott="ja")]})
    made, found_now = advances.advances(base, month, town.stamp(), LOOK)
    run, stored = advances.stored(base.read(), month, LOOK)
    assert run is not None
    assert run.id == made.korning
    assert stored == found_now
    assert len(stored) == 1
    assert settling.marked(base.read()) == []
