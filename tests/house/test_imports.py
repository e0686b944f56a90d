"""Who may import whom: left may import right, never the reverse.

``cli, tui -> services -> (checking, settling, auditing, paying -> rules -> law -> domain), db,
importers, exports``
"""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.house.source import PACKAGES, ROOT, modules, part, under

CORE = (
    "workbench.checking",
    "workbench.settling",
    "workbench.auditing",
    "workbench.paying",
    "workbench.netting",
    "workbench.sharing",
    "workbench.claiming",
    "workbench.sjukloning",
    "workbench.sampling",
    "workbench.wording",
)
PURE = (*CORE, "workbench.rules", "workbench.law", "workbench.domain")
EXPORTS = "workbench.exports"
OUTSIDE = ("click", "textual", "sqlite3", "sqlite_utils", "rich", "lxml", "python_calamine")
MAY: dict[str, tuple[str, ...]] = {
    "workbench.domain": ("workbench.domain",),
    "workbench.law": ("workbench.law", "workbench.domain"),
    "workbench.rules": ("workbench.rules", "workbench.law", "workbench.domain"),
    **dict.fromkeys(CORE, PURE),
    "workbench.services": (
        "workbench.services",
        "workbench.__version__",
        "workbench.demo",
        EXPORTS,
        *PURE,
        "db",
        "importers",
    ),
    EXPORTS: (EXPORTS, "workbench.domain", "workbench.wording"),
    "workbench.demo": ("workbench.demo", "workbench.law", "workbench.domain"),
    "workbench.cli": ("workbench", "db", "importers"),
    "workbench.tui": ("workbench", "db", "importers"),
    "db": ("db", "workbench.domain"),
    "importers": ("importers", "workbench.domain"),
}


def broken(who: str, allowed: tuple[str, ...]) -> list[str]:
    """Return imports of ours that a folder may not make."""
    return [
        f"{module.at(line)} imports {name}"
        for module in part(who)
        for name, line in module.imports()
        if under(name, *PACKAGES) and not under(name, *allowed)
    ]


@pytest.mark.parametrize("who", MAY)
def test_direction(who: str) -> None:
    assert broken(who, MAY[who]) == []


def test_the_two_faces() -> None:
    """tui and cli meet only inside the command that opens the screen."""
    meets = [
        module.at(line)
        for module in part("workbench.tui")
        for name, line in module.imports()
        if under(name, "workbench.cli")
    ]
    assert meets == []
    top = [
        module.at(node.lineno)
        for module in part("workbench.cli")
        for node in module.tree.body
        if isinstance(node, ast.ImportFrom | ast.Import) and "tui" in ast.unparse(node)
    ]
    assert top == []


@pytest.mark.parametrize(
    ("library", "owners"),
    [
        ("textual", ("workbench.tui",)),
        ("textual_serve", ("workbench.tui.serving",)),
        ("aiohttp", ("workbench.tui.serving",)),
        ("click", ("workbench.cli",)),
        ("sqlite_utils", ("db",)),
        ("lxml", ("importers",)),
        ("python_calamine", ("importers",)),
        ("cryptography", ("workbench.services.keys",)),
    ],
)
def test_a_library_has_one_owner(library: str, owners: tuple[str, ...]) -> None:
    """The demo writes files of its own, with the standard library."""
    users = [
        module.at(line)
        for module in modules()
        for name, line in module.imports()
        if under(name, library) and not under(module.name, *owners)
    ]
    assert users == []


def test_the_core_knows_no_database_and_no_screen() -> None:
    known = [
        f"{module.at(line)} imports {name}"
        for module in part(*PURE, EXPORTS)
        for name, line in module.imports()
        if under(name, *OUTSIDE)
    ]
    assert known == []


def test_the_domain_needs_the_standard_library_only() -> None:
    strangers = [
        f"{module.at(line)} imports {name}"
        for module in part("workbench.domain")
        for name, line in module.imports()
        if name.split(".")[0] not in (*sys.stdlib_module_names, "workbench")
    ]
    assert strangers == []


def test_a_rule_never_imports_another_rule() -> None:
    """Only the registry knows them; what two share lies in ``base``, law or domain."""
    shared = ("workbench.rules.base",)
    between = [
        f"{module.at(line)} imports {name}"
        for module in part("workbench.rules")
        if module.name != "workbench.rules.registry"
        for name, line in module.imports()
        if under(name, "workbench.rules") and not under(name, *shared)
    ]
    assert between == []


def test_the_package_itself_imports_nothing() -> None:
    init = next(module for module in modules() if module.name == "workbench")
    assert list(init.imports()) == []


def test_only_db_opens_sqlite() -> None:
    """Services may hold connections that db has made."""
    opened = [
        module.at(node.lineno)
        for module in modules()
        if not under(module.name, "db")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "sqlite3.connect"
    ]
    assert opened == []


LOADS = """
import sys
import {module}
heavy = [name for name in {unwanted!r} if name in sys.modules]
assert not heavy, heavy
"""


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("workbench.rules.registry", (*OUTSIDE, "db", "importers", "openpyxl")),
        ("workbench.checking", (*OUTSIDE, "db", "importers")),
        ("workbench.settling", (*OUTSIDE, "db", "importers")),
        ("importers", ("textual", "click", "sqlite_utils", "sqlite3", "db", "rich")),
        ("db", ("textual", "click", "sqlite_utils", "importers", "rich")),
        ("workbench.exports.pain001", (*OUTSIDE, "db", "importers")),
        ("workbench.services.heads", ("textual", "click", "sqlite_utils", "rich", "cryptography")),
        ("workbench.services.importing", ("textual", "click", "sqlite_utils", "rich")),
        ("workbench.services.settling", ("textual", "click", "sqlite_utils", "rich")),
    ],
)
def test_what_is_loaded(module: str, unwanted: tuple[str, ...]) -> None:
    code = LOADS.format(module=module, unwanted=unwanted)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_only_db_writes_sql() -> None:
    """Elsewhere no text is handed to ``execute`` and its like."""
    written = [
        module.at(node.lineno)
        for module in modules()
        if not under(module.name, "db")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("execute", "executemany", "executescript")
        and node.args
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert written == []
