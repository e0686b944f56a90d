"""The pages of a claim (återkrav), row by row: assessment, rows, plan, history, documents. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from db.claim_steps import Assessment
from db.claims import NamedClaimRow
from workbench.domain.money import clock_hours, kronor
from workbench.domain.report import SLAG_NAMES
from workbench.domain.time import iso_month
from workbench.services.kravhandling import Handling
from workbench.services.kravhistorik import Handelse
from workbench.services.kravvy import Delbetalning, Kravvy
from workbench.tui.actions import told
from workbench.tui.screens.krav_text import coming
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import NOTHING, count, month_short, plain, signed_kronor, stamp_text
from workbench.wording import BEDOMNING, KRAVHANDLING, SLAG

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
    Column("", 8, grow=1, spoken="Läge"),
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
    text.append(
        told("\n\n⏎ ändrar, {krav.remove} tar bort, {krav.assess} skriver ett nytt stycke"),
        style="not bold dim",
    )
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
