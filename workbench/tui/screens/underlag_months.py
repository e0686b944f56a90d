"""Advances, FK's bill, rules, months to settle anew and dates to watch as rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from workbench.domain.money import kronor
from workbench.tui.actions import sign, told
from workbench.tui.screens.underlag_pages import (
    ADVANCES,
    FK,
    MARKED,
    RULES,
    WATCHED,
    Rad,
    Sida,
    facts,
)
from workbench.tui.widgets.columns import Line
from workbench.tui.words import NOTHING, count, month_name, signed_kronor
from workbench.tui.words import thousands as many

if TYPE_CHECKING:
    from db.settlements import Run
    from workbench.services.advances import Advance
    from workbench.services.fk20 import Fk20, Fk20Row, Slutavrakning
    from workbench.services.regler import Regler
    from workbench.services.settling import Marked
    from workbench.services.watching import Watched


# -- advances and FK's bill -----------------------------------------------------------------------


def advances(run: Run | None, found: Sequence[Advance], month: int) -> Sida:
    """Return the page of a month's advances, as its latest run has them."""
    rows = []
    for one in found:
        done = one.redovisat is not None
        cells = (
            one.namn,
            kronor(one.forskott),
            kronor(one.nytt),
            kronor(one.redovisat) if one.redovisat is not None else NOTHING,
            kronor(one.ratt),
            kronor(one.overskott),
            kronor(one.brist),
            kronor(one.oredovisat),
            kronor(one.ej_anvant),
            ", ".join(one.hinder),
        )
        roles = ("", "", "", "" if done else "muted", "", "held" if one.overskott else "", "", "",
                 "muted", "held")  # fmt: skip
        whole = facts(
            f"{one.namn} {one.brukare}",
            ("Förskott", f"{kronor(one.forskott)} kr, varav nytt {kronor(one.nytt)} kr"),
            ("Redovisat", f"{cells[3]} kr" if done else "nej"),
            ("Rätt", f"{cells[4]} kr" if done else ""),
            ("Överskott att betala tillbaka", f"{cells[5]} kr" if one.overskott else ""),
            ("Brist att betala ut", f"{cells[6]} kr" if one.brist else ""),
            ("Inte redovisat än", f"{cells[7]} kr" if one.oredovisat else ""),
            ("Räknat men inte använt", f"{cells[8]} kr" if one.ej_anvant else ""),
            ("Varför inte förskott", cells[9]),
        )
        rows.append(Rad(one.brukare, Line(cells, roles), whole, one))
    new = sum(one.nytt for one in found)
    text = Text(f"{many(len(rows))} brukare   nytt förskott {kronor(new)} kr", style="bold")
    said = (
        f"körning {run.id}, {run.status}"
        if run
        else ("månaden är inte räknad: {underlag.reckon} räknar")
    )
    text.append(f"   {told(said)}", style="not bold")
    text.append("\nFörskottet redovisas med en inläst redovisning (Import). ⏎ visar varför.",
                style="not bold")  # fmt: skip
    return Sida(
        ADVANCES,
        tuple(rows),
        len(rows),
        text,
        f"Ingen har förskott i {month_name(month)}.\n\nFörskott står i beslutet. "
        f"{sign('underlag.reckon')} räknar månaden.",
    )


def fk_month(found: Fk20, month: int) -> Sida:
    """Return the page of FK's bill of a month."""
    rows = tuple(_fk_row(one) for one in found.rader)
    text = Text(f"{many(len(rows))} brukare   skillnad {signed_kronor(found.skillnad)} kr",
                style="bold")  # fmt: skip
    text.append(
        f"   fakturerat {kronor(found.fakturerat)}, rätt {kronor(found.ratt)}; "
        f"{many(found.avvikelser)} skiljer",
        style="not bold",
    )
    text.append(told(
        "\nPlus är för mycket fakturerat. {underlag.year} visar hela årets "
        "slutavräkning."
    ),
                style="not bold")  # fmt: skip
    empty = (
        f"Ingen räkning från FK och inget beviljat beslut i {month_name(month)}.\n\n"
        f"Räkningen läses in på Import ({sign('app.go_import')}). "
        f"{sign('underlag.month')} väljer månad, "
        f"{sign('underlag.year')} visar året."
    )
    return Sida(FK, rows, len(rows), text, empty)


def _fk_row(one: Fk20Row) -> Rad:
    own = one.reckoning
    bill = own.bill
    cells = (
        one.namn,
        str(own.dagar),
        kronor(bill.timmar) if bill else NOTHING,
        kronor(own.timmar),
        kronor(bill.belopp) if bill else NOTHING,
        kronor(own.ratt),
        signed_kronor(own.skillnad),
        ", ".join(own.varfor),
    )
    whole = facts(
        f"{one.namn} {one.brukare}, {one.manad}",
        ("Beviljade dagar", str(own.dagar)),
        ("Fakturerat", f"{cells[2]} h à {kronor(bill.timbelopp)} kr = {cells[4]} kr" if bill else
         "ingen räkning"),
        ("Rätt", f"{cells[3]} h à {kronor(own.timbelopp)} kr = {cells[5]} kr"),
        ("Skillnad", f"{cells[6]} kr"),
        ("Varför", cells[7]),
        ("Räkningen", one.kalla),
    )  # fmt: skip
    roles = ("", "muted", "", "", "", "", "held" if own.skillnad else "", "")
    return Rad(f"{one.brukare} {one.manad}", Line(cells, roles), whole, one)


def fk_year(found: Sequence[Slutavrakning], year: int) -> Sida:
    """Return the page of a year's slutavräkning."""
    rows = []
    for one in found:
        cells = (one.namn, str(len(one.manader)), kronor(one.fakturerat), kronor(one.ratt),
                 signed_kronor(one.skillnad))  # fmt: skip
        months = [
            (row.manad, f"fakturerat {kronor(row.reckoning.fakturerat)}, rätt "
             f"{kronor(row.reckoning.ratt)}, skillnad {signed_kronor(row.reckoning.skillnad)}"
             + (f" ({', '.join(row.reckoning.varfor)})" if row.reckoning.varfor else ""))
            for row in one.manader
        ]  # fmt: skip
        whole = facts(f"{one.namn} {one.brukare}, {year}", *months)
        line = Line(cells, ("", "muted", "", "", "held" if one.skillnad else ""))
        rows.append(Rad(one.brukare, line, whole, one))
    back = sum(max(0, one.skillnad) for one in found)
    more = sum(max(0, -one.skillnad) for one in found)
    text = Text(f"{many(len(rows))} brukare   slutavräkning {year}", style="bold")
    text.append(f"\nAtt få tillbaka {kronor(back)} kr, att betala {kronor(more)} kr. "
                f"{sign('underlag.year')} visar månaden.", style="not bold")  # fmt: skip
    return Sida(FK, tuple(rows), len(rows), text, f"Ingen räkning från FK {year}.")


# -- rules, months to settle anew, dates -----------------------------------------------------------


def rules(found: Regler) -> Sida:
    """Return the page of rules."""
    rows = tuple(
        Rad(
            one.kod,
            Line((one.kod, one.allvar, one.lagrum, one.titel, ", ".join(one.installningar)),
                 ("", "", "muted", "", "muted")),
            facts(
                f"{one.kod}: {one.titel}",
                ("Lagrum", one.lagrum),
                ("Allvar", one.allvar),
                ("Lagen", one.lagen),
                ("Fyndet säger", one.fyndet),
                ("Inställningar", ", ".join(one.installningar)),
            ),
            one,
        )
        for one in found.regler
    )  # fmt: skip
    text = Text(f"{count(len(rows), 'kod', 'koder')}   regelversion {found.version}", style="bold")
    for one in found.versioner:
        text.append(
            f"\nVersion {one.version}: {count(one.korningar, 'körning', 'körningar')}, "
            f"{one.forsta} till {one.sista}",
            style="not bold",
        )
    return Sida(RULES, rows, len(rows), text)


def marked(found: Sequence[Marked]) -> Sida:
    """Return the page of months that need a new run or an attest."""
    rows = tuple(
        Rad(one.month, Line((one.month, one.orsak)), facts(one.month, ("Varför", one.orsak)), one)
        for one in found
    )
    text = Text(count(len(rows), "månad", "månader"), style="bold")
    text.append(
        told("\n⏎ går till månadens avräkning, där {settle.settle} räknar om."), style="not bold"
    )
    return Sida(MARKED, rows, len(rows), text, "Alla månaders körningar stämmer med underlaget.")


def watched(found: Sequence[Watched]) -> Sida:
    """Return the page of dates to watch."""
    rows = tuple(
        Rad(
            f"{one.dag} {one.slag} {one.brukare} {one.galler}",
            Line((one.dag, one.brukare, one.uppgift, one.galler, one.lagrum),
                 ("", "", "", "muted", "muted")),
            facts(
                one.uppgift,
                ("Senast", one.dag),
                ("Brukare", one.brukare),
                ("Gäller", one.galler),
                ("Lagrum", one.lagrum),
            ),
            one,
        )
        for one in found
    )  # fmt: skip
    text = Text(count(len(rows), "dag att bevaka", "dagar att bevaka"), style="bold")
    text.append("\nHur långt fram: inställningen bevakning_dagar.", style="not bold")
    return Sida(WATCHED, rows, len(rows), text, "Ingenting att bevaka just nu.")
