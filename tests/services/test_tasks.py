"""Duties as tasks: for each one what raises it and the nearest case that does not.

15 § 8-11, 9 d, 11 a, 15 b and 23 §§ LSS; 3 § lag (2008:206); 6 § bidragsbrottslagen; 9.2.26.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from db import Database, journal
from tests.services import krav, town
from tests.services import test_kravhandling as papers
from tests.services.sjuktown import fall, sick
from tests.services.sjuktown import files as sick_files
from tests.services.town import ANNA, BO, FIRMAN, KIM, LEA, SEER, TODAY, Row
from workbench.services import attesting, law, people, sjuklon, taskdoing, taskprint, tasks
from workbench.services.errors import Refused
from workbench.services.kravbetalning import payment
from workbench.services.tasks import Task, TaskFilter
from workbench.services.viewing import Viewer

M = "2024-03"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    with town.database(tmp_path / "t.db") as made:
        yield made


def fkbeslut(brukare: str = ANNA, **other: str) -> Row:
    """Return a grant of 40 h a week since 2024."""
    return {
        "brukare": brukare,
        "beslutsdatum": "2024-01-02",
        "utfall": "beviljat",
        "fran": "2024-01-01",
        "timmar_per_vecka": "40",
    } | other


def listed(base: Database, plikt: str | None = None, today: str = TODAY) -> list[Task]:
    """Return the open tasks of a duty."""
    return tasks.tasks(base.read(), SEER, today, TaskFilter(plikt=plikt))


def ids(base: Database, plikt: str, today: str = TODAY) -> list[str]:
    """Return the ids of a duty's open tasks."""
    return [item.id for item in listed(base, plikt, today)]


def person(base: Database, number: str) -> int:
    """Return a person's id."""
    found: int = (
        base.read().execute("SELECT id FROM person WHERE nummer = ?", (number,)).fetchone()[0]
    )
    return found


def employer(base: Database, number: str) -> int:
    """Return an employer's id."""
    query = "SELECT id FROM arbetsgivare WHERE nummer = ?"
    found: int = base.read().execute(query, (number,)).fetchone()[0]
    return found


def refused(base: Database, month: str, kod: str) -> None:
    """Check a month and refuse its open findings of a code."""
    town.settled(base, month)
    found = [item for item in town.findings(base, month, kod) if item.status == "oppen"]
    assert found, kod
    town.decide(base, found, "nekad")


# -- register facts ----------------------------------------------------------------------------


def test_15_8_whoever_may_have_a_right_is_notified(base: Database, tmp_path: Path) -> None:
    """Anna has 100 h a month and FK has never been asked; Bo has FK's grant."""
    few = town.beslut("B3", LEA, timmar="80", fran="2026-10-01", period_manader="1")
    sheets = {
        "brukare": [{"personnummer": who, "namn": "N", "namnd": ""} for who in (ANNA, BO, LEA)],
        "beslut": [town.beslut("B1", timmar="100", beslutsdatum="2026-11-03"),
                   town.beslut("B2", BO, timmar="100"), few],
    }  # fmt: skip
    town.bring(base, tmp_path / "1", sheets)
    assert ids(base, "15-8") == [], "utan ett enda FK-beslut säger ett tomt register ingenting"
    town.bring(base, tmp_path / "a", {"fkbeslut": [fkbeslut(BO, beslutsdatum="2026-11-04")]})
    assert ids(base, "15-8") == [], "före FK-registrets första beslut säger det ingenting"
    town.bring(base, tmp_path / "b", {"fkbeslut": [fkbeslut(BO, beslutsdatum="2026-11-03")]})
    (task,) = listed(base, "15-8")
    assert (task.brukare, task.mottagare) == (ANNA, "Försäkringskassan")
    assert (task.handelse, task.frist, task.forfallen) == ("2026-11-03", "2026-11-17", True)
    assert ("Timmar i veckan", "22,58 (100,00 per period)") in task.fakta
    law.set_policy(base, "plikt_fk_timmar", "24", "2026-01-01", "N", town.stamp())
    assert ids(base, "15-8") == []


def test_15_8_a_new_beslut_is_a_new_matter_and_the_old_one_is_not(
    base: Database, tmp_path: Path
) -> None:
    made = town.beslut("B1", beslutsdatum="2026-01-05")
    town.bring(base, tmp_path / "1", {"beslut": [made], "fkbeslut": [fkbeslut(BO)]})
    (first,) = ids(base, "15-8")
    taskdoing.drop(base, first, "klarar sig under 20 timmar", town.stamp())
    town.bring(base, tmp_path / "2", {"beslut": [town.beslut("B1", dubbel_timmar="5")]})
    assert ids(base, "15-8") == []
    town.bring(base, tmp_path / "3", {"beslut": [town.beslut("B1", timmar="700")]})
    (second,) = ids(base, "15-8")
    assert second != first


def test_15_8_temporary_beslut_again_and_again_beside_fk(base: Database, tmp_path: Path) -> None:
    """Three in a year is often; two is not, nor an open one."""
    extra = [
        town.beslut(f"B{n}", timmar="10", fran=f"2026-0{n}-01", till=f"2026-0{n}-14")
        for n in (3, 5, 7)
    ]
    town.bring(base, tmp_path / "1", {"beslut": [*extra[:2], town.beslut("B9", timmar="10")],
                                      "fkbeslut": [fkbeslut(), fkbeslut(BO)]})  # fmt: skip
    assert ids(base, "15-8-utokning") == []
    town.bring(base, tmp_path / "2", {"beslut": extra})
    (task,) = listed(base, "15-8-utokning")
    assert (task.brukare, task.handelse) == (ANNA, "2026-07-01")
    assert ids(base, "15-8-utokning", "2027-03-02") == [], "det första är äldre än ett år"


def stay(slag: str, fran: str, till: str = "", brukare: str = ANNA) -> Row:
    """Return a stay from one morning to an evening."""
    return {"brukare": brukare, "slag": slag, "fran": f"{fran}T09:00",
            "till": f"{till}T15:00" if till else ""}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "stays", "expected"),
    [
        ("daglig verksamhet", [stay("daglig verksamhet", "2026-03-02", "2026-03-02")],
         ["daglig-verksamhet-20260302"]),
        ("ett boende", [stay("Bostad med särskild service", "2026-03-02")],
         ["bostad-med-sarskild-service-20260302"]),
        ("korttids", [stay("korttids", "2026-03-02", "2026-03-04")], ["korttids-20260302"]),
        ("sjukhus är ingen insats", [stay("sjukhus", "2026-03-02")], []),
        ("FK hade inte beviljat än", [stay("korttids", "2023-12-31", "2024-01-05")], []),
        ("den första dagen med FK", [stay("korttids", "2024-01-01", "2024-01-05")],
         ["korttids-20240101"]),
        ("den som inte får assistansersättning", [stay("korttids", "2026-03-02", brukare=BO)], []),
        ("var dag är samma insats",
         [stay("daglig verksamhet", f"2026-03-{n:02d}", f"2026-03-{n:02d}") for n in range(2, 28)],
         ["daglig-verksamhet-20260302"]),
        ("92 dagars uppehåll är samma insats", [stay("korttids", "2026-01-01", "2026-01-05"),
         stay("korttids", "2026-04-07", "2026-04-08")], ["korttids-20260101"]),
        ("93 dagars uppehåll är en ny", [stay("korttids", "2026-01-01", "2026-01-05"),
         stay("korttids", "2026-04-08", "2026-04-09")],
         ["korttids-20260101", "korttids-20260408"]),
        ("en som pågår tar inte slut", [stay("korttids", "2026-01-01"),
         stay("korttids", "2026-09-01", "2026-09-02")], ["korttids-20260101"]),
    ],
)  # fmt: skip
def test_15_9_fk_is_told_of_an_insats(
    base: Database, tmp_path: Path, why: str, stays: Sequence[Row], expected: list[str]
) -> None:
    town.bring(base, tmp_path / "1", {"fkbeslut": [fkbeslut()], "vistelser": stays})
    found = ids(base, "15-9")
    assert [item.removeprefix(f"15-9-{person(base, ANNA)}-") for item in found] == expected, why


def test_15_b_fks_no_is_followed_by_information(base: Database, tmp_path: Path) -> None:
    """Without delay: seven days from the day the beslut came in. A later grant ends it."""
    no = fkbeslut(utfall="avslag", beslutsdatum="2026-11-02", orsak="under 20 timmar")
    town.bring(base, tmp_path / "1", {"fkbeslut": [no]}, "2026-11-10")
    (task,) = listed(base, "15b", "2026-11-17")
    assert (task.id, task.frist, task.forfallen) == ("FK1", "2026-11-17", False)
    assert task.galler == "avslag 2026-11-02: under 20 timmar"
    assert listed(base, "15b", "2026-11-18")[0].forfallen
    town.bring(base, tmp_path / "2", {"fkbeslut": [fkbeslut(beslutsdatum="2026-11-12")]})
    assert ids(base, "15b") == []


def test_15_10_an_advance_that_nobody_accounts_for(base: Database, tmp_path: Path) -> None:
    """The account of March is late from the sixth of May, for whoever also has FK's money."""
    own = {"ivo_anmald": "2020-01-01", "arbetsgivare_registrerad": "2020-01-01"}
    sheets = {
        "brukare": [{"personnummer": ANNA, "namn": "Anna Ek", **own}],
        "uppdrag": [town.uppdrag(KIM, ANNA, ANNA)],
        "beslut": [town.beslut("B1", timmar="10", forskott="ja")],
    }
    town.bring(base, tmp_path / "1", sheets)
    run = town.settled(base, M)
    due = sum(net.att_betala for net in run.brukare)
    attesting.attest(base, run.korning or 0, due, ["all"], town.stamp(actor="bo"))
    assert ids(base, "15-10") == []
    town.bring(base, tmp_path / "2", {"fkbeslut": [fkbeslut()]})
    assert ids(base, "15-10", "2024-05-05") == []
    (task,) = listed(base, "15-10", "2024-05-06")
    assert (task.id, task.handelse) == (f"15-10-{person(base, ANNA)}-{M}", "2024-05-05")
    town.bring(
        base, tmp_path / "3", {"redovisning": [{"brukare": ANNA, "manad": M, "lon": "3000"}]}
    )
    assert ids(base, "15-10") == []


# -- findings ----------------------------------------------------------------------------------


def reported(base: Database, folder: Path, *rows: Row, **changes: Sequence[Row]) -> None:
    """Take in the clean town with rows that came on 2 April 2024, and check March."""
    sheets = town.clean_town(**{"beslut": [town.beslut("B1"), town.beslut("B2", BO)]} | changes)
    town.bring(base, folder, sheets)
    town.bring(base, folder / "rader", {"tidrapporter": rows}, received="2024-04-02")
    town.check(base, M)


def test_11_a_the_employer_is_asked_once_for_each_uppdrag(base: Database, tmp_path: Path) -> None:
    """What is asked for is asked once; a new uppdrag without notice is a new matter."""
    missing = [town.uppdrag(anmald="")]
    reported(base, tmp_path / "1", town.tid("2024-03-04"), town.tid("2024-03-05", assistent=LEA),
             uppdrag=[*missing, town.uppdrag(LEA)])  # fmt: skip
    (task,) = listed(base, "11a", "2024-04-16")
    assert (task.handelse, task.frist, task.forfallen) == ("2024-04-02", "2024-04-16", False)
    assert task.galler == f"Kim Lind, Firman, {M}: anmalan-11a"
    assert listed(base, "11a", "2024-04-17")[0].forfallen
    taskdoing.do(base, task.id, "brev", town.stamp("2024-04-17"))
    town.bring(base, tmp_path / "2", {"tidrapporter": [town.tid("2024-04-04")]})
    town.check(base, "2024-04")
    assert ids(base, "11a") == []
    town.bring(
        base, tmp_path / "3", {"uppdrag": [*missing, town.uppdrag(fran="2024-04-01", anmald="")]}
    )
    town.check(base, "2024-04")
    (second,) = ids(base, "11a")
    assert second.endswith("-20240401")
    town.decide(base, town.findings(base, "2024-04", "anmalan-11a"), "komplettering")
    assert ids(base, "11a") == [], "uppgifterna är redan begärda"


def test_23_whoever_employs_alone_gets_help_with_the_notice(base: Database, tmp_path: Path) -> None:
    row = town.tid("2024-03-04", arbetsgivare=ANNA)
    reported(base, tmp_path / "1", row, uppdrag=[town.uppdrag(KIM, ANNA, ANNA)])
    (task,) = listed(base, "23-5")
    assert (task.id, task.mottagare) == (f"23-5-{person(base, ANNA)}", "brukaren")
    told = {"personnummer": ANNA, "namn": "Anna Ek", "ivo_anmald": "2024-03-04"}
    town.bring(base, tmp_path / "2", {"brukare": [told]})
    town.check(base, M)
    assert ids(base, "23-5") == []


def permit(till: str, told: str = "", kommunal: str = "nej") -> list[Row]:
    """Return Firman with a permit that ends."""
    spell = {"tillstand_fran": "2011-01-01", "tillstand_till": till, "brukare_underrattad": told}
    return [{"orgnr": FIRMAN, "namn": "Firman", "kommunal": kommunal} | spell]


def test_a_lost_permit_is_told_to_the_brukare_and_to_ivo(base: Database, tmp_path: Path) -> None:
    """9 d § 3 st: without delay from the day it is known; 15 § 11: the company has no permit."""
    row = town.tid("2024-03-11")
    reported(base, tmp_path / "1", row, anordnare=permit("2024-03-11"))
    assert (ids(base, "9d"), ids(base, "15-11")) == ([], []), "tillståndet gäller den dagen"
    town.bring(base, tmp_path / "2", {"anordnare": permit("2024-03-10")}, "2024-03-20")
    town.check(base, M)
    (told,), (ivo,) = listed(base, "9d"), listed(base, "15-11")
    firm = employer(base, FIRMAN)
    assert told.id == f"9d-{person(base, ANNA)}-{firm}-20240310"
    assert (told.handelse, told.frist) == ("2024-03-20", "2024-03-27")
    assert (ivo.id, ivo.handelse, ivo.frist) == (
        f"15-11-{firm}-20240310",
        "2024-04-02",
        "2024-04-16",
    )
    assert (ivo.brukare, ("Tillståndet upphörde", "2024-03-10") in ivo.fakta) == ("", True)
    town.bring(base, tmp_path / "3", {"anordnare": permit("2024-03-10", told="2024-03-11")})
    town.check(base, M)
    assert (ids(base, "9d"), len(ids(base, "15-11"))) == ([], 1), "fristen löper för brukaren"
    town.bring(base, tmp_path / "4", {"anordnare": permit("2024-03-10", kommunal="ja")})
    town.check(base, M)
    assert ids(base, "15-11") == []


def test_permission_by_a_person_ends_the_report_to_ivo(base: Database, tmp_path: Path) -> None:
    reported(
        base, tmp_path / "1", town.tid("2024-03-11"), anordnare=permit("2024-03-10", "2024-01-01")
    )
    assert len(ids(base, "15-11")) == 1
    town.decide(base, town.findings(base, M, "tillstand"), "godkand")
    assert ids(base, "15-11") == []


def test_15_10_refused_time_of_someone_with_fks_money(base: Database, tmp_path: Path) -> None:
    """Open findings say nothing yet; refused ones do, from the day they were refused."""
    at_hospital = [stay("sjukhus", "2024-03-04", "2024-03-06"),
                   stay("sjukhus", "2024-03-04", "2024-03-06", BO)]  # fmt: skip
    reported(base, tmp_path / "1", town.tid("2024-03-05"), town.tid("2024-03-05", "18:00", "20:00",
             brukare=BO), vistelser=at_hospital, fkbeslut=[fkbeslut()])  # fmt: skip
    town.settled(base, M)
    assert ids(base, "15-10") == []
    refused(base, M, "vistelse")
    (task,) = listed(base, "15-10")
    assert (task.brukare, task.handelse) == (ANNA, TODAY)
    assert ids(base, "2008-206") == []
    town.bring(base, tmp_path / "2", {"fkbeslut": [fkbeslut(till="2024-02-29")]})
    assert ids(base, "15-10") == []


def test_lag_2008_206_the_same_assistant_in_two_places(base: Database, tmp_path: Path) -> None:
    """Bo has FK's money and a beslut here; Anna, on the other side, has FK's money only."""
    reported(base, tmp_path / "1", town.tid("2024-03-05"), town.tid("2024-03-05", brukare=BO),
             beslut=[town.beslut("B2", BO)], fkbeslut=[fkbeslut(), fkbeslut(BO)])  # fmt: skip
    assert {view.brukare for view in town.findings(base, M, "overlapp")} == {BO}
    assert ids(base, "2008-206") == []
    refused(base, M, "overlapp")
    found = {item.brukare: item for item in listed(base, "2008-206")}
    assert set(found) == {ANNA, BO}
    assert BO not in str(found[ANNA])
    assert "Bo Al" not in str(found[ANNA]), "den andra brukaren nämns inte"
    town.bring(
        base, tmp_path / "2", {"fkbeslut": [fkbeslut(utfall="indraget", beslutsdatum="2024-01-03")]}
    )
    assert [item.brukare for item in listed(base, "2008-206")] == [BO]


def test_15_11_an_anordnare_whose_time_is_refused_again_and_again(
    base: Database, tmp_path: Path
) -> None:
    """Two copies are mistakes; three in a year are reason to ask."""
    rows = [town.tid(f"2024-03-{day:02d}") for day in (4, 5, 6)]
    town.bring(base, tmp_path / "in", town.clean_town())
    for name, batch in (("a", rows), ("b", [*rows[:2], town.tid("2024-03-07")])):
        town.bring(base, tmp_path / name, {"tidrapporter": batch}, received="2024-04-02")
    refused(base, M, "dubblett")
    assert ids(base, "15-11-lamplighet") == []
    town.bring(base, tmp_path / "c", {"tidrapporter": [rows[2], town.tid("2024-03-08")]})
    refused(base, M, "dubblett")
    (task,) = listed(base, "15-11-lamplighet")
    assert task.id == f"15-11-lamplighet-{employer(base, FIRMAN)}-2024"
    assert ("Antal fynd", "3") in task.fakta
    town.bring(
        base, tmp_path / "d", {"anordnare": [{"orgnr": FIRMAN, "namn": "F", "kommunal": "ja"}]}
    )
    assert ids(base, "15-11-lamplighet") == []


@pytest.mark.parametrize(("last", "fk"), [("2024-03-17", 0), ("2024-03-18", 1), ("", 1)])
def test_whoever_is_ill_and_works(base: Database, tmp_path: Path, last: str, fk: int) -> None:
    """FK may pay sjukpenning from the fifteenth day; a refused claim is tried as a crime."""
    reported(base, tmp_path / "1", town.tid("2024-03-05", "09:00", "10:00", brukare=BO),
             town.tid("2024-03-05", assistent=LEA))  # fmt: skip
    town.take_in(base, sick_files(tmp_path / "2", [fall(sista_sjukdag=last)], [sick("2024-03-05")]))
    town.settled(base, M)
    assert (ids(base, "2008-206"), ids(base, "bidragsbrott")) == ([], [])
    refused(base, M, "sjuk-arbetar")
    found = listed(base, "2008-206")
    assert [item.id for item in found] == ["2008-206-S1"] * fk
    assert all("Kim Lind" in item.galler for item in found)
    assert ids(base, "bidragsbrott") == []
    town.settled(base, M)
    sjuklon.decide(base, "S1", "avslagen", "arbetade själv", town.stamp())
    (police,) = listed(base, "bidragsbrott")
    assert (police.id, police.frist) == ("bidragsbrott-S1", "2026-12-22")


# -- claims ------------------------------------------------------------------------------------


def steps(base: Database, today: str) -> list[tuple[str, str]]:
    """Return (id, deadline) of what claims ask for."""
    inside = ("forslag", "svar", "laga-kraft", "avbetalning", "paminnelse", "kronofogden",
              "andringsbeslut")  # fmt: skip
    return [(item.id, item.frist) for item in listed(base, None, today) if item.plikt in inside]


def test_a_claim_asks_for_its_next_step(tmp_path: Path) -> None:
    """From the proposal of 22 November to Kronofogden, the day before and the day after."""
    with krav.claimed(tmp_path) as base:
        assert steps(base, "2026-12-22") == []
        assert steps(base, "2026-12-23") == [("forslag-K1-20261222", "2027-01-05")]
        krav.decided(base)
        assert steps(base, "2026-10-02") == []
        krav.move(base, "delgiven", "2026-10-05")
        assert steps(base, "2026-10-26") == []
        assert steps(base, "2026-10-27") == [("laga-kraft-K1-20261026", "2026-11-09")]
        krav.move(base, "laga-kraft", "2026-10-27")
        assert steps(base, "2026-11-26") == []
        ((reminder, due),) = steps(base, "2026-11-27")
        assert (reminder, due) == ("paminnelse-K1-20261126", "2026-12-10")
        taskdoing.do(base, reminder, "brev och samtal", town.stamp("2026-11-27"))
        assert steps(base, "2026-12-27") == []
        assert steps(base, "2026-12-28") == [("kronofogden-K1-20261227", "2027-01-10")]
        payment(base, "K1", krav.BELOPP, "2026-12-28", town.stamp("2026-12-28"))
        assert steps(base, "2026-12-28") == []


def test_a_plan_that_is_not_kept(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        krav.move(base, "utredning", "2026-09-01", grund="a")
        krav.assess(base)
        krav.move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
        assert steps(base, "2026-09-20") == []
        assert steps(base, "2026-09-21") == [("svar-K1-20260920", "2026-10-04")]
        krav.move(base, "beslutad", "2026-10-01", "bo")
        krav.move(base, "delgiven", "2026-10-02")
        krav.move(base, "laga-kraft", "2026-10-24")
        plan = [("2026-12-01", 50_000), ("2027-01-01", krav.BELOPP - 50_000)]
        krav.move(base, "avbetalning", "2026-10-25", plan=plan)
        assert steps(base, "2026-12-01") == []
        assert steps(base, "2026-12-02") == [("avbetalning-K1-20261201", "2026-12-15")]
        payment(base, "K1", 50_000, "2026-12-02", town.stamp("2026-12-02"))
        assert steps(base, "2027-01-01") == []
        assert steps(base, "2027-01-02") == [("avbetalning-K1-20270101", "2027-01-15")]


def test_a_decided_claim_that_a_run_has_lowered(tmp_path: Path) -> None:
    """37 § FL: whoever owes is told, once; before a decision there is nothing to amend."""
    for decide in (False, True):
        with papers.chosen(krav.claimed(tmp_path / str(decide))) as base:
            papers.communicated(base)
            if decide:
                papers.fixed(base, "kommunikation", "2026-09-02")
                krav.move(base, "beslutad", "2026-10-01", "bo")
            papers.lower(base, tmp_path / str(decide))
            found = [name for name, _ in steps(base, "2026-09-20")]
            assert [name.startswith("andringsbeslut-K1-") for name in found] == [True] * decide
    with town.open_database(tmp_path / "True" / "t.db") as base:
        papers.fixed(base, "beslut", "2026-10-02")
        papers.fixed(base, "andringsbeslut", "2026-11-02", "bo")
        assert steps(base, "2026-11-22") == []


def test_what_a_claim_tells_fk_ivo_and_the_police(tmp_path: Path) -> None:
    """The claim stands for the findings behind it; each is told once."""
    with krav.claimed(tmp_path) as base:
        assert ids(base, "2008-206") == []
        town.bring(base, tmp_path / "fk", {"fkbeslut": [fkbeslut()]})
        krav.attest(base)
        use = f"15-10-{person(base, ANNA)}-{M}"
        assert (ids(base, "15-10"), ids(base, "2008-206")) == ([use], [])
        krav.move(base, "utredning", "2026-09-01", grund="a")
        assert (ids(base, "15-10"), ids(base, "2008-206")) == ([], ["2008-206-K1"])
        assert (ids(base, "bidragsbrott"), ids(base, "15-11-lamplighet")) == ([], [])
        krav.assess(base)
        krav.move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
        krav.move(base, "beslutad", "2026-10-01", "bo")
        (police,) = listed(base, "bidragsbrott")
        assert (police.id, police.frist) == ("bidragsbrott-K1", "2026-10-31")
        assert ids(base, "15-11-lamplighet") == [f"15-11-lamplighet-{employer(base, FIRMAN)}-2024"]
        krav.move(base, "delgiven", "2026-10-05")
        krav.move(base, "overklagad", "2026-10-20")
        krav.move(base, "upphavd", "2026-10-25", referens="FR 1-26")
        assert (ids(base, "bidragsbrott"), ids(base, "2008-206")) == ([], [])


def test_a_claim_of_a_month_that_fk_knows_of_is_not_told_again(tmp_path: Path) -> None:
    with krav.paid(tmp_path) as base:
        town.bring(base, tmp_path / "fk", {"fkbeslut": [fkbeslut()]})
        again = [town.tid(f"{M}-05", brukare=ANNA, arbetsgivare=town.BOLAGET)]
        town.bring(base, tmp_path / "mer", {"tidrapporter": again})
        town.bring(base, tmp_path / "u", {"uppdrag": [town.uppdrag(arbetsgivare=town.BOLAGET)]})
        refused(base, M, "overlapp")
        (key,) = ids(base, "2008-206")
        taskdoing.do(base, key, "underrättat", town.stamp())
        krav.refuse(base, tmp_path)
        krav.move(base, "utredning", "2026-11-22", grund="a")
        assert ids(base, "2008-206") == []
        taskdoing.undo(base, key, "fel person", town.stamp())
        assert ids(base, "2008-206") == ["2008-206-K1"]


# -- doing, and what is kept -------------------------------------------------------------------


@pytest.fixture
def told(base: Database, tmp_path: Path) -> Database:
    """FK has said no to Anna and to Bo."""
    no = {"utfall": "avslag", "beslutsdatum": "2026-11-02"}
    sheets = town.clean_town(fkbeslut=[fkbeslut(**no), fkbeslut(BO, **no)])
    town.bring(base, tmp_path / "in", sheets, "2026-11-10")
    return base


def test_done_dropped_and_taken_back(told: Database) -> None:
    with pytest.raises(Refused, match="Skriv vad"):
        taskdoing.do(told, "FK1", " ", town.stamp())
    with pytest.raises(tasks.UnknownTask):
        taskdoing.do(told, "FK9", "brev", town.stamp())
    with pytest.raises(Refused, match="inte hanterad"):
        taskdoing.undo(told, "FK1", "fel", town.stamp())
    taskdoing.do(told, "fk1", "brev", town.stamp())
    taskdoing.drop(told, "FK2", "uppenbart obehövligt", town.stamp(actor="olle"))
    assert ids(told, "15b") == []
    for act in (taskdoing.do, taskdoing.drop):
        with pytest.raises(Refused, match="redan gjord av karin"):
            act(told, "FK1", "igen", town.stamp())
    handled = tasks.tasks(told.read(), SEER, TODAY, TaskFilter(tasks.HANDLED))
    assert [(item.id, item.status, item.motivering, item.aktor) for item in handled] == [
        ("FK2", "avskriven", "uppenbart obehövligt", "olle"),
        ("FK1", "gjord", "brev", "karin"),
    ]
    taskdoing.undo(told, "FK2", "ringde", town.stamp())
    assert ids(told, "15b") == ["FK2"]
    taskdoing.do(told, "FK2", "brev", town.stamp())
    everything = tasks.tasks(told.read(), SEER, TODAY, TaskFilter(tasks.ALL, "15b"))
    assert {item.status for item in everything} == {"gjord"}
    log = journal.entries(told.read(), "uppgift", "FK2")
    assert [entry[2] for entry in log] == ["uppgift avskriven", "uppgift angrad", "uppgift gjord"]


def test_what_was_done_is_kept_when_its_facts_are_gone(told: Database, tmp_path: Path) -> None:
    taskdoing.do(told, "FK1", "brev", town.stamp())
    town.bring(told, tmp_path / "2", {"fkbeslut": [fkbeslut(beslutsdatum="2026-11-20")]})
    kept = tasks.task(told.read(), "FK1", SEER, TODAY)
    assert (kept.status, kept.frist, kept.forfallen) == ("gjord", "2026-11-17", False)
    assert ("Försäkringskassans beslut", "avslag 2026-11-02") in kept.fakta
    taskdoing.undo(told, "FK1", "fel", town.stamp())
    with pytest.raises(tasks.UnknownTask):
        tasks.task(told.read(), "FK1", SEER, TODAY)


def test_the_database_refuses_to_change_what_was_done(told: Database) -> None:
    taskdoing.do(told, "FK1", "brev", town.stamp())
    row = "INSERT INTO uppgift VALUES (NULL, 'FK1', '15b', ?, 'x', '{}', 't', 'a')"
    with told.write() as connection:
        for statement in ("UPDATE uppgift SET motivering = 'x'", "DELETE FROM uppgift"):
            with pytest.raises(sqlite3.IntegrityError, match="fylls på"):
                connection.execute(statement)
        with pytest.raises(sqlite3.IntegrityError, match="redan hanterad"):
            connection.execute(row, ("avskriven",))
        connection.execute(row, ("angrad",))
        with pytest.raises(sqlite3.IntegrityError, match="inget att ångra"):
            connection.execute(row, ("angrad",))


def test_filters_and_order(told: Database, tmp_path: Path) -> None:
    reported(told, tmp_path / "1", town.tid("2024-03-04"), uppdrag=[town.uppdrag(anmald="")])
    by_day = [(item.plikt, item.frist) for item in listed(told)]
    assert by_day == [("11a", "2024-04-16"), ("15b", "2026-11-17"), ("15b", "2026-11-17")]

    def chosen(today: str = TODAY, **which: str | bool) -> list[str]:
        found = tasks.tasks(told.read(), SEER, today, TaskFilter(**which))  # type: ignore[arg-type]  # names of fields
        return [item.plikt for item in found]

    assert chosen(brukare=BO) == ["15b"]
    assert chosen(plikt="11a") == ["11a"]
    assert chosen("2026-11-17", forfallna=True) == ["11a"]
    for wrong in ({"plikt": "15-7"}, {"brukare": KIM[:-1] + "x"}):
        with pytest.raises(Refused, match="finns inte"):
            chosen(**wrong)


# -- protected, and on paper -------------------------------------------------------------------


def test_protected_people_are_masked_and_printed_only_with_the_right(
    told: Database, tmp_path: Path
) -> None:
    town.bring(
        told,
        tmp_path / "2",
        {"brukare": [{"personnummer": ANNA, "namn": "Anna Ek", "skyddad": "ja"}]},
    )
    law.set_policy(told, "betalare_namn", "Storby kommun", "2020-01-01", "N", town.stamp())
    shown = tasks.tasks(told.read(), Viewer("karin"), TODAY)
    assert "Anna" not in str(shown)
    assert ANNA not in str(shown)
    assert [item.skyddad for item in shown] == [True, False]
    with pytest.raises(Refused, match="skyddade personuppgifter"):
        taskprint.write(told, "FK1", tmp_path / "ut", town.stamp())
    assert not (tmp_path / "ut").exists()
    people.add_user(told, "karin", "administrator", True, town.stamp(actor="karin"))
    made = taskprint.write(told, "FK1", tmp_path / "ut", town.stamp())
    text = made.filer[0].read_text()
    assert "Anna Ek" in text
    assert f"{ANNA[:8]}-{ANNA[8:]}" in text
    assert ANNA not in str(made.filer)
    seen = journal.entries(told.read(), "visning", "uppgift FK1")
    assert [(entry[1], entry[2]) for entry in seen] == [("karin", "visade skyddade uppgifter")]
    assert journal.entries(told.read(), "visning", "uppgift FK2") == []


def test_a_report_is_filled_in_dated_and_the_same_again(base: Database, tmp_path: Path) -> None:
    reported(
        base, tmp_path / "1", town.tid("2024-03-11"), anordnare=permit("2024-03-10", "2024-01-01")
    )
    (key,) = ids(base, "15-11")
    with pytest.raises(Refused, match="betalare_namn"):
        taskprint.write(base, key, tmp_path / "ut", town.stamp())
    law.set_policy(base, "betalare_namn", "Storby kommun", "2020-01-01", "N", town.stamp())
    made = taskprint.write(base, key, tmp_path / "ut", town.stamp())
    assert [path.suffix for path in made.filer] == [".txt", ".pdf"]
    assert {path.stat().st_mode & 0o777 for path in made.filer} == {0o600}
    assert made.filer[1].read_bytes().startswith(b"%PDF")
    text = made.filer[0].read_text()
    for words in (
        "Inspektionen för vård och omsorg (IVO)",
        f"Firman, {FIRMAN[:6]}-{FIRMAN[6:]}",
        "Tillståndet upphörde: 2024-03-10",
        "2024-03-11 08:00",
        "15 § 11 LSS; 23 § LSS (SFS 1993:387)",
        "10 kap. 28 § OSL",
        "Datum:               2026-11-22",
        "Underskrift:",
    ):
        assert words in text
    assert "Anna" not in text, "anmälan gäller företaget"
    assert taskprint.write(base, key, tmp_path / "ut", town.stamp()).nya == 0
    taskdoing.do(base, key, "anmält i e-tjänsten", town.stamp("2026-11-23"))
    done = taskprint.write(base, key, tmp_path / "ut", town.stamp("2026-12-01")).filer[0]
    assert done.name == f"uppgift-{key}-2026-11-23.txt"
    assert "Gjort 2026-11-23 av karin: anmält i e-tjänsten" in done.read_text()


def test_a_childs_letter_goes_to_the_formyndare(base: Database, tmp_path: Path) -> None:
    """A protected förmyndare needs the same right as a protected child."""
    child = town.person("2015-05-05", 222)
    register = {"personnummer": child, "namn": "Lisa Ek", "formyndare": ANNA}
    own = {"personnummer": ANNA, "namn": "Anna Ek"}
    no = fkbeslut(child, utfall="avslag", beslutsdatum="2026-11-02")
    town.bring(base, tmp_path / "1", {"brukare": [register, own], "fkbeslut": [no]})
    law.set_policy(base, "betalare_namn", "Storby kommun", "2020-01-01", "N", town.stamp())
    text = taskprint.write(base, "FK1", tmp_path / "ut", town.stamp()).filer[0].read_text()
    assert text.split("\n\n")[1] == "Anna Ek\nför Lisa Ek"
    town.bring(base, tmp_path / "2", {"brukare": [own | {"skyddad": "ja"}]})
    with pytest.raises(Refused, match="skyddade personuppgifter"):
        taskprint.write(base, "FK1", tmp_path / "igen", town.stamp())


def test_a_reminder_goes_to_the_debtor(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        krav.move(base, "delgiven", "2026-10-05")
        krav.move(base, "laga-kraft", "2026-10-27")
        day = town.stamp("2026-11-28")
        law.set_policy(base, "betalare_namn", "Storby kommun", "2020-01-01", "N", day)
        (key, _), *_ = steps(base, "2026-11-28")
        text = taskprint.write(base, key, tmp_path / "ut", day).filer[0].read_text()
        assert text.split("\n\n")[1] == "Anna Ek"
        assert "997,80 kr" in text
        assert "Antal fynd" not in text
