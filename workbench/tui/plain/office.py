"""Underlag, Drift and Bilder as linear text."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from workbench.tui.plain.asked import Asked, WrongWord, pick
from workbench.tui.plain.lists import sliced
from workbench.tui.plain.text import Facts, Page, Part, facts


def underlag(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return one of the lists of what months rest on."""
    from workbench.tui.screens import underlag_pages as pages
    from workbench.tui.screens.underlag_asking import question
    from workbench.tui.session import Session, Showing

    names = {name: name for name in pages.PAGES}
    name = pick(asked.which, names, "Listan") if asked.which else pages.REGISTER
    state = pages.State(needle=asked.find, sida=name)
    showing = Showing(asked.which) if asked.viewer.protected else None
    session = Session(
        asked.path, asked.viewer.aktor, lambda: asked.stamp.tid, asked.month, showing=showing
    )
    sida = question(state, session)(connection)
    found = pages.chosen(replace(state, found=sida))

    def item(row: pages.Rad) -> Facts:
        return facts(state.columns, row.line, [("Mer", row.whole.plain.replace("\n", "; "))])

    told = asked.told() if name in (pages.ADVANCES, pages.FK) else ""
    part = Part(name, len(found), sliced(found, item), (sida.sums.plain,), sida.antal)
    return Page(f"Underlag, {name}", told, (part,))


def drift(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return where the database lies and what it is, and its copies."""
    from workbench.services import databas
    from workbench.tui.screens.drift_rows import copies_page, side

    found = databas.present(connection, asked.path)
    page = copies_page(found)

    def item(place: int) -> Facts:
        line = page.line(place)
        assert line is not None
        return facts(page.columns, line, [("Mer", page.one(place).plain.replace("\n", "; "))])

    part = Part("Kopior", page.many, sliced(range(page.many), item))
    return Page("Drift, säkerhetskopior", text=side(found).plain, parts=(part,))


def pictures(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return a picture in words and figures: of the month, of what is withheld, of anordnare."""
    from workbench.exports.bild import Bild, Grupp, Stapel
    from workbench.services import pictures as service
    from workbench.services import pictures_drawn, pictures_employers

    if asked.month is None:
        raise WrongWord("Det finns inga månader ännu.")
    names = {"manaden": "månaden", "nekat": "nekat", "anordnare": "anordnare"}
    name = pick(asked.which, names, "Bilden") if asked.which else "manaden"
    made: Bild
    if name == "manaden":
        made = pictures_drawn.draw_month(
            service.month_picture(connection, asked.month, asked.viewer)
        )
    elif name == "nekat":
        made = pictures_drawn.draw_findings(service.findings_picture(connection, asked.month))
    else:
        made = pictures_drawn.draw_employers(
            pictures_employers.employers_picture(connection, asked.month, asked.viewer, None)
        )

    def part(group: Grupp) -> Part:
        def item(bar: Stapel) -> Facts:
            told = zip(group.kolumner, bar.siffror, strict=False)
            return [("", bar.etikett), *((name, value.strip()) for name, value in told)]

        return Part(group.rubrik, len(group.staplar), sliced(group.staplar, item))

    parts = tuple(part(group) for group in made.grupper)
    return Page(made.titel, text="\n".join([made.beskrivning, *made.noter]), parts=parts)
