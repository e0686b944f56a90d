"""The names of keys: as Textual has them, as people read them, as a user writes them. Pure."""

from __future__ import annotations

import string

CHARACTERS = {
    " ": "space",
    "!": "exclamation_mark",
    '"': "quotation_mark",
    "#": "number_sign",
    "¤": "currency_sign",
    "%": "percent_sign",
    "&": "ampersand",
    "/": "slash",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "=": "equals_sign",
    "?": "question_mark",
    "+": "plus",
    "'": "apostrophe",
    "*": "asterisk",
    ",": "comma",
    ";": "semicolon",
    ".": "full_stop",
    ":": "colon",
    "-": "minus",
    "_": "underscore",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "§": "section_sign",
    "½": "½",
}
"""Signs of a Swedish keyboard that need neither AltGr nor a dead key, as Textual names them."""
LETTERS = frozenset(string.ascii_letters + string.digits + "åäöÅÄÖ")
ALTGR = "@£$€{[]}\\|µ"
"""Signs that need AltGr on a Swedish keyboard."""
DEAD = "´`^¨~"
"""Dead keys of a Swedish keyboard: nothing comes until the next key."""
FIELDS = frozenset(
    {
        *(f"ctrl+{sign}" for sign in "acdefhijkmuvwxyz"),
        *(f"shift+{name}" for name in ("left", "right", "home", "end")),
        *("f6", "f7"),
    }
)
"""Keys that fields need for themselves, or that a terminal sends for Tab, Enter and backspace."""
FIXED = frozenset(
    [
        "up",
        "down",
        "left",
        "right",
        "pageup",
        "pagedown",
        "home",
        "end",
        "tab",
        "shift+tab",
        "enter",
        "escape",
        "shift+up",
        "shift+down",
        "f1",
        "ctrl+q",
    ]
)
"""Keys that always mean what they mean as the program comes."""
PRINTED = frozenset(CHARACTERS.values()) | LETTERS
"""Keys that a field would write."""
KEY_SIGNS = {
    "space": "mellanslag",
    "enter": "⏎",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "backspace": "⌫",
    **{name: sign for sign, name in CHARACTERS.items() if sign != " "},
}
WRITTEN = {
    "mellanslag": "space",
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "pil-upp": "up",
    "pil-ner": "down",
    "pil-vänster": "left",
    "pil-höger": "right",
    "PgUp": "pageup",
    "PgDn": "pagedown",
    "Home": "home",
    "End": "end",
}
"""How keys without a sign are written in a file of keys, in whatever case."""
_NAMES = {said.lower(): name for said, name in WRITTEN.items()}
_NAMES |= {name: name for name in (*WRITTEN.values(), *CHARACTERS.values())}
_FUNCTION = frozenset(f"f{number}" for number in range(1, 13))


def key_sign(key: str) -> str:
    """Return how a key is written for people."""
    if key in KEY_SIGNS:
        return KEY_SIGNS[key]
    for start, said in (("ctrl+", "Ctrl+"), ("shift+", "Skift+")):
        if key.startswith(start):
            return said + key_sign(key.removeprefix(start))
    if len(key) == 1 and key.isupper():
        return f"Skift+{key.lower()}"
    return key.upper() if key in _FUNCTION else key


def written(key: str) -> str:
    """Return how a key is written in a file of keys."""
    for start, said in (("ctrl+", "Ctrl+"), ("shift+", "Skift+")):
        if key.startswith(start):
            return said + written(key.removeprefix(start))
    named = next((said for said, name in WRITTEN.items() if name == key), "")
    return named or key_sign(key)


def key_of(text: str) -> str | None:
    """Return the key that a text names, as Textual names it; None when there is no such key.

    ``o``, ``?``, ``F2``, ``Ctrl+p``, ``Skift+u``, ``mellanslag``, ``pil-upp``, or Textual's name.
    """
    if len(text) == 1:
        return CHARACTERS.get(text) or (text if text in LETTERS else None)
    name = text.strip().lower().replace("skift+", "shift+")
    if name.startswith("shift+"):
        rest = name.removeprefix("shift+")
        if len(rest) == 1:
            return rest.upper() if rest.isalpha() and rest in LETTERS else None
        named = f"shift+{_NAMES.get(rest, '')}"
        return named if named in FIXED | FIELDS else None
    if name.startswith("ctrl+"):
        rest = name.removeprefix("ctrl+")
        return name if len(rest) == 1 and rest in string.ascii_lowercase else None
    return name if name in _FUNCTION else _NAMES.get(name)
