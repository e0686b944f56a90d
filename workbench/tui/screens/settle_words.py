"""What Avräkning says of a run: which it is, its totals, and what stands behind a row. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from workbench.domain.money import clock_hours, hours, kronor
from workbench.services.runs import RunLine, RunNet, RunView
from workbench.tui.actions import sign
from workbench.tui.screens.settle_rows import ASSISTANS, ORDERS, Entry, Group, State
from workbench.tui.words import count, plain, signed_kronor, stamp_text, thousands
from workbench.wording import KORNING, LINE_SLAG


def header(state: State) -> Text:
    """Return which run is shown, its state, who did what, and what is asked of whom."""
    view = state.view
    text = Text(no_wrap=True)
    if view is None:
        return text.append("Ingen avräkning")
    if view.korning is None:
        text.append("FÖRHANDSGRANSKNING, inget är sparat", style="bold")
    else:
        text.append(f"Körning {view.korning}, {KORNING[view.status]}", style="bold")
        text.append(f" {_by(view)}")
    if state.earlier is not None:
        text.append("   BARA LÄSNING, esc går till den senaste", style="bold")
    elif view.status == "utkast" and view.korning is not None:
        text.append("   attesteras av annan")
    if state.order != "namn":
        text.append(f"   efter {ORDERS[state.order]}")
    if state.only_changes:
        text.append("   bara ändringar" if state.compared else "   bara skillnader", style="bold")
    if state.needle:
        text.append(f"   filter: {plain(state.needle)}", style="bold")
    return text


def _by(view: RunView) -> str:
    if view.status == "makulerad":
        return f"av {plain(view.makulerad_av or '')}: {plain(view.makulerad_skal or '')}"
    if view.attestant is None:
        return f"av {plain(view.aktor)} {stamp_text(view.tid)}"
    when = stamp_text(view.attesterad or "")
    return f"av {plain(view.attestant)} {when}, räknad av {plain(view.aktor)}"


def sums(state: State, shown: Sequence[Group]) -> Text:
    """Return the totals: what is paid and what is put forward, of all or of what matches."""
    view = state.view
    if view is None:
        return Text("")
    nets = [item.net for item in shown if item.net]
    whole = len(nets) == len(view.nets)
    pays = [net.att_betala for net in nets if net.att_betala]
    claims = [net.aterkrav for net in nets if net.aterkrav]
    paid = "Betalas" if whole else "Filtrerat betalas"
    text = Text(
        f"{paid} {count(len(pays), 'rad', 'rader')}   {kronor(sum(pays))} kr   "
        f"Föreslås återkrav {thousands(len(claims))}   {kronor(sum(claims))} kr",
        style="bold",
    )
    worked = sum(line.timmar or 0 for item in shown for line in item.lines)
    waits = (
        f"{thousands(view.vantar)} fynd väntar ({sign('settle.review')})"
        if view.vantar
        else "inget väntar"
    )
    lines = [
        f"{hours(worked)} h   nekat {clock_hours(view.nekade_minuter)} h   "
        f"hållet {clock_hours(view.hallna_minuter)} h   {waits}"
    ]
    if state.compared:
        lines.append(_compared(view, state.former_ore))
    elif view.fore is not None:
        differ = sum(net.differs for net in view.nets)
        lines.append(
            f"mot körning {view.fore}: {thousands(differ)} brukare skiljer sig "
            f"({sign('settle.changes')} visar dem, {sign('settle.differences')} rad för rad)"
        )
    if state.stale:
        lines.append(f"! Räkna om ({sign('settle.settle')}): {plain(state.stale)}")
    lines += [f"! {plain(text)}" for text in view.varningar]
    return text.append("\n" + "\n".join(lines), style="not bold")


def _compared(view: RunView, former_ore: int | None) -> str:
    text = f"{count(len(view.changes), 'rad skiljer', 'rader skiljer')} sig från utkastet före"
    if former_ore is None:
        return text
    return (
        f"{text}, {signed_kronor(view.total_ore - former_ore)} kr ({sign('settle.changes')} visar)"
    )


def picked(entry: Entry) -> Text:
    """Return what stands behind the row under the cursor."""
    text = Text(no_wrap=True)
    text.append(plain(entry.namn), style="bold")
    if entry.line is not None:
        text.append(_line_facts(entry.line))
    if entry.net is not None:
        text.append(_net_facts(entry.net))
    return text


def _line_facts(line: RunLine) -> str:
    slag = "" if line.slag == ASSISTANS else f"{LINE_SLAG.get(line.slag, line.slag)} "
    told = f"  {slag}{plain(line.beslut)}  à {kronor(line.timbelopp)}"
    for word, value in (
        ("egna", line.betalda),
        ("mottagna", line.mottagna),
        ("släppta", line.slappta),
        ("över", line.egna - line.betalda),
    ):
        if value:
            told += f"  {word} {hours(value)}"
    if line.avdrag:
        told += f"  sänkt {kronor(line.avdrag)} kr till redovisade kostnader"
    return told


def _net_facts(net: RunNet) -> str:
    told = ""
    if net.betalt or net.krav:
        told += f"  skillnad {signed_kronor(net.skillnad)}"
    for word, ore in (
        ("krav", net.krav),
        ("sänker krav", net.sankta_krav),
        ("tas upp av nedlagt", net.absorberat),
        ("återställer", net.aterstallt),
        ("nytt förskott", net.forskott),
        ("ej redovisat", net.oredovisat),
    ):
        if ore:
            told += f"  {word} {kronor(ore)}"
    return told + f"  till {plain(net.mottagare)}"
