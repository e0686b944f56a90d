"""Uppgifter: which duties wait, towards whom, by which day, and what has been done about them?

For the administrator who reports, informs and asks (9.2.26), and follows claims to their next step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rich.text import Text
from textual import on
from textual.widgets import Static

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.services.tasks import ALL, HANDLED, OPEN, Task
from workbench.tui.actions import bindings
from workbench.tui.messages import Exported, Request, TaskHandled, TasksLoaded
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.listing import ListScreen, following
from workbench.tui.screens.task_boxes import DO, DROP, UNDO, Handle, TaskBox
from workbench.tui.screens.task_rows import (
    COLUMNS,
    KEYS,
    SHOWN,
    State,
    chosen,
    columns,
    duties,
    header,
    picked,
    sums,
    task_line,
)
from workbench.tui.screens.writing import Target
from workbench.tui.session import Session
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import count, plain
from workbench.tui.workers import Desk

ASKED = {HANDLED: HANDLED, ALL: ALL}
"""What the database is asked for, by what is shown; open ones otherwise."""
TOLD = {
    DO: "{id} är gjord. u ångrar.",
    DROP: "{id} är avskriven. u ångrar.",
    UNDO: "{id} är inte längre hanterad.",
}


class TasksScreen(ListScreen[Task, State]):
    """A list of tasks by deadline over how many they are."""

    SCOPE = "tasks"
    WHAT = "uppgifterna"
    NUMBER = 8
    SEARCH = "namn, nummer, plikt, mottagare eller lagrum"
    COLUMNS = COLUMNS
    KEYS = KEYS
    BINDINGS = bindings("tasks")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State()
        self.latest: Task | None = None
        """The task that was handled last, for undo."""

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the tasks: open, handled or all."""
        viewer, today = self.session.viewer, self.session.stamp().dag
        wanted = ASKED.get(self.state.visa, OPEN)

        def question(connection: sqlite3.Connection) -> tuple[Task, ...]:
            from workbench.services import tasks

            return tuple(tasks.tasks(connection, viewer, today, tasks.TaskFilter(wanted)))

        self.ask("rows", question, TasksLoaded)

    @on(TasksLoaded)
    def _loaded(self, event: TasksLoaded) -> None:
        if self.desk.is_current(event.request):
            self.change(replace(self.state, found=event.tasks))

    # -- drawing ------------------------------------------------------------------------------

    def change(self, state: State) -> None:
        """Show another choice, with the cursor on the same task when it is still there, else where
        it stood."""
        rows, before = self.query_one(RowList), self.current
        self.state = state
        self.rows = self.in_order(chosen(state))
        ids = [item.id for item in self.rows]
        same = before is not None and before.id in ids
        rows.show(
            len(self.rows),
            lambda index: self.line(self.rows[index]),
            columns=columns(state),
            empty=self._empty(),
            cursor=ids.index(before.id) if before is not None and same else rows.cursor,
        )
        self.query_one("#where", Static).update(header(state), layout=False)
        self.query_one("#sums", Static).update(sums(state, self.rows))
        self._draw_picked()

    def line(self, item: Task) -> Line:
        """Return a task as a row."""
        return task_line(item)

    def key(self, item: Task) -> str:
        """Return which task it is."""
        return item.id

    def _empty(self) -> str:
        if self.state.found is None:
            return "Läser uppgifterna …"
        if self.state.found:
            return "Ingen uppgift stämmer.\n\nx rensar filter, läge och plikt."
        if self.state.visa == HANDLED:
            return "Ingen uppgift är gjord eller avskriven.\n\ns visar de öppna."
        return (
            "Ingenting väntar.\n\nUppgifter kommer av fynd (2), av Försäkringskassans beslut och\n"
            "av återkrav, när något ska anmälas, begäras eller berättas."
        )

    def picked(self, item: Task) -> Text:
        """Return the whole of a task's row."""
        return picked(item)

    # -- choosing -----------------------------------------------------------------------------

    def action_status(self) -> None:
        """Show open, late, handled or all tasks."""
        self._show(following(tuple(SHOWN), self.state.visa))

    def _show(self, visa: str) -> None:
        before = ASKED.get(self.state.visa, OPEN)
        self.change(replace(self.state, visa=visa))
        if ASKED.get(visa, OPEN) != before:
            self.load()

    def action_duty(self) -> None:
        """Choose among the duties that have tasks."""
        rows = duties(self.state.found or ())
        places = [name for name, _ in rows]
        here = places.index(self.state.plikt) if self.state.plikt in places else 0
        columns = (
            Column("Plikt", 18),
            Column("Att göra", 20, grow=1),
            Column("Antal", 6, right=True),
        )
        self.app.push_screen(Choice("Välj plikt", columns, rows, here), self._duty)

    def _duty(self, name: str | None) -> None:
        if name is not None:
            self.change(replace(self.state, plikt=name))

    def action_clear(self) -> None:
        """Take filter, duty and what is shown away."""
        self.state = replace(self.state, needle="", plikt="")
        self._show(OPEN)

    @on(RowList.Chosen)
    def action_open(self) -> None:
        """Show all of the task under the cursor."""
        item = self.current
        if item is not None:
            self.app.push_screen(TaskBox(item))

    # -- doing --------------------------------------------------------------------------------

    def action_do(self) -> None:
        """Note that the task is done."""
        self._handle(DO)

    def action_drop(self) -> None:
        """Set the task aside."""
        self._handle(DROP)

    def _handle(self, what: str) -> None:
        item = self.current
        if item is None:
            return
        if item.status != "oppen":
            self.notify(f"{item.id} är redan {item.status}. u ångrar.")
            return
        self._reason(item, what)

    def action_undo(self) -> None:
        """Take back what was done with the task under the cursor, else with the latest one."""
        item = self.current
        if item is None or item.status == "oppen":
            item = self.latest
        if item is None:
            self.notify("Ställ pilen på en hanterad uppgift: s visar dem.")
            return
        self._reason(item, UNDO)

    def _reason(self, item: Task, what: str) -> None:
        def answered(reason: str | None) -> None:
            if reason is not None:
                self.perform("Sparar", task(reason), told)

        def task(reason: str) -> Callable[[Database, Stamp, Progress], Task]:
            def work(database: Database, stamp: Stamp, _progress: Progress) -> Task:
                from workbench.services import taskdoing

                acts = {DO: taskdoing.do, DROP: taskdoing.drop, UNDO: taskdoing.undo}
                acts[what](database, item.id, reason, stamp)
                return item

            return work

        def told(request: Request, handled: Task) -> TaskHandled:
            return TaskHandled(request, handled, what)

        self.app.push_screen(Handle(item, what), answered)

    @on(TaskHandled)
    def _handled(self, event: TaskHandled) -> None:
        self.latest = None if event.what == UNDO else event.task
        self.ended(event, changed=True)
        self.notify(TOLD[event.what].format(id=event.task.id))

    # -- on paper -----------------------------------------------------------------------------

    def action_print(self) -> None:
        """Write the task under the cursor as text and PDF to a folder."""
        item = self.current
        if item is None:
            return
        title = f"Skriv ut {item.id}"

        def work(path: Path) -> Callable[[Database, Stamp, Progress], str]:
            def task(database: Database, stamp: Stamp, _progress: Progress) -> str:
                from workbench.services import taskprint

                made = taskprint.write(database, item.id, path, stamp)
                files = count(made.nya, "fil skriven", "filer skrivna")
                return f"{files}:\n\n" + "\n".join(plain(str(one)) for one in made.filer)

            return task

        def said(request: Request, text: str) -> Exported:
            return Exported(request, title, text)

        def answered(path: Path | None) -> None:
            if path is not None:
                self.perform(title, work(path), said)

        text = (
            f"{plain(item.uppgift)}. Skrivs som PDF och text till en mapp, med uppgifterna "
            "ifyllda, datum och plats för underskrift. Ingenting skickas."
        )
        box = Target(title, text, str(Path.cwd() / "uppgifter"), "Skriv ut")
        self.app.push_screen(box, answered)

    @on(Exported)
    def _printed(self, event: Exported) -> None:
        self.ended(event, changed=False)
        self.app.push_screen(Notice(event.title, event.text))

    async def action_back(self) -> None:
        """Go back to the month."""
        await self.app.run_action("app.go('month')")
