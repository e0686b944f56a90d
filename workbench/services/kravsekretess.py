"""Who may be named in a claim's annex, and what free text must not tell (26 kap. 1 § OSL)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from db import overview
from db.claim_basis import Work
from workbench.domain.people import luhn_digit, masked
from workbench.exports.kravinnehall import Bilaga
from workbench.services.booked_events import pseudonym
from workbench.services.viewing import Viewer

DOLT = "[uppgift om annan]"
"""What stands in place of a name or number that may not be told."""
_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?(\d{6})-?(\d{4})(?!\d)", re.ASCII)


class People:
    """How people and employers are named: masked when protected; by number in full only."""

    def __init__(
        self, connection: sqlite3.Connection, persons: set[int], viewer: Viewer, *, full: bool
    ) -> None:
        self._persons = overview.persons(connection, sorted(persons))
        self._viewer = viewer
        self._full = full

    def name(self, person: int) -> str:
        """Return a person's name; one without is a number to the court, a pseudonym else."""
        number, name, hidden = self._persons[person]
        if hidden and not self._viewer.protected:
            return masked(person)
        return name or (number if self._full else pseudonym(person))

    def hidden(self, person: int) -> set[str]:
        """Return the name and number of a protected person; nothing of others."""
        number, name, hidden = self._persons[person]
        if not hidden or self._viewer.protected:
            return set()
        return {number, name} if name else {number}

    def numbered(self, person: int) -> str:
        """Return a person's name and number, as the court is told it."""
        number, name, hidden = self._persons[person]
        if hidden and not self._viewer.protected:
            return masked(person)
        return f"{name} {number}" if name else number

    def employer(self, row: Work) -> str:
        """Return the employer of a row."""
        if row.arbetsgivare_person is not None:
            if row.arbetsgivare_skyddad and not self._viewer.protected:
                return masked(row.arbetsgivare_person)
            if not self._full:
                return row.arbetsgivare_namn or pseudonym(row.arbetsgivare_person)
        name = row.arbetsgivare_namn
        if name and self._full:
            return f"{name} {row.arbetsgivare_nummer}"
        return name or row.arbetsgivare_nummer


def utan_andra(bilaga: Bilaga, hidden: Collection[str], own: Collection[str]) -> Bilaga:
    """Return an annex whose free text (file names, explanations, motiveringar) holds none of
    ``hidden``, and in the debtor's annex no personnummer or orgnr but those of ``own``."""
    clean = cleaner(hidden, None if bilaga.full else own)
    return replace(
        bilaga,
        filer=tuple(fil._replace(namn=clean(fil.namn)) for fil in bilaga.filer),
        bokningar=tuple(one._replace(skal=clean(one.skal)) for one in bilaga.bokningar),
        orsaker=tuple(
            replace(
                orsak,
                fynd=tuple(
                    replace(
                        fynd,
                        forklaring=clean(fynd.forklaring),
                        avgoranden=tuple(map(clean, fynd.avgoranden)),
                    )
                    for fynd in orsak.fynd
                ),
            )
            for orsak in bilaga.orsaker
        ),
    )


def cleaner(
    hidden: Collection[str], own: Collection[str] | None, instead: str = DOLT
) -> Callable[[str], str]:
    """Return what takes names and numbers out of free text, however they are written.

    Those of ``hidden`` always, and every valid number but those of ``own`` unless it is None.
    """
    words = sorted({form for text in hidden for form in _forms(text)}, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words)
    named = re.compile(pattern, re.IGNORECASE) if words else None
    known = {text[-10:] for text in own or () if text.isdigit()}

    def number(match: re.Match[str]) -> str:
        ten = match[1] + match[2]
        valid = luhn_digit(ten[:9]) == int(ten[9])
        return match[0] if ten in known or not valid else instead

    def clean(text: str) -> str:
        if named is not None:
            text = named.sub(instead, text)
        return text if own is None else _NUMBER.sub(number, text)

    return clean


def _forms(text: str) -> Iterator[str]:
    """Yield a name, or the ways that a number is written."""
    yield text
    if text.isdigit() and len(text) in (10, 12):
        for digits in {text, text[-10:]}:
            yield digits
            yield f"{digits[:-4]}-{digits[-4:]}"
