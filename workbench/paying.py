"""Who receives a brukare's money (rulebook section 7; 9.2.22). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workbench.domain.decision import Beslut
from workbench.domain.payees import Registered

REPRESENTATIVES = ("forvaltare", "god-man", "formyndare")
"""Registered representatives who receive in the brukare's stead, in order."""


class Payee(NamedTuple):
    """Who is paid, in what capacity, and why not another who stands in the beslut."""

    nummer: str
    slag: str
    hinder: str = ""


def payee(
    number: str,
    beslut: Beslut | None,
    registered: Mapping[str, Registered],
    guardian: str | None,
    *,
    minor: bool,
    stopped: bool = False,
) -> Payee:
    """Return the payee.

    ``registered`` gives the payee in force by kind. The anordnare when the beslut says so and
    nothing registered lacks or stops it; someone else under 11 § likewise; otherwise the
    registered representative, the förmyndare of a minor, or the brukare.
    """
    hinder = ""
    paid_to = beslut.utbetalas_till if beslut else None
    if beslut and paid_to in ("anordnare", "annan"):
        known = registered.get(paid_to)
        hinder = _obstacle(paid_to, known, minor=minor, stopped=stopped)
        other = known.nummer if known else beslut.mottagare
        if other and not hinder:
            return Payee(other, paid_to)
    for kind in REPRESENTATIVES:
        if kind in registered and (kind != "formyndare" or minor):
            return Payee(registered[kind].nummer, kind, hinder)
    if minor and guardian:
        return Payee(guardian, "formyndare", hinder)
    return Payee(number, "brukare", hinder)


def _obstacle(paid_to: str, known: Registered | None, *, minor: bool, stopped: bool) -> str:
    """Return why the one in the beslut is not paid, in Swedish; "" = nothing is in the way."""
    if paid_to == "anordnare":
        if stopped:
            return "utbetalning direkt till anordnaren är stoppad"
        lacking = known.lacks(minor=minor) if known else []
        return f"anordnaren betalas inte direkt: {', '.join(lacking)} saknas" if lacking else ""
    if known and not known.beslut_11:
        return "beslut enligt 11 § saknas"
    return ""
