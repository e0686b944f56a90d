"""The bank's answers: what becomes of each payment, what is not ours, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.bankanswer import AnswerGroup, AnswerItem, OtherEntry, read_answer
from importers.bankwords import BankStatus
from importers.base import FileProblem, ImportIssue

PAIN = "urn:iso:std:iso:20022:tech:xsd:pain.002.001."
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.054.001."
BETALD, AVVISAD, MOTTAGEN = BankStatus.BETALD, BankStatus.AVVISAD, BankStatus.MOTTAGEN


def document(namespace: str, body: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<Document xmlns="{namespace}">{body}</Document>'.encode()


def reason(code: str = "AC04", text: str = "", kind: str = "Cd") -> str:
    said = f"<AddtlInf>{text}</AddtlInf>" if text else ""
    return f"<StsRsnInf><Rsn><{kind}>{code}</{kind}></Rsn>{said}</StsRsnInf>"


def transaction(
    number: int = 1, status: str = "<TxSts>RJCT</TxSts>", why: str = "", ore: str = "1234.50"
) -> str:
    return (
        f"<TxInfAndSts><StsId>S{number}</StsId><OrgnlInstrId>I{number}</OrgnlInstrId>"
        f"<OrgnlEndToEndId>B{number:06d}</OrgnlEndToEndId>{status}{why}"
        f'<OrgnlTxRef><Amt><InstdAmt Ccy="SEK">{ore}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>'
    )


def pain(parts: str = "", *, group: str = "<GrpSts>PART</GrpSts>", version: str = "03") -> bytes:
    return document(
        PAIN + version,
        "<CstmrPmtStsRpt><GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-10-20T09:00:00</CreDtTm>"
        "</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>UTB-2026-10</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>{parts}"
        "</CstmrPmtStsRpt>",
    )


def information(*transactions: str, status: str = "", number: int = 1) -> str:
    return (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>UTB-2026-10-{number}</OrgnlPmtInfId>{status}"
        f"{''.join(transactions)}</OrgnlPmtInfAndSts>"
    )


def details(
    number: int | None = 1, *, amount: str = "", more: str = "", instruction: bool = True
) -> str:
    own = "" if number is None else f"<EndToEndId>B{number:06d}</EndToEndId>"
    given_ = f"<InstrId>I{number}</InstrId>" if instruction and number is not None else ""
    return (
        f"<TxDtls><Refs><MsgId>UTB-2026-10</MsgId><AcctSvcrRef>R9</AcctSvcrRef>{given_}{own}"
        f"</Refs>{amount}{more}</TxDtls>"
    )


def entry(
    *inside: str,
    amount: str = "1234.50",
    direction: str = "DBIT",
    reversal: str = "",
    status: str = "<Sts>BOOK</Sts>",
    day: str = "<BookgDt><Dt>2026-10-21</Dt></BookgDt>",
    code: str = "",
) -> str:
    return (
        f'<Ntry><Amt Ccy="SEK">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{reversal}'
        f"{status}{day}<AcctSvcrRef>R1</AcctSvcrRef>{code}"
        f"{'<NtryDtls>' + ''.join(inside) + '</NtryDtls>' if inside else ''}</Ntry>"
    )


def camt(*entries: str, version: str = "02") -> bytes:
    return document(
        CAMT + version,
        "<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>BANK-2</MsgId>"
        "<CreDtTm>2026-10-21T18:00:00</CreDtTm></GrpHdr><Ntfctn><Id>N1</Id>"
        f"{''.join(entries)}</Ntfctn></BkToCstmrDbtCdtNtfctn>",
    )


RETURNED = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>KONTO STÄNGT</AddtlInf></RtrInf>"


@pytest.mark.parametrize("version", ["03", "09", "10", "11", "12"])
def test_a_status_report(version: str) -> None:
    answer = read_answer(
        pain(
            information(
                transaction(1, why=reason()),
                transaction(2, "<TxSts>ACSP</TxSts>"),
                transaction(3, "<TxSts>ACSC</TxSts>", ore="0.01"),
            ),
            version=version,
        ),
        "svar.xml",
    )
    assert (answer.kind, answer.version) == ("pain.002", version)
    assert (answer.message_id, answer.original_message_id) == ("BANK-1", "UTB-2026-10")
    assert (answer.group_status, answer.groups, answer.other) == (MOTTAGEN, (), ())
    assert answer.items == (
        AnswerItem("B000001", "I1", AVVISAD, 123450, "AC04", "kontot är avslutat", None, 2),
        AnswerItem("B000002", "I2", MOTTAGEN, 123450, "", "", None, 2),
        AnswerItem("B000003", "I3", BETALD, 1, "", "", None, 2),
    )


def test_a_file_refused_whole() -> None:
    answer = read_answer(pain(group="<GrpSts>RJCT</GrpSts>" + reason("FF01", "Rad 7")), "x")
    assert (answer.group_status, answer.items) == (AVVISAD, ())
    assert (answer.reason_code, answer.reason_text) == ("FF01", "Rad 7")


def test_a_part_refused_whole_and_a_payment_without_a_status_of_its_own() -> None:
    answer = read_answer(
        pain(
            information(transaction(1, ""), status="<PmtInfSts>RJCT</PmtInfSts>" + reason("AM04"))
            + information(transaction(2, ""), number=2),
            group="<GrpSts>ACCP</GrpSts>",
        ),
        "x",
    )
    why = "det finns inte täckning på avsändarkontot"
    assert answer.groups == (AnswerGroup("UTB-2026-10-1", AVVISAD, "AM04", why),)
    assert [item.status for item in answer.items] == [AVVISAD, MOTTAGEN]


@pytest.mark.parametrize(
    ("why", "code", "text"),
    [
        (reason("AC01"), "AC01", "kontonumret är fel"),
        (reason("AC01", "Fel bankgiro"), "AC01", "Fel bankgiro"),
        (reason("X9", kind="Prtry"), "X9", ""),
        (reason("AC01") + reason("NARR", "mer"), "AC01", "kontonumret är fel mer"),
        ("", "", ""),
    ],
)
def test_reasons(why: str, code: str, text: str) -> None:
    (item,) = read_answer(pain(information(transaction(why=why))), "x").items
    assert (item.reason_code, item.reason_text) == (code, text)


@pytest.mark.parametrize(
    ("inside", "day"),
    [
        ("<AccptncDtTm>2026-10-21T00:00:01+02:00</AccptncDtTm>", "2026-10-21"),
        ("<OrgnlTxRef><ReqdExctnDt>2026-10-22</ReqdExctnDt></OrgnlTxRef>", "2026-10-22"),
        ("<OrgnlTxRef><ReqdExctnDt><Dt>2026-10-23</Dt></ReqdExctnDt></OrgnlTxRef>", "2026-10-23"),
    ],
)
def test_days_of_a_status_report(inside: str, day: str) -> None:
    ours = "<OrgnlEndToEndId>B1</OrgnlEndToEndId><TxSts>ACSC</TxSts>"
    one = f"<TxInfAndSts>{ours}{inside}</TxInfAndSts>"
    (item,) = read_answer(pain(information(one)), "x").items
    assert (item.day, item.amount_ore, item.instruction_id) == (day, None, None)


def test_debits_are_paid() -> None:
    answer = read_answer(
        camt(
            entry(
                details(1, amount='<AmtDtls><TxAmt><Amt Ccy="SEK">1000</Amt></TxAmt></AmtDtls>'),
                details(
                    2, amount='<AmtDtls><InstdAmt><Amt Ccy="SEK">234.5</Amt></InstdAmt></AmtDtls>'
                ),
                details(3, instruction=False),
            ),
            entry(details(4), status="<Sts>PDNG</Sts>"),
        ),
        "x",
    )
    assert (answer.kind, answer.version, answer.group_status) == ("camt.054", "02", None)
    assert (answer.message_id, answer.original_message_id) == ("BANK-2", "UTB-2026-10")
    assert answer.other == ()
    assert answer.items == (
        AnswerItem("B000001", "I1", BETALD, 100000, "", "", "2026-10-21", 2),
        AnswerItem("B000002", "I2", BETALD, 23450, "", "", "2026-10-21", 2),
        AnswerItem("B000003", None, BETALD, None, "", "", "2026-10-21", 2),
        AnswerItem("B000004", "I4", MOTTAGEN, 123450, "", "", "2026-10-21", 2),
    )


@pytest.mark.parametrize("version", ["04", "06", "08"])
def test_later_versions_have_status_and_amounts_elsewhere(version: str) -> None:
    answer = read_answer(
        camt(
            entry(
                details(1, amount='<Amt Ccy="SEK">12.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>'),
                amount="99.00",
                status="<Sts><Cd>BOOK</Cd></Sts>",
                day="<BookgDt><DtTm>2026-10-21T07:00:00</DtTm></BookgDt>",
            ),
            version=version,
        ),
        "x",
    )
    assert [(one.amount_ore, one.status, one.day) for one in answer.items] == [
        (1200, BETALD, "2026-10-21")
    ]


@pytest.mark.parametrize(
    "returned",
    [
        entry(details(1, more=RETURNED), direction="CRDT"),
        entry(details(1), direction="CRDT", reversal="<RvslInd>true</RvslInd>"),
        entry(
            details(1),
            direction="CRDT",
            code="<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd>"
            "</Fmly></Domn></BkTxCd>",
        ),
    ],
    ids=["returned", "reversed", "by its code"],
)
def test_money_that_comes_back_is_a_rejection(returned: str) -> None:
    (item,) = read_answer(camt(returned), "x").items
    assert (item.end_to_end_id, item.status, item.amount_ore) == ("B000001", AVVISAD, 123450)


def test_why_money_came_back() -> None:
    (item,) = read_answer(camt(entry(details(more=RETURNED), direction="CRDT")), "x").items
    assert (item.reason_code, item.reason_text) == ("AC04", "KONTO STÄNGT")


@pytest.mark.parametrize(
    ("found", "slag", "reference"),
    [
        (entry(), "debet", "R1"),
        (entry("<Btch><PmtInfId>UTB-2026-10-1</PmtInfId></Btch>"), "debet", "R1"),
        (entry(details(None)), "debet", "R9"),
        (entry(details(1), direction="CRDT"), "kredit", "R9"),
        (entry(details(1), reversal="<RvslInd>true</RvslInd>"), "kredit", "R9"),
        (entry(details(None, more=RETURNED), direction="CRDT"), "retur", "R9"),
        (
            entry(details(1).replace("B000001", "NOTPROVIDED")),
            "debet",
            "R9",
        ),
    ],
)
def test_what_names_no_payment_of_ours_is_kept_for_a_person(
    found: str, slag: str, reference: str
) -> None:
    answer = read_answer(camt(found), "x")
    assert answer.items == ()
    assert answer.other == (OtherEntry(slag, 123450, "2026-10-21", reference, 2),)


def test_entries_of_several_files_name_none() -> None:
    second = details(2).replace("UTB-2026-10", "UTB-2026-09")
    assert read_answer(camt(entry(details(1), second)), "x").original_message_id is None


@given(st.integers(0, 10**15))
def test_amounts_are_exact(ore: int) -> None:
    text = f"{ore // 100}.{ore % 100:02d}"
    for written in {text, text + "000", text.rstrip("0").rstrip(".")}:
        (item,) = read_answer(pain(information(transaction(ore=written or "0"))), "x").items
        assert item.amount_ore == ore


BROKEN: dict[str, Callable[[], bytes]] = {
    "IM-110": lambda: pain(information(transaction()), version="02"),
    "IM-111": lambda: pain(information(transaction().replace("OrgnlEndToEndId", "X"))),
    "IM-112": lambda: pain(information(transaction(ore="12,50"))),
    "IM-113": lambda: pain(information(transaction().replace("SEK", "EUR"))),
    "IM-114": lambda: pain(information(transaction(status="<TxSts>OKEJ</TxSts>"))),
    "IM-115": lambda: camt(entry(details(), day="<BookgDt><Dt>2026-02-30</Dt></BookgDt>")),
}


def problem(data: bytes) -> ImportIssue:
    with pytest.raises(FileProblem) as error:
        read_answer(data, "svar.xml")
    return error.value.issue


@pytest.mark.parametrize("kod", BROKEN)
def test_every_message_of_ours(kod: str) -> None:
    found = problem(BROKEN[kod]())
    assert (found.kod, found.fil, found.rad) == (kod, "svar.xml", 2)


@pytest.mark.parametrize(
    ("data", "kod", "says"),
    [
        (b"<a", "IM-091", "felet"),
        (b"<!DOCTYPE a><a/>", "IM-090", "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "IM-090", "DOCTYPE"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "IM-101", "utf-7"),
        (b"<a/>", "IM-110", "rotelementet är a"),
        (document("urn:x", ""), "IM-110", "urn:x"),
        (camt(version="03"), "IM-110", "camt.054 version 02, 04, 06, 08"),
        (document(PAIN + "03", ""), "IM-111", "CstmrPmtStsRpt saknas eller är tomt i Document"),
        (document(CAMT + "08", ""), "IM-111", "BkToCstmrDbtCdtNtfctn"),
        (pain(group=""), "IM-111", "GrpSts"),
        (pain().replace(b"<MsgId>BANK-1</MsgId>", b""), "IM-111", "GrpHdr/MsgId"),
        (pain().replace(b"UTB-2026-10", b" "), "IM-111", "OrgnlMsgId"),
        (pain(information(transaction(status="")), group=""), "IM-111", "TxSts"),
        (
            pain(information(status="<PmtInfSts>RJCT</PmtInfSts>").replace("UTB-2026-10-1", "")),
            "IM-111",
            "OrgnlPmtInfId",
        ),
        (camt().replace(b"<Id>N1</Id>", b""), "IM-111", "Id saknas eller är tomt i Ntfctn"),
        (camt().replace(b"<MsgId>BANK-2</MsgId>", b""), "IM-111", "GrpHdr/MsgId"),
        (camt(entry(details(), direction="")), "IM-111", "CdtDbtInd"),
        (camt(entry(details(), status="")), "IM-111", "Sts"),
        (camt(entry(details()).replace("Amt", "Xmt")), "IM-111", "Amt"),
        (camt(entry(amount="1.005")), "IM-112", "Amt"),
        (camt(entry(amount="-1")), "IM-112", "Amt"),
        (camt(entry(status="<Sts>KLAR</Sts>")), "IM-114", "KLAR"),
    ],
)
def test_what_is_refused(data: bytes, kod: str, says: str) -> None:
    found = problem(data)
    assert found.kod == kod
    assert says in found.fel


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_words(data: bytes) -> None:
    assert problem(data).fel
