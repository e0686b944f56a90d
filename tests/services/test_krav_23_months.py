"""A claim for 23 months over four changes, worked out again from the stored rows alone.

January 2024 - November 2025: the state's new rate of 2025, the municipality's own rate of 310 kr
from July 2024 to March 2025, a beslut of 47,31 hours a month until July 2025, and 5 % on top of the
state's rate after that. Afterwards Kim turns out to live outside EES from the first day, so that
all his rows are refused, and the own rate turns out to be 300 kr. Nothing of the program computes
here: minutes come from the reported clock times, rates from the table below, and the shares from
`tests.oracle.money`.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from db import Database
from tests.oracle import money
from tests.services import kravlife, town
from workbench.services import verifying

RATES = [
    # first month, öre an hour as paid, öre an hour as right, hours of the beslut in hundredths
    ("2024-01", 33260, 33260, 4731),  # förordning 1993:1091, 2024
    ("2024-07", 31000, 30000, 4731),  # the municipality's own, lower than the state's
    ("2025-04", 34260, 34260, 4731),  # the state's of 2025
    ("2025-08", 35973, 35973, 74400),  # 342,60 x 1,05 = 359,73
]
KINDS = ("assistans", "vantetid", "beredskap")
Shares = dict[tuple[str, int], int]


def rate(month: str) -> tuple[int, int, int]:
    """Return öre an hour as paid and as right, and the beslut's hours, of a month."""
    return next(row[1:] for row in reversed(RATES) if row[0] <= month)


def half_up(value: Fraction) -> int:
    """Round half up."""
    return (value + Fraction(1, 2)).__floor__()


def reported(base: Database) -> dict[str, list[tuple[str, money.Work]]]:
    """Return {month: (assistant, row)} of what was reported; no row crosses midnight."""
    found: dict[str, list[tuple[str, money.Work]]] = defaultdict(list)
    for number, sha, rad, identity, slag, first, after, year, month in base.read().execute(
        """SELECT p.nummer, f.sha256, t.rad, t.id, t.slag, t.start, t.slut, t.manad / 12,
               t.manad % 12 + 1
           FROM tidrapport t JOIN fil f ON f.id = t.fil JOIN person p ON p.id = t.assistent"""
    ):
        work = money.Work(sha, rad, KINDS[slag], tuple(range(first, after)), first, identity)
        found[f"{year}-{month:02d}"].append((number, work))
    return found


def by_hand(rows: list[money.Work], ore_per_hour: int, granted: int) -> Shares:
    """Return each row's öre: hours by kind, the beslut's hours, the amount, and its sharing."""
    hours = sum(
        half_up(Fraction(sum(len(row.minutes) for row in rows if row.slag == slag) * 100, 60) * by)
        for slag, by in money.CONVERSION.items()
    )
    amount = half_up(Fraction(min(hours, granted) * ore_per_hour, 100))
    over = Fraction(max(0, hours - granted) * 60, 100)
    return money.line_shares(amount, rows, over)


def test_what_is_claimed_is_what_was_paid_less_what_was_right_row_by_row(tmp_path: Path) -> None:
    with kravlife.begin(tmp_path) as base:
        kravlife.change(base, tmp_path)
        krav = kravlife.joined(base)
        work = reported(base)
        assert sorted(work) == list(kravlife.MONTHS)
        difference: dict[tuple[str, str, int], int] = {}
        for month, rows in work.items():
            as_paid, as_right, granted = rate(month)
            paid = by_hand([row for _, row in rows], as_paid, granted)
            lea = [row for number, row in rows if number == town.LEA]
            right = by_hand(lea, as_right, granted)
            stored = base.read().execute(
                """SELECT k.id, sum(r.belopp_ore) FROM v_avrakning r JOIN korning k
                   ON k.id = r.korning WHERE r.manad = ? GROUP BY k.id ORDER BY k.id""",
                (month,),
            )
            assert [ore for _, ore in stored] == [sum(paid.values()), sum(right.values())]
            for sha, rad in paid:
                ore = paid[sha, rad] - right.get((sha, rad), 0)
                if ore:
                    difference[month, sha, rad] = ore
        claimed: dict[tuple[str, str, int], int] = defaultdict(int)
        for year, month, sha, rad, ore in base.read().execute(
            """SELECT c.manad / 12, c.manad % 12 + 1, f.sha256, t.rad, c.belopp
               FROM aterkrav_rad c JOIN tidrapport t ON t.id = c.rad JOIN fil f ON f.id = t.fil"""
        ):
            claimed[f"{year}-{month:02d}", sha, rad] += ore
        assert claimed == difference
        sums = dict(
            base.read().execute("SELECT grund, sum(belopp_ore) FROM v_aterkrav GROUP BY grund")
        )
        assert sum(sums.values()) == sum(difference.values())
        # Kim's rows are ground a; what the own rate took off Lea's is the municipality's own.
        own = 0
        for month, rows in work.items():
            as_paid, as_right, granted = rate(month)
            if as_paid != as_right:
                paid = by_hand([row for _, row in rows], as_paid, granted)
                lea = [row for number, row in rows if number == town.LEA]
                right = by_hand(lea, as_right, granted)
                own += sum(max(0, paid[row] - ore) for row, ore in right.items())
        assert sums == {"a": sum(difference.values()) - own, "egen": own}
        listed = base.read().execute(
            "SELECT count(*), sum(belopp_ore), sum(betalt_ore) FROM v_aterkrav WHERE id = ?",
            (f"K{krav}",),
        )
        assert listed.fetchone() == (23, sums["a"], 12345_67)
        assert verifying.verify(base, town.stamp()).faults == []
