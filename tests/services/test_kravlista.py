"""Claims as a list and what has happened to one: ages, deadlines, who did what when and why."""

from __future__ import annotations

from pathlib import Path

from tests.services import krav, town
from tests.services.krav import BELOPP, move
from tests.services.test_kravandring import rerun
from workbench.services import kravangra, kravflytt, kravgaldenar, kravlista, kravparter
from workbench.services.kravhistorik import Handelse, historik
from workbench.services.kravlista import Kravrad
from workbench.services.viewing import Viewer


def listed(base: town.Database, today: str = town.TODAY) -> list[Kravrad]:
    """Return the list as an administrator sees it on a day."""
    return kravlista.rader(base.read(), town.SEER, today)


def told(base: town.Database, viewer: Viewer = town.SEER) -> list[Handelse]:
    """Return K1's history."""
    return historik(base.read(), "K1", viewer)


def test_a_deadline_has_passed_the_day_after_it(tmp_path: Path) -> None:
    """A proposal waits for no day. The answer may come the whole last day, and so may an appeal;
    an instalment is late the day after it was due, and a paid one waits for nothing."""
    with krav.claimed(tmp_path) as base:
        assert [(one.frist, one.forfallen, one.alder) for one in listed(base)] == [(None, False, 0)]
        assert listed(base, "2026-12-02")[0].alder == 10
        krav.decided(base)
        assert listed(base)[0].frist is None
        move(base, "delgiven", "2026-10-05")
        assert [listed(base, day)[0].forfallen for day in ("2026-10-26", "2026-10-27")] == [
            False,
            True,
        ]
        move(base, "laga-kraft", "2026-10-27")
        assert listed(base)[0].frist is None
        parts = [("2026-11-30", 10_000), ("2026-12-31", BELOPP - 10_000)]
        move(base, "avbetalning", "2026-11-01", plan=parts)
        assert (listed(base)[0].frist, listed(base)[0].forfallen) == ("2026-11-30", False)
        krav.pay_in(base, 10_000)
        row = listed(base, "2027-01-01")[0]
        assert (row.frist, row.forfallen, row.betalt) == ("2026-12-31", True, 10_000)
        assert row.utestaende + row.betalt + row.nedlagt == row.belopp == BELOPP


def test_a_claim_that_a_run_has_changed_since_the_person_was_told_is_marked(tmp_path: Path) -> None:
    """Nobody has been told of a proposal; who got the claim to answer must hear that it fell, and
    has heard it when the claim is communicated again."""
    months = ("2024-03", "2024-04")
    with krav.claimed(tmp_path, months) as base:
        move(base, "utredning", "2026-09-01")
        move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
        late = [town.tid(f"{month}-07", "08:00", "09:00") for month in months]
        town.bring(base, tmp_path / "sent", {"tidrapporter": late}, "2026-11-23", "2024-06-02")
        for month in months:
            rerun(base, month)
        assert [(one.andrat, one.utestaende) for one in listed(base)] == [
            (True, BELOPP - 33260),
            (False, BELOPP - 33260),
        ]
        move(base, "kommunicerad", "2026-11-26", idag="2026-11-26", frist="2026-12-20")
        assert [one.andrat for one in listed(base)] == [False, False]


def test_a_joined_claim_is_one_row_with_its_months(tmp_path: Path) -> None:
    with krav.claimed(tmp_path, ("2024-03", "2024-04")) as base:
        kravparter.join(base, ["K1", "K2"], town.stamp())
        row = listed(base)[0]
        assert (len(listed(base)), row.manader, row.belopp) == (
            1,
            ("2024-03", "2024-04"),
            2 * BELOPP,
        )
        assert [one.vad for one in told(base)] == [
            "föreslaget av körning 3",
            "K2 föreslaget av körning 4",
            "samlat med K2",
        ]


def test_whoever_is_protected_is_masked_in_the_list(tmp_path: Path) -> None:
    with krav.claimed(tmp_path, skyddad="ja") as base:
        row = kravlista.rader(base.read(), Viewer("karin"), town.TODAY)[0]
        assert row.brukare == row.brukare_namn
        assert row.brukare.startswith("[skyddad]")
        assert listed(base)[0].brukare == town.ANNA


def test_the_history_tells_who_did_what_and_what_was_taken_back(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        move(base, "utredning", "2026-09-01", motivering="vistelse")
        kravparter.set_ground(base, "K1", "b", "borde ha sett det", town.stamp())
        kravangra.undo(base, "K1", "fel grund", town.stamp(actor="bo"))
        krav.pay_in(base, BELOPP + 55)
        found = told(base)
        assert [(one.vad, one.belopp, one.aktor, one.varfor) for one in found] == [
            ("föreslaget av körning 2", BELOPP, "bo", ""),
            ("förslag → utredning", None, "karin", "vistelse"),
            ("grund a → b", None, "karin", "borde ha sett det"),
            ("steg 2 ångrat: åter utredning", None, "bo", "fel grund"),
            ("inbetalning: betalt", BELOPP + 55, "karin", ""),
        ]
        assert [one.angrad for one in found] == [False, False, True, False, False]
        assert found[-1].mer[0] == "från Anna Ek"
        assert found[-1].mer[1].startswith("0,55 kr betalas tillbaka, B")


def test_who_paid_for_a_protected_person_is_not_told(tmp_path: Path) -> None:
    with krav.claimed(tmp_path, skyddad="ja") as base:
        krav.pay_in(base, 100)
        assert told(base)[-1].mer == ("från Anna Ek",)
        assert told(base, Viewer("karin"))[-1].mer == ("från [skyddad]",)


def test_what_stands_in_the_way_of_each_step_is_told_beforehand(tmp_path: Path) -> None:
    """A proposal can be investigated or dropped; a communicated claim waits for the answer day
    and for another person, but can be dropped."""
    with krav.claimed(tmp_path) as base:
        stamp = town.stamp()
        assert kravflytt.possible(base.read(), "K1", stamp) == [("utredning", []), ("nedlagd", [])]
        move(base, "utredning", grund="a")
        krav.assess(base)
        move(base, "kommunicerad", frist="2026-12-06")
        found = dict(kravflytt.possible(base.read(), "K1", stamp))
        assert found["nedlagd"] == []
        assert [text.split(":")[0][:24] for text in found["beslutad"]] == [
            "Svarstiden går ut 2026-1",
            "karin har utrett kravet;",
        ]


def test_the_registers_know_whom_a_claim_can_be_directed_against(tmp_path: Path) -> None:
    """The enskilde, who owes it by law, and the dödsbo; never the anordnare for other money than
    FK's."""
    with krav.claimed(tmp_path, skyddad="ja") as base:
        known = kravgaldenar.kandidater(base.read(), "K1", Viewer("karin"), town.TODAY)
        assert [(one.galdenar.slag, one.vald) for one in known] == [
            ("enskild", True),
            ("dodsbo", False),
        ]
        assert all(one.visas.namn.startswith("[skyddad]") for one in known)
        assert [one.galdenar.nummer for one in known] == [town.ANNA, town.ANNA]
