"""What an auditor's commands say as JSON, in the words of ``cli.documents``.

Öre are ``.._ore``, minutes ``.._minuter``, hours strings with two decimals, what does not hold
``brott``, a file's bytes ``storlek``, months ISO text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db.audit_samples import Sample
from db.proof import Fault
from workbench.domain.money import plain
from workbench.domain.time import iso_month
from workbench.services.revision_andringar import Andringar
from workbench.services.revision_avsteg import Avsteg
from workbench.services.revision_stickprov import PostView, method
from workbench.services.revision_utfall import Outcome


def faults(found: Iterable[Fault]) -> list[dict[str, str]]:
    """Return what does not hold, the first first."""
    return [{"var": item.var, "vad": item.vad} for item in found]


def override(item: Avsteg) -> dict[str, Any]:
    """Return one of ``audit overrides``."""
    return {
        "tid": item.tid,
        "aktor": item.aktor,
        "slag": item.slag,
        "id": item.id,
        "kod": item.kod,
        "manad": item.manad,
        "person": item.person,
        "namn": item.namn,
        "assistent": item.assistent,
        "vad": item.vad,
        "motivering": item.motivering,
        "minuter": item.minuter,
        "timmar": None if item.timmar is None else plain(item.timmar),
        "belopp_ore": item.ore,
        "angrad": item.angrad,
    }


def outcome(item: Outcome) -> dict[str, Any]:
    """Return one code of ``audit outcomes``."""
    return {
        "kod": item.kod,
        "titel": item.titel,
        "regelversion": item.regelversion,
        "rasta": item.rasta,
        "vantar": item.vantar,
        "uppratthallna": item.uppratthallna,
        "overtagna": item.overtagna,
        "upplysningar": item.upplysningar,
        "undanhallna_minuter": item.minuter_undanhallna,
        "slappta_minuter": item.minuter_slappta,
        "undanhallna_timmar": plain(item.timmar_undanhallna),
        "slappta_timmar": plain(item.timmar_slappta),
        "undanhallna_ore": item.ore_undanhallna,
        "slappta_ore": item.ore_slappta,
    }


def changes(found: Andringar) -> dict[str, Any]:
    """Return the document of ``audit changes``."""
    return {
        "antal": found.antal,
        "andringar": [
            {
                "tid": item.tid,
                "aktor": item.aktor,
                "handelse": item.handelse,
                "register": item.register,
                "nyckel": item.nyckel,
                "fore": item.fore,
                "efter": item.efter,
                "kalla": item.kalla,
            }
            for item in found.rader
        ],
        "nya": [
            {
                "register": item.tabell,
                "fil": item.fil,
                "tid": item.tid,
                "aktor": item.aktor,
                "antal": item.antal,
            }
            for item in found.nya
        ],
    }


def sample(item: Sample) -> dict[str, Any]:
    """Return a sample as ``audit sample`` lists it."""
    return {
        "id": item.id,
        "slag": item.slag,
        "metod": item.metod,
        "fro": item.fro,
        "fran": iso_month(item.fran),
        "till": iso_month(item.till),
        "antal": item.antal,
        "population": item.population,
        "population_ore": item.population_ore,
        "population_avtryck": item.population_avtryck,
        "intervall_ore": item.intervall,
        "tid": item.tid,
        "aktor": item.aktor,
        "antal_poster": item.poster,
        "ok": item.ok,
        "fel": item.fel,
        "oklart": item.oklart,
    }


def whole_sample(item: Sample, posts: Iterable[PostView], again: bool) -> dict[str, Any]:
    """Return a sample with its items; ``again``: drawing it again gives the same."""
    return {
        **sample(item),
        "metod_i_ord": method(item),
        "samma_om_det_dras_igen": again,
        "poster": [
            {
                "ordning": post.ordning,
                "nyckel": post.nyckel,
                "namn": post.namn,
                "belopp_ore": post.belopp,
                "skal": post.skal,
                "utfall": post.utfall,
                "text": post.text,
                "tid": post.tid,
                "aktor": post.aktor,
            }
            for post in posts
        ],
    }
