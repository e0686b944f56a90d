"""The second schema: accounts that several share."""

STATEMENTS = (
    """CREATE TABLE delat_konto (
        agare TEXT NOT NULL CHECK (agare IN ('brukare', 'arbetsgivare')),
        id INTEGER NOT NULL,
        delas_av TEXT NOT NULL,
        PRIMARY KEY (agare, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX deklaration_assistent ON deklaration (manad, assistent)",
)
