"""What the screen of a claim (återkrav) says: head, state, and its pages row by row. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from db.claim_steps import Assessment
from db.claims import NamedClaimRow
from workbench.domain.money import clock_hours, kronor
from workbench.domain.report import SLAG_NAMES
from workbench.domain.time import iso_month
from workbench.law import aterkrav as law
from workbench.services.kravhandling import Handling
from workbench.services.kravhistorik import Handelse
from workbench.services.kravvy import Delbetalning, Kravvy
from workbench.tui.widgets.columns import Column
from workbench.tui.widgets.rowlist import Line
from workbench.tui.words import NOTHING, count, month_short, plain, signed_kronor, stamp_text
from workbench.wording import BEDOMNING, GALDENAR, GRUND, KRAV, KRAVHANDLING, SLAG

ASSESS_COLUMNS = (
    Column("Slag", 12, grow=1, most=20),
    Column("Text", 24, grow=4),
    Column("Källa", 12, grow=1, most=30, drop=1),
    Column("Av", 8, drop=2),
    Column("När", 10, drop=3),
)
ROW_COLUMNS = (
    Column("Månad", 7),
    Column("Beslut", 15, drop=3),
    Column("Slag", 10, drop=1),
    Column("Före", 6, right=True),
    Column("Efter", 6, right=True),
    Column("Timbelopp", 9, right=True, drop=2),
    Column("Orsak", 14, grow=3),
    Column("Kronor", 10, right=True),
)
PLAN_COLUMNS = (
    Column("Dag", 10),
    Column("Avbetalning", 12, right=True),
    Column("Inkommet", 12, right=True),
    Column("Kvar", 12, right=True),
    Column("", 8, grow=1),
)
HISTORY_COLUMNS = (
    Column("Dag", 10),
    Column("Vad", 22, grow=2, most=40),
    Column("Kronor", 11, right=True),
    Column("Av", 7, grow=1, most=14),
    Column("Varför", 12, grow=3, drop=1),
)
PAPER_COLUMNS = (
    Column("Handling", 20, grow=2, most=28),
    Column("Nr", 3, right=True),
    Column("Läge", 10),
    Column("Dag", 10),
    Column("Av", 8, grow=1, most=14),
    Column("SHA-256", 12, grow=1, drop=1),
)
COMING = {
    "forslag": "Öppna en utredning eller lägg ned kravet (f).",
    "skrivs-av-forslag": "Beror på kommunens eget fel: lägg ned kravet, eller välj grund och "
    "utred (f).",
    "utredning": "Skriv bedömningen (b), kommunicera sedan kravet (25 § FL).",
    "beslutad": "Delge beslutet. Tre veckor att överklaga räknas från delgivningen (44 § FL).",
    "overklagad": "Väntar på domstolen.",
    "aterforvisad": "Utred kravet på nytt.",
    "laga-kraft": "Begär betalning, gör en plan (f), eller lämna till Kronofogden när kontakt om "
    "frivillig betalning har tagits.",
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
        return "En körning har ändrat kravet sedan det kommunicerades. Kommunicera igen (f)."
    if vy.andrad_av and status not in law.ENDED:
        return "En körning har ändrat kravet efter beslutet. Skriv ändringsbeslut (h, 37 § FL)."
    if status == "kommunicerad" and vy.slag == law.CIVIL:
        return f"Svar senast {frist}. Sedan betalning, en plan eller domstol."
    if status == "kommunicerad":
        if vy.forfallen:
            return f"Svarstiden gick ut {frist}. En annan person beslutar (f)."
        return f"Svar senast {frist}. Sedan beslutar en annan person."
    if status == "avbetalning":
        if vy.forfallen:
            return f"Avbetalningen {frist} har inte kommit in. Påminn."
        return f"Nästa avbetalning {frist}." if frist else "Inget är kvar av planen."
    if status in COMING:
        return COMING[status]
    if vy.forfallen:
        return f"Tiden att överklaga gick ut {frist}. Beslutet får laga kraft (f)."
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
    yield "Kan flyttas till (f)", [moves or "inget: kravet är avslutat"]
    yield "Riktas mot (d)", [_debtor(who.nummer, who.namn, who.slag) for who in vy.galdenarer]
    kind = "civilrättsligt krav, enligt åtagande" if vy.slag == law.CIVIL else "12 § LSS"
    yield "Grund (r)", [f"{krav.grund}: {GRUND[krav.grund]} ({kind})"]
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


# -- the assessment -------------------------------------------------------------------------------


def assess_line(item: Assessment) -> Line:
    """Return a piece of the assessment as a row."""
    return Line(
        (
            BEDOMNING[item.slag],
            " ".join(item.text.split()),
            item.kalla,
            item.aktor,
            stamp_text(item.tid)[:10],
        ),
        ("", "", "muted", "muted", "muted"),
    )


def assess_text(item: Assessment) -> Text:
    """Return a piece of the assessment in full."""
    text = Text(BEDOMNING[item.slag].capitalize(), style="bold")
    text.append(f"  {plain(item.aktor)} {stamp_text(item.tid)}\n", style="not bold dim")
    text.append("\n".join(map(plain, item.text.splitlines())), style="not bold")
    if item.kalla:
        text.append(f"\nKälla: {plain(item.kalla)}", style="not bold dim")
    text.append("\n\n⏎ ändrar, x tar bort, b skriver ett nytt stycke", style="not bold dim")
    return text


# -- the rows -------------------------------------------------------------------------------------


def row_line(row: NamedClaimRow) -> Line:
    """Return a row of the claim: minutes paid before and after, and its öre with sign."""
    rates = {row.timbelopp_fore, row.timbelopp_efter} - {None}
    return Line(
        (
            month_short(iso_month(row.manad)),
            row.beslut or NOTHING,
            _slag(row),
            clock_hours(row.minuter_fore),
            clock_hours(row.minuter_efter),
            " → ".join(kronor(rate) for rate in sorted(r for r in rates if r is not None))
            if len(rates) == 1
            else "ändrat"
            if rates
            else NOTHING,
            row.orsak,
            kronor(row.belopp),
        ),
        ("muted", "", "muted", "", "", "muted", "muted", ""),
    )


def _slag(row: NamedClaimRow) -> str:
    return dict(zip(SLAG_NAMES, SLAG, strict=True)).get(row.slag, row.slag)


def row_text(rows: Sequence[NamedClaimRow], index: int) -> Text:
    """Return a row in full, then what all rows come to."""
    row = rows[index]
    where = "raden har ingen fil" if row.fil is None else f"{plain(row.fil)} rad {row.rad}"
    text = Text(f"{kronor(row.belopp)} kr", style="bold")
    text.append(f"  {plain(row.orsak)}\n", style="bold")
    text.append(
        f"{iso_month(row.manad)}, {_slag(row)}, beslut {plain(row.beslut or NOTHING)}, {where}, "
        f"körning {row.korning}\n"
        f"Betald tid {clock_hours(row.minuter_fore)} → {clock_hours(row.minuter_efter)}, "
        f"timbelopp {_rate(row.timbelopp_fore)} → {_rate(row.timbelopp_efter)}\n",
        style="not bold",
    )
    total = sum(item.belopp for item in rows)
    before = sum(item.minuter_fore for item in rows)
    after = sum(item.minuter_efter for item in rows)
    text.append(
        f"\n{count(len(rows), 'rad', 'rader')}: betald tid {clock_hours(before)} → "
        f"{clock_hours(after)}, tillsammans {kronor(total)} kr",
        style="bold",
    )
    return text


def _rate(ore: int | None) -> str:
    return NOTHING if ore is None else kronor(ore)


# -- plan and history -----------------------------------------------------------------------------


def plan_line(part: Delbetalning, frist: str | None, *, late: bool) -> Line:
    """Return an instalment with what has come in of it."""
    left = part.belopp - part.betalt
    state = "betald" if not left else "! försenad" if late and part.dag == frist else ""
    return Line(
        (part.dag, kronor(part.belopp), kronor(part.betalt), kronor(left), state),
        ("", "", "", "", "good" if not left else "alert"),
    )


def plan_sums(vy: Kravvy) -> Text:
    """Return what the plan comes to and what has come in."""
    total = sum(part.belopp for part in vy.plan)
    paid = sum(part.betalt for part in vy.plan)
    text = Text(f"{count(len(vy.plan), 'del', 'delar')}, {kronor(total)} kr", style="bold")
    text.append(
        f"   inkommet sedan planen gjordes {kronor(paid)} kr, kvar {kronor(total - paid)} kr\n"
        f"{coming(vy)}",
        style="not bold",
    )
    return text


def history_line(item: Handelse) -> Line:
    """Return an event as a row; what was taken back is said to be."""
    what = f"{item.vad} (ångrat)" if item.angrad else item.vad
    money = "" if item.belopp is None else kronor(item.belopp)
    if item.steg is None and item.belopp is not None:
        money = signed_kronor(item.belopp)
    roles = ("muted", "muted" if item.angrad else "", "muted" if item.angrad else "", "muted", "")
    return Line((item.dag, what, money, item.aktor, " ".join(item.varfor.split())), roles)


def history_text(item: Handelse) -> Text:
    """Return an event in full."""
    text = Text(item.vad[:1].upper() + plain(item.vad[1:]), style="bold")
    if item.angrad:
        text.append("  ångrat senare", style="bold")
    if item.belopp is not None:
        text.append(f"  {kronor(item.belopp)} kr", style="bold")
    step = "" if item.steg is None else f", steg {item.steg}"
    text.append(
        f"\n{item.dag}, skrivet av {plain(item.aktor)} {stamp_text(item.tid)}{step}\n",
        style="not bold dim",
    )
    for more in item.mer:
        text.append(f"{plain(more)}\n", style="not bold")
    if item.varfor:
        text.append("\n".join(map(plain, item.varfor.splitlines())), style="not bold")
    return text


# -- documents ------------------------------------------------------------------------------------


def paper_line(item: Handling) -> Line:
    """Return a document as a row."""
    fixed = item.faststalld is not None
    return Line(
        (
            KRAVHANDLING[item.slag],
            str(item.nummer),
            "fastställd" if fixed else "utkast",
            (item.faststalld or item.tid)[:10],
            item.faststalld_av or item.aktor,
            item.sha256_text or "",
        ),
        ("", "", "good" if fixed else "held", "muted", "muted", "muted"),
    )


def paper_text(item: Handling) -> Text:
    """Return what is known of a document."""
    text = Text(f"{KRAVHANDLING[item.slag].capitalize()} {item.nummer}", style="bold")
    if item.faststalld is None:
        text.append(
            f"\nUtkast av {plain(item.aktor)} {stamp_text(item.tid)}. ⏎ läser och redigerar.",
            style="not bold",
        )
        return text
    text.append(
        f"\nFastställd av {plain(item.faststalld_av or '')} {stamp_text(item.faststalld)}; ändras "
        "aldrig. ⏎ läser.\n",
        style="not bold",
    )
    if item.bilaga:
        text.append(f"Hör ihop med gäldenärens bilaga {item.bilaga}.\n", style="not bold")
    text.append(f"SHA-256 text {item.sha256_text}\n        pdf  {item.sha256_pdf}", style="dim")
    return text
