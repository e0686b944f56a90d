"""The fourth schema: sick spells with their passes, and findings that stand on passes.

In ``sjukpass`` times are integers as in ``tidrapport``: ``dag`` days since 1970-01-01,
``start``/``slut`` UTC minutes, ``vstart``/``vslut`` minutes of the wall clock. A part of a finding
on a pass is stored in ``fynd_del`` with ``rad`` = -(the pass's id).
"""

from db.schema_001 import _FINDINGS, _VIEWS
from db.schema_002 import _append_only

_CASES = (
    # First of all: a process that has lost the race to migrate must stop here.
    """CREATE TABLE sjukfall (
        id INTEGER PRIMARY KEY,
        arende TEXT NOT NULL UNIQUE,
        brukare INTEGER NOT NULL REFERENCES person,
        assistent INTEGER NOT NULL REFERENCES person,
        arbetsgivare INTEGER NOT NULL REFERENCES arbetsgivare,
        forsta_sjukdag TEXT NOT NULL,
        sista_sjukdag TEXT,
        ansokt TEXT NOT NULL,
        timlon INTEGER NOT NULL CHECK (timlon >= 0),
        veckolon INTEGER NOT NULL CHECK (veckolon >= 0),
        betald_sjuklon INTEGER NOT NULL CHECK (betald_sjuklon >= 0),
        begart_belopp INTEGER NOT NULL CHECK (begart_belopp >= 0),
        sokande TEXT,
        lakarintyg_fran TEXT,
        hogriskskydd INTEGER NOT NULL CHECK (hogriskskydd IN (0, 1)),
        tidigare_karens INTEGER NOT NULL CHECK (tidigare_karens >= 0),
        semester_procent INTEGER,
        avgift_procent INTEGER,
        avtal_procent INTEGER,
        handlingar TEXT NOT NULL,
        manad INTEGER NOT NULL,
        status TEXT NOT NULL DEFAULT 'oppen'
            CHECK (status IN ('oppen', 'komplettering', 'beviljad', 'avslagen')),
        version INTEGER NOT NULL DEFAULT 0,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX sjukfall_brukare ON sjukfall (brukare)",
    "CREATE INDEX sjukfall_anstallning ON sjukfall (assistent, arbetsgivare)",
    "CREATE INDEX sjukfall_manad ON sjukfall (manad)",
    """CREATE TABLE sjukfall_tidigare (
        sjukfall INTEGER NOT NULL REFERENCES sjukfall,
        version INTEGER NOT NULL,
        innehall TEXT NOT NULL,
        status TEXT NOT NULL,
        manad INTEGER NOT NULL,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL,
        PRIMARY KEY (sjukfall, version)
    ) STRICT""",
    """CREATE TABLE sjukfall_avgorande (
        id INTEGER PRIMARY KEY,
        sjukfall INTEGER NOT NULL REFERENCES sjukfall,
        version INTEGER NOT NULL,
        fran_status TEXT NOT NULL,
        till_status TEXT NOT NULL,
        motivering TEXT NOT NULL CHECK (motivering <> ''),
        svar_senast TEXT,
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX sjukfall_avgorande_fall ON sjukfall_avgorande (sjukfall)",
    *_append_only("sjukfall_avgorande"),
    # A pass that a later version of its case lacks stays, so that what was decided and paid on
    # it keeps its source, and so that its id is never another's.
    """CREATE TABLE sjukpass (
        id INTEGER PRIMARY KEY,
        sjukfall INTEGER NOT NULL REFERENCES sjukfall,
        dag INTEGER NOT NULL,
        start INTEGER NOT NULL,
        slut INTEGER NOT NULL CHECK (slut > start),
        vstart INTEGER NOT NULL,
        vslut INTEGER NOT NULL,
        slag INTEGER NOT NULL CHECK (slag IN (0, 1)),
        tillagg INTEGER NOT NULL CHECK (tillagg >= 0),
        aktuell INTEGER NOT NULL DEFAULT 1 CHECK (aktuell IN (0, 1)),
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL,
        UNIQUE (sjukfall, dag, vstart)
    ) STRICT""",
    "CREATE INDEX sjukpass_start ON sjukpass (start, slut) WHERE aktuell = 1",
    """CREATE TRIGGER sjukpass_kvar BEFORE DELETE ON sjukpass
        BEGIN SELECT raise(ABORT, 'ett inläst pass tas aldrig bort'); END""",
    """CREATE TABLE sjukpass_vikarie (
        pass INTEGER NOT NULL REFERENCES sjukpass,
        ordning INTEGER NOT NULL,
        person INTEGER NOT NULL REFERENCES person,
        PRIMARY KEY (pass, ordning),
        UNIQUE (pass, person)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sjukpass_vikarie_person ON sjukpass_vikarie (person)",
    """CREATE TABLE sjukfall_resultat (
        sjukfall INTEGER PRIMARY KEY REFERENCES sjukfall,
        innehall TEXT NOT NULL
    ) STRICT""",
    # Whether a brukare employs everyone himself is asked for each one with an advance.
    "CREATE INDEX uppdrag_brukare ON uppdrag (brukare, fran)",
    "CREATE INDEX avrakning_arende ON avrakning (arende) WHERE arende IS NOT NULL",
)


def _first_schema(start: str) -> str:
    """Return the first schema's statement that begins like this."""
    return next(text for text in (*_FINDINGS, *_VIEWS) if text.startswith(start))


_FYND = _first_schema("CREATE TABLE fynd (")
_FYND_DEL = _first_schema("CREATE TABLE fynd_del (")

# SQLite can't alter a CHECK or drop a foreign key: the tables are made anew under another name,
# filled and renamed. This needs foreign keys off, which a transaction can't do for itself.
_FINDINGS_ON_PASSES = (
    "DROP VIEW v_finding",
    _FYND.replace("TABLE fynd (", "TABLE fynd_ny (").replace(
        "('assistent', 'brukare', 'avrakning')", "('assistent', 'brukare', 'avrakning', 'sjuklon')"
    ),
    "INSERT INTO fynd_ny SELECT * FROM fynd",
    _FYND_DEL.replace("TABLE fynd_del (", "TABLE fynd_del_ny (").replace(
        "rad INTEGER NOT NULL REFERENCES tidrapport", "rad INTEGER NOT NULL"
    ),
    "INSERT INTO fynd_del_ny SELECT * FROM fynd_del",
    "DROP TABLE fynd_del",
    "DROP TABLE fynd",
    "ALTER TABLE fynd_ny RENAME TO fynd",
    "ALTER TABLE fynd_del_ny RENAME TO fynd_del",
    *(text for text in _FINDINGS if text.startswith("CREATE INDEX fynd_")),
    _first_schema("CREATE VIEW v_finding AS"),
)

STATEMENTS = (*_CASES, *_FINDINGS_ON_PASSES)
