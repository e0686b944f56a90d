"""A claim for sjuklön as a form: texts by field, a line per pass, nobody's protected number."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from db import people, sjukfall
from importers.kinds import KINDS
from workbench.domain.money import plain
from workbench.domain.report import SLAG_NAMES
from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import clock, iso_day, wall
from workbench.services.sjuklon import UnknownArende
from workbench.services.viewing import Viewer

FIELDS = KINDS["sjukfall"].names
PASSES = "pass"
"""The name of the lines among the fields."""
NOBODY = "-"
_HIDDEN = re.compile(r"skyddad-(\d+)")


@dataclass(frozen=True, slots=True)
class Form:
    """A claim as written: a text per field of ``sjukfall``, and a line per pass.

    ``version`` is that of the stored claim that the form corrects; None is a new one. A protected
    person whom the viewer may not see stands as ``skyddad-17``.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    passen: str = ""
    version: int | None = None


def written(form: Form, name: str, text: str) -> Form:
    """Return a form with another text in a field (or in the lines)."""
    if name == PASSES:
        return replace(form, passen=text)
    return replace(form, values={**form.values, name: text})


def form_of(connection: sqlite3.Connection, arende: str, viewer: Viewer) -> Form:
    """Return a stored claim as a form to correct. Raises UnknownArende."""
    case = sjukfall.of_arende(connection, arende)
    if case is None:
        raise UnknownArende(arende)
    persons = {case.brukare, case.assistent, *(who for one in case.passen for who in one.vikarier)}
    shown = {
        person: _hidden(person) if protected and not viewer.protected else number
        for person, number, protected in people.numbers(connection, persons)
    }
    (employer,) = people.employer_names(connection, {case.arbetsgivare})
    number = employer.nummer
    if employer.person is not None and employer.skyddad and not viewer.protected:
        number = _hidden(employer.person)
    values = _facts(case) | {
        "brukare": shown[case.brukare],
        "assistent": shown[case.assistent],
        "arbetsgivare": number,
        "sokande": _sokande(connection, case.sokande or "", viewer),
    }
    version = sjukfall.states(connection, [case.id])[case.id].version
    return Form(values, "\n".join(_line(one, shown) for one in case.passen), version)


def _hidden(person: int) -> str:
    return f"skyddad-{person}"


def _sokande(connection: sqlite3.Connection, sokande: str, viewer: Viewer) -> str:
    found = people.protected_ids(connection, {sokande}) if not viewer.protected else {}
    return _hidden(found[sokande]) if sokande in found else sokande


def _facts(case: Sjukfall) -> dict[str, str]:
    """Return the fields of a claim that name nobody."""
    numbers = {
        "timlon": case.timlon,
        "veckolon": case.veckolon,
        "betald_sjuklon": case.betald_sjuklon,
        "begart_belopp": case.begart,
        "semester_procent": case.semester_procent,
        "avgift_procent": case.avgift_procent,
        "avtal_procent": case.avtal_procent,
    }
    return {
        "arende": case.arende,
        "forsta_sjukdag": iso_day(case.forsta),
        "sista_sjukdag": "" if case.open else iso_day(case.sista),
        "ansokt": iso_day(case.ansokt),
        "lakarintyg_fran": "" if case.lakarintyg is None else iso_day(case.lakarintyg),
        "hogriskskydd": "ja" if case.hogriskskydd else "",
        "tidigare_karens": str(case.tidigare_karens or ""),
        "handlingar": ",".join(sorted(case.handlingar)),
    } | {name: "" if value is None else _decimal(value) for name, value in numbers.items()}


def _decimal(hundredths: int) -> str:
    return plain(hundredths).replace(".", ",")


def _line(one: Pass, shown: Mapping[int, str]) -> str:
    day, start = wall(one.start)
    _, slut = wall(one.slut)
    cells = [
        iso_day(day),
        clock(start),
        clock(slut) if slut else "24:00",
        ",".join(shown[who] for who in one.vikarier) or NOBODY,
    ]
    if one.slag or one.tillagg:
        cells.append(SLAG_NAMES[one.slag])
    if one.tillagg:
        cells.append(_decimal(one.tillagg))
    return " ".join(cells)


def real(connection: sqlite3.Connection, text: str) -> str:
    """Return a text with the numbers of the protected persons that it names."""
    named = {int(number) for number in _HIDDEN.findall(text)}
    numbers = {
        person: number
        for person, number, protected in people.numbers(connection, named)
        if protected
    }
    return _HIDDEN.sub(lambda match: numbers.get(int(match[1]), match[0]), text)
