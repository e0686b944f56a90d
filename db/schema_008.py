"""The eighth schema: an auditor too may name users until there is an administrator."""

from db.schema_007 import AUDITOR_MAY

STATEMENTS = (
    "DROP TRIGGER journal_revisor",
    f"""CREATE TRIGGER journal_revisor BEFORE INSERT ON journal
        WHEN NEW.objekt NOT IN {AUDITOR_MAY!r}
            AND (SELECT roll FROM anvandare WHERE login = NEW.aktor) = 'revisor'
            AND (NEW.objekt <> 'anvandare'
                OR EXISTS (SELECT 1 FROM anvandare WHERE roll = 'administrator'))
        BEGIN SELECT raise(ABORT, 'en revisor läser, och skriver bara om sina stickprov'); END""",
)
