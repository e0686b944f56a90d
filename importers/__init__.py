"""Everything that knows foreign files: find, identify and read them.

Nothing here touches the database. ``find`` turns paths into containers of sources,
``identify`` says what a source is from its bytes, ``read`` gives one Reader per table.
"""

from importers.base import (
    Cancelled,
    Declaration,
    Identified,
    ImportIssue,
    Record,
    Resolver,
    Table,
    TimeRow,
)
from importers.finding import Container, find
from importers.identify import identify
from importers.reader import Reader, read
from importers.source import Source

__all__ = [
    "Cancelled",
    "Container",
    "Declaration",
    "Identified",
    "ImportIssue",
    "Reader",
    "Record",
    "Resolver",
    "Source",
    "Table",
    "TimeRow",
    "find",
    "identify",
    "read",
]
