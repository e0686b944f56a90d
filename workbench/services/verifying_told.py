"""What a verification found, in Swedish: the same sentences for every face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workbench.services.revision_kontroll import Checked
from workbench.services.verifying import Verified

BREAK, FIRST, NEW_RULES, DIFFERENCE = "BROTT", "FÖRSTA BROTTET", "NY REGELVERSION", "skillnad"
SHOWN = 20
"""Differences of a month that are told; the JSON has all of them."""


class Said(NamedTuple):
    """A sentence: ``slag`` "" = nothing is wrong, else what kind of thing it is, and where."""

    slag: str
    var: str
    vad: str

    @property
    def line(self) -> str:
        """The sentence on a line of its own."""
        where = f"{self.var}: " if self.var else ""
        if self.slag == DIFFERENCE:
            return f"  {where}{self.vad}"
        kind = f"{self.slag} " if self.slag else ""
        return f"{kind}{where}{self.vad}"


def database(found: Verified) -> Iterator[Said]:
    """Yield what a verification of a database found, the first break first among the breaks."""
    walked = found.journal
    removed = f", {walked.gallrade} med gallrat innehåll" if walked.gallrade else ""
    later = f"; de {walked.efterat} första kedjades i efterhand" if walked.efterat else ""
    yield Said("", "Journalens kedja", f"{walked.poster} poster omräknade{removed}{later}.")
    if not walked.brott:
        yield Said("", "Huvud", f"post {found.huvud.nummer}, {found.huvud.hash}.")
    if found.tillkomna:
        later = f"{found.tillkomna} poster har kommit till medan kontrollen gjordes"
        yield Said("", "", f"Det är databasen som den var vid den posten: {later}.")
    yield Said("", "", f"{found.filer} mottagna filer lästa igen.")
    if found.olasta:
        yield Said(
            "",
            "Registren är inte jämförda med filerna",
            "programmet tar inte längre emot "
            + "; ".join(item.vad for item in found.olasta[:SHOWN])
            + ".",
        )
    yield Said("", "", f"{found.runs} attesterade körningar kontrollerade.")
    if found.recomputed:
        yield Said("", "Omräknade från lagrat underlag", f"{', '.join(found.recomputed)}.")
    if found.changed_since:
        yield Said("", "Underlaget är ändrat sedan attesten", f"{', '.join(found.changed_since)}.")
    yield from _new_rules(found)
    for place, fault in enumerate(found.faults):
        yield Said(BREAK if place else FIRST, fault.var, fault.vad)
    if not found.faults:
        yield Said("", "", "Allt stämmer.")


def _new_rules(found: Verified) -> Iterator[Said]:
    for item in found.nya_regler:
        yield Said(
            NEW_RULES,
            f"{item.manad} körning {item.korning}",
            f"{'; '.join(item.vad)}. Det är inget brott; räkna månaden igen för att se skillnaden "
            "rad för rad.",
        )
        for fault in item.skillnader[:SHOWN]:
            yield Said(DIFFERENCE, fault.var, fault.vad)
        if len(item.skillnader) > SHOWN:
            yield Said(DIFFERENCE, "", f"och {len(item.skillnader) - SHOWN} till")


def archive(found: Checked) -> Iterator[Said]:
    """Yield what a verification of an archive found."""
    yield Said("", "", f"{found.medlemmar} filer lästa, {found.korningar} attesterade körningar.")
    if found.omraknade:
        yield Said("", "Omräknade", f"{', '.join(found.omraknade)}.")
    for text in found.anmarkningar:
        yield Said("", "", text)
    for place, item in enumerate(found.brott):
        yield Said(BREAK if place else FIRST, item.var, item.vad)
    if not found.brott:
        yield Said("", "", "Allt stämmer.")
