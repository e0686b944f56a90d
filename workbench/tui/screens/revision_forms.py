"""The forms of Revision: a sample to draw, days to look between, money to follow. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from db.audit_changes import REGISTERS
from workbench.domain.time import iso_month, parse_month
from workbench.services.revision_sok import Sought
from workbench.services.revision_stickprov import KINDS, LARGEST, METHODS, Wanted
from workbench.tui.screens.fields import DAY, first_problem, wrong_day, wrong_sum
from workbench.tui.screens.sheet import SUM, Field, Form, Values
from workbench.tui.widgets.rowlist import Line
from workbench.tui.words import read_kronor

Kind = tuple[str, str]
"""What is drawn from, and how."""
MONTH = "ÅÅÅÅ-MM"
HELP = "revision-sheet"


def kinds() -> list[tuple[Kind, Line]]:
    """Return the ways to draw, as rows to choose among."""
    return [
        ((slag, metod), Line((f"{metod} ur {many}", METHODS[metod])))
        for slag, many in KINDS.items()
        for metod in METHODS
    ]


def sample(kind: Kind, month: int | None) -> Form:
    """Return the form that draws a sample."""
    slag, metod = kind
    here = "" if month is None else iso_month(month)
    how = METHODS[metod]
    said = Text(
        f"{how[:1].upper()}{how[1:]}. Stickprovet sparas med metod, frö och avtryck av "
        "materialet, så att vem som helst kan dra det igen."
    )
    return Form(
        f"stickprov {slag} {metod}",
        f"Nytt stickprov ur {KINDS[slag]}",
        said,
        (
            Field("fran", "Första månad", here, MONTH),
            Field("till", "Sista månad", here, MONTH),
            Field("antal", "Antal poster", "25", restrict="[0-9]*"),
            Field("fro", "Frö", hint="vilken text som helst, till exempel revision 2026"),
        ),
        "Dra stickprovet",
        lambda values: first_problem(_wrong_sample(values)),
        help_id=HELP,
    )


def _wrong_sample(values: Values) -> Iterator[str]:
    for name, what in (("fran", "Första"), ("till", "Sista")):
        if not _is_month(values[name]):
            yield f"{what} månaden skrivs {MONTH}."
    if values["till"] < values["fran"]:
        yield "Sista månaden är före den första."
    if not (values["antal"].isdecimal() and 0 < int(values["antal"]) <= LARGEST):
        yield f"Ett stickprov har 1-{LARGEST} poster."
    if not values["fro"]:
        yield "Skriv ett frö: samma frö ger samma stickprov ur samma material."


def _is_month(text: str) -> bool:
    try:
        parse_month(text)
    except ValueError:
        return False
    return True


def wanted(kind: Kind, values: Values) -> Wanted:
    """Return the sample that a filled-in form asks for."""
    months = parse_month(values["fran"]), parse_month(values["till"])
    return Wanted(*kind, int(values["antal"]), values["fro"], months)


def days(now: tuple[str, str], register: str | None) -> Form:
    """Return the form that chooses the days between which to look."""
    said = Text(
        "Gäller avsteg, ändringar i fasta uppgifter, och utfallet i dagarnas månader. Anges ett "
        "register visas också varje ny rad i det. x tar bort valet. Register: "
    )
    said.append(", ".join(REGISTERS), style="dim")

    def problems(values: Values) -> Iterator[str]:
        yield from wrong_day(values["fran"], "Första dagen")
        yield from wrong_day(values["till"], "Sista dagen")
        if values["till"] < values["fran"]:
            yield "Sista dagen är före den första."
        if values["register"] and values["register"] not in REGISTERS:
            yield f"Det finns inget register som heter {values['register']}."

    return Form(
        "revision dagar",
        "Mellan vilka dagar?",
        said,
        (
            Field("fran", "Första dag", now[0], DAY),
            Field("till", "Sista dag", now[1], DAY),
            Field("register", "Register", register or "", "får vara tomt: alla"),
        ),
        "Visa",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def money() -> Form:
    """Return the form that follows money from what one has in hand."""

    def problems(values: Values) -> Iterator[str]:
        if values["belopp"]:
            yield from wrong_sum(values["belopp"])
        if values["dag"]:
            yield from wrong_day(values["dag"], "Dagen")
        if sought(values).ways != 1:
            yield "Skriv ett id, ett belopp, en fil med rad, eller en person med dag."

    return Form(
        "revision sök",
        "Vilka pengar?",
        Text(
            "Ett av fyra: ett id (B17, bankens EndToEndId, betalfilens id, F17, K3); ett belopp, "
            "gärna med dag; en inläst fil (namn eller början av SHA-256) med rad; en person med "
            "dag."
        ),
        (
            Field("id", "Id"),
            Field("belopp", "Belopp, kr", restrict=SUM),
            Field("fil", "Fil"),
            Field("rad", "Rad i filen", restrict="[0-9]*"),
            Field("person", "Personnummer"),
            Field("dag", "Dag", hint=DAY),
        ),
        "Följ",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def sought(values: Values) -> Sought:
    """Return what a filled-in form asks to follow."""
    return Sought(
        values["id"],
        read_kronor(values["belopp"]) if values["belopp"] else None,
        values["dag"] or None,
        values["fil"],
        int(values["rad"]) if values["rad"] else None,
        values["person"],
    )
