"""The payment file: against the schema, against the rules that a bank has, and for any text."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.exports.pain_reader import File, read
from workbench.domain.konto import Konto, parse, parse_iban
from workbench.exports.pain001 import (
    BankProfile,
    Batch,
    BatchRefused,
    Debtor,
    Party,
    Payment,
    notices,
    write,
)
from workbench.exports.paintext import ALLOWED, latin

BANKGIRO, PLUSGIRO = parse("BG 5050-1055"), parse("PG 123456-6")
HANDELSBANKEN, SWEDBANK = parse("6789-123456789"), parse("8424-4, 983 189 224-6")
ACCOUNTS = (BANKGIRO, PLUSGIRO, HANDELSBANKEN, SWEDBANK)
DEBTOR = Debtor(
    "Ängsköpings kommun",
    "2120000001",
    parse_iban("SE35 5000 0000 0549 1000 0003"),
    "ESSESESS",
    "Ängsköping",
    bankgiro=parse("BG 160-9908"),
)


def payment(
    number: int = 1,
    account: Konto = HANDELSBANKEN,
    ore: int = 123450,
    name: str = "Påhittad Omsorg AB",
    texts: Sequence[str] = ("Assistans 2026-09",),
) -> Payment:
    return Payment(f"B{number:06d}", Party(name, "Umeå"), account, ore, tuple(texts), f"I{number}")


def batch(*payments: Payment, version: str = "09") -> Batch:
    return Batch("UTB-2026-10", "2026-10-20T08:15:00", "2026-10-21", DEBTOR, payments, version)


def many(count: int, version: str = "09") -> Batch:
    payments = (
        payment(number, ACCOUNTS[number % 4], 1 + number * 7919 % 10**8) for number in range(count)
    )
    return batch(*payments, version=version)


@cache
def schema(version: str) -> etree.XMLSchema:
    """Return ISO's schema, which a development package brings along."""
    file = resources.files("sepaxml").joinpath(f"schemas/pain.001.001.{version}.xsd")
    return etree.XMLSchema(etree.fromstring(file.read_bytes()))


def refused(given_: Batch, profile: BankProfile | None = None) -> tuple[str, ...]:
    with pytest.raises(BatchRefused) as error:
        write(given_, profile or BankProfile())
    assert isinstance(error.value, ValueError)
    return error.value.problems


PROFILES = {
    "default": BankProfile(),
    "one group": BankProfile(split_bankgiro=False),
    "everything else": BankProfile(
        plusgiro_scheme="PGNR",
        keep_fifth_clearing_digit=False,
        max_text=25,
        max_lines=2,
        max_name=20,
        charge_bearer="SHAR",
        batch_booking=False,
        customer_id="12345678",
        customer_scheme="BANK",
    ),
}


@pytest.mark.parametrize("version", ["09", "03"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_the_schema_accepts_every_kind_of_file(profile: BankProfile, version: str) -> None:
    for debtor in (DEBTOR, replace(DEBTOR, account=DEBTOR.bankgiro, bankgiro=None)):
        given_ = replace(many(9, version), debtor=debtor)
        given_ = replace(given_, payments=(*given_.payments, payment(99, texts=())))
        schema(version).assertValid(etree.fromstring(write(given_, profile)))


@pytest.mark.parametrize("version", ["09", "03"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_is_read_back(profile: BankProfile, version: str) -> None:
    given_ = many(17, version)
    file = read(write(given_, profile))
    assert file.problems() == []
    assert (file.message_id, file.created) == (given_.message_id, given_.created)
    assert (file.version, file.days) == (version, {"2026-10-21"})
    assert sorted((one.id, one.ore) for one in file.payments) == [
        (one.id, one.amount_ore) for one in given_.payments
    ]


def one(account: Konto, profile: BankProfile | None = None, version: str = "09") -> File:
    return read(write(batch(payment(account=account), version=version), profile or BankProfile()))


@pytest.mark.parametrize(
    ("account", "member", "number", "scheme"),
    [
        (BANKGIRO, "9900", "50501055", "BGNR"),
        (PLUSGIRO, "9960", "1234566", "BBAN"),
        (HANDELSBANKEN, "6789", "123456789", "BBAN"),
        (SWEDBANK, "8424", "49831892246", "BBAN"),
        (parse("8424, 983 189 224-6"), "8424", "9831892246", "BBAN"),
        (parse("3300 000620-5124"), "3300", "0006205124", "BBAN"),
    ],
)
def test_where_the_money_goes(account: Konto, member: str, number: str, scheme: str) -> None:
    (found,) = one(account).payments
    assert (found.member, found.account, found.scheme) == (member, number, scheme)
    assert (found.name, found.town, found.country) == ("Påhittad Omsorg AB", "Umeå", "SE")
    assert (found.instruction_id, found.texts) == ("I1", ["Assistans 2026-09"])


def test_what_banks_want_otherwise() -> None:
    profile = PROFILES["everything else"]
    assert one(PLUSGIRO, profile).payments[0].scheme == "PGNR"
    assert one(SWEDBANK, profile).payments[0].account == "9831892246"
    file = one(HANDELSBANKEN, profile)
    assert (file.initiator, file.bearers) == ("12345678", ["SHAR"])
    assert one(HANDELSBANKEN).initiator == DEBTOR.orgnr


def test_bankgiro_payments_leave_from_the_bankgiro_in_a_group_of_their_own() -> None:
    given_ = batch(*(payment(number, account) for number, account in enumerate(ACCOUNTS)))
    file = read(write(given_))
    assert file.debtor_accounts == ["1609908", "SE3550000000054910000003"]
    assert [len(group) for group in file.groups] == [1, 3]
    assert file.group_ids == ["UTB-2026-10-1", "UTB-2026-10-2"]
    together = read(write(given_, BankProfile(split_bankgiro=False)))
    assert together.debtor_accounts == ["SE3550000000054910000003"]
    only_iban = replace(given_, debtor=replace(DEBTOR, bankgiro=None))
    assert read(write(only_iban)).debtor_accounts == ["SE3550000000054910000003"]
    only_giro = replace(given_, debtor=replace(DEBTOR, account=BANKGIRO, bankgiro=None))
    assert read(write(only_giro)).debtor_accounts == ["50501055", "50501055"]


def test_the_bytes() -> None:
    data = write(many(10))
    assert data == write(many(10))
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert "Ängsköpings kommun".encode() in data


@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=30))
@settings(max_examples=50)
def test_sums_are_exact_for_any_amounts(amounts: list[int]) -> None:
    given_ = batch(*(payment(n, ACCOUNTS[n % 4], ore) for n, ore in enumerate(amounts)))
    file = read(write(given_))
    assert file.problems() == []
    assert (file.sum_ore, file.count) == (sum(amounts), len(amounts))


@given(st.text(max_size=200), st.text(max_size=60), st.lists(st.text(max_size=300), max_size=3))
@settings(max_examples=150)
def test_any_text_gives_allowed_characters_only(name: str, town: str, texts: list[str]) -> None:
    party = Party(f"A{name}", f"B{town}")
    given_ = batch(replace(payment(texts=texts), creditor=party))
    data = write(given_)
    schema("09").assertValid(etree.fromstring(data))
    file = read(data)
    assert file.problems() == []
    (found,) = file.payments
    same = (found.name, found.town) == (" ".join(party.name.split()), " ".join(party.town.split()))
    same = same and found.texts == [text for text in [" ".join(" ".join(texts).split())] if text]
    assert same == (notices(given_) == [])


@given(st.text())
def test_written_once_is_written_for_good(text: str) -> None:
    assert latin(latin(text)) == latin(text)
    assert set(latin(text)) <= ALLOWED


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        ("André Müller", "Andre Muller"),
        ("A\u030asa O\u0308berg", "Åsa Öberg"),
        ("Bo & Son", "Bo + Son"),
        ("”Lyan” – vård", "'Lyan' - vård"),
        ("Łukasz Ødegård", "Lukasz Ödegård"),
        ("a\tb\n c", "a b c"),
        ("Ж", "?"),
        ("<b>", "?b?"),
    ],
)
def test_letters(given_: str, written: str) -> None:
    assert latin(given_) == written


def test_what_is_told_beforehand() -> None:
    name = "Renée Ж"
    given_ = batch(
        payment(1, name=name, texts=["x" * 150]),
        payment(2, parse("8327-9, 123 456 789-0")),
        payment(3),
    )
    told = notices(given_)
    assert [(one.payment_id, one.what) for one in told] == [
        ("B000001", "Namnet"),
        ("B000001", "Texten"),
        ("B000002", "Kontot"),
    ]
    assert told[0].message.startswith("Namnet skrivs ”Renee ?” i stället för ”Renée Ж”.")
    assert (told[0].fore, told[0].efter, told[0].payee) == (name, "Renee ?", name)
    assert "kapas till 140 tecken" in told[1].message
    assert "gamla konton i Swedbank" in told[2].message


def test_a_protected_payee_is_not_named() -> None:
    hidden = Party("Renée Ж", "Åre", visas="[skyddad] 17")
    given_ = batch(replace(payment(ore=0, texts=["Renée " * 30]), creditor=hidden))
    words = [*(one.message + one.payee for one in notices(given_)), *refused(given_)]
    assert len(words) == 4
    assert not any("Ren" in word for word in words)
    assert all("[skyddad] 17" in word for word in words)


def test_lines_beyond_what_the_bank_takes_are_joined() -> None:
    given_ = batch(payment(texts=["ett", "", "två", "tre"]))
    assert read(write(given_)).payments[0].texts == ["ett två tre"]
    assert read(write(given_, BankProfile(max_lines=2))).payments[0].texts == ["ett", "två tre"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (batch(), "inget att betala"),
        (batch(payment(ore=0)), "(B000001) till Påhittad Omsorg AB: beloppet är 0,00 kr"),
        (batch(payment(ore=-100)), "beloppet är -1,00 kr"),
        (batch(payment(1), payment(2), payment(1)), "samma id som betalning 1"),
        (batch(payment(name=" ")), "mottagarens namn saknas"),
        (batch(payment(name="Ж")), "mottagarens namn saknas"),
        (batch(replace(payment(), creditor=Party("A"))), "ort saknas"),
        (batch(replace(payment(), creditor=Party("A", "B", "Sverige"))), "två bokstäver"),
        (batch(replace(payment(), id="å")), "id går inte att använda"),
        (batch(replace(payment(), id="/a")), "id går inte att använda"),
        (batch(replace(payment(), id="a/")), "id går inte att använda"),
        (batch(replace(payment(), id="a//b")), "id går inte att använda"),
        (batch(replace(payment(), id="a" * 36)), "id går inte att använda"),
        (batch(replace(payment(), id="")), "id går inte att använda"),
        (batch(replace(payment(), instruction_id="<")), "instruktionens id"),
        (replace(batch(payment()), version="02"), "Välj 09 eller 03"),
        (replace(batch(payment()), message_id="m" * 33), "Filens id"),
        (replace(batch(payment()), message_id=""), "Filens id"),
        (replace(batch(payment()), created="2026-10-20"), "Skapad-tiden"),
        (replace(batch(payment()), created="2026-13-20T08:15:00"), "Skapad-tiden"),
        (replace(batch(payment()), execution_day="2026-10-24"), "därefter är 2026-10-26"),
        (replace(batch(payment()), execution_day="2026-12-24"), "därefter är 2026-12-28"),
        (replace(batch(payment()), execution_day="24/10"), "ÅÅÅÅ-MM-DD"),
        (replace(batch(payment()), execution_day="1999-10-20"), "2005 eller senare"),
        (replace(batch(payment()), debtor=replace(DEBTOR, name="")), "Avsändarens namn"),
        (replace(batch(payment()), debtor=replace(DEBTOR, town="")), "Avsändarens ort"),
        (replace(batch(payment()), debtor=replace(DEBTOR, bic="SEB")), "BIC"),
        (replace(batch(payment()), debtor=replace(DEBTOR, orgnr="2120000002")), "kontrollsiffran"),
        (replace(batch(payment()), debtor=replace(DEBTOR, orgnr="212000-0001")), "i följd"),
        (replace(batch(payment()), debtor=replace(DEBTOR, bankgiro=PLUSGIRO)), "är ett plusgiro"),
        (replace(batch(payment()), debtor=replace(DEBTOR, account=PLUSGIRO)), "Skriv dess IBAN"),
        (replace(batch(payment()), debtor=replace(DEBTOR, account=SWEDBANK)), "ett bankkonto"),
        (batch(payment(1, ore=10**18 - 1), payment(2)), "summa är större"),
    ],
)
def test_what_is_refused_and_why(wrong: Batch, says: str) -> None:
    (problem,) = refused(wrong)
    assert says in problem
    assert problem[-1] == "."


def test_a_bank_that_wants_a_bankgiro_to_pay_bankgiros_from() -> None:
    profile = BankProfile(bankgiro_from_bankgiro=True)
    given_ = batch(payment(1, BANKGIRO), payment(2))
    assert read(write(given_, profile)).problems() == []
    (problem,) = refused(replace(given_, debtor=replace(DEBTOR, bankgiro=None)), profile)
    assert problem.startswith("1 betalningar går till bankgiro")


def test_everything_wrong_is_told_at_once() -> None:
    wrong = batch(payment(1, ore=0), payment(1, name=""))
    assert len(refused(replace(wrong, execution_day="2026-12-25"))) == 4


def test_a_town_is_not_asked_for_where_the_bank_does_not() -> None:
    given_ = batch(replace(payment(), creditor=Party("A")))
    data = write(given_, BankProfile(address_required=False))
    schema("09").assertValid(etree.fromstring(data))
    assert read(data).payments[0].town == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"plusgiro_scheme": "X"},
        {"charge_bearer": "OUR"},
        {"max_text": 0},
        {"max_name": 141},
        {"max_lines": 0},
    ],
)
def test_a_profile_that_no_bank_has(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Bankprofilens"):
        BankProfile(**wrong)  # type: ignore[arg-type]  # one wrong value at a time


def test_five_thousand_payments_cost_no_more_than_reading_them() -> None:
    """At most three times what it takes to parse and validate the file; best of five each."""
    given_ = many(5000)
    data = write(given_)
    ours, theirs = [], []
    for _ in range(5):
        start = time.perf_counter()
        write(given_)
        between = time.perf_counter()
        schema("09").assertValid(etree.fromstring(data))
        ours.append(between - start)
        theirs.append(time.perf_counter() - between)
    assert min(ours) <= 3 * min(theirs)
