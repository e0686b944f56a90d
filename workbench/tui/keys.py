"""A user's own keys: the file ``keys.toml`` read, tried against the registry, and its template."""

from __future__ import annotations

import difflib
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from workbench.tui.actions import ACTIONS, BINDS, BY_ID, SCOPES, YIELDS, Action, actions
from workbench.tui.keynames import (
    ALTGR,
    DEAD,
    FIELDS,
    FIXED,
    PRINTED,
    key_of,
    key_sign,
    written,
)

NAMED = "WORKBENCH_KEYS"
"""The variable that names another file."""
PARTS = frozenset({"list", "read", "filter"})
"""Scopes of what has focus on a screen: one of them at a time, with the screen's and the app's."""
BOXES = frozenset({"dialog", "attest", "sheet", "help", "palette"})
"""Scopes of boxes: with ``dialog`` and a list or text inside, and of the app's only help."""
IN_FIELDS = frozenset({"sjukform", "brevtext", "filter", "palette", "dialog"})
"""Scopes whose keys must work while something is written in a field."""
SHOWN = 3
"""How many actions are named that a key is taken by."""
_SECTION = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_ENTRY = re.compile(r"""\s*["']?([\w.-]+)["']?\s*=""")
_PLACE = re.compile(r"at line (\d+)")


class KeyProblem(NamedTuple):
    """What is wrong in a file of keys: the line (None = unknown), the action ("" = the file)."""

    rad: int | None
    atgard: str
    fel: str


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file of keys as read: ``own`` is the keys by action, {} when something is wrong."""

    path: Path
    there: bool
    own: Mapping[str, tuple[str, ...]]
    problems: tuple[KeyProblem, ...] = ()

    @property
    def said(self) -> str:
        """What is wrong and what to do, in Swedish, a line each; "" = nothing."""
        if not self.problems:
            return ""
        lines = [f"rad {item.rad}: {item.fel}" if item.rad else item.fel for item in self.problems]
        return "\n".join([f"{self.path} används inte: standardtangenterna gäller.", *lines])


def place() -> Path:
    """Return the file of keys: the one ``WORKBENCH_KEYS`` names, else keys.toml in the user's
    configuration folder."""
    if named := os.environ.get(NAMED):
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "workbench" / "keys.toml"


def read(path: Path) -> KeyFile:
    """Return a file's keys, or all that is wrong with it; no file in the usual place is right."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if not os.environ.get(NAMED):
            return KeyFile(path, False, {})
        return _wrong(path, False, f"Filen finns inte. Rätta {NAMED}, eller ta bort den.")
    except UnicodeDecodeError:
        return _wrong(path, True, "Filen är inte UTF-8. Spara den som UTF-8.")
    except OSError as error:
        return _wrong(path, True, f"Filen kan inte läsas: {error.strerror}.")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        said = 'Raden går inte att läsa som TOML. Skriv som i mallen: order = ["o", "F8"]'
        return KeyFile(path, True, {}, (KeyProblem(line, "", said),))
    return _tried(path, text, tables)


def _wrong(path: Path, there: bool, said: str) -> KeyFile:
    return KeyFile(path, there, {}, (KeyProblem(None, "", said),))


def _tried(path: Path, text: str, tables: Mapping[str, Any]) -> KeyFile:
    lines = _lines(text)
    own: dict[str, tuple[str, ...]] = {}
    found: list[tuple[str, str]] = []
    for identity, value in _entries(tables):
        action = BY_ID.get(identity)
        if action is None:
            found.append((identity, _unknown(identity)))
            continue
        keys, wrong = _keys(action, value)
        found += [(identity, f"{identity}: {said}") for said in wrong]
        own[identity] = keys
    found += _clashes(own)
    problems = [KeyProblem(lines.get(identity), identity, said) for identity, said in found]
    problems.sort(key=lambda item: item.rad or 0)
    return KeyFile(path, True, {} if problems else own, tuple(problems))


def _lines(text: str) -> dict[str, int]:
    """Return on which line each action stands, and each section."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _SECTION.match(line):
            section = head[1]
            found.setdefault(section, number)
        elif entry := _ENTRY.match(line):
            found.setdefault(f"{section}.{entry[1]}" if section else entry[1], number)
    return found


def _entries(tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for scope, inside in tables.items():
        if not isinstance(inside, dict):
            yield scope, inside
            continue
        for name, value in inside.items():
            yield f"{scope}.{name}", value


def _unknown(identity: str) -> str:
    near = difflib.get_close_matches(identity, BY_ID, 1)
    hint = f" Menade du {near[0]}?" if near else ""
    return f"åtgärden {identity} finns inte.{hint} Alla åtgärder: workbench keys"


def _keys(action: Action, value: Any) -> tuple[tuple[str, ...], list[str]]:
    """Return the keys that a value names for an action, and what is wrong with them."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return (), ['skriv tangenterna inom citattecken, som ["o", "F8"].']
    keys: list[str] = []
    wrong: list[str] = []
    for text in texts:
        key = key_of(text)
        problem = _key_problem(action, text, key)
        if problem:
            wrong.append(problem)
        elif key is not None and key not in keys:
            keys.append(key)
    if not texts and not FIXED.intersection(action.keys):
        wrong.append("skriv minst en tangent, eller ta bort raden.")
    return tuple(keys), wrong


def _key_problem(action: Action, text: str, key: str | None) -> str:
    """Return why a key can't be an action's; "" = it can."""
    said = f"”{text}”"
    if text in action.keys or key in action.keys:
        return ""
    last = text.rpartition("+")[2] or text
    if any(sign in last for sign in ALTGR):
        return f"{said} kräver AltGr på ett svenskt tangentbord. Välj en tangent utan AltGr."
    if any(sign in last for sign in DEAD):
        return (
            f"{said} är en död tangent på ett svenskt tangentbord: inget kommer förrän nästa "
            "tecken. Välj en annan."
        )
    if key is None:
        return (
            f"tangenten {said} finns inte. Skriv ett tecken, Skift+bokstav, Ctrl+bokstav, F2-F12 "
            "eller mellanslag."
        )
    if key == "enter" and action.id in BINDS:
        return (
            f"{said} kan inte vara {action.label}: det som räknas görs aldrig med ⏎ ensamt. Välj "
            "en annan."
        )
    if key in FIXED:
        return f"{key_sign(key)} betyder alltid detsamma och kan inte flyttas. Välj en annan."
    if key in FIELDS:
        return f"{key_sign(key)} behövs i fälten där man skriver. Välj en annan."
    if key in PRINTED and action.scope in IN_FIELDS:
        return (
            f"{said} skulle skrivas i fältet. Välj en tangent som inte skriver: F2-F12 eller "
            "Ctrl+bokstav."
        )
    return ""


def together(one: Action, other: Action) -> bool:
    """Tell whether two actions can be reached at the same time."""
    scopes = {one.scope, other.scope}
    if len(scopes) == 1:
        return True
    if "rows" in scopes:
        return not scopes & BOXES
    if scopes <= PARTS or (scopes <= BOXES and "dialog" not in scopes):
        return False
    if scopes & BOXES:
        inside = scopes <= BOXES | {"list", "read"}
        return inside or "app.help" in (one.id, other.id)
    return bool(scopes & (PARTS | {"app"}))


def _clashes(own: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield an action of the user's and what is wrong, for each key that means two things."""
    told: set[tuple[str, str, str]] = set()
    for identity, keys in own.items():
        action = BY_ID[identity]
        for key in keys:
            others = [
                other
                for other in ACTIONS
                if key in own.get(other.id, other.keys)
                and _at_odds(action, other, key)
                and (key, other.id, identity) not in told
            ]
            told |= {(key, identity, other.id) for other in others}
            if others:
                yield identity, f"{identity}: {_taken(key, others)}"


def _taken(key: str, others: Sequence[Action]) -> str:
    named = ", ".join(
        f"{other.id} ({SCOPES[other.scope]}: {other.label})" for other in others[:SHOWN]
    )
    more = f" och {len(others) - SHOWN} till" if len(others) > SHOWN else ""
    return (
        f"{key_sign(key)} är redan {named}{more}, som gäller samtidigt. Välj en annan, eller ge "
        "den andra en annan."
    )


def _at_odds(one: Action, other: Action, key: str) -> bool:
    """Tell whether a key can't mean both: what both came with is meant to be so."""
    return (
        one is not other
        and together(one, other)
        and not (key in one.keys and key in other.keys)
        and not _yields(one, other, key)
    )


def _yields(one: Action, other: Action, key: str) -> bool:
    """Tell whether a key is a letter of lists and texts that the screen takes before them."""
    parts = [item for item in (one, other) if item.scope in ("list", "read")]
    return key in YIELDS and len(parts) == 1 and key in parts[0].keys


def template() -> str:
    """Return a file of keys in which every line is a comment: all actions as they come."""
    said = HEAD
    for scope, title in SCOPES.items():
        said += f"\n# {title}\n[{scope}]\n"
        for action in actions(scope):
            names = ", ".join(f'"{_quoted(written(key))}"' for key in action.keys)
            said += f"# {action.help}\n# {action.id.partition('.')[2]} = [{names}]\n"
    return said


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


HEAD = """\
# Egna tangenter för workbench. Ta bort # framför en rad och skriv de tangenter du vill ha; det som
# inte står här är som det kommer. Filen prövas när programmet startar: är något fel i den gäller
# standardtangenterna, och programmet säger vad som är fel. workbench keys visar vad som gäller.
#
# Tangenter: ett tecken ("o", "?"), "Skift+u", "Ctrl+p", "F2" till "F12", "mellanslag".
# Pilarna, Tab, Enter, Esc, PgUp, PgDn, Home, End, F1 och Ctrl+q betyder alltid detsamma: de finns
# kvar också när en åtgärd har fått andra tangenter, och kan inte ges till något annat.
# Tecken som kräver AltGr (@ £ $ { [ ] } \\ | ~) eller är döda (´ ` ^ ¨) går inte att använda.
# En bokstav som en skärm har går före listans j, k, g, G och /.
"""
