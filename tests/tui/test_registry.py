"""The registry of actions is the only source of keys, and its keys can be typed in Sweden."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter
from pathlib import Path

import pytest
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import workbench.tui.screens
import workbench.tui.widgets
from tests.tui.helpers import NORMAL, SMALL, WIDE, Driver, running
from workbench.tui.actions import ACTIONS, BY_ID, SCOPES, Action, actions, key_sign
from workbench.tui.app import MODULES, WorkbenchApp
from workbench.tui.help.texts import TEXTS
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.palette import found
from workbench.tui.widgets.keybar import chosen
from workbench.tui.widgets.rowlist import RowList

ALTGR = {
    "at", "dollar_sign", "left_curly_bracket", "right_curly_bracket", "left_square_bracket",
    "right_square_bracket", "backslash", "vertical_line", "tilde", "pound_sign", "euro_sign",
    *"@$£€{}[]|\\~",
}  # fmt: skip


def classes() -> list[type[DOMNode]]:
    """Return every widget, screen and app of ours."""
    modules = [importlib.import_module("workbench.tui.app")]
    for package in (workbench.tui.screens, workbench.tui.widgets):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            modules.append(importlib.import_module(info.name))
    return [
        item
        for module in modules
        for _, item in inspect.getmembers(module, inspect.isclass)
        if item.__module__ == module.__name__ and issubclass(item, DOMNode)
    ]


def own_bindings() -> list[tuple[type[DOMNode], Binding]]:
    """Return every binding our classes declare."""
    return [
        (item, binding)
        for item in classes()
        for binding in item.__dict__.get("BINDINGS", ())
        if isinstance(binding, Binding)
    ]


def test_every_binding_comes_from_the_registry() -> None:
    assert len(own_bindings()) > 50
    for item, binding in own_bindings():
        action = BY_ID[str(binding.id)]
        assert set(binding.key.split(",")) <= set(action.keys), item
        assert binding.action == action.method


def test_nothing_but_binding_objects_is_declared() -> None:
    for item in classes():
        for binding in item.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding), item


def test_every_action_is_bound_somewhere() -> None:
    bound = {binding.id for _, binding in own_bindings()}
    assert bound == set(BY_ID)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_an_action_explains_itself(action: Action) -> None:
    assert action.scope in SCOPES
    assert len(action.help) > 8
    assert action.help.endswith(".")
    assert action.label == action.label.strip().lower()
    assert action.keys
    assert action.sign


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_no_key_needs_altgr(action: Action) -> None:
    for key in action.keys:
        assert not ALTGR & {key, *key.split("+")}
        assert "alt+" not in key


def test_ids_are_unique_and_so_are_keys_within_a_scope() -> None:
    assert len(BY_ID) == len(ACTIONS)
    for scope in SCOPES:
        keys = Counter(key for action in actions(scope) for key in action.keys)
        assert [key for key, times in keys.items() if times > 1] == []


def test_a_screen_never_takes_a_key_of_the_app() -> None:
    everywhere = {key for action in actions("app") for key in action.keys}
    for scope in (
        "month",
        "review",
        "import",
        "settle",
        "payments",
        "sjuklon",
        "sjukfall",
        "sjukform",
        "aterkrav",
        "krav",
        "bilaga",
        "brev",
        "brevtext",
        "tasks",
        "revision",
        "underlag",
        "drift",
        "period",
        "list",
    ):
        assert not everywhere & {key for action in actions(scope) for key in action.keys}


def test_the_methods_exist() -> None:
    owners: dict[str, list[type[DOMNode]]] = {}
    for item, binding in own_bindings():
        owners.setdefault(str(binding.id), []).append(item)
    for identity, found_in in owners.items():
        name = BY_ID[identity].method.partition("(")[0]
        for item in found_in:
            if issubclass(item, App | Screen | RowList) or item.__name__ == "FilterLine":
                assert hasattr(item, f"action_{name}"), (identity, item)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize(
    "scope",
    [
        "month",
        "review",
        "import",
        "settle",
        "payments",
        "sjuklon",
        "sjukfall",
        "sjukform",
        "aterkrav",
        "krav",
        "bilaga",
        "brev",
        "brevtext",
        "tasks",
        "revision",
        "underlag",
        "drift",
        "period",
    ],
)
def test_the_footer_fits_and_always_has_help(scope: str, width: int) -> None:
    shown = chosen(actions(scope), width)
    assert BY_ID["app.help"] in shown
    size = 1 + sum(len(action.sign) + len(action.label) + 3 for action in shown)
    assert size <= width
    assert [action.rank for action in shown[:2]] == [1, 2]


def test_key_signs() -> None:
    assert key_sign("space") == "mellanslag"
    assert key_sign("ctrl+p") == "Ctrl+p"
    assert key_sign("J") == "Skift+j"
    assert key_sign("f1") == "F1"


def test_the_palette_finds_by_word_and_puts_the_screens_own_first() -> None:
    assert next(iter(found("month", "räkna"))).id == "month.settle"
    assert found("month", "finns inte") == []
    assert {action.scope for action in found("review", "")} == {"review", "app"}


def test_every_widget_help_has_a_text() -> None:
    for item in classes():
        help_id = item.__dict__.get("help_id", "")
        if isinstance(help_id, str) and help_id and help_id not in ("dialog", "help"):
            assert help_id in TEXTS, item


async def _help_of(driver: Driver, screen: str) -> str:
    await driver.press(screen, "question_mark")
    # The screen on top is one of our dialogs.
    text = driver.app.screen.heading  # type: ignore[attr-defined]  # the help screen's
    lines = driver.text
    await driver.press("escape")
    return f"{text}\n{lines}"


async def test_help_is_about_the_screen_and_what_has_focus(town: Path) -> None:
    async with running(town, WIDE) as driver:
        for key, scope in zip((*"1234567890", "f9"), MODULES, strict=True):
            text = await _help_of(driver, key)
            assert f"Hjälp: {SCOPES[scope]}" in text
            first = actions(scope)[0].help.split()
            assert " ".join(first[:4]) in text
        assert not driver.app.screen.is_modal


async def test_f1_in_a_dialog_explains_the_dialog(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("2", "g", "f1")
        assert "Motiveringen sparas i journalen" in driver.text.replace("\n", " ")


async def test_the_palette_does_what_is_chosen(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("ctrl+p", *"avr", "enter")
        assert isinstance(driver.app.screen, WorkScreen)
        assert driver.app.screen.SCOPE == "settle"


async def test_every_screen_fills_every_size(town: Path) -> None:
    async with running(town) as driver:
        for size in (SMALL, NORMAL, WIDE):
            await driver.resize(size)
            for key in (*"1234567890", "f9"):
                await driver.press(key)
                await driver.fills(size)


def test_the_screens_are_known() -> None:
    assert "".join(f" {name}" for name in MODULES) == (
        " month review import settle payments sjuklon aterkrav tasks revision underlag drift"
    )
    assert WorkbenchApp.ENABLE_COMMAND_PALETTE is False
