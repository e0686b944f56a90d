"""The first schema. Öre, minutes and hundredths of hours are INTEGER; days are ISO TEXT.

In ``tidrapport`` times are integers for speed: ``manad`` is year * 12 + month - 1 of the start
day, ``dag`` days since 1970-01-01, ``start``/``slut`` UTC minutes, ``vstart``/``vslut`` minutes
of the wall clock. The views give them as dates and clock times.
"""

_REGISTERS = (
    """CREATE TABLE fil (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
        namn TEXT NOT NULL,
        storlek INTEGER NOT NULL,
        slag TEXT NOT NULL,
        format TEXT NOT NULL,
        kodning TEXT,
        rader INTEGER NOT NULL,
        forsta_rad INTEGER,
        sista_rad INTEGER,
        mottagen TEXT NOT NULL,
        importerad TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX fil_storlek ON fil (storlek)",
    """CREATE TABLE fil_block (
        fil INTEGER NOT NULL REFERENCES fil,
        nr INTEGER NOT NULL,
        innehall BLOB NOT NULL,
        UNIQUE (fil, nr)
    ) STRICT""",
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        nummer TEXT NOT NULL UNIQUE CHECK (length(nummer) = 12),
        namn TEXT,
        skyddad INTEGER NOT NULL DEFAULT 0 CHECK (skyddad IN (0, 1)),
        fil INTEGER REFERENCES fil,
        rad INTEGER
    ) STRICT""",
    """CREATE TABLE brukare (
        person INTEGER PRIMARY KEY REFERENCES person,
        namnd TEXT,
        formyndare TEXT,
        konto TEXT,
        ivo_anmald TEXT,
        arbetsgivare_registrerad TEXT,
        fil INTEGER REFERENCES fil,
        rad INTEGER
    ) STRICT""",
    """CREATE TABLE assistent (
        person INTEGER PRIMARY KEY REFERENCES person,
        fil INTEGER REFERENCES fil,
        rad INTEGER
    ) STRICT""",
    """CREATE TABLE bosattning (
        assistent INTEGER NOT NULL REFERENCES person,
        fran TEXT,
        land TEXT,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX bosattning_nyckel ON bosattning (assistent, coalesce(fran, ''))",
    """CREATE TABLE sjukersattning (
        assistent INTEGER NOT NULL REFERENCES person,
        fran TEXT,
        till TEXT,
        procent INTEGER NOT NULL,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX sjukersattning_assistent ON sjukersattning (assistent, fran)",
    """CREATE TABLE anteckning (
        id INTEGER PRIMARY KEY,
        assistent INTEGER NOT NULL REFERENCES person,
        fran TEXT NOT NULL,
        till TEXT,
        text TEXT NOT NULL CHECK (text <> ''),
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX anteckning_assistent ON anteckning (assistent)",
    """CREATE TABLE arbetsgivare (
        id INTEGER PRIMARY KEY,
        nummer TEXT NOT NULL UNIQUE,
        namn TEXT,
        person INTEGER UNIQUE REFERENCES person,
        kommunal INTEGER CHECK (kommunal IN (0, 1)),
        kand INTEGER NOT NULL DEFAULT 0 CHECK (kand IN (0, 1)),
        konto TEXT,
        fil INTEGER REFERENCES fil,
        rad INTEGER
    ) STRICT""",
    """CREATE TABLE tillstand (
        arbetsgivare INTEGER NOT NULL REFERENCES arbetsgivare,
        fran TEXT NOT NULL,
        till TEXT,
        underrattad TEXT,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX tillstand_nyckel ON tillstand (arbetsgivare, fran)",
    """CREATE TABLE uppdrag (
        id INTEGER PRIMARY KEY,
        assistent INTEGER NOT NULL REFERENCES person,
        brukare INTEGER NOT NULL REFERENCES person,
        arbetsgivare INTEGER NOT NULL REFERENCES arbetsgivare,
        fran TEXT NOT NULL,
        till TEXT,
        anmald TEXT,
        anstalld_fran TEXT,
        narstaende INTEGER,
        hushallsgemenskap INTEGER,
        arbetstid TEXT,
        tillsyn INTEGER,
        period_start TEXT,
        period_langd TEXT,
        timmar_per_vecka INTEGER,
        extra_overtid INTEGER,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX uppdrag_nyckel ON uppdrag (assistent, brukare, arbetsgivare, fran)",
    """CREATE TABLE beslut (
        id INTEGER PRIMARY KEY,
        nummer TEXT NOT NULL UNIQUE,
        brukare INTEGER NOT NULL REFERENCES person,
        fran TEXT NOT NULL,
        till TEXT,
        timmar INTEGER NOT NULL CHECK (timmar >= 0),
        beslutsdatum TEXT,
        period_manader INTEGER NOT NULL CHECK (period_manader BETWEEN 1 AND 6),
        hojning_procent INTEGER NOT NULL CHECK (hojning_procent BETWEEN 0 AND 1200),
        eget_timbelopp INTEGER,
        dubbel_timmar INTEGER,
        utbetalas_till TEXT,
        mottagare TEXT,
        forskott INTEGER,
        forskott_timmar INTEGER,
        andringsforbehall INTEGER,
        version INTEGER NOT NULL DEFAULT 0,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX beslut_brukare ON beslut (brukare, fran)",
    """CREATE TABLE beslut_tidigare (
        beslut INTEGER NOT NULL REFERENCES beslut,
        version INTEGER NOT NULL,
        brukare INTEGER NOT NULL REFERENCES person,
        fran TEXT NOT NULL,
        till TEXT,
        timmar INTEGER NOT NULL,
        beslutsdatum TEXT,
        period_manader INTEGER NOT NULL,
        hojning_procent INTEGER NOT NULL,
        eget_timbelopp INTEGER,
        dubbel_timmar INTEGER,
        utbetalas_till TEXT,
        mottagare TEXT,
        forskott INTEGER,
        forskott_timmar INTEGER,
        andringsforbehall INTEGER,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL,
        PRIMARY KEY (beslut, version)
    ) STRICT""",
    """CREATE TABLE mottagare (
        id INTEGER PRIMARY KEY,
        brukare INTEGER NOT NULL REFERENCES person,
        slag TEXT NOT NULL,
        nummer TEXT NOT NULL,
        namn TEXT NOT NULL,
        fran TEXT NOT NULL,
        till TEXT,
        konto TEXT,
        adress TEXT,
        begaran_datum TEXT,
        avtal_datum TEXT,
        avtal_fran TEXT,
        undertecknat INTEGER,
        vardnadshavare_undertecknat INTEGER,
        beslut_11 TEXT,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL,
        UNIQUE (brukare, slag, nummer, fran)
    ) STRICT""",
    """CREATE TABLE redovisning (
        brukare INTEGER NOT NULL REFERENCES person,
        manad TEXT NOT NULL,
        lon INTEGER,
        assistansomkostnader INTEGER,
        utbildning INTEGER,
        arbetsmiljo INTEGER,
        personalomkostnader INTEGER,
        administration INTEGER,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL,
        PRIMARY KEY (brukare, manad)
    ) STRICT""",
    """CREATE TABLE vistelse (
        id INTEGER PRIMARY KEY,
        brukare INTEGER NOT NULL REFERENCES person,
        slag TEXT NOT NULL,
        fran TEXT NOT NULL,
        till TEXT,
        fil INTEGER NOT NULL REFERENCES fil,
        rad INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX vistelse_nyckel ON vistelse (brukare, slag, fran)",
)

ROW_INDEXES = (
    """CREATE INDEX tidrapport_assistent ON tidrapport
        (manad, assistent, start, slut, brukare, arbetsgivare, slag)""",
    """CREATE INDEX tidrapport_brukare ON tidrapport
        (manad, brukare, start, slut, assistent, arbetsgivare, slag)""",
)
"""The two covering orders rules read in; a bulk load drops and makes them anew."""

_ROWS = (
    # A month is a million rows: their ids come from the tables named here in the same
    # transaction, and triggers below keep those from going away, so the four look-ups per row
    # that REFERENCES would cost are spared.
    """CREATE TABLE tidrapport (
        id INTEGER PRIMARY KEY,
        fil INTEGER NOT NULL,
        rad INTEGER NOT NULL,
        brukare INTEGER NOT NULL,
        assistent INTEGER NOT NULL,
        arbetsgivare INTEGER NOT NULL,
        slag INTEGER NOT NULL CHECK (slag BETWEEN 0 AND 2),
        manad INTEGER NOT NULL,
        dag INTEGER NOT NULL,
        start INTEGER NOT NULL,
        slut INTEGER NOT NULL CHECK (slut > start),
        vstart INTEGER NOT NULL,
        vslut INTEGER NOT NULL
    ) STRICT""",
    """CREATE TRIGGER tidrapport_oforanderlig BEFORE UPDATE ON tidrapport
        BEGIN SELECT raise(ABORT, 'en inläst rad ändras aldrig'); END""",
    """CREATE TRIGGER person_kvar BEFORE DELETE ON person
        WHEN EXISTS (SELECT 1 FROM tidrapport WHERE OLD.id IN (brukare, assistent))
        BEGIN SELECT raise(ABORT, 'personen har tidrapporter'); END""",
    """CREATE TRIGGER arbetsgivare_kvar BEFORE DELETE ON arbetsgivare
        WHEN EXISTS (SELECT 1 FROM tidrapport WHERE arbetsgivare = OLD.id)
        BEGIN SELECT raise(ABORT, 'arbetsgivaren har tidrapporter'); END""",
    """CREATE TRIGGER fil_kvar BEFORE DELETE ON fil
        WHEN EXISTS (SELECT 1 FROM tidrapport WHERE fil = OLD.id)
        BEGIN SELECT raise(ABORT, 'filen har tidrapporter'); END""",
    *ROW_INDEXES,
    """CREATE TABLE deklaration (
        fil INTEGER PRIMARY KEY REFERENCES fil,
        dokument TEXT NOT NULL UNIQUE,
        innehall TEXT NOT NULL,
        brukare INTEGER NOT NULL REFERENCES person,
        assistent INTEGER NOT NULL REFERENCES person,
        arbetsgivare INTEGER NOT NULL REFERENCES arbetsgivare,
        manad TEXT NOT NULL,
        kollektivavtal INTEGER NOT NULL,
        perioder TEXT NOT NULL
    ) STRICT""",
)

_VALUES = (
    """CREATE TABLE varde (
        id INTEGER PRIMARY KEY,
        namn TEXT NOT NULL,
        fran TEXT NOT NULL,
        varde INTEGER NOT NULL,
        kalla TEXT NOT NULL CHECK (kalla <> ''),
        verifierad INTEGER NOT NULL,
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL,
        UNIQUE (namn, fran)
    ) STRICT""",
    """CREATE TABLE installning (
        id INTEGER PRIMARY KEY,
        namn TEXT NOT NULL,
        fran TEXT NOT NULL,
        varde TEXT NOT NULL,
        kalla TEXT NOT NULL CHECK (kalla <> ''),
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL,
        UNIQUE (namn, fran)
    ) STRICT""",
    """CREATE TABLE anvandare (
        login TEXT PRIMARY KEY,
        roll TEXT NOT NULL CHECK (roll IN ('administrator', 'attestant', 'revisor', 'system')),
        ser_skyddade INTEGER NOT NULL DEFAULT 0,
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
)

_JOURNAL = (
    """CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL,
        handelse TEXT NOT NULL,
        objekt TEXT NOT NULL,
        nyckel TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX journal_objekt ON journal (objekt, nyckel)",
    """CREATE TABLE journal_innehall (
        journal INTEGER PRIMARY KEY REFERENCES journal,
        fore TEXT,
        efter TEXT
    ) STRICT""",
    """CREATE TRIGGER journal_oforanderlig_u BEFORE UPDATE ON journal
        BEGIN SELECT raise(ABORT, 'journalen kan inte ändras'); END""",
    """CREATE TRIGGER journal_oforanderlig_d BEFORE DELETE ON journal
        BEGIN SELECT raise(ABORT, 'journalen kan inte ändras'); END""",
    """CREATE TRIGGER innehall_oforanderligt_u BEFORE UPDATE ON journal_innehall
        BEGIN SELECT raise(ABORT, 'journalen kan inte ändras'); END""",
    """CREATE TRIGGER innehall_oforanderligt_d BEFORE DELETE ON journal_innehall
        BEGIN SELECT raise(ABORT, 'journalen kan inte ändras'); END""",
    # REPLACE deletes without delete triggers, so an id that is taken must be refused as well.
    """CREATE TRIGGER journal_oforanderlig_i BEFORE INSERT ON journal
        WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
        BEGIN SELECT raise(ABORT, 'journalen kan inte ändras'); END""",
    """CREATE TRIGGER innehall_oforanderligt_i BEFORE INSERT ON journal_innehall
        WHEN EXISTS (SELECT 1 FROM journal_innehall WHERE journal = NEW.journal)
        BEGIN SELECT raise(ABORT, 'journalen kan inte ändras'); END""",
    """CREATE TABLE lage (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        revision INTEGER NOT NULL,
        grund INTEGER NOT NULL
    ) STRICT""",
    "INSERT INTO lage VALUES (1, 0, 0)",
    """CREATE TABLE berord (
        person INTEGER NOT NULL REFERENCES person,
        fran_manad INTEGER NOT NULL,
        till_manad INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        PRIMARY KEY (person, fran_manad, till_manad)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX berord_revision ON berord (revision)",
)

_FINDINGS = (
    """CREATE TABLE kontroll (
        manad INTEGER PRIMARY KEY,
        revision INTEGER NOT NULL,
        idag TEXT NOT NULL,
        regelversion INTEGER NOT NULL,
        tid TEXT NOT NULL,
        aktor TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE oavraknad (
        manad INTEGER NOT NULL,
        brukare INTEGER NOT NULL REFERENCES person,
        PRIMARY KEY (manad, brukare)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE fynd (
        id INTEGER PRIMARY KEY,
        manad INTEGER NOT NULL,
        kod TEXT NOT NULL,
        pass TEXT NOT NULL CHECK (pass IN ('assistent', 'brukare', 'avrakning')),
        allvar TEXT NOT NULL CHECK (allvar IN ('neka', 'utred', 'info')),
        status TEXT NOT NULL CHECK (status IN ('oppen', 'komplettering', 'godkand', 'nekad')),
        brukare INTEGER NOT NULL REFERENCES person,
        assistent INTEGER REFERENCES person,
        arbetsgivare INTEGER REFERENCES arbetsgivare,
        rad INTEGER REFERENCES tidrapport,
        beslut INTEGER REFERENCES beslut,
        orsak TEXT NOT NULL,
        start INTEGER,
        slut INTEGER,
        minuter INTEGER NOT NULL,
        timmar INTEGER,
        timmar_avgjorda INTEGER,
        underlag TEXT NOT NULL,
        avtryck INTEGER NOT NULL,
        nytt_underlag INTEGER NOT NULL DEFAULT 0,
        avgoranden INTEGER NOT NULL DEFAULT 0,
        aktuell INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    "CREATE INDEX fynd_lista ON fynd (manad, aktuell, kod)",
    "CREATE INDEX fynd_brukare ON fynd (manad, brukare)",
    "CREATE INDEX fynd_assistent ON fynd (manad, assistent)",
    """CREATE TABLE fynd_del (
        fynd INTEGER NOT NULL REFERENCES fynd ON DELETE CASCADE,
        rad INTEGER NOT NULL REFERENCES tidrapport,
        start INTEGER NOT NULL,
        slut INTEGER NOT NULL,
        aktuell INTEGER NOT NULL DEFAULT 1,
        PRIMARY KEY (fynd, rad, start)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX fynd_del_rad ON fynd_del (rad)",
    """CREATE TABLE avgorande (
        id INTEGER PRIMARY KEY,
        fynd INTEGER NOT NULL REFERENCES fynd,
        omgang INTEGER NOT NULL,
        fran_status TEXT NOT NULL,
        till_status TEXT NOT NULL,
        motivering TEXT NOT NULL,
        orsak TEXT,
        svar_senast TEXT,
        angrar INTEGER,
        aktor TEXT NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX avgorande_fynd ON avgorande (fynd)",
    "CREATE INDEX avgorande_omgang ON avgorande (omgang)",
)

_RUNS = (
    """CREATE TABLE korning (
        id INTEGER PRIMARY KEY,
        manad INTEGER NOT NULL,
        status TEXT NOT NULL
            CHECK (status IN ('utkast', 'attesterad', 'exporterad', 'makulerad')),
        revision INTEGER NOT NULL,
        regelversion INTEGER NOT NULL,
        skapad TEXT NOT NULL,
        aktor TEXT NOT NULL,
        nekade_minuter INTEGER NOT NULL,
        hallna_minuter INTEGER NOT NULL,
        total_ore INTEGER NOT NULL,
        varningar TEXT NOT NULL,
        sista_rad INTEGER,
        veckor TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX korning_utkast ON korning (manad) WHERE status = 'utkast'",
    """CREATE TABLE avrakning (
        id INTEGER PRIMARY KEY,
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        beslut INTEGER NOT NULL REFERENCES beslut,
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
        belopp INTEGER NOT NULL,
        UNIQUE (korning, brukare, beslut, slag, timbelopp)
    ) STRICT""",
    "CREATE INDEX avrakning_beslut ON avrakning (beslut)",
    """CREATE TABLE netto (
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        rader INTEGER NOT NULL,
        nekade_minuter INTEGER NOT NULL,
        hallna_minuter INTEGER NOT NULL,
        ratt INTEGER NOT NULL,
        betalt INTEGER NOT NULL,
        krav INTEGER NOT NULL,
        mottagare TEXT
    ) STRICT""",
    "CREATE UNIQUE INDEX netto_nyckel ON netto (korning, brukare, coalesce(arende, ''))",
    """CREATE TABLE betalning (
        id INTEGER PRIMARY KEY,
        korning INTEGER NOT NULL REFERENCES korning,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        mottagare TEXT NOT NULL,
        konto TEXT,
        belopp INTEGER NOT NULL CHECK (belopp > 0),
        status TEXT NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE aterkrav (
        id INTEGER PRIMARY KEY,
        brukare INTEGER NOT NULL REFERENCES person,
        arende TEXT,
        manad INTEGER NOT NULL,
        grund TEXT NOT NULL CHECK (grund IN ('a', 'b', 'fk', 'utredning', 'egen')),
        status TEXT NOT NULL,
        belopp INTEGER NOT NULL,
        betalt INTEGER NOT NULL,
        nedlagt INTEGER NOT NULL,
        tid TEXT NOT NULL
    ) STRICT""",
)

_MONTH = "printf('%04d-%02d', {0} / 12, {0} % 12 + 1)"
_CLOCK = "printf('%02d:%02d', {0} / 60, {0} % 60)"

_VIEWS = (
    f"""CREATE VIEW v_tidrapport AS
        SELECT t.id, b.nummer AS brukare, a.nummer AS assistent, g.nummer AS arbetsgivare,
            {_MONTH.format("t.manad")} AS manad, date(t.dag * 86400, 'unixepoch') AS datum,
            {_CLOCK.format("t.vstart")} AS start, {_CLOCK.format("t.vslut")} AS slut,
            CASE t.slag WHEN 0 THEN 'assistans' WHEN 1 THEN 'vantetid' ELSE 'beredskap' END
                AS slag,
            t.slut - t.start AS minuter, f.namn AS fil, f.sha256, t.rad
        FROM tidrapport t
        JOIN person b ON b.id = t.brukare JOIN person a ON a.id = t.assistent
        JOIN arbetsgivare g ON g.id = t.arbetsgivare JOIN fil f ON f.id = t.fil""",
    f"""CREATE VIEW v_finding AS
        SELECT 'F' || y.id AS id, {_MONTH.format("y.manad")} AS manad, y.kod, y.allvar, y.status,
            b.nummer AS brukare, a.nummer AS assistent, g.nummer AS arbetsgivare,
            s.nummer AS beslut, y.orsak, y.minuter, y.timmar AS timmar_hundradelar,
            y.nytt_underlag, y.underlag
        FROM fynd y JOIN person b ON b.id = y.brukare
        LEFT JOIN person a ON a.id = y.assistent
        LEFT JOIN arbetsgivare g ON g.id = y.arbetsgivare
        LEFT JOIN beslut s ON s.id = y.beslut
        WHERE y.aktuell = 1""",
    f"""CREATE VIEW v_avrakning AS
        SELECT 'L' || r.id AS id, r.korning, k.status, {_MONTH.format("k.manad")} AS manad,
            b.nummer AS brukare, s.nummer AS beslut, r.slag, r.arende,
            r.timbelopp AS timbelopp_ore, r.assistans AS minuter_assistans,
            r.vantetid AS minuter_vantetid, r.beredskap AS minuter_beredskap,
            r.timmar AS timmar_hundradelar, r.belopp AS belopp_ore,
            n.ratt AS ratt_ore, n.betalt AS betalt_ore, n.krav AS krav_ore
        FROM avrakning r JOIN korning k ON k.id = r.korning
        JOIN person b ON b.id = r.brukare JOIN beslut s ON s.id = r.beslut
        LEFT JOIN netto n ON n.korning = r.korning AND n.brukare = r.brukare
            AND n.arende IS r.arende""",
    f"""CREATE VIEW v_betalning AS
        SELECT 'B' || p.id AS id, p.korning, {_MONTH.format("k.manad")} AS manad,
            b.nummer AS brukare, p.arende, p.mottagare, p.konto, p.belopp AS belopp_ore,
            p.status, p.tid
        FROM betalning p JOIN korning k ON k.id = p.korning JOIN person b ON b.id = p.brukare""",
    f"""CREATE VIEW v_aterkrav AS
        SELECT 'K' || c.id AS id, {_MONTH.format("c.manad")} AS manad, b.nummer AS brukare,
            c.arende, c.grund, c.status, c.belopp AS belopp_ore, c.betalt AS betalt_ore,
            c.nedlagt AS nedlagt_ore, c.tid
        FROM aterkrav c JOIN person b ON b.id = c.brukare""",
    """CREATE VIEW v_logg AS
        SELECT j.id, j.tid, j.aktor, j.handelse, j.objekt, j.nyckel, i.fore, i.efter
        FROM journal j LEFT JOIN journal_innehall i ON i.journal = j.id""",
)

STATEMENTS = _REGISTERS + _ROWS + _VALUES + _JOURNAL + _FINDINGS + _RUNS + _VIEWS
