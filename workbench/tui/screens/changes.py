"""What a settlement changed, told in lines."""

from __future__ import annotations

from rich.text import Text

from workbench.domain.money import clock_hours, hours, kronor
from workbench.services.runs import RunLine, RunView
from workbench.tui.actions import sign
from workbench.tui.words import NOTHING, count, fit, plain, signed_kronor, thousands

SHOWN = 10


def change_report(view: RunView, former_ore: int | None) -> Text:
    """Return the outcome of a settlement: the sum, the difference, the lines that moved."""
    text = Text()
    text.append(f"{kronor(view.total_ore)} kr", style="bold")
    text.append(
        f" på {count(len([x for x in view.lines if x.timmar is not None]), 'rad', 'rader')}"
    )
    if former_ore is not None:
        moved = view.total_ore - former_ore
        text.append(f", {signed_kronor(moved)} kr mot utkastet före" if moved else ", som före")
    text.append(".\n")
    if view.fore is not None:
        differ = sum(net.differs for net in view.nets)
        text.append(f"Mot körning {view.fore}: {thousands(differ)} brukare skiljer sig. ")
    claims = sum(1 for net in view.nets if net.aterkrav)
    text.append(f"Betalas {kronor(view.att_betala)} kr", style="bold")
    text.append(f", föreslås återkrav {thousands(claims)}")
    if claims:
        text.append(f", {kronor(view.aterkrav)} kr")
    text.append(
        f".\nNekat {clock_hours(view.nekade_minuter)} h, hållet "
        f"{clock_hours(view.hallna_minuter)} h. "
    )
    text.append(
        f"{count(view.vantar, 'fynd väntar', 'fynd väntar')} på avgörande.\n\n"
        if view.vantar
        else "Inget väntar på avgörande.\n\n"
    )
    changed = view.changes
    if not changed:
        text.append("Inga rader ändrades.")
        return text
    if former_ore is None:
        first = view.fore is None
        text.append(
            "Första utkastet: alla rader är nya."
            if first
            else (
                f"Nytt utkast: {sign('settle.changes')} visar vilka som skiljer sig "
                f"från körning {view.fore}."
            )
        )
        return text
    text.append(f"{count(len(changed), 'rad ändrades', 'rader ändrades')}:\n", style="bold")
    ordered = sorted(changed, key=lambda line: -abs(line.belopp - line.belopp_fore))
    text.append("\n".join(change_line(line) for line in ordered[:SHOWN]))
    if len(changed) > SHOWN:
        shows = f"{sign('month.lines')}, sedan {sign('settle.changes')}, visar alla"
        text.append(f"\n… och {len(changed) - SHOWN} till: {shows}")
    return text


def change_line(line: RunLine) -> str:
    """Return ``Name   96,00 → 110,00 h   +4 796,40 kr``."""
    before = NOTHING if line.timmar_fore is None else hours(line.timmar_fore)
    after = "borta" if line.timmar is None else f"{hours(line.timmar)} h"
    difference = signed_kronor(line.belopp - line.belopp_fore)
    return f"{fit(plain(line.namn), 26)} {before:>9} → {after:<11} {difference:>13} kr"
