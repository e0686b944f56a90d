"""What must not be written: floats near money, clocks in the core, silence about errors."""

from __future__ import annotations

import ast

from tests.house.source import Module, modules, part, under
from tests.house.test_imports import EXPORTS, PURE

BOUNDARIES = ("workbench.cli.diagnostics", "workbench.tui.workers")
CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "dt.datetime.now",
    "dt.datetime.today",
    "dt.datetime.utcnow",
    "dt.date.today",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
    "time.monotonic",
    "time.perf_counter",
    "time.localtime",
}


def calls(module: Module) -> list[tuple[str, int]]:
    """Return (what is called, line)."""
    return [
        (ast.unparse(node.func), node.lineno)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
    ]


def test_no_floats_near_money_or_hours() -> None:
    """No literal, no ``round``, no ``float`` and no true division (paths are divided too)."""
    found = []
    for module in part(*PURE):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
                found.append(f"{module.at(node.lineno)} {node.value}")
            if isinstance(node, ast.Div) and module.name != "workbench.law.parameters":
                found.append(f"{module.path} divides")
        found += [
            f"{module.at(line)} {name}"
            for name, line in calls(module)
            if name in ("round", "float")
        ]
    assert found == []


def test_the_clock_is_an_argument() -> None:
    """Only the faces ask what time it is; the core, db and the importers never do."""
    asked = [
        f"{module.at(line)} {name}"
        for module in part(*PURE, EXPORTS, "db", "importers", "workbench.services")
        for name, line in calls(module)
        if name in CLOCKS
    ]
    assert asked == []


def test_the_core_reads_no_files() -> None:
    """But the loaders of tables, from inside the package."""
    opened = [
        f"{module.at(line)} {name}"
        for module in part(*PURE, EXPORTS)
        if module.name not in ("workbench.law.parameters", "workbench.domain.clearing")
        for name, line in calls(module)
        if name == "open" or name.endswith((".read_text", ".read_bytes", ".open", "print"))
    ]
    assert opened == []


def test_nobody_swallows_every_error() -> None:
    """Two boundaries face the user; elsewhere a catch of everything must raise again."""
    broad = [
        module.at(node.lineno)
        for module in modules()
        if not under(module.name, *BOUNDARIES)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    assert broad == []


def test_every_public_thing_in_the_core_says_what_it_is() -> None:
    silent = [
        f"{module.path} {node.name}"
        for module in part(*PURE)
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    silent += [module.path for module in part(*PURE) if not ast.get_docstring(module.tree)]
    assert silent == []
