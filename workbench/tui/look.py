"""How the screens look, kept between sessions: theme and visible cursor, in the user's own file."""

from __future__ import annotations

import os
import sys
import tempfile
import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

THEME, CURSOR = "WORKBENCH_THEME", "WORKBENCH_CURSOR"
"""Variables that go before the file."""
SHOWN = "visa"


@dataclass(frozen=True, slots=True)
class Look:
    """The name of a theme ("" = the first) and whether the terminal's cursor is visible.

    ``path`` is where choices are kept; None = nowhere. ``problem`` is what was wrong, in Swedish.
    """

    theme: str = ""
    cursor: bool = False
    path: Path | None = None
    problem: str = ""


def place() -> Path:
    """Return the file in the user's configuration folder."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "workbench" / "look.toml"


def read(path: Path) -> Look:
    """Return what the file says, then the environment; a file that can't be read is told of."""
    values: dict[str, object] = {}
    problem = ""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError):
        problem = (
            f"{path} går inte att läsa. Rätta filen eller ta bort den: färgerna är de vanliga."
        )
    theme = os.environ.get(THEME) or str(values.get("tema", ""))
    cursor = os.environ.get(CURSOR) or str(values.get("markor", ""))
    return Look(theme, cursor == SHOWN, path, problem)


def keep(look: Look) -> Look:
    """Write the choices, whole or not at all; return the look with what went wrong, if anything."""
    if look.path is None:
        return look
    lines = [f'tema = "{look.theme}"', f'markor = "{SHOWN if look.cursor else "dold"}"']
    handle, name = -1, ""
    try:
        look.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=look.path.parent, prefix=".look-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")
        os.replace(name, look.path)
    except OSError as error:
        with suppress(OSError):
            if name:
                os.unlink(name)
        said = f"Valet gick inte att spara i {look.path}: {error.strerror}."
        return replace(look, problem=said)
    return replace(look, problem="")
