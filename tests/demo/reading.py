"""Reads the written files again, without any help from the generator."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.time import instant, parse_clock, parse_day

NS = "{http://schema.forsakringskassan.se/integration/isassistansersattning/tidredovisning/1}"
XML_KINDS = {"aktivTid": "assistans", "vanteTid": "vantetid", "beredskapsTid": "beredskap"}


@dataclass(frozen=True)
class Line:
    """A reported row with its real instants."""

    brukare: str
    assistent: str
    arbetsgivare: str
    datum: str
    start: str
    slut: str
    slag: str
    begins: int
    ends: int

    @property
    def minutes(self) -> int:
        return self.ends - self.begins


def table(folder: Path, kind: str) -> list[dict[str, str]]:
    """Return a file's lines as dictionaries."""
    lines = (folder / f"{kind}.csv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split(";")
    return [dict(zip(names, line.split(";"), strict=True)) for line in lines[1:]]


def _line(*cells: str) -> Line:
    day, start, end = parse_day(cells[3]), parse_clock(cells[4]), parse_clock(cells[5])
    return Line(*cells, instant(day, start), instant(day + (end < start), end))


def xml_cells(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the XML reports as the cells of a CSV row."""
    for path in sorted(folder.glob("*.xml")):
        root = ET.parse(path).getroot()
        texts = {element.tag.removeprefix(NS): element.text or "" for element in root.iter()}
        persons = [e.text or "" for e in root.iter() if e.tag.endswith("nummer")]
        employer = texts.get("organisationsnummer", persons[0])
        for row in root.iter(f"{NS}rapportRad"):
            day, start, end, kind = row
            date = f"{texts['redovisningsmanad']}-{int(day.text or 0):02d}"
            clocks = [(e.text or "").replace(".", ":") for e in (start, end)]
            slag = XML_KINDS[kind.tag.removeprefix(NS)]
            yield persons[0], persons[1], employer, date, *clocks, slag


def csv_cells(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the monthly files, in the order they stand."""
    for path in sorted(folder.glob("tidrapporter-*.csv")):
        with path.open(encoding="utf-8") as file:
            next(file)
            for line in file:
                yield tuple(line.rstrip("\n").split(";"))


def report_lines(folder: Path) -> list[Line]:
    """Return all rows of CSV and XML."""
    return [_line(*cells) for cells in (*csv_cells(folder), *xml_cells(folder))]


def by_assistant(lines: list[Line]) -> dict[str, list[Line]]:
    """Return each assistant's rows in time order."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: (one.begins, one.ends)):
        groups[line.assistent].append(line)
    return groups
