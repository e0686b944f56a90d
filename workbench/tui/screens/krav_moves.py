"""Moving a claim: what each state means, needs and asks for, and the plan of instalments. Pure."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from db.journal import Stamp
from workbench.domain.money import kronor
from workbench.domain.time import iso_day, parse_day
from workbench.law import aterkrav as law
from workbench.law.kravposter import monthly
from workbench.services import kravflytt
from workbench.services.kravflytt import Flytt
from workbench.services.kravvy import Kravvy
from workbench.tui.screens.fields import DAY, first_problem, is_day, wrong_day, wrong_sum
from workbench.tui.screens.krav_forms import claimed, confirm_field, name, unconfirmed
from workbench.tui.screens.sheet import SUM, Field, Form, Values
from workbench.tui.words import read_kronor
from workbench.wording import KRAV

BINDING = ("beslutad", "nedlagd", "eftergiven", "kronofogden")
"""Steps that the claim's sum confirms."""
APPEALED = ("delgiven", "faststalld", "andrad", "upphavd")
"""States from which three weeks to appeal are counted."""
SAYS = {
    "utredning": "Kravet utreds: bevis, skäl för och emot, och vem det riktas mot.",
    "kommunicerad": "Den enskilde får del av underlaget och kan yttra sig till svarsdagen (25 § "
    "FL). Därefter är grund och gäldenär låsta.",
    "beslutad": "Nämnden beslutar att kräva tillbaka summan. Ett beslut tas inte tillbaka: det kan "
    "bara ändras (37 § FL) eller efterges. Den som har utrett kravet kan inte besluta det.",
    "delgiven": "Beslutet har nått den som det gäller. Därifrån räknas tre veckor att överklaga "
    "(44 § FL).",
    "overklagad": "Ett överklagande har kommit in i rätt tid. Dagen är den då det kom in.",
    "faststalld": "Domstolen har låtit det som överklagades stå fast. Har en lägre domstol strukit "
    "något skrivs beloppet som gäller nu: den domens, eller hela beslutets.",
    "andrad": "Domstolen har ändrat beloppet. Det som stryks läggs ned, och det som är betalt för "
    "mycket betalas tillbaka.",
    "upphavd": "Domstolen har upphävt beslutet. Allt läggs ned och det som är betalt betalas "
    "tillbaka.",
    "aterforvisad": "Domstolen har lämnat tillbaka målet. Kravet utreds på nytt med sin summa.",
    "laga-kraft": "Ingen har överklagat i tid, eller målet är slut. Beslutet gäller.",
    "avbetalning": "En plan för betalningen. Delarna ska tillsammans vara det som är utestående.",
    "kronofogden": "Kravet lämnas till Kronofogden (3 kap. 1 § utsökningsbalken). Skriv hur "
    "kontakt har tagits om frivillig betalning.",
    "eftergiven": "Nämnden avstår från hela eller en del av skulden (12 § LSS, särskilda skäl).",
    "nedlagd": "Kravet drivs inte vidare.",
}
VERBS = {
    "utredning": "Öppna utredning",
    "kommunicerad": "Kommunicera",
    "beslutad": "Besluta",
    "delgiven": "Registrera delgivningen",
    "overklagad": "Registrera överklagandet",
    "faststalld": "Registrera domen",
    "andrad": "Registrera domen",
    "upphavd": "Registrera domen",
    "aterforvisad": "Registrera domen",
    "laga-kraft": "Registrera laga kraft",
    "avbetalning": "Spara planen",
    "kronofogden": "Lämna till Kronofogden",
    "eftergiven": "Efterge",
    "nedlagd": "Lägg ned",
}
DAYS = {
    "kommunicerad": "Skickat",
    "beslutad": "Beslutat",
    "delgiven": "Delgivet",
    "overklagad": "Överklagandet kom in",
    "faststalld": "Domen delgavs",
    "andrad": "Domen delgavs",
    "upphavd": "Domen delgavs",
    "aterforvisad": "Domen delgavs",
}
"""Which day a step asks for."""


def move_form(vy: Kravvy, till: str, stamp: Stamp, svar: str) -> Form:
    """Return the form of a step; what else stands in its way is asked when it is to be taken.

    ``svar`` is the day proposed to answer by, "" when the municipality has chosen none.
    """
    said = claimed(vy)
    said.append(f"\n{SAYS[till]}", style="not bold")

    def hinders(connection: sqlite3.Connection, values: Values) -> Sequence[str]:
        return kravflytt.hinder(connection, vy.krav.id, flytt(till, values), stamp)

    return Form(
        f"{vy.krav.id} {till}",
        f"{name(vy)}: {KRAV[vy.krav.status]} → {KRAV[till]}",
        said,
        tuple(_fields(vy, till, stamp.dag, svar)),
        VERBS[till],
        lambda values: first_problem(_problems(vy, till, values)),
        hinders,
        lambda changed, values: _plan_follows(vy, changed, values),
    )


def _plan_follows(vy: Kravvy, changed: str, values: Values) -> Values:
    if changed not in ("manad", "forsta"):
        return {}
    plan = plan_text(vy.krav.utestaende, values["manad"], values["forsta"])
    return {"plan": plan} if plan else {}


def _fields(vy: Kravvy, till: str, today: str, svar: str) -> Iterator[Field]:
    yield Field("dag", DAYS.get(till, "Dag"), today, DAY)
    if till == "kommunicerad":
        yield Field("frist", "Svar senast", svar, DAY)
    elif till in APPEALED:
        yield Field("frist", "Överklagas senast", hint="tom: tre veckor från dagen")
    if till in law.COURT or (till == "laga-kraft" and vy.slag == law.CIVIL):
        yield Field("referens", "Domstol och mål", hint="till exempel FR Växjö 1234-26")
    if till == "andrad":
        yield Field("belopp", "Domstolens belopp, kr", restrict=SUM)
    elif till == "faststalld" and vy.krav.nedlagt:
        yield Field("belopp", "Belopp som gäller, kr", hint="när en domstol strök", restrict=SUM)
    elif _in_part(vy, till):
        yield Field("belopp", "Belopp, kr", hint="tom: allt som är utestående", restrict=SUM)
    if needs_ground(vy, till):
        yield Field("grund", "Grund, a eller b", hint="kravet beror på kommunens eget fel")
    if till == "avbetalning":
        yield Field("manad", "Per månad, kr", hint="fyller i planen", restrict=SUM)
        yield Field("forsta", "Första dag", hint=DAY)
        yield Field("plan", "Plan, en del per rad: dag belopp", lines=5)
    many = 3 if till == "avbetalning" else 4
    yield Field("motivering", "Varför" + (" (krävs)" if till in BINDING else ""), lines=many)
    if till in BINDING:
        yield confirm_field()


def _in_part(vy: Kravvy, till: str) -> bool:
    return till == "eftergiven" or (till == "nedlagd" and vy.krav.status in law.FINAL)


def needs_ground(vy: Kravvy, till: str) -> bool:
    """Tell whether a step chooses the ground: the municipality's own mistake has none."""
    return till == "utredning" and vy.krav.grund == "egen"


def _problems(vy: Kravvy, till: str, values: Values) -> Iterator[str]:
    yield from wrong_day(values["dag"], "Dagen")
    if values.get("frist") or till == "kommunicerad":
        yield from wrong_day(values["frist"], "Fristen")
    if values.get("belopp") or till == "andrad":
        yield from wrong_sum(values["belopp"])
    if "grund" in values and values["grund"] not in ("a", "b"):
        yield "Skriv grunden, a eller b."
    if till == "avbetalning":
        yield from plan_problem(values["plan"], vy.krav.utestaende)
    if not values["motivering"] and (till in BINDING or "grund" in values):
        yield "Skriv varför."
    if till in BINDING:
        yield from unconfirmed(values, vy.krav.belopp)


def flytt(till: str, values: Values) -> Flytt:
    """Return the step that a filled-in form asks for."""
    return Flytt(
        till,
        values["dag"],
        values["motivering"],
        values.get("grund") or None,
        values.get("frist") or None,
        read_kronor(values.get("belopp", "")),
        values.get("referens", ""),
        parts_of(values.get("plan", "")),
    )


# -- the plan -------------------------------------------------------------------------------------


def plan_text(owed: int, each: str, forsta: str) -> str:
    """Return a plan of so much a month as lines of day and kronor; "" when it can't be made."""
    ore = read_kronor(each)
    if ore is None or not is_day(forsta):
        return ""
    try:
        parts = monthly(owed, parse_day(forsta), ore)
    except ValueError:
        return ""
    return "\n".join(f"{iso_day(day)} {kronor(part)}" for day, part in parts)


def parts_of(text: str) -> tuple[tuple[str, int], ...]:
    """Return the parts that lines of day and kronor give; lines that can't be read are left out."""
    found = []
    for line in text.splitlines():
        day, _, amount = line.strip().partition(" ")
        ore = read_kronor(amount)
        if is_day(day) and ore is not None:
            found.append((day, ore))
    return tuple(found)


def plan_problem(text: str, owed: int) -> Iterator[str]:
    """Yield what is wrong with a plan."""
    lines = [line for line in text.splitlines() if line.strip()]
    parts = parts_of(text)
    if not lines:
        yield "Skriv belopp per månad och första dag, eller planen för hand."
    elif len(parts) < len(lines):
        wrong = next(i for i, line in enumerate(lines, 1) if not parts_of(line))
        yield f"Rad {wrong} i planen går inte att läsa: skriv {DAY} och belopp."
    elif (total := sum(ore for _, ore in parts)) != owed:
        yield f"Planen är {kronor(total)} kr men {kronor(owed)} kr är utestående."
