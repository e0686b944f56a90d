"""The filter line of the review screen: ``kod=overlapp status=öppen maj andersson``. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.decisions import Filter
from workbench.rules.registry import KODER
from workbench.tui.actions import sign
from workbench.wording import ALLVAR, STATUS

STATUS_BY_WORD = {word: key for key, word in STATUS.items()} | {key: key for key in STATUS}
CYCLES: dict[str, tuple[str | None, ...]] = {
    "allvar": (None, *ALLVAR),
    "status": ("oppen", "komplettering", "godkand", "nekad", None),
}
NAMES = ("kod", "allvar", "status", "brukare", "assistent")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A filter, or what is wrong with the line."""

    filter: Filter
    error: str = ""


def parse(line: str, month: int | None) -> Parsed:
    """Return the filter a line means; words without ``=`` are looked for in names and numbers."""
    values: dict[str, str] = {}
    words: list[str] = []
    for token in line.split():
        name, equals, value = token.partition("=")
        name = name.lower()
        if not equals:
            words.append(token)
        elif name not in (*NAMES, "text", "person"):
            return Parsed(Filter(month), f"”{name}” går inte att filtrera på: {', '.join(NAMES)}")
        elif not value:
            continue
        elif name in ("text", "person"):
            words.append(value)
        else:
            values[name] = value
    problem = _normalise(values)
    if problem:
        return Parsed(Filter(month), problem)
    return Parsed(Filter(manad=month, text=" ".join(words) or None, **values))


def _normalise(values: dict[str, str]) -> str:
    """Turn words into stored values in place; return what is wrong."""
    if "status" in values:
        status = STATUS_BY_WORD.get(values["status"].lower())
        if status is None:
            return f"status är {', '.join(STATUS.values())}"
        values["status"] = status
    if "allvar" in values:
        values["allvar"] = values["allvar"].lower()
        if values["allvar"] not in ALLVAR:
            return f"allvar är {', '.join(ALLVAR)}"
    if "kod" in values:
        kod = _kod(values["kod"].lower())
        if kod is None:
            return f"koden ”{values['kod']}” finns inte; {sign('review.code')} visar månadens koder"
        values["kod"] = kod
    for name in ("brukare", "assistent"):
        if name in values:
            values[name] = values[name].replace("-", "")
            if not (values[name].isdigit() and len(values[name]) == 12):
                return f"{name}= tar ett personnummer; skriv namn utan {name}="
    return ""


def _kod(word: str) -> str | None:
    """Return a code by its name or by a beginning that only one has."""
    if word in KODER:
        return word
    found = [kod for kod in KODER if kod.startswith(word)]
    return found[0] if len(found) == 1 else None


def describe(chosen: Filter) -> str:
    """Return a filter as a line that ``parse`` reads back."""
    parts = [
        f"{name}={STATUS[value] if name == 'status' else value}"
        for name in NAMES
        if (value := getattr(chosen, name))
    ]
    return " ".join([*parts, chosen.text] if chosen.text else parts)


def cycled(chosen: Filter, name: str) -> Filter:
    """Return the filter with the next value of ``allvar`` or ``status``."""
    values = CYCLES[name]
    now = getattr(chosen, name)
    following = values[(values.index(now) + 1) % len(values)] if now in values else values[0]
    return (
        replace(chosen, status=following) if name == "status" else replace(chosen, allvar=following)
    )
