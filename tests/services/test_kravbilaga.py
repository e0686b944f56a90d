"""The annex of a claim: it adds up on paper, tells why, and tells the debtor nothing of others."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from db import Database, claims, proof
from db.decisions import Move
from tests.services import kravexpert, kravlife, moneywalk, town
from tests.services.kravlife import attest
from tests.services.town import ANNA, BO, BOLAGET, FIRMAN, KIM, LEA, tid, uppdrag
from workbench.exports.kravinnehall import Bilaga, Bilagefel
from workbench.rules.registry import KODER, RULE_VERSION
from workbench.services import checking, drafting, kravbilaga, reviewing, verifying_claims
from workbench.services.aterkrav import UnknownClaim
from workbench.services.kravorsaker import EGNA
from workbench.services.viewing import Viewer

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("WORKBENCH_UPDATE_GOLDEN") == "1"
CLERK = Viewer("karin")
MONTH = "2024-03"
ELSEWHERE = ("06:11-17:53", "Bo Al", BO, f"{BO[:8]}-{BO[8:]}", BO[2:], "Bolaget", BOLAGET)
"""Bo's row of Kim: its clock, and all that names him or his employer."""


def annex(base: Database, krav: int, *, full: bool = False, viewer: Viewer = CLERK) -> Bilaga:
    """Return a claim's annex."""
    return kravbilaga.bilaga(base.read(), krav, full=full, viewer=viewer)


def text(base: Database, krav: int, *, full: bool = False, viewer: Viewer = CLERK) -> str:
    """Return a claim's annex as text."""
    return kravbilaga.as_text(annex(base, krav, full=full, viewer=viewer))


def paper(base: Database, krav: int, *, full: bool = False) -> list[str]:
    """Return the text of each page of a claim's annex as PDF."""
    made = kravbilaga.as_pdf(annex(base, krav, full=full))
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def both(base: Database) -> int:
    """Recompute both annexes of every claim that stands, which say the same sums; return how
    many claims they were."""
    for krav in claims.standing(base.read()):
        debtors = kravexpert.recompute(text(base, krav))
        courts = kravexpert.recompute(text(base, krav, full=True))
        assert debtors.summary == courts.summary
        assert debtors.events == courts.events
    return len(claims.standing(base.read()))


def rules(patch: pytest.MonkeyPatch, version: int) -> None:
    """Let runs be made by rules of a version."""
    patch.setattr(checking, "RULE_VERSION", version)
    patch.setattr(drafting, "RULE_VERSION", version)


def faults(base: Database) -> list[Any]:
    """Return what verify says of the claims."""
    return [*proof.faults(base.read()), *verifying_claims.faults(base.read())]


# -- a small case ---------------------------------------------------------------------------------


def met(folder: Path, motivering: str = "prövat", **kim: str) -> Database:
    """Kim turns out to have worked for Bo while he was reported with Anna; it is refused."""
    base = town.database(folder / "t.db")
    sheets = dict(town.clean_town())
    sheets["beslut"] = [town.beslut(timmar="20,01"), town.beslut("B2", BO)]
    if kim:
        sheets["assistenter"] = [
            {"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "SE"} | kim,
            {"personnummer": LEA, "namn": "Lea Ås", "bosatt_land": "SE"},
        ]
    sheets["tidrapporter"] = [
        tid("2024-03-04", "08:00", "15:07", assistent=LEA),
        tid("2024-03-05", "22:00", "05:00", "vantetid", assistent=LEA),
        tid("2024-03-06", "07:30", "16:31"),
        tid("2024-03-07", "08:00", "12:00", assistent=LEA),
    ]
    town.bring(base, folder / "in", sheets, received="2024-04-02")
    attest(base, MONTH)
    late = [tid("2024-03-06", "06:11", "17:53", brukare=BO, arbetsgivare=BOLAGET)]
    town.bring(base, folder / "sent", {"tidrapporter": late}, received="2024-04-20")
    town.check(base, MONTH)
    found = [item for item in town.findings(base, MONTH, "overlapp") if item.brukare == ANNA]
    move = Move("nekad", motivering)
    reviewing.decide(base, [item.number for item in found], move, town.stamp())
    attest(base, MONTH)
    return base


@pytest.mark.parametrize("full", [False, True], ids=["debtor", "court"])
def test_the_annex_of_a_small_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """Read it: this is what a debtor and a court are given."""
    rules(monkeypatch, 1)
    with met(tmp_path) as base:
        made = text(base, 1, full=full)
        assert both(base) == 1
        assert faults(base) == []
    path = GOLDEN / f"kravbilaga-{'court' if full else 'debtor'}.txt"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
    assert all(len(line) <= 80 for line in made.splitlines())


def test_the_same_annex_gives_the_same_paper_marked_on_every_page(tmp_path: Path) -> None:
    with met(tmp_path) as base:
        assert kravbilaga.as_pdf(annex(base, 1)) == kravbilaga.as_pdf(annex(base, 1))
        assert not any("Sekretess" in page for page in paper(base, 1))
        pages = paper(base, 1, full=True)
    assert len(pages) > 1
    assert all("Sekretess, 26 kap. 1 § OSL" in page for page in pages)


# -- many months ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A claim of 23 months at five timbelopp; Kim's rows were refused in all of them."""
    folder = tmp_path_factory.mktemp("langt")
    base = kravlife.begin(folder)
    with pytest.MonkeyPatch.context() as patch:
        rules(patch, RULE_VERSION + 1)
        kravlife.change(base, folder)
    assert faults(base) == []
    with base:
        yield base, kravlife.joined(base)


def test_a_joined_claim_still_follows_and_money_comes_in_on_the_oldest_month(years: Any) -> None:
    base, krav = years
    assert faults(base) == []
    found = kravexpert.recompute(text(base, krav))
    assert found.facts["varav återbetalt"] == "12 345,67 kr"
    came = [row for row in found.events.rows if row["Händelse"] == "inbetalning"]
    assert [row["Månad"] for row in came] == ["2024-01", "2024-02"]
    assert len([row for row in found.events.rows if row["Händelse"] == "samlad"]) == 22


def test_23_months_over_four_changes_recomputed_from_the_text_alone(years: Any) -> None:
    base, krav = years
    found = kravexpert.recompute(text(base, krav))
    assert len(found.sections) == len(found.summary.rows) == 23
    rates = {
        row["Timbelopp"]
        for section in found.sections
        for row in (section.posts.rows if section.posts else ())
    }
    assert rates == {"332,60", "310,00", "300,00", "342,60", "359,73"}
    assert len(found.rows) > 250
    assert kravexpert.recompute(text(base, krav, full=True)).facts["Återkrav"] == f"K{krav}"


def test_months_with_the_same_values_stand_together_in_the_summary(years: Any) -> None:
    base, krav = years
    made = " ".join(text(base, krav).split())
    for line in (
        "2024-01 - 2024-06 332,60 332,60",
        "2024-07 - 2025-03 310,00 300,00",
        "2025-04 - 2025-07 342,60 342,60",
        "2025-08 - 2025-11 359,73 359,73",
    ):
        assert f"{line} {RULE_VERSION} / {RULE_VERSION + 1}" in made
    assert "höjt med 5,00 % enligt beslut B2" in made
    assert made.count("Assistenten är bosatt i US") == 1


def test_an_annex_that_does_not_add_up_is_not_made(years: Any) -> None:
    base, krav = years
    good = annex(base, krav)
    first, *rest = good.avsnitt
    row = first.kravrader[0]
    wrong = replace(first, kravrader=(row._replace(belopp=row.belopp + 1), *first.kravrader[1:]))
    with pytest.raises(Bilagefel, match=r"2024-01.*kravets rader"):
        kravbilaga.as_text(replace(good, avsnitt=(wrong, *rest)))
    with pytest.raises(Bilagefel, match="månaderna ger inte"):
        kravbilaga.as_text(replace(good, avsnitt=tuple(rest)))
    pair = first.par[0]
    assert pair.fore is not None
    moved = pair._replace(fore=pair.fore._replace(ore=pair.fore.ore + 1))
    changed = replace(first, par=(moved, *first.par[1:]))
    with pytest.raises(Bilagefel, match="post F1"):
        kravbilaga.as_pdf(replace(good, avsnitt=(changed, *rest)))


# -- lives ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_every_annex_of_a_life_adds_up_and_names_nobody_else(tmp_path: Path, seed: int) -> None:
    """Rises and falls, advances and accounts, money in and dropped; verify finds nothing."""
    rng = random.Random(seed)
    steps = [("rows", seed), ("rows", seed + 1), ("attest", 0), ("attest", 1)]
    steps += [(rng.choice(moneywalk.OPERATIONS), rng.randint(0, 10**6)) for _ in range(40)]
    walk = moneywalk.live(tmp_path / "liv", steps)
    with walk.base as base:
        assert both(base) > 0
        assert faults(base) == []
        for krav in claims.standing(base.read()):
            assert _strangers(base, krav) == []


def _strangers(base: Database, krav: int) -> list[str]:
    """Return who is named in the debtor's annex but neither works for him nor employs."""
    facts = claims.facts(base.read(), krav)
    assert facts is not None
    mine = """SELECT p.id FROM person p WHERE p.id = :who OR p.id IN
        (SELECT assistent FROM tidrapport WHERE brukare = :who)"""
    people = base.read().execute(
        f"SELECT nummer, namn FROM person WHERE id NOT IN ({mine})",  # noqa: S608 - fixed text
        {"who": facts.brukare_id},
    )
    employers = base.read().execute(
        """SELECT nummer, namn FROM arbetsgivare WHERE person IS NULL AND id NOT IN
               (SELECT arbetsgivare FROM tidrapport WHERE brukare = ?)""",
        (facts.brukare_id,),
    )
    known = {
        name
        for (name,) in base.read().execute(
            f"SELECT namn FROM person WHERE id IN ({mine})",  # noqa: S608 - fixed text
            {"who": facts.brukare_id},
        )
    }
    names = {name for row in (*people, *employers) for name in row if name} - known
    made = text(base, krav)
    return sorted(name for name in names if name in made)


# -- beslut side by side, rows in part, sjuklön ---------------------------------------------------


def test_received_and_released_hours_are_shared_on_paper_too(tmp_path: Path) -> None:
    """What B1 can't pay B9 receives, what neither can a person lets through; then hours fall."""
    with town.database(tmp_path / "t.db") as base:
        sheets = dict(town.clean_town())
        sheets["beslut"] = [
            town.beslut(timmar="9,77"),
            town.beslut("B9", ANNA, fran="2024-03-02", timmar="1,11", eget_timbelopp="301,07"),
        ]
        sheets["tidrapporter"] = [
            tid(f"2024-03-{day:02d}", "08:00", f"11:{day + 40}", kind)
            for day, kind in ((4, "assistans"), (5, "vantetid"), (6, "assistans"), (7, "assistans"))
        ]
        town.bring(base, tmp_path / "in", sheets)
        town.check(base, MONTH)
        town.decide(base, town.findings(base, MONTH, "over-beslut"), "godkand")
        attest(base, MONTH)
        town.bring(base, tmp_path / "sent", {"vistelser": [_stay("2024-03-06T09:13")]})
        attest(base, MONTH)
        (krav,) = claims.standing(base.read())
        section = kravexpert.recompute(text(base, krav)).sections[0]
        assert section.hours is not None
        assert any(row["Mottagna"] != "0,00" for row in section.hours.rows)
        assert any(row["Släppta"] != "0,00" for row in section.hours.rows)
        assert faults(base) == []


def _stay(till: str) -> town.Row:
    return {"brukare": ANNA, "slag": "sjukhus", "fran": f"{till[:11]}08:00", "till": till}


# -- what others do -------------------------------------------------------------------------------


def test_the_debtor_is_told_minutes_per_day_of_work_elsewhere(tmp_path: Path) -> None:
    with met(tmp_path) as base:
        debtors, courts = text(base, 1), text(base, 1, full=True)
        pages = "\n".join(paper(base, 1))
    for what in ELSEWHERE:
        assert what not in debtors, what
        assert what not in pages, what
    assert "2024-03-06 541 702 1243" in " ".join(debtors.split())
    assert "06:11-17:53" in courts
    assert f"Bo Al {BO}" in courts
    assert f"Bolaget {BOLAGET}" in courts


@pytest.mark.parametrize(
    "said",
    ["Kim var hos Bo Al då", f"enligt {BO}", f"se {BO[2:8]}-{BO[8:]}", f"Bolaget, {BOLAGET}"],
)
def test_what_a_person_wrote_of_others_is_not_passed_on(tmp_path: Path, said: str) -> None:
    """Names and numbers of those Kim worked for are taken out of a motivering; Anna's and Kim's
    own are not."""
    with met(tmp_path, f"{said}; Kim Lind hos Anna Ek {ANNA}") as base:
        debtors, courts = text(base, 1), text(base, 1, full=True)
    for what in ELSEWHERE:
        assert what not in debtors
    told = " ".join(debtors.split())
    assert "[uppgift om annan]" in told
    assert f"Kim Lind hos Anna Ek {ANNA}" in told
    assert said in " ".join(courts.split())


def test_a_number_in_a_file_name_is_taken_out_unless_it_is_the_debtors_own(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", town.clean_town())
        name = f"kim {KIM} anna {ANNA[:8]}-{ANNA[8:]} bo {BO} 20240304-1200"
        town.bring(base, tmp_path / "rader", {name: [tid("2024-03-04"), tid("2024-03-05")]})
        attest(base, MONTH)
        town.bring(base, tmp_path / "sent", {"vistelser": [_stay("2024-03-05T12:00")]})
        attest(base, MONTH)
        debtors, courts = annex(base, 1), annex(base, 1, full=True)
    shown = f"kim {KIM} anna {ANNA[:8]}-{ANNA[8:]} bo [uppgift om annan] 20240304-1200.csv"
    assert [fil.namn for fil in debtors.filer] == [shown]
    assert [fil.namn for fil in courts.filer] == [f"{name}.csv"]


def test_a_protected_identity_is_masked_and_to_the_debtor_always(tmp_path: Path) -> None:
    with met(tmp_path, f"Kim Lind var hos {BO}, inte hos {ANNA}") as base:
        with base.write() as connection:
            connection.execute("UPDATE person SET skyddad = 1")
        seer = Viewer("karin", protected=True)
        hidden = ("Kim Lind", KIM, "Bo Al", BO, "Anna Ek")
        for made in (
            text(base, 1),
            text(base, 1, viewer=seer),
            text(base, 1, full=True),
        ):
            assert not any(what in made for what in hidden)
            assert "[skyddad]" in made
            assert ANNA not in made
            kravexpert.recompute(made)
        seen = " ".join(text(base, 1, full=True, viewer=seer).split())
        assert all(what in seen for what in ("Kim Lind", "Bo Al", BO, "Anna Ek"))


LONG_DAYS = [f"2024-03-{day:02d}" for day in range(9, 28)]
"""In one period of four weeks of Kim's."""


def worked(folder: Path, others: Sequence[town.Row]) -> Database:
    """Kim has ten days of twelve hours with Anna; what he did for others arrives late."""
    base = town.database(folder / "t.db")
    mine = [tid(day, "07:00", "19:00") for day in LONG_DAYS[9:]]
    town.bring(base, folder / "in", town.clean_town(tidrapporter=mine))
    attest(base, MONTH)
    town.bring(base, folder / "sent", {"tidrapporter": list(others)})
    attest(base, MONTH)
    return base


def test_a_limit_can_be_counted_day_by_day_without_telling_where(tmp_path: Path) -> None:
    """228 hours of 208 in four weeks: nine days of twelve with Bo, ten with Anna; the last twenty
    hours are held."""
    others = [tid(day, "07:00", "19:00", brukare=BO) for day in LONG_DAYS[:9]]
    with worked(tmp_path, others) as base:
        (krav,) = claims.standing(base.read())
        debtors = text(base, krav)
        (found,) = annex(base, krav).annanstans
        rows = annex(base, krav, full=True).annanstans[0].passen
        assert both(base) == 1
    assert sum(day.har for day in found.dagar) == 10 * 720
    assert sum(day.annat for day in found.dagar) == 9 * 720
    assert "hållen: arbetstid-atl-4v" in debtors
    assert "228:00 timmar" in debtors
    assert "Bo Al" not in debtors
    assert [(row.datum, row.minuter, row.brukare) for row in rows] == [
        (day, 720, f"Bo Al {BO}") for day in LONG_DAYS[:9]
    ]


def test_work_with_another_employer_counts_against_no_limit_and_is_not_told(tmp_path: Path) -> None:
    late = tid("2024-03-28", "08:00", "09:00", brukare=BO, arbetsgivare=BOLAGET)
    others = [tid(day, "07:00", "19:00", brukare=BO) for day in LONG_DAYS[:9]]
    with worked(tmp_path, [*others, late]) as base:
        (krav,) = claims.standing(base.read())
        assert "Bolaget" not in text(base, krav, full=True)
        (found,) = annex(base, krav).annanstans
    assert "2024-03-28" not in {day.dag for day in found.dagar}


def test_every_code_is_either_told_in_full_or_in_the_rules_words() -> None:
    """A finding whose evidence may hold others' hours is told the debtor without it: a new code has
    to be placed."""
    assert set(KODER) == EGNA | {"vila", "langt-pass", "rimlighet"}
    assert not EGNA & {"vila", "langt-pass", "rimlighet"}


def test_a_long_pass_is_told_without_its_hours(tmp_path: Path) -> None:
    """The evidence of langt-pass holds clock times, also of work elsewhere."""
    with town.database(tmp_path / "t.db") as base:
        town.bring(
            base,
            tmp_path / "in",
            town.clean_town(
                tidrapporter=[
                    tid("2024-03-04", "08:00", "20:00"),
                    tid("2024-03-03", "06:11", "24:00", brukare=BO, arbetsgivare=BOLAGET),
                    tid("2024-03-04", "00:00", "08:00", brukare=BO, arbetsgivare=BOLAGET),
                ]
            ),
        )
        attest(base, MONTH)
        long_ones = [f for f in town.findings(base, MONTH, "langt-pass") if f.brukare == ANNA]
        assert "2024-03-03T06:11" in long_ones[0].forklaring
        town.decide(base, long_ones, "nekad")
        attest(base, MONTH)
        (krav,) = claims.standing(base.read())
        debtors, courts = text(base, krav), text(base, krav, full=True)
    assert "06:11" not in debtors
    assert "Fyndet bygger också på uppgifter om andra" in debtors
    assert "2024-03-03T06:11" in " ".join(courts.split())


# -- what is not there ----------------------------------------------------------------------------


def test_there_is_no_annex_of_a_claim_that_is_not_there(tmp_path: Path) -> None:
    with (
        town.database(tmp_path / "t.db") as base,
        pytest.raises(UnknownClaim, match="Kravet K7 finns inte"),
    ):
        annex(base, 7)


def test_a_finding_that_has_gone_since_says_so(tmp_path: Path) -> None:
    """Lea turned out to live abroad, and then not: the finding behind the claim is no more."""
    with town.database(tmp_path / "t.db") as base:
        sheets = town.clean_town(tidrapporter=[tid("2024-03-04"), tid("2024-03-05", assistent=LEA)])
        town.bring(base, tmp_path / "in", sheets)
        attest(base, MONTH)
        abroad = {"personnummer": LEA, "namn": "Lea Ås", "bosatt_land": "US"}
        town.bring(base, tmp_path / "ut", {"assistenter": [abroad]})
        attest(base, MONTH)
        town.bring(base, tmp_path / "hem", {"assistenter": [abroad | {"bosatt_land": "SE"}]})
        town.check(base, MONTH)
        made = text(base, 1)
        kravexpert.recompute(made)
    assert "Fyndet finns inte kvar" in made


def test_the_employer_is_named_once_and_uppdrag_is_not_needed(tmp_path: Path) -> None:
    """Rows without uppdrag are claimed like others."""
    with town.database(tmp_path / "t.db") as base:
        rows = [tid("2024-03-04"), tid("2024-03-05", arbetsgivare=BOLAGET)]
        town.bring(base, tmp_path / "in", town.clean_town(tidrapporter=rows))
        attest(base, MONTH)
        ended = uppdrag(KIM, ANNA, FIRMAN, till="2024-03-01")
        town.bring(base, tmp_path / "sent", {"uppdrag": [ended]})
        attest(base, MONTH)
        assert annex(base, 1).arbetsgivare == ("Bolaget", "Firman")
