"""The program's own source as syntax trees: what imports what, and what is written where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("workbench", "db", "importers")


@dataclass(frozen=True)
class Module:
    """One module: its dotted name, its path from the root, and its tree."""

    name: str
    path: str
    tree: ast.Module

    def imports(self) -> Iterator[tuple[str, int]]:
        """Yield (dotted name, line) of all that is imported, wherever in the module."""
        package = self.name if self.path.endswith("__init__.py") else self.name.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    parts = package.split(".")
                    base = ".".join([*parts[: len(parts) - node.level + 1], base]).strip(".")
                for alias in node.names:
                    yield f"{base}.{alias.name}", node.lineno

    def at(self, line: int) -> str:
        """Return a place as people click on it."""
        return f"{self.path}:{line}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the three packages."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            inside = path.relative_to(ROOT)
            parts = inside.with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, str(inside), ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


def under(name: str, *folders: str) -> bool:
    """Tell whether a dotted name is one of the folders or lies in one."""
    return any(name == folder or name.startswith(f"{folder}.") for folder in folders)


def part(*folders: str) -> list[Module]:
    """Return the modules of some folders."""
    return [module for module in modules() if under(module.name, *folders)]
