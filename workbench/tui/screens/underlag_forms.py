"""The forms of underlag: what they say, ask for and make of what is written. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from workbench.services.attest_sheet import account
from workbench.tui.screens.fields import (
    DAY,
    NO,
    first_problem,
    is_number,
    is_person,
    wrong_account,
    wrong_day,
    wrong_yes,
)
from workbench.tui.screens.sheet import Field, Form, Values
from workbench.tui.words import plain
from workbench.wording import MOTTAGARE

if TYPE_CHECKING:
    from workbench.services.payees import ShownAccount

HELP = "underlag-sheet"
SLAG = ("anordnare", "brukare", "formyndare", "god-man", "forvaltare", "annan")
"""In what capacity a payee can be registered, the most common first."""


# -- people -------------------------------------------------------------------------------------


def note_form(number: str, name: str, today: str) -> Form:
    """Return the form for a note that an assistant's ability is in doubt."""

    def problems(values: Values) -> Iterator[str]:
        yield from wrong_day(values["fran"], "Från")
        if values["till"]:
            yield from wrong_day(values["till"], "Till")
            if values["till"] < values["fran"]:
                yield "Till ligger före från."
        if not values["skal"]:
            yield "Skriv vad som ger anledning att pröva förmågan."

    return Form(
        f"anteckning {number}",
        f"Anteckning om förmågan: {plain(name)}",
        Text(
            "Det finns skäl att pröva om assistenten klarar arbetet (9 d § första stycket 3 LSS, "
            "9.2.19). Tiden från dagen hålls tills någon har prövat den; kontrollera månaden på "
            "nytt. Anteckningen tas inte bort, men kan sluta en dag."
        ),
        (
            Field("fran", "Från", today, DAY),
            Field("till", "Till och med", "", "tomt = gäller tills vidare"),
            Field("skal", "Vad (krävs)", lines=4),
        ),
        "Spara anteckningen",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


# -- payees and accounts ------------------------------------------------------------------------


def payee_form(slag: str, brukare: str, today: str) -> Form:
    """Return the form that registers a payee in a capacity; ``brukare`` is a number or ""."""
    fields = [Field("brukare", "Brukare, personnr", brukare)]
    if slag != "brukare":
        fields += [Field("nummer", "Mottagare, nummer", hint="personnummer eller orgnr")]
    fields += [
        Field("namn", "Mottagarens namn"),
        Field("fran", "Från", today, DAY),
        Field("till", "Till och med", hint="tomt = tills vidare"),
        Field("konto", "Konto", hint="BG, PG, eller clearing och kontonummer"),
        Field("adress", "Adress"),
    ]
    if slag == "anordnare":
        fields += [
            Field("begaran_datum", "Skriftlig begäran, dag", hint=DAY),
            Field("avtal_datum", "Avtal, dag", hint=DAY),
            Field("avtal_fran", "Avtalet gäller från", hint=DAY),
            Field("undertecknat", "Undertecknat", hint="ja eller nej"),
            Field("vardnadshavare_undertecknat", "Båda vårdnadshavarna", NO, "ja eller nej"),
        ]
    if slag == "annan":
        fields.append(Field("beslut_11", "Beslut enligt 11 §"))

    said = "Som mottagarfilen, med samma prövning; raden sparas med ditt namn."
    if slag == "anordnare":
        said += " För att betala direkt krävs begäran och undertecknat avtal (9.2.22)."
    return Form(
        f"mottagare {slag}",
        f"Ny mottagare: {MOTTAGARE[slag]}",
        Text(f"{said} Ett konto som skiljer sig från ett registrerat väntar på en annan person."),
        tuple(fields),
        "Registrera mottagaren",
        lambda values: first_problem(_payee_problems(slag, values)),
        help_id=HELP,
    )


def _payee_problems(slag: str, values: Values) -> Iterator[str]:
    if not is_person(values["brukare"]):
        yield "Brukarens personnummer är inte giltigt."
    if slag != "brukare" and not is_number(values["nummer"]):
        yield "Mottagarens nummer är inte ett giltigt personnummer eller organisationsnummer."
    if not values["namn"]:
        yield "Skriv mottagarens namn."
    yield from wrong_day(values["fran"], "Från")
    for name, what in (
        ("till", "Till"),
        ("begaran_datum", "Begärans dag"),
        ("avtal_datum", "Avtalets dag"),
        ("avtal_fran", "Dagen då avtalet börjar gälla"),
    ):
        if values.get(name):
            yield from wrong_day(values[name], what)
    if values["till"] and values["till"] < values["fran"]:
        yield "Till ligger före från."
    if values["konto"]:
        yield from wrong_account(values["konto"])
    if slag == "anordnare":
        yield from wrong_yes(values["undertecknat"], "Undertecknat")
        yield from wrong_yes(values["vardnadshavare_undertecknat"], "Båda vårdnadshavarna")


def payee_facts(slag: str, values: Values) -> dict[str, str]:
    """Return the columns of a mottagare file that a filled-in form gives."""
    found = {name: value for name, value in values.items() if value} | {"slag": slag}
    found["brukare"] = values["brukare"].replace("-", "")
    found["nummer"] = values.get("nummer", found["brukare"]).replace("-", "")
    for name in ("undertecknat", "vardnadshavare_undertecknat"):
        found[name] = values.get(name, NO).lower() or NO
    return found


def stop_form(number: str, name: str, today: str, since: str) -> Form:
    """Return the form that stops payment straight to an anordnare, or ends a stop (``since``)."""

    def problems(values: Values) -> Iterator[str]:
        if not is_person(values["brukare"]):
            yield "Brukarens personnummer är inte giltigt."
        yield from wrong_day(values["fran"], "Dagen")
        if not values["motivering"]:
            yield "Skriv en motivering."

    said = (
        f"Stoppat sedan {since}. Från dagen betalas anordnaren direkt igen."
        if since
        else "Från dagen betalas brukaren i stället för anordnaren (9.2.22). Stoppet hävs med s."
    )
    return Form(
        f"{'häv' if since else 'stopp'} {number}",
        f"{'Häv stoppet' if since else 'Stoppa direkt utbetalning'}: {plain(name)}",
        Text(said),
        (
            Field("brukare", "Brukare, personnr", number),
            Field("fran", "Första dag utan stopp" if since else "Från", today, DAY),
            Field("motivering", "Motivering (krävs)", lines=3),
        ),
        "Häv stoppet" if since else "Stoppa utbetalningen",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def account_form(item: ShownAccount, today: str, *, confirm: bool) -> Form:
    """Return the form that confirms or refuses an account that waits."""
    text = Text(f"{plain(item.namn or item.nummer)}: ")
    text.append(f"{plain(account(item.fore))} -> {plain(account(item.efter))}", style="bold")
    text.append(f"\nInläst av {plain(item.aktor)}", style="not bold")
    if item.fil:
        text.append(f" ur {plain(item.fil)} rad {item.rad}", style="not bold")
    text.append(
        ". Kontakta mottagaren på ett sätt som du redan känner till, inte det som står i brevet."
        if confirm
        else ". Det registrerade kontot står kvar.",
        style="not bold",
    )

    def problems(values: Values) -> Iterator[str]:
        if confirm:
            yield from wrong_day(values["dag"], "Dagen")
            if values["dag"] > today:
                yield "Dagen har inte varit."
        if not values["motivering"]:
            yield "Skriv hur du vet det." if confirm else "Skriv en motivering."

    fields = [Field("motivering", "Hur du vet det (krävs)" if confirm else "Varför (krävs)")]
    if confirm:
        fields.insert(0, Field("dag", "Bekräftat den", today, DAY))
    return Form(
        f"konto {item.id} {confirm}",
        f"{'Bekräfta' if confirm else 'Avvisa'} konto {item.id}?",
        text,
        tuple(fields),
        "Bekräfta kontot" if confirm else "Avvisa kontot",
        lambda values: first_problem(problems(values)),
        help_id=HELP,
    )


def day_form(day: str) -> Form:
    """Return the form that chooses the day payees are shown for."""
    return Form(
        "dag",
        "Vem får pengarna vilken dag?",
        Text("Visar mottagare, konton och stopp som de gäller dagen. Ingenting ändras."),
        (Field("dag", "Dag", day, DAY),),
        "Visa dagen",
        lambda values: first_problem(wrong_day(values["dag"], "Dagen")),
        help_id=HELP,
    )
