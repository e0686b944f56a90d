"""Every service that writes asks for the role, in one way; every key that writes says why not."""

from __future__ import annotations

import ast

from tests.house.source import modules, under
from workbench.domain.roller import ROLLER, VERB, Ratt, holders, may, only_looks
from workbench.tui.actions import ACTIONS
from workbench.tui.rights import BY_LIST, NEEDS

ASKERS = {
    "workbench.services.roles": "is the one who asks",
    "workbench.services.verifying": "rolls everything back",
}
"""Who may open the writer itself, and why."""

LOOKS = {
    *("open", "filter", "order", "why", "month", "all", "tasks", "back", "clear", "status"),
    *("lines", "imports", "severity", "code", "period", "preview", "path", "earlier", "received"),
    *("mark", "mark_all", "mark_down", "mark_up", "differences", "changes", "runs", "review"),
    *("history", "right", "left", "duty", "later", "daily", "tick", "tick_all"),
    *("state", "letter", "annex", "other", "next", "former", "follow"),
    *("lists", "day", "try", "year"),
    *("redraw", "days", "seek", "verify", "head", "check_head", "keygen", "gallring"),
    *("write_list", "archive", "check_archive", "pictures", "find", "employer"),
}
"""Names of actions that change nothing stored."""
FREE = {"rows", "app", "list", "filter", "palette", "help", "dialog", "read"}
"""Scopes whose actions move, look and answer."""


def test_services_open_the_writer_through_roles() -> None:
    found = []
    for module in modules():
        if not under(module.name, "workbench.services", "workbench.cli", "workbench.tui"):
            continue
        for node in ast.walk(module.tree):
            opens = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "write"
                and not node.args
            )
            if opens and module.name not in ASKERS:
                found.append(module.at(node.lineno))
    assert not found, "write through roles.writing(database, stamp, Ratt.X)"


def test_an_action_looks_or_has_its_right() -> None:
    for action in ACTIONS:
        name = action.id.partition(".")[2]
        needs = action.id in NEEDS or action.id in BY_LIST
        assert action.scope in FREE or (name in LOOKS) != needs, action.id
    assert set(NEEDS) | BY_LIST <= {action.id for action in ACTIONS}


def test_every_right_has_words_and_someone_who_holds_it() -> None:
    assert set(VERB) == set(Ratt)
    assert all(holders(ratt) for ratt in Ratt)
    assert ROLLER["administrator"] == set(Ratt)


def test_what_roles_are_for() -> None:
    """A script never attests or decides; an auditor changes nothing; who attests registers
    nothing that is attested, and hands out no rights."""
    for ratt in (Ratt.ATTESTERA, Ratt.AVGORA, Ratt.KRAVBESLUT, Ratt.BEKRAFTA, Ratt.ANVANDARE):
        assert not may("system", ratt)
    assert ROLLER["revisor"] == {Ratt.LASA, Ratt.STICKPROV}
    assert [roll for roll in ROLLER if only_looks(roll)] == ["revisor"]
    for ratt in (Ratt.REGISTRERA, Ratt.VARDEN, Ratt.ANVANDARE):
        assert not may("attestant", ratt)
    assert not any(may("okänd roll", ratt) for ratt in Ratt)
