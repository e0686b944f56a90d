"""Pages of documentation that are made from the program, and the README's screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from importers.kinds import KINDS, Column
from tests.house.schemas import SCHEMAS, VARIANTS, schema
from workbench.cli import COMMANDS, cli
from workbench.law.parameters import policy_definitions
from workbench.law.plikter import Utlosare, plikter
from workbench.rules.base import RIMLIGHET
from workbench.rules.registry import RULES
from workbench.wording import FORKLARING, provision

ROOT = Path(__file__).resolve().parents[2]

_TYPES = {
    "person": "personnummer, YYYYMMDDNNNN",
    "personer": "personnummer, several with commas; may be empty",
    "orgnr": "organisationsnummer, 10 digits",
    "arbetsgivare": "orgnr, or the brukare's own personnummer",
    "datum": "YYYY-MM-DD",
    "tidpunkt": "YYYY-MM-DDTHH:MM",
    "klocka": "HH:MM; 24:00 allowed as end",
    "janej": "ja or nej",
    "decimal": "number, at most two decimals",
    "procent": "per cent, at most two decimals",
    "heltal": "whole number",
    "manad": "YYYY-MM",
    "land": "country, ISO 3166 alpha-2",
    "langd": "28d, 16v or 4m",
    "vem": "personnummer, orgnr or text",
    "nummer": "personnummer or orgnr",
    "konto": "bankgiro, plusgiro, or clearing and account number",
    "text": "text",
}


def rules_page() -> str:
    """Return docs/rules.md: every rule with provision, severity, text and policies."""
    lines = [
        "# Rules",
        "",
        "Made from the rule modules; a test holds it to them. `neka` is refused until a person",
        "overrides, `utred` is held until a person has looked, `info` is shown and pays.",
    ]
    for rule in RULES:
        for kod in rule.koder:
            lines += [
                "",
                f"## {rule.id if kod is RIMLIGHET else kod.kod}",
                "",
                f"{kod.titel}. {kod.lagrum} · {kod.allvar.value}",
                "",
                f"- Lagen: {provision(kod.kod)}",
                f"- Fyndet säger: {FORKLARING[kod.kod]}",
            ]
            if rule.policies:
                lines.append(f"- Inställningar: {', '.join(rule.policies)}")
    lines += ["", "# Policies", "", "| Name | Default | Decides | Source |", "|---|---|---|---|"]
    for name, item in policy_definitions().items():
        lines.append(f"| `{name}` | {item.default or '-'} | {item.title} | {item.citation} |")
    lines += ["", "# Duties", "", "| Duty | To do | Owed to | Provision | Raised by | Days |"]
    lines.append("|---|---|---|---|---|---|")
    for plikt in plikter().values():
        by = "; ".join(_raised_by(trigger) for trigger in plikt.utloses)
        row = (f"`{plikt.id}`", plikt.gor, plikt.till, plikt.lagrum, by, f"`{plikt.dagar}`")
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def _raised_by(trigger: Utlosare) -> str:
    """Return what raises a duty: the kind of facts, and what narrows them."""
    words = [trigger.slag, *trigger.kod, *trigger.status, *trigger.ord, *trigger.orsak]
    marks = {"FK's grant": trigger.fk, "beyond day 14": trigger.lang, "refused": trigger.avslagen}
    words += [mark for mark, holds in marks.items() if holds]
    return ", ".join([*words, *([f"`{trigger.antal}`"] if trigger.antal else [])])


def files_page() -> str:
    """Return docs/files.md: every kind of file with its columns."""
    lines = [
        "# Files in",
        "",
        "Made from the importers; a test holds it to them. CSV with semicolons and a header row,",
        "in UTF-8 (with or without BOM) or Windows-1252, columns in any order; or the same tables",
        "as XLSX sheets. The kind is known from the header. Required columns are marked *. FK's",
        "tidredovisning XML is read bare, in its envelope, as zip and as folder.",
    ]
    for kind in KINDS.values():
        lines += ["", f"## {kind.name}", "", "| Column | Holds |", "|---|---|"]
        lines += [_column(item) for item in kind.columns]
    return "\n".join(lines) + "\n"


def _column(column: Column) -> str:
    return f"| {column.name}{'*' if column.required else ''} | {_holds(column)} |"


def _holds(column: Column) -> str:
    if column.type == "lista":
        return f"comma list of {', '.join(column.choices)}"
    return ", ".join(column.choices) if column.choices else _TYPES[column.type]


def commands_page() -> str:
    """Return docs/commands.md: the help of every command."""
    lines = ["# Commands", "", "Made from the program's own help; a test holds it to that."]
    context = click.Context(cli, info_name="workbench", **cli.context_settings)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        own = click.Context(command, info_name=name, parent=context, max_content_width=90)
        lines += ["", f"## {name}", "", "```", command.get_help(own), "```"]
    return "\n".join(lines) + "\n"


def screen() -> str:
    """Return the front page at 80x24, as the screen tests hold it."""
    return (ROOT / "tests/tui/golden/month-80x24.txt").read_text(encoding="utf-8").rstrip("\n")


def readme(text: str) -> str:
    """Return the README with its screen as the program draws it."""
    before, rest = text.split("<!-- screen: month -->", 1)
    _, after = rest.split("<!-- /screen -->", 1)
    return f"{before}<!-- screen: month -->\n```\n{screen()}\n```\n<!-- /screen -->{after}"


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that can be run, parts of groups too, by its words."""

    def walk(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield words, command
        if isinstance(command, click.Group):
            for part, inner in command.commands.items():
                yield from walk(f"{words} {part}", inner)

    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        yield from walk(name, command)


def automation(text: str) -> str:
    """Return docs/automation.md with its list of commands, their documents and exit codes."""
    lines = ["| Command | Document | Exit codes |", "|---|---|---|"]
    for words, command in every_command():
        files = [one for one in SCHEMAS if VARIANTS.get(one, one.replace("-", " ")) == words]
        files += [one for one, asked in VARIANTS.items() if asked.startswith(f"{words} --")]
        links = ", ".join(f"[{one}](schemas/{one}.json)" for one in files)
        codes = " ".join((command.help or "").partition("Exit codes:")[2].split())
        lines.append(f"| `{words}` | {links} | {codes} |")
    before, rest = text.split("<!-- commands -->", 1)
    _, after = rest.split("<!-- /commands -->", 1)
    table = "\n".join(lines)
    return f"{before}<!-- commands -->\n{table}\n<!-- /commands -->{after}"


def schema_page(name: str) -> str:
    """Return docs/schemas/NAME.json."""
    return json.dumps(schema(name), ensure_ascii=False, indent=1) + "\n"


PAGES = {
    "docs/rules.md": rules_page,
    "docs/files.md": files_page,
    "docs/commands.md": commands_page,
    **{f"docs/schemas/{name}.json": partial(schema_page, name) for name in SCHEMAS},
}
