"""Revision's lists as linear text."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from workbench.domain.time import iso_day, iso_month, month_days
from workbench.tui.plain import lists
from workbench.tui.plain.asked import Asked, WrongWord, pick
from workbench.tui.plain.lists import sliced
from workbench.tui.plain.text import Facts, Page, Part, facts
from workbench.tui.screens import revision_rows as rows
from workbench.tui.screens.revision_rows import Rad, Sida

EVER = ("0001-01-01", "9999-12-31")


def revision(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return one of the lists, or (``3``) the items of a sample."""
    which = asked.which or rows.PAYMENTS
    name = rows.ITEMS if which.isdigit() else pick(which, {n: n for n in rows.PAGES}, "Listan")
    if name == rows.PAYMENTS:
        return replace(lists.payments(connection, asked), title="Revision, betalningar")
    sida = _read(connection, asked, name)
    columns = rows.COLUMNS[name]
    found = rows.chosen(rows.State(needle=asked.find, sida=name, found=sida))

    def item(row: Rad) -> Facts:
        return facts(columns, row.line, [("Hela raden", row.picked.plain)])

    told = asked.told() if name not in (rows.SAMPLES, rows.ITEMS) else ""
    part = Part(name, len(found), sliced(found, item), (sida.sums.plain,), sida.antal)
    return Page(f"Revision, {name}", told, (part,))


def _read(connection: sqlite3.Connection, asked: Asked, name: str) -> Sida:
    from workbench.services import (
        revision_andringar,
        revision_avsteg,
        revision_stickprov,
        revision_utfall,
    )

    month = asked.wanted_month
    if asked.status or asked.order:
        raise WrongWord("Revisionens listor har varken --status eller --order, bara --find.")
    if name == rows.OVERRIDES:
        every = revision_avsteg.overrides(
            connection, revision_avsteg.chosen(connection), asked.viewer
        )
        return rows.overrides(every, None if month is None else iso_month(month))
    if name == rows.OUTCOMES:
        months = (0, 10**6) if month is None else (month, month)
        return rows.outcomes(revision_utfall.outcomes(connection, months))
    if name == rows.SAMPLES:
        return rows.samples(revision_stickprov.samples(connection))
    if name == rows.ITEMS:
        number = int(asked.which)
        return rows.items(
            revision_stickprov.sample(connection, number),
            revision_stickprov.items(connection, number, asked.viewer),
        )
    days = EVER
    if month is not None:
        first, after = month_days(month)
        days = iso_day(first), iso_day(after - 1)
    return rows.changes(revision_andringar.changes(connection, *days, asked.viewer))
