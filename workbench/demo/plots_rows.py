"""Plots about beslut, stays and rows that meet: over, without, overlapping, ambiguous."""

from __future__ import annotations

from workbench.demo.model import BEREDSKAP, UNITS, Arrangement, Household, Uppdrag
from workbench.demo.population import UNIT_HOUR
from workbench.demo.rosters import weekday_of
from workbench.demo.stage import Stage, add, first_day, hand_over, hm, rows_of, works
from workbench.domain.time import DAY_MINUTES, day_length, iso_day, month_first, month_of

OVER_HOURS = 20
EXTRA_NIGHT = hm(22, 30), hm(1, 45)
NIGHT_MINUTES = 195


def gap(stage: Stage) -> list[Household]:
    """A beslut that ends before the next begins, and work during a stay in hospital."""
    calendar = stage.calendar
    home = stage.household("dag-kvall", stage.home_employer)
    stage.grant(home, stage.home_employer)
    old = home.beslut[0]
    old.till = calendar.day(1, 20)
    new = stage.pop.beslut(home, old.timmar, month_first(calendar.month(1) + 1))
    new.utbetalas_till, new.mottagare = old.utbetalas_till, old.mottagare
    stage.note(
        "utan-beslut",
        home,
        None,
        calendar.month(1),
        f"Beslutet {old.number} gällde till och med {iso_day(old.till)} och nästa börjar först "
        f"{iso_day(new.fran)}. Passen däremellan nekas.",
    )
    first, last = calendar.day(2, 3), calendar.day(2, 6)
    home.stays.append(("sjukhus", first, hm(10), last, hm(15)))
    stage.note(
        "vistelse",
        home,
        rows_of(home, home.slots[0].team[0], first - 4, last)[-1][0],
        calendar.month(2),
        f"Brukaren låg på sjukhus {iso_day(first)} kl. 10 till {iso_day(last)} kl. 15, men pass "
        "redovisas som vanligt. Bara minuterna under vistelsen hålls.",
    )
    return [home]


def over(stage: Stage) -> list[Household]:
    """Extra nights that the beslut has no hours for; a row that ends in the doubled hour."""
    calendar = stage.calendar
    home = stage.household("dag-kvall", stage.home_employer)
    stage.grant(home, stage.home_employer)
    facts = stage.home_employer.arrangement
    crew = [
        stage.pop.hire(home, stage.pop.assistant(), stage.home_employer.orgnr, facts)
        for _ in range(2)
    ]
    _doubled_hour(stage, home, crew[0])
    month = calendar.month(1)
    used = sum(
        piece.minutes * UNITS[piece.slag] for _, day, piece in home.rows if month_of(day) == month
    )
    missing = home.beslut[0].timmar * UNIT_HOUR // 100 - used + OVER_HOURS * UNIT_HOUR
    nights = -(-missing // (NIGHT_MINUTES * 28))
    first = month_first(month)
    for day in _free_nights(home, crew[0], first)[:nights]:
        add(home, crew[day // 2 % 2], day, *EXTRA_NIGHT)
    stage.note(
        "over-beslut",
        home,
        None,
        month,
        f"Extra nattpass 22.30-01.45 från {iso_day(first)} gör att månadens timmar "
        f"överstiger beslutet med omkring {OVER_HOURS} timmar. Det överskjutande betalas inte.",
    )
    return [home]


def _free_nights(home: Household, crew: Uppdrag, first: int) -> list[int]:
    busy = {at for who, at, _ in home.rows if who is crew}
    return [day for day in range(first, month_first(month_of(first) + 1) - 1) if day not in busy]


def _doubled_hour(stage: Stage, home: Household, who: Uppdrag) -> None:
    calendar = stage.calendar
    for day in range(calendar.first + 1, calendar.last + 1):
        if day_length(day) > DAY_MINUTES:
            add(home, who, day - 1, hm(22, 30), hm(2, 30))
            stage.note(
                "tvetydig-tid",
                home,
                who,
                month_of(day),
                f"Passet natten till {iso_day(day)} slutar 02.30, ett klockslag som visas två "
                "gånger när sommartiden slutar. Det läses som det första.",
            )


def two_brukare(stage: Stage) -> list[Household]:
    """One assistant at two brukare at once; too short a rest; a month that repeats itself."""
    employer = stage.home_employer
    home = stage.household("dag-kvall", employer)
    other = stage.household("daglig", employer)
    _meet(stage, home, other)
    _short_rest(stage, home)
    _repeat(stage, other)
    stage.grant(home, employer)
    stage.grant(other, employer)
    return [home, other]


def _meet(stage: Stage, home: Household, other: Household) -> None:
    calendar, employer = stage.calendar, stage.home_employer
    evening = home.slots[1].team[0]
    also = stage.pop.hire(other, evening.assistant, employer.orgnr, employer.arrangement)
    day = first_day(
        range(calendar.day(1, 8), calendar.day(1, 26)),
        lambda at: works(home, evening, at) and weekday_of(at) != 0,
    )
    add(other, also, day, hm(14, 30), hm(15, 30))
    for one, uppdrag in ((home, evening), (other, also)):
        stage.note(
            "overlapp",
            one,
            uppdrag,
            calendar.month(1),
            f"Två brukare: assistenten redovisar {iso_day(day)} tid till kl. 15.30 hos den ena "
            "men har redan börjat kvällspasset hos den andra. Den gemensamma tiden hålls på båda.",
        )


def _short_rest(stage: Stage, home: Household) -> None:
    calendar = stage.calendar
    worker = home.slots[0].team[0]
    day = first_day(
        range(calendar.day(2, 4), calendar.day(2, 27)),
        lambda at: works(home, worker, at + 1) and not works(home, worker, at),
    )
    hand_over(home, home.slots[1].team, [day], worker)
    stage.note(
        "vila",
        home,
        worker,
        calendar.month(2),
        f"Assistenten slutar 22.30 den {iso_day(day)} och börjar 07.30 nästa morgon: nio timmars "
        "vila, under elva, hos en arbetsgivare med kollektivavtal.",
    )


def _repeat(stage: Stage, home: Household) -> None:
    calendar, employer = stage.calendar, stage.home_employer
    if len(calendar.months) < 2:
        return
    who = stage.pop.hire(home, stage.pop.assistant(), employer.orgnr, employer.arrangement)
    for index in (0, 1):
        first = calendar.day(index, 1)
        monday = first + (-weekday_of(first)) % 7
        for day in range(monday, monday + 28, 7):
            add(home, who, day, hm(7, 5), hm(8, 50))
            add(home, who, day, hm(15, 40), hm(17, 15))
            add(home, who, day, hm(18, 10), hm(19, 25))
    stage.note(
        "schemalikt",
        home,
        who,
        calendar.month(1),
        "Fyra måndagar med tre pass vardera är på minuten lika som månaden före. Ett schema kan "
        "ha lämnats i stället för den tid som utförts.",
    )


def standby(stage: Stage) -> list[Household]:
    """Active time inside beredskap, and an agreement without hours."""
    calendar, employer = stage.calendar, stage.home_employer
    home = stage.household("beredskap", employer)
    vague = home.slots[0].team[0]
    vague.arrangement = Arrangement("kollektivavtal")
    sleeper = home.slots[2].team[0]
    rows = rows_of(home, sleeper, calendar.day(1, 5), calendar.day(1, 20))
    day = next(at for _, at, piece in rows if piece.slag == BEREDSKAP)
    add(home, sleeper, day + 1, hm(3, 15), hm(4))
    stage.grant(home, employer)
    stage.note(
        "overlapp",
        home,
        sleeper,
        calendar.month(1),
        f"Beredskap: natten efter {iso_day(day)} redovisas aktiv tid 03.15-04.00 utan att "
        "beredskapen är bruten. De 45 minuterna hålls på beredskapsraden.",
    )
    stage.note(
        "arbetstid-oklar",
        home,
        vague,
        calendar.month(1),
        "Uppdraget anger kollektivavtal men varken timmar per vecka eller periodens längd. "
        "Assistentens tid hålls tills arbetsgivaren har svarat.",
    )
    return [home]
