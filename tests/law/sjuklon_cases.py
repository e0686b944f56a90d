"""Law cases of sjuklön: reading the tables, judging one, showing it to people.

What a case does not say is in its order: Kim, born 1990, is Anna's ordinary assistant at Firman
(200 kronor an hour, 5 000 a week, of which 20 % of 80 % are 800), the application came in the
month after, the claim and the sjuklön paid are high enough not to limit anything, every document
is there, and Lea works every pass that names no other vikarie. ``rakning`` is the arithmetic by
hand. Run ``python -m tests.law.sjuklon_cases`` for the booklet.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.oracle.adapt_sjuklon import Adapter, interval, ore
from tests.oracle.generate_sjuklon import Claims, Raw
from workbench.domain.finding import Finding
from workbench.domain.money import kronor
from workbench.domain.time import total
from workbench.services import sjukloner
from workbench.sjukloning import Judged, difference_step

FOLDER = Path(__file__).parent / "sjuklon"
NUMBERS = {
    "anna": "198403081006",
    "bo": "197502021019",
    "kim": "199005051014",
    "maja": "199106061017",
    "lea": "198801011013",
    "ida": "198902021018",
    "firman": "5566104104",
    "bolaget": "5567890127",
}
SPELL = {
    "brukare": "anna",
    "assistent": "kim",
    "arbetsgivare": "firman",
    "ansokt": "",
    "timlon": "200",
    "veckolon": "5000",
    "betald_sjuklon": "1000000",
    "begart_belopp": "1000000",
    "sokande": "",
    "lakarintyg_fran": "",
    "hogriskskydd": "",
    "tidigare_karens": "",
    "semester_procent": "",
    "avgift_procent": "",
    "avtal_procent": "",
    "handlingar": "schema,vikarierapport,forsakran,lonespec,berakning,lakarintyg,avtal,fullmakt",
}
PASS = {"vikarie": "lea", "slag": "", "tillagg_per_timme": ""}
ROW = {"brukare": "anna", "slag": "assistans", "nekad": ""}
STEPS = (
    *("underlag", "forlorad_lon", "sjuklon", "karensavdrag_hela", "karensavdrag", "netto"),
    *("semester", "avgifter", "avtal", "ersattning"),
)
ANSWER = ("dag", "tackta", "betalbara", "fynd", "steg", *STEPS)


class BrokenCase(ValueError):
    """A table has a key or word that is not known; the message names the nearest."""


@dataclass(frozen=True)
class SickCase:
    """One sentence of the law with an example."""

    file: str
    title: str
    name: str
    source: str
    svar: dict[str, dict[str, Any]]
    sjukfall: list[str]
    passes: list[str]
    rakning: str = ""
    korta: list[str] = field(default_factory=list)
    """Spells of one day with a pass 08-16: prefix, first day, how many, days between, options."""
    rader: list[str] | None = None
    avgjort: list[str] = field(default_factory=list)
    fodd: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The file and the sentence."""
        return f"{self.file}: {self.name}"


def load() -> list[SickCase]:
    """Return every case, file by file. Raises BrokenCase."""
    cases = []
    for path in sorted(FOLDER.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        cases += [parse(path.stem, document["title"], raw) for raw in document["case"]]
    return cases


def parse(file: str, title: str, raw: dict[str, Any]) -> SickCase:
    """Return a case from its table. Raises BrokenCase."""
    known = (
        "name",
        "source",
        "svar",
        "sjukfall",
        "pass",
        "rakning",
        "korta",
        "rader",
        "avgjort",
        "fodd",
    )
    for key in raw:
        _known(key, known, file)
    for answer in raw["svar"].values():
        for key in answer:
            _known(key, ANSWER, raw["name"])
    rest = {key: value for key, value in raw.items() if key != "pass"}
    return SickCase(file=file, title=title, passes=raw["pass"], **rest)


def _known(key: str, known: tuple[str, ...], where: str) -> None:
    if key not in known:
        near = difflib.get_close_matches(key, known, 1)
        raise BrokenCase(f"{where}: {key!r} finns inte; menades {near or known}?")


def _options(words: list[str], defaults: dict[str, str], where: str) -> Raw:
    raw: Raw = dict(defaults)
    for word in words:
        key, _, value = word.partition("=")
        _known(key, tuple(defaults), where)
        raw[key] = value
    return raw


def _number(case: SickCase, name: str) -> str:
    number = NUMBERS[name]
    return case.fodd[name].replace("-", "") + number[8:] if name in case.fodd else number


def _days(text: str) -> Iterator[str]:
    first, _, last = text.partition("..")
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last or first):
        yield day.isoformat()
        day += timedelta(days=1)


def claims(case: SickCase) -> Claims:
    """Return the case as rows of the files."""
    result = Claims()
    short = [one for text in case.korta for one in _short(text)]
    for text in [*case.sjukfall, *(" ".join(words) for words in short)]:
        arende, spell, *words = text.split()
        first, _, last = spell.partition("..")
        raw = _options(words, SPELL, case.id) | {"arende": arende, "forsta_sjukdag": first}
        raw["sista_sjukdag"] = "" if last == "-" else last or first
        raw["ansokt"] = raw["ansokt"] or _month_after(raw["sista_sjukdag"] or first)
        for key in ("brukare", "assistent", "arbetsgivare", "sokande"):
            raw[key] = raw[key] and _number(case, raw[key])
        result.sjukfall.append(raw)
    for text in [*case.passes, *(f"{arende} {day} 08:00 16:00" for arende, day, *_ in short)]:
        arende, days, start, slut, *words = text.split()
        raw = _options(words, PASS, case.id) | {"arende": arende, "start": start, "slut": slut}
        raw["vikarie"] = ",".join(
            _number(case, name) for name in raw["vikarie"].split(",") if name not in ("", "-")
        )
        result.sjukpass += [raw | {"datum": day} for day in _days(days)]
    result.tidrapporter += _rows(case, result)
    for text in case.avgjort:
        kod, arende, day, start, status = text.split()
        result.decisions[kod, arende, day, start] = status
    return result


def _month_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=30)).isoformat()


def _short(text: str) -> Iterator[list[str]]:
    prefix, first, count, step, *words = text.split()
    for n in range(int(count)):
        day = date.fromisoformat(first) + timedelta(days=n * int(step))
        yield [f"{prefix}{n + 1:02d}", day.isoformat(), *words]


def _rows(case: SickCase, told: Claims) -> Iterator[Raw]:
    if case.rader is None:
        brukare = {raw["arende"]: raw["brukare"] for raw in told.sjukfall}
        for one in told.sjukpass:
            if one["vikarie"]:
                yield {
                    "assistent": one["vikarie"].split(",")[0],
                    "brukare": brukare[one["arende"]],
                    **{key: one[key] for key in ("datum", "start", "slut")},
                    "slag": one["slag"] or "assistans",
                    "nekade": [],
                }
        return
    for text in case.rader:
        name, days, start, slut, *words = text.split()
        raw = _options(words, ROW, case.id) | {"start": start, "slut": slut, "nekade": []}
        raw["assistent"], raw["brukare"] = _number(case, name), _number(case, raw["brukare"])
        for day in _days(days):
            row = raw | {"datum": day}
            if raw["nekad"]:
                since, to = interval(
                    row | dict(zip(("start", "slut"), raw["nekad"].split("-"), strict=True))
                )
                begin = interval(row)[0]
                row["nekade"] = [(since - begin, to - begin)]
            yield row


def judged(case: SickCase) -> dict[str, Judged]:
    """Return {arende: how it stands}."""
    return Adapter(claims(case)).judged()


def answer(case: SickCase, arende: str, one: Judged) -> dict[str, Any]:
    """Return what the case asks for, in its own words."""
    wanted = case.svar[arende]
    passes = sorted(one.case.passen, key=lambda p: (p.dag, p.start))
    got: dict[str, Any] = {"dag": [one.dagar[p.id] for p in passes]}
    for key, minutes in (("tackta", one.tackta), ("betalbara", one.betalbara)):
        counts = [total(minutes[p.id]) for p in passes]
        got[key] = counts if isinstance(wanted.get(key), list) else sum(counts)
    got["steg"] = difference_step(one) or ""
    got |= {step: kronor(getattr(one.belopp, step)) for step in STEPS}
    return {key: got[key] for key in wanted if key != "fynd"}


def findings(case: SickCase, one: Judged) -> list[str]:
    """Return the findings as the tables write them; an unlimited claim is never too high."""
    texts = []
    days = {p.id: p.dag for p in one.case.passen}
    for found in one.findings:
        if found.kod == "over-berakning":
            if one.case.begart != ore(SPELL["begart_belopp"]):
                texts.append(f"{found.kod} {kronor(found.ore)}")
        elif found.passet is None:
            texts.append(f"{found.kod} {found.handling}")
        else:
            day = date(1970, 1, 1) + timedelta(days=days[found.passet])
            texts.append(f"{found.kod} {day} {total(found.minuter)}")
    return sorted(texts)


def found() -> Iterator[tuple[SickCase, Finding]]:
    """Yield every finding of every case as the program stores it."""
    for case in load():
        for one in judged(case).values():
            for finding in sjukloner.findings(one):
                yield case, finding


def booklet() -> str:
    """Return every case as text, for a lawyer to affirm or deny."""
    parts = [
        "SJUKLÖN: RÄTTSFALL SOM PROGRAMMET PRÖVAS MOT",
        "Det som inte sägs är i sin ordning: Kim, född 1990, är Annas ordinarie assistent hos "
        "Firman med 200 kronor i timmen och 5 000 i veckan; alla handlingar finns, utbetald "
        "sjuklön och begärt belopp är höga nog, och Lea arbetar passen.",
    ]
    title = ""
    for case in load():
        if case.title != title:
            title = case.title
            parts.append(f"{title}\n{'=' * len(title)}")
        facts = [f"   Sjukfall: {text}" for text in case.sjukfall]
        facts += [f"   Endagssjukfall (från, antal, dagar emellan): {text}" for text in case.korta]
        facts += [f"   Pass: {text}" for text in case.passes]
        facts += [f"   Arbetat: {text}" for text in case.rader or ()]
        facts += [f"   Avgjort: {text}" for text in case.avgjort]
        facts += [f"   {name.capitalize()} är född {day}." for name, day in case.fodd.items()]
        for arende, told in case.svar.items():
            words = ", ".join(f"{key} {value}" for key, value in told.items())
            facts.append(f"   Svar {arende}: {words}")
        if case.rakning:
            facts.append(f"   Räkning: {case.rakning}")
        parts.append("\n".join([case.name, f"   Källa: {case.source}.", *facts]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(booklet(), end="")
