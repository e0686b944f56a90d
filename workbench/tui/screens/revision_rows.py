"""The auditor's lists: columns, rows, sums and the row under the cursor, page by page. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from db.audit_samples import Sample
from workbench.domain.money import clock_hours, hours, kronor
from workbench.services.payments_view import Payments
from workbench.services.revision_andringar import Andringar
from workbench.services.revision_avsteg import KIND_WORDS, Overrides
from workbench.services.revision_stickprov import PostView, method
from workbench.services.revision_utfall import Outcome
from workbench.tui.actions import told
from workbench.tui.screens.payment_rows import COLUMNS as PAYMENT_COLUMNS
from workbench.tui.screens.payment_rows import payment_line
from workbench.tui.screens.payment_rows import picked as payment_picked
from workbench.tui.screens.payment_rows import sums as payment_sums
from workbench.tui.search import Search
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import count, plain, stamp_text, thousands

PAYMENTS, OVERRIDES, OUTCOMES, SAMPLES, CHANGES, ITEMS = (
    "betalningar",
    "avsteg",
    "utfall",
    "stickprov",
    "ändringar",
    "poster",
)
PAGES = (PAYMENTS, OVERRIDES, OUTCOMES, SAMPLES, CHANGES)
"""The pages that ← → go between; the items of a sample lie under it."""

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    PAYMENTS: PAYMENT_COLUMNS,
    OVERRIDES: (
        Column("När", 16),
        Column("Vem", 8, grow=1, most=16),
        Column("Id", 6, grow=1, most=24),
        Column("Kod", 12, grow=1, most=24, drop=3),
        Column("Person", 12, grow=2, most=28, drop=2),
        Column("Vad", 14, grow=3, least=12),
        Column("Kronor", 11, right=True),
        Column("Varför", 12, grow=3, drop=1),
    ),
    OUTCOMES: (
        Column("Kod", 16, grow=2, most=28),
        Column("Regler", 6, right=True, drop=5),
        Column("Resta", 6, right=True),
        Column("Väntar", 6, right=True),
        Column("Står fast", 9, right=True),
        Column("Släppta", 7, right=True, drop=1),
        Column("Upplysn.", 8, right=True, drop=4, spoken="Upplysningar"),
        Column("Undanhållet", 11, right=True, drop=3),
        Column("Kronor", 13, right=True),
        Column("Släppt kr", 12, right=True, drop=2),
    ),
    SAMPLES: (
        Column("Nr", 4, right=True),
        Column("Av", 9),
        Column("Metod", 9),
        Column("Frö", 10, least=8, grow=2, most=24),
        Column("Poster", 6, right=True),
        Column("Ok", 4, right=True),
        Column("Fel", 4, right=True),
        Column("Oklart", 6, right=True),
        Column("När", 16, drop=1),
        Column("Vem", 10, grow=1, drop=2),
    ),
    CHANGES: (
        Column("När", 16),
        Column("Vem", 8, grow=1, most=16, drop=1),
        Column("Register", 12, grow=1, most=22),
        Column("Gäller", 13, grow=2, most=30),
        Column("Före", 10, grow=3, drop=3),
        Column("Efter", 12, grow=3),
        Column("Källa", 12, grow=1, most=30, drop=2),
    ),
    ITEMS: (
        Column("Post", 4, right=True),
        Column("Nyckel", 8, grow=1, most=18),
        Column("Gäller", 20, grow=3),
        Column("Kronor", 12, right=True),
        Column("Därför", 10, grow=1, most=20, drop=1),
        Column("Utfall", 7),
        Column("Notering", 12, grow=3, drop=2),
    ),
}
ROLES = {"fel": "alert", "oklart": "held", "ok": "good"}


@dataclass(frozen=True, slots=True)
class Rad:
    """A row of any page: its key, as drawn, and in whole."""

    nyckel: str
    line: Line
    picked: Text
    follow: str = ""
    """What the trace is of; "" = there is none."""

    def matches(self, word: str) -> bool:
        """Tell whether a word stands in the row."""
        return any(word in cell.lower() for cell in (*self.line.cells, self.picked.plain))


@dataclass(frozen=True, slots=True)
class Sida:
    """A page as read: its rows, and how many there are in all."""

    namn: str
    rader: tuple[Rad, ...]
    antal: int
    sums: Text


@dataclass(frozen=True, slots=True)
class State(Search):
    """What is asked for, and the answer (None while it is read)."""

    sida: str = PAYMENTS
    everything: bool = False
    """True: all months."""
    stickprov: int = 0
    """The sample whose items are shown."""
    dagar: tuple[str, str] | None = None
    """First and last ISO day of what is shown; None = the month, or all."""
    register: str | None = None
    """The register whose changes are shown, with its new rows one by one; None = all."""
    found: Sida | None = None


def chosen(state: State) -> list[Rad]:
    """Return the rows that match the filter."""
    rows = list(state.found.rader) if state.found else []
    for word in state.needle.lower().split():
        rows = [row for row in rows if row.matches(word)]
    return rows


def payments(found: Payments) -> Sida:
    """Return the page of payments."""
    rows = tuple(Rad(p.id, payment_line(p), payment_picked(p), p.id) for p in found.rows)
    return Sida(PAYMENTS, rows, found.antal, payment_sums(found))


def overrides(found: Overrides, month: str | None) -> Sida:
    """Return the page of overrides, those of a month or done in it."""
    shown = [
        row for row in found.rader if month is None or row.manad == month or row.tid[:7] == month
    ]
    rows = []
    for row in shown:
        cells = (
            stamp_text(row.tid),
            row.aktor,
            row.id,
            row.kod or KIND_WORDS[row.slag],
            row.namn,
            row.vad + (" (ångrat)" if row.angrad else ""),
            row.kronor(),
            row.motivering,
        )
        text = Text(f"{row.id} ", style="bold")
        text.append(f"{plain(row.vad)}  {plain(row.motivering)}", style="not bold")
        follow = row.id if row.slag in ("fynd", "aterkrav", "sjuklon") else ""
        role = "muted" if row.angrad else ""
        rows.append(Rad(f"{row.tid} {row.id} {row.vad}", Line(cells, (role,) * 8), text, follow))
    total = sum(row.ore or 0 for row in shown if not row.angrad)
    text = Text(f"{count(len(shown), 'avsteg', 'avsteg')}   {kronor(total)} kr", style="bold")
    if len(found.rader) < found.antal:
        text.append(f"   av de {thousands(len(found.rader))} senaste av {thousands(found.antal)}")
    return Sida(OVERRIDES, tuple(rows), len(shown), text)


def outcomes(found: Sequence[Outcome]) -> Sida:
    """Return the page of outcomes by rule."""
    rows = []
    for row in found:
        held = (
            hours(row.timmar_undanhallna)
            if row.timmar_undanhallna
            else clock_hours(row.minuter_undanhallna)
        )
        cells = (
            row.kod,
            str(row.regelversion),
            thousands(row.rasta),
            thousands(row.vantar),
            thousands(row.uppratthallna),
            thousands(row.overtagna),
            thousands(row.upplysningar),
            held,
            kronor(row.ore_undanhallna),
            kronor(row.ore_slappta),
        )
        roles = ("", "muted", "", "held" if row.vantar else "", "", "", "muted", "", "", "")
        text = Text(f"{row.kod} ", style="bold")
        text.append(plain(row.titel), style="not bold")
        rows.append(Rad(f"{row.kod} {row.regelversion}", Line(cells, roles), text))
    raised = sum(row.rasta for row in found)
    text = Text(count(raised, "fynd", "fynd"), style="bold")
    text.append(
        "\nSamma minut kan stå i fynd av flera koder: kronorna läggs inte ihop mellan dem.",
        style="not bold",
    )
    return Sida(OUTCOMES, tuple(rows), len(rows), text)


def samples(found: Sequence[Sample]) -> Sida:
    """Return the page of samples."""
    rows = []
    for one in found:
        cells = (
            str(one.id),
            one.slag,
            one.metod,
            one.fro,
            str(one.poster),
            str(one.ok),
            str(one.fel),
            str(one.oklart),
            stamp_text(one.tid),
            one.aktor,
        )
        roles = ("", "", "", "", "", "", "alert" if one.fel else "", "", "muted", "muted")
        rows.append(Rad(str(one.id), Line(cells, roles), Text(plain(method(one)), no_wrap=True)))
    text = Text(count(len(rows), "stickprov", "stickprov"), style="bold")
    text.append(
        told(
            "\n{revision.draw} drar ett nytt, {revision.redraw} prövar om det som raden visar blir "
            "samma igen."
        ),
        style="not bold",
    )
    return Sida(SAMPLES, tuple(rows), len(rows), text)


def items(sample: Sample, found: Sequence[PostView]) -> Sida:
    """Return the items of a sample."""
    rows = []
    for one in found:
        cells = (
            str(one.ordning),
            one.nyckel,
            one.namn,
            kronor(one.belopp),
            one.skal,
            one.utfall or "-",
            one.text or "",
        )
        role = ROLES.get(one.utfall or "", "")
        text = Text(f"{one.nyckel} {plain(one.namn)} ", style="bold")
        if one.tid:
            said = f"{one.utfall} {stamp_text(one.tid)} {one.aktor}: {one.text}"
            text.append(plain(said), style="not bold")
        line = Line(cells, ("", "muted", "", "", "muted", role, ""))
        rows.append(Rad(str(one.ordning), line, text, one.nyckel))
    left = len(rows) - sample.ok - sample.fel - sample.oklart
    text = Text(f"{count(len(rows), 'post', 'poster')}, {left} kvar att titta på", style="bold")
    text.append(f"\n{plain(method(sample))}", style="not bold")
    return Sida(ITEMS, tuple(rows), len(rows), text)


def changes(found: Andringar) -> Sida:
    """Return the page of changes in fixed data."""
    rows = []
    for place, row in enumerate(found.rader):
        about = f"{row.register} {row.handelse}" if row.handelse != "andrad" else row.register
        cells = (
            stamp_text(row.tid),
            row.aktor,
            about,
            row.nyckel,
            row.fore,
            row.efter,
            row.kalla,
        )
        text = Text(f"{about} {row.nyckel}: ", style="bold")
        text.append(plain(f"{row.fore} -> {row.efter}  [{row.kalla}]"), style="not bold")
        rows.append(Rad(f"{row.tid} {place}", Line(cells, ("muted", *("",) * 6)), text))
    text = Text(count(found.antal, "ändring", "ändringar"), style="bold")
    if len(rows) < found.antal:
        text.append(f"   visar de {thousands(len(rows))} första")
    new: dict[str, int] = {}
    for item in found.nya:
        new[item.tabell] = new.get(item.tabell, 0) + item.antal
    if new:
        named = "   ".join(f"{name} {thousands(many)}" for name, many in new.items())
        text.append(f"\nNya rader: {named}", style="not bold")
    return Sida(CHANGES, tuple(rows), found.antal, text)


def header(state: State, period: str) -> Text:
    """Return the pages with the present one marked, and the period."""
    text = Text(no_wrap=True)
    if state.sida == ITEMS:
        text.append(f"Stickprov {state.stickprov}", style="bold")
    for name in PAGES if state.sida != ITEMS else ():
        here = name == state.sida
        text.append(f"[{name}] " if here else f" {name}  ", style="bold" if here else "")
    if state.sida not in (SAMPLES, ITEMS):
        text.append(f"  {period}")
    if state.needle:
        text.append(f"   filter: {plain(state.needle)}", style="bold")
    return text
