"""What the screen of a claim (återkrav) says of it: its head, and where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from db.claims import NamedClaimRow
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.law import aterkrav as law
from workbench.services.kravvy import Kravvy
from workbench.tui.actions import sign, told
from workbench.tui.words import count, month_short, plain
from workbench.wording import GALDENAR, GRUND, KRAV

COMING = {
    "forslag": "Öppna en utredning eller lägg ned kravet ({krav.move}).",
    "skrivs-av-forslag": "Beror på kommunens eget fel: lägg ned kravet, eller välj grund och "
    "utred ({krav.move}).",
    "utredning": "Skriv bedömningen ({krav.assess}), kommunicera sedan kravet (25 § FL).",
    "beslutad": "Delge beslutet. Tre veckor att överklaga räknas från delgivningen (44 § FL).",
    "overklagad": "Väntar på domstolen.",
    "aterforvisad": "Utred kravet på nytt.",
    "laga-kraft": "Begär betalning, gör en plan ({krav.move}), eller lämna till Kronofogden när "
    "kontakt om frivillig betalning har tagits.",
    "kronofogden": "Väntar på Kronofogden.",
    "betald": "Klart: inget är utestående.",
    "nedlagd": "Avslutat: kravet är nedlagt.",
    "eftergiven": "Avslutat: nämnden har avstått.",
}
"""What comes next, by state; states that wait for a day are told with it."""


def coming(vy: Kravvy) -> str:
    """Return what comes next for a claim, with the day that is waited for."""
    status, frist = vy.krav.status, vy.frist
    if vy.andrad_av and status == "kommunicerad":
        return told(
            "En körning har ändrat kravet sedan det kommunicerades. Kommunicera igen ({krav.move})."
        )
    if vy.andrad_av and status not in law.ENDED:
        return told(
            "En körning har ändrat kravet efter beslutet. Skriv ändringsbeslut "
            "({krav.letter}, 37 § FL)."
        )
    if status == "kommunicerad" and vy.slag == law.CIVIL:
        return f"Svar senast {frist}. Sedan betalning, en plan eller domstol."
    if status == "kommunicerad":
        if vy.forfallen:
            return f"Svarstiden gick ut {frist}. En annan person beslutar ({sign('krav.move')})."
        return f"Svar senast {frist}. Sedan beslutar en annan person."
    if status == "avbetalning":
        if vy.forfallen:
            return f"Avbetalningen {frist} har inte kommit in. Påminn."
        return f"Nästa avbetalning {frist}." if frist else "Inget är kvar av planen."
    if status in COMING:
        return told(COMING[status])
    if vy.forfallen:
        return (
            f"Tiden att överklaga gick ut {frist}. Beslutet får laga kraft ({sign('krav.move')})."
        )
    return f"Kan överklagas till och med {frist}, får laga kraft dagen efter."


def header(vy: Kravvy, tabs: Text) -> Text:
    """Return whose claim it is, its money, what comes next, what lacks, and the pages."""
    krav = vy.krav
    text = Text(f"{krav.id}  {KRAV[krav.status].upper()}", style="bold", no_wrap=True)
    text.append(f"  {plain(krav.brukare_namn)}", style="bold")
    kind = "civilrättsligt" if vy.slag == law.CIVIL else f"grund {krav.grund}"
    text.append(
        f", {month_range(krav.manader)}, {kind}, {count(vy.alder, 'dag', 'dagar')}\n",
        style="not bold",
    )
    text.append(f"Utestår {kronor(krav.utestaende)}", style="bold")
    text.append(
        f" av {kronor(krav.belopp)}, återbetalt {kronor(krav.betalt)}, nedlagt "
        f"{kronor(krav.nedlagt)} kr\n",
        style="not bold",
    )
    sign = "! " if vy.forfallen or vy.andrad_av else ""
    text.append(f"{sign}{coming(vy)}\n", style="bold")
    text.append_text(tabs)
    return text


def month_range(months: Sequence[str]) -> str:
    """Return months shortly: ``mar 24``, ``mar 24, apr 24`` or ``mar 24-jan 26 (23 månader)``."""
    if len(months) <= 2:
        return ", ".join(map(month_short, months)) or "ingen månad"
    return f"{month_short(months[0])}-{month_short(months[-1])} ({len(months)} månader)"


# -- the state, which stands beside ---------------------------------------------------------------


def state_text(vy: Kravvy) -> Text:
    """Return all about where the claim stands: next, what lacks, debtors, ground, money, plan."""
    text = Text()
    for heading, lines in _parts(vy):
        text.append(f"{heading}\n", style="bold")
        for line in lines:
            text.append(f"{line}\n", style="not bold")
        text.append("\n")
    return text


def _parts(vy: Kravvy) -> Iterator[tuple[str, list[str]]]:
    krav = vy.krav
    yield "Nästa steg", [coming(vy)]
    if vy.vantar:
        yield "Innan kravet kan gå vidare", [f"· {item}" for item in vy.vantar]
    moves = ", ".join(KRAV[state] for state in vy.flyttas_till)
    yield told("Kan flyttas till ({krav.move})"), [moves or "inget: kravet är avslutat"]
    yield (
        told("Riktas mot ({krav.debtors})"),
        [_debtor(who.nummer, who.namn, who.slag) for who in vy.galdenarer],
    )
    kind = "civilrättsligt krav, enligt åtagande" if vy.slag == law.CIVIL else "12 § LSS"
    yield told("Grund ({krav.ground})"), [f"{krav.grund}: {GRUND[krav.grund]} ({kind})"]
    yield "Pengar", _money(vy)
    if vy.samlade:
        yield "Samlar", [", ".join(vy.samlade)]
    if krav.arende:
        yield "Sjuklöneärende", [plain(krav.arende)]


def _debtor(number: str, name: str, slag: str) -> str:
    shown = plain(number) if name in ("", number) else f"{plain(name)}, {plain(number)}"
    return f"{shown} ({GALDENAR[slag]})"


def _money(vy: Kravvy) -> list[str]:
    krav = vy.krav
    sums = [
        ("Kravets summa", krav.belopp),
        ("Utestår", krav.utestaende),
        ("Återbetalt", krav.betalt),
        ("Nedlagt", krav.nedlagt),
    ]
    lines = [f"{word:<15}{kronor(ore):>16} kr" for word, ore in sums]
    if len(krav.manader) > 1:
        lines += [
            f"{month_short(month):<15}{kronor(_of_month(krav.rader, month)):>16} kr"
            for month in krav.manader
        ]
    return lines


def _of_month(rows: Sequence[NamedClaimRow], month: str) -> int:
    return sum(row.belopp for row in rows if iso_month(row.manad) == month)
