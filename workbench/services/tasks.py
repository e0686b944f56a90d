"""Tasks: what the duties ask for now, as a list for people; a person does them, not the program.

15 § 8-11, 9 d, 11 a, 15 b and 23 §§ LSS; 3 § lag (2008:206); 6 § bidragsbrottslagen; and the
deadlines of claims. A task that is done or set aside keeps the facts it had then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db import people
from db import tasks as stored
from db.tasks import Handled
from workbench.domain.time import iso_day, parse_day
from workbench.law.plikter import Plikt, Utlosare, deadline, of_task, plikter
from workbench.services.errors import Refused
from workbench.services.plikter import Asked, Raised
from workbench.services.plikter_fynd import FYND
from workbench.services.plikter_krav import KRAV
from workbench.services.plikter_register import REGISTER
from workbench.services.tasknames import Names, Persons, persons_of
from workbench.services.viewing import Viewer

OPEN, HANDLED, ALL = "oppna", "hanterade", "alla"
SHOWN = (OPEN, HANDLED, ALL)
WAYS: Mapping[str, Callable[[Asked, Plikt, Utlosare], Iterator[Raised]]] = {
    **FYND,
    **REGISTER,
    **KRAV,
}
"""Kind of facts -> what looks at them."""


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks to list: open, handled or all; of one duty, one brukare, only overdue ones."""

    visa: str = OPEN
    plikt: str | None = None
    brukare: str | None = None
    forfallna: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A task as shown, people masked for the viewer. Days are ISO text.

    ``mottagare`` is who the duty is owed to, ``frist`` its last day and ``forfallen`` tells that
    an open one is overdue; ``kalla`` is the finding, claim or beslut behind. ``status`` is oppen,
    gjord or avskriven, the latter two with motivering, time and actor.
    """

    id: str
    plikt: str
    uppgift: str
    mottagare: str
    lagrum: str
    brukare: str
    brukare_namn: str
    galler: str
    handelse: str
    frist: str
    forfallen: bool
    kalla: str
    fakta: tuple[tuple[str, str], ...]
    skyddad: bool
    status: str = "oppen"
    motivering: str = ""
    tid: str = ""
    aktor: str = ""


class UnknownTask(Refused):
    """There is no task with that id now."""

    def __init__(self, identity: str) -> None:
        super().__init__(
            f"Uppgiften {identity} finns inte (längre). Se dem med: workbench tasks --all"
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A task before it is shown: the duty, its persons, its facts; ``source`` None when only what
    was kept is left of it."""

    plikt: Plikt
    content: Mapping[str, Any]
    nyckel: str
    persons: Persons
    source: Raised | None = None
    handled: Handled | None = None


# -- looking -------------------------------------------------------------------------------------


def tasks(
    connection: sqlite3.Connection, viewer: Viewer, today: str, chosen: TaskFilter | None = None
) -> list[Task]:
    """Return the tasks of a filter by deadline; those that are handled the latest first.

    Raises Refused for a duty or a brukare that there is none of.
    """
    chosen = chosen or TaskFilter()
    duties = _duties(chosen.plikt)
    person = _person(connection, chosen.brukare)
    found: list[Found] = []
    if chosen.visa in (OPEN, ALL):
        asked = Asked(connection, today, person)
        found += sorted(_waiting(asked, duties), key=lambda item: (_due(item), item.nyckel))
    if chosen.visa in (HANDLED, ALL):
        found += [
            item
            for item in map(_kept, stored.handled(connection, chosen.plikt))
            if person is None or item.persons.brukare == person
        ]
    if chosen.forfallna:
        found = [item for item in found if _overdue(item, today)]
    names = Names(connection, viewer, (item.persons for item in found))
    return [shown(item, names, today) for item in found]


def task(connection: sqlite3.Connection, identity: str, viewer: Viewer, today: str) -> Task:
    """Return one task, open or handled. Raises UnknownTask."""
    found = find(connection, identity, today)
    return shown(found, Names(connection, viewer, [found.persons]), today)


def find(connection: sqlite3.Connection, identity: str, today: str) -> Found:
    """Return a task by its id, in any case of letters. Raises UnknownTask."""
    wanted = identity.strip()
    plikt = of_task(wanted)
    if plikt is None:
        raise UnknownTask(identity)
    kept = stored.one(connection, wanted)
    if kept is not None:
        return _kept(kept)
    for item in _waiting(Asked(connection, today), [plikt]):
        if item.nyckel.casefold() == wanted.casefold():
            return item
    raise UnknownTask(identity)


def raised(asked: Asked, duties: Iterable[Plikt]) -> Iterator[Raised]:
    """Yield what some duties raise now, also what is handled.

    The same matter raised in two ways is one task, with the earlier event and the facts of both.
    """
    for plikt in duties:
        if len(plikt.utloses) == 1:
            yield from WAYS[plikt.utloses[0].slag](asked, plikt, plikt.utloses[0])
            continue
        found: dict[str, Raised] = {}
        for trigger in plikt.utloses:
            for item in WAYS[trigger.slag](asked, plikt, trigger):
                former = found.get(item.nyckel)
                found[item.nyckel] = item if former is None else _both(former, item)
        yield from found.values()


def _both(first: Raised, second: Raised) -> Raised:
    more = tuple(fact for fact in second.fakta if fact not in first.fakta)
    event = min(first.handelse, second.handelse)
    return replace(first, handelse=event, fakta=first.fakta + more)


def _waiting(asked: Asked, duties: Iterable[Plikt]) -> Iterator[Found]:
    for item in raised(asked, duties):
        if item.nyckel not in asked.handled:
            content = {
                "handelse": iso_day(item.handelse),
                "frist": iso_day(deadline(item.plikt, item.handelse, asked.policies)),
                "kalla": item.kalla,
                "galler": item.galler,
                "fakta": item.fakta,
            }
            persons = Persons(item.brukare, item.assistent, item.arbetsgivare)
            yield Found(item.plikt, content, item.nyckel, persons, item)


def _kept(item: Handled) -> Found:
    return Found(
        plikter()[item.plikt], item.innehall, item.nyckel, persons_of(item.innehall), None, item
    )


def _due(item: Found) -> str:
    frist: str = item.content["frist"]
    return frist


def _overdue(item: Found, today: str) -> bool:
    return item.handled is None and _due(item) < today


def _duties(name: str | None) -> Sequence[Plikt]:
    if name is None:
        return tuple(plikter().values())
    if name not in plikter():
        raise Refused(f"Plikten {name} finns inte. De som finns: {', '.join(plikter())}.")
    return (plikter()[name],)


def _person(connection: sqlite3.Connection, number: str | None) -> int | None:
    if number is None:
        return None
    known = people.by_number(connection, number.replace("-", ""))
    if known is None:
        raise Refused(f"Brukaren {number} finns inte i registren.")
    return known[0]


def shown(item: Found, names: Names, today: str) -> Task:
    """Return a task as the viewer of the names may see it."""
    content, persons, handled = item.content, item.persons, item.handled
    others = [
        names.name(persons.assistent),
        names.employer(persons.arbetsgivare),
        content["galler"],
    ]
    return Task(
        item.nyckel,
        item.plikt.id,
        item.plikt.gor,
        item.plikt.till,
        item.plikt.lagrum,
        names.number(persons.brukare),
        names.name(persons.brukare),
        ", ".join(text for text in others if text),
        content["handelse"],
        content["frist"],
        _overdue(item, today),
        content["kalla"],
        (*names.facts(persons), *((name, text) for name, text in content["fakta"])),
        names.hidden(persons),
        handled.utfall if handled else "oppen",
        handled.motivering if handled else "",
        handled.tid if handled else "",
        handled.aktor if handled else "",
    )


def about(item: Task) -> list[tuple[str, str]]:
    """Return, in Swedish, what the table says of a task's duty, and how the task stands."""
    plikt = plikter()[item.plikt]
    late = " (försenad)" if item.forfallen else ""
    days = parse_day(item.frist) - parse_day(item.handelse)
    found = [
        ("Att göra", item.uppgift),
        ("Till", item.mottagare),
        ("Senast", f"{item.frist}{late}"),
        ("Räknas från", f"{item.handelse}, {plikt.handelse}"),
        ("Tid", f"{days} dagar (inställning {plikt.dagar})"),
        ("Bestämmelse", f"{item.lagrum} (SFS {plikt.sfs})"),
        ("Vem beslutar", plikt.beslutar),
        ("Sekretess", plikt.sekretess),
        ("Källa", item.kalla),
    ]
    if item.status != "oppen":
        said = f"{item.status} {item.tid[:10]} av {item.aktor}: {item.motivering}"
        found.append(("Läge", said))
    return found
