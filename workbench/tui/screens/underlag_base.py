"""What the changes of Underlag share: which list is shown, the row, the right, a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from workbench.domain.roller import Ratt
from workbench.tui.rights import hinder_of
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.filling import Filling
from workbench.tui.screens.underlag_pages import RATES, SETTINGS, USERS, WAITS, Rad, State
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line


class Lists(Filling):
    """Lists, one at a time, that are changed by forms."""

    state: State
    NOT_HERE: ClassVar[str] = "Det går inte i den här listan. c väljer lista."

    def at(self, page: str | Sequence[str], told: str = "") -> bool:
        """Tell whether one of some lists is shown; say so when none is."""
        here = self.state.sida in ([page] if isinstance(page, str) else page)
        if not here:
            self.notify(told or self.NOT_HERE)
        return here

    @property
    def current(self) -> Rad | None:
        """The row under the cursor."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    @property
    def today(self) -> str:
        """The day it is."""
        return self.session.stamp().dag

    def item_here(self, waits: bool = False) -> Any:
        """Return what the row under the cursor is of; None and a word when it won't do."""
        row = self.current
        item = row.item if row is not None else None
        if waits and (row is None or not row.nyckel.startswith(("konto ", "förslag "))):
            self.notify(f"Ställ pilen på en rad som väntar ({WAITS}).")
            return None
        return item

    def choose(
        self, title: str, rows: Sequence[tuple[str, str]], then: Callable[[str], None]
    ) -> None:
        def picked(name: str | None) -> None:
            if name is not None:
                then(name)

        columns = Column("", 16), Column("", 30, grow=1)
        lines = [(name, Line((name, text), ("", "muted"))) for name, text in rows]
        self.app.push_screen(Choice(title, columns, lines), picked)

    def may_change(self) -> bool:
        """Tell whether the user's role lets the list be changed; say so when it does not."""
        page = self.state.sida
        rights = {RATES: Ratt.VARDEN, SETTINGS: Ratt.VARDEN, USERS: Ratt.ANVANDARE}
        refused = hinder_of(self.session, rights.get(page, Ratt.REGISTRERA))
        if refused:
            self.notify(refused, severity="warning", timeout=8)
        return not refused

    def brukare_here(self) -> str:
        """Return the number of the row's brukare; "" when there is none, or it is masked."""
        number = getattr(self.item_here(), "brukare", "") or getattr(self.item_here(), "galler", "")
        return number if number.isdigit() else ""
