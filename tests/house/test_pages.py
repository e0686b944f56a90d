"""Documentation that is made from the program says what the program does.

``WORKBENCH_UPDATE_GOLDEN=1`` writes the pages anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import click
import pytest

from tests.house.pages import PAGES, ROOT, automation, readme
from workbench.cli import COMMANDS, cli

AUTOMATION = "docs/automation.md"
UPDATE = os.environ.get("WORKBENCH_UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize("path", PAGES)
def test_page_is_as_made_from_the_program(path: str) -> None:
    made = PAGES[path]()
    if UPDATE:
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(made, encoding="utf-8")
    assert (ROOT / path).read_text(encoding="utf-8") == made


@pytest.mark.parametrize(("path", "made"), [("README.md", readme), (AUTOMATION, automation)])
def test_what_is_made_in_a_page_is_as_the_program_has_it(
    path: str, made: Callable[[str], str]
) -> None:
    page = ROOT / path
    text = page.read_text(encoding="utf-8")
    if UPDATE:
        page.write_text(made(text), encoding="utf-8")
        text = page.read_text(encoding="utf-8")
    assert text == made(text)


def test_no_schema_is_of_a_command_that_is_gone() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/schemas/*")}
    assert files == {path for path in PAGES if "/schemas/" in path}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_an_example_and_its_exit_codes(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    text = command.help or ""
    assert "Example: workbench" in text
    assert "Exit codes:" in text
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"
