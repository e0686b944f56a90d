"""Duties that register facts raise: beslut, FK's beslut, stays, advances without account."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from db import duty_facts
from db.duty_facts import Beslutat
from workbench.domain.money import hours, kronor
from workbench.domain.time import iso_day, iso_month, parse_day
from workbench.law import plikter as law
from workbench.law.plikter import Beviljat, Plikt, Utlosare, account_due, granted_in, granted_on
from workbench.law.rounding import half_up
from workbench.services.plikter import Asked, Raised

YEAR = 365


def _as_granted(item: Beslutat) -> Beviljat:
    till = None if item.till is None else parse_day(item.till)
    return Beviljat(parse_day(item.fran), till, item.timmar, item.manader)


def _large_beslut(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A beslut of many hours on which FK has not been asked. Before the first of FK's beslut in
    the register, that there is none says nothing."""
    since = duty_facts.first_fk(asked.connection)
    if since is None:
        return
    limit = asked.number(trigger.antal)
    found = duty_facts.large_beslut(asked.connection, asked.day, since, limit, asked.brukare)
    for brukare, item in found:
        own = asked.fk(brukare)
        # Asked for only when it is looked at: most have none of FK's beslut, or a grant.
        here = (_as_granted(one) for one in duty_facts.beslut_of(asked.connection, brukare))
        one = _as_granted(item)
        if not law.may_have_right(one, here, own, limit, asked.today):
            continue
        week = half_up(item.timmar * law.WEEK, one.dagar)
        answer = "har sagt nej till färre timmar" if own else "inget beslut är registrerat"
        yield Raised(
            plikt,
            f"{plikt.forled}{brukare}-{item.id}-{item.timmar}",
            parse_day(item.dag),
            f"beslut {item.nummer}",
            f"beslut {item.nummer}, {hours(week)} h i veckan",
            brukare,
            fakta=(
                ("Kommunens beslut", f"{item.nummer}, från {item.fran}"),
                ("Gäller till", item.till or "tills vidare"),
                ("Timmar i veckan", f"{hours(week)} ({hours(item.timmar)} per period)"),
                ("Försäkringskassan", answer),
            ),
        )


def _extended(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """Temporary beslut again and again beside FK's grant."""
    least = asked.number(trigger.antal)
    since = iso_day(asked.today - YEAR)
    for item in duty_facts.extended(asked.connection, since, least, asked.brukare):
        if granted_on(asked.fk(item.brukare), asked.today):
            yield Raised(
                plikt,
                f"{plikt.forled}{item.brukare}-{item.beslut}",
                parse_day(item.dag),
                f"beslut {item.nummer.rpartition(', ')[2]}",
                f"{item.antal} tillfälliga beslut på ett år",
                item.brukare,
                fakta=(("Tillfälliga beslut", item.nummer), ("Sedan", since)),
            )


def _stays(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A new insats of someone who has FK's grant on its first day."""
    for item in duty_facts.first_stays(asked.connection, law.NEW_AFTER_DAYS, asked.brukare):
        if not _is_insats(item.slag, trigger.ord):
            continue
        first = parse_day(item.fran)
        if granted_on(asked.fk(item.brukare), first):
            yield Raised(
                plikt,
                f"{plikt.forled}{item.brukare}-{_slug(item.slag)}-{item.fran.replace('-', '')}",
                first,
                f"vistelse {item.fran}",
                f"{item.slag} från {item.fran}",
                item.brukare,
                fakta=(("Insats", item.slag), ("Från", item.fran), ("Till", item.till or "pågår")),
            )


def _is_insats(slag: str, beginnings: tuple[str, ...]) -> bool:
    words = slag.casefold().replace("-", " ").replace("_", " ").split()
    return any(word.startswith(beginning) for word in words for beginning in beginnings)


def _slug(text: str) -> str:
    """Return a text as part of an id: plain letters and digits with hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def _refused_by_fk(asked: Asked, plikt: Plikt, _: Utlosare) -> Iterator[Raised]:
    """FK has said no, and has not granted since."""
    for item in duty_facts.refusals(asked.connection, asked.brukare):
        said = f"{item.utfall} {item.beslutsdatum}"
        reason = (("Orsak", item.orsak),) if item.orsak else ()
        yield Raised(
            plikt,
            f"{plikt.forled}{item.id}",
            parse_day(item.mottagen),
            f"FK{item.id}",
            said + (f": {item.orsak}" if item.orsak else ""),
            item.brukare,
            fakta=(
                ("Försäkringskassans beslut", said),
                *reason,
                ("Beslutet kom in", item.mottagen),
            ),
        )


def _unaccounted(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """An advance that should have been accounted for, of someone with FK's grant that month."""
    months = asked.number("sen_redovisning_manader")
    day = asked.number("sen_redovisning_dag")
    for item in duty_facts.unaccounted(asked.connection, asked.brukare):
        due = account_due(item.manad, months, day)
        if due < asked.today and granted_in(asked.fk(item.brukare), [item.manad]):
            month = iso_month(item.manad)
            yield Raised(
                plikt,
                f"{plikt.forled}{item.brukare}-{month}",
                due,
                f"förskott {month}",
                f"{month}: förskott utan redovisning",
                item.brukare,
                fakta=(
                    ("Månad", month),
                    ("Förskott som inte är redovisat", f"{kronor(item.oredovisat)} kr"),
                    ("Redovisningen skulle ha kommit", iso_day(due)),
                ),
            )


REGISTER: Mapping[str, Callable[[Asked, Plikt, Utlosare], Iterator[Raised]]] = {
    "beslut": _large_beslut,
    "utokning": _extended,
    "vistelse": _stays,
    "fkbeslut": _refused_by_fk,
    "forskott": _unaccounted,
}
