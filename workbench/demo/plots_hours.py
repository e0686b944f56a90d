"""Plots about working time, one limit each, and about hours that fit too well."""

from __future__ import annotations

from workbench.demo.model import VANTETID, Arrangement, FkGrant, Household, Uppdrag, part
from workbench.demo.plots_people import ivo
from workbench.demo.rosters import Turn, pattern, weekday_of
from workbench.demo.stage import (
    QUARTER,
    Stage,
    add,
    first_day,
    hand_over,
    hm,
    works,
)
from workbench.domain.time import iso_day, month_days, month_first

PERIOD = 28
LONG_DAY = (
    Turn(tuple((part(0, hm(7, 30), hm(16, 5 * v)),) for v in range(4))),
    Turn(tuple((part(0, hm(16, 5 * v), hm(22, 30)),) for v in range(4))),
)
"""28 days of the first make some 240 h, 20 of them 172 h."""
FULL_DAY = (
    Turn(tuple((part(0, hm(7, 30), hm(14, 45 - 5 * (v % 3))),) for v in range(4))),
    Turn(tuple((part(0, hm(14, 45 - 5 * (v % 3)), hm(22, 30)),) for v in range(4))),
)
"""28 days of the first make 198-203 h: above 192 and below 208."""


def _four_weeks(stage: Stage, index: int, act: str, hours: str = "") -> Arrangement:
    """Return an arrangement of 28 days that starts with the month."""
    tillsyn = "nej" if act == "husligt" else ""
    return Arrangement(act, tillsyn, month_first(stage.calendar.month(index)), "28d", hours)


def _days(stage: Stage, index: int) -> range:
    first = month_first(stage.calendar.month(index))
    return range(first, first + PERIOD)


def own_employer(stage: Stage) -> list[Household]:
    """An own employer with one assistant on duty every day, and a late notice to IVO."""
    facts = _four_weeks(stage, 2, "husligt")
    home = stage.household(LONG_DAY, None, facts)
    worker = home.slots[0].team[0]
    days = _days(stage, 2)
    hand_over(home, home.slots[0].team, days, worker)
    stage.grant(home, None)
    stage.note(
        "arbetstid-husligt",
        home,
        worker,
        stage.calendar.month(2),
        f"Anställd av brukaren: 28 dagspass i följd från {iso_day(days[0])} ger omkring 240 "
        "timmar på fyra veckor. De sista minuterna över 208 timmar nekas.",
    )
    ivo(stage, home)
    return [home]


def statutory(stage: Stage) -> list[Household]:
    """An employer without agreement: more than 48 hours a week, and a day and a night on duty."""
    employer = stage.employer(_four_weeks(stage, 1, "atl"))
    home = stage.household(FULL_DAY, employer)
    worker = home.slots[0].team[0]
    days = _days(stage, 1)
    hand_over(home, home.slots[0].team, days, worker)
    stage.note(
        "arbetstid-atl",
        home,
        worker,
        stage.calendar.month(1),
        f"Arbetsgivare utan kollektivavtal: 28 dagspass i följd från {iso_day(days[0])} ger "
        "omkring 200 timmar, över 192 (48 timmar i veckan, 10 b § arbetstidslagen).",
    )
    _round_the_clock(stage, home)
    stage.grant(home, employer)
    return [home]


def _round_the_clock(stage: Stage, home: Household) -> None:
    calendar = stage.calendar
    worker = home.slots[1].team[0]
    day = first_day(
        range(calendar.day(2, 5), calendar.day(2, 26)),
        lambda at: works(home, worker, at) and works(home, worker, at + 1),
    )
    add(home, worker, day, hm(22, 30), hm(23, 30))
    add(home, worker, day, hm(23, 30), hm(6), VANTETID)
    add(home, worker, day + 1, hm(6), hm(7, 30))
    hand_over(home, home.slots[0].team, [day + 1], worker)
    stage.note(
        "langt-pass",
        home,
        worker,
        calendar.month(2),
        f"Samma assistent arbetar utan avbrott från eftermiddagen {iso_day(day)} till 22.30 "
        "nästa kväll: dag, natt och kväll i ett enda pass över 24 timmar.",
    )


def two_employers(stage: Stage) -> list[Household]:
    """Too much waiting at night, and one assistant employed by two for the same brukare."""
    facts = _four_weeks(stage, 1, "atl")
    employer, second = stage.employer(facts), stage.employer(facts)
    nights = pattern("kvall-natt", QUARTER, False, False)[1]
    home = stage.household((*LONG_DAY, nights), employer)
    month = stage.calendar.month(1)
    sleeper = home.slots[2].team[0]
    stage.note(
        "arbetstid-atl-4v",
        home,
        sleeper,
        month,
        "Fjorton nätter med omkring sex timmars väntetid ger över 80 timmar jourtid på fyra "
        "veckor; högst 48 är tillåtna (6 § arbetstidslagen). Den sista tiden hålls.",
    )
    worker = home.slots[0].team[0]
    also = stage.pop.hire(home, worker.assistant, second.orgnr, facts)
    worker.fran = worker.anstalld = home.first - 700
    worker.anmald = worker.fran
    also.fran = also.anstalld = home.first - 60
    also.anmald = also.fran
    _weeks_and_weekends(stage, home, worker, also)
    stage.grant(home, employer)
    stage.note(
        "arbetstid-brukare",
        home,
        worker,
        month,
        f"Vardagarna hos {employer.name} och helgkvällarna hos {second.name} ryms var för sig, "
        "men hos samma brukare blir de över 192 timmar på fyra veckor.",
    )
    return [home]


def _weeks_and_weekends(stage: Stage, home: Household, worker: Uppdrag, also: Uppdrag) -> None:
    days = _days(stage, 1)
    mate = home.slots[0].team[1]
    hand_over(home, home.slots[0].team, [day for day in days if weekday_of(day) < 5], worker)
    weekend = [day for day in days if weekday_of(day) >= 5]
    hand_over(home, home.slots[0].team, weekend, mate)
    hand_over(home, home.slots[1].team, weekend, also)


def agreement(stage: Stage) -> list[Household]:
    """More hours than the kollektivavtal states, though with all weekends free."""
    employer = stage.employer(_four_weeks(stage, 1, "kollektivavtal", "38,25"))
    home = stage.household(LONG_DAY, employer, extra=(0,))
    worker, mate, third = home.slots[0].team
    days = _days(stage, 1)
    team = home.slots[0].team
    hand_over(home, team, range(days[0] - 3, days[0]), third)
    hand_over(home, team, [day for day in days if weekday_of(day) >= 5], mate)
    hand_over(home, team, [day for day in days if weekday_of(day) < 5], worker)
    hand_over(home, team, range(days[-1] + 1, days[-1] + 5), third)
    stage.grant(home, employer)
    stage.note(
        "arbetstid-avtal",
        home,
        worker,
        stage.calendar.month(1),
        "Avtalet anger 38,25 timmar i veckan, 153 på fyra veckor. Långa vardagspass från "
        f"{iso_day(days[0])} ger omkring 172; det som ligger över nekas.",
    )
    return [home]


def exact_hours(stage: Stage) -> list[Household]:
    """Exactly the granted hours every month; the first of them FK has granted afterwards."""
    employer = stage.home_employer
    short = tuple((part(0, hm(8, 5 + 15 * v), hm(14, 5 + 15 * v)),) for v in range(4))
    home = stage.household((Turn(short),), employer)
    home.rows = [row for row in home.rows if _date(row[1]) <= 20]
    stage.pop.beslut(home, 12000, home.first - 200)
    stage.pop.pay_employer(home, employer)
    _granted_by_fk(stage, home)
    if len(stage.calendar.months) < 3:
        return [home]
    stage.note(
        "rimlighet",
        home,
        None,
        stage.calendar.months[-1],
        "Månad efter månad redovisas exakt de beviljade 120 timmarna, inte en minut mer eller "
        "mindre.",
    )
    return [home]


def _granted_by_fk(stage: Stage, home: Household) -> None:
    """Let FK grant the first month afterwards, fewer hours than were reported."""
    month = stage.calendar.month(0)
    fran, after = month_days(month)
    decided = after + 22
    home.fk.append(FkGrant(decided, fran, after - 1, 1400))
    stage.note(
        "fk-retroaktiv",
        home,
        None,
        month,
        f"Försäkringskassan beviljade {iso_day(decided)} 14 timmar i veckan, också för månaden "
        "som redan är redovisad. Omkring 60 timmar, de första i tidsordning, är inte kommunens.",
    )


def _date(day: int) -> int:
    return int(iso_day(day)[8:])
