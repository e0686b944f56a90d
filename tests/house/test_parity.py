"""Every job can be done by command and on the screens: one table, held to both lists.

A command's flag is a job of its own (``decide --neka``), unless it only says how the answer is
told. An action is a job unless it moves, chooses what is shown, or answers a box.
"""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from tests.house.pages import every_command
from workbench.tui.actions import ACTIONS, BY_ID

JOBS: dict[str, tuple[str, ...]] = {
    "import": (
        "app.go_import",
        "import.store",
        "import.received",
        "import.earlier",
        "sjuklon.new",
        "sjukfall.correct",
        "sjukform.save",
    ),
    "import --dry-run": ("import.preview",),
    "check": ("month.settle", "settle.settle", "sjukfall.check"),
    "flags": ("app.go_review", "month.all"),
    "decide": ("review.approve", "sjukfall.approve"),
    "decide --godkann": ("review.approve", "sjukfall.approve"),
    "decide --neka": ("review.refuse", "sjukfall.refuse"),
    "decide --komplettering": ("review.ask", "sjukfall.ask"),
    "undo": ("review.undo", "sjukfall.undo", "done.undo"),
    "undo --list": ("app.done",),
    "settle": ("month.settle", "settle.settle", "sjukfall.check", "app.go_settle"),
    "settle --dry-run": ("settle.preview", "underlag.try"),
    "settle --list-marked": ("app.go_underlag", "underlag.open"),
    "attest": ("settle.attest", "attest.tick", "attest.tick_all"),
    "attest --changes": ("settle.attest",),
    "annul": ("settle.annul",),
    "runs": ("settle.runs",),
    "runs show": ("settle.attest",),
    "pay": ("payments.pay",),
    "bank": ("payments.answer",),
    "book": ("payments.book",),
    "book --events": ("payments.events",),
    "spec": ("payments.spec",),
    "explain": (
        "review.why",
        "period.why",
        "settle.why",
        "settle.differences",
        "payments.why",
        "payments.history",
        "sjuklon.why",
        "sjukfall.why",
        "aterkrav.why",
        "krav.why",
    ),
    "aterkrav assess": ("krav.assess", "krav.open", "krav.remove"),
    "aterkrav assess --suggest": ("krav.assess",),
    "aterkrav debtor": ("krav.debtors",),
    "aterkrav debtor --enskild": ("krav.debtors",),
    "aterkrav debtor --dodsbo": ("krav.debtors",),
    "aterkrav ground": ("krav.ground",),
    "aterkrav letter": (
        "krav.letter",
        "brev.edit",
        "brevtext.save",
        "brev.write",
        "krav.annex",
        "bilaga.write",
    ),
    "aterkrav letter --list": ("krav.letter",),
    "aterkrav letter --fix": ("brev.fix",),
    "aterkrav list": ("app.go_aterkrav",),
    "aterkrav list --overdue": ("aterkrav.state",),
    "aterkrav move": ("krav.move",),
    "aterkrav payment": ("krav.pay",),
    "aterkrav propose": ("app.go_aterkrav",),
    "aterkrav propose --join": ("aterkrav.join",),
    "aterkrav show": ("aterkrav.open",),
    "aterkrav undo": ("aterkrav.undo", "krav.undo"),
    "sjuklon decide": ("sjukfall.grant",),
    "sjuklon decide --bevilja": ("sjukfall.grant",),
    "sjuklon decide --avsla": ("sjukfall.reject",),
    "sjuklon decide --komplettering": ("sjukfall.papers",),
    "sjuklon letter": ("sjukfall.write",),
    "sjuklon list": ("app.go_sjuklon",),
    "sjuklon show": ("sjuklon.open",),
    "tasks": ("app.go_tasks", "month.tasks"),
    "tasks --all": ("tasks.status",),
    "tasks --handled": ("tasks.status",),
    "tasks --overdue": ("tasks.status",),
    "tasks done": ("tasks.do",),
    "tasks drop": ("tasks.drop",),
    "tasks print": ("tasks.print",),
    "tasks show": ("tasks.open",),
    "tasks undo": ("tasks.undo",),
    "pictures anordnare": ("bilder.employer", "bilder.save"),
    "pictures brukare": ("month.pictures", "bilder.save"),
    "pictures findings": ("month.pictures", "bilder.save"),
    "pictures month": ("month.pictures", "bilder.save"),
    "pictures period": ("month.period", "bilder.period", "review.period", "period.find"),
    "verify": ("drift.verify",),
    "audit changes": ("revision.days",),
    "audit check": ("drift.check_head",),
    "audit export": ("drift.archive",),
    "audit follow": ("revision.follow", "revision.seek"),
    "audit gallring": ("drift.gallring", "drift.write_list"),
    "audit gallring --carry-out": ("drift.remove",),
    "audit head": ("drift.head",),
    "audit keygen": ("drift.keygen",),
    "audit keygen --encryption": ("drift.keygen",),
    "audit note": ("revision.note",),
    "audit outcomes": ("app.go_revision",),
    "audit overrides": ("app.go_revision",),
    "audit sample": ("revision.draw", "revision.redraw"),
    "audit verify": ("drift.check_archive",),
    "lookup": ("app.go_underlag", "underlag.open"),
    "note": ("underlag.new",),
    "mottagare": ("app.go_underlag", "underlag.day"),
    "mottagare accounts": ("app.go_underlag",),
    "mottagare add": ("underlag.new",),
    "mottagare add --undertecknat": ("underlag.new",),
    "mottagare add --vardnadshavare": ("underlag.new",),
    "mottagare confirm": ("underlag.confirm",),
    "mottagare reject": ("underlag.reject",),
    "mottagare stop": ("underlag.stop",),
    "mottagare unstop": ("underlag.stop",),
    "rates": ("app.go_underlag",),
    "rates add": ("underlag.new", "underlag.edit"),
    "rates add --unverified": ("underlag.new", "underlag.edit"),
    "rates confirm": ("underlag.confirm",),
    "rates reject": ("underlag.reject",),
    "rates waiting": ("app.go_underlag",),
    "settings": ("app.go_underlag",),
    "settings confirm": ("underlag.confirm",),
    "settings reject": ("underlag.reject",),
    "settings set": ("underlag.edit",),
    "settings waiting": ("app.go_underlag",),
    "users": ("app.go_underlag",),
    "users list": ("app.go_underlag",),
    "users roles": ("underlag.open",),
    "users add": ("underlag.new", "underlag.edit"),
    "users add --see-protected": ("underlag.new", "underlag.edit"),
    "users remove": ("underlag.remove",),
    "forskott": ("underlag.reckon",),
    "forskott --dry-run": ("underlag.try",),
    "fk20": ("app.go_underlag", "underlag.year"),
    "rules": ("app.go_underlag", "underlag.open"),
    "database": ("app.go_drift",),
    "backup": ("drift.backup",),
    "restore": ("drift.restore",),
    "restore --look": ("drift.restore",),
    "plain": ("app.linear",),
    "plain --all-months": ("payments.all", "revision.all"),
}
"""Command, or a flag of it -> the actions that do the same job."""

ANSWERS = {"--json", "--show-protected"}
"""Flags that say how an answer is told. On the screens F4 shows protected people."""

ONLY_COMMANDS = {
    "init": "the screens make or upgrade the database when they open",
    "demo": "makes a database of its own, before there is anything to open",
    "serve": "opens the screens in a browser",
    "keys": "tries and writes the file that the screens read; the help shows the keys in force",
    "keys --template": "writes the file that the screens read, to be changed by hand",
    "tui": "opens the screens",
}
"""Jobs that are a command's by nature, and why."""

ONLY_SCREENS = {
    "app.theme": "colours of the screen",
    "app.cursor": "the terminal's cursor on the screens",
    "app.protected": "--show-protected of every command that lists",
    "rows.copy": "what a command prints is piped",
    "rows.export": "what a command prints is piped, and --json of it",
}
"""Actions that are the screens' by nature, and why."""

BOXES = {"list", "read", "filter", "palette", "help", "dialog", "sheet"}
"""Scopes that move, write in a field, and answer."""
MOVES = {
    *("open", "back", "left", "right", "month", "lines", "imports", "review", "next", "former"),
    *("filter", "clear", "order", "severity", "status", "state", "code", "duty", "all", "changes"),
    *("mark", "mark_down", "mark_up", "mark_all", "path", "other", "earlier", "later", "daily"),
    *("lists", "sort", "reverse", "find", "find_next", "whole"),
}
"""Names of actions that go somewhere, or choose what is shown or meant."""
HELPS = {"app.help", "app.quit", "app.palette"}


def flags(command: click.Command) -> Iterator[str]:
    """Yield the flags of a command that ask for something else than the command without them."""
    for option in command.params:
        if isinstance(option, click.Option) and option.is_flag and option.opts[0] not in ANSWERS:
            yield option.opts[0]


def commands() -> set[str]:
    """Return every command, and every flag of one."""
    found = set()
    for words, command in every_command():
        found |= {words, *(f"{words} {flag}" for flag in flags(command))}
    return found - {f"{words} --help" for words in found}


def moves(identity: str) -> bool:
    """Tell whether an action does no job."""
    scope, _, name = identity.partition(".")
    return scope in BOXES or name in MOVES or name.startswith("go_") or identity in HELPS


def test_every_command_can_be_done_on_the_screens() -> None:
    known = {*JOBS, *ONLY_COMMANDS}
    assert sorted(commands() - known) == [], "which action does the same? Say it in JOBS"
    assert sorted(known - commands()) == [], "there is no such command or flag"


def test_every_job_of_the_screens_can_be_done_by_command() -> None:
    mapped = {identity for actions in JOBS.values() for identity in actions}
    assert sorted(mapped - BY_ID.keys()) == [], "there is no such action"
    known = mapped | ONLY_SCREENS.keys()
    missing = [one.id for one in ACTIONS if one.id not in known and not moves(one.id)]
    assert missing == [], "which command does the same? Say it in JOBS"
    assert ONLY_SCREENS.keys() <= BY_ID.keys()


@pytest.mark.parametrize("job", JOBS)
def test_a_job_is_on_one_list_only_and_has_an_action(job: str) -> None:
    assert JOBS[job]
    assert job not in ONLY_COMMANDS


def test_the_names_that_move_are_used() -> None:
    used = {one.id.partition(".")[2] for one in ACTIONS}
    assert used >= MOVES
    assert {one.scope for one in ACTIONS} >= BOXES
