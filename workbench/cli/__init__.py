"""The command line: a group whose commands are imported only when they are called."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workbench import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Create the database."),
    "demo": ("demo", "Make a municipality of made-up people in a new database."),
    "import": ("import_", "Import files or folders; all rows of a file or none."),
    "check": ("check", "Run the rules over a month and store the findings."),
    "flags": ("flags", "List findings."),
    "decide": ("decide", "Move findings, with a motivering."),
    "undo": ("undo", "Take back a round of decisions."),
    "settle": ("settle", "Compute a month and store it as a draft run."),
    "attest": ("attest", "Attest a draft run: payments and proposed återkrav are made."),
    "annul": ("annul", "Take back the month's latest attested run."),
    "runs": ("runs", "List the runs, or what there is to tick off in one."),
    "pay": ("pay", "Write a run's payments as pain.001 for the bank."),
    "bank": ("bank", "Read what the bank says of the payments."),
    "forskott": ("forskott", "Settle a month and list its advances."),
    "lookup": ("lookup", "Find people and employers; all that is on file about one."),
    "rules": ("rules", "List the rules with their provisions and versions."),
    "mottagare": ("mottagare", "List who is paid; register payees, stops and accounts."),
    "book": ("book", "Write a run's vouchers as SIE 4I for the ledger."),
    "spec": ("spec", "Write a specification per payee of a run."),
    "pictures": ("pictures", "Draw a month's sums as bars: text, JSON or an SVG file."),
    "explain": ("explain", "Show why a finding, line, payment or claim is what it is."),
    "aterkrav": ("aterkrav", "Work with claims (återkrav): decide, pay, court, row by row."),
    "sjuklon": ("sjuklon", "Work with claims for the extra cost of sjuklön."),
    "rates": ("rates", "List the timbelopp, or add next year's."),
    "settings": ("settings", "List the policies, or set one from a day."),
    "note": ("note", "Note that an assistant's ability is in doubt (9 d § 1 st 3 LSS)."),
    "tasks": ("tasks", "List duties with their deadlines; do, drop or print them."),
    "fk20": ("fk20", "Reconcile FK's bill for the first 20 hours a week."),
    "users": ("users", "List users and roles; add, change or remove one."),
    "verify": ("verify", "Recompute the journal's chain and every attested run."),
    "audit": ("audit", "Follow money, overrides, outcomes, samples; export; the journal's head."),
    "database": ("database", "Show where the database lies, its head, its copies, who writes."),
    "backup": ("backup", "Write a copy of a database in use, and check it."),
    "restore": ("restore", "Put a copy in the database's place."),
    "serve": ("serve", "Open the screens in a browser on this machine (needs an extra)."),
    "keys": ("keys", "List the screens' keys; try your own; write a template for them."),
    "tui": ("tui", "Open the terminal screens (also without a command)."),
    "plain": ("plain", "Print a screen's data as linear text (same as --plain)."),
}
"""Command -> (module under cli/commands, one-line help): enough for --help without imports."""


WORDS = "workbench.words"


class LazyGroup(click.Group):
    """A group that knows its commands' names and help, and loads one when it is called."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the command line: the run's log names a command's part from it."""
        ctx.meta[WORDS] = tuple(args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of a month's work."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """With ``--plain`` what follows names a screen, not a command."""
        if ctx.params.get("plain"):
            args = ["plain", *args]
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        from importlib import import_module

        command = import_module(f"workbench.cli.commands.{entry[0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from their one-line help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 done, something waits for a person; 2 wrong usage; 3 input not "
    "valid, nothing stored; 4 database missing, locked, newer or broken; 5 refused by a rule.",
)
@click.option(
    "--db",
    "path",
    type=click.Path(path_type=Path, dir_okay=True),
    envvar="WORKBENCH_DB",
    help="Database file. Default: workbench.db in your data folder.",
)
@click.option("--as", "actor", envvar="WORKBENCH_USER", help="Act under this name (see README).")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    envvar="WORKBENCH_KEY_FILE",
    help="The database is encrypted with this key; needs the extra krypterad.",
)
@click.option("--quiet", is_flag=True, help="Nothing on stderr unless the command fails (2-5).")
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="WORKBENCH_LOG",
    help="Append a line when the command begins and one when it ends (docs/automation.md).",
)
@click.option(
    "--wait",
    type=click.IntRange(0, 86_400),
    envvar="WORKBENCH_WAIT",
    metavar="SECONDS",
    help="How long to wait while another program writes. Default: 10.",
)
@click.option(
    "--plain", is_flag=True, help="Print the screen named next as linear text; alone: list them."
)
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def cli(
    ctx: click.Context,
    path: Path | None,
    actor: str | None,
    key_file: Path | None,
    quiet: bool,
    log: Path | None,
    wait: int | None,
    plain: bool,
) -> None:
    """Pay personlig assistans (9 § 2 LSS) once and right: import, check, decide, settle.

    Without a command the terminal screens open; --plain prints one of them as text.
    """
    from workbench.cli import diagnostics
    from workbench.cli.context import Session

    ctx.obj = Session(path, actor, key_file, wait, log)
    diagnostics.begin(ctx, ctx.meta[WORDS], quiet=quiet)
    if ctx.invoked_subcommand is None:
        name = "plain" if plain else "tui"
        command = cli.get_command(ctx, name)
        assert command is not None
        ctx.invoke(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with one of the documented exit codes."""
    from workbench.cli.diagnostics import guarded

    sys.exit(guarded(lambda: cli.main(arguments, prog_name="workbench", standalone_mode=False)))
