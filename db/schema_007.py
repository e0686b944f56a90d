"""The seventh schema: an auditor's samples and notes, and a role that writes nothing else.

A sample is kept with how it was drawn and what it was drawn from, so that it can be drawn again.
Öre are INTEGER.
"""

from db.schema_002 import _append_only, _frozen

_SAMPLES = (
    # First of all: a process that has lost the race to migrate stops here.
    """CREATE TABLE stickprov (
        id INTEGER PRIMARY KEY,
        slag TEXT NOT NULL CHECK (slag IN ('betalning', 'rad')),
        metod TEXT NOT NULL CHECK (metod IN ('slump', 'storst', 'krona', 'avvikelse')),
        fro TEXT NOT NULL,
        fran INTEGER NOT NULL,
        till INTEGER NOT NULL CHECK (till >= fran),
        antal INTEGER NOT NULL CHECK (antal > 0),
        population INTEGER NOT NULL,
        population_ore INTEGER NOT NULL,
        population_avtryck TEXT NOT NULL CHECK (length(population_avtryck) = 64),
        intervall INTEGER,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE stickprov_post (
        stickprov INTEGER NOT NULL REFERENCES stickprov,
        ordning INTEGER NOT NULL,
        nyckel TEXT NOT NULL,
        belopp INTEGER NOT NULL,
        skal TEXT NOT NULL,
        PRIMARY KEY (stickprov, ordning),
        UNIQUE (stickprov, nyckel)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE stickprov_notering (
        id INTEGER PRIMARY KEY,
        stickprov INTEGER NOT NULL,
        ordning INTEGER NOT NULL,
        utfall TEXT NOT NULL CHECK (utfall IN ('ok', 'fel', 'oklart')),
        text TEXT NOT NULL,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        FOREIGN KEY (stickprov, ordning) REFERENCES stickprov_post,
        CHECK (utfall = 'ok' OR text <> '')
    ) STRICT""",
    "CREATE INDEX stickprov_notering_post ON stickprov_notering (stickprov, ordning)",
    *_append_only("stickprov"),
    *_append_only("stickprov_notering"),
    _frozen("stickprov_post", "UPDATE", "1", "ett stickprov ändras aldrig"),
    _frozen("stickprov_post", "DELETE", "1", "ett stickprov ändras aldrig"),
    # REPLACE deletes without delete triggers, so a place that is taken must be refused as well.
    _frozen(
        "stickprov_post",
        "INSERT",
        """EXISTS (SELECT 1 FROM stickprov_post WHERE stickprov = NEW.stickprov
            AND (ordning = NEW.ordning OR nyckel = NEW.nyckel))""",
        "ett stickprov ändras aldrig",
    ),
)

AUDITOR_MAY = ("stickprov", "visning", "export")
"""What the journal's entries of an auditor may be about."""

_ONLY_NOTES = (
    f"""CREATE TRIGGER journal_revisor BEFORE INSERT ON journal
        WHEN NEW.objekt NOT IN {AUDITOR_MAY!r}
            AND (SELECT roll FROM anvandare WHERE login = NEW.aktor) = 'revisor'
        BEGIN SELECT raise(ABORT, 'en revisor läser, och skriver bara om sina stickprov'); END""",
)

_VIEWS = (
    """CREATE VIEW v_stickprov AS
        SELECT p.stickprov, p.ordning, s.slag, s.metod, p.nyckel, p.belopp AS belopp_ore, p.skal,
            n.utfall, n.text, n.tid, n.aktor
        FROM stickprov_post p JOIN stickprov s ON s.id = p.stickprov
        LEFT JOIN stickprov_notering n ON n.id = (SELECT max(m.id) FROM stickprov_notering m
            WHERE m.stickprov = p.stickprov AND m.ordning = p.ordning)""",
)

STATEMENTS = _SAMPLES + _ONLY_NOTES + _VIEWS
