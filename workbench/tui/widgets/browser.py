"""Files and folders to choose from, with the same keys as every other list."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from textual.suggester import Suggester

from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line, RowList
from workbench.tui.words import NOTHING

READABLE = (".csv", ".txt", ".xlsx", ".xml", ".zip")
COLUMNS = (
    Column("Namn", 24, grow=1),
    Column("Storlek", 10, right=True),
    Column("Ändrad", 16, drop=1),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a folder."""

    path: Path
    name: str
    folder: bool
    size: int = 0
    changed: float = 0.0


def size_text(size: int) -> str:
    """Return a file's size: ``98 kB``."""
    if size < 1000:
        return f"{size} B"
    return f"{size // 1000} kB" if size < 10_000_000 else f"{size // 1_000_000} MB"


def entries(folder: Path) -> list[Entry]:
    """Return a folder's folders and readable files; raises OSError."""
    found = []
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        try:
            is_folder, stat = path.is_dir(), path.stat()
        except OSError:
            continue  # a broken link or a file that just went away
        if is_folder or path.suffix.lower() in READABLE:
            found.append(Entry(path, path.name, is_folder, stat.st_size, stat.st_mtime))
    found.sort(key=lambda entry: (not entry.folder, entry.name.lower()))
    return [Entry(folder.parent, "..", True), *found]


class PathSuggester(Suggester):
    """Fills in the rest of a path's last part; ``every``: also of files that are no import."""

    def __init__(self, *, every: bool = False) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.every = every

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first file or folder that begins as written."""
        folder, _, start = value.rpartition("/")
        if not folder and not value.startswith("/"):
            return None
        try:
            names = sorted(os.listdir(Path(folder or "/").expanduser()))
        except OSError:
            return None
        for name in names:
            path = Path(folder or "/").expanduser() / name
            fits = name.startswith(start) and name != start and not name.startswith(".")
            if fits and (self.every or path.suffix.lower() in READABLE or path.is_dir()):
                return f"{folder}/{name}"
        return None


class Browser(RowList):
    """The list; Enter on a folder opens it, on a file chooses it."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, id="browser", help_id="import-browser")
        self.folder = Path()
        self.entries: list[Entry] = []
        self.chosen: set[Path] = set()
        self.marked = lambda index: (
            self.entries[index].path in self.chosen and (self.entries[index].name != "..")
        )

    def open(self, folder: Path, former: Path | None = None) -> str:
        """Show a folder; return what was wrong with it, or nothing."""
        try:
            folder = folder.resolve()
            self.entries = entries(folder)
        except OSError as error:
            return f"{folder}: {error.strerror or 'kan inte läsas'}"
        self.folder = folder
        place = next((i for i, item in enumerate(self.entries) if item.path == former), 0)
        self.show(len(self.entries), self._line, cursor=place)
        return ""

    @property
    def current(self) -> Entry | None:
        """What the cursor stands on."""
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def _line(self, index: int) -> Line:
        import datetime as dt

        entry = self.entries[index]
        if entry.folder:
            return Line((f"{entry.name}/", NOTHING, ""), ("", "muted", ""))
        when = dt.datetime.fromtimestamp(entry.changed).astimezone().strftime("%Y-%m-%d %H:%M")
        return Line((entry.name, size_text(entry.size), when), ("", "", "muted"))

    def toggle(self) -> None:
        """Choose the entry, or take it away, and go on down."""
        entry = self.current
        if entry is not None and entry.name != "..":
            self.chosen ^= {entry.path}
            self.refresh()
            self.action_move(1)

    def toggle_all(self) -> None:
        """Choose every file of the folder, or none of them when all are."""
        files = {entry.path for entry in self.entries if not entry.folder}
        self.chosen = self.chosen - files if files <= self.chosen else self.chosen | files
        self.refresh()
