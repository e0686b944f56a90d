"""Seeded random municipalities in the contract's CSV kinds, small and nasty.

`write(folder, seed, start_month)` makes 4 brukare, 8 assistants and a few hundred rows over four
months, with some rows before and after. Every row is a valid import; what is bad about it is only
for the rules to find. The same arguments give the same bytes. Each theme has a weight, 1 as a
start: 0 turns it off, 3 lays stress on it::

    write(folder, 7, "2024-02", nights=3, duplicates=0)
    write(folder, 7, "2024-01", months=9, rows=900, preset="year")
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)
FIRST_NAMES = (
    "Alva",
    "Birk",
    "Cajsa",
    "Dante",
    "Elna",
    "Folke",
    "Greta",
    "Hilding",
    "Ingrid",
    "Joar",
    "Kerstin",
    "Loke",
)
LAST_NAMES = ("Ekvik", "Forsnäs", "Granlid", "Hällmark", "Itterby", "Järnhed", "Kvarnö", "Lingård")
FIRMS = ("Björkdungen", "Källsprånget", "Trädgårdsvägen", "Åsnöret", "Ängslyktan", "Öppethus")
WORTH_TRYING = (
    "2013-06",  # Croatia, the exception for those employed before July 2013
    "2015-12",  # into a leap year
    "2018-08",  # the day a raised rate began to be cut to öre instead of rounded to kronor
    "2020-10",  # autumn night, year end, the United Kingdom leaves
    "2022-02",  # eighteen on a missing 29 February, spring night
    "2023-12",
    "2024-02",  # leap day, spring night
    "2024-09",
    "2025-03",
    "2026-02",  # eighteen on a missing 29 February again
)
QUIET: dict[str, float] = dict.fromkeys(
    ["young", "residence", "sickness", "permits", "unknown", "uppdrag", "unclear"], 0.1
)
PRESETS: dict[str, dict[str, float]] = {
    "ordinary": {},
    "caps": {**QUIET, "overlaps": 0.2, "double": 0.3, "stays": 0, "tight": 2, "beslut": 2},
    "worktime": {**QUIET, "unclear": 1, "worktime": 2, "employers": 4, "double": 0.2, "stays": 0},
    "unclear": {**QUIET, "unclear": 4, "uppdrag": 2, "worktime": 1.5},
    "double": {**QUIET, "double": 4, "tight": 0.2, "beslut": 2},
    "nights": {**QUIET, "nights": 6, "overlaps": 2, "stays": 2, "duplicates": 2},
    "registers": {"young": 3, "residence": 2.5, "sickness": 3, "permits": 2, "uppdrag": 2.5},
    "overlaps": {**QUIET, "overlaps": 5, "duplicates": 3, "employers": 3},
    "fk": {**QUIET, "fk": 4, "double": 2, "nights": 2, "beslut": 2, "overlaps": 0.5},
    "year": {**QUIET, "year": 3, "overlaps": 0.2, "double": 0.2},  # with months=9 or more
}


@dataclass(frozen=True)
class Themes:
    """Weights; 1 is the ordinary amount of trouble, 0 none, 3 a lot."""

    duplicates: float = 1
    overlaps: float = 1
    double: float = 1  # several assistants at once, and hours granted for it
    nights: float = 1  # clock changes, midnight, month and year ends, leap day
    young: float = 1
    residence: float = 1
    sickness: float = 1
    permits: float = 1
    unknown: float = 1  # persons and employers that no register knows
    uppdrag: float = 1  # missing, reversed, broken off, not notified
    worktime: float = 1  # short periods and low hours, so that limits are met
    unclear: float = 1  # working-time facts that differ or break the law
    employers: float = 1  # one assistant with one brukare over several employers
    beslut: float = 1  # several at once, adjoining, gaps
    tight: float = 1  # few hours, so that caps and spill-over are met
    stays: float = 1
    year: float = 0  # people who work every day, for the yearly limits
    format: float = 1  # hyphens, BOM, column order, comma or point
    # Försäkringskassan's beslut; its chance is its own, so the rest is the same with and without.
    fk: float = field(default=0.2, repr=False)


Rows = list[dict[str, str]]


def month_list(start_month: str, months: int = 4) -> list[str]:
    """The months to settle, in order."""
    first = date.fromisoformat(start_month + "-01")
    index = first.year * 12 + first.month - 1
    return [f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(index, index + months)]


def check_digit(digits: str) -> str:
    """The Luhn digit that follows."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return str(-total % 10)


def person_number(rng: random.Random, born: date, coordination: bool = False) -> str:
    day = born.day + (60 if coordination else 0)
    head = f"{born.year:04d}{born.month:02d}{day:02d}"
    serial = f"{rng.randint(1, 999):03d}"
    return head + serial + check_digit(head[2:] + serial)


def organisation_number(rng: random.Random) -> str:
    head = f"55{rng.randint(2, 9)}{rng.randint(0, 999999):06d}"
    return head + check_digit(head)


def exists(moment: datetime) -> bool:
    """Whether a wall time occurs at all."""
    back = moment.replace(tzinfo=STOCKHOLM).astimezone(ZoneInfo("UTC")).astimezone(STOCKHOLM)
    return back.replace(tzinfo=None) == moment


class Generator:
    """One municipality in the making."""

    def __init__(self, seed: int, start_month: str, months: int, rows: int, themes: Themes):
        self.rng = random.Random(f"{seed} {start_month} {months} {rows} {themes}")
        self.themes = themes
        self.months = month_list(start_month, months)
        self.first = date.fromisoformat(self.months[0] + "-01")
        after = date.fromisoformat(self.months[-1] + "-01") + 31 * DAY
        self.last = after.replace(day=1) - DAY
        self.days = [self.first + n * DAY for n in range((self.last - self.first).days + 1)]
        self.wanted = rows
        self.numbers: set[str] = set()
        self.make_people()
        self.make_employers()
        self.make_uppdrag()
        self.make_rows()
        self.make_beslut()
        self.make_stays()
        self.make_fk(random.Random(f"fk {seed} {start_month}"))

    # ------------------------------------------------------------------------------- chance

    def chance(self, probability: float, theme: str = "") -> bool:
        weight: float = getattr(self.themes, theme) if theme else 1
        return self.rng.random() < min(0.95, probability * weight)

    def some_day(self, before: int = 0, after: int = 0) -> date:
        """A day of the months, or that many days before or after them."""
        return self.first + self.rng.randint(-before, len(self.days) - 1 + after) * DAY

    def edge_day(self) -> date:
        """A day where something happens: clock change, month or year end, leap day."""
        edges = [d for d in self.days if (d + DAY).day == 1 or d.day == 1]
        edges += [d for d in self.days if (d.month, d.day) in ((2, 28), (2, 29))] * 3
        edges += [d for d in self.days if (d.month, d.day) in ((12, 31), (1, 1))] * 3
        for d in self.change_days():
            edges += [d, d - DAY] * 8
        return self.rng.choice(edges)

    def change_days(self) -> list[date]:
        """Days with a clock change."""
        found = []
        for d in self.days:
            turn = datetime.combine(d, time())
            offsets = {t.replace(tzinfo=STOCKHOLM).utcoffset() for t in (turn, turn + DAY)}
            if len(offsets) > 1:
                found.append(d)
        return found

    # --------------------------------------------------------------------------------- people

    def new_person(self, born: date, coordination: bool = False) -> str:
        while True:
            number = person_number(self.rng, born, coordination)
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def adult(self) -> date:
        return (
            date(self.first.year - self.rng.randint(21, 65), 1, 1) + self.rng.randint(0, 364) * DAY
        )

    def eighteen_soon(self) -> date:
        """A birth date whose eighteenth birthday falls in the months, 29 February when it can."""
        day = self.some_day()
        for candidate in self.days:
            leap = (candidate.month, candidate.day, candidate.year % 4) == (2, 28, 2)
            if leap and self.rng.random() < 0.7:
                return date(candidate.year - 18, 2, 29)
        return date(day.year - 18, day.month, min(day.day, 28))

    def name(self) -> str:
        return f"{self.rng.choice(FIRST_NAMES)} {self.rng.choice(LAST_NAMES)}"

    def make_people(self) -> None:
        rng = self.rng
        self.brukare: list[str] = []
        self.brukare_rows: Rows = []
        for _ in range(4):
            number = self.new_person(self.adult())
            self.brukare.append(number)
            notified = "2010-01-01"
            if self.chance(0.15):
                notified = rng.choice(["", self.some_day().isoformat()])
            row = {
                "personnummer": number,
                "namn": self.name(),
                "namnd": rng.choice(["Söderviken", "Norrmalmen", ""]),
                "skyddad": rng.choice(["nej", "nej", "ja", ""]),
                "ivo_anmald": notified,
            }
            if not self.chance(0.06, "unknown"):
                self.brukare_rows.append(row)
        self.assistenter: list[str] = []
        self.assistent_rows: Rows = []
        for place in range(8):
            young = place == 0 and self.chance(0.7, "young")
            born = self.eighteen_soon() if young or self.chance(0.08, "young") else self.adult()
            number = self.new_person(born, self.chance(0.15))
            self.assistenter.append(number)
            if not self.chance(0.07, "unknown"):
                self.assistent_rows += self.assistant_facts(number)

    def assistant_facts(self, number: str) -> Rows:
        rng = self.rng
        home = "SE"
        if self.chance(0.25, "residence"):
            home = rng.choice(["NO", "PL", "HR", "GB", "UK", "EL", "GR", "CH", "US", "LI", ""])
        facts = [(home, "")]
        while self.chance(0.2, "residence") and len(facts) < 4:
            land = rng.choice(["SE", "SE", "CH", "TR", "HR", "GB", "UK", "EL", "DK", "UA", ""])
            facts.append((land, self.some_day(40).isoformat()))
            if self.chance(0.2, "residence"):
                facts.append((rng.choice(["SE", "CH", ""]), facts[-1][1]))
        if self.chance(0.15, "residence"):
            rng.shuffle(facts)
        spells: list[tuple[str, str, str]] = []
        while self.chance(0.12, "sickness") and len(spells) < 3:
            begin = self.some_day(20)
            end = begin + rng.randint(0, 40) * DAY
            degree = rng.choice(["100", "100", "50", "75", "25"])
            since = rng.choice([begin.isoformat()] * 4 + [""])
            spells.append((degree, since, rng.choice([end.isoformat()] * 3 + [""])))
        name = self.name()
        rows: Rows = []
        for place in range(max(len(facts), len(spells))):
            land, since = facts[place] if place < len(facts) else ("", "")
            degree, begin_text, end_text = spells[place] if place < len(spells) else ("", "", "")
            rows.append(
                {
                    "personnummer": number,
                    "namn": name,
                    "bosatt_land": land,
                    "bosatt_fran": since,
                    "sjukersattning_procent": degree,
                    "sjukersattning_fran": begin_text,
                    "sjukersattning_till": end_text,
                }
            )
        return rows

    # ------------------------------------------------------------------------------ employers

    def make_employers(self) -> None:
        rng = self.rng
        self.anordnare = [organisation_number(rng) for _ in range(4)]
        while len(set(self.anordnare)) < 4:
            self.anordnare = [organisation_number(rng) for _ in range(4)]
        self.anordnare_rows: Rows = []
        for place, number in enumerate(self.anordnare):
            if place == 3 and self.chance(0.5, "unknown"):
                continue
            kommunal = "ja" if place == 2 else rng.choice(["nej", "nej", "nej", ""])
            spells = [("2013-01-01", "", "")]
            if place != 0 and self.chance(0.45, "permits"):
                spells = self.permit_spells()
            name = f"{rng.choice(FIRMS)} assistans {place} AB"
            for begin, end, told in spells:
                self.anordnare_rows.append(
                    {
                        "orgnr": number,
                        "namn": name,
                        "kommunal": kommunal,
                        "tillstand_fran": begin,
                        "tillstand_till": end,
                        "brukare_underrattad": told,
                    }
                )

    def permit_spells(self) -> list[tuple[str, str, str]]:
        """One to three spells after each other, ended with or without telling; or none."""
        rng = self.rng
        if self.chance(0.12):
            return [("", "", "")]
        spells: list[tuple[str, str, str]] = []
        begin = self.first - rng.randint(30, 900) * DAY
        for _ in range(rng.randint(1, 3)):
            end = max(begin + rng.randint(0, 10) * DAY, self.some_day(30))
            told = rng.choice(["", (end + rng.randint(-5, 25) * DAY).isoformat()])
            spells.append((begin.isoformat(), end.isoformat(), told))
            begin = end + rng.randint(2, 40) * DAY
        if self.chance(0.3):
            spells.append((begin.isoformat(), "", ""))
        if self.chance(0.3):
            rng.shuffle(spells)
        return spells

    # -------------------------------------------------------------------------------- uppdrag

    def worktime_facts(self, own: bool) -> dict[str, str]:
        rng = self.rng
        act = rng.choice(["", "husligt" if own else "atl"])
        if self.chance(0.3):
            act = "kollektivavtal"
        if self.chance(0.03, "unclear"):
            act = "atl" if own else "husligt"
        lengths = ["", "", "28d", "4v"] if own else ["", "", "4m", "16v", "1m", "2m"]
        if act == "kollektivavtal":
            lengths = ["1m", "4m", "16v", "6m", "12m"]
        if self.chance(0.5, "worktime"):
            lengths = ["7d", "10d", "14d", "2v", "21d", "28d"]
            if not own or act == "kollektivavtal":
                lengths += ["1m", "31d", "5v"]
        if self.chance(0.07, "unclear"):
            lengths = ["30d", "1m", "20v", "6m", "18m", "124d", "367d", "5v", "", "5m", "53v"]
        hours = ""
        if act == "kollektivavtal" or self.chance(0.2):
            hours = rng.choice(["48", "45,5", "40", "37.5", "48"])
            if self.chance(0.4, "worktime"):
                hours = rng.choice(["20", "30,25", "12"])
            if self.chance(0.05, "unclear"):
                hours = rng.choice(["", "50", "48,5"])
        anchor = ""
        if self.chance(0.5):
            anchor = rng.choice(
                [
                    self.some_day(500),
                    self.some_day(60, 60),
                    date(self.first.year - 1, 9, 1),
                    date(self.first.year - 1, 8, 31),
                    date(2012, 2, 29),
                ]
            ).isoformat()
        return {
            "arbetstid": act,
            "tillsyn": rng.choice(["ja", "nej", "", ""]),
            "period_start": anchor,
            "period_langd": rng.choice(lengths),
            "timmar_per_vecka": hours,
            "extra_overtid": rng.choice(["", "nej", "ja"]),
        }

    def make_uppdrag(self) -> None:
        """The places where people work, and the uppdrag that more or less cover them."""
        rng = self.rng
        self.places: list[tuple[str, str, str]] = []
        self.uppdrag_rows: Rows = []
        for assistant in self.assistenter:
            facts: dict[str, dict[str, str]] = {}
            for _ in range(rng.choice([1, 1, 2, 2, 3])):
                brukare = rng.choice(self.brukare)
                employer = rng.choice([*self.anordnare, *self.anordnare[:3], *[brukare] * 4])
                self.add_place(assistant, brukare, employer, facts)
                if self.chance(0.15, "employers"):
                    other = rng.choice([*self.anordnare, brukare])
                    self.add_place(assistant, brukare, other, facts)
        if self.chance(0.3, "uppdrag"):
            brukare = rng.choice(self.brukare)
            stray = (rng.choice(self.assistenter), brukare, rng.choice([*self.anordnare, brukare]))
            if stray not in self.places:
                self.places.append(stray)
        if self.chance(0.3, "uppdrag"):
            rng.shuffle(self.uppdrag_rows)

    def add_place(
        self, assistant: str, brukare: str, employer: str, facts: dict[str, dict[str, str]]
    ) -> None:
        rng = self.rng
        place = (assistant, brukare, employer)
        if place in self.places:
            return
        self.places.append(place)
        if employer not in facts or self.chance(0.08, "unclear"):
            facts[employer] = self.worktime_facts(employer == brukare)
        begin = self.first - rng.randint(10, 800) * DAY
        end: date | None = None
        if self.chance(0.15, "uppdrag"):
            begin = self.some_day(10)
        if self.chance(0.15, "uppdrag"):
            end = rng.choice([self.some_day(), begin - DAY, self.edge_day()])
        self.add_uppdrag(place, begin, end, facts[employer])
        while self.chance(0.2, "uppdrag") and len(self.uppdrag_rows) < 60:
            begin = end + DAY if end and self.chance(0.6) else self.some_day(30)
            end = None if self.chance(0.5) else self.some_day(0, 30)
            again = facts[employer]
            if self.chance(0.2, "unclear"):
                again = self.worktime_facts(employer == brukare)
            elif self.chance(0.3):
                again = {**again, "extra_overtid": rng.choice(["ja", "nej"])}
            self.add_uppdrag(place, begin, end, again)

    def add_uppdrag(
        self, place: tuple[str, str, str], begin: date, end: date | None, facts: dict[str, str]
    ) -> None:
        rng = self.rng
        notified = (begin - 3 * DAY).isoformat()
        if self.chance(0.1, "uppdrag"):
            notified = rng.choice(["", "2027-01-15", self.some_day().isoformat()])
        employed = begin.isoformat()
        if self.chance(0.15):
            employed = rng.choice(["2013-06-30", "2013-07-01", "2009-03-02", ""])
        self.uppdrag_rows.append(
            {
                "assistent": place[0],
                "brukare": place[1],
                "arbetsgivare": place[2],
                "fran": begin.isoformat(),
                "till": end.isoformat() if end else "",
                "anmald": notified,
                "anstalld_fran": employed,
                "narstaende": rng.choice(["nej", "ja", ""]),
                "hushallsgemenskap": rng.choice(["nej", "ja", ""]),
                **facts,
            }
        )

    # ----------------------------------------------------------------------------------- rows

    def make_rows(self) -> None:
        rng = self.rng
        self.rows: Rows = []
        self.load: dict[tuple[str, str], int] = defaultdict(int)
        busy = {a: rng.choice([1, 2, 4, 12]) for a in self.assistenter}
        weights = [busy[place[0]] * rng.choice([1, 2, 4]) for place in self.places]
        self.taken: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        self.make_change_nights()
        if self.themes.year:
            for assistant, brukare, employer in self.busy_places():
                for day in self.days:
                    if rng.random() < 0.95:
                        start = rng.choice([7, 8, 20, 22]) * 60
                        work = rng.choice(["assistans"] * 9 + ["vantetid"])
                        length = rng.choice([9, 10, 11]) * 60
                        self.add_row((assistant, brukare, employer), day, start, length, work)
        while len(self.rows) < self.wanted:
            place = rng.choices(self.places, weights)[0]
            day = self.some_day()
            if self.chance(0.04):
                day = self.some_day(70, 40)
            if self.chance(0.05, "nights"):
                day = self.edge_day()
            start = rng.choice([6, 7, 8, 14, 15, 20, 22, 23]) * 60
            if self.chance(0.2):
                start = rng.randrange(0, 1440, 15)
            if self.chance(0.05):
                start = rng.randrange(1440)
            length = rng.choice([3, 5, 8, 8, 9, 10, 12, 14]) * 60
            if self.chance(0.12):
                length = rng.choice([1, 15, 59, 61, 195, 437, 13 * 60, 24 * 60, 1439])
            if self.chance(0.06, "nights"):
                length = 1440 - start or 1440
            if self.chance(0.03, "nights"):
                start, length = rng.choice([(0, 1440), (60, 60), (120, 45), (150, 30), (90, 150)])
            slag = rng.choices(["assistans", "vantetid", "beredskap"], [7, 2, 2])[0]
            if self.chance(0.8) and not self.is_free(place, day, start, length):
                continue
            made = self.add_row(place, day, start, length, slag)
            if made and self.chance(0.03, "duplicates"):
                self.duplicate()
            if made and self.chance(0.06, "overlaps"):
                self.overlap(place, day, start, length, slag)
            if made and self.chance(0.1, "double"):
                self.beside(place, day, start, length)
        if self.chance(0.9):
            rng.shuffle(self.rows)

    def is_free(self, place: tuple[str, str, str], day: date, start: int, length: int) -> bool:
        """Whether neither the assistant nor the brukare has a row in that time."""
        begin = datetime.combine(day, time()) + timedelta(minutes=start)
        finish = begin + timedelta(minutes=length)
        spans = self.taken[place[0]] + self.taken[place[1]]
        return all(finish <= a or b <= begin for a, b in spans)

    def make_change_nights(self) -> None:
        """Rows around every clock change, with ends inside the doubled hour."""
        rng = self.rng
        times = [(-120, 480), (90, 60), (120, 60), (150, 30), (0, 1440), (-240, 375), (165, 600)]
        times += [(135, 15), (180, 60), (60, 120), (-600, 780)]
        for day in self.change_days():
            while self.chance(0.8, "nights") and len(self.rows) < self.wanted // 4:
                start, length = rng.choice(times)
                slag = rng.choice(["assistans", "assistans", "vantetid", "beredskap"])
                self.add_row(rng.choice(self.places), day, start, length, slag)

    def busy_places(self) -> list[tuple[str, str, str]]:
        seen: dict[str, tuple[str, str, str]] = {}
        for place in self.places:
            seen.setdefault(place[0], place)
        return list(seen.values())[: max(1, round(self.themes.year))]

    def add_row(
        self, place: tuple[str, str, str], day: date, start: int, length: int, slag: str
    ) -> bool:
        """Add the row if it can be imported: both clock times exist and it has a length."""
        day += start // 1440 * DAY
        start %= 1440
        length = min(length, 1440 if start == 0 else 1439)
        if length < 1:
            return False
        begin = datetime.combine(day, time()) + timedelta(minutes=start)
        finish = begin + timedelta(minutes=length)
        if not exists(begin) or not exists(finish):
            return False
        end = start + length
        clock = f"{end // 60 % 24:02d}:{end % 60:02d}"
        if end == 1440 and (start == 0 or self.rng.random() < 0.5):
            clock = "24:00"
        self.rows.append(
            {
                "brukare": place[1],
                "assistent": place[0],
                "arbetsgivare": place[2],
                "datum": day.isoformat(),
                "start": f"{start // 60:02d}:{start % 60:02d}",
                "slut": clock,
                "slag": slag,
            }
        )
        self.taken[place[0]].append((begin, finish))
        self.taken[place[1]].append((begin, finish))
        weight = {"assistans": 1, "vantetid": 4, "beredskap": 7}[slag]
        self.load[place[1], day.isoformat()[:7]] += length // weight
        return True

    def duplicate(self) -> None:
        """The same row again, once in a while with midnight written the other way."""
        copy = dict(self.rng.choice(self.rows))
        if copy["slut"] == "24:00" and copy["start"] != "00:00":
            copy["slut"] = "00:00"
        self.rows.append(copy)

    def overlap(
        self, place: tuple[str, str, str], day: date, start: int, length: int, slag: str
    ) -> None:
        """Another row of the same assistant that meets the first, or just does not."""
        rng = self.rng
        others = [p for p in self.places if p[0] == place[0]]
        shift = rng.choice([0, 0, -60, 30, 120, length, -length, length - 1])
        size = rng.choice([length, length, 60, 300, length + 60])
        kind = rng.choice([slag, "beredskap", "assistans", "vantetid"])
        self.add_row(rng.choice(others), day, start + shift, size, kind)

    def beside(self, place: tuple[str, str, str], day: date, start: int, length: int) -> None:
        """Somebody else with the same brukare at the same time."""
        rng = self.rng
        others = [p for p in self.places if p[1] == place[1] and p[0] != place[0]]
        for other in rng.sample(others, min(len(others), rng.choice([1, 1, 2]))):
            shift = rng.choice([0, 0, 15, -30, 60, length])
            kind = rng.choice(["assistans", "assistans", "vantetid", "beredskap"])
            self.add_row(other, day, start + shift, rng.choice([length, 120, 45]), kind)

    # --------------------------------------------------------------------------------- beslut

    def decimal(self, hundredths: int) -> str:
        whole, part = divmod(hundredths, 100)
        if part == 0 and self.rng.random() < 0.7:
            return str(whole)
        text = f"{part:02d}"
        return f"{whole}{self.rng.choice(',.')}{text.rstrip('0') or '0'}"

    def make_beslut(self) -> None:
        rng = self.rng
        self.beslut_rows: Rows = []
        numbers = [f"{kind}{n}" for kind in ("B", "B-", "A1", "b") for n in range(1, 25)]
        rng.shuffle(numbers)
        for brukare in self.brukare:
            begin = self.first - rng.randint(0, 400) * DAY
            if self.chance(0.2, "beslut"):
                begin = self.some_day()
            cuts: list[date] = []
            while self.chance(0.45, "beslut") and len(cuts) < 4:
                cuts.append(rng.choice([self.some_day(), self.some_day(), self.edge_day()]))
            spans: list[tuple[date, date | None]] = []
            for cut in sorted(c for c in set(cuts) if c > begin):
                spans.append((begin, cut - DAY))
                begin = cut
                if self.chance(0.15, "beslut"):
                    begin += rng.randint(1, 6) * DAY
            spans.append(
                (begin, None if self.chance(0.8) else self.last - rng.randint(0, 20) * DAY)
            )
            spans = [(a, b) for a, b in spans if b is None or a <= b] or [(begin, None)]
            while self.chance(0.4, "beslut") and len(spans) < 8:
                start = rng.choice([self.some_day(20), rng.choice(spans)[0]])
                end = start + rng.randint(0, 50) * DAY
                spans.append((start, end if self.chance(0.9) else None))
            for place, (start, stop) in enumerate(spans):
                self.add_beslut(numbers.pop(), brukare, start, stop, place, len(spans))
        if self.chance(0.3):
            rng.shuffle(self.beslut_rows)

    def add_beslut(
        self, number: str, brukare: str, start: date, stop: date | None, place: int, of: int
    ) -> None:
        rng = self.rng
        months = rng.choice([1, 1, 1, 2, 3, 4, 5, 6])
        load = [self.load[brukare, month] for month in self.months]
        hours = max(1, sum(load) * months // len(load) // 60)
        share = rng.uniform(0.9, 1.6)
        if self.chance(0.5, "tight"):
            share = rng.uniform(0.05, 0.7)
        hundredths = max(1, int(hours * 100 * share))
        if self.chance(0.7):
            hundredths = hundredths // 50 * 50 or 50
        own = ""
        if self.chance(0.15):
            own = rng.choice(["280,50", "250", "266.99", "400", "199,99"])
        double = ""
        if self.chance(0.45, "double"):
            double = self.decimal(rng.choice([100, 250, 1000, 2000, 6000, 33, 1017]) * months)
        self.beslut_rows.append(
            {
                "beslutsnummer": number,
                "brukare": brukare,
                "fran": start.isoformat(),
                "till": stop.isoformat() if stop else "",
                "timmar": self.decimal(hundredths),
                "period_manader": rng.choice([str(months), ""]) if months == 1 else str(months),
                "hojning_procent": rng.choice(["", "", "0", "5", "7,5", "12", "3.25", "0,01"]),
                "eget_timbelopp": own,
                "dubbel_timmar": double,
                "utbetalas_till": "brukare",
                "forskott": "nej",
            }
        )

    # ---------------------------------------------------------------------------------- stays

    def make_stays(self) -> None:
        rng = self.rng
        self.stay_rows: Rows = []
        while self.chance(0.7, "stays") and len(self.stay_rows) < 12:
            day = self.edge_day() if self.chance(0.2, "nights") else self.some_day(5)
            begin = datetime.combine(day, time()) + timedelta(
                minutes=rng.choice([0, 14 * 60, 22 * 60, 150, rng.randrange(1440)])
            )
            finish = begin + timedelta(minutes=rng.choice([1, 90, 1440, 4000, 10000, 300]))
            if not exists(begin) or not exists(finish):
                continue
            still = self.chance(0.12) and day > self.days[len(self.days) * 2 // 3]
            self.stay_rows.append(
                {
                    "brukare": rng.choice(self.brukare),
                    "slag": rng.choice(["sjukhus", "korttids"]),
                    "fran": begin.isoformat(timespec="minutes"),
                    "till": "" if still else finish.isoformat(timespec="minutes"),
                }
            )

    # ------------------------------------------------------------------------------------- FK

    def make_fk(self, rng: random.Random) -> None:
        """Grants, most of them afterwards; some replaced, withdrawn or without hours."""
        self.fk_rows: Rows = []
        for brukare in self.brukare:
            made: set[tuple[str, str, str]] = set()
            while rng.random() < min(0.85, 0.8 * self.themes.fk) and len(made) < 5:
                first = self.first + rng.randint(-40, len(self.days)) * DAY
                last = first + rng.choice([0, 6, 13, 20, 40, 90]) * DAY
                row = {
                    "brukare": brukare,
                    "beslutsdatum": (first + rng.randint(-20, 200) * DAY).isoformat(),
                    "utfall": rng.choice(["beviljat"] * 6 + ["indraget", "avslag"]),
                    "fran": first.isoformat(),
                    "till": rng.choice(["", last.isoformat(), last.isoformat()]),
                    "timmar_per_vecka": "",
                    "grundlaggande_per_vecka": "",
                    "retroaktivt_fran": "",
                }
                if row["utfall"] == "beviljat":
                    hours = rng.choice([1, 5, 12, 20.97, 30, 40, 40.5, 77.77, 168])
                    text = f"{hours:.2f}".replace(".", rng.choice(".,"))
                    row[rng.choice(["timmar_per_vecka"] * 3 + ["grundlaggande_per_vecka"])] = text
                    if rng.random() < 0.15:
                        row["timmar_per_vecka"] = row["grundlaggande_per_vecka"] = ""
                    if rng.random() < 0.85:
                        back = first - rng.choice([0, 0, 3, 31]) * DAY
                        row["retroaktivt_fran"] = back.isoformat()
                        row["fran"] = rng.choice([row["fran"], row["fran"], ""])
                elif row["utfall"] == "indraget" and rng.random() < 0.2:
                    row["fran"] = ""
                key = (row["beslutsdatum"], row["utfall"], row["fran"])
                if key not in made:
                    made.add(key)
                    self.fk_rows.append(row)

    # ---------------------------------------------------------------------------------- files

    def files(self) -> dict[str, Rows]:
        return {
            "brukare": self.brukare_rows,
            "anordnare": self.anordnare_rows,
            "assistenter": self.assistent_rows,
            "uppdrag": self.uppdrag_rows,
            "beslut": self.beslut_rows,
            "vistelser": self.stay_rows,
            "tidrapporter": self.rows,
            "fkbeslut": self.fk_rows,
        }

    def text(self, rows: Rows) -> bytes:
        """One sheet; numbers with or without hyphen, columns in any order, BOM or none."""
        rng = self.rng
        columns = list(rows[0])
        messy = self.chance(0.3, "format")
        if messy:
            rng.shuffle(columns)
        lines = [";".join(columns)]
        lines += [
            ";".join(self.hyphen(row[c]) if messy else row[c] for c in columns) for row in rows
        ]
        newline = "\r\n" if self.chance(0.3, "format") else "\n"
        bom = "\ufeff" if self.chance(0.5, "format") else ""
        return (bom + newline.join(lines) + newline).encode("utf-8")

    def hyphen(self, value: str) -> str:
        known = value in self.numbers or value in self.anordnare
        return f"{value[:-4]}-{value[-4:]}" if known and self.rng.random() < 0.3 else value


def write(
    folder: str | Path,
    seed: int,
    start_month: str = "2024-02",
    *,
    months: int = 4,
    rows: int | None = None,
    preset: str = "ordinary",
    **weights: float,
) -> list[str]:
    """Write the municipality's files and return the months to settle, in order.

    A preset is a set of weights; single weights go before it.
    Start months from 2013-01 on make sense; the last month must have a rate in section 9.
    `WORTH_TRYING` lists some with edges in them.
    """
    weights = PRESETS[preset] | weights
    unknown = set(weights) - {f.name for f in fields(Themes)}
    if unknown:
        raise ValueError(f"no such theme: {', '.join(sorted(unknown))}")
    wanted = rows if rows is not None else 300 + seed * 197 % 500
    made = Generator(seed, start_month, months, wanted, Themes(**weights))
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for kind, sheet in made.files().items():
        path = folder / f"{kind}.csv"
        path.unlink(missing_ok=True)
        if sheet:
            path.write_bytes(made.text(sheet))
    return made.months
