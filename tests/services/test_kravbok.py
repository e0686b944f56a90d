"""A claim's whole life in the ledger: every krona in and out once, and what is owed on its account.

A life is drawn and lived through the services: what is refused changes nothing. Whatever happened,
the account of claims is what is outstanding of decided claims.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Database, open_database
from tests.exports.sie_reader import read
from tests.services import krav, moneyout, town
from tests.services.test_booking import CLAIM, CLEARING, REPAID, WRITTEN_OFF
from tests.services.test_krav import holds
from workbench.domain.time import iso_day, parse_day
from workbench.services import attesting, kravangra, kravbetalning, kravflytt, kravparter
from workbench.services.booking import book_events
from workbench.services.errors import Refused
from workbench.services.kravflytt import Flytt

LONG = bool(os.environ.get("WORKBENCH_LONG"))
MONTHS = ("2024-03", "2024-04")


@cache
def begun() -> Path:
    """Two months of Anna's, paid, and a claim of three hours on each: made once and copied."""
    folder = Path(tempfile.mkdtemp())
    with krav.claimed(folder, MONTHS, namnd="Socialnämnden", konto=moneyout.ANNAS) as base:
        moneyout.choose(base)
    return folder / "t.db"


class Life:
    """A claim's life, some days between things."""

    def __init__(self, base: Database, folder: Path) -> None:
        self.base, self.folder = base, folder
        self.day = dt.date(2026, 12, 1)
        self.accounts: Counter[str] = Counter()
        self.files = 0

    def stamp(self, who: str) -> Any:
        return town.stamp(self.day.isoformat(), who)

    def claims(self) -> list[tuple[str, str]]:
        query = "SELECT DISTINCT id, status FROM v_aterkrav ORDER BY id"
        return self.base.read().execute(query).fetchall()

    def do(self, what: str, which: int, share: int) -> None:
        """Do something to one of the claims; ``share`` is hundredths of its sum."""
        self.day += dt.timedelta(3)
        claims = self.claims()
        identity = claims[which % len(claims)][0]
        ore = max(1, krav.seen(self.base, identity).krav.belopp * share // 100)
        actions: dict[str, Callable[[], object]] = {
            "step": lambda: self.move(identity, self.next(identity, share), ore),
            "pay": lambda: kravbetalning.payment(
                self.base, identity, ore, self.day.isoformat(), self.stamp("karin")
            ),
            "undo": lambda: kravangra.undo(self.base, identity, "fel", self.stamp("karin")),
            "join": lambda: kravparter.join(
                self.base, [one for one, _ in claims], self.stamp("karin")
            ),
            "book": self.book,
            "rerun": lambda: self.rerun(MONTHS[which % 2], "godkand" if share % 2 else "nekad"),
        }
        with suppress(Refused):
            actions[what]()

    def next(self, identity: str, share: int) -> str:
        """Choose a state that the claim can move to; one that ends it seldom."""
        states = krav.seen(self.base, identity).flyttas_till or ("utredning",)
        going = [state for state in states if state not in ("nedlagd", "eftergiven")]
        return (states if share % 7 == 0 or not going else going)[share % len(going or states)]

    def move(self, identity: str, to: str, ore: int) -> None:
        shown = krav.seen(self.base, identity)
        if to in ("beslutad", "laga-kraft") and shown.frist:
            after = dt.date.fromisoformat(shown.frist) + dt.timedelta(1)
            self.day = max(self.day, after)
        day, whole = self.day.isoformat(), shown.krav
        frist = iso_day(parse_day(day) + 10) if to == "kommunicerad" else None
        plan = [(day, whole.utestaende)] if to == "avbetalning" else []
        part = ore if to in ("andrad", "eftergiven", "nedlagd") and ore < whole.utestaende else None
        asked = Flytt(to, day, "prövat", None, frist, part, "FR 1-26", plan)
        who = "bo" if to == "beslutad" else "karin"
        kravflytt.move(self.base, identity, asked, self.stamp(who))

    def rerun(self, month: str, status: str) -> None:
        """A finding is decided the other way, and the month attested again."""
        found = town.findings(self.base, month, "vistelse")
        town.decide(self.base, found, status, self.day.isoformat())
        run = town.settled(self.base, month, self.day.isoformat())
        paid = sum(net.att_betala for net in run.brukare)
        attesting.attest(self.base, run.korning or 0, paid, ["all"], self.stamp("olle"))

    def book(self) -> None:
        """Write files until nothing waits."""
        while True:
            self.files += 1
            target = self.folder / f"{self.files}.si"
            result = book_events(self.base, target, self.stamp("eva"))
            if result.fil is None or (not result.ny and result.fil.skriven):
                return
            for voucher in read(target.read_bytes()).vouchers:
                assert voucher.sum == 0
                for row in voucher.rows:
                    self.accounts[row.account] += int(row.amount * 100)


def outstanding_of_decided(base: Database) -> int:
    """Return what is outstanding of claims whose decision no court has set aside."""
    total = 0
    for (identity,) in base.read().execute("SELECT DISTINCT id FROM v_aterkrav").fetchall():
        shown = krav.seen(base, identity)
        said = [
            step.till_status
            for step in shown.steg
            if step.till_status in ("beslutad", "aterforvisad")
            and step.handelse == "flyttad"
            and not step.angrad
        ]
        total += shown.krav.utestaende if said[-1:] == ["beslutad"] else 0
    return total


KINDS = (*("step",) * 6, "pay", "undo", "book", "rerun", "join")
STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 1), st.integers(1, 130)),
    min_size=8,
    max_size=24,
)


@settings(
    max_examples=400 if LONG else 12,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.booleans(), STEPS)
def test_the_ledger_holds_what_is_outstanding_of_decided_claims(
    joined: bool, steps: list[tuple[str, int, int]]
) -> None:
    """Money in, money out, written off, struck, sent back, undone, joined, re-settled."""
    folder = Path(tempfile.mkdtemp())
    try:
        shutil.copy(begun(), folder / "t.db")
        with open_database(folder / "t.db") as base:
            life = Life(base, folder)
            for slag in kravparter.KINDS:
                for identity in ("K1", "K2"):
                    kravparter.assess(base, identity, slag, "text", life.stamp("karin"))
            for what, which, share in [("join", 0, 50)] * joined + steps:
                life.do(what, which, share)
            life.book()
            rows = base.read().execute(
                """SELECT coalesce(sum(belopp), 0) FROM aterkrav_steg s WHERE
                   handelse = 'inbetalning' AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n
                       WHERE n.angrar = s.id)"""
            )
            came = rows.fetchone()[0]
            left = base.read().execute(
                """SELECT coalesce(sum(belopp_ore), 0) FROM v_betalning
                   WHERE slag = 'aterbetalning' AND status <> 'makulerad'"""
            )
            assert life.accounts[CLAIM] == outstanding_of_decided(base)
            assert life.accounts[REPAID] == came
            assert life.accounts[CLEARING] == -left.fetchone()[0]
            assert life.accounts[WRITTEN_OFF] >= 0
            assert sum(life.accounts.values()) == 0
            holds(base)
    finally:
        shutil.rmtree(folder)
