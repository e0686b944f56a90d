"""A made-up municipality's claims lived through the whole program, against the oracle.

Rows come late, assistants move abroad, people release and refuse, cases come again corrected,
months are settled and attested: after every step each claim is what the oracle says, the books
balance, and the months whose claims came to something else are named.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from db import Database, ledger, settlements
from db.decisions import Move
from db.journal import Stamp
from tests.oracle import generate_sjuklon, sjuklon
from tests.oracle.adapt_sjuklon import interval
from tests.oracle.generate_sjuklon import CODES, Claims, Raw
from tests.services import town
from workbench.cli import documents
from workbench.domain.time import iso_month, month_of, parse_day, parse_month
from workbench.services import attesting, reviewing, verifying
from workbench.services.errors import Refused
from workbench.services.settling import marked
from workbench.services.sjuklon import arende
from workbench.services.sjuklon import decide as decide_claim

FIRMA = "5566104104"
ROUNDS = 8
Key = tuple[str, str, str, str]


class Told(sjuklon.Oracle):
    """The oracle with decisions minute by minute: what a person released, on which minutes."""

    def __init__(self, *files: Any, minutes: dict[Key, set[int]]) -> None:
        self.minutes = minutes
        super().__init__(*files)

    def _minutes(self, kod: str, case: sjuklon.Case, p: Raw) -> set[int]:
        return self.minutes.get((kod, case.arende, p["datum"], p["start"]), set())

    def released(self, kod: str, case: sjuklon.Case, p: Raw) -> bool:
        return sjuklon.minutes(p) <= self._minutes(kod, case, p)

    def payable(self, case: sjuklon.Case, place: int) -> frozenset[int]:
        p = case.passes[place]
        left = sjuklon.minutes(p)
        for kod, pieces in self.found(case, place).items():
            if kod in generate_sjuklon.SPELL_CODES:
                left = left if self.released(kod, case, p) else left - pieces
            else:
                left = left - (pieces - self._minutes(kod, case, p))
        return left


class Life:
    """One municipality; every operation takes its own chance."""

    def __init__(self, folder: Path, base: Database, claims: Claims, people: list[str]) -> None:
        self.folder, self.base, self.people = folder, base, people
        self.cases = {case["arende"]: case for case in claims.sjukfall}
        self.passes = {
            name: [p for p in claims.sjukpass if p["arende"] == name] for name in self.cases
        }
        self.rows: list[tuple[int, int, Raw]] = []
        self.waiting = list(claims.tidrapporter)
        self.brukare = sorted({case["brukare"] for case in claims.sjukfall})
        self.turn = 0
        self.attested = 0
        self.results: dict[str, Any] = {}
        days = [row["datum"] for row in (*claims.sjukpass, *claims.tidrapporter)]
        days += [(date.fromisoformat(day) + timedelta(days=1)).isoformat() for day in days]
        days += [case["forsta_sjukdag"] for case in claims.sjukfall]
        self.months = sorted({iso_month(month_of(parse_day(day))) for day in days})
        self._begin()

    def _begin(self) -> None:
        self.bring(
            {
                "brukare": [{"personnummer": n, "namn": "A", "namnd": ""} for n in self.brukare],
                "anordnare": [{"orgnr": FIRMA, "namn": "F", "kommunal": "ja"}],
                "assistenter": [
                    {"personnummer": n, "namn": "B", "bosatt_land": "SE", "bosatt_fran": ""}
                    for n in self.people
                ],
                "beslut": [
                    town.beslut(f"B{place}", n, fran="2000-01-01")
                    for place, n in enumerate(self.brukare)
                ],
            }
        )
        self.claim(list(self.cases))

    def stamp(self, actor: str = town.ACTOR) -> Stamp:
        """Every operation has its own second."""
        return Stamp(f"{town.TODAY}T09:{self.turn // 60:02d}:{self.turn % 60:02d}Z", actor)

    def bring(self, sheets: Any) -> None:
        """Import sheets together."""
        self.turn += 1
        town.bring(self.base, self.folder / str(self.turn), sheets)

    # -- what may happen ----------------------------------------------------------------------

    def claim(self, names: list[str]) -> None:
        """Cases come, or come again, whole."""
        passes = [p for name in names for p in self.passes[name]]
        self.bring({"sjukfall": [self.cases[name] for name in names], "sjukpass": passes})

    def late(self, rng: random.Random) -> None:
        """More rows come."""
        count = min(len(self.waiting), rng.randint(1, 12))
        chosen = [self.waiting.pop(rng.randrange(len(self.waiting))) for _ in range(count)]
        if chosen:
            self.report(chosen)

    def report(self, chosen: list[Raw]) -> None:
        """Rows come in a file."""
        if chosen:
            first = self.base.read().execute("SELECT coalesce(max(id), 0) FROM tidrapport")
            first = first.fetchone()[0] + 1
            columns = [{k: v for k, v in row.items() if k != "nekade"} for row in chosen]
            self.bring({"tidrapporter": columns})
            found = self.base.read().execute(
                "SELECT id, rad FROM tidrapport WHERE id >= ?", (first,)
            )
            self.rows += [(rad, line, chosen[line - 2]) for rad, line in found]

    def move(self, rng: random.Random) -> None:
        """An assistant turns out to live elsewhere, or here after all."""
        day = f"{rng.choice(self.months)}-{rng.choice((1, 9, 20)):02d}"
        self.live_in(rng.choice(self.people), rng.choice(("US", "SE")), day)

    def live_in(self, person: str, land: str, fran: str) -> None:
        """An assistant lives in a country from a day."""
        home = {"personnummer": person, "namn": "B", "bosatt_land": land, "bosatt_fran": fran}
        self.bring({"assistenter": [home]})

    def correct(self, rng: random.Random) -> None:
        """A case comes again: another wage, another day, a pass less, another vikarie."""
        name = rng.choice(sorted(self.cases))
        case, passes = dict(self.cases[name]), [dict(p) for p in self.passes[name]]
        what = rng.choice(("veckolon", "timlon", "pass", "vikarie", "intyg", "papper", "begart"))
        if what in ("veckolon", "timlon"):
            case[what] = str(rng.randint(100, 6000))
        elif what == "begart":
            case["begart_belopp"] = str(rng.randint(0, 20000))
        elif what == "pass" and len(passes) > 1:
            passes.pop(rng.randrange(len(passes)))
        elif what == "vikarie":
            others = [n for n in self.people if n != case["assistent"]]
            rng.choice(passes)["vikarie"] = ",".join(rng.sample(others, rng.randint(0, 2)))
        elif what == "intyg":
            case["lakarintyg_fran"] = rng.choice(("", case["forsta_sjukdag"]))
        case["handlingar"] = ",".join(generate_sjuklon.DOCUMENTS)
        self.cases[name], self.passes[name] = case, passes
        self.claim([name])

    def release(self, rng: random.Random) -> None:
        """A person moves some open findings, of passes and of rows."""
        self.turn += 1
        found = self.base.read().execute(
            """SELECT id FROM fynd WHERE aktuell = 1 AND status = 'oppen' AND allvar <> 'info'
               AND kod NOT IN ('utan-beslut', 'dubblett') ORDER BY id"""
        )
        ids = [row[0] for row in found]
        if ids:
            chosen = sorted(rng.sample(ids, rng.randint(1, min(len(ids), 6))))
            move = Move(rng.choice(("godkand", "godkand", "nekad")), "prövat")
            reviewing.decide(self.base, chosen, move, self.stamp())

    def decide(self, rng: random.Random) -> str:
        """A claim is granted, refused or sent back; or comes again with all its documents."""
        self.turn += 1
        name = rng.choice(sorted(self.cases))
        status = rng.choice(("beviljad", "beviljad", "beviljad", "avslagen", "komplettering"))
        try:
            decide_claim(self.base, name, status, "prövat", self.stamp())
        except Refused:
            self.cases[name]["handlingar"] = ",".join(generate_sjuklon.DOCUMENTS)
            self.claim([name])
            return "correct"
        return "decide"

    def grant(self, name: str) -> None:
        """A claim is granted."""
        self.turn += 1
        decide_claim(self.base, name, "beviljad", "prövat", self.stamp())

    def settle(self, rng: random.Random) -> None:
        """A month is settled."""
        self.turn += 1
        town.settle(self.base, parse_month(rng.choice(self.months)), self.stamp())

    def attest(self, rng: random.Random) -> None:
        """A month is settled and attested by another."""
        self.attest_month(rng.choice(self.months))

    def attest_month(self, month: str) -> None:
        """A month is settled and attested by another."""
        self.turn += 1
        result = town.settle(self.base, parse_month(month), self.stamp())
        assert result.korning is not None
        ore, _ = settlements.money(self.base.read(), result.korning)
        attesting.attest(self.base, result.korning, ore, ["all"], self.stamp("bo"))
        self.attested += 1

    def again(self, rng: random.Random) -> None:
        """A case comes again as it was: nothing is marked."""
        before = marked(self.base.read())
        self.claim([rng.choice(sorted(self.cases))])
        assert marked(self.base.read()) == before

    # -- what holds ---------------------------------------------------------------------------

    def go(self, rng: random.Random, steps: int) -> None:
        """Live through some steps."""
        ways = ("late", "late", "move", "correct", "release", "release", "decide", "decide",
                "settle", "attest", "attest", "again")  # fmt: skip
        for _ in range(steps):
            way = rng.choice(ways)
            self.holds(getattr(self, way)(rng) or way)

    def holds(self, way: str) -> None:
        """Everything is as the oracle says, at once in the books and after a settlement."""
        assert all(item.off == 0 for item in ledger.balances(self.base.read()))
        self.settled(way)
        self.agrees()
        assert all(item.off == 0 for item in ledger.balances(self.base.read()))
        assert verifying.verify(self.base, self.stamp("eva")).faults == []

    def settled(self, way: str) -> None:
        """Settle what is named until nothing is, and see that it was named for a reason."""
        self.turn += 1
        named = self.named()
        if way in ("late", "move"):  # what the rules say of rows is known when they are checked
            for month in sorted(named):
                town.check(self.base, month)
            named |= self.named()
        if way in ("settle", "attest", "again") and self.results:
            assert not named, named
        elif way == "decide":
            assert len(named) <= 1
        for _ in range(ROUNDS):
            new = {month for month in self.months if not self.run_of(month)}
            wanted = self.named() | new
            if not wanted:
                break
            for month in sorted(wanted):
                town.settle(self.base, parse_month(month), self.stamp())
        else:
            raise AssertionError(f"named again and again: {marked(self.base.read())}")
        told = self.told()
        after = {name: _result(told.show(name)) for name in self.cases}
        for name, before in self.results.items():
            assert after[name] == before or self.month_of(name) in named, (way, name)
        self.results = after

    def named(self) -> set[str]:
        """Return the months that are named for what has changed."""
        return {item.month for item in marked(self.base.read()) if "ändrade" in item.orsak}

    def month_of(self, name: str) -> str:
        (month,) = (
            self.base.read()
            .execute("SELECT manad FROM sjukfall WHERE arende = ?", (name,))
            .fetchone()
        )
        return iso_month(month)

    def run_of(self, month: str) -> bool:
        return settlements.latest_run(self.base.read(), parse_month(month)) is not None

    def told(self) -> Told:
        """Return the oracle, told what people and the rules of rows have refused and released."""
        refused: dict[int, list[Any]] = defaultdict(list)
        minutes: dict[Key, set[int]] = defaultdict(set)
        for kod, orsak, allvar, status, rad, start, slut in self.base.read().execute(
            """SELECT y.kod, y.orsak, y.allvar, y.status, d.rad, d.start, d.slut
               FROM fynd_del d JOIN fynd y ON y.id = d.fynd
               WHERE d.aktuell = 1 AND y.aktuell = 1"""
        ):
            if rad < 0 and kod in CODES and status == "godkand":
                name, day, clock = orsak.rsplit(" ", 2)
                minutes[kod, name, day, clock] |= set(range(start, slut))
            if rad > 0 and (status == "nekad" or (allvar == "neka" and status != "godkand")):
                refused[rad].append((start, slut))
        rows = []
        for rad, _, raw in self.rows:
            begin = interval(raw)[0]
            nekade = [(a - begin, b - begin) for a, b in refused[rad]]
            rows.append({**raw, "nekade": nekade})
        passes = [p for name in self.cases for p in self.passes[name]]
        return Told(list(self.cases.values()), passes, rows, None, minutes=minutes)

    def agrees(self) -> None:
        """Every claim as shown, and its line as it is settled, is what the oracle says."""
        told = self.told()
        lines = {
            line.arende: line
            for month in self.months
            if (run := settlements.latest_run(self.base.read(), parse_month(month)))
            for line in settlements.lines(self.base.read(), run.id)
            if line.arende
        }
        for name in self.cases:
            expected = told.show(name)
            got = documents.sjuklon(arende(self.base.read(), name, town.SEER))
            differing = {
                key: (expected[key], got[key])
                for key in expected
                if key != "findings" and expected[key] != got[key]
            }
            assert not differing, (name, differing)
            shown = sorted(
                (item["kod"], item["minuter"]) for item in got["findings"] if item["kod"] in CODES
            )
            by_kod: dict[str, int] = defaultdict(int)
            for kod, minuter in shown:
                by_kod[kod] += minuter
            wanted: dict[str, int] = defaultdict(int)
            for kod, _, _, count in expected["findings"]:
                if kod in CODES:
                    wanted[kod] += count
            assert by_kod == wanted, name
            line = lines.get(name)
            right = expected["ersattning_ore"] if got["status"] == "beviljad" else 0
            assert (line.belopp if line else 0) == right, (name, got["status"])


def _result(shown: dict[str, Any]) -> Any:
    minutes = [one["betalbara_minuter"] for one in shown["pass"]]
    return shown["ersattning_ore"], minutes


def live(seed: int, folder: Path, steps: int) -> Life:
    """Live through a made-up municipality."""
    generator = generate_sjuklon.Generator(seed)
    claims = generator.claims_()
    sick = {case["arende"]: case["assistent"] for case in claims.sjukfall}
    for one in claims.sjukpass:
        named = [n for n in one["vikarie"].split(",") if n and n != sick[one["arende"]]]
        one["vikarie"] = ",".join(named)
    with_passes = {one["arende"] for one in claims.sjukpass}
    claims.sjukfall = [case for case in claims.sjukfall if case["arende"] in with_passes]
    with town.database(folder / "w.db") as base:
        life = Life(folder, base, claims, generator.people)
        if life.cases:
            life.go(random.Random(seed), steps)
    return life
