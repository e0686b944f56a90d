"""The screens that are one list, as linear text: the same rows and columns as on the screens."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from workbench.tui.plain.asked import Asked, WrongWord
from workbench.tui.plain.text import Facts, Page, Part, facts
from workbench.tui.words import month_name

T = TypeVar("T")
AT_ONCE = 500
"""Rows that are read from the database at a time."""


def sliced(found: Sequence[T], item: Callable[[T], Facts]) -> Callable[[int, int], Iterable[Facts]]:
    """Return how to give items of what has been read."""
    return lambda first, after: (item(found[place]) for place in range(first, after))


def streamed(
    ids: array[int],
    read: Callable[[Sequence[int]], Iterable[T]],
    item: Callable[[T], Facts],
) -> Callable[[int, int], Iterable[Facts]]:
    """Return how to give items that are read some at a time: memory does not grow with the list."""

    def items(first: int, after: int) -> Iterator[Facts]:
        for start in range(first, after, AT_ONCE):
            for one in read(ids[start : min(after, start + AT_ONCE)]):
                yield item(one)

    return items


def month(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Månad."""
    from workbench.services import overview
    from workbench.services.overview import BrukareMonth
    from workbench.tui.screens import month_rows as rows

    if asked.month is None:
        return Page("Månad", parts=(Part("Brukare", 0, sliced((), lambda _: [])),))
    view = overview.month_view(connection, asked.month, asked.viewer)
    order = asked.choice("order", rows.ORDERS, "namn")
    shown = rows.chosen_rows(view.rows, asked.find, order)
    columns = rows.columns(view.rows)

    def item(row: BrukareMonth) -> Facts:
        number = "" if row.brukare == row.namn else row.brukare
        return facts(columns, rows.line(row), [("Personnummer", number)])

    said = [rows.sums(view, shown).plain, *view.varningar[1:]]
    run = "inte räknad" if view.korning is None else f"körning {view.korning}, {view.status}"
    return Page(
        f"Månad, {month_name(asked.month)}, brukare",
        asked.told(ordning=rows.ORDERS[order], läge=run),
        (Part("Brukare", len(shown), sliced(shown, item), said, len(view.rows)),),
    )


def review(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Granskning: the month's findings by the words of its filter line."""
    from dataclasses import replace

    from db.decisions import Filter
    from workbench.services import reviewing
    from workbench.services.reviewing import FindingView
    from workbench.tui import filtering
    from workbench.tui.screens import finding_rows as rows
    from workbench.tui.widgets.findingtext import EFFECT_WORDS, withheld
    from workbench.wording import STATUS

    parsed = filtering.parse(asked.find, asked.wanted_month)
    if parsed.error:
        raise WrongWord(f"{parsed.error}.")
    wanted = parsed.filter
    if asked.status or not wanted.status:
        status = asked.choice("status", {**STATUS, "": "alla", "alla": "alla"}, "oppen")
        wanted = replace(wanted, status=None if status in ("", "alla") else status)
    ids = array("q", reviewing.finding_ids_of(connection, wanted, None))
    every = sum(row.antal for row in reviewing.summary(connection, Filter(wanted.manad)))

    def item(one: FindingView) -> Facts:
        news = " (nytt underlag sedan avgörandet)" if one.nytt_underlag else ""
        more = [
            ("Effekt", f"{EFFECT_WORDS[withheld(one)]} {_time(one)} timmar"),
            ("Status", STATUS[one.status] + news),
            ("Förklaring", one.forklaring),
            ("Lagrum", one.lagrum.strip("-")),
            ("Fynd", one.id),
        ]
        return facts(rows.COLUMNS, rows.line(one), more)

    def read(some: Sequence[int]) -> Iterable[FindingView]:
        return reviewing.findings_by_ids(connection, list(some), asked.viewer)

    return Page(
        "Granskning, fynd",
        asked.told(status=STATUS.get(wanted.status or "", "alla")),
        (Part("Fynd", len(ids), streamed(ids, read, item), (), every),),
    )


def _time(one: object) -> str:
    from workbench.services.reviewing import FindingView
    from workbench.tui.words import effect_text

    assert isinstance(one, FindingView)
    return effect_text(one.minuter, one.timmar)


def imports(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Import: the files that have been taken in."""
    from workbench.services import overview
    from workbench.services.overview import ImportedFile
    from workbench.tui.screens import import_rows as rows

    every = overview.imported(connection, -1)
    words = asked.find.lower().split()
    found = [one for one in every if all(word in one.namn.lower() for word in words)]

    def item(one: ImportedFile) -> Facts:
        return facts(rows.EARLIER_COLUMNS, rows.earlier_line(one), [("SHA-256", one.sha256)])

    part = Part("Filer", len(found), sliced(found, item), (), len(every))
    return Page("Import, inlästa filer", f"filter: {asked.find}" if words else "", (part,))


def payments(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Betalningar."""
    from db.payments import PaymentFilter
    from workbench.services import payments_view
    from workbench.services.payments_view import PaymentView
    from workbench.tui.screens import payment_rows as rows
    from workbench.wording import BETALNING

    status = asked.choice("status", {"alla": "alla", **BETALNING}, "alla")
    wanted = PaymentFilter(
        asked.wanted_month, None, None if status == "alla" else status, asked.find or None
    )
    sums = payments_view.listed(connection, wanted, asked.viewer, limit=0)
    said = rows.sums(sums, cut=False).plain
    ids = payments_view.numbers(connection, wanted)

    def item(one: PaymentView) -> Facts:
        more = [("Ersätter", f"B{one.ersatter}" if one.ersatter else ""), ("Skäl", one.skal or "")]
        return facts(rows.COLUMNS, rows.payment_line(one), more)

    def read(some: Sequence[int]) -> Iterable[PaymentView]:
        return payments_view.of_numbers(connection, some, asked.viewer)

    return Page(
        "Betalningar",
        asked.told(status=BETALNING.get(status, "alla")),
        (Part("Betalningar", len(ids), streamed(ids, read, item), (said,)),),
    )


def sjuklon(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Sjuklön: every claim."""
    from workbench.services import sjuklon as service
    from workbench.services.sjuklon import Arende
    from workbench.tui.screens import sjuk_rows as rows
    from workbench.wording import SJUKFALL

    status = asked.choice("status", {"alla": "alla", **SJUKFALL}, "alla")
    order = asked.choice("order", rows.ORDERS, "sjukdag")
    every = tuple(service.arenden(connection, asked.viewer))
    wanted = "" if status == "alla" else status
    state = rows.State(needle=asked.find, status=wanted, order=order, found=every)
    found = rows.chosen(state)

    def item(one: Arende) -> Facts:
        more = [
            ("Status", SJUKFALL[one.status]),
            ("Sjuk från", one.forsta),
            ("Till", one.sista or "pågår"),
            ("Svar senast", one.svar_senast or ""),
            ("Saknas", rows.documents(one.saknas)),
        ]
        return facts(rows.COLUMNS, rows.claim_line(one), more)

    said = (rows.sums(state, found).plain,)
    return Page(
        "Sjuklön, ärenden",
        _without_month(asked, status=SJUKFALL.get(status, "alla"), ordning=rows.ORDERS[order]),
        (Part("Ärenden", len(found), sliced(found, item), said, len(every)),),
    )


def aterkrav(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Återkrav: every claim."""
    from workbench.services import kravlista
    from workbench.services.kravlista import Kravrad
    from workbench.tui.screens import krav_rows as rows
    from workbench.wording import GRUND, KRAV

    group = asked.choice("status", {name: name for name in rows.GROUPS}, "alla")
    order = asked.choice("order", rows.ORDERS, "nummer")
    every = tuple(kravlista.rader(connection, asked.viewer, asked.today))
    state = rows.State(needle=asked.find, group=group, order=order, found=every)
    found = rows.chosen(state)

    def item(one: Kravrad) -> Facts:
        changed = ", ändrat sedan det meddelades" if one.andrat else ""
        passed = " har passerat" if one.forfallen else ""
        more = [
            ("Månader", ", ".join(one.manader)),
            ("Grund", f"{one.grund}, {GRUND[one.grund]}"),
            ("Läge", KRAV[one.status] + changed),
            ("Frist", f"{one.frist}{passed}" if one.frist else ""),
            ("Återbetalt", _kronor(one.betalt)),
            ("Nedlagt", _kronor(one.nedlagt)),
            ("Sjuklöneärende", one.arende or ""),
        ]
        return facts(rows.COLUMNS, rows.krav_line(one), more)

    said = (rows.sums(state, found).plain,)
    return Page(
        "Återkrav",
        _without_month(asked, läge=group, ordning=rows.ORDERS[order]),
        (Part("Krav", len(found), sliced(found, item), said, len(every)),),
    )


def _kronor(ore: int) -> str:
    from workbench.domain.money import kronor

    return kronor(ore) if ore else ""


def _without_month(asked: Asked, **words: str) -> str:
    from dataclasses import replace

    told = replace(asked, everything=True).told(**words)
    return told.partition(", ")[2]


def tasks(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Uppgifter: duties by deadline."""
    from workbench.services import tasks as service
    from workbench.services.tasks import Task
    from workbench.tui.screens import task_rows as rows

    shown = asked.choice("status", rows.SHOWN, service.OPEN)
    read = shown if shown in (service.HANDLED, service.ALL) else service.OPEN
    every = tuple(service.tasks(connection, asked.viewer, asked.today, service.TaskFilter(read)))
    state = rows.State(needle=asked.find, visa=shown, found=every)
    found = rows.chosen(state)

    def item(one: Task) -> Facts:
        late = ", försenad" if one.forfallen else ""
        more = [("Senast", f"{one.frist}{late}"), ("Uppgift", one.id), *one.fakta]
        return facts(rows.COLUMNS, rows.task_line(one), more)

    said = (rows.sums(state, found).plain,)
    return Page(
        "Uppgifter",
        _without_month(asked, visar=rows.SHOWN[shown]),
        (Part("Uppgifter", len(found), sliced(found, item), said, len(every)),),
    )


def done(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return what the user has done lately, and whether it can be taken back."""
    from workbench.services import undoing
    from workbench.services.undoing import Gjort
    from workbench.tui.screens import done_rows as rows

    every = undoing.deeds(connection, asked.viewer, asked.stamp)
    words = asked.find.lower().split()
    found = [
        one
        for one in every
        if all(word in f"{one.vad} {one.vem} {one.varfor}".lower() for word in words)
    ]

    def item(one: Gjort) -> Facts:
        return facts(
            rows.COLUMNS, rows.deed_line(one), [("Skäl", one.varfor), ("Hinder", one.hinder)]
        )

    title = f"Vad {asked.stamp.aktor} har gjort"
    part = Part("Gjort", len(found), sliced(found, item), (), len(every))
    return Page(title, f"filter: {asked.find}" if words else "", (part,))
