"""The bank's answers to a payment file: pain.002 (status) and camt.054 (what was booked).

ISO 20022. Payments are known by their EndToEndId. Amounts are integer öre, days ``YYYY-MM-DD``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from importers.bankwords import BOOKED, RETURNS, STATUS, BankStatus
from importers.base import FileProblem
from importers.catalogue import issue
from importers.grammar import line_of, text_of
from importers.isotree import IsoTree
from importers.source import MIB
from importers.xmlfile import parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SIZE = 64 * MIB
"""What a caller reads of a file at most."""
PAIN_VERSIONS = ("03", "09", "10", "11", "12")
CAMT_VERSIONS = ("02", "04", "06", "08")
_ROOT = re.compile(
    r"\{(urn:iso:std:iso:20022:tech:xsd:(pain\.002|camt\.054)\.001\.(\d\d))\}Document"
)
_NO_ID = ("", "NOTPROVIDED")


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """What the bank says of one payment. ``rad`` is the line in the file.

    ``amount_ore`` and ``day`` are None when the bank does not say; reasons are empty then.
    """

    end_to_end_id: str
    instruction_id: str | None
    status: BankStatus
    amount_ore: int | None
    reason_code: str
    reason_text: str
    day: str | None
    rad: int


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """What the bank says of all payments of one PmtInf in our file (pain.002)."""

    payment_information_id: str
    status: BankStatus
    reason_code: str
    reason_text: str


@dataclass(frozen=True, slots=True)
class OtherEntry:
    """An entry of camt.054 that names no payment of ours: for a person to look at.

    ``slag`` is debet, kredit or retur; ``reference`` the bank's own.
    """

    slag: str
    amount_ore: int | None
    day: str | None
    reference: str
    rad: int


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """One answer. ``kind`` is ``pain.002`` or ``camt.054``.

    ``group_status`` is of the whole file (pain.002): a file refused whole has no items. The
    original message id is the MsgId of our file, None when camt.054 does not say one.
    """

    kind: str
    version: str
    message_id: str
    original_message_id: str | None
    group_status: BankStatus | None
    reason_code: str
    reason_text: str
    groups: tuple[AnswerGroup, ...]
    items: tuple[AnswerItem, ...]
    other: tuple[OtherEntry, ...]


def read_answer(data: bytes, name: str) -> BankAnswer:
    """Return what a file from the bank says.

    Raises FileProblem with a Swedish issue that names file, line and element: broken XML, a
    document type or entity, another kind of file, ids that lack, unknown statuses, amounts that
    are no kronor.
    """
    root = parsed(data, name)
    found = _ROOT.fullmatch(str(root.tag))
    versions = {"pain.002": PAIN_VERSIONS, "camt.054": CAMT_VERSIONS}
    if found is None or found[3] not in versions[found[2]]:
        raise FileProblem(
            issue(
                "IM-110",
                name,
                rad=line_of(root),
                rot=str(root.tag),
                pain=", ".join(PAIN_VERSIONS),
                camt=", ".join(CAMT_VERSIONS),
            )
        )
    tree = IsoTree(name, found[1])
    if found[2] == "pain.002":
        return _pain(tree, root, found[3])
    return _camt(tree, root, found[3])


def _pain(tree: IsoTree, root: _Element, version: str) -> BankAnswer:
    report = tree.element(root, "CstmrPmtStsRpt")
    original = tree.element(report, "OrgnlGrpInfAndSts")
    group_status = tree.status(original, "GrpSts", STATUS)
    groups: list[AnswerGroup] = []
    items: list[AnswerItem] = []
    for part in tree.all(report, "OrgnlPmtInfAndSts"):
        status = tree.status(part, "PmtInfSts", STATUS)
        if status is not None:
            payment_information = tree.need(part, "OrgnlPmtInfId")
            groups.append(AnswerGroup(payment_information, status, *tree.reason(part, "StsRsnInf")))
        above = status or group_status
        items += [_transaction(tree, one, above) for one in tree.all(part, "TxInfAndSts")]
    if group_status is None and not groups and not items:
        raise tree.lacking(original, "GrpSts")
    return BankAnswer(
        "pain.002",
        version,
        tree.need(report, "GrpHdr/MsgId"),
        tree.need(original, "OrgnlMsgId"),
        group_status,
        *tree.reason(original, "StsRsnInf"),
        tuple(groups),
        tuple(items),
        (),
    )


def _transaction(tree: IsoTree, one: _Element, above: BankStatus | None) -> AnswerItem:
    end_to_end = tree.need(one, "OrgnlEndToEndId")
    status = tree.status(one, "TxSts", STATUS) or above
    if status is None:
        raise tree.lacking(one, "TxSts")
    return AnswerItem(
        end_to_end,
        tree.get(one, "OrgnlInstrId") or None,
        status,
        tree.ore(one, "OrgnlTxRef/Amt/InstdAmt", "OrgnlTxRef/IntrBkSttlmAmt"),
        *tree.reason(one, "StsRsnInf"),
        tree.day(one, "AccptncDtTm", "OrgnlTxRef/ReqdExctnDt/Dt", "OrgnlTxRef/ReqdExctnDt"),
        line_of(one),
    )


def _camt(tree: IsoTree, root: _Element, version: str) -> BankAnswer:
    message = tree.element(root, "BkToCstmrDbtCdtNtfctn")
    items: list[AnswerItem] = []
    other: list[OtherEntry] = []
    tree.element(message, "Ntfctn")
    for part in tree.all(message, "Ntfctn"):
        tree.need(part, "Id")
        for entry in tree.all(part, "Ntry"):
            for found in _entry(tree, entry):
                if isinstance(found, AnswerItem):
                    items.append(found)
                else:
                    other.append(found)
    return BankAnswer(
        "camt.054",
        version,
        tree.need(message, "GrpHdr/MsgId"),
        _our_message(tree, message),
        None,
        "",
        "",
        (),
        tuple(items),
        tuple(other),
    )


def _our_message(tree: IsoTree, message: _Element) -> str | None:
    """Return the MsgId of our file, when all that is booked names one and the same."""
    texts = {text_of(one) for one in tree.all(message, "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/MsgId")}
    texts |= {text_of(one) for one in tree.all(message, "Ntfctn/Ntry/NtryDtls/Btch/MsgId")}
    return texts.pop() if len(texts) == 1 else None


def _entry(tree: IsoTree, entry: _Element) -> Iterator[AnswerItem | OtherEntry]:
    total = tree.ore(entry, "Amt")
    if total is None:
        raise tree.lacking(entry, "Amt")
    path = "Sts/Cd" if tree.all(entry, "Sts/Cd") else "Sts"
    status = tree.status(entry, path, BOOKED)
    if status is None:
        raise tree.lacking(entry, "Sts")
    details = tree.all(entry, "NtryDtls/TxDtls")
    if not details:
        yield _other(tree, entry, entry, total)
    for one in details:
        amount = tree.ore(one, "Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
        if amount is None and len(details) == 1:
            amount = total
        end_to_end = tree.get(one, "Refs/EndToEndId")
        slag = _slag(tree, entry, one)
        if end_to_end in _NO_ID or slag == "kredit":
            yield _other(tree, entry, one, amount)
            continue
        yield AnswerItem(
            end_to_end,
            tree.get(one, "Refs/InstrId") or None,
            BankStatus.AVVISAD if slag == "retur" else status,
            amount,
            *tree.reason(one, "RtrInf"),
            _booked(tree, entry),
            line_of(one),
        )


def _slag(tree: IsoTree, entry: _Element, one: _Element) -> str:
    """Return debet, kredit or retur: money that came back, which a reversed debit is too."""
    direction = tree.get(one, "CdtDbtInd") or tree.need(entry, "CdtDbtInd")
    reversed_ = tree.get(entry, "RvslInd") in ("true", "1")
    if direction == "DBIT":
        return "kredit" if reversed_ else "debet"
    code = "BkTxCd/Domn/Fmly/SubFmlyCd"
    returned = (
        reversed_
        or bool(tree.all(one, "RtrInf"))
        or tree.get(entry, code) in RETURNS
        or tree.get(one, code) in RETURNS
    )
    return "retur" if returned else "kredit"


def _other(tree: IsoTree, entry: _Element, one: _Element, amount: int | None) -> OtherEntry:
    reference = tree.get(one, "Refs/AcctSvcrRef", "Refs/PmtInfId") or tree.get(
        entry, "AcctSvcrRef", "NtryDtls/Btch/PmtInfId", "NtryRef"
    )
    return OtherEntry(
        _slag(tree, entry, one), amount, _booked(tree, entry), reference, line_of(one)
    )


def _booked(tree: IsoTree, entry: _Element) -> str | None:
    return tree.day(entry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
