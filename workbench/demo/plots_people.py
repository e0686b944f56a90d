"""Plots about who works and for whom: age, residence, uppdrag, permits."""

from __future__ import annotations

from workbench.demo.model import VANTETID, Household, Uppdrag, part
from workbench.demo.rosters import MONDAY_TO_FRIDAY, Turn
from workbench.demo.stage import Stage, add, born_to_turn_18, hm, rows_of, works
from workbench.domain.time import iso_day

FRIST_DAYS = 14


def people(stage: Stage) -> list[Household]:
    """One assistant too young, one who moves out of the EES, one of unknown residence."""
    home = stage.household("dag-kvall", stage.home_employer, extra=(0,))
    young, moved, unknown = home.slots[0].team
    month, birthday, move = (
        stage.calendar.month(1),
        stage.calendar.day(1, 15),
        stage.calendar.day(1, 12),
    )
    stage.recast(young, stage.pop.assistant(born=born_to_turn_18(birthday)))
    young.assistant.land, young.assistant.sick = [("SE", None)], []
    young.fran = young.anstalld = home.first - 45
    young.anmald = young.fran + 2
    moved.assistant.land = [("SE", None), ("GB", move)]
    unknown.assistant.land = []
    stage.grant(home, stage.home_employer)
    stage.note(
        "alder",
        home,
        young,
        month,
        f"Assistenten fyller 18 år den {iso_day(birthday)}. Passen före den dagen är ingen "
        "kostnad enligt 9 d § LSS; från födelsedagen är de i sin ordning.",
    )
    stage.note(
        "ees",
        home,
        moved,
        month,
        f"Assistenten är bosatt i Storbritannien från {iso_day(move)}, utanför EES. Jämför "
        "passen före och efter flytten.",
    )
    stage.note(
        "bosattning-okand",
        home,
        unknown,
        month,
        "Assistentregistret har inget bosättningsland. Passen hålls tills uppgiften har kommit.",
    )
    return [home]


def uppdrag(stage: Stage) -> list[Household]:
    """Full sjukersättning, no notification, a late one, and work after the uppdrag's end."""
    home = stage.household("dag-kvall", stage.home_employer)
    sick, silent = home.slots[0].team
    late, ended = home.slots[1].team
    calendar = stage.calendar
    sick.assistant.sick = [(100, calendar.day(1, 1), None)]
    silent.anmald = None
    late.fran = late.anstalld = calendar.first
    late.anmald = calendar.day(1, 5)
    ended.till = calendar.day(1, 14)
    stage.grant(home, stage.home_employer)
    month = calendar.month(1)
    stage.note(
        "formaga",
        home,
        sick,
        month,
        f"Assistenten har hel sjukersättning från {iso_day(calendar.day(1, 1))}. Det nekas "
        "aldrig automatiskt: förmågan ska utredas.",
    )
    stage.note(
        "anmalan-11a",
        home,
        silent,
        month,
        "Uppdraget finns men är aldrig anmält till kommunen (11 a § LSS). Alla assistentens pass "
        "hålls tills anmälan har kommit.",
    )
    stage.note(
        "anmalan-sen",
        home,
        late,
        calendar.month(0),
        f"Uppdraget anmäldes först {iso_day(late.anmald)}, efter första passet. Det visas men "
        "betalas: enbart förseningen är inget skäl att neka.",
    )
    stage.note(
        "uppdrag-saknas",
        home,
        ended,
        month,
        f"Uppdraget slutade {iso_day(ended.till)} men assistenten redovisar pass även därefter.",
    )
    return [home]


def permit_told(stage: Stage) -> list[Household]:
    """An employer whose permit ended and whose brukare was told some days later."""
    calendar = stage.calendar
    ended, told = calendar.day(1, 6), calendar.day(1, 9)
    employer = stage.employer(stage.pop.agreement("40,00", "4m"), ended, told)
    home = stage.household("daglig", employer)
    stage.grant(home, employer)
    last_free = told + FRIST_DAYS
    worker = first_worker(home, last_free + 1, calendar.last)
    stage.note(
        "tillstand-frist",
        home,
        first_worker(home, ended + 1, last_free),
        calendar.month(1),
        f"Anordnarens tillstånd upphörde {iso_day(ended)} och brukaren underrättades "
        f"{iso_day(told)}. Passen till och med {iso_day(last_free)} betalas under fristen.",
    )
    stage.note(
        "tillstand",
        home,
        worker,
        calendar.month(1),
        f"Samma anordnare: från {iso_day(last_free + 1)} är fristen slut och passen nekas "
        "(9 d § LSS).",
    )
    return [home]


def first_worker(home: Household, first: int, last: int) -> Uppdrag:
    """Return who works first within those days."""
    return min((row for row in home.rows if first <= row[1] <= last), key=lambda row: row[1])[0]


def permit_silent(stage: Stage) -> list[Household]:
    """A permit that ended without the brukare being told; round clock times; a shared account."""
    calendar = stage.calendar
    ended = calendar.day(1, 17)
    employer = stage.employer(stage.pop.agreement("40,00", "4m"), ended)
    round_times = tuple((part(0, hm(8 + month % 2), hm(13)),) for month in range(4))
    home = stage.household((Turn(round_times, 3, MONDAY_TO_FRIDAY),), employer)
    waiter = home.slots[0].team[0]
    for _, day, _ in rows_of(home, waiter, calendar.day(1, 1), calendar.day(1, 14)):
        add(home, waiter, day, hm(13), hm(15), VANTETID)
    other = next(one for one in stage.employers if any(s[2] for s in one.spells))
    employer.konto = other.konto
    stage.grant(home, employer)
    month = calendar.month(1)
    stage.note(
        "tillstand-underrattelse",
        home,
        first_worker(home, ended + 1, calendar.last),
        month,
        f"Tillståndet upphörde {iso_day(ended)} och ingen underrättelse till brukaren är "
        "registrerad. Passen därefter hålls, och en uppgift att underrätta läggs upp.",
    )
    stage.note(
        "rimlighet",
        home,
        waiter,
        month,
        "Väntetid redovisas mitt på dagen (13.00-15.00), och alla rader börjar och slutar på hel "
        f"timme. Anordnaren har dessutom samma konto som {other.name}.",
    )
    return [home]


def unknown_employer(stage: Stage) -> list[Household]:
    """Rows with mistakes of their own, and an employer that no register knows."""
    home = stage.household("dag-kvall", stage.home_employer)
    one, two = home.slots[0].team
    stranger = home.slots[1].team[1]
    stranger.employer = stage.pop.ids.company(kommunal=False)
    stranger.__post_init__()
    _copy(stage, home, one)
    _inside(stage, home, two)
    _both_at_once(stage, home, one, two)
    stage.grant(home, stage.home_employer)
    stage.note(
        "anordnare-okand",
        home,
        stranger,
        stage.calendar.month(1),
        f"Arbetsgivaren {stranger.employer} finns bara i uppdraget och tidrapporterna, inte i "
        "anordnarregistret. Tillståndet kan inte prövas.",
    )
    return [home]


def _copy(stage: Stage, home: Household, who: Uppdrag) -> None:
    calendar = stage.calendar
    row = rows_of(home, who, calendar.day(1, 2), calendar.day(1, 12))[0]
    home.rows.append(row)
    stage.note(
        "dubblett",
        home,
        who,
        calendar.month(1),
        f"Passet {iso_day(row[1])} står två gånger i filen. Den senare raden nekas.",
    )


def _inside(stage: Stage, home: Household, who: Uppdrag) -> None:
    calendar = stage.calendar
    _, day, piece = rows_of(home, who, calendar.day(1, 13), calendar.day(1, 20))[0]
    add(home, who, day, piece.start + 120, piece.start + 180)
    stage.note(
        "overlapp",
        home,
        who,
        calendar.month(1),
        f"Samma brukare: {iso_day(day)} ligger en timme (09.30-10.30) inuti ett annat pass av "
        "samma assistent. Bara den senare raden hålls.",
    )


def _both_at_once(stage: Stage, home: Household, extra: Uppdrag, first: Uppdrag) -> None:
    calendar = stage.calendar
    days = [
        day
        for day in range(calendar.day(2, 5), calendar.day(2, 25))
        if works(home, first, day) and works(home, first, day - 1)
    ][:3]
    for day in days:
        add(home, extra, day, hm(10, 15), hm(12, 15))
    stage.note(
        "dubbelassistans",
        home,
        extra,
        calendar.month(2),
        "Två assistenter samtidigt 10.15-12.15 den "
        + ", ".join(iso_day(day) for day in days)
        + " utan att beslutet ger dubbel assistans.",
    )


def ivo(stage: Stage, home: Household) -> None:
    """Let an own employer have notified IVO in the middle of the month."""
    told = stage.calendar.day(1, 16)
    home.ivo, home.registered = told, home.first - 300
    worker = home.slots[0].team[1]
    stage.note(
        "ivo-anmalan",
        home,
        worker,
        stage.calendar.month(1),
        f"Brukaren är egen arbetsgivare men anmälde sig till IVO först {iso_day(told)}. Alla "
        "assistenters pass före den dagen hålls (23 § LSS).",
    )
