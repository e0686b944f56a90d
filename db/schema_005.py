"""The fifth schema: what happens to a claim after it was proposed, its documents, and duties.

A claim's history is ``aterkrav_steg``, one row per event; money stays in ``aterkrav_bokning``. A
document is edited while it is a draft and never after it was fixed. Öre are INTEGER, days ISO text.
"""

from db.schema_002 import _MONTH, _append_only, _frozen

_CASES = (
    # First of all: a process that has lost the race to migrate stops here.
    """ALTER TABLE aterkrav ADD COLUMN slag TEXT NOT NULL DEFAULT 'lss'
        CHECK (slag IN ('lss', 'civilrattslig'))""",
    "ALTER TABLE aterkrav ADD COLUMN samlat_i INTEGER REFERENCES aterkrav",
    "DROP VIEW v_aterkrav",
    "CREATE INDEX aterkrav_samlat ON aterkrav (samlat_i) WHERE samlat_i IS NOT NULL",
    """CREATE TABLE aterkrav_steg (
        id INTEGER PRIMARY KEY,
        aterkrav INTEGER NOT NULL REFERENCES aterkrav,
        handelse TEXT NOT NULL CHECK (handelse IN ('flyttad', 'grund', 'galdenarer', 'samlad',
            'inbetalning', 'nedsatt', 'plan', 'angrad')),
        fran_status TEXT NOT NULL,
        till_status TEXT NOT NULL,
        dag TEXT NOT NULL,
        frist TEXT,
        belopp INTEGER CHECK (belopp >= 0),
        referens TEXT,
        motivering TEXT NOT NULL DEFAULT '',
        uppgifter TEXT,
        bokning_fran INTEGER REFERENCES aterkrav_bokning,
        bokning_till INTEGER REFERENCES aterkrav_bokning,
        angrar INTEGER UNIQUE REFERENCES aterkrav_steg,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX aterkrav_steg_krav ON aterkrav_steg (aterkrav)",
    """CREATE TABLE aterkrav_galdenar (
        steg INTEGER NOT NULL REFERENCES aterkrav_steg,
        nummer TEXT NOT NULL,
        namn TEXT NOT NULL DEFAULT '',
        slag TEXT NOT NULL CHECK (slag IN ('enskild', 'formyndare', 'dodsbo', 'anordnare')),
        PRIMARY KEY (steg, nummer)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE aterkrav_delbetalning (
        steg INTEGER NOT NULL REFERENCES aterkrav_steg,
        dag TEXT NOT NULL,
        belopp INTEGER NOT NULL CHECK (belopp > 0),
        PRIMARY KEY (steg, dag)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE aterkrav_bedomning (
        id INTEGER PRIMARY KEY,
        aterkrav INTEGER NOT NULL REFERENCES aterkrav,
        slag TEXT NOT NULL CHECK (slag IN ('bevis', 'for', 'emot', 'namnden', 'svar')),
        text TEXT NOT NULL,
        kalla TEXT NOT NULL DEFAULT '',
        ersatter INTEGER UNIQUE REFERENCES aterkrav_bedomning,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        CHECK (text <> '' OR ersatter IS NOT NULL)
    ) STRICT""",
    "CREATE INDEX aterkrav_bedomning_krav ON aterkrav_bedomning (aterkrav)",
    *_append_only("aterkrav_steg"),
    *_append_only("aterkrav_bedomning"),
    *(
        _frozen(table, operation, "1", f"{table} ändras aldrig, den fylls på")
        for table in ("aterkrav_galdenar", "aterkrav_delbetalning")
        for operation in ("UPDATE", "DELETE")
    ),
)

_GUARDS = (
    _frozen(
        "aterkrav",
        "UPDATE OF status",
        """NEW.status <> OLD.status AND NEW.status = 'beslutad' AND OLD.status = 'kommunicerad'
            AND NOT EXISTS (SELECT 1 FROM aterkrav_steg s WHERE s.aterkrav = NEW.id
                AND s.till_status = 'beslutad' AND s.id = (SELECT max(id) FROM aterkrav_steg
                    WHERE aterkrav = NEW.id)
                AND s.aktor NOT IN (SELECT p.aktor FROM aterkrav_steg p
                    WHERE p.aterkrav = NEW.id AND p.id < s.id
                        AND p.till_status IN ('utredning', 'kommunicerad')
                        AND p.handelse IN ('flyttad', 'grund', 'galdenarer')
                        AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = p.id)))""",
        "den som har utrett ett krav kan inte besluta det",
    ).replace("aterkrav_fast_u", "aterkrav_fyra_ogon"),
    _frozen(
        "aterkrav",
        "UPDATE OF status",
        """NEW.status = 'kronofogden' AND NOT EXISTS (SELECT 1 FROM aterkrav_steg s
            WHERE s.aterkrav = NEW.id AND s.till_status = 'laga-kraft')""",
        "ett krav lämnas till Kronofogden först när beslutet har fått laga kraft",
    ).replace("aterkrav_fast_u", "aterkrav_laga_kraft"),
)

_DOCUMENTS = (
    """CREATE TABLE aterkrav_handling (
        id INTEGER PRIMARY KEY,
        aterkrav INTEGER NOT NULL REFERENCES aterkrav,
        slag TEXT NOT NULL CHECK (slag IN ('kommunikation', 'beslut', 'andringsbeslut',
            'paminnelse', 'kronofogden', 'kravbrev', 'bilaga', 'bilaga-sekretess')),
        nummer INTEGER NOT NULL,
        utkast TEXT,
        text BLOB,
        pdf BLOB,
        sha256_text TEXT,
        sha256_pdf TEXT,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        faststalld TEXT,
        faststalld_av TEXT,
        uppgifter TEXT,
        UNIQUE (aterkrav, slag, nummer),
        CHECK ((faststalld IS NULL) = (text IS NULL) AND (text IS NULL) = (sha256_text IS NULL)
            AND (pdf IS NULL) = (sha256_pdf IS NULL))
    ) STRICT""",
    _frozen(
        "aterkrav_handling",
        "UPDATE",
        """OLD.faststalld IS NOT NULL OR NEW.id <> OLD.id OR NEW.aterkrav <> OLD.aterkrav
            OR NEW.slag <> OLD.slag OR NEW.nummer <> OLD.nummer""",
        "en fastställd handling ändras aldrig",
    ),
    _frozen("aterkrav_handling", "DELETE", "1", "en handling tas aldrig bort"),
    _frozen(
        "aterkrav_handling",
        "INSERT",
        """EXISTS (SELECT 1 FROM aterkrav_handling WHERE id = NEW.id OR (aterkrav = NEW.aterkrav
            AND slag = NEW.slag AND nummer = NEW.nummer))""",
        "en handling ersätts aldrig",
    ),
)

_DUTIES = (
    # Each row is what a person did with a task; the latest row of a key tells how it stands.
    """CREATE TABLE uppgift (
        id INTEGER PRIMARY KEY,
        nyckel TEXT NOT NULL,
        plikt TEXT NOT NULL,
        utfall TEXT NOT NULL CHECK (utfall IN ('gjord', 'avskriven', 'angrad')),
        motivering TEXT NOT NULL CHECK (motivering <> ''),
        innehall TEXT NOT NULL,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX uppgift_nyckel ON uppgift (nyckel, id)",
    *_append_only("uppgift"),
    _frozen(
        "uppgift",
        "INSERT",
        """(NEW.utfall = 'angrad') = (coalesce((SELECT utfall FROM uppgift
            WHERE nyckel = NEW.nyckel ORDER BY id DESC LIMIT 1), 'angrad') = 'angrad')""",
        "uppgiften är redan hanterad, eller har inget att ångra",
    ).replace("uppgift_fast_i", "uppgift_ordning"),
    """INSERT INTO uppgift (nyckel, plikt, utfall, motivering, innehall, tid, aktor)
        SELECT 'FK' || i.fkbeslut, '15b', i.utfall, i.motivering, json_object(
            'handelse', b.beslutsdatum, 'frist', b.beslutsdatum, 'kalla', 'FK' || b.id,
            'galler', b.utfall || ' ' || b.beslutsdatum, 'brukare', b.brukare,
            'fakta', json_array(json_array('Försäkringskassans beslut',
                b.utfall || ' ' || b.beslutsdatum))), i.tid, i.aktor
        FROM fkinformation i JOIN fkbeslut b ON b.id = i.fkbeslut ORDER BY i.tid, i.fkbeslut""",
    "DROP TABLE fkinformation",
)

_VIEWS = (
    f"""CREATE VIEW v_aterkrav AS
        SELECT 'K' || c.id AS id, b.nummer AS brukare, c.arende, c.grund, c.status,
            {_MONTH.format("s.manad")} AS manad, s.summa AS belopp_ore,
            s.utestaende AS utestaende_ore, s.aterbetalt AS betalt_ore, s.nedlagt AS nedlagt_ore,
            c.korning, c.tid, c.aktor, c.slag
        FROM aterkrav c JOIN person b ON b.id = c.brukare
        JOIN krav_summa s ON s.aterkrav = c.id WHERE c.samlat_i IS NULL""",
    """CREATE VIEW v_aterkrav_steg AS
        SELECT 'K' || s.aterkrav AS aterkrav, s.id AS steg, s.handelse, s.fran_status,
            s.till_status, s.dag, s.frist, s.belopp AS belopp_ore, s.referens, s.motivering,
            EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id) AS angrad, s.tid, s.aktor
        FROM aterkrav_steg s""",
)

STATEMENTS = _CASES + _GUARDS + _DOCUMENTS + _DUTIES + _VIEWS
