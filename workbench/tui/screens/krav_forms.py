"""The forms of a claim (återkrav): what they say, ask for and make of what is written. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from db.claim_steps import Assessment, Debtor
from workbench.domain.money import kronor
from workbench.domain.people import personnummer
from workbench.law import aterkrav as law
from workbench.services.kravbevis import Bevis
from workbench.services.kravgaldenar import Kandidat
from workbench.services.kravhandling import DECIDES, Handling
from workbench.services.kravhistorik import Handelse
from workbench.services.kravvy import Kravvy
from workbench.tui.screens.fields import DAY, first_problem, is_person, wrong_day, wrong_sum
from workbench.tui.screens.sheet import SUM, Field, Form, Ticks, Values
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line
from workbench.tui.words import plain, read_kronor
from workbench.wording import BEDOMNING, GALDENAR, GRUND

ASKS = {
    "bevis": "Vad visar att pengarna betalades fel, och att den enskilde orsakade eller borde ha "
    "insett det? Nämnden har bevisbördan (9.2.25).",
    "for": "Vad talar för att kräva tillbaka?",
    "emot": "Vad talar emot: otydlig information, nämndens egen del, den enskildes förhållanden?",
    "namnden": "Vad har nämnden upplyst den enskilde om, och när? Krävs för grund b.",
    "svar": "Vad svarade den enskilde på det som kommunicerades (25 § FL), och vad betyder det?",
}
"""What each piece of the assessment is about."""


def name(vy: Kravvy) -> str:
    """Return which claim, against whose brukare."""
    return f"{vy.krav.id} {plain(vy.krav.brukare_namn)}"


# -- debtors -----------------------------------------------------------------------------------


def debtor_ticks(known: Sequence[Kandidat]) -> Ticks:
    """Return those whom a claim can be directed against as rows to tick."""
    columns = (
        Column("Riktas mot", 22, grow=3),
        Column("Nummer", 13),
        Column("Som", 11, grow=1),
        Column("Känd som", 14, grow=2, drop=1),
    )
    lines = [
        Line(
            (
                one.visas.namn or one.visas.nummer,
                one.visas.nummer,
                GALDENAR[one.visas.slag],
                one.varfor,
            )
        )
        for one in known
    ]
    return Ticks(columns, lines, frozenset(i for i, one in enumerate(known) if one.vald))


def debtor_form(vy: Kravvy) -> Form:
    """Return the form that chooses whom a claim is directed against."""
    said = Text(
        "Den enskilde, också när anordnaren fick pengarna. För den som var under 18 år när de "
        "betalades: förmyndarna, solidariskt, om det inte finns särskilda skäl. Efter dödsfall "
        "dödsboet. Mellanslag kryssar."
    )
    fields = [
        Field("nummer", "Annan förmyndare, nr", hint="personnummer, om den inte står ovan"),
        Field("namn", "Dess namn"),
    ]
    if vy.krav.grund == "fk":
        said.append(
            " Försäkringskassans pengar kan krävas av anordnaren, med undertecknat åtagande: "
            "kravet blir civilrättsligt.",
        )
        fields += [
            Field("atagande_dag", "Åtagande, dag", hint=DAY),
            Field("atagande_handling", "Åtagande, handling", hint="diarienummer"),
        ]
    fields.append(Field("motivering", "Varför (krävs)", lines=4))

    def problems(values: Values) -> Iterator[str]:
        if not values["valda"] and not values["nummer"]:
            yield "Kryssa för minst en, eller skriv en annan."
        if values["nummer"] and not is_person(values["nummer"]):
            yield "Numret är inte ett giltigt personnummer."
        if values.get("atagande_dag"):
            yield from wrong_day(values["atagande_dag"], "Åtagandets dag")
        if not values["motivering"]:
            yield "Skriv varför kravet riktas så."

    return Form(
        f"{vy.krav.id} gäldenär",
        f"Vem riktas {name(vy)} mot? (12 § LSS)",
        said,
        tuple(fields),
        "Rikta kravet så",
        lambda values: first_problem(problems(values)),
    )


def debtors_of(known: Sequence[Kandidat], values: Values) -> list[Debtor]:
    """Return those whom a filled-in form names."""
    found = [known[int(place)].galdenar for place in values["valda"].split()]
    if values["nummer"]:
        found.append(Debtor(personnummer(values["nummer"]), values["namn"], "formyndare"))
    return found


def undertaking(values: Values) -> tuple[str, str] | None:
    """Return day and document of the undertaking that a form names."""
    parts = values.get("atagande_dag", ""), values.get("atagande_handling", "")
    return parts if any(parts) else None


# -- undo, payments, ground, assessment ----------------------------------------------------------


def undo_form(identity: str, step: Handelse) -> Form:
    """Return the form that takes back a claim's latest step."""
    said = Text(f"{step.dag} {plain(step.aktor)}: ")
    said.append(plain(step.vad), style="bold")
    if step.belopp is not None:
        said.append(f", {kronor(step.belopp)} kr", style="not bold")
    said.append("\nSteget och det som det bokförde tas tillbaka. Båda finns kvar i historiken.")
    return Form(
        f"{identity} ångra",
        f"Ångra det senaste steget i {identity}?",
        said,
        (Field("varfor", "Varför (krävs)"),),
        "Ångra steget",
        lambda values: "" if values["varfor"] else "Skriv varför steget ångras.",
    )


def pay_form(vy: Kravvy, today: str) -> Form:
    """Return the form for money that has come in."""
    said = Text(f"Utestår {kronor(vy.krav.utestaende)} kr", style="bold")
    said.append(
        f" av {kronor(vy.krav.belopp)} kr. Pengarna räknas av på den äldsta månaden först. Det "
        "som är mer än skulden betalas tillbaka.",
        style="not bold",
    )

    def problems(values: Values) -> Iterator[str]:
        yield from wrong_sum(values["belopp"])
        yield from wrong_day(values["dag"], "Dagen")

    return Form(
        f"{vy.krav.id} inbetalning",
        f"Inbetalning på {name(vy)}",
        said,
        (
            Field("belopp", "Belopp, kr", restrict=SUM),
            Field("dag", "Kom in", today, DAY),
            Field("betalare", "Betalare", hint="vem som betalade"),
            Field("motivering", "Anteckning", hint="till exempel referens från banken"),
        ),
        "Registrera inbetalningen",
        lambda values: first_problem(problems(values)),
    )


def ground_form(vy: Kravvy) -> Form:
    """Return the form that chooses a ground."""
    said = Text("Grunden nu: ")
    said.append(f"{vy.krav.grund}, {GRUND[vy.krav.grund]}.", style="bold")
    said.append(
        "\na  Orsakat av oriktiga uppgifter, eller på annat sätt av den enskilde eller "
        "ställföreträdaren.\nb  Betalat fel på annat sätt, och den som fick pengarna borde "
        "skäligen ha insett det.",
        style="not bold",
    )
    choices = ("fk",) if vy.krav.grund == "fk" else ("a", "b")
    if choices == ("fk",):
        said.append("\nEtt krav på Försäkringskassans pengar behåller grunden fk.")

    def problems(values: Values) -> Iterator[str]:
        if values["grund"] not in choices:
            yield f"Skriv {' eller '.join(choices)}."
        if not values["motivering"]:
            yield "Skriv varför grunden är vald."

    return Form(
        f"{vy.krav.id} grund",
        f"Grund för {name(vy)} (12 § LSS)",
        said,
        (
            Field("grund", f"Grund, {' eller '.join(choices)}"),
            Field("motivering", "Varför (krävs)", lines=5),
        ),
        "Välj grunden",
        lambda values: first_problem(problems(values)),
    )


def assess_form(vy: Kravvy, slag: str, former: Assessment | None = None) -> Form:
    """Return the form for a piece of the assessment, in place of another when there is one."""
    said = Text(ASKS[slag])
    if former is not None:
        said.append(f"\nErsätter stycket av {plain(former.aktor)}; det finns kvar i journalen.")
    what = BEDOMNING[slag].capitalize()
    return Form(
        f"{vy.krav.id} bedömning {slag} {former.id if former else ''}",
        f"{what}, {name(vy)}",
        said,
        (
            Field("stycke", "Text (krävs)", former.text if former else "", lines=9),
            Field(
                "kalla",
                "Källa",
                former.kalla if former else "",
                "journal, fil och rad, samtal, dag",
            ),
        ),
        "Spara stycket",
        lambda values: "" if values["stycke"] else "Skriv texten.",
    )


def confirm_field() -> Field:
    """Return the field in which the claim's sum is written to confirm."""
    return Field("summa", "Skriv kravets summa, kr", restrict=SUM)


def unconfirmed(values: Values, ore: int) -> Iterator[str]:
    """Yield what is wrong with the sum that confirms."""
    if not values["summa"]:
        yield "Skriv kravets summa för att bekräfta."
    elif read_kronor(values["summa"]) != ore:
        yield "Det är inte kravets summa. Granska den och skriv den som den är."


def claimed(vy: Kravvy) -> Text:
    """Return the claim's sum and what is owed of it."""
    text = Text("Kravets summa ")
    text.append(f"{kronor(vy.krav.belopp)} kr", style="bold")
    text.append(f", utestår {kronor(vy.krav.utestaende)} kr", style="not bold")
    if vy.krav.betalt or vy.krav.nedlagt:
        text.append(
            f", återbetalt {kronor(vy.krav.betalt)} kr, nedlagt {kronor(vy.krav.nedlagt)} kr",
            style="not bold",
        )
    text.append(".", style="not bold")
    if vy.slag == law.CIVIL:
        text.append(" Civilrättsligt krav enligt åtagande.", style="bold")
    return text


def evidence_ticks(offered: Sequence[Bevis]) -> Ticks:
    """Return what is stored and not yet in the assessment as rows to tick."""
    found = [one for one in offered if not one.tagen]
    columns = Column("Som", 14), Column("Text", 24, grow=3), Column("Källa", 12, grow=1, drop=1)
    lines = [Line((BEDOMNING[one.slag], one.text, one.kalla), ("", "", "muted")) for one in found]
    return Ticks(columns, lines, frozenset(), [f"{one.text} [{one.kalla}]" for one in found])


def take_form(vy: Kravvy) -> Form:
    """Return the form that takes what is stored into the assessment."""
    said = Text(
        "Det här är redan sparat: fynd och avgöranden, vad mottagaren har fått veta, uppgifter som "
        "kom senare. Läs varje text innan du tar med den. Mellanslag kryssar."
    )
    return Form(
        f"{vy.krav.id} förslag",
        f"Ta med i bedömningen av {name(vy)}",
        said,
        (),
        "Ta med de kryssade",
        lambda values: "" if values["valda"] else "Kryssa för minst en.",
    )


def fix_form(paper: Handling, called: str, ore: int, notices: Sequence[str]) -> Form:
    """Return the form that fixes a document; one that is a decision is confirmed by the sum."""
    said = Text("Handlingen ändras aldrig efter det: text och PDF sparas med kontrollsumma.")
    decides = paper.slag in DECIDES
    if decides:
        said.append(f" Den är ett beslut. Kravets summa {kronor(ore)} kr.", style="bold")
    for notice in notices:
        said.append(f"\n{plain(notice)}", style="not bold")
    return Form(
        f"{called} fastställ",
        f"Fastställ {called}?",
        said,
        (confirm_field(),) if decides else (),
        "Fastställ",
        lambda values: first_problem(unconfirmed(values, ore)) if decides else "",
    )
