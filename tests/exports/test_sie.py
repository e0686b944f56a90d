"""SIE 4I: what is written can be read, balances, and says nothing that the code page can't."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.sie_reader import read
from workbench.exports.sie import Book, Entry, SieFel, Voucher, write
from workbench.exports.tecken import ERSATT

UTBETALNING = Voucher(
    "PA",
    "",
    "2026-10-20",
    "Assistans 2026-09, körning 12",
    (
        Entry("5570", 123456789, ((1, "4711"), (20, "B000123"))),
        Entry("2890", -123456789, ((1, "4711"),)),
    ),
)
BOK = Book(
    program="workbench",
    version="1.0",
    generated="2026-10-21",
    signature="anna",
    orgnr="2120000142",
    company="Östersjö kommun",
    year=("2026-01-01", "2026-12-31"),
    accounts={"5570": "Personlig assistans", "2890": "Utbetalningar på väg", "1930": "Bank"},
    dimensions={1: "Kostnadsställe", 20: "Brukare", 21: "Oanvänd"},
    objects=[(20, "B000123", "B000123"), (1, "4711", "Socialnämnden"), (1, "4712", "Annan")],
    vouchers=[UTBETALNING],
)


def with_text(text: str) -> Book:
    return replace(BOK, vouchers=[replace(UTBETALNING, text=text)])


def with_entries(*entries: Entry) -> Book:
    return replace(BOK, vouchers=[replace(UTBETALNING, entries=entries)])


def test_a_whole_file() -> None:
    """The file of one voucher, byte for byte: code page 437, CRLF."""
    expected = """\
#FLAGGA 0
#PROGRAM "workbench" "1.0"
#FORMAT PC8
#GEN 20261021 "anna"
#SIETYP 4
#ORGNR 212000-0142
#FNAMN "Östersjö kommun"
#RAR 0 20260101 20261231
#KONTO 2890 "Utbetalningar på väg"
#KONTO 5570 "Personlig assistans"
#DIM 1 "Kostnadsställe"
#DIM 20 "Brukare"
#OBJEKT 1 "4711" "Socialnämnden"
#OBJEKT 20 "B000123" "B000123"
#VER "PA" "" 20261020 "Assistans 2026-09, körning 12"
{
#TRANS 5570 {1 "4711" 20 "B000123"} 1234567.89
#TRANS 2890 {1 "4711"} -1234567.89
}
"""
    fil = write(BOK)
    assert fil.innehall == expected.replace("\n", "\r\n").encode("cp437")
    assert fil.varningar == ()


def test_the_code_page() -> None:
    """å ä ö Å Ä Ö é are single bytes of code page 437."""
    data = write(with_text("åäöÅÄÖé")).innehall
    assert bytes([0x86, 0x84, 0x94, 0x8F, 0x8E, 0x99, 0x82]) in data


def test_only_what_is_used_is_declared() -> None:
    sie = read(write(BOK).innehall)
    assert [account for account, _ in sie.of("#KONTO")] == ["2890", "5570"]
    assert [dimension for dimension, _ in sie.of("#DIM")] == ["1", "20"]
    assert [number for _, number, _ in sie.of("#OBJEKT")] == ["4711", "B000123"]


def test_no_objects_still_have_their_braces() -> None:
    data = write(with_entries(Entry("5570", 1), Entry("2890", -1))).innehall
    assert b"#TRANS 5570 {} 0.01\r\n#TRANS 2890 {} -0.01\r\n" in data
    assert b"#DIM" not in data


def test_the_order_of_records() -> None:
    order = "FLAGGA PROGRAM FORMAT GEN SIETYP ORGNR FNAMN RAR KONTO KONTO DIM DIM OBJEKT OBJEKT"
    assert read(write(BOK).innehall).labels == [f"#{label}" for label in order.split()]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ('sagt "ja"', 'sagt "ja"'),
        ("krull { och }", "krull { och }"),
        ("slutar med \\", "slutar med /"),
        ("två\r\nrader\toch tabb", "två  rader och tabb"),
        ("a\u030aret", "året"),
        ("9 d § – 5 € Ørsted Łuk č…", "9 d par. - 5 EUR Örsted Luk c..."),
        ("snö ☃ 漢", "snö ? ?"),
        ("", ""),
    ],
    ids=["quotes", "braces", "backslash", "control", "composed", "replaced", "unknown", "empty"],
)
def test_texts(text: str, read_as: str) -> None:
    assert read(write(with_text(text)).innehall).vouchers[0].text == read_as


def test_every_replacement_is_said_once() -> None:
    fil = write(with_text("ł ł – \u00a0\x07"))
    assert fil.varningar == (
        'Tecknet "ł" (U+0142) finns inte i teckentabellen PC8 och skrevs som "l".',
        'Tecknet "–" (U+2013) finns inte i teckentabellen PC8 och skrevs som "-".',
        "Tecknet U+00A0 finns inte i teckentabellen PC8 och skrevs som blanksteg.",
        "Tecknet U+0007 finns inte i teckentabellen PC8 och skrevs som blanksteg.",
    )


def test_the_table_of_replacements_is_in_the_code_page() -> None:
    for replacement in ERSATT.values():
        replacement.encode("cp437")


@pytest.mark.parametrize(
    ("book", "message"),
    [
        (
            with_entries(Entry("5570", 10050), Entry("2890", -10000)),
            r"Verifikation 1 \(Assistans 2026-09, körning 12, 2026-10-20\) balanserar inte: "
            r"debet minus kredit är 0,50 kr\.",
        ),
        (with_entries(Entry("5570", 0), Entry("2890", 0)), r"konto 5570 är 0 kr"),
        (with_entries(), "har inga rader"),
        (replace(BOK, vouchers=[]), "inga verifikationer"),
        (with_entries(Entry("9999", 1), Entry("2890", -1)), "9999 saknas i kontoplanen"),
        (with_entries(Entry("55 70", 1), Entry("2890", -1)), "'55 70' är inte ett nummer"),
        (
            with_entries(Entry("5570", 1, ((30, "X"),)), Entry("2890", -1)),
            "dimension 30 saknar namn",
        ),
        (
            with_entries(Entry("5570", 1, ((20, "B9"),)), Entry("2890", -1)),
            "objekt 'B9' i dimension 20 är okänt",
        ),
        (
            with_entries(Entry("5570", 1, ((1, "4711"), (1, "4712"))), Entry("2890", -1)),
            "en dimension två gånger",
        ),
        (
            replace(BOK, vouchers=[replace(UTBETALNING, day="2025-12-31")]),
            "utanför räkenskapsåret 2026-01-01 - 2026-12-31",
        ),
        (
            replace(BOK, vouchers=[UTBETALNING, replace(UTBETALNING, day="2027-01-01")]),
            r"Verifikation 2 .* ligger utanför räkenskapsåret",
        ),
        (replace(BOK, vouchers=[replace(UTBETALNING, day="20261020")]), "inte en dag"),
        (replace(BOK, vouchers=[replace(UTBETALNING, series='A"')]), "serie och nummer"),
        (replace(BOK, generated="i går"), "inte en dag"),
        (replace(BOK, year=("2026-12-31", "2026-01-01")), "före sin första dag"),
        (replace(BOK, orgnr="2120000143"), "kontrollsiffran"),
    ],
)
def test_what_is_refused(book: Book, message: str) -> None:
    with pytest.raises(SieFel, match=message):
        write(book)


@given(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=30))
def test_any_amounts_balance(amounts: list[int]) -> None:
    """Every öre comes back, and with its counterpart the voucher is nought."""
    entries = [Entry("5570", amount) for amount in amounts]
    if rest := -sum(amounts):
        entries.append(Entry("2890", rest))
    (ver,) = read(write(with_entries(*entries)).innehall).vouchers
    assert ver.sum == 0
    assert [row.amount for row in ver.rows] == [
        Decimal(entry.amount_ore).scaleb(-2) for entry in entries
    ]


@given(st.text())
def test_any_text_survives_or_is_warned_of(text: str) -> None:
    import unicodedata

    fil = write(with_text(text))
    lines = fil.innehall.split(b"\r\n")
    assert not any(byte < 32 or byte == 127 for line in lines for byte in line)
    (ver,) = read(fil.innehall).vouchers
    if ver.text != unicodedata.normalize("NFC", text).strip():
        assert fil.varningar


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_same_book_gives_the_same_bytes(text: str, name: str) -> None:
    book = replace(with_text(text), company=name)
    assert write(book) == write(replace(book, objects=list(reversed(book.objects))))
