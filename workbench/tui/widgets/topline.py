"""The first line: the screens by number, and where the user is."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events
from textual.widget import Widget

from workbench.tui.actions import sign
from workbench.tui.session import Session
from workbench.tui.words import fit, month_name, plain

SCREENS = (
    ("month", "Månad"),
    ("review", "Granskning"),
    ("import", "Import"),
    ("settle", "Avräkning"),
    ("payments", "Betalningar"),
    ("sjuklon", "Sjuklön"),
    ("aterkrav", "Återkrav"),
    ("tasks", "Uppgifter"),
)
MORE = (("revision", "Revision"), ("underlag", "Underlag"), ("drift", "Drift"))
"""Screens that are named where there is room for all, and when they are shown."""
BRIEF = {
    "Granskning": "Gransk",
    "Avräkning": "Avräkn",
    "Betalningar": "Betaln",
    "Uppgifter": "Uppg",
}
"""Names where the whole ones have no room; a cut name is better than a bare number."""
SHORT = {
    "Månad": "Mån",
    "Granskning": "Grans",
    "Import": "Imp",
    "Avräkning": "Avr",
    "Betalningar": "Bet",
    "Sjuklön": "Sjuk",
    "Återkrav": "Krav",
    "Uppgifter": "Uppg",
    "Revision": "Rev",
    "Underlag": "Und",
}
"""Names where those have none either."""
SHOWN = " SKYDDADE VISAS "
"""Always there while protected people are shown, whatever else has no room."""


class TopLine(Widget):
    """Screens to the left; month, user and database to the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"topline--here"}
    DEFAULT_CSS = """
    TopLine { height: 1; dock: top; background: $panel; color: $foreground; }
    TopLine > .topline--here { text-style: bold reverse; }
    """

    def __init__(self, here: str, session: Session) -> None:
        super().__init__()
        self.here = here
        self.session = session
        self.month: int | None = None
        """Another month than the one worked with, when the screen shows one."""
        self._places: list[tuple[int, int, str]] = []

    def render(self) -> Text:
        """Draw; what doesn't fit goes in the order database, ends of names, of the month, names."""
        shown = self.session.month if self.month is None else self.month
        month = month_name(shown) if shown is not None else ""
        who = [part for part in (month, plain(self.session.aktor)) if part]
        right = " · ".join(who)
        brief = " · ".join([month[:3] + month[-5:], *who[1:]]) if month else right
        briefer = brief.replace(month[-5:], f" {month[-2:]}", 1) if month else right
        full = " · ".join([*who, plain(self.session.path.name)])
        mark = SHOWN if self.session.showing else ""
        width = self.size.width - 1 - len(mark)
        for names, end in (
            ("all", full),
            ("all", right),
            ("long", full),
            ("long", right),
            ("brief", right),
            ("brief", brief),
            ("short", right),
            ("short", brief),
            ("short", briefer),
            ("short", briefer.partition(" · ")[0]),
            ("", full),
            ("", right),
            ("", ""),
        ):
            left = self._tabs(names)
            if len(left) + 2 + len(end) <= width:
                break
        left.append(fit(end, max(0, width - len(left)), right=True))
        left.append(mark, self.get_component_rich_style("topline--here", partial=True))
        return left

    def _tabs(self, names: str) -> Text:
        """Return the tabs: ``all``, ``long``, ``brief`` or ``short`` names, or that of the screen
        shown."""
        shorter = {"brief": BRIEF, "short": SHORT}.get(names, {})
        here = self.get_component_rich_style("topline--here", partial=True)
        text = Text(no_wrap=True, end="")
        places = []
        more = [one for one in MORE if names == "all" or one[0] == self.here]
        for scope, name in (*SCREENS, *more):
            start = len(text)
            shown = (
                f" {sign(f'app.go_{scope}')} {shorter.get(name, name)} "
                if names or scope == self.here
                else f" {sign(f'app.go_{scope}')} "
            )
            text.append(shown, here if scope == self.here else "")
            places.append((start, len(text), scope))
        self._places = places
        return text

    async def on_click(self, event: events.Click) -> None:
        """Go to the screen that was clicked."""
        for start, after, scope in self._places:
            if start <= event.x < after:
                await self.app.run_action(f"go('{scope}')", self.app)
