"""Plots about sick assistants: what a claim for sjuklön costs, and what can be wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from workbench.demo.model import Household, SickCase, SickPass, Uppdrag
from workbench.demo.stage import Stage, add, first_day, hm, works
from workbench.domain.time import DAY_MINUTES, iso_day, month_of

ALWAYS = ("schema", "vikarierapport", "forsakran", "lonespec", "berakning")
TIMLON = 16550
WEEK_HOURS = {"dag": 35, "kort": 18}
OLD_DAYS = 4 * 366
"""An anordnare's claim is too late after three years."""


class Claim(NamedTuple):
    """What a plot wants of a case, beside its passes; ``share`` is per cent of the true cost."""

    documents: tuple[str, ...] = ALWAYS
    intyg: int | None = None
    share: int = 100
    sokande: str = ""


IN_ORDER = Claim()


def sick(stage: Stage) -> list[Household]:
    """Two households with a sick spell for each assistant: one in order, the others not."""
    employer = stage.home_employer
    home = stage.household("dag-kvall", employer)
    other = stage.household("daglig", employer)
    _whole_days(stage, home, other)
    _short_days(stage, other)
    stage.grant(home, employer)
    stage.grant(other, employer)
    return [home, other]


def _whole_days(stage: Stage, home: Household, other: Household) -> None:
    """Claims that are in order, without vikarie, of someone who works elsewhere, and too high."""
    days, evenings = _vikarie(stage, home), _vikarie(stage, home)
    well, elsewhere = home.slots[0].team
    alone, dear = home.slots[1].team
    firm = Claim((*ALWAYS, "fullmakt"), sokande=stage.home_employer.orgnr)
    clean = _case(stage, home, well, *_spell(stage, home, well, 3), days, "dag", firm)
    case = _case(stage, home, alone, *_spell(stage, home, alone, 3), evenings, "dag")
    empty = case.passes[0]
    case.passes[0] = empty._replace(vikarie="")
    home.rows = [row for row in home.rows if not (row[0] is evenings and row[1] == empty.day)]
    _note(
        stage,
        "vikarie-saknas",
        home,
        case,
        f"Ingen vikarie är angiven för passet {iso_day(empty.day)}. Utan vikarie finns ingen "
        f"merkostnad (HFD 2015 ref. 72). Jämför med {clean.arende}, som är i sin ordning.",
    )
    case = _case(stage, home, elsewhere, *_spell(stage, home, elsewhere, 14), days, "dag")
    also = _hire(stage, other, elsewhere)
    add(other, also, case.passes[0].day, hm(8), hm(8, 45))
    _note(
        stage,
        "sjuk-arbetar",
        home,
        case,
        f"Den sjuka assistenten redovisar arbete hos en annan brukare {iso_day(case.first)} kl. "
        "8.00-8.45, mitt i passet som är sjukanmält. De minuterna hålls.",
    )
    spell = _spell(stage, home, dear, 14)
    case = _case(stage, home, dear, *spell, evenings, "dag", Claim(share=130))
    _note(
        stage,
        "over-berakning",
        home,
        case,
        "Begärt belopp är omkring 30 procent över vad lönen, passen och avgifterna ger. Bara det "
        "beräknade betalas.",
    )


def _short_days(stage: Stage, home: Household) -> None:
    """Claims after day 14, without a certificate from day 8, without a paper, and too late."""
    one, two = _vikarie(stage, home), _vikarie(stage, home)
    long, unproven, bare = home.slots[0].team
    first, _ = _spell(stage, home, long, 2)
    proven = Claim((*ALWAYS, "lakarintyg"), first + 7)
    case = _case(stage, home, long, first, first + 19, one, "kort", proven)
    _note(
        stage,
        "efter-sjukloneperiod",
        home,
        case,
        f"Sjukfallet började {iso_day(first)}. Från dag 15, {iso_day(first + 14)}, betalar "
        "arbetsgivaren ingen sjuklön, så passen därefter nekas.",
    )
    first, _ = _spell(stage, home, unproven, 2)
    late = Claim((*ALWAYS, "lakarintyg"), first + 8)
    case = _case(stage, home, unproven, first, first + 13, two, "kort", late)
    _note(
        stage,
        "intyg-saknas",
        home,
        case,
        f"Läkarintyget gäller först från dag 9, {iso_day(first + 8)}. Passet på dag 8 hålls "
        "tills ett intyg som täcker det har kommit in.",
    )
    bare_papers = Claim(tuple(name for name in ALWAYS if name != "lonespec"))
    spell = _spell(stage, home, bare, 10)
    case = _case(stage, home, bare, *spell, two, "kort", bare_papers)
    _note(
        stage,
        "handling-saknas",
        home,
        case,
        "Lönespecifikationen saknas bland handlingarna. Beloppen räknas, men ansökan väntar på "
        "komplettering.",
    )
    _too_late(stage, home, long, one)


def _too_late(stage: Stage, home: Household, who: Uppdrag, vikarie: Uppdrag) -> None:
    first = stage.calendar.first - OLD_DAYS
    number = vikarie.assistant.number
    passes = [SickPass(first + day, hm(9), hm(13, 30), "assistans", number) for day in (0, 1)]
    case = _filed(stage, home, who, (first, first + 4), passes, "kort", IN_ORDER)
    _note(
        stage,
        "preskriberad",
        home,
        case,
        f"Sjukfallet är från {iso_day(first)} men ansökan kom {iso_day(case.ansokt)}, mer än tre "
        "år efteråt. En anordnares fordran är då preskriberad.",
    )


def _vikarie(stage: Stage, home: Household) -> Uppdrag:
    facts = stage.home_employer.arrangement
    return stage.pop.hire(home, stage.pop.assistant(), stage.home_employer.orgnr, facts)


def _hire(stage: Stage, home: Household, who: Uppdrag) -> Uppdrag:
    """Let a person work for another brukare too."""
    return stage.pop.hire(home, who.assistant, who.employer, who.arrangement)


def _spell(stage: Stage, home: Household, who: Uppdrag, date: int) -> tuple[int, int]:
    """Return a spell of six days from a date on that begins with the first of two days' work."""
    start = stage.calendar.day(1, date)
    first = first_day(
        range(start, start + 7),
        lambda at: works(home, who, at) and works(home, who, at + 1),
    )
    return first, first + 5


def _case(
    stage: Stage,
    home: Household,
    who: Uppdrag,
    first: int,
    last: int,
    vikarie: Uppdrag,
    week: str,
    claim: Claim = IN_ORDER,
) -> SickCase:
    """Let the vikarie work a sick assistant's rows, and file the claim for them."""
    rows, passes = [], []
    for worker, day, piece in home.rows:
        sick = worker is who and first <= day <= last
        rows.append((vikarie if sick else worker, day, piece))
        if sick:
            number = vikarie.assistant.number
            passes.append(SickPass(day, piece.start, piece.end, piece.slag, number))
    home.rows = rows
    return _filed(stage, home, who, (first, last), sorted(passes), week, claim)


def _filed(
    stage: Stage,
    home: Household,
    who: Uppdrag,
    spell: tuple[int, int],
    passes: list[SickPass],
    week: str,
    claim: Claim,
) -> SickCase:
    calendar = stage.calendar
    stage.cases += 1
    year = month_of(calendar.first) // 12
    veckolon = WEEK_HOURS[week] * TIMLON
    within = [one for one in passes if one.day < spell[0] + 14]
    paid, cost = _cost(within, veckolon)
    case = SickCase(
        f"SJ-{year}-{stage.cases:04d}",
        who,
        *spell,
        calendar.last + 2,
        TIMLON,
        veckolon,
        paid,
        cost * claim.share // 10_000 * 100,
        passes,
        claim.documents,
        claim.intyg,
        claim.sokande,
    )
    home.sick.append(case)
    return case


def _cost(passes: list[SickPass], veckolon: int) -> tuple[int, int]:
    """Return öre of sjuklön after karensavdrag, and with semester and avgifter, rounded down."""
    minutes = sum((one.end - one.start) % DAY_MINUTES for one in passes)
    sjuklon = minutes * TIMLON * 8 // 600
    netto = sjuklon - min(sjuklon, veckolon * 16 // 100)
    return netto, netto * 112 * 13142 // 1_000_000


def _note(stage: Stage, kod: str, home: Household, case: SickCase, sentence: str) -> None:
    """Write an entry of the guide, in the month that the case's line stands in."""
    stage.note(kod, home, case.uppdrag, month_of(case.first), f"{case.arende}: {sentence}")
