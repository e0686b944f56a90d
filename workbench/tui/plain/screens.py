"""The screens by the names that --plain takes. A new screen is a line here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from workbench.tui.plain.asked import Asked, WrongWord
from workbench.tui.plain.text import Page


class Plain(NamedTuple):
    """A screen: its name, the scope of its keys, what it shows, module and function, which one."""

    name: str
    scope: str
    what: str
    made_by: str
    which: str = ""


SCREENS = (
    Plain("manad", "month", "Månad: brukare, timmar, belopp, vad som väntar", "lists.month"),
    Plain("granskning", "review", "Granskning: månadens fynd", "lists.review"),
    Plain("fynd", "review", "Ett fynd med spår till fil och rad", "cases.finding", "FYND"),
    Plain("period", "period", "Assistentens period: gränser", "cases.period", "FYND"),
    Plain("import", "import", "Import: inlästa filer", "lists.imports"),
    Plain("avrakning", "settle", "Avräkning: månadens körning", "cases.settle", "[KÖRNING]"),
    Plain("attest", "attest", "Attest: ändringar att bocka av", "cases.attest", "[KÖRNING]"),
    Plain("betalningar", "payments", "Betalningar", "lists.payments"),
    Plain("sjuklon", "sjuklon", "Sjuklön: ärenden", "lists.sjuklon"),
    Plain("sjukfall", "sjukfall", "Ett sjuklöneärende", "cases.sjukfall", "ÄRENDE"),
    Plain("aterkrav", "aterkrav", "Återkrav: krav", "lists.aterkrav"),
    Plain("krav", "krav", "Ett återkrav: läge, rader, historik", "cases.krav", "KRAV"),
    Plain("bilaga", "bilaga", "Återkravets bilaga", "cases.annex", "KRAV"),
    Plain("handling", "brev", "En handling i återkravet", "cases.paper", "KRAV/SLAG"),
    Plain("uppgifter", "tasks", "Uppgifter: plikter och frister", "lists.tasks"),
    Plain("underlag", "underlag", "Underlag: en av listorna", "office.underlag", "[LISTA]"),
    Plain("drift", "drift", "Drift: databasen och dess kopior", "office.drift"),
    Plain("bilder", "bilder", "Bilder i ord och siffror", "office.pictures", "[BILD]"),
    Plain("gjort", "done", "Vad du har gjort, och om det går att ångra", "lists.done"),
    Plain("revision", "revision", "Revision: en av listorna", "audit.revision", "[LISTA]"),
)
FORMS = {
    "linear": "shows what another screen shows",
    "sjukform": "what is shown is what is being written; the case is sjukfall",
    "brevtext": "the text being edited is that of handling",
}
"""Scopes of screens that show nothing but what is being written in them, and where the rest is."""


def names() -> list[str]:
    """Return a line per screen, the name first."""
    return [f"{one.name}{' ' + one.which if one.which else ''}: {one.what}" for one in SCREENS]


def page(connection: sqlite3.Connection, name: str, asked: Asked) -> Page:
    """Return a screen's data. Raises WrongWord, and what its service raises."""
    found = next((one for one in SCREENS if one.name == name.lower()), None)
    if found is None:
        every = ", ".join(one.name for one in SCREENS)
        raise WrongWord(f"Skärmen {name} finns inte. Välj bland: {every}")
    module, _, function = found.made_by.partition(".")
    make: Callable[[sqlite3.Connection, Asked], Page] = getattr(
        import_module(f"workbench.tui.plain.{module}"), function
    )
    if asked.which and not found.which:
        raise WrongWord(f"{found.name} tar inget efter sitt namn: {asked.which} förstås inte.")
    return make(connection, asked)
