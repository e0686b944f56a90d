"""Reads a payment file back and judges it by the rules of banks, without our writer's help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree
from lxml.etree import _Element

ORDER = {
    "CstmrCdtTrfInitn": "GrpHdr PmtInf",
    "GrpHdr": "MsgId CreDtTm NbOfTxs CtrlSum InitgPty",
    "PmtInf": "PmtInfId PmtMtd BtchBookg NbOfTxs CtrlSum ReqdExctnDt Dbtr DbtrAcct DbtrAgt ChrgBr "
    "CdtTrfTxInf",
    "CdtTrfTxInf": "PmtId Amt CdtrAgt Cdtr CdtrAcct RmtInf",
    "PmtId": "InstrId EndToEndId",
    "PstlAdr": "TwnNm Ctry",
}
CHARACTERS = re.compile(r"[0-9A-Za-zåäöÅÄÖ/\-?:().,'+ ]*")
LENGTHS = {"MsgId": 35, "PmtInfId": 35, "InstrId": 35, "EndToEndId": 35, "Nm": 140, "TwnNm": 35}
GIRO = {"9900": (7, 8), "9960": (2, 8)}


def luhn(digits: str) -> bool:
    """Tell whether digits end in their check digit by modulus 10, from a table."""
    doubled = "0246813579"
    return (
        sum(
            int(doubled[int(digit)] if place % 2 else digit)
            for place, digit in enumerate(reversed(digits))
        )
        % 10
        == 0
    )


@dataclass(frozen=True)
class Paid:
    """One payment as the file has it."""

    id: str
    instruction_id: str
    ore: int
    member: str
    account: str
    scheme: str
    name: str
    town: str
    country: str
    texts: list[str]


class File:
    """A file taken apart."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.root = etree.fromstring(data)
        self.space = str(self.root.tag)[1:].partition("}")[0]
        self.version = self.space[-2:]
        self.header = self.find(self.root, "CstmrCdtTrfInitn/GrpHdr")
        self.infos = self.all(self.root, "CstmrCdtTrfInitn/PmtInf")
        self.groups = [
            [self._paid(one) for one in self.all(info, "CdtTrfTxInf")] for info in self.infos
        ]
        self.payments = [paid for group in self.groups for paid in group]
        self.message_id = self.text(self.header, "MsgId")
        self.created = self.text(self.header, "CreDtTm")
        self.initiator = self.text(self.header, "InitgPty/Id/OrgId/Othr/Id")
        self.group_ids = [self.text(info, "PmtInfId") for info in self.infos]
        self.bearers = [self.text(info, "ChrgBr") for info in self.infos]
        day = "ReqdExctnDt/Dt" if self.version == "09" else "ReqdExctnDt"
        self.days = {self.text(info, day) for info in self.infos}
        self.debtor_accounts = [
            self.text(info, "DbtrAcct/Id/IBAN") or self.text(info, "DbtrAcct/Id/Othr/Id")
            for info in self.infos
        ]
        self.sum_ore = ore(self.text(self.header, "CtrlSum"))
        self.count = int(self.text(self.header, "NbOfTxs"))

    def all(self, parent: _Element, path: str) -> list[_Element]:
        """Return elements by path."""
        return parent.findall("/".join(f"{{{self.space}}}{name}" for name in path.split("/")))

    def find(self, parent: _Element, path: str) -> _Element:
        """Return the only element at a path."""
        (found,) = self.all(parent, path)
        return found

    def text(self, parent: _Element, path: str) -> str:
        """Return the text at a path, empty when there is none."""
        return "".join(element.text or "" for element in self.all(parent, path))

    def _paid(self, one: _Element) -> Paid:
        account = "CdtrAcct/Id/Othr"
        assert self.find(one, "Amt/InstdAmt").get("Ccy") == "SEK"
        assert self.text(one, "CdtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd") == "SESBA"
        return Paid(
            self.text(one, "PmtId/EndToEndId"),
            self.text(one, "PmtId/InstrId"),
            ore(self.text(one, "Amt/InstdAmt")),
            self.text(one, "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId"),
            self.text(one, f"{account}/Id"),
            self.text(one, f"{account}/SchmeNm/Cd") or self.text(one, f"{account}/SchmeNm/Prtry"),
            self.text(one, "Cdtr/Nm"),
            self.text(one, "Cdtr/PstlAdr/TwnNm"),
            self.text(one, "Cdtr/PstlAdr/Ctry"),
            [element.text or "" for element in self.all(one, "RmtInf/Ustrd")],
        )

    def problems(self) -> list[str]:
        """Return what a bank would complain of."""
        return [
            *self._form(),
            *self._sums(self.header, self.payments, "GrpHdr"),
            *(
                problem
                for info, group in zip(self.infos, self.groups, strict=True)
                for problem in self._sums(info, group, "PmtInf")
            ),
            *self._ids(),
            *(f"{paid.id}: account" for paid in self.payments if not self._account(paid)),
        ]

    def _form(self) -> list[str]:
        found = ["BOM"] if self.data.startswith(b"\xef\xbb\xbf") else []
        for element in self.root.iter():
            name = str(element.tag).rpartition("}")[2]
            text = element.text or ""
            if len(element):
                order = ORDER.get(name, "").split()
                places = [
                    order.index(str(child.tag).rpartition("}")[2]) for child in element if order
                ]
                found += [f"{name}: order"] * (places != sorted(places))
                continue
            found += [f"{name}: {text!r}"] * (
                not CHARACTERS.fullmatch(text) or text != text.strip()
            )
            found += [f"{name}: empty"] * (not text)
            found += [f"{name}: long"] * (len(text) > LENGTHS.get(name, 140))
        return found

    def _sums(self, parent: _Element, payments: list[Paid], where: str) -> list[str]:
        found = []
        if int(self.text(parent, "NbOfTxs")) != len(payments) or not payments:
            found.append(f"{where}: count")
        if ore(self.text(parent, "CtrlSum")) != sum(paid.ore for paid in payments):
            found.append(f"{where}: sum")
        return found

    def _ids(self) -> list[str]:
        ids = [paid.id for paid in self.payments]
        found = ["EndToEndId twice"] * (len(set(ids)) != len(ids))
        found += ["PmtInfId twice"] * (len(set(self.group_ids)) != len(self.group_ids))
        for text in (*ids, *self.group_ids, self.message_id):
            found += [f"id {text}"] * ("//" in text or text[0] == "/" or text[-1] == "/")
        return found

    def _account(self, paid: Paid) -> bool:
        if not paid.account.isdigit() or len(paid.member) != 4 or paid.ore <= 0:
            return False
        if paid.member not in GIRO:
            return paid.scheme == "BBAN"
        least, most = GIRO[paid.member]
        schemes = ("BGNR",) if paid.member == "9900" else ("BBAN", "PGNR")
        right = luhn(paid.account) and least <= len(paid.account) <= most
        return right and paid.scheme in schemes


def ore(text: str) -> int:
    """Return an amount with a point and two decimals in öre."""
    assert re.fullmatch(r"\d+\.\d\d", text), text
    return int(Decimal(text) * 100)


def read(data: bytes) -> File:
    """Return the file taken apart."""
    return File(data)
