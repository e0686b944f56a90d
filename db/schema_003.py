"""The third schema: values that wait for a second person, the database's own name, files of
bookkeeping, and what has been booked."""

from db.schema_002 import _append_only, _frozen

_IDENTITY = (
    # Random, not derived: two databases filled from the same files must differ, or a bank would
    # take one's payments for copies of the other's.
    """CREATE TABLE databas (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        identitet TEXT NOT NULL
    ) STRICT""",
    "INSERT INTO databas VALUES (1, upper(hex(randomblob(5))))",
    *_append_only("databas"),
)

_OUT_FILES = (
    "DROP TABLE utfil_betalning",
    "DROP TABLE utfil",
    """CREATE TABLE utfil (
        id INTEGER PRIMARY KEY,
        korning INTEGER REFERENCES korning,
        slag TEXT NOT NULL CHECK (slag IN ('betalning', 'bokforing')),
        meddelande TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        innehall BLOB NOT NULL,
        belopp INTEGER NOT NULL,
        antal INTEGER NOT NULL,
        dag TEXT,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        CHECK (slag = 'bokforing' OR korning IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX utfil_korning ON utfil (korning, slag)",
    *_append_only("utfil"),
    """CREATE TABLE utfil_betalning (
        utfil INTEGER NOT NULL REFERENCES utfil,
        betalning INTEGER NOT NULL UNIQUE REFERENCES betalning
    ) STRICT""",
    """CREATE TABLE bokford (
        id INTEGER PRIMARY KEY,
        utfil INTEGER NOT NULL REFERENCES utfil,
        tabell TEXT NOT NULL CHECK (tabell IN
            ('korning', 'betalning', 'betalning_handelse', 'aterkrav_bokning', 'fkfaktura')),
        rad INTEGER NOT NULL,
        UNIQUE (tabell, rad)
    ) STRICT""",
    *_append_only("bokford"),
)

_SPECIFICATIONS = (
    # What a payee is told is kept as it was first told: findings go on changing.
    """CREATE TABLE specifikation (
        id INTEGER PRIMARY KEY,
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        mottagare TEXT NOT NULL,
        belopp INTEGER NOT NULL,
        innehall BLOB NOT NULL,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        UNIQUE (korning, brukare, mottagare)
    ) STRICT""",
    *_append_only("specifikation"),
)

_PROPOSED_VALUES = (
    """CREATE TABLE vardeforslag (
        id INTEGER PRIMARY KEY,
        slag TEXT NOT NULL CHECK (slag IN ('varde', 'installning')),
        namn TEXT NOT NULL,
        fran TEXT NOT NULL,
        varde TEXT NOT NULL,
        kalla TEXT NOT NULL CHECK (kalla <> ''),
        verifierad INTEGER NOT NULL CHECK (verifierad IN (0, 1)),
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL,
        status TEXT NOT NULL DEFAULT 'vantar' CHECK (status IN
            ('vantar', 'bekraftad', 'avvisad')),
        bekraftad_av TEXT,
        bekraftad_tid TEXT,
        CHECK (status <> 'bekraftad' OR bekraftad_av <> aktor)
    ) STRICT""",
    _frozen(
        "vardeforslag",
        "UPDATE",
        """OLD.status <> 'vantar' OR NEW.status = 'vantar' OR NOT (OLD.id = NEW.id
            AND OLD.slag = NEW.slag AND OLD.namn = NEW.namn AND OLD.fran = NEW.fran
            AND OLD.varde = NEW.varde AND OLD.kalla = NEW.kalla
            AND OLD.verifierad = NEW.verifierad AND OLD.aktor = NEW.aktor
            AND OLD.tid = NEW.tid)
            OR (NEW.status = 'bekraftad'
                AND (NEW.bekraftad_av IS NULL OR NEW.bekraftad_av = OLD.aktor))""",
        "ett värde bekräftas av en annan person än den som föreslog det",
    ),
    _frozen("vardeforslag", "DELETE", "1", "ett förslag tas aldrig bort"),
    _frozen(
        "vardeforslag",
        "INSERT",
        "NEW.status <> 'vantar' OR EXISTS (SELECT 1 FROM vardeforslag WHERE id = NEW.id)",
        "ett förslag börjar med att vänta",
    ),
)

STATEMENTS = (*_PROPOSED_VALUES, *_IDENTITY, *_OUT_FILES, *_SPECIFICATIONS)
