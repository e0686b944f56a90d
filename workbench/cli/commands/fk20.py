"""``workbench fk20``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import MonthType, json_option, protected_option, session

if TYPE_CHECKING:
    from workbench.services.fk20 import Fk20, Fk20Row, Slutavrakning


@click.command("fk20")
@click.option("--month", type=MonthType(), help="A month of FK's bill.")
@click.option("--year", type=click.IntRange(1994, 2999), help="A year's slutavräkning.")
@json_option
@protected_option
def command(month: int | None, year: int | None, as_json: bool, show_protected: bool) -> int:
    """Reconcile FK's bill for the first 20 hours a week with FK's beslut (9.2.27).

    Right is 20 h x granted days / 7 x timbelopp, never above FK's granted hours. Listed are also
    those billed without a granted beslut, and those granted without a bill.

    Example: workbench fk20 --month 2026-04

    Exit codes: 0 done; 1 there are differences; 2 neither month nor year; 5 a timbelopp is missing.
    """
    from workbench.cli.diagnostics import ExitCode
    from workbench.services import fk20
    from workbench.services.viewing import viewer

    if (month is None) == (year is None):
        raise click.UsageError("Ange --month eller --year.")
    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    looking = viewer(database, stamp, protected=show_protected, what="fk20")
    if month is not None:
        found = fk20.month(database.read(), month, looking)
        _show_month(found, month, as_json=as_json)
        return ExitCode.WAITS if found.avvikelser else ExitCode.DONE
    assert year is not None
    people = fk20.year(database.read(), year, stamp.dag, looking)
    _show_year(people, year, as_json=as_json)
    return ExitCode.WAITS if any(item.skillnad for item in people) else ExitCode.DONE


def _show_month(found: Fk20, month: int, *, as_json: bool) -> None:
    from workbench.domain.money import kronor, plain
    from workbench.domain.time import iso_month

    if as_json:
        output.document(
            {
                "month": iso_month(month),
                "rader": [_document(row) for row in found.rader],
                **_sums(found.fakturerat, found.ratt),
            }
        )
        return
    output.table(
        ("Brukare", "Dagar", "Timmar", "Rätta-timmar", "Fakturerat", "Rätt", "Skillnad", "Varför"),
        [
            (
                row.namn,
                str(row.reckoning.dagar),
                plain(row.reckoning.bill.timmar) if row.reckoning.bill else "-",
                plain(row.reckoning.timmar),
                kronor(row.reckoning.fakturerat) if row.reckoning.bill else "-",
                kronor(row.reckoning.ratt),
                kronor(row.reckoning.skillnad),
                ", ".join(row.reckoning.varfor),
            )
            for row in found.rader
        ],
        right="Dagar Timmar Rätta-timmar Fakturerat Rätt Skillnad",
    )
    output.line(
        f"Fakturerat {kronor(found.fakturerat)} kr, rätt {kronor(found.ratt)} kr, "
        f"skillnad {kronor(found.skillnad)} kr i {found.avvikelser} av {len(found.rader)} rader."
    )


def _show_year(people: list[Slutavrakning], year: int, *, as_json: bool) -> None:
    from workbench.domain.money import kronor

    back = sum(max(0, item.skillnad) for item in people)
    more = sum(max(0, -item.skillnad) for item in people)
    if as_json:
        billed, right = sum(i.fakturerat for i in people), sum(i.ratt for i in people)
        output.document(
            {
                "ar": year,
                "brukare": [
                    {
                        "brukare": item.brukare,
                        **_sums(item.fakturerat, item.ratt),
                        "manader": [_document(row) for row in item.manader],
                    }
                    for item in people
                ],
                **_sums(billed, right),
                "att_fa_tillbaka_ore": back,
                "att_betala_ore": more,
            }
        )
        return
    output.table(
        ("Brukare", "Månader", "Fakturerat", "Rätt", "Skillnad"),
        [
            (
                item.namn,
                str(len(item.manader)),
                kronor(item.fakturerat),
                kronor(item.ratt),
                kronor(item.skillnad),
            )
            for item in people
        ],
        right="Månader Fakturerat Rätt Skillnad",
    )
    output.line(f"Att få tillbaka {kronor(back)} kr, att betala {kronor(more)} kr.")


def _sums(billed: int, right: int) -> dict[str, int]:
    return {"fakturerat_ore": billed, "ratt_ore": right, "skillnad_ore": billed - right}


def _document(row: Fk20Row) -> dict[str, Any]:
    from workbench.domain.money import plain

    bill, own = row.reckoning.bill, row.reckoning
    return {
        "brukare": row.brukare,
        "manad": row.manad,
        "dagar": own.dagar,
        "fakturerade_timmar": plain(bill.timmar) if bill else None,
        "fakturerat_timbelopp_ore": bill.timbelopp if bill else None,
        "ratt_timmar": plain(own.timmar),
        "ratt_timbelopp_ore": own.timbelopp,
        **_sums(own.fakturerat, own.ratt),
        "varfor": list(own.varfor),
        "kalla": row.kalla or None,
    }
