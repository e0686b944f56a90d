"""Documentation that is made from the program says what the program does.

``WORKBENCH_UPDATE_GOLDEN=1`` writes the pages anew.
"""

from __future__ import annotations

import os

import click
import pytest

from tests.house.pages import PAGES, ROOT, readme
from workbench.cli import COMMANDS, cli

UPDATE = os.environ.get("WORKBENCH_UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize("path", PAGES)
def test_page_is_as_made_from_the_program(path: str) -> None:
    made = PAGES[path]()
    if UPDATE:
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(made, encoding="utf-8")
    assert (ROOT / path).read_text(encoding="utf-8") == made


def test_readme_shows_the_screen_as_the_program_draws_it() -> None:
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    if UPDATE:
        path.write_text(readme(text), encoding="utf-8")
        text = path.read_text(encoding="utf-8")
    assert text == readme(text)


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
