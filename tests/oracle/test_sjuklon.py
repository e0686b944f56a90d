"""The program's sjuklön against the oracle's, on made-up claims: every pass, finding and öre."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

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
from workbench.sjukloning import Judged, concerned, judge

from . import generate_sjuklon, sjuklon
from .generate_sjuklon import Claims, Raw

SEEDS = range(60)


def _ore(text: str) -> int:
    whole, _, rest = text.replace(".", ",").partition(",")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def _percent(text: str) -> int | None:
    return _ore(text) if text else None


def _interval(raw: Raw) -> Interval:
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
        start, slut = _interval(raw)
        number = 1000 + len(self.keys)
        self.keys[number] = raw
        return Pass(
            number,
            parse_day(raw["datum"]),
            start,
            slut,
            tuple(self._id(name) for name in raw["vikarie"].split(",") if name),
            SLAG_NAMES.index(raw["slag"] or "assistans"),
            _ore(raw["tillagg_per_timme"] or "0"),
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
            timlon=_ore(raw["timlon"]),
            veckolon=_ore(raw["veckolon"]),
            betald_sjuklon=_ore(raw["betald_sjuklon"]),
            begart=_ore(raw["begart_belopp"]),
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
            start, slut = _interval(row)
            refused = [(start + a, start + b) for a, b in row["nekade"]]
            who = self._id(row["assistent"])
            kind = SLAG_NAMES.index(row["slag"])
            rows = free[who, self._id(row["brukare"])]
            rows[kind] = union([*rows.get(kind, []), *subtract([(start, slut)], refused)])
            if row["slag"] != "beredskap":
                own[who].append((start, slut))
        released = {
            (kod, number): [_interval(raw)]
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


def differences(seed: int) -> list[tuple[str, str, object, object]]:
    """Return (arende, key, the oracle's answer, the program's) where they differ."""
    claims = generate_sjuklon.claims(seed)
    adapter = Adapter(claims)
    judged = adapter.judged()
    told = sjuklon.Oracle(claims.sjukfall, claims.sjukpass, claims.tidrapporter, claims.decisions)
    found: list[tuple[str, str, object, object]] = []
    for arende in told.cases:
        expected, got = told.show(arende), adapter.show(judged[arende])
        found += [
            (arende, key, expected[key], got[key]) for key in expected if expected[key] != got[key]
        ]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_agrees_with_the_oracle(seed: int) -> None:
    assert differences(seed) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_those_concerned_suffice(seed: int) -> None:
    """A case's answer needs the cases it hangs together with and no others."""
    adapter = Adapter(generate_sjuklon.claims(seed))
    everything = adapter.judged()
    for case in adapter.cases:
        few = concerned(adapter.cases, [case.id])
        assert adapter.judged(few)[case.arende] == everything[case.arende]


def test_the_generator_meets_the_edges() -> None:
    """Every code, day 14 and 15, a karensavdrag shared, spent and dropped, both rates."""
    codes: set[str] = set()
    days: set[int] = set()
    karens: set[str] = set()
    for seed in range(200):
        adapter = Adapter(generate_sjuklon.claims(seed))
        for one in adapter.judged().values():
            codes |= {found.kod for found in one.findings}
            days |= set(one.dagar.values())
            hela = one.belopp.karensavdrag_hela
            karens.add("hel" if hela else "ingen")
            if 0 < one.belopp.karensavdrag < hela:
                karens.add("del")
    assert codes == {*generate_sjuklon.CODES, "over-berakning", "handling-saknas"}
    assert {1, 7, 8, 14, 15} <= days
    assert karens == {"hel", "ingen", "del"}
