"""A slow and obvious reading of the rulebook's section 11 (sjuklön), used only as a test oracle.

Written from the text alone. A pass is the set of its UTC minutes, an amount is a `Fraction`, and
nothing is clever. Everything comes in as the dicts of the CSV files:

- ``sjukfall`` and ``sjukpass``: the rows of the files, every value a text;
- ``tidrapporter``: the stored rows of everyone; a row may have ``nekade``, pairs of minutes from
  the start of the row that lie under a `neka` finding nobody has overridden;
- ``decisions``: ``(kod, arende, datum, start) -> status``, where only `godkand` releases.

Readings of what the text leaves open:

1. A karensavdrag "above 0" in an earlier chain is that of step 4, before the share: it is what the
   assistant's employer took, whatever the municipality then pays of the spell.
2. The same date a year before 29 February is 28 February, as the section says of its other years.
3. `hogriskskydd` of a case makes that case's karensavdrag 0; a case beside it in the chain may take
   what is left.
4. `lakarintyg` among the documents is needed when a pass of the case lies on day 8 or later.
5. A row of the sick assistant's own counts in `sjuk-arbetar` also when it is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from .oracle import DAY, _clock, birth_date, half_up, to_utc

Raw = Mapping[str, Any]
Decisions = Mapping[tuple[str, str, str, str], str]
Used = set[tuple[str, int]]

ALWAYS = ("schema", "vikarierapport", "forsakran", "lonespec", "berakning")
WORK = ("assistans", "vantetid")
NEVER_ENDS = date.max


def number(text: str) -> str:
    return text.replace("-", "").strip()


def kronor(text: str) -> Fraction:
    """Return an amount in öre, exact."""
    return Fraction(text.replace(",", ".")) * 100


def whole(amount: Fraction) -> int:
    """Half up to whole öre."""
    return int(half_up(amount))


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def day(text: str) -> date:
    return date.fromisoformat(text)


def years_on(start: date, years: int) -> date:
    """The same date other years; 29 February becomes 28 February."""
    if (start.month, start.day) == (2, 29):
        start = start.replace(day=28)
    return start.replace(year=start.year + years)


def minutes(row: Raw) -> frozenset[int]:
    """Section 1: real minutes; an end before the start is on the next day."""
    return _minutes(day(row["datum"]), row["start"], row["slut"])


@lru_cache(maxsize=5000)
def _minutes(at: date, start: str, slut: str) -> frozenset[int]:
    begin, finish = _clock(at, start), _clock(at, slut)
    if finish < begin:
        finish += DAY
    return frozenset(range(to_utc(begin), to_utc(finish)))


class Case:
    """One application with its passes."""

    def __init__(self, raw: Raw, passes: Sequence[Raw]) -> None:
        self.raw = raw
        self.arende: str = raw["arende"]
        self.who = (number(raw["assistent"]), number(raw["arbetsgivare"]))
        self.first = day(raw["forsta_sjukdag"])
        self.open = not raw.get("sista_sjukdag")
        self.last = NEVER_ENDS if self.open else day(raw["sista_sjukdag"])
        mine = [p for p in passes if p["arende"] == self.arende]
        self.passes = sorted(mine, key=lambda p: (p["datum"], p["start"]))

    @property
    def rate_day(self) -> date:
        """The last sick day; of an open spell the day of its last pass."""
        if not self.open:
            return self.last
        return max((day(p["datum"]) for p in self.passes), default=self.first)


class Oracle:
    """All cases of a municipality, judged together."""

    def __init__(
        self,
        sjukfall: Sequence[Raw],
        sjukpass: Sequence[Raw],
        tidrapporter: Sequence[Raw],
        decisions: Decisions | None = None,
    ) -> None:
        self.cases = {raw["arende"]: Case(raw, sjukpass) for raw in sjukfall}
        self.rows = tidrapporter
        self.decisions = decisions or {}
        self.chains = self._chains()
        self.taken: dict[str, int] = {}
        self.covered_by = self._coverage()

    # ------------------------------------------------------------------- chains and sick days

    def _chains(self) -> list[list[Case]]:
        chains: list[list[Case]] = []
        for who in {case.who for case in self.cases.values()}:
            latest = None
            spells = [case for case in self.cases.values() if case.who == who]
            for case in sorted(spells, key=lambda c: (c.first, c.arende)):
                if latest is None or (case.first - latest).days > 5:
                    chains.append([])
                    latest = case.last
                chains[-1].append(case)
                latest = max(latest, case.last)
        return chains

    def chain(self, case: Case) -> list[Case]:
        return next(chain for chain in self.chains if case in chain)

    def dag(self, case: Case, at: date) -> int:
        """How many distinct sick days the chain has to and with this day."""
        chain = self.chain(case)
        days = set()
        current = chain[0].first
        while current <= at:
            if any(spell.first <= current <= spell.last for spell in chain):
                days.add(current)
            current += DAY
        return len(days)

    # --------------------------------------------------------------------- findings and cover

    def released(self, kod: str, case: Case, p: Raw) -> bool:
        return self.decisions.get((kod, case.arende, p["datum"], p["start"])) == "godkand"

    def too_late(self, case: Case, p: Raw) -> bool:
        """Day 15 and later."""
        return self.dag(case, day(p["datum"])) >= 15

    def time_barred(self, case: Case, p: Raw) -> bool:
        own_employer = number(case.raw["arbetsgivare"]) == number(case.raw["brukare"])
        limit = years_on(day(p["datum"]), 10 if own_employer else 3)
        return day(case.raw["ansokt"]) > limit

    def uncovered_by_law(self, case: Case, p: Raw) -> bool:
        """Refused whole, so that no vikarie is looked for."""
        late = self.too_late(case, p) and not self.released("efter-sjukloneperiod", case, p)
        barred = self.time_barred(case, p) and not self.released("preskriberad", case, p)
        return late or barred

    def standing(self, person: str, brukare: str, slag: str) -> set[int]:
        """The minutes of a person's stored rows with a brukare that no refusal withholds."""
        found: set[int] = set()
        for row in self.rows:
            mine = number(row["assistent"]) == person and number(row["brukare"]) == brukare
            if mine and row["slag"] == slag:
                all_minutes = minutes(row)
                start = min(all_minutes)
                refused = {start + m for a, b in row.get("nekade", ()) for m in range(a, b)}
                found |= all_minutes - refused
        return found

    def own_work(self, person: str) -> set[int]:
        found: set[int] = set()
        for row in self.rows:
            if number(row["assistent"]) == person and row["slag"] in WORK:
                found |= minutes(row)
        return found

    def _coverage(self) -> dict[tuple[str, int], dict[int, str]]:
        """Minute by minute, lower arende first, the first free vikarie in the order named."""
        covered: dict[tuple[str, int], dict[int, str]] = {}
        used: Used = set()
        for arende in sorted(self.cases):
            case = self.cases[arende]
            for place, p in enumerate(case.passes):
                covered[arende, place] = {}
                if not self.uncovered_by_law(case, p):
                    covered[arende, place] = self._cover(case, p, used)
        return covered

    def _cover(self, case: Case, p: Raw, used: Used) -> dict[int, str]:
        brukare = number(case.raw["brukare"])
        vikarier = [number(name) for name in names(p["vikarie"])]
        kinds = ("vantetid", "assistans") if p.get("slag") == "vantetid" else ("assistans",)
        rows = {(v, slag): self.standing(v, brukare, slag) for v in vikarier for slag in kinds}
        covered: dict[int, str] = {}
        for minute in sorted(minutes(p)):
            for slag in kinds:
                free = [v for v in vikarier if minute in rows[v, slag] and (v, minute) not in used]
                if free:
                    used.add((free[0], minute))
                    covered[minute] = free[0]
                    break
        return covered

    def found(self, case: Case, place: int) -> dict[str, frozenset[int]]:
        """Every code on a pass and its minutes, released or not."""
        p = case.passes[place]
        whole_pass = minutes(p)
        found: dict[str, frozenset[int]] = {}
        dag = self.dag(case, day(p["datum"]))
        if dag >= 15:
            found["efter-sjukloneperiod"] = whole_pass
        if self.time_barred(case, p):
            found["preskriberad"] = whole_pass
        if 8 <= dag <= 14:
            intyg = [c.raw.get("lakarintyg_fran") for c in self.chain(case)]
            if not any(text and day(text) <= day(p["datum"]) for text in intyg):
                found["intyg-saknas"] = whole_pass
        if not self.uncovered_by_law(case, p):
            found["vikarie-saknas"] = whole_pass - self.covered_by[case.arende, place].keys()
        found["sjuk-arbetar"] = whole_pass & self.own_work(case.who[0])
        return {kod: pieces for kod, pieces in found.items() if pieces}

    def payable(self, case: Case, place: int) -> frozenset[int]:
        p = case.passes[place]
        left = minutes(p)
        for kod, pieces in self.found(case, place).items():
            if not self.released(kod, case, p):
                left = left - pieces
        return left

    # ---------------------------------------------------------------------------------- money

    def pay(self, case: Case, p: Raw, count: int) -> Fraction:
        hour = kronor(case.raw["timlon"]) + kronor(p.get("tillagg_per_timme") or "0")
        return count * hour / 60

    def step_1(self, case: Case) -> int:
        total = Fraction(0)
        for p in case.passes:
            if not self.too_late(case, p) or self.released("efter-sjukloneperiod", case, p):
                total += self.pay(case, p, len(minutes(p)))
        return whole(total)

    def step_2(self, case: Case) -> int:
        counts = [len(self.payable(case, place)) for place in range(len(case.passes))]
        pairs = zip(case.passes, counts, strict=True)
        return whole(sum((self.pay(case, p, count) for p, count in pairs), Fraction(0)))

    def step_4(self, case: Case) -> int:
        if case.arende not in self.taken:
            self.taken[case.arende] = self._step_4(case)
        return self.taken[case.arende]

    def _step_4(self, case: Case) -> int:
        chain = self.chain(case)
        if self.karens_had(chain) >= 10:
            return 0
        left = Fraction(20, 100) * Fraction(80, 100) * kronor(chain[0].raw["veckolon"])
        for spell in chain:
            taken = 0
            if spell.raw.get("hogriskskydd") != "ja":
                taken = max(0, whole(min(left, Fraction(80, 100) * self.step_1(spell))))
            if spell is case:
                return taken
            left -= taken
        raise AssertionError("a case is in its own chain")

    def karens_had(self, chain: list[Case]) -> int:
        start = chain[0].first
        earlier = [
            other
            for other in self.chains
            if other[0].who == chain[0].who and years_on(start, -1) <= other[0].first < start
        ]
        counted = sum(1 for other in earlier if sum(map(self.step_4, other)) > 0)
        declared = [int(c.raw.get("tidigare_karens") or 0) for c in chain]
        return max([counted, *declared])

    def percent(self, case: Case, column: str, default: str) -> Fraction:
        text = case.raw.get(column) or default
        return Fraction(text.replace(",", ".")) / 100

    def avgift(self, case: Case) -> str:
        year = case.rate_day.year
        age = 66 if year <= 2022 else 67 if year <= 2025 else 68
        return "10.21" if year - birth_date(case.who[0]).year >= age else "31.42"

    def amounts(self, case: Case) -> dict[str, int]:
        lost_all = self.step_1(case)
        lost = self.step_2(case)
        share = Fraction(lost, lost_all) if lost_all else Fraction(0)
        sjuklon = whole(Fraction(80, 100) * lost)
        karens = whole(self.step_4(case) * share)
        paid = kronor(case.raw["betald_sjuklon"]) * share
        netto = whole(max(Fraction(0), min(Fraction(sjuklon - karens), paid)))
        semester = whole(self.percent(case, "semester_procent", "12") * netto)
        avgift = self.percent(case, "avgift_procent", self.avgift(case))
        avgifter = whole(avgift * (netto + semester))
        avtal = whole(self.percent(case, "avtal_procent", "0") * netto)
        begart = whole(kronor(case.raw["begart_belopp"]))
        return {
            "forlorad_lon_ore": lost,
            "sjuklon_ore": sjuklon,
            "karensavdrag_ore": karens,
            "netto_ore": netto,
            "semester_ore": semester,
            "avgifter_ore": avgifter,
            "avtal_ore": avtal,
            "ersattning_ore": min(netto + semester + avgifter + avtal, begart),
            "begart_ore": begart,
        }

    def vikarier(self, arende: str) -> list[dict[str, int]]:
        """How many minutes each vikarie covers, pass by pass."""
        passes = range(len(self.cases[arende].passes))
        return [dict(Counter(self.covered_by[arende, place].values())) for place in passes]

    def documents(self, case: Case) -> set[str]:
        needed = set(ALWAYS)
        if any(self.dag(case, day(p["datum"])) >= 8 for p in case.passes):
            needed.add("lakarintyg")
        if self.percent(case, "avtal_procent", "0") > 0:
            needed.add("avtal")
        sokande = number(case.raw.get("sokande") or "")
        if sokande and sokande != number(case.raw["brukare"]):
            needed.add("fullmakt")
        return needed - set(names(case.raw.get("handlingar") or ""))

    # --------------------------------------------------------------------------------- answer

    def show(self, arende: str) -> dict[str, Any]:
        """The document of ``sjuklon show --json``, with the findings as kod, pass, minutes, öre."""
        case = self.cases[arende]
        passes = []
        findings: list[tuple[str, str, str, int]] = []
        for place, p in enumerate(case.passes):
            found = self.found(case, place)
            passes.append(
                {
                    "datum": p["datum"],
                    "start": p["start"],
                    "slut": p["slut"],
                    "dag": self.dag(case, day(p["datum"])),
                    "minuter": len(minutes(p)),
                    "tackta_minuter": len(self.covered_by[arende, place]),
                    "betalbara_minuter": len(self.payable(case, place)),
                    "kod": sorted(found),
                }
            )
            findings += [
                (kod, p["datum"], p["start"], len(pieces)) for kod, pieces in found.items()
            ]
        amounts = self.amounts(case)
        computed = sum(
            amounts[f"{name}_ore"] for name in ("netto", "semester", "avgifter", "avtal")
        )
        if amounts["begart_ore"] > computed:
            findings.append(("over-berakning", "", "", amounts["begart_ore"] - computed))
        findings += [("handling-saknas", name, "", 0) for name in self.documents(case)]
        return {
            "arende": arende,
            "brukare": number(case.raw["brukare"]),
            "assistent": case.who[0],
            "pass": passes,
            **amounts,
            "findings": sorted(findings),
        }
