"""What the cells of one row, or of rows of one file, must agree on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importers.cells import BadCell
from workbench.domain import time

Values = dict[str, object]
Problem = tuple[str, BadCell]
"""The column to blame, and what is wrong."""

Span = tuple[int, int, int, int]
"""start and slut as instants, vstart and vslut as minutes of the wall clock."""

MAX_RAISE = 1200
"""Hundredths of a per cent."""


def employer_problem(employer: object, brukare: object) -> BadCell | None:
    """Say what is wrong when an employer is a person but not the brukare."""
    if isinstance(employer, str) and len(employer) == 12 and brukare not in (None, employer):
        return BadCell("IM-051")
    return None


def span(datum: object, begin: object, stop: object) -> tuple[Span | None, list[Problem]]:
    """Return when a row of ``datum``, ``start`` and ``slut`` runs, or what is wrong with it.

    Cells that could not be read are None: then the row has no span and no problem either.
    """
    if begin == time.DAY_MINUTES:
        return None, [("start", BadCell("IM-046"))]
    if begin is not None and begin == stop:
        return None, [("slut", BadCell("IM-045"))]
    if not (isinstance(datum, str) and isinstance(begin, int) and isinstance(stop, int)):
        return None, []
    day = time.parse_day(datum)
    until = stop or time.DAY_MINUTES
    last = day if begin < until else day + 1
    moments, problems = [], []
    for name, on, minute in (("start", day, begin), ("slut", last, until)):
        try:
            moments.append(time.instant(on, minute))
        except time.NonexistentTime:
            problems.append((name, BadCell("IM-044")))
    return (None if problems else (moments[0], moments[1], begin, stop)), problems


class FileChecks:
    """Checks of register rows; keeps what rows of the same file must agree on."""

    def __init__(self) -> None:
        self._kommunal: dict[object, tuple[object, int]] = {}
        self._billed: dict[tuple[object, object], int] = {}
        self._by_kind: dict[str, Callable[[Values, int], Iterator[Problem]]] = {
            "uppdrag": self._uppdrag,
            "beslut": self._beslut,
            "mottagare": self._mottagare,
            "vistelser": self._vistelse,
            "anordnare": self._anordnare,
            "sjukfall": self._sjukfall,
            "sjukpass": self._sjukpass,
            "fkbeslut": self._fkbeslut,
            "fkfaktura": self._fkfaktura,
        }

    def problems(self, kind: str, values: Values, rad: int) -> Iterator[Problem]:
        """Yield what the row's readable cells contradict; unreadable cells are None."""
        check = self._by_kind.get(kind)
        if check is not None:
            yield from check(values, rad)

    def _uppdrag(self, values: Values, rad: int) -> Iterator[Problem]:
        bad = employer_problem(values["arbetsgivare"], values["brukare"])
        if bad is not None:
            yield "arbetsgivare", bad

    def _beslut(self, values: Values, rad: int) -> Iterator[Problem]:
        fran, till = values["fran"], values["till"]
        if isinstance(fran, str) and isinstance(till, str) and till < fran:
            yield "till", BadCell("IM-060")
        months = values["period_manader"]
        if isinstance(months, int) and not 1 <= months <= 6:
            yield "period_manader", BadCell("IM-061")
        hojning = values["hojning_procent"]
        if isinstance(hojning, int) and hojning > MAX_RAISE:
            yield "hojning_procent", BadCell("IM-062", vagrad=True)

    def _mottagare(self, values: Values, rad: int) -> Iterator[Problem]:
        fran, till = values["fran"], values["till"]
        if isinstance(fran, str) and isinstance(till, str) and till < fran:
            yield "till", BadCell("IM-060")

    def _vistelse(self, values: Values, rad: int) -> Iterator[Problem]:
        fran, till = values["fran"], values["till"]
        if isinstance(fran, str) and isinstance(till, str) and _moment(till) <= _moment(fran):
            yield "till", BadCell("IM-063")

    def _sjukfall(self, values: Values, rad: int) -> Iterator[Problem]:
        bad = employer_problem(values["arbetsgivare"], values["brukare"])
        if bad is not None:
            yield "arbetsgivare", bad
        forsta, sista = values["forsta_sjukdag"], values["sista_sjukdag"]
        if isinstance(forsta, str) and isinstance(sista, str) and sista < forsta:
            yield "sista_sjukdag", BadCell("IM-122")

    def _sjukpass(self, values: Values, rad: int) -> Iterator[Problem]:
        yield from span(values["datum"], values["start"], values["slut"])[1]

    def _anordnare(self, values: Values, rad: int) -> Iterator[Problem]:
        orgnr, kommunal = values["orgnr"], values["kommunal"]
        if orgnr is None or kommunal is None:
            return
        before, row = self._kommunal.setdefault(orgnr, (kommunal, rad))
        if before != kommunal:
            yield "kommunal", BadCell("IM-064", annan_rad=row)

    def _fkbeslut(self, values: Values, rad: int) -> Iterator[Problem]:
        fran, till, back = values["fran"], values["till"], values["retroaktivt_fran"]
        first = min((day for day in (fran, back) if isinstance(day, str)), default=None)
        if isinstance(till, str) and first is not None and till < first:
            yield "till", BadCell("IM-060")
        if values["utfall"] == "beviljat" and first is None:
            yield "fran", BadCell("IM-103")
        if isinstance(fran, str) and isinstance(back, str) and back > fran:
            yield "retroaktivt_fran", BadCell("IM-104")
        week, basic = values["timmar_per_vecka"], values["grundlaggande_per_vecka"]
        if isinstance(week, int) and isinstance(basic, int) and basic > week:
            yield "grundlaggande_per_vecka", BadCell("IM-105")

    def _fkfaktura(self, values: Values, rad: int) -> Iterator[Problem]:
        brukare, manad = values["brukare"], values["manad"]
        if brukare is None or manad is None:
            return
        before = self._billed.setdefault((brukare, manad), rad)
        if before != rad:
            yield "manad", BadCell("IM-106", annan_rad=before)


def _moment(text: str) -> int:
    return time.instant(time.parse_day(text[:10]), time.parse_clock(text[11:]))
