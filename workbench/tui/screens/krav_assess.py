"""A claim's assessment: pieces written, changed and taken away, and what is stored taken in."""

from __future__ import annotations

import sqlite3

from textual import on

from db import Database
from db.claim_steps import Assessment
from db.journal import Stamp
from workbench.services.kravbevis import Bevis
from workbench.tui.actions import told
from workbench.tui.messages import (
    BevisAsked,
)
from workbench.tui.screens.dialogs import Choice, Confirm
from workbench.tui.screens.krav_doing import OneClaim
from workbench.tui.screens.krav_forms import (
    assess_form,
    evidence_ticks,
    take_form,
)
from workbench.tui.screens.sheet import Values
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line
from workbench.tui.words import count, plain
from workbench.wording import BEDOMNING

OFFERED = "forslag"
"""The choice to take what is stored already."""


class Assessing(OneClaim):
    """The assessment of the claim that is shown."""

    @property
    def piece(self) -> Assessment | None:
        """The piece of the assessment under the cursor."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def action_assess(self) -> None:
        """Ask what can be taken from what is stored, then choose what to write."""
        identity = self.identity

        def question(connection: sqlite3.Connection) -> tuple[Bevis, ...]:
            from workbench.services import kravbevis

            return tuple(kravbevis.offered(connection, identity))

        self.ask("bevis", question, BevisAsked)

    @on(BevisAsked)
    def _bevis_asked(self, event: BevisAsked) -> None:
        vy, offered = self.vy, event.bevis
        if vy is None or not self.desk.is_current(event.request) or self.app.screen is not self:
            return
        written = [item.slag for item in vy.bedomning]
        rows = [
            (slag, Line((word, str(written.count(slag)) if slag in written else "saknas")))
            for slag, word in BEDOMNING.items()
        ]
        here = next((i for i, slag in enumerate(BEDOMNING) if slag not in written), 0)
        fresh = sum(not one.tagen for one in offered)
        if fresh:
            rows.append((OFFERED, Line(("välj bland det som är sparat", f"{fresh} förslag"))))
            here = len(BEDOMNING) if "bevis" not in written else here
        columns = Column("Skriv", 24, grow=1), Column("Finns", 10, right=True)

        def chosen(slag: str | None) -> None:
            if slag == OFFERED:
                self._take(offered)
            elif slag is not None:
                self.assess(slag, None)

        self.app.push_screen(Choice("Vad vill du skriva?", columns, rows, here), chosen)

    def _take(self, offered: tuple[Bevis, ...]) -> None:
        """Tick off what is to be taken into the assessment."""
        vy, identity = self.vy, self.identity
        if vy is None:
            return
        places = [place for place, one in enumerate(offered, 1) if not one.tagen]

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravbevis

            numbers = [places[int(place)] for place in values["valda"].split()]
            many = len(kravbevis.take(database, identity, numbers, stamp))
            return f"{count(many, 'stycke är inskrivet', 'stycken är inskrivna')} i bedömningen."

        self.fill(take_form(vy), task, "Sparar bedömningen", evidence_ticks(offered))

    def assess(self, slag: str, former: Assessment | None) -> None:
        """Write a piece of the assessment, in place of another when there is one."""
        vy, identity = self.vy, self.identity
        if vy is None:
            return

        def task(database: Database, stamp: Stamp, values: Values) -> str:
            from workbench.services import kravparter

            kravparter.assess(
                database,
                identity,
                slag,
                values["stycke"],
                stamp,
                kalla=values["kalla"],
                ersatter=former.id if former else None,
            )
            return f"{BEDOMNING[slag].capitalize()} är sparat."

        self.fill(assess_form(vy, slag, former), task, "Sparar bedömningen")

    def action_remove(self) -> None:
        """Take the piece of the assessment under the cursor away, after a question."""
        piece, identity = self.piece, self.identity
        if piece is None:
            self.notify(told("{krav.remove} tar bort ett stycke på sidan Bedömning."))
            return

        def task(database: Database, stamp: Stamp) -> str:
            from workbench.services import kravparter

            kravparter.remove(database, identity, piece.id, stamp)
            return "Stycket är borttaget. Det finns kvar i journalen."

        def answered(yes: bool | None) -> None:
            if yes:
                self.do("Tar bort stycket", task)

        what = BEDOMNING[piece.slag]
        self.app.push_screen(
            Confirm(f"Ta bort: {what}?", plain(piece.text), "Ta bort stycket"), answered
        )
