"""People, payees, values, settings and users as rows of the lists of underlag. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from workbench.domain.money import kronor
from workbench.domain.roller import VERB, may
from workbench.domain.time import iso_day
from workbench.services.attest_sheet import account
from workbench.tui.actions import sign, told
from workbench.tui.screens.underlag_pages import (
    PAYEES,
    RATES,
    REGISTER,
    SETTINGS,
    USERS,
    WAITS,
    Rad,
    Sida,
    facts,
)
from workbench.tui.widgets.columns import Line
from workbench.tui.words import NOTHING, alphabetical, count, stamp_text
from workbench.tui.words import thousands as many
from workbench.wording import MOTTAGARE

if TYPE_CHECKING:
    from db.proposals import Proposal
    from db.users import User
    from workbench.law.parameters import DatedValue
    from workbench.services.law import PolicyRow
    from workbench.services.payees import PaidNow, ShownAccount
    from workbench.services.register import Hit


# -- the register -------------------------------------------------------------------------------


def register(found: Sequence[Hit], total: int) -> Sida:
    """Return the page of people and employers."""
    rows = tuple(
        Rad(
            " ".join(map(str, one.nyckel)),
            Line((one.nummer, one.namn, ", ".join(one.roller)), ("muted", "", "")),
            facts(one.namn, ("Nummer", one.nummer), ("Är", ", ".join(one.roller))),
            one,
        )
        for one in found
    )
    text = Text(f"{many(total)} i registren", style="bold")
    if total > len(rows):
        text = Text(f"visar {many(len(rows))} av {many(total)}", style="bold")
        text.append(": skriv mer i filtret (/) för att se de andra", style="not bold")
    text.append("\n⏎ visar allt som finns om raden, med fil och rad, och hur det har ändrats.")
    return Sida(REGISTER, rows, total, text)


# -- payees and accounts ------------------------------------------------------------------------


def payees(paid: Sequence[PaidNow], waiting: Sequence[ShownAccount], aktor: str) -> Sida:
    """Return the page of payees: accounts that wait first, then who is paid for each brukare."""
    rows = [_account(one, aktor) for one in waiting]
    rows += [_payee(one) for one in sorted(paid, key=lambda one: alphabetical(one.brukare_namn))]
    text = Text(count(len(paid), "brukare", "brukare"), style="bold")
    lacking = sum(not one.konto for one in paid)
    if lacking:
        text.append(f"   {many(lacking)} utan konto")
    if waiting:
        text.append(f"\n{WAITS}: {count(len(waiting), 'konto', 'konton')}", style="bold")
        text.append(
            told("; en annan än den som läste in det bekräftar ({underlag.confirm})"),
            style="not bold",
        )
    return Sida(PAYEES, tuple(rows), len(rows), text)


def _account(one: ShownAccount, aktor: str) -> Rad:
    name = one.namn or one.nummer
    about = name if one.galler == one.nummer else one.galler or name
    cells = (about, name, one.slag, account(one.efter), "", f"{WAITS}: nytt konto")
    whole = facts(
        f"Konto som väntar: {name}",
        ("Nummer", one.nummer),
        ("Gäller brukare", one.galler),
        ("Konto nu", account(one.fore)),
        ("Nytt konto", account(one.efter)),
        ("Kom i", f"{one.fil} rad {one.rad}" if one.fil else ""),
        ("Inläst", f"{stamp_text(one.tid)} av {one.aktor}"),
        ("Bekräftas av", other(one.aktor, aktor)),
    )
    return Rad(f"konto {one.id}", Line(cells, ("", "", "", "", "", "held")), whole, one)


def other(aktor: str, me: str) -> str:
    """Return who may confirm what someone has brought."""
    if aktor == me:
        return "en annan person: du har själv lagt in det"
    return f"en annan person än {aktor}, till exempel du"


def _payee(one: PaidNow) -> Rad:
    how = f"stoppad från {one.stopp}" if one.stopp else one.hinder
    if not how:
        how = "enligt beslutet" if one.beslut else "inget beslut gäller"
    konto = account(one.konto) if one.konto else "saknas"
    cells = (
        one.brukare_namn,
        one.namn or one.betalas_till,
        MOTTAGARE[one.slag],
        konto,
        one.beslut,
        how,
    )
    known = "; ".join(
        f"{MOTTAGARE[item.slag]} {item.nummer}"
        + (f" (saknar {', '.join(item.saknas)})" if item.saknas else "")
        for item in one.registrerade
    )
    whole = facts(
        f"{one.brukare_namn} {one.brukare}",
        ("Beslut", one.beslut or "inget som gäller dagen"),
        ("Betalas till", f"{one.namn} {one.betalas_till} ({MOTTAGARE[one.slag]})"),
        ("Konto", konto),
        ("Stopp", f"betalas inte direkt till anordnaren från {one.stopp}" if one.stopp else ""),
        ("Varför inte enligt beslutet", one.hinder),
        ("Registrerade", known),
    )
    role = "alert" if one.stopp else "held" if one.hinder else "muted"
    line = Line(cells, ("", "", "muted", "" if one.konto else "alert", "muted", role))
    return Rad(f"brukare {one.brukare}", line, whole, one)


# -- values and settings ------------------------------------------------------------------------


def rates(values: Sequence[DatedValue], waiting: Sequence[Proposal], aktor: str) -> Sida:
    """Return the page of timbelopp, those that wait first, then the latest year first."""
    rows = [_proposal(one, aktor, kronor(int(one.varde))) for one in waiting]
    for one in reversed(values):
        fran, checked = iso_day(one.fran), "ja" if one.verified else "nej"
        line = Line((fran, kronor(one.value), checked, "gäller", one.source),
                    ("", "", "" if one.verified else "held", "muted", ""))  # fmt: skip
        whole = facts(
            f"Timbelopp {fran[:4]}",
            ("Kronor per timme", kronor(one.value)),
            ("Gäller från", fran),
            ("Källa", one.source),
            ("Kontrollerat mot författningen", checked),
        )
        rows.append(Rad(fran, line, whole, one))
    text = Text(count(len(values), "år", "år"), style="bold")
    text.append(_waits(waiting), style="not bold")
    text.append(
        told(
            "\n{underlag.new} lägger in ett års timbelopp, {underlag.try} prövar "
            "ett utan att spara."
        ),
        style="not bold",
    )
    return Sida(RATES, tuple(rows), len(rows), text)


def _waits(waiting: Sequence[Proposal]) -> str:
    if not waiting:
        return ""
    return (
        f"   {WAITS}: {count(len(waiting), 'värde', 'värden')}, en annan än den som föreslog "
        f"bekräftar ({sign('underlag.confirm')})"
    )


def _proposal(one: Proposal, aktor: str, value: str) -> Rad:
    whole = facts(
        f"Väntar på en annan person: {one.namn}",
        ("Värde", value or "(tomt)"),
        ("Från", one.fran),
        ("Källa", one.kalla),
        ("Föreslaget", f"{stamp_text(one.tid)} av {one.aktor}"),
        ("Bekräftas av", other(one.aktor, aktor)),
        ("Varför", "värdet gäller dagar som redan är attesterade"),
    )
    if one.slag == "varde":
        cells: tuple[str, ...] = (
            one.fran, value, "ja" if one.verifierad else "nej", WAITS, one.kalla,
        )  # fmt: skip
        roles: tuple[str, ...] = ("", "", "", "held", "")
    else:
        cells = (one.namn, one.fran, value, WAITS, "", one.kalla, one.aktor)
        roles = ("", "", "", "held", "", "", "muted")
    return Rad(f"förslag {one.id}", Line(cells, roles), whole, one)


def settings(found: Sequence[PolicyRow], waiting: Sequence[Proposal], aktor: str) -> Sida:
    """Return the page of settings, those that wait first."""
    rows = [_proposal(one, aktor, one.varde) for one in waiting]
    names = {one.namn for one in found}
    for one in found:
        shown = one.varde or "(tomt)"
        state = "förval" if not one.fran else "gäller"
        cells = (one.namn, one.fran or NOTHING, shown, state, one.titel, one.kalla, one.aktor)
        roles = ("", "muted", "" if one.fran else "muted", "muted", "", "muted", "muted")
        whole = facts(
            one.namn,
            ("Avgör", one.titel),
            ("Värde", shown),
            ("Gäller från", one.fran or "alltid, om inget annat är valt"),
            ("Källa", one.kalla),
            ("Av", one.aktor),
        )
        rows.append(Rad(f"{one.namn} {one.fran}", Line(cells, roles), whole, one))
    text = Text(count(len(names), "inställning", "inställningar"), style="bold")
    own = sum(1 for one in found if one.fran)
    text.append(f"   {count(own, 'eget värde', 'egna värden')}{_waits(waiting)}", style="not bold")
    text.append(
        told(
            "\n{underlag.edit} sätter ett värde från en dag, {underlag.try} prövar "
            "ett utan att spara."
        ),
        style="not bold",
    )
    return Sida(SETTINGS, tuple(rows), len(rows), text)


def users(found: Sequence[User]) -> Sida:
    """Return the page of users."""
    rows = tuple(
        Rad(
            one.login,
            Line((one.login, one.roll, "ja" if one.ser_skyddade else "nej")),
            facts(
                one.login,
                ("Roll", one.roll),
                ("Ser skyddade personuppgifter", "ja" if one.ser_skyddade else "nej"),
                ("Får", "; ".join(VERB[ratt] for ratt in VERB if may(one.roll, ratt))),
            ),
            one,
        )
        for one in found
    )
    text = Text(count(len(rows), "användare", "användare"), style="bold")
    text.append(
        told("\nNamnen är operativsystemets. {underlag.new} lägger till, {underlag.edit} ändrar."),
        style="not bold",
    )
    return Sida(
        USERS,
        rows,
        len(rows),
        text,
        told(
            "Inga användare ännu: då får alla allt.\n\n{underlag.new} lägger till den första. "
            "Börja med dig själv som administratör."
        ),
    )
