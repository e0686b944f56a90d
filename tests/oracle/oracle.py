"""A slow and obvious reading of the rulebook, sections 1-6, 9 and 10, used only as a test oracle.

Nothing here is shared with the program under test. All time is kept as whole UTC minutes since the
epoch and all arithmetic in `Fraction`; wall time is converted with the time zone database. Where
the text can be read in two ways, the choice is a field of `Readings`, so that a difference can be
traced to a reading instead of to an error.

Of Försäkringskassan (FK) its beslut are read: what it has granted afterwards, and the days that it
alone pays for. Not computed: beslut-retroaktivt, the municipality's own policy rates, decisions by
people, sjuklön and FK's bills.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FOREVER = 10**12
DAY = timedelta(days=1)
EXCEPTION_BEFORE = date(2013, 7, 1)

Interval = tuple[int, int]
Intervals = list[Interval]
Month = str

NEKA = frozenset(
    {
        "alder",
        "ees",
        "arbetstid-husligt",
        "arbetstid-atl",
        "arbetstid-avtal",
        "tillstand",
        "utan-beslut",
        "dubblett",
        "fk-retroaktiv",
    }
)
UTRED = frozenset(
    {
        "bosattning-okand",
        "formaga",
        "arbetstid-atl-4v",
        "arbetstid-atl-ar",
        "arbetstid-brukare",
        "arbetstid-oklar",
        "tillstand-underrattelse",
        "anordnare-okand",
        "ivo-anmalan",
        "uppdrag-saknas",
        "anmalan-11a",
        "overlapp",
        "dubbelassistans",
        "vistelse",
    }
)
INFO = frozenset({"tvetydig-tid", "tillstand-frist", "anmalan-sen"})

# Section 9, öre per hour.
TIMBELOPP_ORE = {
    2012: 26700,
    2013: 27500,
    2014: 28000,
    2015: 28400,
    2016: 28800,
    2017: 29100,
    2018: 29540,
    2019: 29980,
    2020: 30430,
    2021: 31500,
    2022: 31970,
    2023: 32450,
    2024: 33260,
    2025: 34260,
    2026: 34770,
}

# Section 10: country -> (first day, last day) of membership, None = no bound that matters.
EEA_WHOLE_TIME = [
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI"),
    *("FR", "GR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV"),
    *("MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
]
EES: dict[str, tuple[date | None, date | None]] = dict.fromkeys(EEA_WHOLE_TIME, (None, None))
EES["HR"] = (date(2013, 7, 1), None)
EES["GB"] = (None, date(2020, 12, 31))

CONVERSION = {"assistans": 1, "vantetid": 4, "beredskap": 7}
WORK = ("assistans", "vantetid")


@dataclass(frozen=True)
class Readings:
    """Choices where the text is open; the defaults are the oracle's answer."""

    # Two declared acts that differ stay different arrangements, also when the employer makes the
    # lawful act the same for both; likewise two lengths that are cut to the same lawful length.
    compare_effective: bool = False
    # 4v and 28d are the same length.
    weeks_are_days: bool = True
    # arbetstid-brukare: "causal" = from the minute when a second employer has counted time in the
    # period, "period" = when the period has two employers, "ever" = when any stored time has,
    # "always" = also with a single employer.
    several_employers: str = "causal"
    # arbetstid-oklar for a defect in the day's arrangement only, or in any uppdrag in force.
    defect_of_any_in_force: bool = False


DEFAULT_READINGS = Readings()


@dataclass(frozen=True)
class Row:
    """A reported row; `start` and `end` are UTC minutes of real time (section 1)."""

    id: int
    brukare: str
    assistent: str
    arbetsgivare: str
    datum: date
    start: int
    end: int
    slag: str
    ambiguous: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.assistent, self.brukare, self.arbetsgivare


@dataclass(frozen=True)
class Uppdrag:
    """One uppdrag as imported; `order` is its place in the file."""

    order: int
    assistent: str
    brukare: str
    arbetsgivare: str
    fran: date
    till: date | None
    anmald: date | None
    anstalld_fran: date | None
    arbetstid: str
    tillsyn: bool
    period_start: date | None
    period_langd: str
    timmar_per_vecka: Fraction | None
    extra_overtid: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.assistent, self.brukare, self.arbetsgivare

    def in_force(self, day: date) -> bool:
        return self.fran <= day and (self.till is None or day <= self.till)


@dataclass(frozen=True)
class Beslut:
    """One beslut; hours are per period of `period_manader` whole calendar months."""

    nummer: str
    brukare: str
    fran: date
    till: date | None
    timmar: Fraction
    period_manader: int
    hojning: Fraction
    eget_timbelopp: Fraction | None
    dubbel_timmar: Fraction

    def in_force(self, day: date) -> bool:
        return self.fran <= day and (self.till is None or day <= self.till)

    @property
    def order(self) -> tuple[date, str]:
        return self.fran, self.nummer


@dataclass(frozen=True)
class Permit:
    """One permit spell of an anordnare and the day the brukare was told that it ended."""

    fran: date
    till: date | None
    underrattad: date | None


@dataclass
class Anordnare:
    kommunal: bool = False
    permits: list[Permit] = field(default_factory=list)


@dataclass(frozen=True)
class Sjukersattning:
    procent: Fraction
    fran: date | None
    till: date | None


@dataclass
class Assistent:
    land: dict[date, str] = field(default_factory=dict)
    sjuk: list[Sjukersattning] = field(default_factory=list)


@dataclass(frozen=True)
class FkBeslut:
    """A beslut of Försäkringskassan; `order` is its place in the file, hours are per week."""

    order: int
    brukare: str
    beslutsdatum: date
    utfall: str
    fran: date | None
    till: date | None
    timmar: Fraction | None
    retroaktivt_fran: date | None

    def speaks_of(self, day: date) -> bool:
        """The earlier of the two first days, or the day it was made, through the last."""
        first = min((d for d in (self.fran, self.retroaktivt_fran) if d), default=self.beslutsdatum)
        return first <= day and (self.till is None or day <= self.till)


@dataclass
class Municipality:
    """Everything of a folder that the oracle uses."""

    ivo_anmald: dict[str, date | None] = field(default_factory=dict)
    anordnare: dict[str, Anordnare] = field(default_factory=dict)
    assistenter: dict[str, Assistent] = field(default_factory=dict)
    uppdrag: list[Uppdrag] = field(default_factory=list)
    beslut: dict[str, Beslut] = field(default_factory=dict)
    vistelser: list[tuple[str, int, int]] = field(default_factory=list)
    fkbeslut: list[FkBeslut] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


# --------------------------------------------------------------------------------------- time


def to_utc(naive: datetime) -> int:
    """UTC minute of a wall time; one that exists twice is its first occurrence."""
    aware = naive.replace(tzinfo=STOCKHOLM, fold=0).astimezone(UTC)
    if aware.astimezone(STOCKHOLM).replace(tzinfo=None) != naive:
        raise ValueError(f"no such wall time: {naive}")
    return int(aware.timestamp()) // 60


def exists_twice(naive: datetime) -> bool:
    first = naive.replace(tzinfo=STOCKHOLM, fold=0).utcoffset()
    second = naive.replace(tzinfo=STOCKHOLM, fold=1).utcoffset()
    assert first is not None
    assert second is not None
    return first > second


def wall(minute: int) -> str:
    """A UTC minute as wall time with offset, for people who compare answers."""
    return datetime.fromtimestamp(minute * 60, STOCKHOLM).isoformat(timespec="minutes")


@cache
def day_start(day: date) -> int:
    return to_utc(datetime.combine(day, time()))


def day_of(minute: int) -> date:
    return datetime.fromtimestamp(minute * 60, STOCKHOLM).date()


def split_days(start: int, end: int) -> Iterator[tuple[date, int, int]]:
    """Section 1: cut at local midnight; the part after midnight belongs to the next day."""
    day = day_of(start)
    while start < end:
        stop = min(end, day_start(day + DAY))
        yield day, start, stop
        start, day = stop, day + DAY


def month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_of(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def month_number(month: Month) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def month_bounds(month: Month) -> Interval:
    index = month_number(month)
    return day_start(first_of(index)), day_start(first_of(index + 1))


# ---------------------------------------------------------------------------------- intervals


def union(pieces: Iterable[Interval]) -> Intervals:
    """Sorted, disjoint, joined where they touch."""
    result: Intervals = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def subtract(pieces: Intervals, away: Intervals) -> Intervals:
    result = union(pieces)
    for start, end in away:
        left: Intervals = []
        for a, b in result:
            left += [(a, min(b, start)), (max(a, end), b)]
        result = [(a, b) for a, b in left if a < b]
    return union(result)


def clip(pieces: Intervals, start: int, end: int) -> Intervals:
    return union((max(a, start), min(b, end)) for a, b in pieces)


def length(pieces: Intervals) -> int:
    return sum(end - start for start, end in pieces)


# ------------------------------------------------------------------------------------ numbers


def floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def ceil(value: Fraction) -> int:
    return -floor(-value)


def half_up(value: Fraction, decimals: int = 0) -> Fraction:
    scale = 10**decimals
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def two_decimals(value: Fraction) -> str:
    hundredths = value * 100
    assert hundredths.denominator == 1
    assert hundredths >= 0
    return f"{hundredths.numerator // 100}.{hundredths.numerator % 100:02d}"


# ---------------------------------------------------------------------------------------- load


def _table(folder: Path, kind: str) -> list[dict[str, str]]:
    path = folder / f"{kind}.csv"
    if not path.exists():
        return []
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    rows = [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]
    return [row for row in rows if any(row.values())]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _required_day(text: str) -> date:
    return date.fromisoformat(text)


def _decimal(text: str | None) -> Fraction | None:
    return Fraction(text.replace(",", ".")) if text else None


def _number(text: str) -> str:
    return text.replace("-", "")


def _clock(day: date, clock: str) -> datetime:
    hours, minutes = clock.split(":")
    midnight = datetime.combine(day, time())
    return midnight + timedelta(hours=int(hours), minutes=int(minutes))


def _row(order: int, raw: dict[str, str]) -> Row:
    """Section 1: real elapsed time, an end before the start lies on the next day."""
    day = _required_day(raw["datum"])
    begin, finish = _clock(day, raw["start"]), _clock(day, raw["slut"])
    if finish == begin:
        raise ValueError("slut = start")
    if finish < begin:
        finish += DAY
    start, end = to_utc(begin), to_utc(finish)
    if end <= start:
        raise ValueError("a row without time")
    return Row(
        id=order,
        brukare=_number(raw["brukare"]),
        assistent=_number(raw["assistent"]),
        arbetsgivare=_number(raw["arbetsgivare"]),
        datum=day,
        start=start,
        end=end,
        slag=raw["slag"],
        ambiguous=exists_twice(begin) or exists_twice(finish),
    )


def _uppdrag(order: int, raw: dict[str, str]) -> Uppdrag:
    return Uppdrag(
        order=order,
        assistent=_number(raw["assistent"]),
        brukare=_number(raw["brukare"]),
        arbetsgivare=_number(raw["arbetsgivare"]),
        fran=_required_day(raw["fran"]),
        till=_day(raw.get("till")),
        anmald=_day(raw.get("anmald")),
        anstalld_fran=_day(raw.get("anstalld_fran")),
        arbetstid=raw.get("arbetstid", ""),
        tillsyn=raw.get("tillsyn") == "ja",
        period_start=_day(raw.get("period_start")),
        period_langd=raw.get("period_langd", ""),
        timmar_per_vecka=_decimal(raw.get("timmar_per_vecka")),
        extra_overtid=raw.get("extra_overtid") == "ja",
    )


def _beslut(raw: dict[str, str]) -> Beslut:
    hours = _decimal(raw["timmar"])
    assert hours is not None
    return Beslut(
        nummer=raw["beslutsnummer"],
        brukare=_number(raw["brukare"]),
        fran=_required_day(raw["fran"]),
        till=_day(raw.get("till")),
        timmar=hours,
        period_manader=int(raw.get("period_manader") or 1),
        hojning=_decimal(raw.get("hojning_procent")) or Fraction(0),
        eget_timbelopp=_decimal(raw.get("eget_timbelopp")),
        dubbel_timmar=_decimal(raw.get("dubbel_timmar")) or Fraction(0),
    )


def _fkbeslut(order: int, raw: dict[str, str]) -> FkBeslut:
    """Without hours, those of the basic needs."""
    hours = _decimal(raw.get("timmar_per_vecka"))
    return FkBeslut(
        order=order,
        brukare=_number(raw["brukare"]),
        beslutsdatum=_required_day(raw["beslutsdatum"]),
        utfall=raw["utfall"],
        fran=_day(raw.get("fran")),
        till=_day(raw.get("till")),
        timmar=_decimal(raw.get("grundlaggande_per_vecka")) if hours is None else hours,
        retroaktivt_fran=_day(raw.get("retroaktivt_fran")),
    )


def load(folder: str | Path) -> Municipality:
    """Read the contract's CSV files of a folder; a missing file is an empty register.

    The id of a row is its order in tidrapporter.csv. Several assistenter rows give several dated
    facts: a row with neither country nor day says nothing of residence, the last row of one day
    wins, an empty country with a day means unknown from then. An anordnare row without
    `tillstand_fran` makes the employer known but gives no permit.
    """
    folder = Path(folder)
    m = Municipality()
    for raw in _table(folder, "brukare"):
        m.ivo_anmald[_number(raw["personnummer"])] = _day(raw.get("ivo_anmald"))
    for raw in _table(folder, "anordnare"):
        known = m.anordnare.setdefault(_number(raw["orgnr"]), Anordnare())
        known.kommunal = raw.get("kommunal") == "ja"
        begin = _day(raw.get("tillstand_fran"))
        if begin is not None:
            told = _day(raw.get("brukare_underrattad"))
            known.permits.append(Permit(begin, _day(raw.get("tillstand_till")), told))
    for raw in _table(folder, "assistenter"):
        person = m.assistenter.setdefault(_number(raw["personnummer"]), Assistent())
        land, since = raw.get("bosatt_land", ""), raw.get("bosatt_fran", "")
        if land or since:
            person.land[_day(since) or date.min] = land.upper()
        degree = _decimal(raw.get("sjukersattning_procent"))
        if degree is not None:
            spell = Sjukersattning(
                degree, _day(raw.get("sjukersattning_fran")), _day(raw.get("sjukersattning_till"))
            )
            person.sjuk.append(spell)
    m.uppdrag = [_uppdrag(i, raw) for i, raw in enumerate(_table(folder, "uppdrag"))]
    for raw in _table(folder, "beslut"):
        beslut = _beslut(raw)
        m.beslut[beslut.nummer] = beslut
    for raw in _table(folder, "vistelser"):
        begin_stay = to_utc(datetime.fromisoformat(raw["fran"]))
        till = raw.get("till")
        end_stay = to_utc(datetime.fromisoformat(till)) if till else FOREVER
        m.vistelser.append((_number(raw["brukare"]), begin_stay, end_stay))
    m.fkbeslut = [_fkbeslut(i, raw) for i, raw in enumerate(_table(folder, "fkbeslut"))]
    m.rows = [_row(i, raw) for i, raw in enumerate(_table(folder, "tidrapporter"), start=1)]
    return m


# ------------------------------------------------------------------------- facts of one day


def birth_date(number: str) -> date:
    """From a personnummer, or a samordningsnummer with 60 added to the day."""
    day = int(number[6:8])
    return date(int(number[:4]), int(number[4:6]), day - 60 if day > 60 else day)


def under_18(number: str, day: date) -> bool:
    """Someone born on 29 February is of age on 28 February."""
    born = birth_date(number)
    try:
        of_age = born.replace(year=born.year + 18)
    except ValueError:
        of_age = date(born.year + 18, 2, 28)
    return day < of_age


def in_ees(land: str, day: date) -> bool:
    land = {"EL": "GR", "UK": "GB"}.get(land, land)
    if land not in EES:
        return False
    first, last = EES[land]
    return (first is None or first <= day) and (last is None or day <= last)


def residence(person: Assistent | None, day: date) -> str:
    """The country of the latest fact begun by that day, "" when unknown."""
    if person is None:
        return ""
    begun = [since for since in person.land if since <= day]
    return person.land[max(begun)] if begun else ""


def fully_sick(person: Assistent | None, day: date) -> bool:
    return person is not None and any(
        spell.procent == 100
        and (spell.fran is None or spell.fran <= day)
        and (spell.till is None or day <= spell.till)
        for spell in person.sjuk
    )


class Findings:
    """Per kod and row the intervals concerned, whole stored time, not cut to a month."""

    def __init__(self) -> None:
        self.raw: dict[str, dict[int, Intervals]] = defaultdict(lambda: defaultdict(list))

    def add(self, kod: str, row: Row, start: int, end: int) -> None:
        if start < end:
            assert row.start <= start < end <= row.end
            self.raw[kod][row.id].append((start, end))

    def of(self, kod: str, row: int, start: int, end: int) -> Intervals:
        return clip(self.raw[kod].get(row, []), start, end) if kod in self.raw else []


def day_findings(m: Municipality, today: date, found: Findings) -> None:
    """Section 3: every code that follows from the facts of the day (and the stays)."""
    by_key: dict[tuple[str, str, str], list[Uppdrag]] = defaultdict(list)
    for uppdrag in m.uppdrag:
        by_key[uppdrag.key].append(uppdrag)
    first_row: dict[tuple[str, str, str], date] = {}
    for row in m.rows:
        first_row[row.key] = min(first_row.get(row.key, row.datum), row.datum)
    for row in m.rows:
        mine = by_key[row.key]
        excepted = any(
            u.anstalld_fran is not None and u.anstalld_fran < EXCEPTION_BEFORE for u in mine
        )
        person = m.assistenter.get(row.assistent)
        for day, start, end in split_days(row.start, row.end):
            codes: list[str] = []
            if not excepted:
                if under_18(row.assistent, day):
                    codes.append("alder")
                land = residence(person, day)
                if land == "":
                    codes.append("bosattning-okand")
                elif not in_ees(land, day):
                    codes.append("ees")
            if fully_sick(person, day):
                codes.append("formaga")
            codes += employer_codes(m, row, mine, day)
            covering = [u for u in mine if u.in_force(day)]
            if not covering:
                codes.append("uppdrag-saknas")
            else:
                told = [u.anmald for u in covering if u.anmald and u.anmald <= today]
                if not told:
                    codes.append("anmalan-11a")
                elif min(told) > first_row[row.key]:
                    codes.append("anmalan-sen")
            if not any(b.brukare == row.brukare and b.in_force(day) for b in m.beslut.values()):
                codes.append("utan-beslut")
            for kod in codes:
                found.add(kod, row, start, end)
        for brukare, start, end in m.vistelser:
            if brukare == row.brukare:
                found.add("vistelse", row, max(start, row.start), min(end, row.end))
        if row.ambiguous:
            found.add("tvetydig-tid", row, row.start, row.end)


def employer_codes(m: Municipality, row: Row, mine: Sequence[Uppdrag], day: date) -> list[str]:
    """ivo-anmalan for an own employer; anordnare-okand or the three permit codes for others."""
    if row.arbetsgivare == row.brukare:
        notified = m.ivo_anmald.get(row.brukare)
        return [] if notified is not None and notified <= day else ["ivo-anmalan"]
    employer = m.anordnare.get(row.arbetsgivare)
    if employer is None:
        return ["anordnare-okand"]
    if employer.kommunal:
        return []
    if any(p.fran <= day and (p.till is None or day <= p.till) for p in employer.permits):
        return []
    ended = [p for p in employer.permits if p.till is not None and p.till < day]
    if not ended:
        return ["tillstand"]
    last = max(ended, key=lambda p: p.till or date.min)
    assert last.till is not None
    if not any(u.fran <= last.till for u in mine):
        return ["tillstand"]
    if last.underrattad is None:
        return ["tillstand-underrattelse"]
    return ["tillstand-frist" if day <= last.underrattad + 14 * DAY else "tillstand"]


# ---------------------------------------------------------------------- between rows


def duplicates(rows: Sequence[Row]) -> set[int]:
    """Same persons, employer, kind and instants as a row with a lower id."""
    seen: set[tuple[Any, ...]] = set()
    later: set[int] = set()
    for row in sorted(rows, key=lambda r: r.id):
        mark = (*row.key, row.slag, row.start, row.end)
        if mark in seen:
            later.add(row.id)
        seen.add(mark)
    return later


def overlaps(rows: Sequence[Row], found: Findings) -> None:
    """overlapp, pair by pair; the union per row is taken when the finding is read."""
    by_assistant: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_assistant[row.assistent].append(row)
    for mine in by_assistant.values():
        for i, one in enumerate(mine):
            for two in mine[i + 1 :]:
                start, end = max(one.start, two.start), min(one.end, two.end)
                if start >= end:
                    continue
                if one.brukare != two.brukare:
                    found.add("overlapp", one, start, end)
                    found.add("overlapp", two, start, end)
                    continue
                standby = [r for r in (one, two) if r.slag == "beredskap"]
                hit = standby[0] if len(standby) == 1 else max(one, two, key=_start_then_id)
                found.add("overlapp", hit, start, end)


def _start_then_id(row: Row) -> tuple[int, int]:
    return row.start, row.id


def period_of(beslut: Beslut, index: int) -> tuple[int, int]:
    """First month and first month after of the beslut's period around a month (section 6)."""
    first = month_index(beslut.fran)
    n = beslut.period_manader
    begin = first + (index - first) // n * n
    return begin, begin + n


def share_in_force(beslut: Beslut, period: tuple[int, int]) -> Fraction:
    """Days in force over days of the period."""
    begin, end = first_of(period[0]), first_of(period[1])
    first = max(begin, beslut.fran)
    last = end - DAY if beslut.till is None else min(end - DAY, beslut.till)
    return Fraction(max(0, (last - first).days + 1), (end - begin).days)


def granted_hours(beslut: Beslut, period: tuple[int, int]) -> Fraction:
    share = share_in_force(beslut, period)
    return beslut.timmar if share == 1 else half_up(beslut.timmar * share, 2)


def granted_double_minutes(beslut: Beslut, period: tuple[int, int]) -> int:
    return int(half_up(beslut.dubbel_timmar * 60 * share_in_force(beslut, period)))


def double_assistance(m: Municipality, rows: Sequence[Row], found: Findings) -> None:
    """dubbelassistans, minute by minute.

    At each minute the running rows stand by start, assistant number, row id. Rows of another
    assistant than the first row's are extra and take from the double-assistance minutes of the
    beslut in force that day, earliest first, as long as anything is left of their period.
    """
    left: dict[tuple[str, int], int] = {}
    for brukare in sorted({row.brukare for row in rows}):
        mine = [r for r in rows if r.brukare == brukare and r.slag in WORK]
        mine.sort(key=lambda r: (r.start, r.assistent, r.id))
        edges = sorted({t for r in mine for t in (r.start, r.end)})
        decisions = sorted(
            (b for b in m.beslut.values() if b.brukare == brukare), key=lambda b: b.order
        )
        for begin, finish in pairwise(edges):
            running = [r for r in mine if r.start <= begin and finish <= r.end]
            extra = [r for r in running if r.assistent != running[0].assistent]
            if not extra:
                continue
            for day, start, end in split_days(begin, finish):
                pots: list[tuple[str, int]] = []
                for beslut in decisions:
                    if beslut.in_force(day):
                        period = period_of(beslut, month_index(day))
                        pot = (beslut.nummer, period[0])
                        left.setdefault(pot, granted_double_minutes(beslut, period))
                        pots.append(pot)
                for minute in range(start, end):
                    for row in extra:
                        pot_left = next((p for p in pots if left[p] > 0), None)
                        if pot_left is None:
                            found.add("dubbelassistans", row, minute, minute + 1)
                        else:
                            left[pot_left] -= 1


# --------------------------------------------------------------------- Försäkringskassan (FK)


def granted_by(m: Municipality, brukare: str, day: date) -> FkBeslut | None:
    """FK's grant on a day: the latest beslut that speaks of it, unless that is a withdrawal.

    A refusal says nothing of what has been granted.
    """
    said = [b for b in m.fkbeslut if b.brukare == brukare and b.utfall != "avslag"]
    said = [b for b in said if b.speaks_of(day)]
    latest = max(said, key=lambda b: (b.beslutsdatum, b.order), default=None)
    return latest if latest is not None and latest.utfall == "beviljat" else None


def only_fk(m: Municipality, row: Row) -> Intervals:
    """Section 11: a row's minutes on days with FK's grant and no beslut here."""
    if not m.fkbeslut:
        return []
    return union(
        (start, end)
        for day, start, end in split_days(row.start, row.end)
        if granted_by(m, row.brukare, day) is not None
        and not any(b.brukare == row.brukare and b.in_force(day) for b in m.beslut.values())
    )


def granted_afterwards(m: Municipality, rows: Sequence[Row], found: Findings) -> None:
    """fk-retroaktiv, minute by minute, for each grant and calendar month.

    The hours are per week x the grant's days in the month / 7, half up to two decimals. A minute
    weighs 1, 1/4 or 1/7; rows side by side stand by start, assistant number, row id. The first
    minute that does not fit ends it.
    """
    for brukare in sorted({b.brukare for b in m.fkbeslut}):
        mine = sorted(
            (r for r in rows if r.brukare == brukare), key=lambda r: (r.start, r.assistent, r.id)
        )
        minutes: dict[tuple[int, int], list[tuple[int, Row]]] = defaultdict(list)
        grants = {b.order: b for b in m.fkbeslut}
        for row in mine:
            for day, start, end in split_days(row.start, row.end):
                grant = granted_by(m, brukare, day)
                if grant is not None and grant.retroaktivt_fran is not None:
                    month = minutes[grant.order, month_index(day)]
                    month += [(minute, row) for minute in range(start, end)]
        for (order, index), line in minutes.items():
            line.sort(key=lambda item: item[0])
            hours = month_of_grant(m, grants[order], index)
            used = 0  # in 28ths of a minute, which all three kinds have whole
            most = None if hours is None else floor(hours * 60 * 28)
            for minute, row in line:
                used += 28 // CONVERSION[row.slag]
                if most is not None and used > most:
                    break
                found.add("fk-retroaktiv", row, minute, minute + 1)


def month_of_grant(m: Municipality, grant: FkBeslut, index: int) -> Fraction | None:
    """The hours that a grant pays in a month; None without hours: all."""
    if grant.timmar is None:
        return None
    day, days = first_of(index), 0
    while month_index(day) == index:
        days += granted_by(m, grant.brukare, day) == grant
        day += DAY
    return half_up(grant.timmar * days / 7, 2)


# -------------------------------------------------------------------- section 4, working time

Length = tuple[int, str]


@dataclass(frozen=True)
class Arrangement:
    """The working-time facts that decide whether two uppdrag are alike.

    `act` and `langd` are as declared with the defaults filled in. `tillsyn` is None outside
    husligt, `timmar` None outside an agreement, so that unused facts are not compared.
    """

    act: str
    period_start: date | None
    langd: Length
    tillsyn: bool | None
    timmar: Fraction | None


@dataclass(frozen=True)
class Terms:
    """An arrangement as the law lets it be used: the lawful act, length and hours."""

    arrangement: Arrangement
    act: str
    langd: Length
    tillsyn: bool
    timmar: Fraction
    unclear: bool


def parse_length(text: str, readings: Readings) -> Length | None:
    if not text:
        return None
    number, unit = int(text[:-1]), text[-1]
    if unit == "v" and readings.weeks_are_days:
        return 7 * number, "d"
    return number, unit


def days_at_least(langd: Length) -> int | None:
    """Days of a length in days or weeks, None for months."""
    return {"d": langd[0], "v": 7 * langd[0]}.get(langd[1])


def terms(uppdrag: Uppdrag, readings: Readings) -> Terms:
    """Who employs decides the act; facts that are missing or unlawful are replaced and flagged."""
    lawful = "husligt" if uppdrag.arbetsgivare == uppdrag.brukare else "atl"
    declared = uppdrag.arbetstid or lawful
    unclear = False
    if declared == "kollektivavtal":
        act = declared
    else:
        act = lawful
        unclear = declared != lawful
    langd = parse_length(uppdrag.period_langd, readings)
    hours = uppdrag.timmar_per_vecka
    if act == "kollektivavtal" and (langd is None or hours is None):
        unclear = True
    langd = langd or ((28, "d") if act == "husligt" else (4, "m"))
    hours = Fraction(48) if hours is None else hours
    used_length, used_hours = langd, hours
    days = days_at_least(langd)
    if act == "husligt" and (days is None or days > 28):
        used_length, unclear = (28, "d"), True
    if act == "atl" and (langd[0] > 4 if days is None else days > 123):
        used_length, unclear = (4, "m"), True
    if act == "kollektivavtal":
        if langd[0] > 12 if days is None else days > 366:
            used_length, unclear = (12, "m"), True
        if hours > 48:
            used_hours, unclear = Fraction(48), True
    effective = readings.compare_effective
    arrangement = Arrangement(
        act if effective else declared,
        uppdrag.period_start,
        used_length if effective else langd,
        uppdrag.tillsyn if act == "husligt" else None,
        (used_hours if effective else hours) if act == "kollektivavtal" else None,
    )
    return Terms(arrangement, act, used_length, uppdrag.tillsyn, used_hours, unclear)


@dataclass(frozen=True)
class Piece:
    """Counted minutes of one row on one day."""

    day: date
    start: int
    end: int
    row: Row

    @property
    def minutes(self) -> int:
        return self.end - self.start


def counted(rows: Iterable[Row]) -> list[Piece]:
    """Assistans and vantetid, each minute once, for the row that starts first; in time order."""
    covered: Intervals = []
    pieces: list[Piece] = []
    for row in sorted((r for r in rows if r.slag in WORK), key=_start_then_id):
        near = clip(covered, row.start, row.end)
        for start, end in subtract([(row.start, row.end)], near):
            pieces += [Piece(day, a, b, row) for day, a, b in split_days(start, end)]
        covered = union([*covered, (row.start, row.end)])
    return sorted(pieces, key=lambda p: p.start)


def arrangement_uppdrag(uppdrag: Sequence[Uppdrag], day: date) -> Uppdrag | None:
    """The uppdrag (of one assistant and employer) that gives the arrangement of a day.

    In force: lowest first day, then brukare, then import order. Else the latest begun before the
    day with the same ties, else the first to begin.
    """
    if not uppdrag:
        return None

    def tie(u: Uppdrag) -> tuple[str, int]:
        return u.brukare, u.order

    in_force = [u for u in uppdrag if u.in_force(day)]
    if in_force:
        return min(in_force, key=lambda u: (u.fran, *tie(u)))
    before = [u for u in uppdrag if u.fran < day]
    if before:
        latest = max(u.fran for u in before)
        return min((u for u in before if u.fran == latest), key=tie)
    return min(uppdrag, key=lambda u: (u.fran, *tie(u)))


def period_around(anchor: date, langd: Length, day: date) -> tuple[date, int]:
    """First day and number of days of the period that holds a day.

    Periods lie end to end in both directions from the anchor; month-long ones start on the first
    of the anchor's month.
    """
    days = days_at_least(langd)
    if days is not None:
        begin = anchor + (day - anchor).days // days * days * DAY
        return begin, days
    base = month_index(anchor)
    first = base + (month_index(day) - base) // langd[0] * langd[0]
    start = first_of(first)
    return start, (first_of(first + langd[0]) - start).days


def whole_hours(hours: Fraction) -> int:
    """A limit in hours, rounded up to a whole hour, as minutes."""
    return ceil(hours) * 60


def take(used: int, limit: int, minutes: int) -> int:
    """How many of the next minutes still lie within the limit."""
    return min(minutes, max(0, limit - used))


def working_time(m: Municipality, rows: Sequence[Row], found: Findings, readings: Readings) -> None:
    """Section 4, employer by employer and then brukare by brukare."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.assistent, row.arbetsgivare].append(row)
    for (assistent, arbetsgivare), mine in groups.items():
        uppdrag = [
            u for u in m.uppdrag if u.assistent == assistent and u.arbetsgivare == arbetsgivare
        ]
        employer_time(uppdrag, counted(mine), found, readings)
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        pairs[row.assistent, row.brukare].append(row)
    for (assistent, brukare), mine in pairs.items():
        own = [u for u in m.uppdrag if u.assistent == assistent]
        brukare_time(own, brukare, counted(mine), found, readings)


def anchor_of(uppdrag: Sequence[Uppdrag], t: Terms, readings: Readings) -> date:
    """period_start, else the first day of the earliest uppdrag with the same arrangement."""
    if t.arrangement.period_start is not None:
        return t.arrangement.period_start
    return min(u.fran for u in uppdrag if terms(u, readings).arrangement == t.arrangement)


def employer_time(
    uppdrag: Sequence[Uppdrag], pieces: Sequence[Piece], found: Findings, readings: Readings
) -> None:
    """All limits on one assistant's time with one employer."""
    if not uppdrag:
        return
    in_period: dict[tuple[Arrangement, date], int] = defaultdict(int)
    in_28: dict[tuple[Arrangement, date, str], int] = defaultdict(int)
    overtime: dict[tuple[str, int], int] = defaultdict(int)
    for piece in pieces:
        giver = arrangement_uppdrag(uppdrag, piece.day)
        assert giver is not None
        t = terms(giver, readings)
        in_force = [terms(u, readings) for u in uppdrag if u.in_force(piece.day)]
        unclear = t.unclear or len({other.arrangement for other in in_force}) > 1
        if readings.defect_of_any_in_force:
            unclear = unclear or any(other.unclear for other in in_force)
        if unclear:
            found.add("arbetstid-oklar", piece.row, piece.start, piece.end)
        anchor = anchor_of(uppdrag, t, readings)
        begin, days = period_around(anchor, t.langd, piece.day)
        used = in_period[t.arrangement, begin]
        in_period[t.arrangement, begin] += piece.minutes
        if t.act == "husligt":
            limit = whole_hours(Fraction(52 * days, 7))
            ok = take(used, limit, piece.minutes)
            found.add("arbetstid-husligt", piece.row, piece.start + ok, piece.end)
            if not t.tillsyn:
                ordinary = take(used, whole_hours(Fraction(40 * days, 7)), piece.minutes)
                year = ("husligt", piece.day.year)
                fits = take(overtime[year], 300 * 60, ok - ordinary)
                over = piece.start + ordinary + fits
                found.add("arbetstid-husligt", piece.row, over, piece.start + ok)
                overtime[year] += ok - ordinary
        elif t.act == "kollektivavtal":
            limit = whole_hours(t.timmar * days / 7)
            ok = take(used, limit, piece.minutes)
            found.add("arbetstid-avtal", piece.row, piece.start + ok, piece.end)
        else:
            limit = whole_hours(Fraction(48 * days, 7))
            ok = take(used, limit, piece.minutes)
            found.add("arbetstid-atl", piece.row, piece.start + ok, piece.end)
            four, _ = period_around(anchor, (28, "d"), piece.day)
            slag = piece.row.slag
            used = in_28[t.arrangement, four, slag]
            in_28[t.arrangement, four, slag] += piece.minutes
            ok = take(used, (208 if slag == "assistans" else 48) * 60, piece.minutes)
            found.add("arbetstid-atl-4v", piece.row, piece.start + ok, piece.end)
            if slag == "assistans":
                ordinary = take(used, 160 * 60, piece.minutes)
                year = ("atl", piece.day.year)
                yearly = (350 if giver.extra_overtid else 200) * 60
                fits = take(overtime[year], yearly, ok - ordinary)
                over = piece.start + ordinary + fits
                found.add("arbetstid-atl-ar", piece.row, over, piece.start + ok)
                overtime[year] += ok - ordinary


def brukare_time(
    uppdrag: Sequence[Uppdrag],
    brukare: str,
    pieces: Sequence[Piece],
    found: Findings,
    readings: Readings,
) -> None:
    """arbetstid-brukare: 48 h a week over the employers, in the earliest uppdrag's periods."""
    here = [u for u in uppdrag if u.brukare == brukare]
    if not here:
        return
    earliest = min(here, key=lambda u: (u.fran, u.order))
    t = terms(earliest, readings)
    same_employer = [u for u in uppdrag if u.arbetsgivare == earliest.arbetsgivare]
    anchor = anchor_of(same_employer, t, readings)
    used: dict[date, int] = defaultdict(int)
    employers: dict[date, set[str]] = defaultdict(set)
    everyone = {p.row.arbetsgivare for p in pieces}
    if readings.several_employers == "period":
        for piece in pieces:
            begin, _ = period_around(anchor, t.langd, piece.day)
            employers[begin].add(piece.row.arbetsgivare)
    for piece in pieces:
        begin, days = period_around(anchor, t.langd, piece.day)
        if readings.several_employers == "ever":
            employers[begin] |= everyone
        employers[begin].add(piece.row.arbetsgivare)
        ok = take(used[begin], whole_hours(Fraction(48 * days, 7)), piece.minutes)
        if len(employers[begin]) > 1 or readings.several_employers == "always":
            found.add("arbetstid-brukare", piece.row, piece.start + ok, piece.end)
        used[begin] += piece.minutes


# ------------------------------------------------------------------------------ sections 5 and 6


def timbelopp(beslut: Beslut, day: date) -> int:
    """Öre per hour on a day: the lower of own and state rate, raised and then cut to whole öre.

    Before 2018-10-01 a raised rate is rounded half up to whole kronor. Unraised: never rounded.
    """
    base = Fraction(TIMBELOPP_ORE[day.year])
    if beslut.eget_timbelopp is not None:
        base = min(base, beslut.eget_timbelopp * 100)
    if beslut.hojning == 0:
        assert base.denominator == 1
        return int(base)
    raised = base * (1 + beslut.hojning / 100)
    if day < date(2018, 10, 1):
        return int(half_up(raised / 100)) * 100
    return floor(raised)


def side_by_side(one: Beslut, two: Beslut, month: Month) -> bool:
    """Within the month the two have a day in common or days that adjoin."""
    begin = first_of(month_number(month))
    end = first_of(month_number(month) + 1) - DAY
    days = []
    for beslut in (one, two):
        first = max(begin, beslut.fran)
        last = end if beslut.till is None else min(end, beslut.till)
        if first > last:
            return False
        days.append((first, last))
    (a, b), (c, d) = days
    return c <= b + DAY and a <= d + DAY


class Books:
    """Hours paid per beslut and month by the settled runs."""

    def __init__(self) -> None:
        self.paid: dict[tuple[str, int], Fraction] = defaultdict(Fraction)

    def left(self, beslut: Beslut, month: Month) -> Fraction:
        index = month_number(month)
        period = period_of(beslut, index)
        others = (self.paid[beslut.nummer, i] for i in range(*period) if i != index)
        return max(Fraction(0), granted_hours(beslut, period) - sum(others, Fraction(0)))


def settle(
    m: Municipality, month: Month, payable: dict[int, Intervals], books: Books
) -> tuple[list[dict[str, Any]], dict[str, Fraction]]:
    """The lines of a month and the hours above the beslut per brukare."""
    minutes: dict[tuple[str, int], dict[str, int]] = {}
    for row in m.rows:
        for piece_start, piece_end in payable.get(row.id, []):
            for day, start, end in split_days(piece_start, piece_end):
                beslut = min(
                    (b for b in m.beslut.values() if b.brukare == row.brukare and b.in_force(day)),
                    key=lambda b: b.order,
                )
                key = (beslut.nummer, timbelopp(beslut, day))
                minutes.setdefault(key, dict.fromkeys(CONVERSION, 0))[row.slag] += end - start
    lines: list[dict[str, Any]] = []
    over: dict[str, Fraction] = defaultdict(Fraction)
    for brukare in sorted({b.brukare for b in m.beslut.values()}):
        order = sorted(
            (b for b in m.beslut.values() if b.brukare == brukare), key=lambda b: b.order
        )
        hours: dict[tuple[str, int], Fraction] = {}
        rest: dict[str, Fraction] = defaultdict(Fraction)
        left = {b.nummer: books.left(b, month) for b in order}
        for beslut in order:
            for key in sorted(k for k in minutes if k[0] == beslut.nummer):
                own = sum(
                    (
                        half_up(Fraction(minutes[key][slag], 60 * divisor), 2)
                        for slag, divisor in CONVERSION.items()
                    ),
                    Fraction(0),
                )
                hours[key] = min(own, left[beslut.nummer])
                left[beslut.nummer] -= hours[key]
                rest[beslut.nummer] += own - hours[key]
        for place, beslut in enumerate(order):
            for other in order[place + 1 :] + order[:place]:
                moved = min(rest[beslut.nummer], left[other.nummer])
                if moved > 0 and side_by_side(beslut, other, month):
                    begin = first_of(month_number(month))
                    key = (other.nummer, timbelopp(other, max(begin, other.fran)))
                    hours[key] = hours.get(key, Fraction(0)) + moved
                    left[other.nummer] -= moved
                    rest[beslut.nummer] -= moved
            over[brukare] += rest[beslut.nummer]
        for (nummer, rate), amount in hours.items():
            books.paid[nummer, month_number(month)] += amount
            lines.append(
                {
                    "brukare": brukare,
                    "beslut": nummer,
                    "timbelopp_ore": rate,
                    "minuter": minutes.get((nummer, rate), dict.fromkeys(CONVERSION, 0)),
                    "timmar": two_decimals(amount),
                    "belopp_ore": int(half_up(amount * rate)),
                }
            )
    lines.sort(key=lambda line: (line["brukare"], line["beslut"], line["timbelopp_ore"]))
    return lines, {brukare: amount for brukare, amount in over.items() if amount > 0}


# ---------------------------------------------------------------------------------------- run


def find_all(
    m: Municipality,
    today: date,
    with_section4: bool = True,
    readings: Readings = DEFAULT_READINGS,
) -> Findings:
    """All findings on all stored rows. Without section 4 also dubbelassistans is left out."""
    found = Findings()
    day_findings(m, today, found)
    double = duplicates(m.rows)
    for row in m.rows:
        if row.id in double:
            found.add("dubblett", row, row.start, row.end)
    standing = [row for row in m.rows if row.id not in double]
    overlaps(standing, found)
    granted_afterwards(m, standing, found)
    if with_section4:
        double_assistance(m, standing, found)
        working_time(m, standing, found, readings)
    assert set(found.raw) <= NEKA | UTRED | INFO
    return found


def withheld(
    m: Municipality,
    months: Iterable[Month],
    today: date,
    with_section4: bool = True,
    readings: Readings = DEFAULT_READINGS,
) -> dict[Month, dict[int, dict[str, Intervals]]]:
    """Per month, row id and kod (info codes too) the exact UTC minutes; `wall` shows them."""
    found = find_all(m, today, with_section4, readings)
    evidence = {row.id: only_fk(m, row) for row in m.rows}
    return {month: _of_month(m, found, month, evidence) for month in months}


def _of_month(
    m: Municipality, found: Findings, month: Month, evidence: dict[int, Intervals]
) -> dict[int, dict[str, Intervals]]:
    """What is found; on days that only FK pays for nothing but section 4's codes."""
    bounds = month_bounds(month)
    answer: dict[int, dict[str, Intervals]] = {}
    for row in m.rows:
        codes = {kod: found.of(kod, row.id, *bounds) for kod in sorted(found.raw)}
        for kod in codes:
            if evidence[row.id] and not kod.startswith("arbetstid-"):
                codes[kod] = subtract(codes[kod], evidence[row.id])
        codes = {kod: pieces for kod, pieces in codes.items() if pieces}
        if codes:
            answer[row.id] = codes
    return answer


def run(
    m: Municipality,
    months: Iterable[Month],
    today: date,
    with_section4: bool = True,
    readings: Readings = DEFAULT_READINGS,
) -> dict[Month, dict[str, Any]]:
    """Check and settle the months in the order given; nobody decides anything.

    The answer per month has the keys of the worked examples and, beside them, `info`: the sums of
    the informative codes, in the same form as `findings`.
    """
    found = find_all(m, today, with_section4, readings)
    books = Books()
    answer: dict[Month, dict[str, Any]] = {}
    by_id = {row.id: row for row in m.rows}
    evidence = {row.id: only_fk(m, row) for row in m.rows}
    for month in months:
        bounds = month_bounds(month)
        sums: dict[tuple[str, str, str], int] = defaultdict(int)
        refused = held = 0
        payable = {
            row.id: subtract(clip([(row.start, row.end)], *bounds), evidence[row.id])
            for row in m.rows
        }
        for row_id, codes in _of_month(m, found, month, evidence).items():
            row = by_id[row_id]
            for kod, pieces in codes.items():
                sums[kod, row.brukare, row.assistent] += length(pieces)
            neka = union(i for kod, pieces in codes.items() if kod in NEKA for i in pieces)
            utred = union(i for kod, pieces in codes.items() if kod in UTRED for i in pieces)
            refused += length(subtract(neka, evidence[row.id]))
            held += length(subtract(utred, union([*neka, *evidence[row.id]])))
            payable[row_id] = subtract(payable[row_id], union([*neka, *utred]))
        lines, over = settle(m, month, payable, books)
        findings: list[dict[str, Any]] = []
        info: list[dict[str, Any]] = []
        for (kod, brukare, assistent), total in sums.items():
            entry = {"kod": kod, "brukare": brukare, "assistent": assistent, "minuter": total}
            (info if kod in INFO else findings).append(entry)
        for brukare, amount in over.items():
            findings.append(
                {
                    "kod": "over-beslut",
                    "brukare": brukare,
                    "assistent": None,
                    "timmar": two_decimals(amount),
                }
            )
        answer[month] = {
            "findings": sorted(findings, key=finding_order),
            "lines": lines,
            "nekade_minuter": refused,
            "hallna_minuter": held,
            "total_ore": sum(line["belopp_ore"] for line in lines),
            "info": sorted(info, key=finding_order),
        }
    return answer


def finding_order(finding: dict[str, Any]) -> tuple[str, str, str]:
    return finding["kod"], finding["brukare"], finding["assistent"] or ""
