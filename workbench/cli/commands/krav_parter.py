"""``workbench aterkrav debtor``, ``ground`` and ``assess``: who owes a claim, on what, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from workbench.cli import output
from workbench.cli.context import DayType, json_option, session
from workbench.cli.diagnostics import ExitCode, say

if TYPE_CHECKING:
    from db import Database

KINDS = ("bevis", "for", "emot", "namnden", "svar")
MOTIVERING = click.option("--motivering", required=True, help="Why.")


@click.command("debtor")
@click.argument("identity", metavar="ID")
@click.option("--formyndare", multiple=True, metavar="NUMBER", help="A förmyndare. Repeatable.")
@click.option("--enskild", is_flag=True, help="The enskilde, as when a child is to owe itself.")
@click.option("--dodsbo", is_flag=True, help="The dödsbo after the enskilde.")
@click.option("--anordnare", metavar="ORGNR", help="The anordnare, under its signed undertaking.")
@click.option("--atagande", type=DayType(), help="Day the undertaking was signed.")
@click.option("--handling", help="The document of the undertaking.")
@MOTIVERING
def debtor(
    identity: str,
    formyndare: tuple[str, ...],
    enskild: bool,
    dodsbo: bool,
    anordnare: str | None,
    atagande: str | None,
    handling: str | None,
    motivering: str,
) -> int:
    """Direct a claim to others than the law's first choice, with the reason.

    The anordnare owes only FK's money, under a signed undertaking: a civil claim of its own.

    Example: workbench aterkrav debtor K3 --enskild --motivering "Fyller 18 om en månad, sökte
    själv"

    Exit codes: 0 done; 2 wrong usage; 5 refused: the state, or the law names no such debtor.
    """
    from workbench.domain.people import orgnr, personnummer
    from workbench.services import kravparter
    from workbench.wording import GALDENAR

    kinds = [
        kind
        for kind, chosen in (
            ("formyndare", formyndare),
            ("enskild", enskild),
            ("dodsbo", dodsbo),
            ("anordnare", anordnare),
        )
        if chosen
    ]
    if len(kinds) != 1:
        raise click.UsageError("Välj ett: --formyndare, --enskild, --dodsbo eller --anordnare.")
    if (anordnare is None) != (atagande is None and handling is None):
        raise click.UsageError("--atagande och --handling hör till --anordnare.")
    numbers = [_number(personnummer, one, "--formyndare") for one in formyndare]
    if anordnare is not None:
        numbers = [_number(orgnr, anordnare, "--anordnare")]
    signed = None if anordnare is None else (atagande or "", handling or "")
    chosen = session()
    kravparter.debtor(
        chosen.database(), identity, kinds[0], numbers, motivering, chosen.stamp(), atagande=signed
    )
    output.line(f"{identity.upper()} riktas mot: {GALDENAR[kinds[0]]}.")
    return ExitCode.DONE


def _number(parse: Callable[[str], str], text: str, option: str) -> str:
    from workbench.domain.people import InvalidNumber

    try:
        return parse(text)
    except InvalidNumber as error:
        raise click.BadParameter(f"{text!r}: {error}.", param_hint=option) from error


@click.command("ground")
@click.argument("identity", metavar="ID")
@click.argument("grund", metavar="a|b", type=click.Choice(("a", "b")))
@MOTIVERING
def ground(identity: str, grund: str, motivering: str) -> int:
    """Choose a claim's ground of 12 § LSS: a caused it, b should have understood.

    Example: workbench aterkrav ground K3 b --motivering "Beslutet hade upphört, brevet sade det"

    Exit codes: 0 done; 2 wrong usage; 5 refused: the state, or findings are still open.
    """
    from workbench.services import kravparter

    chosen = session()
    kravparter.set_ground(chosen.database(), identity, grund, motivering, chosen.stamp())
    output.line(f"{identity.upper()}: grund {grund}.")
    return ExitCode.DONE


@click.command("assess")
@click.argument("identity", metavar="ID")
@click.argument("slag", metavar="[KIND]", type=click.Choice(KINDS), required=False)
@click.argument("text", required=False)
@click.option("--source", default="", help="Where it comes from.")
@click.option("--replace", "number", type=int, metavar="N", help="In place of piece N.")
@click.option("--remove", type=int, metavar="N", help="Take piece N away.")
@click.option("--suggest", is_flag=True, help="List what is stored already and can be taken.")
@click.option("--take", "taken", metavar="N,N", help="Take those of --suggest.")
@json_option
def assess(
    identity: str,
    slag: str | None,
    text: str | None,
    source: str,
    number: int | None,
    remove: int | None,
    suggest: bool,
    taken: str | None,
    as_json: bool,
) -> int:
    """Write a claim's assessment: bevis, for, emot, namnden (what the nämnd told), svar (answers).

    The nämnd bears the burden of proof (9.2.25). What is replaced or removed stays in the history.

    \b
    Example: workbench aterkrav assess K3 emot "Fick besked om att tiden var godkänd"
             workbench aterkrav assess K3 --suggest
             workbench aterkrav assess K3 --take 1,3

    Exit codes: 0 done; 2 wrong usage; 5 refused.
    """
    from workbench.services import kravbevis, kravparter

    writes = slag is not None and text is not None
    if sum((writes, remove is not None, suggest, taken is not None)) != 1:
        raise click.UsageError("Ange KIND och TEXT, eller ett av --remove, --suggest och --take.")
    chosen = session()
    database = chosen.database()
    if suggest:
        _suggest(database, identity, as_json)
    elif taken is not None:
        new = kravbevis.take(database, identity, _numbers(taken), chosen.stamp())
        say(f"{len(new)} stycken är införda i bedömningen av {identity.upper()}.")
    elif remove is not None:
        kravparter.remove(database, identity, remove, chosen.stamp())
        say(f"Stycke {remove} är borttaget.")
    else:
        assert slag is not None
        written = kravparter.assess(
            database, identity, slag, text or "", chosen.stamp(), kalla=source, ersatter=number
        )
        output.line(str(written))
    return ExitCode.DONE


def _suggest(database: Database, identity: str, as_json: bool) -> None:
    from workbench.cli import krav_documents
    from workbench.services import kravbevis
    from workbench.wording import BEDOMNING

    found = list(enumerate(kravbevis.offered(database.read(), identity), 1))
    if as_json:
        output.document([krav_documents.suggested(*one) for one in found])
        return
    for number, one in found:
        mark = " (redan i bedömningen)" if one.tagen else ""
        output.line(f"{number} {BEDOMNING[one.slag]}{mark}: {one.text} [{one.kalla}]")


def _numbers(text: str) -> list[int]:
    words = text.replace(",", " ").split()
    if not words or not all(word.isdecimal() for word in words):
        raise click.BadParameter(f"{text!r} är inte nummer som 1,3.", param_hint="--take")
    return [int(word) for word in words]


COMMANDS = (debtor, ground, assess)
