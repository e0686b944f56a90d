"""A municipality that lives for a while: random operations, held to the oracle of money.

A walk is a list of (operation, number); the number decides what is random in it, so that the same
list gives the same life. The right amount is read from the program (other tests hold it to the
oracle of rules); what follows from it must be what `tests.oracle.money` says.
"""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from db import Database, ledger, open_database, settlements, values
from db.decisions import Filter, Move
from db.journal import Stamp
from tests.oracle import money
from tests.oracle.docket import Docket
from tests.services import sjuktown, town
from tests.services.moneycases import Cases, both
from tests.services.moneyholds import cases_hold
from tests.services.moneyshares import shares_hold
from workbench.domain.time import parse_month
from workbench.services import attesting, reviewing, verifying
from workbench.services.errors import Refused
from workbench.services.sjuklon import decide as decide_claim

PIA = town.person("1969-03-03", 521)
"""Employs her assistants herself and is paid in advance."""
MONTHS = ("2025-03", "2025-04")
KINDS = ("assistans", "assistans", "assistans", "vantetid", "beredskap")

OPERATIONS = (
    "rows",
    "rows",
    "stay",
    "fall",
    "fall",
    "fall",
    "home",
    "beslut",
    "fk",
    "decide",
    "decide",
    "undo",
    "policy",
    "settle",
    "attest",
    "attest",
    "attest",
    "annul",
    "redovisning",
    "sick",
    "sick",
    "repay",
    "repay",
    "drop",
    "onward",
    "onward",
    "onward",
    "step",
    "step",
    "regret",
    "join",
    "join",
    "join",
    "choose",
)
Operation = tuple[str, int]


class Walk(Cases):
    """A database and what the oracle knows of it."""

    def __init__(
        self,
        folder: Path,
        base: Database,
        sheets: dict[str, Any] | None = None,
        months: Sequence[str] = MONTHS,
    ) -> None:
        super().__init__()
        self.folder = folder
        self.months = months
        self.base = base
        self.books = Docket()
        self.accounts: dict[str, int] = {}
        self.advances: dict[int, dict[str, int]] = {}
        self.turn = 0
        self.attests = 0
        self.sick_since = False
        self.ids: dict[str, int] = {}
        self.bring(sheets or _clean_town())

    def stamp(self, actor: str = town.ACTOR) -> Stamp:
        """Every operation has its own second, the same in every life."""
        return Stamp(f"{town.TODAY}T09:{self.turn // 60:02d}:{self.turn % 60:02d}Z", actor)

    def bring(self, sheets: Any) -> None:
        """Import sheets."""
        self.turn += 1
        town.bring(self.base, self.folder / str(self.turn), sheets)

    def go(self, operations: Sequence[Operation]) -> None:
        """Live through operations; what can't be done at a point is left out."""
        for name, number in operations:
            self.turn += 1
            getattr(self, name)(random.Random(number))
            self.holds()

    # -- what changes right now ----------------------------------------------------------------

    def rows(self, rng: random.Random) -> None:
        """Report a few more rows."""
        made = []
        for _ in range(rng.randint(1, 5)):
            brukare = rng.choice((town.ANNA, town.BO, PIA))
            start = rng.randint(0, 20)
            made.append(
                town.tid(
                    f"{rng.choice(self.months)}-{rng.randint(1, 28):02d}",
                    f"{start:02d}:{rng.choice((0, 7, 30)):02d}",
                    f"{min(23, start + rng.randint(1, 9)):02d}:{rng.choice((45, 59, 31))}",
                    rng.choice(KINDS),
                    brukare,
                    rng.choice((town.KIM, town.LEA)),
                    PIA if brukare == PIA else rng.choice((town.FIRMAN, town.BOLAGET)),
                )
            )
        self.bring({"tidrapporter": made})

    def stay(self, rng: random.Random) -> None:
        """A stay holds minutes."""
        day = f"{rng.choice(self.months)}-{rng.randint(1, 27):02d}"
        stay = {
            "brukare": rng.choice((town.ANNA, town.BO, PIA)),
            "slag": "sjukhus",
            "fran": f"{day}T{rng.randint(0, 12):02d}:00",
            "till": f"{day}T{rng.randint(13, 23):02d}:00",
        }
        self.bring({"vistelser": [stay]})

    def fall(self, rng: random.Random) -> None:
        """A month that has been paid turns out to have been paid too much: a claim."""
        paid = [run for run in self.books.runs if any(run.rights.values())]
        if not paid:
            return
        months = sorted({run.month for run in rng.sample(paid, min(len(paid), 3))})
        brukare = rng.choice((town.ANNA, town.BO, PIA))
        refused = rng.random() < 0.8
        for month in months:
            day = f"{month}-{rng.randint(1, 20):02d}"
            stay = {"brukare": brukare, "slag": "sjukhus", "fran": f"{day}T00:00"}
            stay["till"] = f"{month}-{rng.randint(21, 28):02d}T{rng.randint(0, 23):02d}:30"
            self.bring({"vistelser": [stay]})
            if refused:
                self.close_findings(month, "vistelse")
            self.attest_month(month)

    def close_findings(self, month: str, kod: str | None = None) -> None:
        """A person refuses what is open."""
        self._check(month)
        held = self._open(month, kod)
        if held:
            reviewing.decide(self.base, held, Move("nekad", "prövat"), self.stamp())

    def home(self, rng: random.Random) -> None:
        """An assistant turns out to live elsewhere, from a day."""
        home = {
            "personnummer": rng.choice((town.KIM, town.LEA)),
            "namn": "Nytt Namn",
            "bosatt_land": rng.choice(("US", "SE", "SE", "")),
            "bosatt_fran": f"{rng.choice(self.months)}-{rng.choice((1, 9, 20)):02d}",
        }
        self.bring({"assistenter": [home]})

    def beslut(self, rng: random.Random) -> None:
        """A new version of a beslut, or one more beside it."""
        nummer, brukare = rng.choice((("B1", town.ANNA), ("B2", town.BO), ("B9", town.ANNA)))
        fran = "2011-01-01" if nummer != "B9" else f"2025-03-{rng.choice((1, 11)):02d}"
        other = {
            "fran": fran,
            "timmar": rng.choice(("12", "25,5", "40", "150")),
            "period_manader": "2" if nummer == "B2" else "1",
            "hojning_procent": rng.choice(("", "", "5", "12")),
            "eget_timbelopp": rng.choice(("", "", "299,50")),
            "dubbel_timmar": "10",
        }
        self.bring({"beslut": [town.beslut(nummer, brukare, **other)]})

    def fk(self, rng: random.Random) -> None:
        """Försäkringskassan grants time afterwards, or takes it back."""
        fran = f"{rng.choice(self.months)}-{rng.choice((1, 3, 15)):02d}"
        said = {
            "brukare": rng.choice((town.ANNA, town.BO, PIA)),
            "beslutsdatum": f"2025-06-{rng.randint(1, 28):02d}",
            "utfall": rng.choice(("beviljat", "beviljat", "indraget")),
            "fran": fran,
        }
        if said["utfall"] == "beviljat":
            week = rng.choice(("1", "5,25", "20", ""))
            said |= {"retroaktivt_fran": fran, "timmar_per_vecka": week}
        self.bring({"fkbeslut": [said]})

    def decide(self, rng: random.Random) -> None:
        """A person moves some findings."""
        month = rng.choice(self.months)
        self._check(month)
        open_ones = self._open(month)
        if open_ones:
            chosen = rng.sample(open_ones, rng.randint(1, len(open_ones)))
            move = Move(rng.choice(("godkand", "godkand", "nekad")), "prövat")
            reviewing.decide(self.base, sorted(chosen), move, self.stamp())

    def _check(self, month: str) -> None:
        with self.base.write() as connection:
            town.checking.run(
                connection, parse_month(month), self.stamp(), town.QUIET, settle=False
            )

    def _open(self, month: str, kod: str | None = None) -> list[int]:
        """Return the findings that a person can move."""
        wanted = Filter(manad=parse_month(month), status="oppen", kod=kod)
        return [
            view.number
            for view in reviewing.findings(self.base.read(), wanted, town.SEER)
            if view.allvar in ("neka", "utred") and view.kod not in ("utan-beslut", "dubblett")
        ]

    def undo(self, rng: random.Random) -> None:
        """The latest round is taken back."""
        rounds = reviewing.undoable(self.base.read(), parse_month(rng.choice(self.months)))
        if rounds:
            reviewing.undo(self.base, rounds[0].omgang, self.stamp())

    def sick(self, rng: random.Random) -> None:
        """A spell of Kim's comes, comes again otherwise, or is granted or refused."""
        month = self.months[0]
        if self.sick_since and rng.random() < 0.6:
            status = rng.choice(("beviljad", "beviljad", "avslagen"))
            with suppress(Refused):
                decide_claim(self.base, "S1", status, "prövat", self.stamp())
            return
        days = [f"{month}-{day:02d}" for day in rng.sample(range(3, 15), rng.randint(1, 4))]
        spell = sjuktown.fall(
            forsta_sjukdag=f"{month}-03",
            sista_sjukdag=f"{month}-16",
            ansokt=f"{month}-28",
            timlon=str(rng.randint(120, 200)),
            hogriskskydd=rng.choice(("ja", "nej")),
            lakarintyg_fran=f"{month}-03",
            handlingar=f"{sjuktown.DOCUMENTS},lakarintyg",
        )
        sheets: dict[str, Any] = {
            "sjukfall": [spell],
            "sjukpass": [sjuktown.sick(day, "20:00", "23:00") for day in days],
        }
        if not self.sick_since:
            everyday = [f"{month}-{day:02d}" for day in range(3, 15)]
            sheets["tidrapporter"] = [
                town.tid(day, "20:00", "23:00", assistent=town.LEA) for day in everyday
            ]
        self.sick_since = True
        self.bring(sheets)

    def policy(self, rng: random.Random) -> None:
        """The municipality chooses another rate of its own, or a tolerance."""
        value = rng.choice(("", "250", "310", "325,50"))
        day = f"{self.months[0]}-01"
        with self.base.write() as connection:
            values.set_policy(
                connection, "eget_timbelopp", day, value, "nämndens beslut", self.stamp()
            )

    def redovisning(self, rng: random.Random) -> None:
        """Pia accounts for a month."""
        month = rng.choice(self.months)
        kronor = rng.choice((500, 4000, 9000, 50000))
        self.accounts[month] = kronor * 100
        self.bring({"redovisning": [{"brukare": PIA, "manad": month, "lon": str(kronor)}]})

    # -- money --------------------------------------------------------------------------------

    def settle(self, rng: random.Random) -> None:
        """A month is settled: its draft says what the oracle says."""
        self._settled(rng.choice(self.months))

    def _settled(self, month: str) -> tuple[int, dict[money.Account, money.Net]]:
        result = town.settle(self.base, parse_month(month), self.stamp())
        assert result.korning is not None
        stored = {(net.brukare, net.arende or ""): net for net in result.brukare}
        rights = {account: net.ratt for account, net in stored.items()}
        nets = self.books.settle(month, rights, self._advances(result.korning, month))
        for account, expected in nets.items():
            if account not in stored:
                assert expected == money.net(0, 0, [])
                continue
            got = stored[account]
            assert (
                money.Net(
                    got.ratt,
                    got.betalt,
                    got.krav,
                    got.skillnad,
                    got.att_betala,
                    got.aterkrav,
                    got.sankta_krav,
                    got.absorberat,
                    got.aterstallt,
                    got.oredovisat,
                )
                == expected
            ), (month, account)
            assert min(got.att_betala, got.aterkrav) == 0 <= max(got.att_betala, got.aterkrav)
        return result.korning, {one: net for one, net in nets.items() if one in stored}

    def _advances(self, korning: int, month: str) -> dict[money.Account, money.Advance]:
        """What is known of Pia's advance in a draft; the held minutes by brute force."""
        given = sum(
            line.belopp
            for line in settlements.lines(self.base.read(), korning)
            if line.slag == "forskott"
        )
        if not given:
            return {}
        new = next(
            net.forskott
            for net in settlements.nets(self.base.read(), korning)
            if net.brukare == PIA and not net.arende
        )
        held = self._held(month) if month in self.accounts else 0
        return {(PIA, ""): money.Advance(given, new, month in self.accounts, held)}

    def _held(self, month: str) -> int:
        """Let all that is held for Pia through in a copy, and see what it is worth."""
        number = parse_month(month)
        path = self.folder / "kopia.db"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        with self.base.write() as connection:
            connection.execute("SELECT 1")
        self.base.read().execute("VACUUM INTO ?", (str(path),))
        path.chmod(0o600)
        with open_database(path) as copy:
            before = self._right(copy, month)
            held = [
                view.number
                for view in reviewing.findings(
                    copy.read(), Filter(manad=number, allvar="utred", brukare=PIA), town.SEER
                )
                if view.status in ("oppen", "komplettering") and view.kod != "beslut-retroaktivt"
            ]
            if not held:
                return 0
            reviewing.decide(copy, held, Move("godkand", "släppt"), self.stamp())
            return max(0, self._right(copy, month) - before)

    def _right(self, base: Database, month: str) -> int:
        result = town.settle(base, parse_month(month), self.stamp())
        return sum(net.ratt for net in result.brukare if net.brukare == PIA and not net.arende)

    def attest(self, rng: random.Random) -> None:
        """A month is settled and another person attests it."""
        self.attest_month(rng.choice(self.months))

    def attest_month(self, month: str) -> int:
        """Settle and attest a month, and return the run."""
        korning, nets = self._settled(month)
        ore, claimed = settlements.money(self.base.read(), korning)
        assert ore == sum(net.pay for net in nets.values())
        falls = self._falls(korning, nets)
        done = attesting.attest(self.base, korning, ore, ["all"], self.stamp("eva"))
        assert (done.belopp, done.krav_belopp) == (ore, claimed)
        assert claimed == sum(net.claim for net in nets.values())
        self.attests += 1
        self.advances[korning] = {
            net.brukare: net.forskott
            for net in settlements.nets(self.base.read(), korning)
            if net.forskott
        }
        self.books.attest(korning, month, nets, falls, self.advances[korning])
        self.learn(korning)
        shares_hold(self.base.read(), korning, month)
        return korning

    def _falls(
        self, korning: int, nets: dict[money.Account, money.Net]
    ) -> dict[money.Account, dict[str, int]]:
        """Öre that fell per ground; what no row explains is the advance's surplus."""
        found: dict[money.Account, dict[str, int]] = {}
        month = next(run.manad for run in settlements.runs(self.base.read()) if run.id == korning)
        earlier = [run for run in self.books.runs if parse_month(run.month) == month]
        former = earlier[-1].rights if earlier else {}
        for account, net in nets.items():
            own = (self.id_of(account[0]), account[1])
            rows = ledger.difference_rows(self.base.read(), korning, own)
            falls: dict[str, int] = defaultdict(int)
            for row in rows:
                if row.belopp < 0:
                    falls[row.grund] -= row.belopp
            change = sum(row.belopp for row in rows)
            if account in former and account != (PIA, ""):
                assert change == net.difference, account
            found[account] = dict(falls)
        return found

    def id_of(self, brukare: str) -> int:
        """Return the id of a person."""
        if brukare not in self.ids:
            query = "SELECT id FROM person WHERE nummer = ?"
            self.ids[brukare] = self.base.read().execute(query, (brukare,)).fetchone()[0]
        return self.ids[brukare]

    def annul(self, rng: random.Random) -> None:
        """A third person annuls the latest attested run of a month, when that may be done."""
        month = rng.choice(self.months)
        runs = [run for run in self.books.runs if run.month == month]
        if not runs:
            return
        korning = runs[-1].id
        if both(
            self.books.refuses_annul(korning),
            lambda: attesting.annul(self.base, korning, "fel underlag", self.stamp("tor")),
            korning,
        ):
            self.books.annul(korning, self.advances.pop(korning, None))

    # -- what must hold after every step -------------------------------------------------------

    def holds(self) -> None:
        """The invariant, the claims, and that no öre is paid or claimed twice."""
        assert self.books.broken() == []
        assert [item for item in ledger.balances(self.base.read()) if item.off] == []
        connection = self.base.read()
        cases_hold(connection, self.books, self.numbers)
        for month in self.months:
            for brukare, arende, ore in connection.execute(
                """SELECT b.nummer, coalesce(p.arende, ''), sum(p.belopp) FROM betalning p
                   JOIN korning k ON k.id = p.korning JOIN person b ON b.id = p.brukare
                   WHERE k.manad = ? AND k.status IN ('attesterad', 'exporterad') AND p.slag =
                       'avrakning' AND p.ersatter IS NULL GROUP BY 1, 2""",
                (parse_month(month),),
            ):
                assert ore == self.books.paid((brukare, month, arende))

    def ends(self) -> None:
        """What must hold when the life is over: nothing that verify looks at is wrong."""
        assert verifying.verify(self.base, self.stamp("eva")).faults == []


def _clean_town() -> dict[str, Any]:
    """Return registers with Pia in them, and beslut that are soon used up."""
    sheets: dict[str, Any] = dict(town.clean_town())
    sheets["brukare"] = [
        *sheets["brukare"],
        {
            "personnummer": PIA,
            "namn": "Pia Sjö",
            "ivo_anmald": "2011-01-01",
            "arbetsgivare_registrerad": "2011-01-01",
        },
    ]
    sheets["uppdrag"] = [
        *sheets["uppdrag"],
        town.uppdrag(town.KIM, PIA, PIA),
        town.uppdrag(town.LEA, PIA, PIA),
    ]
    sheets["beslut"] = [
        town.beslut("B1", town.ANNA, timmar="40", dubbel_timmar="10"),
        town.beslut("B2", town.BO, timmar="60", period_manader="2", dubbel_timmar="5"),
        town.beslut("B3", PIA, timmar="30", forskott="ja", dubbel_timmar="20"),
    ]
    return sheets


def live(folder: Path, operations: Sequence[Operation]) -> Walk:
    """Live through operations in a new database."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    walk = Walk(folder, town.database(folder / "t.db"))
    try:
        walk.go(operations)
        walk.ends()
    except BaseException:
        walk.base.close()
        raise
    return walk
