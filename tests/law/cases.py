"""Law cases: reading the tables, running one through the whole program, showing it to people.

A file in ``cases/`` is about one kind of finding (or about the settlement). What a case does not
say is such that nothing is found: Anna is the brukare, Kim the assistant, Firman the anordnare
with a permit; every relation that a pass names has a notified uppdrag, every brukare a beslut of
744 hours a month, and the rows came in on time.

The control patterns (``PATTERNS``) would speak beside almost every regular roster: only a case in
the file of their own code has their findings in its outcome. Those that have several grounds are
written with the ground: ``rimlighet/hela-timmar 480``.
"""

from __future__ import annotations

import difflib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db import open_database, values
from tests.importers import make
from tests.services import town
from workbench.domain.money import kronor, parse_scaled
from workbench.domain.people import luhn_digit
from workbench.domain.time import (
    DAY_MINUTES,
    date_of,
    iso_day,
    month_first,
    parse_clock,
    parse_day,
    parse_month,
)
from workbench.services import importing, settling

FOLDER = Path(__file__).parent / "cases"
TAGS = {
    "plain": "huvudfallet",
    "limit": "på gränsen",
    "minute-before": "minuten före",
    "minute-after": "minuten efter",
    "day-before": "dagen före",
    "day-after": "dagen efter",
    "midnight": "över midnatt",
    "dst-spring": "natten då klockan ställs fram",
    "dst-autumn": "natten då klockan ställs tillbaka",
    "leap-day": "skottdag",
    "silent": "regeln tiger",
    "year-end": "årsskifte",
}
EVERY_FILE = ("plain", "silent", "midnight", "dst-spring", "dst-autumn", "leap-day")
LIMITS = (("minute-before", "minute-after"), ("day-before", "day-after"))
PEOPLE = {
    "anna": town.ANNA,
    "bo": town.BO,
    "kim": town.KIM,
    "lea": town.LEA,
    "ida": town.person("1994-04-17", 230),
    "firman": town.FIRMAN,
    "bolaget": town.BOLAGET,
    "maja": town.person("1960-01-15", 302),
}
NAMES = {name: name.capitalize() for name in PEOPLE}
ASSISTENTER = ("kim", "lea", "ida")
BRUKARE = ("anna", "bo")
PERSONS = (*BRUKARE, *ASSISTENTER)
EMPLOYERS = ("firman", "bolaget")
PATTERNS = frozenset({"vila", "langt-pass", "schemalikt", "rimlighet", "arbetstid-uppgift"})
PASS_KEYS = ("slag", "brukare", "assistent", "arbetsgivare")
SLAG = ("assistans", "vantetid", "beredskap")
WEEKDAYS = ("mandagar", "tisdagar", "onsdagar", "torsdagar", "fredagar", "lordagar", "sondagar")
SERIE_DAYS = {"vardagar": range(5), "helger": range(5, 7), "dagligen": range(7)} | {
    name: range(number, number + 1) for number, name in enumerate(WEEKDAYS)
}
UPPDRAG_KEYS = (
    "till",
    "anmald",
    "anstalld_fran",
    "narstaende",
    "brukare",
    "assistent",
    "arbetsgivare",
    "arbetstid",
    "tillsyn",
    "period_start",
    "period_langd",
    "timmar_per_vecka",
    "extra_overtid",
)
FK_KEYS = ("kollektivavtal", "perioder", "brukare", "assistent", "arbetsgivare")
FK_SLAG = {"assistans": "aktivTid", "vantetid": "vanteTid", "beredskap": "beredskapsTid"}
FKBESLUT_KEYS = (
    "brukare",
    "till",
    "beslutsdatum",
    "timmar_per_vecka",
    "grundlaggande_per_vecka",
    "retroaktivt_fran",
)
JA_NEJ = ("ja", "nej")
MOTTAGARE_KEYS = ("till", "brukare", "konto")
MOTTAGARE_SLAG = ("brukare", "formyndare", "god-man", "forvaltare", "anordnare", "annan")
BESLUT_KEYS = (
    "till",
    "timmar",
    "brukare",
    "period_manader",
    "hojning_procent",
    "eget_timbelopp",
    "beslutsdatum",
    "dubbel_timmar",
)


class BrokenCase(ValueError):
    """A case file can't be read as it stands."""


@dataclass(frozen=True)
class Case:
    """One case as written; texts are still texts."""

    file: str
    name: str
    source: str
    tags: tuple[str, ...]
    months: tuple[str, ...]
    passes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    later_passes: tuple[str, ...] = ()
    avraknat_fore: tuple[str, ...] = ()
    omraknas: tuple[str, ...] | None = None
    undantag: str = ""
    idag: str = ""
    inkom: str = ""
    fodd: dict[str, str] = field(default_factory=dict)
    bosatt: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sjukersattning: tuple[str, ...] = ()
    anteckning: tuple[str, ...] = ()
    tillstand: tuple[str, ...] | None = None
    kommunal: bool = False
    okand: tuple[str, ...] = ()
    ivo_anmald: str = ""
    uppdrag: tuple[str, ...] | None = None
    beslut: tuple[str, ...] | None = None
    senare_beslut: tuple[str, ...] = ()
    vistelser: tuple[str, ...] = ()
    konto: dict[str, str] = field(default_factory=dict)
    mottagare: tuple[str, ...] = ()
    fk_redovisning: tuple[str, ...] = ()
    fkbeslut: tuple[str, ...] = ()
    senare_fkbeslut: tuple[str, ...] = ()
    policy: dict[str, str] = field(default_factory=dict)
    avgor: dict[str, str] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    lines: tuple[dict[str, Any], ...] | None = None
    fel: str = ""

    @property
    def id(self) -> str:
        """What a failure is called: the file and the sentence."""
        return f"{self.file} / {self.name}"


@dataclass(frozen=True)
class CaseFile:
    """A file of cases, the exceptions its rule has, and the tags that don't fit it and why."""

    name: str
    title: str
    cases: tuple[Case, ...]
    undantag: tuple[str, ...]
    passar_inte: dict[str, str]


KEYS = {
    "name": "name",
    "source": "source",
    "tags": "tags",
    "pass": "passes",
    "pass_serie": "series",
    "senare_pass": "later_passes",
} | {
    name: name
    for name in Case.__dataclass_fields__
    if name not in ("file", "name", "source", "tags", "months", "passes", "series", "later_passes")
}
LINE_KEYS = ("manad", "beslut", "brukare", "timbelopp", "minuter", "timmar", "kronor")


def _known(found: Iterable[str], known: Iterable[str], where: str) -> None:
    """Raise BrokenCase for a key that isn't known, with the nearest one that is."""
    names = list(known)
    for key in found:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1, 0)
            raise BrokenCase(f"{where}: {key!r} finns inte; menades {near[0]!r}?")


def parse_file(name: str, text: str) -> CaseFile:
    """Read a case file. Raises BrokenCase with the nearest known key."""
    document = tomllib.loads(text)
    _known(document, ("title", "undantag", "passar_inte", "case"), name)
    not_fitting = document.get("passar_inte", {})
    _known(not_fitting, (*EVERY_FILE, "limit"), name)
    cases = tuple(_case(name, raw) for raw in document["case"])
    exceptions = tuple(document.get("undantag", ()))
    for case in cases:
        if case.undantag:
            _known([case.undantag], exceptions, case.id)
    return CaseFile(name, document["title"], cases, exceptions, not_fitting)


def _case(file: str, raw: dict[str, Any]) -> Case:
    where = f"{file} / {raw.get('name', '?')}"
    _known(raw, (*KEYS, "month", "months"), where)
    for needed in ("name", "source", "tags"):
        if needed not in raw:
            raise BrokenCase(f"{where}: {needed!r} saknas")
    if "pass" not in raw and "pass_serie" not in raw:
        raise BrokenCase(f"{where}: 'pass' saknas")
    if "findings" not in raw and "fel" not in raw:
        raise BrokenCase(f"{where}: skriv 'findings', om så en tom lista")
    _known(raw["tags"], TAGS, where)
    _known(raw.get("fodd", ()), PERSONS, where)
    _known(raw.get("konto", ()), (*BRUKARE, *EMPLOYERS), where)
    for line in raw.get("lines", ()):
        _known(line, LINE_KEYS, where)
    months = raw.get("months", [raw["month"]] if "month" in raw else [])
    if not months:
        raise BrokenCase(f"{where}: 'month' saknas")
    fields = {
        KEYS[key]: tuple(value) if isinstance(value, list) else value
        for key, value in raw.items()
        if key in KEYS
    }
    return Case(file=file, months=tuple(months), **fields)


def load() -> list[CaseFile]:
    """Return every case file."""
    return [
        parse_file(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.toml"))
    ]


def _words(text: str, positions: tuple[str, ...], keys: tuple[str, ...], where: str) -> town.Row:
    """Read ``a b key=value``: words by position, then by key."""
    row: dict[str, str] = {}
    places = list(positions)
    for word in text.split():
        key, equals, value = word.partition("=")
        if equals:
            _known([key], keys, where)
            row[key] = value
        elif places:
            row[places.pop(0)] = word
        else:
            raise BrokenCase(f"{where}: {word!r} är för mycket i {text!r}")
    return row


class Town:
    """The municipality of one case as sheets of the contract."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.numbers = dict(PEOPLE)
        for name, born in case.fodd.items():
            self.numbers[name] = _person(born, 100 + PERSONS.index(name))
        self.rows = [row for text in case.series for row in self._serie(text)]
        self.rows += [self._pass(text) for text in case.passes]
        self.later = [self._pass(text) for text in case.later_passes]
        self.relations = {
            (row["assistent"], row["brukare"], row["arbetsgivare"])
            for row in [*self.rows, *self.later]
        }
        self.documents = [self._document(*item) for item in enumerate(case.fk_redovisning, 1)]

    def number(self, name: str, brukare: str = "anna") -> str:
        """Return the number behind a name; ``egen`` is the brukare as employer."""
        if name == "egen":
            name = brukare
        _known([name], self.numbers, self.case.id)
        return self.numbers[name]

    def _relation(self, row: town.Row) -> dict[str, str]:
        brukare = row.get("brukare", "anna")
        return {
            "brukare": self.number(brukare),
            "assistent": self.number(row.get("assistent", "kim")),
            "arbetsgivare": self.number(row.get("arbetsgivare", "firman"), brukare),
        }

    def _pass(self, text: str) -> town.Row:
        row = dict(_words(text, ("datum", "start", "slut", "slag"), PASS_KEYS, self.case.id))
        _known([row.setdefault("slag", "assistans")], SLAG, self.case.id)
        return row | self._relation(row)

    def _serie(self, text: str) -> list[town.Row]:
        """Return the same pass on every named day from one day to another, both included."""
        first, last, days, *rest = text.split()
        _known([days], SERIE_DAYS, self.case.id)
        return [
            self._pass(" ".join((iso_day(day), *rest)))
            for day in range(parse_day(first), parse_day(last) + 1)
            if date_of(day).weekday() in SERIE_DAYS[days]
        ]

    def _uppdrag(self) -> list[town.Row]:
        if self.case.uppdrag is None:
            return [town.uppdrag(*relation) for relation in sorted(self.relations)]
        rows = []
        for text in self.case.uppdrag:
            row = _words(text, ("fran", "till"), UPPDRAG_KEYS, self.case.id)
            rows.append(town.uppdrag() | {"anmald": row["fran"]} | row | self._relation(row))
        return rows

    def _document(self, number: int, text: str) -> bytes:
        """Return the month's passes of one relation as FK's XML; they leave the sheet for it."""
        said = _words(text, ("manad",), FK_KEYS, self.case.id)
        _known([said["kollektivavtal"]], JA_NEJ, self.case.id)
        relation = self._relation(said)
        own = [
            row
            for row in self.rows
            if row["datum"].startswith(said["manad"]) and relation.items() <= row.items()
        ]
        if not own:
            raise BrokenCase(f"{self.case.id}: {text!r} har inga pass")
        self.rows = [row for row in self.rows if row not in own]
        employer = make.EGEN
        if relation["arbetsgivare"] != relation["brukare"]:
            employer = make.ANORDNARE.replace(make.ORG, relation["arbetsgivare"])
        return make.fk(
            *(
                make.fk_row(
                    int(row["datum"][-2:]),
                    row["start"].replace(":", "."),
                    row["slut"].replace(":", "."),
                    FK_SLAG[row["slag"]],
                )
                for row in own
            ),
            month=said["manad"],
            employer=employer,
            assistent=f"<a:personnummer>{relation['assistent']}</a:personnummer>",
            brukare=relation["brukare"],
            dokument=f"00000000-0000-4000-8000-{number:012d}",
            kollektivavtal=said["kollektivavtal"] == "ja",
            perioder=_periods(said.get("perioder", ""), self.case.id),
        )

    def _mottagare(self) -> list[town.Row]:
        rows = []
        for text in self.case.mottagare:
            row = _words(text, ("slag", "nummer", "fran"), MOTTAGARE_KEYS, self.case.id)
            _known([row["slag"]], MOTTAGARE_SLAG, self.case.id)
            brukare = row.get("brukare", "anna")
            rows.append(
                {"till": "", **row}
                | {
                    "brukare": self.number(brukare),
                    "nummer": self.number(row["nummer"], brukare),
                    "namn": NAMES[row["nummer"]],
                }
            )
        return rows

    def _account(self, name: str) -> dict[str, str]:
        """Return the column of accounts, which only a case that names accounts has."""
        return {"konto": self.case.konto.get(name, "")} if self.case.konto else {}

    def _beslut(self, texts: tuple[str, ...]) -> list[town.Row]:
        rows = []
        for text in texts:
            row = _words(text, ("beslutsnummer", "fran", "till"), BESLUT_KEYS, self.case.id)
            brukare = self.number(row.get("brukare", "anna"))
            rows.append(town.beslut() | row | {"brukare": brukare})
        return rows

    def _assistenter(self) -> list[town.Row]:
        rows = []
        for name in ASSISTENTER:
            person = {"personnummer": self.numbers[name], "namn": NAMES[name]}
            for text in self.case.bosatt.get(name, ("SE",)):
                land, _, day = text.partition(" ")
                land = "" if land == "-" else land
                rows.append(person | {"bosatt_land": land, "bosatt_fran": day})
        for text in self.case.sjukersattning:
            spell = _words(text, ("procent", "fran", "till"), ("assistent",), self.case.id)
            first = spell.get("fran", "-")
            rows.append(
                {
                    "personnummer": self.number(spell.get("assistent", "kim")),
                    "namn": NAMES[spell.get("assistent", "kim")],
                    "bosatt_land": "",
                    "sjukersattning_procent": spell["procent"],
                    "sjukersattning_fran": "" if first == "-" else first,
                    "sjukersattning_till": spell.get("till", ""),
                }
            )
        return [row for row in rows if row["personnummer"] not in self._unknown()]

    def _unknown(self) -> set[str]:
        return {self.number(name) for name in self.case.okand}

    def _anordnare(self) -> list[town.Row]:
        kommunal = "ja" if self.case.kommunal else "nej"
        spells = ("2011-01-01",) if self.case.tillstand is None else self.case.tillstand
        rows = []
        for text in spells or ("",):
            spell = _words(
                text,
                ("tillstand_fran", "tillstand_till", "brukare_underrattad"),
                (),
                self.case.id,
            )
            spell = {key: "" if value == "-" else value for key, value in spell.items()}
            rows.append(
                {"orgnr": town.FIRMAN, "namn": "Firman", "kommunal": kommunal, "konto": ""}
                | self._account("firman")
                | spell
            )
        rows.append(
            {
                "orgnr": town.BOLAGET,
                "namn": "Bolaget",
                "kommunal": "nej",
                "tillstand_fran": "2011-01-01",
            }
            | self._account("bolaget")
        )
        return [row for row in rows if row["orgnr"] not in self._unknown()]

    def _vistelser(self) -> list[town.Row]:
        rows = []
        for text in self.case.vistelser:
            row = _words(text, ("slag", "fran", "till"), ("brukare",), self.case.id)
            rows.append({"till": ""} | row | {"brukare": self.number(row.get("brukare", "anna"))})
        return rows

    def _fkbeslut(self, texts: tuple[str, ...]) -> list[town.Row]:
        rows = []
        for text in texts:
            row = _words(text, ("utfall", "fran", "till"), FKBESLUT_KEYS, self.case.id)
            brukare = self.number(row.get("brukare", "anna"))
            rows.append({"beslutsdatum": row["fran"], "till": ""} | row | {"brukare": brukare})
        return rows

    def sheets(self) -> dict[str, list[town.Row]]:
        """Return the first import."""
        case = self.case
        brukare = {brukare for _, brukare, _ in self.relations}
        texts = case.beslut
        if texts is None:
            names = {number: name for name, number in self.numbers.items()}
            texts = tuple(
                f"B{place} 2011-01-01 brukare={names[number]}"
                for place, number in enumerate(sorted(brukare), start=1)
            )
        return {
            "brukare": [
                {
                    "personnummer": self.numbers[name],
                    "namn": NAMES[name],
                    "ivo_anmald": case.ivo_anmald,
                }
                | self._account(name)
                for name in BRUKARE
            ],
            "anordnare": self._anordnare(),
            "assistenter": self._assistenter(),
            "uppdrag": self._uppdrag(),
            "beslut": self._beslut(texts),
            "vistelser": self._vistelser(),
            "fkbeslut": self._fkbeslut(case.fkbeslut),
            "mottagare": self._mottagare(),
            "tidrapporter": self.rows,
        }

    def later_sheets(self) -> dict[str, list[town.Row]]:
        """Return what comes in a second import."""
        return {
            "beslut": self._beslut(self.case.senare_beslut),
            "fkbeslut": self._fkbeslut(self.case.senare_fkbeslut),
            "tidrapporter": self.later,
        }


def _periods(text: str, where: str) -> list[tuple[str, str]]:
    """Read ``2024-01-01--2024-01-28,2024-01-29--..``: days of periods, the last included."""
    periods = []
    for period in text.split(",") if text else ():
        first, dash, last = period.partition("--")
        if not dash:
            raise BrokenCase(f"{where}: {period!r} är ingen period")
        periods.append((first, last))
    return periods


def _person(born: str, serial: int) -> str:
    """Return a valid number; a day above 31 is that of a samordningsnummer."""
    head = born.replace("-", "") + f"{serial:03d}"
    return head + str(luhn_digit(head[2:]))


def on_time(month: str) -> str:
    """Return a day on which the rows of a month come in on time."""
    return iso_day(month_first(parse_month(month) + 1) + 2)


@dataclass
class Outcome:
    """What the program said."""

    findings: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    fel: str = ""


def run(case: Case, folder: Path) -> Outcome:
    """Import the case's files, settle its months, and return what came out in the case's form."""
    place = Town(case)
    received = case.inkom or on_time(case.months[0])
    today = case.idag or on_time(case.months[-1])
    sheets = place.sheets()
    people = {name: sheets.pop(name) for name in ("brukare", "anordnare", "assistenter")}
    with _with_people(folder, people, today, received) as base:
        fel = _take_in(base, folder / "1", sheets, today, received, place.documents)
        if fel:
            return Outcome(fel=fel)
        with base.write() as connection:
            for name, text in case.policy.items():
                value, _, fran = text.partition(" ")
                stamp = town.stamp(today)
                first = fran or "2011-01-01"
                values.set_policy(connection, name, first, value, "nämnden", stamp)
        _notes(case, base, place, today)
        for month in case.avraknat_fore:
            town.settled(base, month, today)
        fel = _take_in(base, folder / "2", place.later_sheets(), today, received)
        if fel:
            return Outcome(fel=fel)
        marked = [item.month for item in settling.marked(base.read())]
        try:
            runs = _settle(case, base, today)
        except LookupError as error:
            return Outcome(fel=str(error))
        return Outcome(_findings(case, base), _lines(runs, place), marked)


_KNOWN: dict[str, bytes] = {}


def _with_people(
    folder: Path, people: dict[str, list[town.Row]], today: str, received: str
) -> town.Database:
    """Open a database that knows the people; cases that share them copy what the first took in."""
    path = folder / "fall.db"
    key = repr((people, today, received))
    if key not in _KNOWN:
        with town.database(path) as base:
            fel = _take_in(base, folder / "0", people, today, received)
            if fel:
                raise BrokenCase(fel)
        _KNOWN[key] = path.read_bytes()
    else:
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(_KNOWN[key])
    return open_database(path)


def _take_in(
    base: town.Database,
    folder: Path,
    sheets: dict[str, list[town.Row]],
    today: str,
    received: str,
    documents: Sequence[bytes] = (),
) -> str:
    paths = town.write(folder, sheets)
    for number, document in enumerate(documents, start=1):
        path = folder / f"fk{number}.xml"
        path.write_bytes(document)
        paths.append(path)
    result = importing.import_paths(base, paths, town.stamp(today), received=received)
    return " ".join(issue.fel for issue in result.fel)


def _notes(case: Case, base: town.Database, place: Town, today: str) -> None:
    for text in case.anteckning:
        first, last, *words = text.split()
        query = "SELECT id FROM person WHERE nummer = ?"
        kim = base.read().execute(query, (place.numbers["kim"],)).fetchone()[0]
        with base.write() as connection:
            till = None if last == "-" else last
            values.add_note(connection, kim, first, till, " ".join(words), town.stamp(today))


def _settle(case: Case, base: town.Database, today: str) -> dict[str, town.SettlementResult]:
    runs = {month: town.settled(base, month, today) for month in case.months}
    if not case.avgor:
        return runs
    for kod, status in case.avgor.items():
        for month in case.months:
            town.decide(base, town.findings(base, month, kod), status, today)
    return {month: town.settled(base, month, today) for month in case.months}


def _findings(case: Case, base: town.Database) -> list[str]:
    """Return findings as written in cases: ``kod minutes``.

    By row where the case says rows of the code, by month where it says months.
    """
    by_month = {text.split()[0] for text in case.findings if " manad " in text}
    by_row = {text.split()[0] for text in case.findings if " rad " in text}
    sums: dict[str, int] = defaultdict(int)
    hours: dict[str, int] = defaultdict(int)
    for month in case.months:
        for view in town.findings(base, month):
            if view.kod in PATTERNS and view.kod != case.file:
                continue
            kod = _said_kod(base, view)
            if view.timmar is not None:
                hours[kod] += view.timmar
            elif kod in by_row:
                for rad, minutes in base.read().execute(
                    """SELECT rad, sum(slut - start) FROM fynd_del
                       WHERE fynd = ? AND aktuell = 1 GROUP BY rad""",
                    (view.number,),
                ):
                    sums[f"{kod} {{}} rad {rad}"] += minutes
            elif kod in by_month:
                sums[f"{kod} {{}} manad {month}"] += view.minuter
            else:
                sums[f"{kod} {{}}"] += view.minuter
    found = [text.format(minutes) for text, minutes in sums.items()]
    found += [f"{kod} {kronor(amount)} h" for kod, amount in hours.items()]
    return sorted(found)


def _said_kod(base: town.Database, view: town.FindingView) -> str:
    """Return a finding's code; of a pattern with its ground, if it has one."""
    if view.kod not in PATTERNS:
        return view.kod
    query = "SELECT orsak FROM fynd WHERE id = ?"
    orsak = base.read().execute(query, (view.number,)).fetchone()[0]
    return f"{view.kod}/{orsak}" if orsak else view.kod


def _lines(runs: dict[str, town.SettlementResult], place: Town) -> list[dict[str, Any]]:
    names = {number: name for name, number in place.numbers.items()}
    return [
        {
            "manad": month,
            "brukare": names[line.brukare],
            "beslut": line.beslut,
            "timbelopp": kronor(line.timbelopp),
            "minuter": [line.assistans, line.vantetid, line.beredskap],
            "timmar": kronor(line.timmar),
            "kronor": kronor(line.belopp),
        }
        for month, result in runs.items()
        for line in result.lines
    ]


def expected_lines(case: Case) -> list[dict[str, Any]] | None:
    """Return the lines of a case with what may be left out filled in."""
    if case.lines is None:
        return None
    return [
        {"manad": case.months[0], "brukare": "anna", "beslut": "B1"}
        | line
        | {
            "minuter": line.get("minuter", []),
            "kronor": kronor(parse_scaled(line["kronor"].replace(" ", ""))),
        }
        for line in case.lines
    ]


def length(text: str) -> int:
    """Return the minutes of the wall clock of a pass, for the booklet."""
    begin, end = (parse_clock(word) for word in text.split()[1:3])
    return (end - begin) % DAY_MINUTES or DAY_MINUTES
