"""A claim with its case as JSON: the contract's object with more keys beside."""

from __future__ import annotations

import sqlite3
from typing import Any

from db import claim_documents
from workbench.cli.documents import aterkrav
from workbench.services.aterkrav import Kommande, masked_brukare
from workbench.services.explaining_money import HIDDEN
from workbench.services.kravbevis import Bevis
from workbench.services.kravvy import Kravvy
from workbench.services.viewing import Viewer


def listed(item: Kravvy) -> dict[str, Any]:
    """Return a claim of ``aterkrav list --json``."""
    return {
        **aterkrav(item.krav),
        "slag": item.slag,
        "alder_dagar": item.alder,
        "frist": item.frist,
        "forfallen": item.forfallen,
        "andrad_av": [one.korning for one in item.andrad_av],
    }


def case(connection: sqlite3.Connection, item: Kravvy, viewer: Viewer) -> dict[str, Any]:
    """Return a claim of ``aterkrav show --json``: with its case. Who paid is masked with whoever
    owes."""
    hidden = masked_brukare(connection, item.krav.id, viewer)
    documents = claim_documents.documents(connection, int(item.krav.id[1:]))
    return {
        **listed(item),
        "galdenarer_slag": [who._asdict() for who in item.galdenarer],
        "flyttas_till": list(item.flyttas_till),
        "vantar": list(item.vantar),
        "samlade": list(item.samlade),
        "plan": [
            {"dag": part.dag, "belopp_ore": part.belopp, "betalt_ore": part.betalt}
            for part in item.plan
        ],
        "bedomning": [one._asdict() for one in item.bedomning],
        "steg": [
            {
                "id": one.id,
                "handelse": one.handelse,
                "fran_status": one.fran_status,
                "till_status": one.till_status,
                "dag": one.dag,
                "frist": one.frist,
                "belopp_ore": one.belopp,
                "referens": HIDDEN if hidden and one.handelse == "inbetalning" else one.referens,
                "motivering": one.motivering,
                "angrar": one.angrar,
                "angrad": bool(one.angrad),
                "tid": one.tid,
                "aktor": one.aktor,
            }
            for one in item.steg
        ],
        "andringar": [
            {
                "korning": one.korning,
                "dag": one.dag,
                "utestaende_ore": one.utestaende,
                "nedlagt_ore": one.nedlagt,
                "absorberat_ore": one.absorberat,
                "tid": one.tid,
                "aktor": one.aktor,
            }
            for one in item.andringar
        ],
        "handlingar": [
            {
                "slag": one.slag,
                "nummer": one.nummer,
                "faststalld": one.faststalld,
                "faststalld_av": one.faststalld_av,
                "sha256_text": one.sha256_text,
                "sha256_pdf": one.sha256_pdf,
            }
            for one in documents
        ],
    }


def coming(item: Kommande) -> dict[str, Any]:
    """Return what a draft puts forward."""
    return {
        "korning": item.korning,
        "manad": item.manad,
        "brukare": item.brukare,
        "arende": item.arende,
        "aterkrav_ore": item.belopp,
    }


def suggested(number: int, item: Bevis) -> dict[str, Any]:
    """Return a piece that can be taken into the assessment."""
    return {
        "nummer": number,
        "slag": item.slag,
        "text": item.text,
        "kalla": item.kalla,
        "tagen": item.tagen,
    }
