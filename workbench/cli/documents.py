"""The contract's JSON documents (section 3), made from what the services return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.decisions import SummaryRow
from db.differences import NamedDifference
from db.settlements import Change, LineRow, NetRow
from workbench.domain.money import plain
from workbench.domain.time import iso_month
from workbench.services.aterkrav import Krav
from workbench.services.importing import FileResult, ImportResult
from workbench.services.reviewing import FindingView
from workbench.services.settling import SettlementResult
from workbench.services.sjuklon import Arende, ArendeView


def finding(item: FindingView, rows: list[tuple[str, int]]) -> dict[str, Any]:
    """Return one finding."""
    return {
        "id": item.id,
        "kod": item.kod,
        "lagrum": item.lagrum,
        "allvar": item.allvar,
        "status": item.status,
        "brukare": item.brukare,
        "assistent": item.assistent,
        "arbetsgivare": item.arbetsgivare,
        "fran": item.fran,
        "till": item.till,
        "minuter": item.minuter,
        "timmar": None if item.timmar is None else plain(item.timmar),
        "rader": [{"fil": name, "rad": number} for name, number in rows],
        "forklaring": item.forklaring,
        "manad": item.manad,
        "beslut": item.beslut,
        "nytt_underlag": item.nytt_underlag,
    }


def findings(
    month: int | None,
    items: list[tuple[FindingView, list[tuple[str, int]]]],
    summary: list[SummaryRow],
) -> dict[str, Any]:
    """Return the document of ``check --json`` and ``flags --json``."""
    counts: dict[str, dict[str, Any]] = {}
    for row in summary:
        entry = counts.setdefault(row.kod, {"antal": 0, "minuter": 0})
        entry["antal"] += row.antal
        entry["minuter"] += row.minuter
    return {
        "month": None if month is None else iso_month(month),
        "findings": [finding(item, rows) for item, rows in items],
        "sammanfattning": counts,
    }


def settlement(
    result: SettlementResult,
    people: dict[int, str],
    beslut: dict[int, str],
    receivers: Mapping[str, str],
) -> dict[str, Any]:
    """Return the document of ``settle --json``.

    ``people`` are shown numbers by person; ``receivers`` those of payees that are masked.
    """
    brukare = [_net(item, people, receivers) for item in result.brukare]
    return {
        "month": iso_month(result.month),
        "korning": result.korning,
        "status": result.status,
        "lines": [_line(item, people, result.korning) for item in result.lines],
        "brukare": brukare,
        "nekade_minuter": result.nekade_minuter,
        "hallna_minuter": result.hallna_minuter,
        "total_ore": result.total_ore,
        "att_betala_ore": sum(item["att_betala_ore"] for item in brukare),
        "aterkrav_ore": sum(item["aterkrav_ore"] for item in brukare),
        "varningar": result.varningar,
        "andringar": [_change(item, people, beslut) for item in result.changes],
        "skillnader": [_difference(item, people) for item in result.differences],
        "vantar": result.waiting,
    }


def _line(item: LineRow, people: dict[int, str], korning: int | None) -> dict[str, Any]:
    return {
        "brukare": people[item.brukare_id],
        "beslut": item.beslut,
        "slag": item.slag,
        "arende": item.arende,
        "timbelopp_ore": item.timbelopp,
        "minuter": {
            "assistans": item.assistans,
            "vantetid": item.vantetid,
            "beredskap": item.beredskap,
        },
        "timmar": plain(item.timmar),
        "belopp_ore": item.belopp,
        "id": None if korning is None else f"L{item.id}",
    }


def _net(item: NetRow, people: dict[int, str], receivers: Mapping[str, str]) -> dict[str, Any]:
    receiver = item.mottagare
    return {
        "brukare": people[item.brukare_id],
        "arende": item.arende,
        "ratt_ore": item.ratt,
        "betalt_ore": item.betalt,
        "krav_ore": item.krav,
        "skillnad_ore": item.skillnad,
        "att_betala_ore": item.att_betala,
        "aterkrav_ore": item.aterkrav,
        "mottagare": None if receiver is None else receivers.get(receiver, receiver),
        "sankta_krav_ore": item.sankta_krav,
        "absorberat_ore": item.absorberat,
        "aterstallt_ore": item.aterstallt,
        "forskott_ore": item.forskott,
        "oredovisat_forskott_ore": item.oredovisat,
    }


def _difference(item: NamedDifference, people: dict[int, str]) -> dict[str, Any]:
    return {
        "brukare": people[item.brukare_id],
        "rad": None if item.fil is None else {"fil": item.fil, "rad": item.rad},
        "beslut": item.beslut,
        "arende": item.arende,
        "slag": item.slag,
        "minuter_fore": item.minuter_fore,
        "minuter_efter": item.minuter_efter,
        "timbelopp_fore_ore": item.timbelopp_fore,
        "timbelopp_efter_ore": item.timbelopp_efter,
        "orsak": item.orsak,
        "grund": item.grund,
        "belopp_ore": item.belopp,
    }


def _change(item: Change, people: dict[int, str], beslut: dict[int, str]) -> dict[str, Any]:
    return {
        "brukare": people[item.brukare],
        "beslut": beslut.get(item.beslut),
        "slag": item.slag,
        "arende": item.arende or None,
        "timbelopp_ore": item.timbelopp,
        "timmar_fore": None if item.timmar_fore is None else plain(item.timmar_fore),
        "timmar_efter": None if item.timmar_efter is None else plain(item.timmar_efter),
        "belopp_fore_ore": item.belopp_fore,
        "belopp_efter_ore": item.belopp_efter,
    }


def imported(result: ImportResult) -> dict[str, Any]:
    """Return the document of ``import --json``."""
    return {
        "files": [_file(item) for item in result.files],
        "rader": result.rader,
        "fel": len(result.fel),
        "forhandsvisning": result.dry_run,
    }


def _file(item: FileResult) -> dict[str, Any]:
    return {
        "fil": item.fil,
        "sha256": item.sha256,
        "slag": item.slag,
        "rader": item.rader,
        "status": item.status,
        "fel": [
            {
                "rad": issue.rad,
                "kolumn": issue.kolumn,
                "varde": issue.varde,
                "fel": issue.fel,
                "fil": issue.fil,
                "blad": issue.blad,
                "kod": issue.kod,
            }
            for issue in item.fel
        ],
        "manader": item.manader,
        "nya": dict(sorted(item.nya.items())),
        "andrade": dict(sorted(item.andrade.items())),
        "nya_personer": item.nya_personer,
        "timmar": [
            {
                "brukare": hours.brukare,
                "rader": hours.rader,
                "minuter": dict(
                    zip(("assistans", "vantetid", "beredskap"), hours.minuter, strict=True)
                ),
            }
            for hours in item.timmar
        ],
    }


def sjuklon(found: ArendeView) -> dict[str, Any]:
    """Return the document of ``sjuklon show --json``."""
    steps = found.belopp
    return {
        "arende": found.rad.arende,
        "brukare": found.rad.brukare,
        "assistent": found.rad.assistent,
        "pass": [
            {
                "datum": item.datum,
                "start": item.start,
                "slut": item.slut,
                "dag": item.dag,
                "minuter": item.minuter,
                "tackta_minuter": item.tackta,
                "betalbara_minuter": item.betalbara,
                "kod": list(item.kod),
            }
            for item in found.passen
        ],
        "forlorad_lon_ore": steps.forlorad_lon,
        "sjuklon_ore": steps.sjuklon,
        "karensavdrag_ore": steps.karensavdrag,
        "netto_ore": steps.netto,
        "semester_ore": steps.semester,
        "avgifter_ore": steps.avgifter,
        "avtal_ore": steps.avtal,
        "ersattning_ore": steps.ersattning,
        "begart_ore": found.rad.begart,
        "status": found.rad.status,
        "findings": [finding(item, found.kallor.get(item.number, [])) for item in found.findings],
        "manad": found.rad.manad,
        "saknade_handlingar": list(found.saknade),
    }


def sjuklon_row(item: Arende) -> dict[str, Any]:
    """Return one claim of ``sjuklon list --json``."""
    return {
        "arende": item.arende,
        "manad": item.manad,
        "brukare": item.brukare,
        "assistent": item.assistent,
        "forsta_sjukdag": item.forsta,
        "sista_sjukdag": item.sista,
        "status": item.status,
        "begart_ore": item.begart,
        "ersattning_ore": item.ersattning,
        "vantar": item.vantar,
    }


def aterkrav(item: Krav) -> dict[str, Any]:
    """Return one claim of ``aterkrav list --json``; the rows' öre add up to ``belopp_ore``."""
    return {
        "id": item.id,
        "brukare": item.brukare,
        "arende": item.arende,
        "galdenarer": list(item.galdenarer),
        "manader": list(item.manader),
        "belopp_ore": item.belopp,
        "betalt_ore": item.betalt,
        "grund": item.grund,
        "status": item.status,
        "rader": [
            {
                "manad": iso_month(row.manad),
                "fil": row.fil,
                "rad": row.rad,
                "beslut": row.beslut,
                "slag": row.slag,
                "minuter_fore": row.minuter_fore,
                "minuter_efter": row.minuter_efter,
                "timbelopp_fore_ore": row.timbelopp_fore,
                "timbelopp_efter_ore": row.timbelopp_efter,
                "orsak": row.orsak,
                "belopp_ore": row.belopp,
            }
            for row in item.rader
        ],
        "utestaende_ore": item.utestaende,
        "nedlagt_ore": item.nedlagt,
    }
