"""Reads a claim's annex from its text alone, as someone with the paper before him would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Cells = dict[str, str]
_RULE = re.compile(r"-+(  -+)+$")
_RUNS = re.compile(r"(\S+): körning (\d+) före, körning (\d+) efter(?:, sjuklön, ärende (\S+))?$")


@dataclass
class Table:
    """A table: rows as {heading: cell}, and the row of sums."""

    rows: list[Cells]
    total: Cells | None


@dataclass
class Section:
    """What one run did in one month: tables by what they hold, and the facts at the end."""

    month: str
    before: str
    after: str
    arende: str | None
    posts: Table | None = None
    hours: Table | None = None
    steps: Table | None = None
    shares: list[tuple[str, Table]] = field(default_factory=list)
    claimed: Table | None = None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass
class Annex:
    """All that the tables of an annex say."""

    facts: dict[str, str]
    summary: Table
    rows: dict[str, Cells]
    sections: list[Section]
    events: Table


def ore(text: str) -> int:
    """Return kronor as öre: ``-1 234,56 kr``."""
    return int(re.sub(r"[ ,]|kr", "", text.replace("\u00a0", " ")))


def read(text: str) -> Annex:
    """Return the annex of a text; anything that is not where it should be raises."""
    blocks = [block.split("\n") for block in text.split("\n\n")]
    facts: dict[str, str] = {}
    summary = events = None
    rows: dict[str, Cells] = {}
    sections: list[Section] = []
    for at, block in enumerate(blocks):
        title = blocks[at - 1][0] if at else ""
        found = _RUNS.match(block[0])
        if found:
            sections.append(Section(*found.groups()))
        elif block[0].startswith("Återkrav:"):
            facts = _facts(block)
        elif title == "Sammanställning":
            summary = _table(block)
        elif title.startswith("Månaden "):
            rows |= {row["Nr"]: row | {"Månad": title[8:]} for row in _table(block).rows}
        elif block[0].split()[:2] == ["Dag", "Månad"]:
            events = _table(block)
        elif sections:
            _part(sections[-1], title, block)
    assert summary is not None
    assert events is not None
    return Annex(facts, summary, rows, sections, events)


def _part(section: Section, title: str, block: list[str]) -> None:
    heads = block[0].split()
    if title.startswith("Rader i "):
        section.shares.append((title, _table(block)))
    elif title == "Raderna i kravet":
        section.claimed = _table(block)
    elif title == "Från skillnad till krav":
        section.facts = _facts(block)
    elif heads[0] == "Post":
        if "Egna" in heads:
            section.hours = _table(block)
        else:
            section.posts = _table(block)
    elif heads[0] == "Steg" and len(block) > 2:
        section.steps = _table(block)


def _table(block: list[str]) -> Table:
    assert _RULE.match(block[1]), block[:3]
    spans = [match.span() for match in re.finditer("-+", block[1])]
    names = [block[0][a:b].strip() for a, b in spans]
    cells = [[line[a:b].strip() for a, b in spans] for line in block[2:]]
    rows = [dict(zip(names, row, strict=True)) for row in cells]
    total = rows.pop() if "Summa" in cells[-1] else None
    return Table(rows, total)


def _facts(block: list[str]) -> dict[str, str]:
    pairs = (line.rsplit(": ", 1) for line in block)
    return {name: value.strip() for name, value in pairs}
