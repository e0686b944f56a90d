"""The annex of a claim: its whole computation from what was stored when the runs were attested.

Two of them: the debtor's, and the court's with the assistants' work for others (sekretess). The
amounts are the same. Protected identities are masked; on the debtor's paper always.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from db import claim_basis, claims, reports
from db.claim_basis import Work
from db.claims import ClaimEvent, ClaimFacts
from db.reports import NamedRow
from workbench.domain.time import clock, iso_day, iso_month, wall
from workbench.exports.kravbilaga import as_pdf, as_text
from workbench.exports.kravinnehall import (
    Annanstans,
    Avsnitt,
    Bilaga,
    Bilagefel,
    Bokning,
    Fil,
    Rad,
)
from workbench.exports.kravsummor import kontrollera
from workbench.services.aterkrav import UnknownClaim
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.kravannat import Shown, annanstans, looks
from workbench.services.kravavsnitt import avsnitt, ranks, underlag
from workbench.services.kravorsaker import cited, orsaker
from workbench.services.kravsekretess import People, utan_andra
from workbench.services.kravtaxor import taxor
from workbench.services.viewing import NOBODY, Viewer
from workbench.wording import GRUND, SLAG

__all__ = ["DoesNotAddUp", "as_pdf", "as_text", "bilaga"]


class DoesNotAddUp(Refused):
    """What is stored of the claim has been changed; the Swedish message says where."""


def bilaga(connection: sqlite3.Connection, krav_id: int, *, full: bool, viewer: Viewer) -> Bilaga:
    """Return the content of a claim's annex: the court's (``full``) or the debtor's.

    ``viewer`` decides whether the court's shows protected identities; the debtor's never does.
    Raises UnknownClaim, and DoesNotAddUp when what is stored does not.
    """
    facts = claims.facts(connection, krav_id)
    if facts is None:
        raise UnknownClaim(f"K{krav_id}")
    try:
        made = _Annex(connection, facts, viewer if full else NOBODY, full=full).content()
        kontrollera(made)
    except Bilagefel as error:
        raise DoesNotAddUp(str(error)) from error
    return made


class _Annex:
    """All that one annex is made of, read once."""

    def __init__(
        self, connection: sqlite3.Connection, facts: ClaimFacts, viewer: Viewer, *, full: bool
    ) -> None:
        self._connection = connection
        self._facts = facts
        self._viewer = viewer
        self._full = full
        self._items = underlag(connection, facts.brukare_id, claims.rows(connection, facts.id))
        self._named = self._rows()
        self._own = claim_basis.work_rows(connection, [rad for rad in self._named if rad > 0])
        self._nr = self._numbers()
        self._cited = cited(connection, self._items)
        self._looks = looks(connection, facts.brukare_id, self._cited)
        self._files = self._lettered()
        self._people = People(connection, self._persons(), viewer, full=full)

    def content(self) -> Bilaga:
        """Return the annex."""
        facts = self._facts
        chosen = Chosen(self._connection, facts.tid[:10])
        sender = (chosen.text("betalare_namn"), chosen.text("brev_namnd"))
        sections = tuple(self._sections())
        made = Bilaga(
            krav=f"K{facts.id}",
            full=self._full,
            avsandare=tuple(filter(None, sender)),
            brukare=self._people.name(facts.brukare_id),
            arbetsgivare=tuple(sorted({self._people.employer(row) for row in self._own})),
            grund=GRUND[facts.grund],
            summa=facts.summa,
            utestaende=facts.utestaende,
            aterbetalt=facts.aterbetalt,
            nedlagt=facts.nedlagt,
            avsnitt=sections,
            rader=tuple(self._by_month()),
            orsaker=orsaker(
                self._connection,
                self._items,
                self._cited,
                self._nr,
                self._viewer,
                full=self._full,
            ),
            taxor=taxor(self._connection, facts.brukare_id, sections),
            annanstans=tuple(self._elsewhere()),
            bokningar=tuple(map(_booking, claims.events(self._connection, facts.id))),
            filer=tuple(
                Fil(letter, name, sha) for sha, (letter, name) in sorted(self._files.items())
            ),
        )
        return utan_andra(made, self._hidden(), self._known())

    def _hidden(self) -> set[str]:
        """Return names and numbers that free text must not tell: of protected people, and to the
        debtor of those that the assistants have worked for elsewhere."""
        found: set[str | None] = set(self._people.hidden(self._facts.brukare_id))
        for row in self._named.values():
            if row.assistent_skyddad and not self._viewer.protected:
                found |= {row.assistent_nummer, row.assistent_namn}
        for other in self._others():
            if not self._full or (other.brukare_skyddad and not self._viewer.protected):
                found |= {other.brukare_nummer, other.brukare_namn}
            if not self._full:
                found |= {other.arbetsgivare_nummer, other.arbetsgivare_namn}
        return {text for text in found if text} - self._known()

    def _known(self) -> set[str]:
        """Return names and numbers that the debtor knows: his own and of those who work for him.

        Not those that are protected: paper goes astray.
        """
        found: set[str | None] = {self._facts.brukare}
        for row in self._named.values():
            if not row.assistent_skyddad or self._viewer.protected:
                found |= {row.assistent_nummer, row.assistent_namn}
        for own in self._own:
            found |= {own.brukare_namn, own.arbetsgivare_nummer, own.arbetsgivare_namn}
        return {text for text in found if text} - self._people.hidden(self._facts.brukare_id)

    # -- rows and sources -------------------------------------------------------------------------

    def _rows(self) -> dict[int, NamedRow]:
        ids = sorted({rad for item in self._items for rad in item.ids})
        found = {row.id: row for row in reports.named_rows(self._connection, ids)}
        if len(found) < len(ids):
            what = f"{len(ids) - len(found)} rader i kravet finns inte längre"
            raise Bilagefel(f"K{self._facts.id}", what)
        for item in self._items:
            for rad, place in {**item.fore.kallor, **item.efter.kallor}.items():
                if rad in found:
                    found[rad] = found[rad]._replace(**place._asdict())
        return found

    def _numbers(self) -> dict[tuple[int, int], int]:
        """Number the rows by month and time."""
        keys = {(item.manad, rad) for item in self._items for rad in item.ids}
        ordered = sorted(keys, key=lambda key: (key[0], self._named[key[1]].start, key[1]))
        return {key: place for place, key in enumerate(ordered, 1)}

    def _lettered(self) -> dict[str, tuple[str, str]]:
        """Return {file hash: (letter, name)} in order of the hashes."""
        names = {row.sha256: row.fil for row in self._named.values()}
        if self._full:
            names |= {row.sha256: row.fil for row in self._others()}
        return {sha: (_letter(at), names[sha]) for at, sha in enumerate(sorted(names))}

    def _others(self) -> list[Work]:
        own = self._facts.brukare_id
        return [row for look in self._looks for row in look.rows if row.brukare != own]

    def _persons(self) -> set[int]:
        found = {self._facts.brukare_id, *(row.assistent for row in self._named.values())}
        found |= {look.key.assistent for look in self._looks}
        return found | ({row.brukare for row in self._others()} if self._full else set())

    def _source(self, sha: str, rad: int) -> str:
        return f"{self._files[sha][0]}:{rad}"

    def _by_month(self) -> Iterator[tuple[str, tuple[Rad, ...]]]:
        months: dict[int, list[Rad]] = defaultdict(list)
        for (month, rad), nr in self._nr.items():
            row = self._named[rad]
            day, start = wall(row.start)
            _, slut = wall(row.slut)
            months[month].append(
                Rad(
                    nr,
                    self._source(row.sha256, row.rad),
                    iso_day(day),
                    f"{clock(start)}-{clock(slut)}",
                    row.slut - row.start,
                    SLAG[row.slag],
                    self._people.name(row.assistent),
                )
            )
        yield from ((iso_month(month), tuple(rows)) for month, rows in sorted(months.items()))

    # -- sections ---------------------------------------------------------------------------------

    def _sections(self) -> Iterator[Avsnitt]:
        numbered = {orsak: place for place, orsak in enumerate(self._cited, 1)}
        rank = ranks({rad: (row.sha256, row.rad) for rad, row in self._named.items()})
        for item in self._items:
            yield avsnitt(self._connection, item, self._nr, numbered, rank, full=self._full)

    def _elsewhere(self) -> Iterator[Annanstans]:
        shown = Shown(
            self._people.name,
            self._people.numbered,
            self._people.employer,
            lambda row: self._source(row.sha256, row.rad),
        )
        for look in self._looks:
            yield annanstans(look, self._facts.brukare_id, shown, full=self._full)


def _letter(place: int) -> str:
    """Return A, B ... Z, AA, AB ..."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


HANDELSER = {
    "foreslagen": "förslag, körning {0}",
    "andrad av körning": "ändring, körning {0}",
    "makulerad körning": "makulerad körning {0}",
}
"""What bookings that runs make are called."""
SAMLAD = "samlad"
"""A booking that moves a claim into this one: its reason is only this claim's number."""


def _booking(event: ClaimEvent) -> Bokning:
    what = HANDELSER.get(event.handelse, event.handelse).format(event.korning)
    return Bokning(
        event.dag or event.tid[:10],
        iso_month(event.manad),
        what,
        "" if event.handelse == SAMLAD else event.motivering or "",
        event.utestaende,
        event.aterbetalt,
        event.nedlagt,
    )
