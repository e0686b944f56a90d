"""Import: what would these files do, and what is wrong in them?

For the administrator who takes in the month's files: look first, then for real.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import ContentSwitcher, Input, Label, Static

from db import Database
from db.journal import Stamp
from importers import ImportIssue
from workbench.services import importing, overview
from workbench.services.importing import ImportResult
from workbench.services.overview import ImportedFile
from workbench.services.progress import Progress
from workbench.tui.actions import bindings, sign, told
from workbench.tui.messages import FilesListed, Imported
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Confirm
from workbench.tui.screens.import_rows import (
    EARLIER_COLUMNS,
    FILE_COLUMNS,
    ISSUE_COLUMNS,
    SHOWN,
    STATUS,
    STATUS_PREVIEW,
    earlier_line,
    file_line,
    issue_line,
    shown_path,
    tail,
    unknown,
)
from workbench.tui.session import Session
from workbench.tui.widgets.browser import Browser, PathSuggester
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.words import count, plain, thousands
from workbench.tui.workers import Desk


@dataclass(frozen=True, slots=True)
class State:
    """What is shown: ``välj`` files, a ``resultat`` (preview or real) or ``tidigare`` files."""

    page: str = "browse"
    result: ImportResult | None = None
    paths: tuple[Path, ...] = ()
    earlier: tuple[ImportedFile, ...] = ()
    received: str = ""


CHOOSE = "Välj filer eller mappar med {import.mark} först."


class ImportScreen(WorkScreen):
    """Choose, look, take in; and what was taken in before."""

    SCOPE = "import"
    CSS_PATH = "imports.tcss"
    BINDINGS = bindings("import")

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.state = State(received=self.session.stamp().dag)
        self.issues: Sequence[ImportIssue] = ()

    def body(self) -> ComposeResult:
        """Three pages: files to choose, the result, earlier files."""
        yield Static("", markup=False, id="where")
        with ContentSwitcher(initial="browse"):
            with Vertical(id="browse"):
                with Horizontal(classes="field"):
                    yield Label("Sökväg ")
                    yield Input(suggester=PathSuggester(), id="path", placeholder="fil eller mapp")
                with Horizontal(classes="field"):
                    yield Label("Kom in ")
                    yield Input(self.state.received, id="received", max_length=10)
                yield Browser()
            with Vertical(id="result"):
                yield RowList(FILE_COLUMNS, id="files", help_id="import-files")
                yield Static("", markup=False, id="file")
                yield Static("", markup=False, id="sum")
                yield RowList(ISSUE_COLUMNS, id="issues", help_id="import-issues")
                yield Static("", markup=False, id="issue")
            with Vertical(id="earlier"):
                yield RowList(EARLIER_COLUMNS, id="earlier-files", help_id="import-earlier")

    def on_mount(self) -> None:
        """Show the folder one stands in."""
        for field, help_id in (("#path", "import-path"), ("#received", "import-received")):
            box = self.query_one(field, Input)
            box.cursor_blink = False
            # Textual's own widget; ours have the attribute that help looks for.
            box.help_id = help_id  # type: ignore[attr-defined]  # what F1 looks for
        browser = self.query_one(Browser)
        browser.open(Path.cwd())
        browser.focus()
        self._draw_where()

    # -- loading ------------------------------------------------------------------------------

    def load(self) -> None:
        """Ask for the earlier files."""
        self.ask("files", overview.imported, FilesListed)

    @on(FilesListed)
    def _listed(self, event: FilesListed) -> None:
        if not self.desk.is_current(event.request):
            return
        self.state = replace(self.state, earlier=event.files)
        self.query_one("#earlier-files", RowList).show(
            len(event.files),
            lambda index: earlier_line(event.files[index]),
            empty="Inga filer är inlästa ännu.\n\nt går tillbaka till filerna.",
        )
        self._draw_where()

    # -- pages --------------------------------------------------------------------------------

    def _page(self, name: str) -> None:
        self.state = replace(self.state, page=name)
        self.query_one(ContentSwitcher).current = name
        focus = {"browse": "#browser", "result": "#files", "earlier": "#earlier-files"}[name]
        self.query_one(focus).focus()
        self._draw_where()

    def _draw_where(self) -> None:
        text = Text(no_wrap=True)
        browser, page = self.query_one(Browser), self.state.page
        if page == "browse":
            number = len(browser.chosen)
            said = (
                f"{count(number, 'vald', 'valda')}: {sign('import.preview')} visar, "
                f"{sign('import.store')} läser in"
            )
            text.append(
                said if number else told("Välj med {import.mark}, sedan {import.preview}"),
                style="bold",
            )
            room = self.size.width - len(text) - 5
            text.append(f"   {tail(shown_path(str(browser.folder)), room)}")
        elif page == "earlier":
            text.append(f"Tidigare inlästa filer, {thousands(len(self.state.earlier))}")
        elif self.state.result is not None:
            dry = self.state.result.dry_run
            said = told("INLÄST: räkna nu månaden med {app.go_month} och {month.settle}")
            if dry:
                said = told("FÖRHANDSGRANSKNING: inget är sparat, {import.store} läser in")
            text.append(said, style="bold")
            text.append(f"   kom in {self.state.received}")
        self.query_one("#where", Static).update(text)

    @on(RowList.Chosen, "#browser")
    def _enter(self) -> None:
        browser = self.query_one(Browser)
        entry = browser.current
        if entry is None:
            return
        if not entry.folder:
            browser.toggle()
        elif problem := browser.open(entry.path, browser.folder):
            self.notify(problem, severity="warning", markup=False)
        self._draw_where()

    @on(Input.Submitted, "#path")
    def _path(self, event: Input.Submitted) -> None:
        path = Path(event.value).expanduser()
        browser = self.query_one(Browser)
        problem = "" if path.exists() else f"{path} finns inte."
        if not problem:
            folder = path if path.is_dir() else path.parent
            problem = browser.open(folder, path)
            if not problem and path.is_file():
                browser.chosen.add(path.resolve())
        if problem:
            self.notify(problem, severity="warning", markup=False)
            return
        event.input.value = ""
        browser.focus()
        self._draw_where()

    @on(Input.Submitted, "#received")
    def _received(self) -> None:
        self.query_one(Browser).focus()

    @on(Input.Changed, "#received")
    def _received_changed(self, event: Input.Changed) -> None:
        self.state = replace(self.state, received=event.value.strip())

    # -- actions ------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Choose the row."""
        if self.state.page == "browse":
            self.query_one(Browser).toggle()
            self._draw_where()

    def action_mark_all(self) -> None:
        """Choose every file of the folder."""
        if self.state.page == "browse":
            self.query_one(Browser).toggle_all()
            self._draw_where()

    def action_path(self) -> None:
        """Write a path."""
        self._page("browse")
        field = self.query_one("#path", Input)
        field.value = f"{str(self.query_one(Browser).folder).rstrip('/')}/"
        field.focus()
        field.cursor_position = len(field.value)

    def action_received(self) -> None:
        """Write the day the papers came in."""
        self._page("browse")
        self.query_one("#received").focus()

    def action_earlier(self) -> None:
        """Show earlier files, or the files to choose again."""
        self._page("browse" if self.state.page == "earlier" else "earlier")

    async def action_back(self) -> None:
        """Back to the files, and from there to the month."""
        if self.focused is not None and isinstance(self.focused, Input):
            self.query_one(Browser).focus()
        elif self.state.page != "browse":
            self._page("browse")
        else:
            await self.app.run_action("app.go('month')")

    def _wanted(self) -> tuple[Path, ...]:
        """Return what is chosen, or the row of the cursor."""
        if self.state.page == "result":
            return self.state.paths
        browser = self.query_one(Browser)
        if browser.chosen:
            return tuple(sorted(browser.chosen))
        entry = browser.current
        return () if entry is None or entry.name == ".." else (entry.path,)

    def _day_problem(self) -> str:
        try:
            dt.date.fromisoformat(self.state.received)
        except ValueError:
            return told("Dagen då pappren kom in skrivs ÅÅÅÅ-MM-DD ({import.received}).")
        return ""

    def action_preview(self) -> None:
        """Show what the files would do."""
        self._run(dry_run=True)

    def action_store(self) -> None:
        """Ask, then take the files in."""
        paths, result = self._wanted(), self.state.result
        if not paths:
            self.notify(told(CHOOSE))
            return
        looked = result is not None and result.dry_run and paths == self.state.paths
        if not looked or result is None:
            self._run(dry_run=True)
            return
        good = [item for item in result.files if item.status == "importerad"]
        bad = [item for item in result.files if item.status == "fel"]
        if not good:
            self.notify("Ingen av filerna kan läsas in.", severity="warning")
            return
        text = f"{count(len(good), 'fil', 'filer')}, {count(result.rader, 'rad', 'rader')}."
        if bad:
            text += (
                f"\n{count(len(bad), 'fil har', 'filer har')} fel och läses inte in; de andra "
                "läses in ändå."
            )
        text += f"\nPappren kom in {self.state.received}. Filerna sparas som de är i databasen."
        self.app.push_screen(
            Confirm("Importera?", text, f"Importera {count(len(good), 'fil', 'filer')}"),
            lambda yes: self._run(dry_run=False) if yes else None,
        )

    def _run(self, *, dry_run: bool) -> None:
        paths, received = self._wanted(), self.state.received
        problem = self._day_problem() if paths else told(CHOOSE)
        if problem:
            self.notify(problem, severity="warning", markup=False)
            return
        self.state = replace(self.state, paths=paths)

        def task(database: Database, stamp: Stamp, progress: Progress) -> ImportResult:
            return importing.import_paths(
                database, paths, stamp, received=received, dry_run=dry_run, progress=progress
            )

        self.perform("Läser filerna" if dry_run else "Importerar", task, Imported)

    @on(Imported)
    def _imported(self, event: Imported) -> None:
        result = event.result
        self.state = replace(self.state, result=result)
        self.issues = result.fel
        self.query_one("#files", RowList).show(
            len(result.files),
            lambda index: file_line(result.files[index], dry_run=result.dry_run),
            empty="Inga filer hittades där.",
        )
        issues = self.query_one("#issues", RowList)
        issues.show(len(self.issues), lambda index: issue_line(self.issues[index]))
        issues.display = bool(self.issues)
        self.query_one("#issue").display = bool(self.issues)
        self._draw_sum(result)
        self.ended(event, changed=not result.dry_run)
        if not result.dry_run:
            self.query_one(Browser).chosen.clear()
            self.notify(
                f"{count(result.rader, 'rad', 'rader')} inlästa. Räkna i Månad med "
                f"{sign('app.go_month')} och {sign('month.settle')}."
            )
        self._page("result")

    def _draw_sum(self, result: ImportResult) -> None:
        text = Text(no_wrap=True, style="bold")
        by_status = [
            f"{sum(item.status == status for item in result.files)} {word}"
            for status, word in (STATUS_PREVIEW if result.dry_run else STATUS).items()
            if any(item.status == status for item in result.files)
        ]
        text.append(f"{thousands(result.rader)} rader   {', '.join(by_status)}")
        people = {person for item in result.files for person in unknown(item)}
        if people:
            text.append(f"   {count(len(people), 'okänd person', 'okända personer')}")
        if self.issues:
            text.append(f"   {count(len(self.issues), 'fel', 'fel')} (Tab går till dem)")
        self.query_one("#sum", Static).update(text)

    @on(RowList.Moved, "#files")
    def _file(self, event: RowList.Moved) -> None:
        result = self.state.result
        if result is None or event.index >= len(result.files):
            return
        item = result.files[event.index]
        text = Text(plain(shown_path(item.fil)))
        if item.manader:
            text.append(
                "   " + ", ".join(f"{m} {thousands(n)} rader" for m, n in item.manader.items())
            )
        people = unknown(item)
        if people:
            text.append(f"\nFinns inte i registren: {', '.join(people[:SHOWN])}", style="bold")
            if len(people) > SHOWN:
                text.append(f" … och {len(people) - SHOWN} till")
        elif item.status == "redan-importerad":
            text.append("\nSamma innehåll är redan inläst; filen hoppas över.")
        self.query_one("#file", Static).update(text)

    @on(RowList.Moved, "#issues")
    def _issue(self, event: RowList.Moved) -> None:
        if not self.issues:
            return
        issue = self.issues[event.index]
        where = [plain(shown_path(issue.fil))]
        where += [f"blad {plain(issue.blad)}"] if issue.blad else []
        where += [f"rad {issue.rad}"] if issue.rad is not None else []
        where += [f"kolumn {plain(issue.kolumn)}"] if issue.kolumn else []
        where += [f"värde ”{plain(issue.varde)}”"] if issue.varde else []
        text = Text(f"{issue.kod}  {', '.join(where)}\n", style="bold")
        text.append(plain(issue.fel), style="not bold")
        self.query_one("#issue", Static).update(text)
