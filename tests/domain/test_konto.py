"""Accounts as people write them: what they are, which are refused, and what can't be checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain import clearing
from workbench.domain.clearing import ClearingTableError, mod10, mod11, serie_of, series, table
from workbench.domain.konto import (
    Iban,
    InvalidKonto,
    Konto,
    KontoSlag,
    bank,
    hints,
    parse,
    parse_iban,
)

DIGITS = "0123456789"


def completed(head: str, right: object = mod10) -> str:
    """Return digits with the check digit that makes them right; tries all ten."""
    assert callable(right)
    return next((head + digit for digit in DIGITS if right(head + digit)), "")


def iban(code: str, account: str) -> str:
    """Return a Swedish IBAN with right check digits."""
    bban = code + account.zfill(17)
    return next(text for n in range(2, 99) if valid_iban(text := f"SE{n:02d}{bban}"))


def valid_iban(text: str) -> bool:
    try:
        Iban(text)
    except InvalidKonto:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "canonical", "shown"),
    [
        ("BG 5050-1055", "BG 5050-1055", "BG 5050-1055"),
        ("bg50501055", "BG 5050-1055", "BG 5050-1055"),
        ("Bankgiro: 160-9908", "BG 160-9908", "BG 160-9908"),
        ("bg. 160–9908", "BG 160-9908", "BG 160-9908"),
        ("160-9908", "BG 160-9908", "BG 160-9908"),
        ("PG 12 34 56-6", "PG 123456-6", "PG 12 34 56-6"),
        ("12 34 56-6", "PG 123456-6", "PG 12 34 56-6"),
        ("plusgiro 1234566", "PG 123456-6", "PG 12 34 56-6"),
        ("1-8", "PG 1-8", "PG 1-8"),
        ("6789-123456789", "6789,123456789", "6789, 123 456 789"),
        ("konto 6789 123 456 789", "6789,123456789", "6789, 123 456 789"),
        ("bankkonto 6789123456789", "6789,123456789", "6789, 123 456 789"),
        ("8424-4, 983 189 224-6", "8424-4,9831892246", "8424-4, 983 189 224-6"),
        ("8424-4 983 189 224-6", "8424-4,9831892246", "8424-4, 983 189 224-6"),
        ("84244-9831892246", "8424-4,9831892246", "8424-4, 983 189 224-6"),
        ("8424-49831892246", "8424-4,9831892246", "8424-4, 983 189 224-6"),
        ("842449831892246", "8424-4,9831892246", "8424-4, 983 189 224-6"),
        ("8424, 9831892246", "8424,9831892246", "8424, 983 189 224-6"),
        ("3300 000620-5124", "3300,0006205124", "3300, 000620-5124"),
        ("9071, 417 23 83", "9071,4172383", "9071, 4 172 383"),
        ("97891111113", "9789,1111113", "9789, 1 111 113"),
    ],
)
def test_what_people_write(text: str, canonical: str, shown: str) -> None:
    account = parse(text)
    assert (str(account), account.visa()) == (canonical, shown)
    assert parse(canonical) == parse(shown) == account
    assert hints(account) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "tomt"),
        ("   ", "tomt"),
        ("hej", "clearingnummer, bindestreck"),
        ("12345678", "både bankgiro och plusgiro"),
        ("1234566", "Skriv BG eller PG framför"),
        ("123456", "det går inte att se vad 6 siffror i följd är"),
        ("konto 12345678", "både bankgiro och plusgiro"),
        ("8505052386", "det går inte att se vad 10 siffror"),
        ("198505052386", "var clearingnumret slutar"),
        ("BG 5050-1056", "kontrollsiffra, och den stämmer inte"),
        ("BG 505010-55", "sju eller åtta siffror"),
        ("BG 123456", "sju eller åtta siffror"),
        ("BG 000-0000", "stämmer inte"),
        ("PG 123456-7", "kontrollsiffra, och den stämmer inte"),
        ("PG 123456789-7", "två till åtta siffror"),
        ("PG 12345-67", "två till åtta siffror"),
        ("PG 7", "två till åtta siffror"),
        ("5226-1234567", "ett konto i SEB är en kontrollsiffra"),
        ("6789-123456788", "Handelsbanken"),
        ("5226-123456", "ett konto i SEB är 7 siffror efter clearingnumret, här är det 6"),
        ("6789-12345", "7-9 siffror"),
        ("8424-1, 983 189 224-6", "femte siffran"),
        ("0123-1234567", "clearingnumret är fyra siffror"),
        ("9960-1234566", "Skriv PG"),
        ("9900-50501055", "Skriv BG"),
        ("9999-123", "5 till 11 siffror"),
        ("9999-0000000", "kontonumret ska vara siffror"),
        ("6123-4, 56789012", "clearingnummer, bindestreck"),
        ("BG ٥٠٥٠-١٠٥٥", "sju eller åtta siffror"),
        ("SE3550000000054910000004", "kontrollsiffror stämmer inte"),
        ("NO9386011117947", "svenskt IBAN"),
        ("SE355000000005491000000", "svenskt IBAN"),
    ],
)
def test_what_is_refused_and_why(text: str, says: str) -> None:
    with pytest.raises(InvalidKonto, match=says) as refused:
        parse(text)
    assert str(refused.value)[-1] == "."


def test_a_type_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(InvalidKonto, match="inget clearingnummer"):
        Konto(KontoSlag.BANKGIRO, "9900", "50501055")
    with pytest.raises(InvalidKonto, match="7 till 8"):
        Konto(KontoSlag.BANKGIRO, "", "505-1055")
    with pytest.raises(InvalidKonto, match="ska vara siffror"):
        Konto(KontoSlag.BANKKONTO, "9999", "12345x")


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("SE35 5000 0000 0549 1000 0003", "5491,0000003"),
        ("SE4550000000058398257466", "5839,8257466"),
        (iban("800", "84244" + "9831892246"), "8424-4,9831892246"),
        (iban("300", "11001234561"), "1100,1234561"),
    ],
)
def test_an_iban_is_taken_apart_when_that_is_certain(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical
    assert parse_iban(text).nummer == text.replace(" ", "")


@pytest.mark.parametrize(
    ("code", "account", "bank_name"),
    [
        ("600", "123456789", "Handelsbanken"),
        ("300", "0006205124", "Nordea"),
        ("500", "67891234567", "SEB"),
        ("800", "84241" + "9831892246", "Swedbank"),
        ("800", "84244" + "9831892247", "Swedbank"),
        ("500", "52261234567", "SEB"),
        ("999", "1", "okänd bank"),
    ],
)
def test_an_iban_without_a_certain_clearing_number(code: str, account: str, bank_name: str) -> None:
    with pytest.raises(InvalidKonto, match="riktigt") as refused:
        parse(iban(code, account))
    assert bank_name in str(refused.value)


def test_a_bank_that_is_not_in_the_table_is_a_hint() -> None:
    (hint,) = hints(parse("9999-1234567"))
    assert "finns inte i tabellen" in hint


def test_an_old_savings_account_without_check_digit_is_a_hint() -> None:
    account = parse("8327-9, 123 456 789-0")
    (hint,) = hints(account)
    assert "stämmer inte, men kontot kan ändå vara rätt" in hint
    assert bank(account) == "Swedbank och sparbankerna"


def test_short_numbers_are_filled_with_zeros() -> None:
    short = completed("1234567", mod11)
    assert parse(f"6789-{short}").nummer == short.zfill(9)


@given(st.integers(10**5, 10**7 - 1))
def test_one_wrong_digit_in_a_bankgiro_is_caught(head: int) -> None:
    number = completed(str(head))
    assert parse(f"BG {number}").nummer == number
    for place in range(len(number)):
        for digit in set(DIGITS) - {number[place]}:
            with pytest.raises(InvalidKonto):
                parse(f"BG {number[:place]}{digit}{number[place + 1 :]}")


@given(st.integers(1, 10**7 - 1))
def test_one_wrong_digit_in_a_plusgiro_is_caught(head: int) -> None:
    number = completed(str(head))
    assert parse(f"{number[:-1]}-{number[-1]}") == parse(f"PG {number}")
    for place in range(len(number)):
        for digit in set(DIGITS) - {number[place]}:
            with pytest.raises(InvalidKonto):
                parse(f"PG {number[:place]}{digit}{number[place + 1 :]}")


@given(st.sampled_from(table()), st.data())
def test_bank_accounts_of_every_bank(serie: clearing.Serie, data: st.DataObject) -> None:
    """What is written is read back, and a wrong digit is caught unless the table is unsure."""
    number = str(data.draw(st.integers(serie.fran, serie.till)))
    head = data.draw(st.text(DIGITS, min_size=serie.length - 1, max_size=serie.length - 1))
    right = completed(head, lambda account: serie.checks(number, account))
    if not right.strip("0"):
        return
    account = parse(f"{number}-{right}")
    assert (account.clearing, account.nummer) == (number, right)
    assert parse(str(account)) == parse(account.visa()) == account
    assert hints(account) == []
    assert bank(account) == serie.bank
    wrong = f"{number}-{right[:-1]}{(int(right[-1]) + 1) % 10}"
    if serie.osaker:
        assert hints(parse(wrong))
    else:
        with pytest.raises(InvalidKonto):
            parse(wrong)


@given(st.text())
def test_no_text_does_anything_but_parse_or_refuse(text: str) -> None:
    try:
        account = parse(text)
    except InvalidKonto:
        return
    assert parse(str(account)) == parse(account.visa()) == account


@given(st.text("0123456789- ,", max_size=20))
def test_any_digits_and_separators(text: str) -> None:
    try:
        account = parse(text)
    except InvalidKonto:
        return
    assert parse(str(account)) == parse(account.visa()) == account


def test_the_table() -> None:
    assert serie_of("8999") is serie_of("89991")
    assert serie_of("1000") is None
    assert serie_of("9900") is None
    assert {serie.length for serie in table()} == {7, 9, 10}
    assert all(len(serie.iban) == 3 and serie.minst <= serie.length for serie in table())


@pytest.mark.parametrize(
    "entries",
    [
        [{"fran": 1, "till": 5, "bank": "A", "kontroll": "typ9"}],
        [{"fran": 5, "till": 1, "bank": "A", "kontroll": "typ1k1"}],
        [
            {"fran": 1, "till": 5, "bank": "A", "kontroll": "typ1k1"},
            {"fran": 5, "till": 9, "bank": "B", "kontroll": "typ1k1"},
        ],
    ],
    ids=["unknown check", "backwards", "overlap"],
)
def test_a_broken_table_is_refused(entries: list[dict[str, object]]) -> None:
    with pytest.raises(ClearingTableError):
        series(entries)


def test_check_digits_against_published_numbers() -> None:
    assert mod10("1609908")
    assert mod11("0714172383")
    assert mod11("97891111113")
    assert mod11("123456789")
