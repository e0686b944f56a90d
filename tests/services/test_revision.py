"""What an auditor sees ties out with what was paid, and what he draws can be drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database, audit_population, reports
from tests.services import town
from tests.services.town import ANNA, BO, KIM, LEA, SEER
from workbench import sampling
from workbench.domain.time import parse_month
from workbench.services import (
    attesting,
    importing,
    law,
    people,
    reviewing,
    revision,
    revision_andringar,
    revision_avsteg,
    revision_stickprov,
    revision_utfall,
    settling,
)
from workbench.services.errors import Refused
from workbench.services.progress import Cancelled, Progress
from workbench.services.revision_stickprov import Wanted
from workbench.services.tracing import Node, lines
from workbench.services.viewing import Viewer

MONTH = "2024-03"
NUMBER = parse_month(MONTH)
RATE = 33260
"""The timbelopp of 2024, öre."""
EIGHT = 8 * RATE
WITHHELD = ("dubblett", "overlapp", "vistelse")
BLIND = Viewer("rut")


def attest(base: Database) -> int:
    """Settle and attest the month by someone else; return the run."""
    run = town.settled(base, MONTH)
    assert run.korning is not None
    amount = sum(net.att_betala for net in run.brukare)
    attesting.attest(base, run.korning, amount, ["all"], town.stamp(actor="bo"))
    return run.korning


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A month with five days for Anna, one of them in hospital, and two for Bo with Lea, at the
    same time as Anna's: one overlap released, one refused. Anna's 6 March is reported twice. Bo is
    protected."""
    folder = tmp_path_factory.mktemp("revision")
    rows = [town.tid(f"2024-03-{day:02d}") for day in range(4, 9)]
    rows += [town.tid("2024-03-11"), town.tid("2024-03-11", brukare=BO)]
    rows += [town.tid("2024-03-12", brukare=BO, assistent=LEA), town.tid("2024-03-06")]
    with town.database(folder / "t.db") as base:
        stays = [
            {
                "brukare": ANNA,
                "slag": "sjukhus",
                "fran": "2024-03-05T00:00",
                "till": "2024-03-06T00:00",
            }
        ]
        hidden = [
            {"personnummer": ANNA, "namn": "Anna Ek", "ivo_anmald": "", "skyddad": "nej"},
            {"personnummer": BO, "namn": "Bo Al", "ivo_anmald": "", "skyddad": "ja"},
        ]
        sheets = town.clean_town(brukare=hidden, tidrapporter=rows, vistelser=stays)
        town.bring(base, folder / "in", sheets, received="2024-04-02")
        town.settled(base, MONTH)
        overlaps = town.findings(base, MONTH, "overlapp")
        assert len(overlaps) == 2
        of_anna = [view for view in overlaps if view.brukare == ANNA]
        town.decide(base, of_anna, "godkand")
        town.decide(base, [view for view in overlaps if view.brukare == BO], "nekad")
        attest(base)
        yield base


def outcome(base: Database, kod: str) -> revision_utfall.Outcome:
    """Return what came of a code."""
    found = revision_utfall.outcomes(base.read(), (NUMBER, NUMBER), kod)
    assert len(found) == 1
    return found[0]


# -- outcomes -----------------------------------------------------------------------------------


def test_a_released_overlap_is_overridden_and_a_refused_one_upheld(made: Database) -> None:
    row = outcome(made, "overlapp")
    assert (row.rasta, row.vantar, row.uppratthallna, row.overtagna) == (2, 0, 1, 1)
    assert (row.minuter_slappta, row.minuter_undanhallna) == (480, 480)
    assert (row.ore_slappta, row.ore_undanhallna) == (EIGHT, EIGHT)


def test_a_neka_finding_that_nobody_has_decided_stands(made: Database) -> None:
    row = outcome(made, "dubblett")
    assert (row.rasta, row.uppratthallna, row.vantar) == (1, 1, 0)
    assert (row.minuter_undanhallna, row.ore_undanhallna) == (480, EIGHT)


def test_an_utred_finding_that_nobody_has_decided_waits_and_holds(made: Database) -> None:
    row = outcome(made, "vistelse")
    assert (row.rasta, row.uppratthallna, row.vantar) == (1, 0, 1)
    assert (row.minuter_undanhallna, row.ore_undanhallna) == (480, EIGHT)


def test_counts_of_a_code_sum_to_what_was_raised(made: Database) -> None:
    for row in revision_utfall.outcomes(made.read(), (NUMBER, NUMBER)):
        parts = row.vantar + row.uppratthallna + row.overtagna + row.upplysningar
        assert parts == row.rasta, row.kod


def test_reported_time_is_what_is_paid_and_what_is_withheld(made: Database) -> None:
    """Nine rows of eight hours: a hospital day, an overlap refused, a double; six are paid."""
    paid = sum(
        line[0]
        for line in made.read().execute("SELECT belopp_ore FROM v_avrakning WHERE korning = 1")
    )
    withheld = sum(outcome(made, kod).ore_undanhallna for kod in WITHHELD)
    assert (paid, withheld) == (6 * EIGHT, 3 * EIGHT)


def test_a_months_outcome_is_what_the_review_says_finding_by_finding(made: Database) -> None:
    connection = made.read()
    for kod in WITHHELD:
        worth = sum(
            reviewing.detail(connection, view.number, SEER).effekt_ore
            for view in town.findings(made, MONTH, kod)
        )
        row = outcome(made, kod)
        assert row.ore_slappta + row.ore_undanhallna == worth


def test_a_month_without_findings_has_no_outcome(made: Database) -> None:
    assert revision_utfall.outcomes(made.read(), (NUMBER + 5, NUMBER + 9)) == []


# -- overrides ----------------------------------------------------------------------------------


def overrides(base: Database, viewer: Viewer = SEER, **wanted: str) -> list[revision_avsteg.Avsteg]:
    """Return the overrides of a filter."""
    connection = base.read()
    chosen = revision_avsteg.chosen(connection, **wanted)
    found = revision_avsteg.overrides(connection, chosen, viewer)
    assert found.antal == len(found.rader)
    return list(found.rader)


def test_an_override_says_who_when_why_and_how_much(made: Database) -> None:
    released, refused = sorted(
        overrides(made, kod="overlapp"), key=lambda row: row.vad, reverse=True
    )
    refused, released = sorted((released, refused), key=lambda row: row.namn, reverse=True)
    assert (released.namn, released.vad, released.aktor) == ("Anna Ek", "öppen -> godkänd", "karin")
    assert (released.motivering, released.minuter, released.ore) == ("prövat", 480, EIGHT)
    assert (refused.namn, refused.vad, refused.ore) == ("Bo Al", "öppen -> nekad", EIGHT)


@pytest.mark.parametrize(
    ("wanted", "many"),
    [
        ({"person": BO}, 1),
        ({"person": KIM}, 2),
        ({"person": LEA}, 0),
        ({"kod": "vistelse"}, 0),
        ({"fran": town.TODAY, "till": town.TODAY, "slag": "fynd"}, 2),
        ({"fran": "2026-11-23"}, 0),
        ({"till": "2026-11-21"}, 0),
    ],
)
def test_overrides_of_a_person_a_code_or_a_period(
    made: Database, wanted: dict[str, str], many: int
) -> None:
    assert len(overrides(made, **wanted)) == many


def test_a_protected_person_is_masked_in_every_list(made: Database) -> None:
    connection = made.read()
    chosen = revision_avsteg.chosen(connection)
    told = [
        repr(revision_avsteg.overrides(connection, chosen, BLIND)),
        repr(revision_andringar.changes(connection, town.TODAY, town.TODAY, BLIND)),
        repr(revision_andringar.changes(connection, town.TODAY, town.TODAY, BLIND, "person")),
        repr(revision_andringar.changes(connection, town.TODAY, town.TODAY, BLIND, "beslut")),
        repr(revision_andringar.changes(connection, town.TODAY, town.TODAY, BLIND, "uppdrag")),
        text(revision.follow(connection, "B2", BLIND)),
        text(revision.follow_day(connection, BO, "2024-03-11", BLIND)),
        text(revision.follow_day(connection, KIM, "2024-03-11", BLIND)),
    ]
    for one in told:
        assert BO not in one
        assert "Bo Al" not in one
    assert any("Bo Al" in repr(row) for row in overrides(made))


# -- both ways ----------------------------------------------------------------------------------


def text(node: Node) -> str:
    """Return a trace as text."""
    return "\n".join(lines(node))


def test_a_payment_leads_to_its_rows_and_what_was_decided_on_them(made: Database) -> None:
    told = text(revision.follow(made.read(), "B1", SEER))
    assert "tidrapporter.csv rad 2" in told
    assert "öppen -> godkänd: prövat" in told
    assert "återkrav på månaden: 0" in told


def test_a_row_leads_to_its_line_and_payment(made: Database) -> None:
    told = text(revision.follow_row(made.read(), "tidrapporter.csv", 2, SEER))
    assert "L1 B1 assistans, 480 min: 2 660,80 kr" in told
    assert "B1 betalning: 13 304,00 kr" in told


def test_a_refused_row_led_to_nothing(made: Database) -> None:
    told = text(revision.follow_row(made.read(), "tidrapporter.csv", 8, SEER))
    assert "öppen -> nekad" in told
    assert "betalning" not in told


def test_a_person_and_day_leads_to_both_rows_of_the_day(made: Database) -> None:
    node = revision.follow_day(made.read(), KIM, "2024-03-11", SEER)
    assert [part.vad.partition(" hos ")[2] for part in node.delar] == ["Anna Ek", "Bo Al"]


def test_every_payment_is_the_sum_of_what_its_rows_became(made: Database) -> None:
    connection = made.read()
    became: dict[str, int] = {}
    for rad in range(1, reports.next_row(connection)):
        for part in revision.follow_found(connection, rad, SEER).delar[0].delar:
            if part.vad.startswith("körning"):
                paid = next(one for one in part.delar if one.vad.startswith("B"))
                became.setdefault(paid.vad, 0)
                became[paid.vad] += EIGHT
    assert became == {"B1 betalning": 5 * EIGHT, "B2 betalning": EIGHT}


def test_an_amount_and_a_day_lead_to_the_payment(made: Database) -> None:
    assert revision.follow_amount(made.read(), 5 * EIGHT, town.TODAY, SEER).vad.startswith("B1 ")
    with pytest.raises(revision.NothingFound):
        revision.follow_amount(made.read(), 5 * EIGHT, "2026-11-21", SEER)
    with pytest.raises(revision.NothingFound):
        revision.follow_amount(made.read(), 1, None, SEER)


def test_nothing_is_found_for_what_is_not_there(made: Database) -> None:
    for seek in (
        lambda: revision.follow(made.read(), "B99", SEER),
        lambda: revision.follow_row(made.read(), "tidrapporter.csv", 99, SEER),
        lambda: revision.follow_day(made.read(), KIM, "2024-03-10", SEER),
        lambda: revision.follow_day(made.read(), town.person("1950-01-01", 1), MONTH + "-01", SEER),
    ):
        with pytest.raises(revision.UnknownId):
            seek()


# -- changes in fixed data ----------------------------------------------------------------------


def test_a_changed_beslut_is_shown_before_and_after_with_its_file(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", town.clean_town(), "2026-11-01")
        lower = {"beslut": [town.beslut("B1", ANNA, timmar="600")]}
        town.bring(base, tmp_path / "ny", lower, "2026-11-10")
        law.add_rate(base, 2031, 40000, "förordningen", True, town.stamp("2026-11-11"))
        connection = base.read()

        def between(fran: str, till: str) -> list[tuple[str, str, str, str]]:
            found = revision_andringar.changes(connection, fran, till, SEER)
            assert found.antal == len(found.rader)
            return [(row.register, row.fore, row.efter, row.kalla) for row in found.rader]

        changed = ("beslut", "timmar 74400", "timmar 60000", "beslut.csv")
        rate = ("timbelopp", "", "ore 40000, verifierad True", "förordningen")
        assert between("2026-11-10", "2026-11-11") == [changed, rate]
        assert between("2026-11-10", "2026-11-10") == [changed]
        assert between("2026-11-02", "2026-11-09") == []
        nya = revision_andringar.changes(connection, "2026-11-01", "2026-11-01", SEER).nya
        assert {item.tabell: item.antal for item in nya}["uppdrag"] == 8
        with pytest.raises(Refused):
            revision_andringar.changes(connection, "2026-11-02", "2026-11-01", SEER)


# -- samples ------------------------------------------------------------------------------------

ITEMS = [(f"B{number}", number * 100, number % 3) for number in range(1, 101)]


def test_the_same_seed_gives_the_same_sample_for_ever() -> None:
    drawn = sampling.by_chance(ITEMS, 5, "mars 2026")
    assert [item.nyckel for item in drawn] == ["B33", "B20", "B73", "B94", "B95"]
    assert sampling.by_chance(reversed(ITEMS), 5, "mars 2026") == drawn
    assert sampling.by_chance(ITEMS, 6, "mars 2026")[:5] == drawn
    assert sampling.by_chance(ITEMS, 5, "april 2026") != drawn


def test_a_sample_is_drawn_without_replacement() -> None:
    drawn = sampling.by_chance(ITEMS, 1000, "x")
    assert len({item.nyckel for item in drawn}) == len(drawn) == 100


def test_chance_favours_nobody() -> None:
    """1000 samples of 10 in 100: each is in about 100 of them."""
    times = dict.fromkeys((key for key, _, _ in ITEMS), 0)
    for seed in range(1000):
        for item in sampling.by_chance(ITEMS, 10, str(seed)):
            times[item.nyckel] += 1
    assert min(times.values()) > 60
    assert max(times.values()) < 140


def test_the_largest_are_the_largest() -> None:
    assert [item.nyckel for item in sampling.largest(ITEMS, 3)] == ["B100", "B99", "B98"]


def test_deviations_are_taken_by_how_many_and_never_where_there_is_none() -> None:
    drawn = sampling.by_deviation(ITEMS, 1000, "x")
    assert len(drawn) == 67
    assert [item.skal for item in drawn[:33]] == ["2 mönster"] * 33


def test_every_krona_counts() -> None:
    """505 000 öre in 10 parts: every 50 500th öre is hit, so a payment of more than that is sure
    to be in the sample, and nothing of no worth is."""
    step = sampling.interval(sum(ore for _, ore, _ in ITEMS), 10)
    assert step == 50_500
    drawn = sampling.by_krona(ITEMS, step, "x")
    assert len(drawn) == 10
    big = [*ITEMS, ("stor", 4 * step, 0), ("noll", 0, 0)]
    for seed in range(50):
        found = {item.nyckel: item.skal for item in sampling.by_krona(big, step, str(seed))}
        assert found["stor"] == "krona, 4 träffar"
        assert "noll" not in found


def wanted(slag: str = "betalning", metod: str = "slump", antal: int = 1, fro: str = "x") -> Wanted:
    return Wanted(slag, metod, antal, fro, (NUMBER, NUMBER))


@pytest.mark.parametrize("slag", ["betalning", "rad"])
@pytest.mark.parametrize("metod", revision_stickprov.METHODS)
def test_a_stored_sample_can_be_drawn_again(made: Database, slag: str, metod: str) -> None:
    number = revision_stickprov.draw(made, wanted(slag, metod, 2), town.stamp(actor="rut"))
    assert revision_stickprov.redrawn(made.read(), number)
    items = revision_stickprov.items(made.read(), number, BLIND)
    assert items
    assert "Bo Al" not in repr(items)
    for item in items:
        trace = revision_stickprov.trace(made.read(), number, item.ordning, BLIND)
        assert "körning 1" in text(trace) or "nekad" in text(trace)


def test_a_drawing_that_is_stopped_keeps_no_sample(made: Database) -> None:
    before = len(revision_stickprov.samples(made.read()))
    with pytest.raises(Cancelled):
        revision_stickprov.draw(made, wanted("rad"), town.stamp(), Progress(cancelled=lambda: True))
    assert len(revision_stickprov.samples(made.read())) == before


def test_the_largest_payment_is_annas(made: Database) -> None:
    number = revision_stickprov.draw(made, wanted(metod="storst"), town.stamp())
    item = revision_stickprov.items(made.read(), number, SEER)[0]
    assert (item.nyckel, item.namn, item.belopp) == ("B1", "Anna Ek", 5 * EIGHT)
    kept = revision_stickprov.sample(made.read(), number)
    assert (kept.population, kept.population_ore) == (2, 6 * EIGHT)


def test_notes_stand_beside_each_other(made: Database) -> None:
    number = revision_stickprov.draw(made, wanted(antal=2), town.stamp())
    for utfall, said in (("oklart", "underskrift saknas"), ("ok", "")):
        revision_stickprov.note(made, number, 1, utfall, said, town.stamp(actor="rut"))
    told = revision_stickprov.notes(made.read(), number, 1)
    assert [(one.utfall, one.text) for one in told] == [
        ("oklart", "underskrift saknas"),
        ("ok", ""),
    ]
    kept = revision_stickprov.sample(made.read(), number)
    assert (kept.poster, kept.ok, kept.oklart) == (2, 1, 0)
    for place, utfall, said in ((3, "ok", ""), (1, "fel", " "), (1, "bra", "x")):
        with pytest.raises(Refused):
            revision_stickprov.note(made, number, place, utfall, said, town.stamp())


@pytest.mark.parametrize(
    "wrong", [wanted(fro=" "), wanted(antal=0), Wanted("rad", "slump", 1, "x", (0, 1))]
)
def test_a_sample_of_nothing_is_refused(made: Database, wrong: Wanted) -> None:
    with pytest.raises(Refused):
        revision_stickprov.draw(made, wrong, town.stamp())


# -- who may what -------------------------------------------------------------------------------


def test_a_revisor_reads_all_and_writes_only_notes(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        paths = town.write(tmp_path / "in", town.clean_town(tidrapporter=[town.tid("2024-03-04")]))
        town.take_in(base, paths)
        korning = attest(base)
        people.add_user(base, "ada", "administrator", False, town.stamp())
        people.add_user(base, "rut", "revisor", False, town.stamp(actor="ada"))
        rut = town.stamp(actor="rut")
        more = town.write(tmp_path / "mer", {"tidrapporter": [town.tid("2024-03-05")]})
        view = town.findings(base, MONTH)[0]
        for write in (
            lambda: importing.import_paths(base, more, rut),
            lambda: settling.settle(base, NUMBER, rut),
            lambda: reviewing.decide(base, [view.number], reviewing.Move("godkand", "x"), rut),
            lambda: law.add_rate(base, 2031, 1, "x", True, rut),
            lambda: law.set_policy(base, "betalning_dag", "25", "2024-01-01", "x", rut),
            lambda: attesting.annul(base, korning, "x", rut),
            lambda: people.add_user(base, "rut", "administrator", True, rut),
        ):
            before = "\n".join(base.read().iterdump())
            with pytest.raises(Refused):
                write()
            assert "\n".join(base.read().iterdump()) == before
        number = revision_stickprov.draw(base, wanted(), rut)
        revision_stickprov.note(base, number, 1, "ok", "", rut)
        assert revision_stickprov.sample(base.read(), number).ok == 1
        with pytest.raises(Refused):
            revision_stickprov.draw(base, wanted(), town.stamp(actor="okänd"))


# -- a population of rows -----------------------------------------------------------------------


def test_rows_are_counted_once_whatever_file_they_came_in(tmp_path: Path) -> None:
    """Three files over two months; a month's rows are its own, by file and place in the file."""
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", town.clean_town())
        for name, days in (
            ("a", ("2024-02-29", "2024-03-04", "2024-03-05")),
            ("b", ("2024-02-27",)),
            ("c", ("2024-03-06", "2024-02-28", "2024-03-07")),
        ):
            rows = {"tidrapporter": [town.tid(day) for day in days]}
            town.bring(base, tmp_path / name, rows, received="2024-04-02")
        attest(base)
        connection = base.read()
        for months, count in (((NUMBER, NUMBER), 4), ((NUMBER - 1, NUMBER), 7)):
            members = audit_population.Rows(connection, months)
            found = list(members)
            wanted = connection.execute(
                """SELECT f.sha256 || ':' || (t.id - f.forsta_rad + 1) FROM tidrapport t
                   JOIN fil f ON f.id = t.fil WHERE t.manad BETWEEN ? AND ?
                   ORDER BY f.sha256, t.id""",
                months,
            )
            assert [(key,) for key, _, _ in found] == wanted.fetchall()
            assert len(found) == count
            assert list(members) == found
            assert sum(ore for _, ore, _ in found) == 4 * EIGHT
        assert list(audit_population.Rows(connection, (NUMBER + 1, NUMBER + 1))) == []


def test_a_sample_is_drawn_while_someone_writes(made: Database) -> None:
    """Drawing waits for nobody; only keeping what was drawn does."""
    number = revision_stickprov.draw(made, wanted("rad"), town.stamp())
    with Database(made.path, timeout=0) as other, other.write():
        assert revision_stickprov.redrawn(made.read(), number)
