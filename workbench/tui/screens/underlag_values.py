"""The forms of values, settings and users: what they say and ask for. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from workbench.domain.money import kronor
from workbench.law.parameters import InvalidPolicyValue, policy_definitions
from workbench.tui.screens.fields import (
    DAY,
    NO,
    YES,
    first_problem,
    wrong_day,
    wrong_sum,
    wrong_yes,
)
from workbench.tui.screens.sheet import SUM, Field, Form, Values
from workbench.tui.screens.underlag_forms import HELP
from workbench.tui.words import plain, read_kronor

if TYPE_CHECKING:
    from db.proposals import Proposal
    from db.users import User

YEAR = r"[0-9]{0,4}"
FIRST_YEAR, LAST_YEAR = 2012, 2100
ATTESTED = (
    " Gäller det dagar som redan är attesterade väntar värdet tills en annan person bekräftar det."
)


# -- values and settings --------------------------------------------------------------------------

MAY = {
    "administrator": "Arbetar med ärendena; också användare, värden och gallring.",
    "attestant": "Attesterar, avgör, betalar och bekräftar; registrerar ingenting.",
    "revisor": "Läser allt, drar stickprov och antecknar vad de visade.",
    "system": "Kör nattens arbete: läser in, räknar, skriver filer. Avgör ingenting.",
}
"""What each role is for, in a line."""


def _year(values: Values) -> Iterator[str]:
    year = values["ar"]
    if not year.isdigit() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        yield f"Året skrivs med fyra siffror, {FIRST_YEAR} till {LAST_YEAR}."


def _rate(values: Values) -> Iterator[str]:
    yield from wrong_sum(values["kronor"])
    if (read_kronor(values["kronor"]) or 0) <= 0:
        yield "Timbeloppet ska vara större än noll."


def rate_form(year: str) -> Form:
    """Return the form for a year's timbelopp."""

    def problems(values: Values) -> Iterator[str]:
        yield from _year(values)
        yield from _rate(values)
        if not values["kalla"]:
            yield "Skriv var beloppet är kungjort, till exempel SFS 2026:999."
        yield from wrong_yes(values["verifierad"], "Kontrollerat")

    return Form(
        f"timbelopp {year}",
        "Timbelopp för ett kalenderår",
        Text(
            "Statens belopp per timme (5 § förordningen 1993:1091). Årets månader räknas om."
            + ATTESTED
        ),
        (
            Field("ar", "År", year, restrict=YEAR),
            Field("kronor", "Kronor per timme", restrict=SUM),
            Field("kalla", "Källa (krävs)", hint="SFS-nummer"),
            Field("verifierad", "Kontrollerat mot SFS", YES, "ja eller nej"),
        ),
        "Lägg in timbeloppet",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def _wrong_setting(name: str, text: str) -> Iterator[str]:
    try:
        policy_definitions()[name].parse(text)
    except InvalidPolicyValue as error:
        yield str(error)


def _allowed(name: str) -> str:
    known = policy_definitions()[name]
    if known.choices:
        return f" Något av: {', '.join(known.choices)}."
    if known.type == "int":
        return f" Ett heltal från {known.least} till {known.most}."
    return {"kronor": " I kronor, som 12,50.", "procent": " I procent, som 12,5."}.get(
        known.type, ""
    )


def setting_form(name: str, value: str, today: str) -> Form:
    """Return the form that sets a policy from a day."""
    known = policy_definitions()[name]

    def problems(values: Values) -> Iterator[str]:
        yield from _wrong_setting(name, values["varde"])
        yield from wrong_day(values["fran"], "Från")
        if not values["kalla"]:
            yield "Skriv källan, till exempel nämndens beslut med dag."

    said = Text(f"{known.title} ({known.citation}).")
    said.append(f"{_allowed(name)}{ATTESTED if known.answers else ''}")
    long = known.type == "text" and len(value) > 50
    return Form(
        f"inställning {name}",
        f"Inställningen {name}",
        said,
        (
            Field("varde", "Värde", value, lines=4 if long else 0),
            Field("fran", "Från", today, DAY),
            Field("kalla", "Källa (krävs)", hint="nämndens beslut, dag"),
        ),
        "Sätt värdet",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def try_rate_form(year: str) -> Form:
    """Return the form that tries a year's timbelopp."""

    def problems(values: Values) -> Iterator[str]:
        yield from _year(values)
        yield from _rate(values)

    return Form(
        "pröva timbelopp",
        "Pröva ett timbelopp",
        Text("Räknar månaden med beloppet och visar vad som blir annorlunda. Ingenting sparas."),
        (
            Field("ar", "År", year, restrict=YEAR),
            Field("kronor", "Kronor per timme", restrict=SUM),
        ),
        "Räkna på prov",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def try_setting_form(name: str, value: str) -> Form:
    """Return the form that tries a policy."""
    known = policy_definitions()[name]
    return Form(
        f"pröva {name}",
        f"Pröva inställningen {name}",
        Text(
            f"{known.title}.{_allowed(name)} Räknar månaden med värdet och visar vad som blir "
            "annorlunda. Ingenting sparas."
        ),
        (Field("varde", "Värde", value),),
        "Räkna på prov",
        lambda values: first_problem(_wrong_setting(name, values["varde"])),
        help_id=HELP,
    )


def proposal_form(item: Proposal, *, confirm: bool) -> Form:
    """Return the box that lets a value that waits hold, or fall."""
    shown = f"{kronor(int(item.varde))} kr" if item.slag == "varde" else item.varde or "(tomt)"
    text = Text(f"{plain(item.namn)} = {plain(shown)} från {item.fran}", style="bold")
    text.append(
        f"\nKälla: {plain(item.kalla)}\nFöreslaget av {plain(item.aktor)}. "
        + (
            "Värdet gäller dagar som redan är attesterade: månaderna räknas om och skillnaden "
            "betalas eller föreslås som återkrav."
            if confirm
            else "Värdet som gäller står kvar. Förslaget finns kvar i journalen."
        ),
        style="not bold",
    )
    return Form(
        f"förslag {item.id} {confirm}",
        f"{'Bekräfta' if confirm else 'Avvisa'} förslag {item.id}?",
        text,
        (),
        "Låt värdet gälla" if confirm else "Avvisa förslaget",
        lambda _values: "",
        help_id=HELP,
    )


# -- users ----------------------------------------------------------------------------------------

CLOSES = (
    " Den första administratören stänger databasen för alla som inte är användare: börja med dig "
    "själv."
)


def user_form(roll: str, known: User | None, login: str, *, first: bool) -> Form:
    """Return the form that adds a user with a role, or gives one another; ``first`` when nobody is
    an administrator yet."""

    def problems(values: Values) -> Iterator[str]:
        if not values["login"]:
            yield "Skriv användarens namn, som det är vid inloggning på datorn."
        yield from wrong_yes(values["ser"], "Ser skyddade")

    sees = YES if known and known.ser_skyddade else NO
    return Form(
        f"användare {known.login if known else ''} {roll}",
        f"{'Ändra' if known else 'Ny'} användare: {roll}",
        Text(
            f"{MAY[roll]}{CLOSES if first else ''} Varje visning av skyddade personuppgifter "
            "antecknas i journalen. Ingen ändrar sin egen roll när det finns en administratör."
        ),
        (
            Field("login", "Namn vid inloggning", known.login if known else login),
            Field("ser", "Ser skyddade uppgifter", sees, "ja eller nej"),
        ),
        "Ändra användaren" if known else "Lägg till användaren",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def remove_form(login: str) -> Form:
    """Return the form that removes a user: the name is written to confirm."""
    return Form(
        f"ta bort {login}",
        f"Ta bort användaren {plain(login)}?",
        Text(
            "När det finns en administratör får användaren sedan ingenting. Det som är gjort under "
            "namnet står kvar."
        ),
        (Field("login", "Skriv namnet"),),
        "Ta bort användaren",
        lambda values: "" if values["login"] == login else "Skriv namnet för att bekräfta.",
        help_id=HELP,
    )
