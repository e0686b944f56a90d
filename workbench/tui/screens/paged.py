"""What the screens of one case share: pages of rows over the one under the cursor, sums beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from workbench.tui.page import Page as Page
from workbench.tui.screens.base import WorkScreen
from workbench.tui.session import Session
from workbench.tui.widgets.keybar import KeyBar
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.widgets.scroll import Scroll
from workbench.tui.widgets.topline import TopLine
from workbench.tui.workers import Desk

WIDE = 112
"""Columns from which the sums always stand beside."""
BESIDE = 52
"""Their width there, as in the style sheet."""
MARGINS = 3
"""Cells of the pane beneath the list that hold no text."""


class PagedScreen(WorkScreen):
    """Rows over the one under the cursor, with a text beside that is a page of its own where there
    is no room. ``TAB`` is the screen it is opened from, ``SIDE`` the page of the text."""

    TAB: ClassVar[str]
    SIDE: ClassVar[str]
    INSIDE = ("list",)
    AUTO_FOCUS = "#rows"
    DEFAULT_CSS = """
    PagedScreen #who { height: auto; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    PagedScreen #halves { height: 1fr; }
    PagedScreen #main { width: 1fr; height: 1fr; }
    PagedScreen #pane {
        height: 1fr; padding: 0 1; border-top: solid $panel; background: $surface;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    PagedScreen #pane:focus { background: $panel; }
    PagedScreen #one, PagedScreen #sums { width: 100%; height: auto; }
    PagedScreen #side {
        width: 1fr; height: 1fr; padding: 0 1; background: $surface;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    PagedScreen #side.-beside { width: 52; border-left: solid $panel; }
    PagedScreen #side:focus { background: $panel; }
    """

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__(session, desk)
        self.page = ""
        self._shown: Page | str = ""

    def compose(self) -> ComposeResult:
        """As every screen, under the tab it was opened from."""
        yield TopLine(self.TAB, self.session)
        yield from self.body()
        yield KeyBar(self.SCOPE)

    def body(self) -> ComposeResult:
        """Whose case, the list with its pane, the text beside."""
        yield Static("Läser …", markup=False, id="who")
        with Horizontal(id="halves"):
            with Vertical(id="main"):
                yield RowList(id="rows", help_id=f"{self.SCOPE}-rows")
                with Scroll(id="pane"):
                    yield Static("", markup=False, id="one")
            with Scroll(id="side"):
                yield Static("", markup=False, id="sums")

    def on_mount(self) -> None:
        """Let the list have focus; what is under its cursor is shown beneath."""
        rows = self.query_one(RowList)
        rows.follow = self._draw_one
        rows.focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Share the room anew."""
        self.show_page()

    # -- what is shown ------------------------------------------------------------------------

    def folder(self) -> Mapping[str, Page | str]:
        """Return the pages in order, a title for the text; nothing while the case is read."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def who(self, tabs: Text) -> Text:
        """Return whose case it is, with the pages."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    def side(self) -> Text:
        """Return the text that stands beside."""
        raise NotImplementedError  # abstract: Textual's metaclass leaves no room for ABC's

    @property
    def wide(self) -> bool:
        """There is room for the text beside."""
        return self.size.width >= WIDE

    @property
    def room(self) -> int:
        """The width of the list: known before it has been laid out."""
        return self.size.width - (BESIDE if self.wide else 0)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages there are now."""
        return tuple(name for name in self.folder() if not (self.wide and name == self.SIDE))

    def show_page(self) -> None:
        """Show the page: list and text as there is room."""
        folder, pages = self.folder(), self.pages
        if not pages:
            return
        if self.page not in pages:
            self.page = pages[0]
        page = self._shown = folder[self.page]
        aside = isinstance(page, str)
        self.query_one("#main").display = not aside
        self.query_one("#side").display = self.wide or aside
        self.query_one("#side").set_class(self.wide, "-beside")
        self.query_one("#sums", Static).update(self.side())
        self.query_one("#who", Static).update(self.who(self._tabs(folder)))
        self._focus()
        if not isinstance(page, str):
            rows = self.query_one(RowList)
            most = page.many + 1 if page.many else 3 + page.empty.count("\n")
            rows.styles.height = max(3, min(most, self.size.height * 2 // 5))
            rows.show(
                page.many, page.line, columns=page.columns, empty=page.empty, cursor=rows.cursor
            )

    def _tabs(self, folder: Mapping[str, Page | str]) -> Text:
        text = Text(style="bold", no_wrap=True)
        for name in self.pages:
            page = folder[name]
            title = page if isinstance(page, str) else page.title
            text.append(f"[{title}]" if name == self.page else f" {title} ")
        return text

    def _focus(self) -> None:
        aside = self.page == self.SIDE
        inside = self.query_one("#main")
        if self.focused is None or aside == (inside in self.focused.ancestors):
            self.query_one("#side" if aside else "#rows").focus()

    def _draw_one(self) -> None:
        page, rows = self._shown, self.query_one(RowList)
        text = Text()
        if not isinstance(page, str) and rows.cursor < page.many:
            text = page.one(rows.cursor)
        self.query_one("#one", Static).update(text)
        self.query_one("#pane", Scroll).scroll_home(animate=False)

    # -- moving -------------------------------------------------------------------------------

    def action_page(self, steps: int) -> None:
        """Show the next page or the one before."""
        pages = self.pages
        if pages:
            place = pages.index(self.page) if self.page in pages else 0
            self.page = pages[(place + steps) % len(pages)]
            self.query_one(RowList).set_reactive(RowList.cursor, 0)
            self.show_page()

    def action_back(self) -> None:
        """Go back to where it was opened."""
        if self.app.screen is self:
            self.app.pop_screen()
