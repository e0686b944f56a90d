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
from pathlib import Path
from typing import Any

from db import Database, ledger, open_database, settlements, values
from db.decisions import Filter, Move
from db.journal import Stamp
from db.ledger import Booking
from tests.oracle import money
from tests.services import town
from tests.services.moneyshares import shares_hold
from workbench.domain.time import parse_month
from workbench.services import attesting, reviewing
from workbench.services.errors import Refused

PIA = town.person("1969-03-03", 521)
"""Employs her assistants herself and is paid in advance."""
MONTHS = ("2025-03", "2025-04")
KINDS = ("assistans", "assistans", "assistans", "vantetid", "beredskap")

OPERATIONS = (
    "rows",
    "rows",
    "stay",
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
    "repay",
    "drop",
    "drop",
    "redovisning",
)
Operation = tuple[str, int]


class Walk:
    """A database and what the oracle knows of it."""

    def __init__(
        self,
        folder: Path,
        base: Database,
        sheets: dict[str, Any] | None = None,
        months: Sequence[str] = MONTHS,
    ) -> None:
        self.folder = folder
        self.months = months
        self.base = base
        self.books = money.Books()
        self.claims: dict[int, money.Claim] = {}
        self.accounts: dict[str, int] = {}
        self.advances: dict[int, dict[str, int]] = {}
        self.turn = 0
        self.attests = 0
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
        with self.base.write() as connection:
            month = parse_month(rng.choice(self.months))
            town.checking.run(connection, month, self.stamp(), town.QUIET, settle=False)
        open_ones = [
            view.number
            for view in reviewing.findings(
                self.base.read(), Filter(manad=month, status="oppen"), town.SEER
            )
            if view.allvar in ("neka", "utred") and view.kod not in ("utan-beslut", "dubblett")
        ]
        if open_ones:
            chosen = rng.sample(open_ones, rng.randint(1, len(open_ones)))
            move = Move(rng.choice(("godkand", "godkand", "nekad")), "prövat")
            reviewing.decide(self.base, sorted(chosen), move, self.stamp())

    def undo(self, rng: random.Random) -> None:
        """The latest round is taken back."""
        rounds = reviewing.undoable(self.base.read(), parse_month(rng.choice(self.months)))
        if rounds:
            reviewing.undo(self.base, rounds[0].omgang, self.stamp())

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

    def _settled(self, month: str) -> tuple[int, dict[str, money.Net]]:
        result = town.settle(self.base, parse_month(month), self.stamp())
        assert result.korning is not None
        stored = {net.brukare: net for net in result.brukare}
        rights = {brukare: net.ratt for brukare, net in stored.items()}
        nets = self.books.settle(month, rights, self._advances(result.korning, month))
        for brukare, expected in nets.items():
            if brukare not in stored:
                assert expected == money.net(0, 0, [])
                continue
            got = stored[brukare]
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
            ), (month, brukare)
            assert min(got.att_betala, got.aterkrav) == 0 <= max(got.att_betala, got.aterkrav)
        return result.korning, {b: net for b, net in nets.items() if b in stored}

    def _advances(self, korning: int, month: str) -> dict[str, money.Advance]:
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
            if net.brukare == PIA
        )
        held = self._held(month) if month in self.accounts else 0
        return {PIA: money.Advance(given, new, month in self.accounts, held)}

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
        return sum(net.ratt for net in result.brukare if net.brukare == PIA)

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
        shares_hold(self.base.read(), korning, month)
        return korning

    def _falls(self, korning: int, nets: dict[str, money.Net]) -> dict[str, dict[str, int]]:
        """Öre that fell per ground; what no row explains is the advance's surplus."""
        found: dict[str, dict[str, int]] = {}
        month = next(run.manad for run in settlements.runs(self.base.read()) if run.id == korning)
        earlier = [run for run in self.books.runs if parse_month(run.month) == month]
        former = earlier[-1].rights if earlier else {}
        for brukare, net in nets.items():
            rows = ledger.difference_rows(self.base.read(), korning, (self.id_of(brukare), ""))
            falls: dict[str, int] = defaultdict(int)
            for row in rows:
                if row.belopp < 0:
                    falls[row.grund] -= row.belopp
            change = sum(row.belopp for row in rows)
            if brukare in former and brukare != PIA:
                assert change == net.difference, brukare
            found[brukare] = dict(falls)
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
        raised = [claim for claim in self.books.claims if claim.raised_by == korning]
        touched = any(claim.repaid or claim.dropped or claim.absorbed for claim in raised)
        try:
            attesting.annul(self.base, korning, "fel underlag", self.stamp("tor"))
        except Refused:
            assert touched
            return
        assert not touched
        self.books.annul(korning, self.advances.pop(korning, None))

    def _some_claim(self, rng: random.Random) -> tuple[int, money.Claim] | None:
        pairs = self._pairs()
        owed = [(identity, claim) for identity, claim in pairs if claim.outstanding]
        if not owed:
            return None
        identity, claim = rng.choice(owed)
        return identity, claim

    def _book(
        self, identity: int, claim: money.Claim, amounts: tuple[int, int, int], event: str
    ) -> None:
        brukare, month = claim.key
        with self.base.write() as connection:
            state = ledger.claim_state(connection, identity)
            ends = state.utestaende + amounts[0] == 0
            booking = Booking(
                identity,
                parse_month(month),
                self.id_of(brukare),
                None,
                *amounts,
                0,
                event,
                None,
                town.TODAY,
                "bokat i provet",
                state.status if ends else None,
            )
            ledger.book(connection, [booking], self.stamp())
            if ends:
                ended = "betald" if state.aterbetalt + amounts[1] else "nedlagd"
                ledger.set_claim_status(connection, identity, ended)

    def repay(self, rng: random.Random) -> None:
        """Money comes in on a claim."""
        found = self._some_claim(rng)
        if found:
            identity, claim = found
            ore = rng.choice((claim.outstanding, rng.randint(1, claim.outstanding)))
            self._repay(identity, claim, ore)

    def repay_some(self, ore: int) -> None:
        """So much comes in on the latest claim."""
        self._repay(*self._pairs()[-1], ore)

    def _repay(self, identity: int, claim: money.Claim, ore: int) -> None:
        assert self.books.repay(claim, ore) == 0
        self._book(identity, claim, (-ore, ore, 0), "inbetalning")

    def drop(self, rng: random.Random) -> None:
        """A claim is dropped, or a part of it forgiven."""
        found = self._some_claim(rng)
        if found:
            identity, claim = found
            ore = rng.choice((claim.outstanding, rng.randint(1, claim.outstanding)))
            self._drop(identity, claim, ore)

    def drop_some(self, ore: int) -> None:
        """So much of the latest claim is dropped."""
        self._drop(*self._pairs()[-1], ore)

    def _drop(self, identity: int, claim: money.Claim, ore: int) -> None:
        self.books.drop(claim, ore)
        self._book(identity, claim, (-ore, 0, ore), "nedlagd")

    # -- what must hold after every step -------------------------------------------------------

    def holds(self) -> None:
        """The invariant, the claims, and that no öre is paid or claimed twice."""
        assert self.books.broken() == []
        for status, outstanding in self.base.read().execute(
            """SELECT c.status, sum(b.utestaende) FROM aterkrav c JOIN aterkrav_bokning b
               ON b.aterkrav = c.id WHERE c.status <> 'makulerad' GROUP BY c.id"""
        ):
            assert (status in ("betald", "nedlagd")) == (outstanding == 0), (status, outstanding)
        off = [item for item in ledger.balances(self.base.read()) if item.off]
        assert off == []
        self._pairs()
        connection = self.base.read()
        for month in self.months:
            for brukare, ore in connection.execute(
                """SELECT b.nummer, sum(p.belopp) FROM betalning p
                   JOIN korning k ON k.id = p.korning JOIN person b ON b.id = p.brukare
                   WHERE k.manad = ? AND k.status IN ('attesterad', 'exporterad') AND p.slag =
                       'avrakning' AND p.ersatter IS NULL GROUP BY b.nummer""",
                (parse_month(month),),
            ):
                assert ore == self.books.paid((brukare, month))

    def _pairs(self) -> list[tuple[int, money.Claim]]:
        """The program's claims beside the oracle's, in order; they must be the same."""
        connection = self.base.read()
        stored: dict[money.Key, list[tuple[int, tuple[Any, ...]]]] = defaultdict(list)
        for identity, brukare, month, grund, *sums in connection.execute(
            """SELECT c.id, p.nummer, s.manad, c.grund, s.utestaende, s.aterbetalt, s.nedlagt,
                   s.absorberat, (SELECT coalesce(sum(r.belopp), 0) FROM aterkrav_rad r
                       JOIN korning k ON k.id = r.korning
                       WHERE r.aterkrav = c.id AND r.manad = s.manad AND k.status <> 'makulerad')
               FROM aterkrav c JOIN person p ON p.id = c.brukare
               JOIN krav_summa s ON s.aterkrav = c.id WHERE c.status <> 'makulerad'
               ORDER BY c.id"""
        ):
            key = (brukare, f"{month // 12:04d}-{month % 12 + 1:02d}")
            stored[key].append((identity, (grund, *sums)))
        pairs = []
        for key in {*stored, *(claim.key for claim in self.books.claims)}:
            own = self.books.of(key)
            expected = [
                (c.ground, c.outstanding, c.repaid, c.dropped, c.absorbed, c.sum) for c in own
            ]
            assert [values for _, values in stored[key]] == expected, key
            assert all(min(values[1:5]) >= 0 for _, values in stored[key])
            pairs += [(item[0], claim) for item, claim in zip(stored[key], own, strict=True)]
        return sorted(pairs, key=lambda pair: pair[0])


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
    except BaseException:
        walk.base.close()
        raise
    return walk
