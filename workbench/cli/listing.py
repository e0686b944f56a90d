"""Findings and settlements as tables or JSON; shared by several commands."""

from __future__ import annotations

import sqlite3

from db import decisions
from workbench.cli import documents, output
from workbench.cli.diagnostics import say
from workbench.domain.money import clock_hours, hours, kronor
from workbench.services.reviewing import Filter, findings
from workbench.services.settling import SettlementResult
from workbench.services.sjuklon import ArendeView
from workbench.services.viewing import Viewer, beslut_numbers, masked_numbers, shown_numbers
from workbench.wording import STATUS


def show_findings(
    connection: sqlite3.Connection, chosen: Filter, viewer: Viewer, as_json: bool
) -> int:
    """Print the findings of a filter; return how many wait for a person."""
    items = findings(connection, chosen, viewer)
    summary = decisions.summary(connection, chosen)
    if as_json:
        sources = decisions.sources_of(connection, [item.number for item in items])
        rows = [(item, sources.get(item.number, [])) for item in items]
        output.document(documents.findings(chosen.manad, rows, summary))
    else:
        output.table(
            ("Id", "Månad", "Kod", "Allvar", "Status", "Brukare", "Assistent", "Från", "Tid"),
            [
                (
                    item.id,
                    item.manad,
                    item.kod,
                    item.allvar,
                    STATUS[item.status] + (" (nytt underlag)" if item.nytt_underlag else ""),
                    item.brukare_namn,
                    item.assistent_namn,
                    item.fran,
                    clock_hours(item.minuter) if item.timmar is None else hours(item.timmar),
                )
                for item in items
            ],
            right="Tid",
        )
        say(f"{len(items)} fynd.")
    return sum(
        row.antal
        for row in summary
        if row.allvar != "info" and row.status in ("oppen", "komplettering")
    )


def show_settlement(
    connection: sqlite3.Connection, result: SettlementResult, viewer: Viewer, as_json: bool
) -> None:
    """Print a settlement: its lines, sums and what changed since the draft before."""
    persons = {item.brukare_id for item in result.lines}
    persons |= {item.brukare_id for item in result.brukare}
    persons |= {item.brukare for item in result.changes}
    persons |= {item.brukare_id for item in result.differences}
    people = shown_numbers(connection, persons, viewer)
    if as_json:
        beslut = beslut_numbers(connection, {item.beslut for item in result.changes})
        payees = {item.mottagare for item in result.brukare if item.mottagare}
        hidden = masked_numbers(connection, payees, viewer)
        output.document(documents.settlement(result, people, beslut, hidden))
        return
    output.table(
        ("Id", "Brukare", "Beslut", "Timmar", "Timbelopp", "Belopp"),
        [
            (
                "" if result.korning is None else f"L{item.id}",
                people[item.brukare_id],
                *(
                    (f"sjuklön {item.arende}", "", "")
                    if item.arende
                    else (item.beslut, hours(item.timmar), kronor(item.timbelopp))
                ),
                kronor(item.belopp),
            )
            for item in result.lines
        ],
        right="Timmar Timbelopp Belopp",
    )
    run = "ingenting sparat" if result.korning is None else f"körning {result.korning}"
    output.line(
        f"{len(result.lines)} rader, {kronor(result.total_ore)} kr ({run}). Nekat "
        f"{clock_hours(result.nekade_minuter)}, hållet {clock_hours(result.hallna_minuter)}, "
        f"{len(result.changes)} rader ändrade, {result.waiting} fynd väntar."
    )
    output.line(
        f"Betalas {kronor(sum(item.att_betala for item in result.brukare))} kr, föreslås som "
        f"återkrav {kronor(sum(item.aterkrav for item in result.brukare))} kr."
    )
    _show_differences(result, people)


def _show_differences(result: SettlementResult, people: dict[int, str]) -> None:
    """Print what differs from the attested run, summed by brukare and cause."""
    if not result.differences:
        return
    sums: dict[tuple[str, str], list[int]] = {}
    for item in result.differences:
        key = (people[item.brukare_id], item.orsak)
        entry = sums.setdefault(key, [0, 0, 0])
        entry[0] += 1
        entry[1] += item.minuter_efter - item.minuter_fore
        entry[2] += item.belopp
    output.line()
    output.line("Skillnad mot månadens attesterade körning:")
    output.table(
        ("Brukare", "Orsak", "Rader", "Tid", "Kronor"),
        [
            (who, why, count, clock_hours(minutes), kronor(ore))
            for (who, why), (count, minutes, ore) in sums.items()
        ],
        right="Rader Tid Kronor",
    )
    total = sum(ore for _, _, ore in sums.values())
    output.line(f"Summa {kronor(total)} kr.")


def show_sjuklon(found: ArendeView) -> None:
    """Write a claim for people: passes, the steps beside what is claimed, findings."""
    row, steps = found.rad, found.belopp
    output.line(f"{row.arende}  {row.brukare_namn}  {row.assistent_namn}  {row.status}")
    output.line(f"sjuk {row.forsta} - {row.sista or 'pågår'}, avräknas i {row.manad}")
    output.table(
        ("Datum", "Tid", "Dag", "Minuter", "Täckt", "Betalbart", "Fynd"),
        [
            (
                item.datum,
                f"{item.start}-{item.slut}",
                str(item.dag),
                clock_hours(item.minuter),
                clock_hours(item.tackta),
                clock_hours(item.betalbara),
                ", ".join(item.kod),
            )
            for item in found.passen
        ],
    )
    output.table(
        ("Steg", "Kronor"),
        [
            ("förlorad lön", kronor(steps.forlorad_lon)),
            ("sjuklön 80 %", kronor(steps.sjuklon)),
            ("karensavdrag", kronor(steps.karensavdrag)),
            ("netto, högst betald sjuklön", kronor(steps.netto)),
            ("semesterersättning", kronor(steps.semester)),
            ("arbetsgivaravgifter", kronor(steps.avgifter)),
            ("enligt avtal", kronor(steps.avtal)),
            ("ersättning", kronor(steps.ersattning)),
            ("begärt", kronor(row.begart)),
        ],
        right="Kronor",
    )
    for name in found.saknade:
        output.line(f"saknas: {name}")
    for item in found.findings:
        output.line(f"{item.id} {item.kod} ({item.allvar}, {item.status}): {item.forklaring}")
