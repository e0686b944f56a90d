"""A reader of SIE 4 for the tests: bytes to records and vouchers, written apart from the writer."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Trans:
    """A row of a voucher as read: account, objects by dimension, and kronor."""

    account: str
    objects: dict[str, str]
    amount: Decimal


@dataclass
class Ver:
    """A voucher as read."""

    series: str
    number: str
    date: str
    text: str
    rows: list[Trans] = field(default_factory=list)

    @property
    def sum(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))


@dataclass
class Sie:
    """A file as read: records before the vouchers in order, and the vouchers."""

    records: list[list[str]]
    vouchers: list[Ver]

    @property
    def labels(self) -> list[str]:
        return [record[0] for record in self.records]

    def of(self, label: str) -> list[list[str]]:
        return [record[1:] for record in self.records if record[0] == label]


def fields(line: str) -> list[str]:
    """Split a line into fields; ``{`` and ``}`` outside quotes are fields of their own."""
    found: list[str] = []
    at = 0
    while at < len(line):
        if line[at] in " \t":
            at += 1
        elif line[at] in "{}":
            found.append(line[at])
            at += 1
        elif line[at] == '"':
            text, at = quoted(line, at + 1)
            found.append(text)
        else:
            end = at
            while end < len(line) and line[end] not in " \t{}":
                end += 1
            found.append(line[at:end])
            at = end
    return found


def quoted(line: str, at: int) -> tuple[str, int]:
    """Return the text up to the closing quote, and where the line goes on."""
    text = ""
    while line[at] != '"':
        if line[at] == "\\" and line[at + 1] == '"':
            at += 1
        text += line[at]
        at += 1
    return text, at + 1


def read(data: bytes, encoding: str = "cp437") -> Sie:
    """Read a file; raises for what can not be understood."""
    sie = Sie([], [])
    open_voucher = False
    for line in data.decode(encoding).splitlines():
        parts = fields(line)
        if not parts:
            continue
        if parts[0] == "{":
            open_voucher = True
        elif parts[0] == "}":
            open_voucher = False
        elif open_voucher:
            sie.vouchers[-1].rows.append(row(parts))
        elif parts[0] == "#VER":
            sie.vouchers.append(Ver(*parts[1:5]))
        else:
            sie.records.append(parts)
    assert not open_voucher
    return sie


def row(parts: list[str]) -> Trans:
    """Return a row of a voucher."""
    label, account, brace, *rest = parts
    assert (label, brace) == ("#TRANS", "{"), parts
    end = rest.index("}")
    pairs = rest[:end]
    objects = dict(zip(pairs[::2], pairs[1::2], strict=True))
    return Trans(account, objects, Decimal(rest[end + 1]))
