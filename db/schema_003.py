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

_FK = (
    """CREATE TABLE fkbeslut (
        id INTEGER PRIMARY KEY,
        brukare INTEGER NOT NULL REFERENCES person,
        beslutsdatum TEXT NOT NULL,
        utfall TEXT NOT NULL CHECK (utfall IN ('beviljat', 'avslag', 'indraget')),
        fran TEXT,
        till TEXT,
        timmar_per_vecka INTEGER,
        grundlaggande_per_vecka INTEGER,
        orsak TEXT,
        retroaktivt_fran TEXT,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    """CREATE UNIQUE INDEX fkbeslut_nyckel ON fkbeslut
        (brukare, beslutsdatum, utfall, coalesce(fran, ''))""",
    """CREATE TABLE fkfaktura (
        id INTEGER PRIMARY KEY,
        brukare INTEGER NOT NULL REFERENCES person,
        manad TEXT NOT NULL,
        timmar INTEGER NOT NULL,
        timbelopp INTEGER NOT NULL,
        belopp INTEGER NOT NULL,
        ersatter INTEGER UNIQUE REFERENCES fkfaktura,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX fkfaktura_manad ON fkfaktura (manad, brukare)",
    *_append_only("fkfaktura"),
    """CREATE TABLE fkinformation (
        fkbeslut INTEGER PRIMARY KEY REFERENCES fkbeslut,
        utfall TEXT NOT NULL CHECK (utfall IN ('gjord', 'avskriven')),
        motivering TEXT NOT NULL CHECK (motivering <> ''),
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    # Instants with a granted beslut of FK and no beslut here: evidence for sjuklön only.
    """CREATE TABLE endast_fk (
        brukare INTEGER NOT NULL REFERENCES person,
        start INTEGER NOT NULL,
        slut INTEGER NOT NULL,
        PRIMARY KEY (brukare, start)
    ) STRICT, WITHOUT ROWID""",
)

_IN_ATTESTED = "EXISTS (SELECT 1 FROM korning WHERE id = NEW.korning AND status <> 'utkast')"
_TAKES_PLACE = """EXISTS (SELECT 1 FROM {0} r JOIN korning k ON k.id = r.korning
    WHERE r.rowid = NEW.rowid AND k.status <> 'utkast')"""
_NEVER_MOVED = "en attesterad körning ändras aldrig"


def _stays(table: str, *, rowid: bool = True) -> tuple[str, ...]:
    """Refuse moving rows into a run that is no draft, and taking the place of its rows.

    REPLACE deletes the row whose place is taken without asking the delete trigger.
    """
    statements = [
        f"""CREATE TRIGGER {table}_flytt_u BEFORE UPDATE ON {table}
            WHEN NEW.korning <> OLD.korning AND {_IN_ATTESTED}
            BEGIN SELECT raise(ABORT, '{_NEVER_MOVED}'); END"""
    ]
    if rowid:
        taken = _TAKES_PLACE.format(table)
        statements += [
            f"""CREATE TRIGGER {table}_plats_{operation[0].lower()} BEFORE {operation} ON {table}
                WHEN {when} BEGIN SELECT raise(ABORT, '{_NEVER_MOVED}'); END"""
            for operation, when in (
                ("INSERT", taken),
                ("UPDATE", f"NEW.rowid <> OLD.rowid AND {taken}"),
            )
        ]
    return tuple(statements)


_PLACES = (
    *_stays("avrakning"),
    *_stays("netto"),
    *_stays("skillnad"),
    *_stays("underlag", rowid=False),
    f"""CREATE TRIGGER korning_plats BEFORE UPDATE ON korning WHEN NEW.id <> OLD.id
        BEGIN SELECT raise(ABORT, '{_NEVER_MOVED}'); END""",
)

STATEMENTS = (*_PLACES, *_PROPOSED_VALUES, *_IDENTITY, *_OUT_FILES, *_SPECIFICATIONS, *_FK)
