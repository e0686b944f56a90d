"""The second schema: shared accounts, attested runs, payments, and the ledger of återkrav.

Öre are INTEGER. What has been attested is never changed: payments, claims and bank answers get
new rows beside the old ones, and triggers refuse anything else.
"""

_SHARED_ACCOUNTS = (
    """CREATE TABLE delat_konto (
        agare TEXT NOT NULL CHECK (agare IN ('brukare', 'arbetsgivare')),
        id INTEGER NOT NULL,
        delas_av TEXT NOT NULL,
        PRIMARY KEY (agare, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX deklaration_assistent ON deklaration (manad, assistent)",
)

_PLACEHOLDERS_GONE = (
    "DROP VIEW v_avrakning",
    "DROP VIEW v_betalning",
    "DROP VIEW v_aterkrav",
    "DROP TABLE betalning",
    "DROP TABLE aterkrav",
    "DROP INDEX netto_nyckel",
    "ALTER TABLE netto RENAME TO netto_fore",
)

_RUNS = (
    "ALTER TABLE korning ADD COLUMN attesterad TEXT",
    "ALTER TABLE korning ADD COLUMN attestant TEXT",
    "ALTER TABLE korning ADD COLUMN journal INTEGER",
    "ALTER TABLE korning ADD COLUMN sigill TEXT",
    "ALTER TABLE korning ADD COLUMN makulerad TEXT",
    "ALTER TABLE korning ADD COLUMN makulerad_av TEXT",
    "ALTER TABLE korning ADD COLUMN makulerad_skal TEXT",
    """CREATE TABLE avrakning_ny (
        id INTEGER PRIMARY KEY,
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        beslut INTEGER REFERENCES beslut,
        slag TEXT NOT NULL CHECK (slag IN ('assistans', 'sjuklon', 'forskott')),
        arende TEXT,
        timbelopp INTEGER NOT NULL,
        assistans INTEGER NOT NULL,
        vantetid INTEGER NOT NULL,
        beredskap INTEGER NOT NULL,
        egna INTEGER NOT NULL,
        betalda INTEGER NOT NULL,
        mottagna INTEGER NOT NULL,
        slappta INTEGER NOT NULL,
        timmar INTEGER NOT NULL,
        avdrag INTEGER NOT NULL DEFAULT 0,
        belopp INTEGER NOT NULL
    ) STRICT""",
    """INSERT INTO avrakning_ny SELECT id, korning, brukare, beslut, slag, arende, timbelopp,
        assistans, vantetid, beredskap, egna, betalda, mottagna, slappta, timmar, 0, belopp
        FROM avrakning""",
    "DROP TABLE avrakning",
    "ALTER TABLE avrakning_ny RENAME TO avrakning",
    """CREATE UNIQUE INDEX avrakning_nyckel ON avrakning
        (korning, brukare, coalesce(beslut, 0), slag, coalesce(arende, ''), timbelopp)""",
    "CREATE INDEX avrakning_beslut ON avrakning (beslut)",
    """CREATE TABLE netto (
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        rader INTEGER NOT NULL,
        nekade_minuter INTEGER NOT NULL,
        hallna_minuter INTEGER NOT NULL,
        ratt INTEGER NOT NULL,
        betalt INTEGER NOT NULL DEFAULT 0,
        krav INTEGER NOT NULL DEFAULT 0,
        skillnad INTEGER NOT NULL DEFAULT 0,
        att_betala INTEGER NOT NULL DEFAULT 0 CHECK (att_betala >= 0),
        aterkrav INTEGER NOT NULL DEFAULT 0 CHECK (aterkrav >= 0),
        sankta_krav INTEGER NOT NULL DEFAULT 0,
        absorberat INTEGER NOT NULL DEFAULT 0,
        aterstallt INTEGER NOT NULL DEFAULT 0,
        forskott INTEGER NOT NULL DEFAULT 0,
        oredovisat INTEGER NOT NULL DEFAULT 0,
        avdrag INTEGER NOT NULL DEFAULT 0,
        mottagare TEXT,
        CHECK (att_betala = 0 OR aterkrav = 0)
    ) STRICT""",
    """INSERT INTO netto (korning, brukare, arende, rader, nekade_minuter, hallna_minuter, ratt,
            skillnad, att_betala, mottagare)
        SELECT korning, brukare, arende, rader, nekade_minuter, hallna_minuter, ratt, ratt, ratt,
            mottagare FROM netto_fore""",
    "DROP TABLE netto_fore",
    "CREATE UNIQUE INDEX netto_nyckel ON netto (korning, brukare, coalesce(arende, ''))",
    """CREATE TABLE skillnad (
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        rad INTEGER,
        beslut INTEGER,
        slag TEXT NOT NULL,
        minuter_fore INTEGER NOT NULL,
        minuter_efter INTEGER NOT NULL,
        timbelopp_fore INTEGER,
        timbelopp_efter INTEGER,
        orsak TEXT NOT NULL,
        grund TEXT NOT NULL,
        belopp INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX skillnad_nyckel ON skillnad (korning, brukare)",
    """CREATE TABLE underlag (
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT NOT NULL DEFAULT '',
        innehall BLOB NOT NULL,
        PRIMARY KEY (korning, brukare, arende)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE bock (
        korning INTEGER NOT NULL REFERENCES korning,
        andring TEXT NOT NULL,
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL,
        PRIMARY KEY (korning, andring)
    ) STRICT, WITHOUT ROWID""",
)

_PAYMENTS = (
    """CREATE TABLE betalning (
        id INTEGER PRIMARY KEY,
        korning INTEGER REFERENCES korning,
        aterkrav INTEGER REFERENCES aterkrav,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        slag TEXT NOT NULL CHECK (slag IN ('avrakning', 'aterbetalning')),
        mottagare TEXT NOT NULL,
        mottagare_slag TEXT NOT NULL,
        konto TEXT,
        belopp INTEGER NOT NULL CHECK (belopp > 0),
        ersatter INTEGER UNIQUE REFERENCES betalning,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX betalning_korning ON betalning (korning)",
    "CREATE INDEX betalning_brukare ON betalning (brukare)",
    """CREATE TABLE betalning_handelse (
        id INTEGER PRIMARY KEY,
        betalning INTEGER NOT NULL REFERENCES betalning,
        status TEXT NOT NULL CHECK (status IN
            ('attesterad', 'exporterad', 'mottagen', 'betald', 'avvisad', 'makulerad')),
        dag TEXT,
        skal TEXT,
        underlag TEXT,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX betalning_handelse_betalning ON betalning_handelse (betalning)",
    """CREATE TABLE utfil (
        id INTEGER PRIMARY KEY,
        korning INTEGER NOT NULL REFERENCES korning,
        slag TEXT NOT NULL CHECK (slag IN ('betalning', 'bokforing')),
        meddelande TEXT NOT NULL UNIQUE,
        sha256 TEXT NOT NULL,
        innehall BLOB NOT NULL,
        belopp INTEGER NOT NULL,
        antal INTEGER NOT NULL,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX utfil_korning ON utfil (korning, slag)",
    """CREATE TABLE utfil_betalning (
        utfil INTEGER NOT NULL REFERENCES utfil,
        betalning INTEGER NOT NULL UNIQUE REFERENCES betalning
    ) STRICT""",
    """CREATE TABLE kontoandring (
        id INTEGER PRIMARY KEY,
        tabell TEXT NOT NULL CHECK (tabell IN ('brukare', 'arbetsgivare', 'mottagare')),
        rad_id INTEGER NOT NULL,
        fore TEXT NOT NULL,
        efter TEXT,
        fil INTEGER REFERENCES fil,
        rad INTEGER,
        status TEXT NOT NULL CHECK (status IN ('vantar', 'bekraftad', 'avvisad')),
        dag TEXT,
        grund TEXT,
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX kontoandring_rad ON kontoandring (tabell, rad_id, status)",
    """CREATE TABLE betalningsstopp (
        id INTEGER PRIMARY KEY,
        brukare INTEGER NOT NULL REFERENCES person,
        fran TEXT NOT NULL,
        till TEXT,
        grund TEXT NOT NULL CHECK (grund <> ''),
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX betalningsstopp_brukare ON betalningsstopp (brukare)",
)

_CLAIMS = (
    """CREATE TABLE aterkrav (
        id INTEGER PRIMARY KEY,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        grund TEXT NOT NULL CHECK (grund IN ('a', 'b', 'fk', 'utredning', 'egen')),
        status TEXT NOT NULL CHECK (status IN ('forslag', 'skrivs-av-forslag', 'utredning',
            'kommunicerad', 'beslutad', 'nedlagd', 'delgiven', 'overklagad', 'faststalld',
            'andrad', 'upphavd', 'aterforvisad', 'laga-kraft', 'betald', 'avbetalning',
            'kronofogden', 'eftergiven', 'makulerad')),
        korning INTEGER REFERENCES korning,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX aterkrav_brukare ON aterkrav (brukare)",
    """CREATE TABLE aterkrav_bokning (
        id INTEGER PRIMARY KEY,
        aterkrav INTEGER NOT NULL REFERENCES aterkrav,
        manad INTEGER NOT NULL,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        utestaende INTEGER NOT NULL,
        aterbetalt INTEGER NOT NULL,
        nedlagt INTEGER NOT NULL,
        absorberat INTEGER NOT NULL,
        handelse TEXT NOT NULL,
        korning INTEGER REFERENCES korning,
        dag TEXT,
        motivering TEXT,
        fran_status TEXT,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX aterkrav_bokning_krav ON aterkrav_bokning (aterkrav)",
    "CREATE INDEX aterkrav_bokning_manad ON aterkrav_bokning (manad, brukare)",
    "CREATE INDEX aterkrav_bokning_korning ON aterkrav_bokning (korning)",
    """CREATE TABLE aterkrav_rad (
        id INTEGER PRIMARY KEY,
        aterkrav INTEGER NOT NULL REFERENCES aterkrav,
        korning INTEGER NOT NULL REFERENCES korning,
        manad INTEGER NOT NULL,
        rad INTEGER,
        beslut INTEGER,
        slag TEXT NOT NULL,
        minuter_fore INTEGER NOT NULL,
        minuter_efter INTEGER NOT NULL,
        timbelopp_fore INTEGER,
        timbelopp_efter INTEGER,
        orsak TEXT NOT NULL,
        belopp INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX aterkrav_rad_krav ON aterkrav_rad (aterkrav)",
)


def _frozen(table: str, operation: str, condition: str, words: str) -> str:
    return f"""CREATE TRIGGER {table}_fast_{operation[0].lower()} BEFORE {operation} ON {table}
        WHEN {condition} BEGIN SELECT raise(ABORT, '{words}'); END"""


_OF_ATTESTED = """(SELECT status FROM korning WHERE id = {0}.korning) <> 'utkast'"""
_ATTESTED = "en attesterad körning ändras aldrig"


def _frozen_with_run(table: str) -> tuple[str, ...]:
    """Refuse any change of rows that belong to a run that is no draft."""
    return (
        _frozen(table, "UPDATE", _OF_ATTESTED.format("OLD"), _ATTESTED),
        _frozen(table, "DELETE", _OF_ATTESTED.format("OLD"), _ATTESTED),
        _frozen(table, "INSERT", _OF_ATTESTED.format("NEW"), _ATTESTED),
    )


def _append_only(table: str) -> tuple[str, ...]:
    """Refuse changes, deletions, and replacing by an id that is taken."""
    words = f"{table} ändras aldrig, den fylls på"
    return (
        _frozen(table, "UPDATE", "1", words),
        _frozen(table, "DELETE", "1", words),
        _frozen(table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)", words),
    )


_LOCKS = (
    *_frozen_with_run("avrakning"),
    *_frozen_with_run("netto"),
    *_frozen_with_run("skillnad"),
    *_frozen_with_run("underlag"),
    *_append_only("betalning"),
    *_append_only("betalning_handelse"),
    *_append_only("utfil"),
    *_append_only("aterkrav_bokning"),
    *_append_only("aterkrav_rad"),
    _frozen("korning", "DELETE", "OLD.status <> 'utkast'", _ATTESTED),
    _frozen(
        "korning",
        "UPDATE",
        """OLD.status <> 'utkast' AND NOT (
            OLD.id = NEW.id AND OLD.manad = NEW.manad AND OLD.total_ore = NEW.total_ore
            AND OLD.sigill IS NEW.sigill AND OLD.attestant IS NEW.attestant
            AND OLD.attesterad IS NEW.attesterad AND OLD.revision = NEW.revision
            AND OLD.regelversion = NEW.regelversion AND OLD.skapad = NEW.skapad
            AND OLD.aktor = NEW.aktor AND OLD.journal IS NEW.journal
            AND OLD.nekade_minuter = NEW.nekade_minuter
            AND OLD.hallna_minuter = NEW.hallna_minuter AND OLD.varningar = NEW.varningar
            AND (OLD.status = NEW.status OR (OLD.status = 'attesterad'
                AND NEW.status IN ('exporterad', 'makulerad'))))""",
        _ATTESTED,
    ),
    _frozen(
        "korning",
        "INSERT",
        "NEW.status <> 'utkast' OR EXISTS (SELECT 1 FROM korning WHERE id = NEW.id)",
        "en körning börjar som utkast",
    ),
    _frozen(
        "korning",
        "UPDATE OF status",
        """OLD.status = 'utkast' AND NEW.status = 'attesterad' AND (NEW.attestant IS NULL
            OR NEW.attestant = OLD.aktor OR NEW.sigill IS NULL)""",
        "den som har räknat en körning kan inte attestera den",
    ).replace("korning_fast_u", "korning_fyra_ogon"),
    _frozen("aterkrav", "DELETE", "1", "ett krav tas aldrig bort"),
)

_MONTH = "printf('%04d-%02d', {0} / 12, {0} % 12 + 1)"
_STATUS = """(SELECT h.status FROM betalning_handelse h WHERE h.betalning = p.id
    ORDER BY h.id DESC LIMIT 1)"""

_VIEWS = (
    """CREATE VIEW krav_summa AS
        SELECT aterkrav, manad, brukare, arende, sum(utestaende) AS utestaende,
            sum(aterbetalt) AS aterbetalt, sum(nedlagt) AS nedlagt, sum(absorberat) AS absorberat,
            sum(utestaende + aterbetalt + nedlagt) AS summa
        FROM aterkrav_bokning GROUP BY aterkrav, manad, brukare, arende""",
    f"""CREATE VIEW v_avrakning AS
        SELECT 'L' || r.id AS id, r.korning, k.status, {_MONTH.format("k.manad")} AS manad,
            b.nummer AS brukare, s.nummer AS beslut, r.slag, r.arende,
            r.timbelopp AS timbelopp_ore, r.assistans AS minuter_assistans,
            r.vantetid AS minuter_vantetid, r.beredskap AS minuter_beredskap,
            r.timmar AS timmar_hundradelar, r.belopp AS belopp_ore,
            n.ratt AS ratt_ore, n.betalt AS betalt_ore, n.krav AS krav_ore,
            n.skillnad AS skillnad_ore, n.att_betala AS att_betala_ore,
            n.aterkrav AS aterkrav_ore, n.oredovisat AS forskott_oredovisat_ore,
            (SELECT coalesce(sum(m.att_betala), 0) FROM netto m JOIN korning j ON j.id = m.korning
                WHERE j.manad = k.manad AND j.status IN ('attesterad', 'exporterad')
                    AND m.brukare = r.brukare AND m.arende IS r.arende) AS utbetalt_ore,
            (SELECT coalesce(sum(c.utestaende), 0) FROM krav_summa c WHERE c.manad = k.manad
                AND c.brukare = r.brukare AND c.arende IS r.arende) AS utestaende_ore,
            (SELECT coalesce(sum(c.aterbetalt), 0) FROM krav_summa c WHERE c.manad = k.manad
                AND c.brukare = r.brukare AND c.arende IS r.arende) AS aterbetalt_ore,
            (SELECT coalesce(sum(c.nedlagt), 0) FROM krav_summa c WHERE c.manad = k.manad
                AND c.brukare = r.brukare AND c.arende IS r.arende) AS nedlagt_ore
        FROM avrakning r JOIN korning k ON k.id = r.korning
        JOIN person b ON b.id = r.brukare LEFT JOIN beslut s ON s.id = r.beslut
        LEFT JOIN netto n ON n.korning = r.korning AND n.brukare = r.brukare
            AND n.arende IS r.arende""",
    f"""CREATE VIEW v_betalning AS
        SELECT 'B' || p.id AS id, p.korning, {_MONTH.format("k.manad")} AS manad,
            b.nummer AS brukare, p.arende, p.slag, p.mottagare, p.mottagare_slag, p.konto,
            p.belopp AS belopp_ore, {_STATUS} AS status, 'B' || p.ersatter AS ersatter, p.tid,
            p.aktor
        FROM betalning p LEFT JOIN korning k ON k.id = p.korning
        JOIN person b ON b.id = p.brukare""",
    f"""CREATE VIEW v_aterkrav AS
        SELECT 'K' || c.id AS id, b.nummer AS brukare, c.arende, c.grund, c.status,
            {_MONTH.format("s.manad")} AS manad, s.summa AS belopp_ore,
            s.utestaende AS utestaende_ore, s.aterbetalt AS betalt_ore, s.nedlagt AS nedlagt_ore,
            c.korning, c.tid, c.aktor
        FROM aterkrav c JOIN person b ON b.id = c.brukare
        JOIN krav_summa s ON s.aterkrav = c.id""",
)

STATEMENTS = _SHARED_ACCOUNTS + _PLACEHOLDERS_GONE + _RUNS + _CLAIMS + _PAYMENTS + _LOCKS + _VIEWS
