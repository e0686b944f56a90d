"""Made-up sick spells with nasty edges, as dicts of the CSV files, for the sjuklön oracle.

Days lie around New Year, the leap day and the nights when the clock is changed; spells begin
four to seven days after one another; passes of colleagues meet and name the same vikarier, some of
whom are ill themselves; minutes of rows are refused here and there.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .generate import exists, person_number
from .oracle import _clock

Raw = dict[str, Any]

ANCHORS = (
    *("2024-03-24", "2024-10-20", "2022-12-24", "2025-12-25", "2024-02-24"),
    *("2023-02-26", "2012-02-25", "2021-02-27", "2026-06-01", "2025-02-22"),
)
CLOCKS = (
    *(("08:00", "16:00"), ("22:00", "06:00"), ("00:00", "24:00"), ("16:00", "00:00")),
    *(("01:30", "02:30"), ("23:59", "00:01"), ("07:13", "11:50"), ("11:50", "15:01")),
    *(("02:30", "03:00"), ("00:00", "01:59"), ("14:00", "22:00"), ("03:00", "07:00")),
)
BORN = (1954, 1955, 1956, 1957, 1958, 1959, 1990, 2001)
SPELL_CODES = ("efter-sjukloneperiod", "preskriberad")
CODES = (*SPELL_CODES, "vikarie-saknas", "sjuk-arbetar", "intyg-saknas")
DAY = timedelta(days=1)
DOCUMENTS = (
    *("schema", "vikarierapport", "forsakran", "lonespec", "berakning"),
    *("lakarintyg", "avtal", "fullmakt"),
)


@dataclass
class Claims:
    """What the oracle and the program are asked about."""

    sjukfall: list[Raw] = field(default_factory=list)
    sjukpass: list[Raw] = field(default_factory=list)
    tidrapporter: list[Raw] = field(default_factory=list)
    decisions: dict[tuple[str, str, str, str], str] = field(default_factory=dict)


class Generator:
    """One small municipality in the making."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        rng = self.rng
        self.anchor = date.fromisoformat(rng.choice(ANCHORS))
        self.brukare = [person_number(rng, date(1980 + n, 3, 4)) for n in range(2)]
        self.firma = "5566104104"
        self.people = [
            person_number(rng, date(rng.choice(BORN), rng.randint(1, 12), 31 - rng.randint(3, 30)))
            for _ in range(5)
        ]
        self.claims = Claims()
        self.busy: dict[str, list[tuple[datetime, datetime]]] = {}
        self.many = rng.random() < 0.25
        """Short spells far apart: ten karensavdrag in a year."""
        self.meet = rng.random() < 0.5
        """Colleagues ill at the same hours, with the same vikarier."""

    def claims_(self) -> Claims:
        """Return spells, passes, rows and decisions."""
        for sick in self.rng.sample(self.people, self.rng.randint(1, 3)):
            self.spells(sick)
        self.rows()
        for p in self.claims.sjukpass:
            for kod in CODES:
                if self.rng.random() < 0.2:
                    status = self.rng.choice(("godkand", "godkand", "nekad", "oppen"))
                    self.claims.decisions[kod, p["arende"], p["datum"], p["start"]] = status
        return self.claims

    # ------------------------------------------------------------------------------- spells

    def spells(self, sick: str) -> None:
        rng = self.rng
        if self.many:
            self.many = False
            self.a_year(sick)
            return
        start = self.anchor + timedelta(days=rng.randint(-6, 6) * (not self.meet))
        for _ in range(rng.randint(1, 4)):
            brukare = self.brukare[0] if self.meet else rng.choice(self.brukare)
            employer = rng.choice((self.firma, self.firma, self.firma, brukare))
            days = rng.choice((1, 3, 7, 9, 14, 16, 20))
            last = start + timedelta(days=days - 1)
            self.spell(sick, brukare, employer, (start, last))
            start = last + timedelta(days=rng.choice((-3, 0, 1, 4, 5, 5, 6, 6)))

    def a_year(self, sick: str) -> None:
        """Nine to eleven chains in the year before the last one, give or take a day."""
        rng = self.rng
        chosen = rng.choice(("2024-02-29", "2025-02-28", "2024-03-01", "2025-03-01", ""))
        last = date.fromisoformat(chosen) if chosen else self.anchor
        year = (last - DAY * (chosen == "2024-02-29")).replace(year=last.year - 1)
        first = year + DAY * rng.choice((-1, 0, 0, 1))
        between = [first + timedelta(days=30 * n) for n in range(1, rng.randint(9, 11))]
        for at in (first, *between, last):
            self.spell(sick, rng.choice(self.brukare), self.firma, (at, at))
            if rng.random() < 0.9:
                for key in ("hogriskskydd", "tidigare_karens", "sista_sjukdag"):
                    self.claims.sjukfall[-1][key] = ""
                self.claims.sjukfall[-1]["sista_sjukdag"] = at.isoformat()

    def spell(self, sick: str, brukare: str, employer: str, days: tuple[date, date]) -> None:
        rng = self.rng
        first, last = days
        arende = f"S{rng.randint(0, 999)}-{len(self.claims.sjukfall)}"
        passes = self.passes(sick, arende, days)
        years = 10 if employer == brukare else 3
        anchor = min((date.fromisoformat(p["datum"]) for p in passes), default=first)
        late = (anchor - timedelta(days=rng.choice((0, 0, 1)))).replace(day=28)
        late = late.replace(year=late.year + years) + timedelta(days=rng.randint(-2, 12))
        timlon = self.kronor(90, 260)
        self.claims.sjukfall.append(
            {
                "arende": arende,
                "brukare": brukare,
                "assistent": sick,
                "arbetsgivare": employer,
                "forsta_sjukdag": first.isoformat(),
                "sista_sjukdag": "" if rng.random() < 0.1 else last.isoformat(),
                "ansokt": (late if rng.random() < 0.4 else last + DAY).isoformat(),
                "timlon": timlon,
                "veckolon": self.kronor(0, 9000),
                "betald_sjuklon": self.kronor(0, rng.choice((500, 4000, 15000))),
                "begart_belopp": self.kronor(0, rng.choice((500, 4000, 15000))),
                "sokande": rng.choice(("", "", brukare, self.people[0])),
                "lakarintyg_fran": rng.choice(
                    ("", "", (first + timedelta(days=rng.randint(0, 10))).isoformat())
                ),
                "hogriskskydd": rng.choice(("", "nej", "nej", "nej", "ja")),
                "tidigare_karens": rng.choice(("", "", "", "0", "9", "10", "12")),
                "semester_procent": rng.choice(("", "12", "0", "13,5")),
                "avgift_procent": rng.choice(("", "", "", "31,42", "0")),
                "avtal_procent": rng.choice(("", "", "0", "1,75")),
                "handlingar": ",".join(d for d in DOCUMENTS if rng.random() < 0.8),
            }
        )
        self.claims.sjukpass += passes

    def passes(self, sick: str, arende: str, days: tuple[date, date]) -> list[Raw]:
        rng = self.rng
        first, last = days
        every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        wanted = {first, last, *(every[n] for n in (6, 7, 13, 14) if n < len(every))}
        wanted = {at for at in sorted(wanted) if rng.random() < 0.7}
        wanted |= {at for at in every if rng.random() < 0.2}
        if rng.random() < 0.05:
            wanted = set()
        passes = []
        for at in sorted(wanted):
            start, slut = self.clock()
            meeting = [p for p in self.claims.sjukpass if p["datum"] == at.isoformat()]
            vikarier = rng.sample(self.people, rng.choice((0, 1, 1, 2, 3)))
            if meeting and self.meet:
                start, slut = meeting[0]["start"], meeting[0]["slut"]
                vikarier = rng.sample(meeting[0]["vikarie"].split(","), 1) + vikarier
                vikarier = [name for name in dict.fromkeys(vikarier) if name]
            if self.free_time(sick, at, start, slut):
                passes.append(
                    {
                        "arende": arende,
                        "datum": at.isoformat(),
                        "start": start,
                        "slut": slut,
                        "vikarie": ",".join(vikarier),
                        "slag": rng.choice(("", "assistans", "vantetid")),
                        "tillagg_per_timme": rng.choice(("", "0", "22,33", "55.5")),
                    }
                )
        return passes

    def free_time(self, sick: str, at: date, start: str, slut: str) -> bool:
        """Whether the pass is possible and meets no other of the same assistant."""
        begin, finish = _clock(at, start), _clock(at, slut)
        finish += DAY * (finish < begin)
        if not (exists(begin) and exists(finish)) or begin == finish:
            return False
        if at.isoformat() in ("2024-10-27", "2024-10-26") and not self.has_length(begin, finish):
            return False
        busy = self.busy.setdefault(sick, [])
        if any(begin < other and one < finish for one, other in busy):
            return False
        busy.append((begin, finish))
        return True

    @staticmethod
    def has_length(begin: datetime, finish: datetime) -> bool:
        """On the autumn night an end at the first 02:30 may lie before a start at 02:45."""
        return begin < finish

    # --------------------------------------------------------------------------------- rows

    def rows(self) -> None:
        """Rows of vikarier at the passes, most of them there in time; some of the sick as well."""
        rng = self.rng
        brukare_of = {c["arende"]: c["brukare"] for c in self.claims.sjukfall}
        sick_of = {c["arende"]: c["assistent"] for c in self.claims.sjukfall}
        for p in self.claims.sjukpass:
            named = [name for name in p["vikarie"].split(",") if name]
            workers = [name for name in named if rng.random() < 0.8]
            if rng.random() < 0.12:
                workers.append(sick_of[p["arende"]])
            for worker in workers:
                brukare = brukare_of[p["arende"]]
                for _ in range(rng.choice((1, 1, 1, 2))):
                    self.row(worker, rng.choice((brukare, brukare, brukare, *self.brukare)), p)

    def row(self, worker: str, brukare: str, p: Raw) -> None:
        rng = self.rng
        near = self.meet and rng.random() < 0.7
        at = date.fromisoformat(p["datum"]) + DAY * rng.choice((0, 0, 0, 0, -1, 1)) * (not near)
        start, slut = (p["start"], p["slut"]) if near or rng.random() < 0.6 else self.clock()
        if not near and rng.random() < 0.3:
            start = f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}"
        begin, finish = _clock(at, start), _clock(at, slut)
        finish += DAY * (finish < begin)
        if begin == finish or not (exists(begin) and exists(finish)):
            return
        raw: Raw = {
            "brukare": brukare,
            "assistent": worker,
            "arbetsgivare": self.firma,
            "datum": at.isoformat(),
            "start": start,
            "slut": slut,
            "slag": rng.choice(("assistans", "assistans", "vantetid", "vantetid", "beredskap")),
            "nekade": [],
        }
        if rng.random() < 0.25:
            first = rng.randint(0, 300)
            raw["nekade"] = [(first, first + rng.randint(1, 400))]
        self.claims.tidrapporter.append(raw)

    # ------------------------------------------------------------------------------ values

    def clock(self) -> tuple[str, str]:
        if self.rng.random() < 0.7:
            return self.rng.choice(CLOCKS)
        hour, minute = self.rng.randint(0, 22), self.rng.randint(0, 59)
        return f"{hour:02d}:{minute:02d}", f"{hour + 1:02d}:{self.rng.randint(0, 59):02d}"

    def kronor(self, least: int, most: int) -> str:
        ore = self.rng.randint(least * 100, most * 100)
        return f"{ore // 100},{ore % 100:02d}" if self.rng.random() < 0.8 else str(ore // 100)


def claims(seed: int) -> Claims:
    """Return a municipality's claims; the same for the same seed."""
    return Generator(seed).claims_()
