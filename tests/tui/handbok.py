"""The handbook's screens: a walk through the demo municipality with a frozen clock.

``WORKBENCH_UPDATE_GOLDEN=1 pytest tests/tui/test_handbok.py`` draws them anew in
``docs/handbok.md``, between ``<!-- skärm: NAME -->`` and ``<!-- /skärm -->``.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from pathlib import Path

from db import Database, open_database, settlements
from db.decisions import Filter, Move
from db.journal import Stamp
from tests.tui.helpers import NORMAL, PATIENCE, Driver, running
from workbench.demo.generator import generate
from workbench.domain.time import parse_month
from workbench.law.parameters import policy_definitions
from workbench.rules.registry import KODER, RULES
from workbench.services import attesting, demo, payees, reviewing, settling
from workbench.services.progress import QUIET
from workbench.services.viewing import Viewer
from workbench.tui.actions import SCOPES, actions, key_sign
from workbench.tui.help.atgarder import ATGARDER
from workbench.wording import provision

NOW = "2026-11-09T08:14:00Z"
AUGUST, SEPTEMBER = parse_month("2026-08"), parse_month("2026-09")
ANNA, BO, DAVID = (Stamp(NOW, name) for name in ("anna", "bo", "david"))

Steps = tuple[tuple[str, tuple[str, ...]], ...]
"""Screens by name and the keys that lead there from the one before; no name: only the keys."""

IMPORT: Steps = (
    ("tom", ()),
    ("import-prov", ("i", "down", "space", "f")),
)
MONTH: Steps = (
    ("manad", ()),
    ("hjalp", ("question_mark",)),
    ("kommandon", ("escape", "ctrl+p")),
    ("bilder", ("escape", "b")),
    ("bilder-koder", ("right", "right")),
    ("", ("escape",)),
    ("period-sok", ("p",)),
    ("granskning", ("escape", "2")),
    ("", ("slash", *"kod=alder", "enter")),
    ("granskning-varfor", ("v",)),
    ("granskning-neka", ("escape", "n")),
    ("", ("escape", "x", "slash", *"kod=overlapp", "enter")),
    ("granskning-godkann", ("g",)),
    ("granskning-komplettera", ("escape", "k")),
    ("period", ("escape", "x", "slash", *"kod=arbetstid-atl", "enter", "p")),
    ("", ("escape",)),
    ("avrakning", ("4",)),
    ("sjuklon", ("6",)),
    ("sjukfall", ("down", "enter")),
    ("", ("escape",)),
    ("uppgifter", ("8",)),
    ("uppgift", ("enter",)),
    ("drift", ("escape", "f9", "right", "right", "v")),
)
MONEY: Steps = (
    ("", ("4",)),
    ("attest", ("a",)),
    ("betalningar", ("escape", "5")),
    ("aterkrav", ("7",)),
    ("aterkravet", ("enter",)),
    ("aterkrav-flytta", ("f",)),
    ("revision", ("escape", "escape", "9", "right")),
    ("", ("0", "slash", *"brukare", "enter", "down")),
    ("underlag", ("enter",)),
    ("underlag-mottagare", ("escape", "right")),
    ("underlag-timbelopp", ("right", "n")),
)


def municipality(path: Path) -> Path:
    """Make the demo municipality: August attested, paid time in it refused and attested again."""
    with open_database(path) as base:
        demo.make(base, "S", 1, ANNA, QUIET)
        for item in payees.pending(base.read(), Viewer("david")):
            payees.confirm(base, item.id, DAVID.dag, "brev 2026-11-02", DAVID)
        _attest(base)
        found = reviewing.findings(base.read(), Filter(manad=AUGUST, allvar="info"), Viewer("anna"))
        number = next(one.number for one in found if one.minuter and one.status == "oppen")
        reviewing.decide(base, [number], Move("nekad", "Passen är inte arbetade"), ANNA)
        _attest(base)
        number = next(one.number for one in found if one.minuter and one.number != number)
        reviewing.decide(base, [number], Move("nekad", "Dubbelt redovisat"), ANNA)
        settling.settle(base, AUGUST, ANNA)
    return path


def _attest(base: Database) -> None:
    run = settling.settle(base, AUGUST, ANNA)
    assert run.korning is not None
    ore = settlements.money(base.read(), run.korning)[0]
    attesting.attest(base, run.korning, ore, {"all"}, BO)


def incoming(folder: Path) -> Path:
    """Write the demo municipality's files as they come in, and return where one stands."""
    generate(folder / "inkommet", "S", 1, last_month=AUGUST + 2)
    return folder


_HASH = re.compile("[0-9a-f]{20,}")


def _shown(driver: Driver) -> str:
    """Return the screen; a hash of the journal rests on chance and is drawn as x."""
    return _HASH.sub(lambda match: "x" * len(match[0]), driver.text.rstrip())


async def _walk(driver: Driver, steps: Steps, expected: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, keys in steps:
        await driver.press(*keys)
        if not name:
            continue
        await driver.fills(NORMAL)
        for screen in driver.app.screen_stack:
            screen.refresh()  # a box is first drawn without what lies behind it
        await driver.settle()
        deadline = time.monotonic() + PATIENCE
        wanted = expected.get(name, _shown(driver))
        while _shown(driver) != wanted and time.monotonic() < deadline:
            await driver.settle()
        found[name] = _shown(driver)
    return found


async def _screens(base: Path, empty: Path, expected: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    async with running(empty, NORMAL, month=None, now=NOW) as driver:
        found |= await _walk(driver, IMPORT, expected)
    async with running(base, NORMAL, month=SEPTEMBER, now=NOW) as driver:
        found |= await _walk(driver, MONTH, expected)
    async with running(base, NORMAL, month=AUGUST, aktor="bo", now=NOW) as driver:
        found |= await _walk(driver, MONEY, expected)
    return found


def screens(base: Path, empty: Path, text: str) -> dict[str, str]:
    """Return every screen of the handbook by name; the working folder has what came in.

    A screen that is not as in the handbook's ``text`` is given a while to become so; "" = draw
    them anew.
    """
    inside = {match[2]: match[3] for match in _DRAWN.finditer(text)}
    return asyncio.run(_screens(base, empty, inside))


# -- what is made from tables -------------------------------------------------------------------


def anchor(heading: str) -> str:
    """Return what a link to a heading ends with."""
    kept = "".join(sign for sign in heading.lower() if sign.isalnum() or sign in " -")
    return kept.replace(" ", "-")


def chapters(text: str) -> list[str]:
    """Return the titles of the handbook's chapters."""
    return [line[3:] for line in text.splitlines() if line.startswith("## ")]


def contents(text: str) -> str:
    """Return a list of links to the chapters."""
    return "\n".join(f"- [{title}](#{anchor(title)})" for title in chapters(text))


def keys(_text: str) -> str:
    """Return every key by screen."""
    lines: list[str] = []
    for scope, title in SCOPES.items():
        lines += ["", f"### {title}", "", "| Tangent | Gör |", "|---|---|"]
        for action in actions(scope):
            signs = " ".join(f"`{key_sign(key)}`" for key in action.keys)
            lines.append(f"| {signs} | {action.label}: {action.help} |")
    return "\n".join(lines[1:])


def codes(_text: str) -> str:
    """Return every kod: what it means, what the law says and what to do, by the rules' order."""
    lines: list[str] = []
    definitions = policy_definitions()
    for rule in RULES:
        for kod in rule.koder:
            if f"### {kod.kod}" in lines:
                continue
            lines += [
                "",
                f"### {kod.kod}",
                "",
                f"{kod.titel}. {EFFECT[kod.allvar.value]} {kod.lagrum}.",
                "",
                f"- Lagen: {provision(kod.kod)}",
                f"- Gör så här: {ATGARDER[kod.kod]}",
            ]
            names = [f"{name} ({definitions[name].title})" for name in rule.policies]
            if names:
                lines.append(f"- Inställningar som styr: {'; '.join(names)}.")
    assert {line[4:] for line in lines if line.startswith("### ")} == set(KODER)
    return "\n".join(lines[1:])


EFFECT = {
    "neka": "Tiden nekas tills någon godkänner den.",
    "utred": "Tiden hålls tills någon har avgjort fyndet.",
    "info": "Tiden betalas; fyndet är en upplysning.",
}
TABLES: dict[str, Callable[[str], str]] = {
    "innehall": contents,
    "koder": codes,
    "tangenter": keys,
}
_MARK = re.compile(r"<!-- (skärm|tabell): ([a-z-]+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)
_DRAWN = re.compile(r"<!-- (skärm): ([a-z-]+) -->\n```text\n(.*?)\n```\n<!-- /skärm -->", re.DOTALL)


def made(text: str, drawn: dict[str, str]) -> str:
    """Return the handbook with its screens as drawn and its tables as the program has them.

    Raises KeyError for a screen or a table that there is none of.
    """

    def fill(match: re.Match[str]) -> str:
        kind, name = match[1], match[2]
        inside = f"```text\n{drawn[name]}\n```" if kind == "skärm" else TABLES[name](text)
        return f"<!-- {kind}: {name} -->\n{inside}\n<!-- /{kind} -->"

    return _MARK.sub(fill, text)


def marks(text: str, kind: str) -> list[str]:
    """Return the names of the screens ("skärm") or tables ("tabell") in the handbook."""
    return [match[2] for match in _MARK.finditer(text) if match[1] == kind]
