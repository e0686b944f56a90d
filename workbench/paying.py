"""Who receives a brukare's money (rulebook section 7; 9.2.22). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.domain.decision import Beslut

REPRESENTATIVES = ("forvaltare", "god-man", "formyndare")
"""Registered representatives who receive in the brukare's stead, in order."""


def payee(
    number: str,
    beslut: Beslut | None,
    registered: Mapping[str, str],
    guardian: str | None,
    *,
    minor: bool,
) -> str:
    """Return the number of the payee.

    ``registered`` gives the payee in force by kind. An anordnare or someone else under 11 §
    when the beslut says so; otherwise the registered representative, the förmyndare of a
    minor, or the brukare.
    """
    paid_to = beslut.utbetalas_till if beslut else None
    if beslut and paid_to in ("anordnare", "annan"):
        other = registered.get(paid_to) or beslut.mottagare
        if other:
            return other
    for kind in REPRESENTATIVES:
        if kind in registered and (kind != "formyndare" or minor):
            return registered[kind]
    if minor and guardian:
        return guardian
    return number
