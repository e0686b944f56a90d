"""The ninth schema: the list of findings in its order by an index, so that a million are no wait.

The index holds all that the list is sorted and filtered by: the rows themselves are not read.
"""

RANK = "CASE allvar WHEN 'neka' THEN 0 WHEN 'utred' THEN 1 ELSE 2 END"
"""In which order the severities stand. As an index's expression it is compared by its text."""

STATEMENTS = (
    f"""CREATE INDEX fynd_ordning ON fynd (manad, aktuell, {RANK}, kod, brukare, assistent, start,
        id, status, allvar, minuter, timmar)""",
)
