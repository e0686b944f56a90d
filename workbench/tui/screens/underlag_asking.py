"""What each list of Underlag asks the database; the services are imported when they are asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from rich.text import Text

from workbench.tui.screens import underlag_months as months_of
from workbench.tui.screens import underlag_rows as rows_of
from workbench.tui.screens.underlag_pages import (
    ADVANCES,
    FK,
    MARKED,
    PAYEES,
    RATES,
    REGISTER,
    RULES,
    SETTINGS,
    USERS,
    WATCHED,
    Sida,
    State,
)
from workbench.tui.session import Session

Question = Callable[[sqlite3.Connection], Sida]


def question(state: State, session: Session) -> Question:
    """Return what reads the list that is shown, for whoever is looking."""
    return {
        REGISTER: _register,
        PAYEES: _payees,
        RATES: _rates,
        SETTINGS: _settings,
        USERS: _users,
        ADVANCES: _advances,
        FK: _fk,
        RULES: _rules,
        MARKED: _marked,
        WATCHED: _watched,
    }[state.sida](state, session)


def _register(state: State, session: Session) -> Question:
    needle, viewer = state.needle, session.viewer

    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import register

        return rows_of.register(*register.find(connection, needle, viewer))

    return ask


def _payees(state: State, session: Session) -> Question:
    viewer, day = session.viewer, state.dag or session.stamp().dag

    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import payees

        paid = payees.paid_now(connection, day, viewer)
        return rows_of.payees(paid, payees.pending(connection, viewer), viewer.aktor)

    return ask


def _rates(_state: State, session: Session) -> Question:
    aktor = session.aktor

    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import law, proposing

        values = law.load(connection).rates.all()
        return rows_of.rates(values, proposing.waiting(connection, "varde"), aktor)

    return ask


def _settings(_state: State, session: Session) -> Question:
    aktor = session.aktor

    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import law, proposing

        values = law.policy_table(connection)
        return rows_of.settings(values, proposing.waiting(connection, "installning"), aktor)

    return ask


def _users(_state: State, _session: Session) -> Question:
    def ask(connection: sqlite3.Connection) -> Sida:
        from db.users import all_users

        return rows_of.users(all_users(connection))

    return ask


def _advances(_state: State, session: Session) -> Question:
    month, viewer = session.month, session.viewer

    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import advances

        if month is None:
            return _no_month(ADVANCES)
        return months_of.advances(*advances.stored(connection, month, viewer), month)

    return ask


def _fk(state: State, session: Session) -> Question:
    month, viewer, today = session.month, session.viewer, session.stamp().dag

    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import fk20

        if month is None:
            return _no_month(FK)
        if state.ar:
            year = month // 12
            return months_of.fk_year(fk20.year(connection, year, today, viewer), year)
        return months_of.fk_month(fk20.month(connection, month, viewer), month)

    return ask


def _rules(_state: State, _session: Session) -> Question:
    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services.regler import regler

        return months_of.rules(regler(connection))

    return ask


def _marked(_state: State, _session: Session) -> Question:
    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import settling

        return months_of.marked(settling.marked(connection))

    return ask


def _watched(_state: State, session: Session) -> Question:
    today, viewer = session.stamp().dag, session.viewer

    def ask(connection: sqlite3.Connection) -> Sida:
        from workbench.services import watching

        return months_of.watched(watching.watched(connection, today, viewer))

    return ask


def _no_month(page: str) -> Sida:
    told = "Ingen månad ännu.\n\nImportera filer (3), sedan väljer m månad."
    return Sida(page, (), 0, Text(), told)
