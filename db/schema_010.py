"""The tenth schema: letters of sjuklön are kept as sent, and triggers where there were none.

What people registered (values, settings, users) changes only beside an entry of the journal by the
same person at the same time; decisions on findings, stops and received files as little as runs do.
"""

from db.schema_002 import _append_only, _frozen

_LETTERS = (
    # First of all: a process that has lost the race to migrate stops here.
    """CREATE TABLE sjukfall_brev (
        id INTEGER PRIMARY KEY,
        sjukfall INTEGER NOT NULL REFERENCES sjukfall,
        slag TEXT NOT NULL CHECK (slag IN ('komplettering', 'beslut')),
        nummer INTEGER NOT NULL,
        text BLOB NOT NULL,
        pdf BLOB NOT NULL,
        sha256_text TEXT NOT NULL CHECK (length(sha256_text) = 64),
        sha256_pdf TEXT NOT NULL CHECK (length(sha256_pdf) = 64),
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        UNIQUE (sjukfall, slag, nummer)
    ) STRICT""",
    *_append_only("sjukfall_brev"),
    # REPLACE deletes without delete triggers, so a place that is taken must be refused as well.
    _frozen(
        "sjukfall_brev",
        "INSERT",
        """EXISTS (SELECT 1 FROM sjukfall_brev WHERE sjukfall = NEW.sjukfall
            AND slag = NEW.slag AND nummer = NEW.nummer)""",
        "ett brev som har skickats ändras aldrig",
    ).replace("sjukfall_brev_fast_i", "sjukfall_brev_plats_i"),
)

_ACCOUNTS = (
    _frozen(
        "kontoandring",
        "UPDATE",
        """OLD.status <> 'vantar' OR NEW.status = 'vantar' OR NEW.dag IS NULL OR NEW.grund IS NULL
            OR NEW.id <> OLD.id OR NEW.tabell <> OLD.tabell OR NEW.rad_id <> OLD.rad_id
            OR NEW.fore <> OLD.fore OR NEW.efter IS NOT OLD.efter OR NEW.fil IS NOT OLD.fil
            OR NEW.rad IS NOT OLD.rad OR NEW.aktor <> OLD.aktor OR NEW.tid <> OLD.tid""",
        "en kontoändring bekräftas eller avvisas en gång och ändras inte annars",
    ),
    _frozen("kontoandring", "DELETE", "1", "en kontoändring tas aldrig bort"),
    _frozen(
        "kontoandring",
        "INSERT",
        "NEW.status <> 'vantar' OR EXISTS (SELECT 1 FROM kontoandring WHERE id = NEW.id)",
        "en kontoändring börjar med att vänta",
    ),
)

_RECEIVED = (
    _frozen("fil", "UPDATE", "OLD.slag <> ''", "en mottagen fil ändras aldrig"),
    _frozen("fil", "DELETE", "OLD.slag <> ''", "en mottagen fil tas aldrig bort"),
    _frozen("fil_block", "UPDATE", "1", "en mottagen fil ändras aldrig"),
    _frozen("fil_block", "DELETE", "1", "en mottagen fil ändras aldrig"),
    _frozen("tidrapport", "DELETE", "1", "en inläst rad tas aldrig bort"),
)


def _beside(table: str, objekt: str, nyckel: str, said: str) -> tuple[str, ...]:
    """Refuse a change that the journal's latest entry does not tell of: what, by whom and when."""
    untold = f"""NOT EXISTS (SELECT 1 FROM journal_slut s JOIN journal j ON j.id = s.nummer
        JOIN journal_nyckel n ON n.journal = j.id JOIN journal_innehall i ON i.journal = j.id
        WHERE j.objekt = {objekt} AND n.nyckel = {nyckel} AND j.tid = NEW.tid
            AND j.aktor = NEW.aktor AND {said})"""
    words = f"{table} ändras bara med en post i journalen"
    return (
        _frozen(table, "INSERT", untold, words),
        _frozen(table, "UPDATE", untold, words),
    )


_TOLD = (
    *_beside("varde", "NEW.namn", "NEW.fran", "json_extract(i.efter, '$.ore') = NEW.varde"),
    *_beside("installning", "NEW.namn", "NEW.fran", "json_extract(i.efter, '$.varde') = NEW.varde"),
    *_beside("anvandare", "'anvandare'", "NEW.login", "json_extract(i.efter, '$.roll') = NEW.roll"),
    *(
        _frozen(table, "DELETE", "1", f"{table}: inget tas bort, det ändras från en dag")
        for table in ("varde", "installning")
    ),
    _frozen(
        "anvandare",
        "DELETE",
        """NOT EXISTS (SELECT 1 FROM journal_slut s JOIN journal j ON j.id = s.nummer
            JOIN journal_nyckel n ON n.journal = j.id
            WHERE j.objekt = 'anvandare' AND j.handelse = 'användare borttagen'
                AND n.nyckel = OLD.login)""",
        "anvandare ändras bara med en post i journalen",
    ),
    *_append_only("avgorande"),
    _frozen(
        "betalningsstopp",
        "UPDATE",
        """NEW.id <> OLD.id OR NEW.brukare <> OLD.brukare OR NEW.fran <> OLD.fran
            OR NEW.grund <> OLD.grund OR NEW.aktor <> OLD.aktor OR NEW.tid <> OLD.tid""",
        "ett stopp kan bara hävas",
    ),
    _frozen("betalningsstopp", "DELETE", "1", "ett stopp tas aldrig bort, det hävs"),
)

STATEMENTS = _LETTERS + _ACCOUNTS + _RECEIVED + _TOLD
