"""A user's own keys: what a file may say, what is told when it is wrong, and the screens then."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.keys import _character_to_key
from textual.widgets import Button, Input, TextArea

from tests.house.source import part
from tests.tui.helpers import NORMAL, running
from workbench.tui import actions, keys
from workbench.tui.actions import ACTIONS, BINDS, BY_ID, SCOPES, YIELDS
from workbench.tui.keynames import (
    ALTGR,
    CHARACTERS,
    DEAD,
    FIELDS,
    FIXED,
    PRINTED,
    key_of,
    key_sign,
    written,
)
from workbench.tui.widgets.rowlist import RowList


@pytest.fixture(autouse=True)
def _standard() -> Iterator[None]:
    """Nobody else's test meets a user's own keys."""
    yield
    actions.use({})


def told(folder: Path, text: str) -> list[tuple[int | None, str]]:
    """Return what is said of a file: line and text."""
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8")
    found = keys.read(path)
    assert not (found.problems and found.own)
    return [(item.rad, item.fel) for item in found.problems]


# -- names ----------------------------------------------------------------------------------------


def test_signs_are_named_as_the_terminal_names_them() -> None:
    for sign, name in CHARACTERS.items():
        assert _character_to_key(sign) == name


def test_every_key_of_the_registry_can_be_written_and_read_again() -> None:
    for action in ACTIONS:
        for key in action.keys:
            assert key_of(written(key)) == key, (action.id, key)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("o", "o"),
        ("O", "O"),
        ("Skift+o", "O"),
        ("skift+å", "Å"),
        ("?", "question_mark"),
        (" ", "space"),
        ("mellanslag", "space"),
        ("Ctrl+P", "ctrl+p"),
        ("f12", "f12"),
        ("Pil-upp", "up"),
        ("Skift+pil-ner", "shift+down"),
        ("PGUP", "pageup"),
        ("f13", None),
        ("ctrl+å", None),
        ("ctrl+1", None),
        ("skift+1", None),
        ("oo", None),
        ("", None),
        ("@", None),
        ("~", None),
    ],
)
def test_how_a_key_is_written(text: str, key: str | None) -> None:
    assert key_of(text) == key


def test_no_key_of_the_registry_needs_altgr_or_is_dead_or_belongs_to_fields() -> None:
    refused = {_character_to_key(sign) for sign in ALTGR + DEAD}
    meant = {"ctrl+c"}  # quits; in a field it copies
    for action in ACTIONS:
        for key in action.keys:
            assert key not in refused, action.id
            assert "alt+" not in key, action.id
            assert key in FIXED | PRINTED | meant or key not in FIELDS, action.id


def test_the_keys_of_fields_are_those_that_fields_have() -> None:
    have = {
        key
        for field in (Input, TextArea)
        for binding in field.BINDINGS
        for key in binding.key.split(",")  # type: ignore[union-attr]  # fields bind no tuples
    }
    plain = {key for key in have if key.count("+") < 2 and not key.startswith(("super", "alt"))}
    named = {key for key in plain if key_of(written(key)) is not None} - FIXED
    assert named <= FIELDS


# -- the file ------------------------------------------------------------------------------------


def test_the_template_is_a_file_that_changes_nothing(tmp_path: Path) -> None:
    text = keys.template()
    assert not any(tomllib.loads(text).values())
    assert told(tmp_path, text) == []


def test_the_template_with_every_line_in_use_is_right_and_changes_nothing(tmp_path: Path) -> None:
    lines = [
        line.removeprefix("# ") if " = [" in line else line for line in keys.template().split("\n")
    ]
    assert told(tmp_path, "\n".join(lines)) == []
    found = keys.read(tmp_path / "keys.toml")
    assert found.own.keys() == BY_ID.keys()
    actions.use(found.own)
    for action in ACTIONS:
        assert set(action.now) == set(action.keys)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[month]\norder = "@"', 2, "kräver AltGr"),
        ('[month]\norder = ["o", "|"]', 2, "kräver AltGr"),
        ('[month]\norder = "^"', 2, "död tangent"),
        ('[month]\norder = "Ctrl+¨"', 2, "död tangent"),
        ('[month]\n\n# en rad\nordre = "o"', 4, "Menade du month.order?"),
        ('[nagot]\nannat = "o"', 2, "nagot.annat finns inte"),
        ('order = "o"', 1, "order finns inte"),
        ('month.order = "F13"', 1, "”F13” finns inte"),
        ("[month]\norder = 5", 2, "inom citattecken"),
        ("[month]\norder = []", 2, "minst en tangent"),
        ('[month]\norder = "m"', 2, "m är redan month.month (Månad: månad)"),
        ('[month]\norder = "q"', 2, "q är redan app.quit (Överallt: avsluta)"),
        ('[app]\ntheme = "v"', 2, "v är redan review.why (Granskning: varför)"),
        ('[list]\nup = "n"', 2, "review.refuse (Granskning: neka)"),
        ("[month.order]\nx = 1", 1, "inom citattecken"),
        ('[dialog]\nrecall = "F8"\nnext = "F8"', 2, "F8 är redan dialog.next"),
        ('[settle]\nattest = "Enter"', 2, "aldrig med ⏎ ensamt"),
        ('[month]\norder = "Enter"', 2, "betyder alltid detsamma"),
        ('[month]\norder = "pil-upp"', 2, "betyder alltid detsamma"),
        ('[month]\norder = "Tab"', 2, "betyder alltid detsamma"),
        ('[month]\norder = "F1"', 2, "betyder alltid detsamma"),
        ('[month]\norder = "Ctrl+a"', 2, "behövs i fälten"),
        ('[month]\norder = "Ctrl+m"', 2, "behövs i fälten"),
        ('[brevtext]\nsave = "s"', 2, "skulle skrivas i fältet"),
        ('[filter]\nclear = "mellanslag"', 2, "skulle skrivas i fältet"),
        ("[month\n", 1, "går inte att läsa som TOML"),
        ('[month]\norder = "o"\norder = "å"', 3, "går inte att läsa som TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    found = told(tmp_path, text)
    assert len(found) == 1, found
    assert found[0][0] == line
    assert said in found[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[month]\norder = ["å", "F8"]',
        '[month]\norder = "m"\nmonth = "o"',  # each has the other's
        '[month]\norder = "j"',  # a letter of the list: the screen has it, the arrow is left
        '[list]\nup = []\nhome = "Home"',  # the letter is gone, the arrow is not
        '[review]\nfilter = "F8"',  # the list's own / is then the list's
        '[month]\norder = "c"',  # c is something else on another screen
        '[attest]\ntick = "F8"\n[sheet]\ntick = "F8"',  # two boxes that never stand together
        '[brevtext]\nsave = ["F8", "Ctrl+o"]',
    ],
)
def test_what_is_right(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []


def test_all_that_is_wrong_is_told_and_nothing_is_used(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    text = '[month]\norder = "F8"\nmonth = "@"\nfiltr = "f"\nsettle = "a"'
    path.write_text(text, encoding="utf-8")
    found = keys.read(path)
    assert [item.rad for item in found.problems] == [3, 4, 5]
    assert found.own == {}
    assert found.said.startswith(f"{path} används inte: standardtangenterna gäller.")


def test_a_file_that_cant_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys.toml"
    assert not keys.read(path).problems  # nobody has asked for one
    monkeypatch.setenv(keys.NAMED, str(path))
    assert "finns inte" in keys.read(keys.place()).said
    path.write_bytes(b'[month]\norder = "\xe5"')
    assert "UTF-8" in keys.read(path).said
    assert "kan inte läsas" in keys.read(tmp_path).said


def test_where_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(keys.NAMED, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "app"))
    for system, folder in (
        ("linux", "xdg"),
        ("win32", "app"),
        ("darwin", "Library/Application Support"),
    ):
        monkeypatch.setattr("sys.platform", system)
        assert keys.place() == tmp_path / folder / "workbench" / "keys.toml"
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert keys.place() == tmp_path / ".config" / "workbench" / "keys.toml"


# -- in force ------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_arrows_tab_enter_and_esc_stay_whatever_a_file_says(action: actions.Action) -> None:
    actions.use({action.id: ("f9",)})
    assert action.now[0] == "f9"
    assert FIXED.intersection(action.keys) <= set(action.now)


def test_what_the_program_comes_with_never_clashes() -> None:
    for action in ACTIONS:
        for other in ACTIONS:
            if action is other or not keys.together(action, other):
                continue
            for key in set(action.keys) & set(other.keys):
                inside = {action.scope, other.scope} & {"list", "read", "filter", "palette", "help"}
                assert key in YIELDS | FIXED or inside, (action.id, other.id, key)
                assert key not in PRINTED - YIELDS or "help" in inside, (action.id, other.id)


async def test_footer_help_palette_and_screen_have_the_users_keys(town: Path) -> None:
    actions.use({"month.imports": ("å",), "list.down": ("ö",), "app.palette": ("f9",)})
    async with running(town, NORMAL) as driver:
        assert "å importera" in driver.text
        rows = driver.one("#rows", RowList)
        await driver.press("ö")
        assert rows.cursor == 1
        await driver.press("down", "j")
        assert rows.cursor == 2  # the arrow is left, the letter is not
        before = driver.text
        await driver.press("i")
        assert driver.text == before
        await driver.press("question_mark", "slash", *"till import", "enter")
        assert re.search("å +Går till Import.", driver.text)
        await driver.press("escape", "f9", *"går till import")
        shown = [line for line in driver.text.split("\n") if "Går till Import" in line]
        assert [line.rstrip("│ ")[-2:] for line in shown] == [" å", " 3"]
        await driver.press("enter")
        assert "Import" in str(driver.app.screen)


async def test_a_letter_of_the_screen_goes_before_the_lists_and_help_says_so(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("2", "j")
        rows = driver.one("#findings", RowList)
        assert rows.cursor == 1
        await driver.press("k")
        assert driver.app.screen.is_modal  # asks for papers; the cursor is where it was
        await driver.press("escape")
        assert rows.cursor == 1
        await driver.press("question_mark")
        for _ in range(12):
            if "En rad upp. k är komplettera här." in driver.text.replace("\n", " "):
                break
            await driver.press("pagedown")
        assert "En rad upp. k är komplettera här." in driver.text
        assert "Till första raden. g är godkänn här." in driver.text


async def test_a_file_that_is_wrong_is_told_in_the_first_screen(town: Path, tmp_path: Path) -> None:
    told(tmp_path, '[month]\norder = "@"')
    said = keys.read(tmp_path / "keys.toml").said
    async with running(town, NORMAL, warning=said) as driver:
        await driver.until(lambda: driver.app.screen.is_modal)
        await driver.settle()
        assert "standardtangenterna gäller" in driver.text.replace("\n", " ")
        assert "rad 2: month.order" in driver.text
        await driver.press("enter", "o")
        assert not driver.app.screen.is_modal


KEYED = re.compile(
    r"\((?:[a-z]|[0-9]|F\d+)\)"
    r"|\b[Tt]ryck (?:[a-z]|F\d)\b"
    r"|\bmed (?:[a-hj-z0-9/]|mellanslag)\b"
    r"|(?:^|[\s,.])[b-hj-z] (?:visar|rensar|skriver|räknar|tar bort|växlar|gör|läser|registrerar"
    r"|väljer|prövar|tar fram|hämtar|drar|sätter|lägger)"
)
"""A text that tells to press a key by its name, not by the action's."""


def test_texts_name_actions_not_keys() -> None:
    """A key that is told must be the one in force: the texts have {settle.settle}, not r."""
    for module in part("workbench.tui"):
        if module.name.endswith((".actions", ".keys", ".keynames")):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                assert not KEYED.search(text), module.at(node.lineno)
                for identity in re.findall(r"\{([a-z]+\.[a-z_]+)\}", text):
                    assert identity in BY_ID, module.at(node.lineno)


async def test_texts_tell_the_users_keys(town: Path) -> None:
    actions.use({"app.go_settle": ("å",), "payments.clear": ("f8",)})
    async with running(town, NORMAL) as driver:
        assert "3 Imp  å Avr  5 Bet" in driver.text
        await driver.press("5", "slash", *"zz", "enter")
        assert "F8 rensar filter och status" in driver.text


# -- lists and texts -------------------------------------------------------------------------------


async def test_letters_move_in_every_list_and_text(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("2", "v")  # all about a finding: a text
        pane = driver.app.focused
        assert pane is not None
        for key, line in (("j", 1), ("j", 2), ("k", 1)):
            await driver.press(key)
            await driver.until(lambda line=line: pane.scroll_offset.y == line)
        await driver.press("G")
        await driver.until(lambda: pane.scroll_offset.y > 2)
        await driver.press("g")
        await driver.until(lambda: pane.scroll_offset.y == 0)


async def test_slash_finds_in_a_list_without_a_filter(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("3", "slash")
        assert isinstance(driver.app.focused, Input)  # the path: the screen's own
        await driver.press("escape", "2", "question_mark", "slash", *"stjärna", "enter")
        assert "stjärna framför status" in driver.text.replace("\n", " ")
        await driver.press("slash", *"xyzzy", "enter")
        assert driver.said[-1].endswith("xyzzy” finns inte här.")


def test_every_action_that_counts_is_known_and_none_is_on_enter() -> None:
    assert BY_ID.keys() >= BINDS
    for identity in BINDS:
        assert "enter" not in BY_ID[identity].keys


def test_the_boxes_of_the_keys_are_scopes() -> None:
    assert SCOPES.keys() >= keys.PARTS | keys.BOXES | keys.IN_FIELDS
    assert key_sign("plus") == "+"
    assert Button.BINDINGS
