"""Claims as dicts of the CSV files, in the program's values and back in the oracle's form."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from workbench.domain.report import SLAG_NAMES
from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import (
    LAST_DAY,
    Interval,
    instant,
    parse_clock,
    parse_day,
    subtract,
    total,
    union,
)
from workbench.sjukloning import Judged, judge

from .generate_sjuklon import Claims, Raw


def ore(text: str) -> int:
    whole, _, rest = text.replace(".", ",").partition(",")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def _percent(text: str) -> int | None:
    return ore(text) if text else None


def interval(raw: Raw) -> Interval:
    day = parse_day(raw["datum"])
    start, slut = parse_clock(raw["start"]), parse_clock(raw["slut"])
    end = instant(day + 1, slut) if slut < start else instant(day, slut)
    return instant(day, start), end


class Adapter:
    """The dicts of the files as the values of the program."""

    def __init__(self, claims: Claims) -> None:
        self.numbers: dict[str, int] = {}
        self.keys: dict[int, Raw] = {}
        self.claims = claims
        self.cases = [self._case(n, raw) for n, raw in enumerate(claims.sjukfall, 1)]
        self.arende = {case.id: case.arende for case in self.cases}

    def _id(self, number: str) -> int:
        return self.numbers.setdefault(number, len(self.numbers) + 1)

    def _pass(self, raw: Raw) -> Pass:
        start, slut = interval(raw)
        number = 1000 + len(self.keys)
        self.keys[number] = raw
        return Pass(
            number,
            parse_day(raw["datum"]),
            start,
            slut,
            tuple(self._id(name) for name in raw["vikarie"].split(",") if name),
            SLAG_NAMES.index(raw["slag"] or "assistans"),
            ore(raw["tillagg_per_timme"] or "0"),
        )

    def _case(self, number: int, raw: Raw) -> Sjukfall:
        passes = [p for p in self.claims.sjukpass if p["arende"] == raw["arende"]]
        intyg = raw["lakarintyg_fran"]
        return Sjukfall(
            id=number,
            arende=raw["arende"],
            brukare=self._id(raw["brukare"]),
            assistent=self._id(raw["assistent"]),
            assistent_nummer=raw["assistent"],
            arbetsgivare=self._id(raw["arbetsgivare"]),
            eget=raw["arbetsgivare"] == raw["brukare"],
            forsta=parse_day(raw["forsta_sjukdag"]),
            sista=parse_day(raw["sista_sjukdag"]) if raw["sista_sjukdag"] else LAST_DAY,
            ansokt=parse_day(raw["ansokt"]),
            timlon=ore(raw["timlon"]),
            veckolon=ore(raw["veckolon"]),
            betald_sjuklon=ore(raw["betald_sjuklon"]),
            begart=ore(raw["begart_belopp"]),
            passen=tuple(self._pass(p) for p in passes),
            lakarintyg=parse_day(intyg) if intyg else None,
            hogriskskydd=raw["hogriskskydd"] == "ja",
            tidigare_karens=int(raw["tidigare_karens"] or 0),
            semester_procent=_percent(raw["semester_procent"]),
            avgift_procent=_percent(raw["avgift_procent"]),
            avtal_procent=_percent(raw["avtal_procent"]),
            sokande=raw["sokande"] if raw["sokande"] not in ("", raw["brukare"]) else None,
            handlingar=frozenset(raw["handlingar"].split(",")),
        )

    def judged(self, cases: list[Sjukfall] | None = None) -> dict[str, Judged]:
        """Return {arende: answer}."""
        free: dict[tuple[int, int], dict[int, list[Interval]]] = defaultdict(dict)
        own: dict[int, list[Interval]] = defaultdict(list)
        for row in self.claims.tidrapporter:
            start, slut = interval(row)
            refused = [(start + a, start + b) for a, b in row["nekade"]]
            who = self._id(row["assistent"])
            kind = SLAG_NAMES.index(row["slag"])
            rows = free[who, self._id(row["brukare"])]
            rows[kind] = union([*rows.get(kind, []), *subtract([(start, slut)], refused)])
            if row["slag"] != "beredskap":
                own[who].append((start, slut))
        released = {
            (kod, number): [interval(raw)]
            for (kod, *key), status in self.claims.decisions.items()
            if status == "godkand"
            for number, raw in self.keys.items()
            if key == [raw["arende"], raw["datum"], raw["start"]]
        }
        chosen = self.cases if cases is None else cases
        answer = judge(chosen, free, own, released)
        return {self.arende[number]: one for number, one in answer.items()}

    def show(self, judged: Judged) -> dict[str, Any]:
        """Return the answer in the oracle's form."""
        case = judged.case
        raw = next(raw for raw in self.claims.sjukfall if raw["arende"] == case.arende)
        passes = [
            {
                "datum": self.keys[one.id]["datum"],
                "start": self.keys[one.id]["start"],
                "slut": self.keys[one.id]["slut"],
                "dag": judged.dagar[one.id],
                "minuter": one.minuter,
                "tackta_minuter": total(judged.tackta[one.id]),
                "betalbara_minuter": total(judged.betalbara[one.id]),
                "kod": judged.koder(one.id),
            }
            for one in sorted(case.passen, key=lambda one: (one.dag, one.start))
        ]
        findings = []
        for found in judged.findings:
            key = self.keys.get(found.passet or 0, {"datum": found.handling, "start": ""})
            findings.append(
                (found.kod, key["datum"], key["start"], total(found.minuter) or found.ore)
            )
        belopp = judged.belopp
        return {
            "arende": case.arende,
            "brukare": raw["brukare"],
            "assistent": case.assistent_nummer,
            "pass": passes,
            "forlorad_lon_ore": belopp.forlorad_lon,
            "sjuklon_ore": belopp.sjuklon,
            "karensavdrag_ore": belopp.karensavdrag,
            "netto_ore": belopp.netto,
            "semester_ore": belopp.semester,
            "avgifter_ore": belopp.avgifter,
            "avtal_ore": belopp.avtal,
            "ersattning_ore": belopp.ersattning,
            "begart_ore": case.begart,
            "findings": sorted(findings),
        }

    def vikarier(self, judged: Judged) -> list[dict[str, int]]:
        """Return how many minutes each vikarie covers, pass by pass."""
        number = {identity: number for number, identity in self.numbers.items()}
        passes = []
        for one in sorted(judged.case.passen, key=lambda one: (one.dag, one.start)):
            minutes: dict[str, int] = defaultdict(int)
            for start, slut, person in judged.vikarier[one.id]:
                minutes[number[person]] += slut - start
            passes.append(dict(minutes))
        return passes
