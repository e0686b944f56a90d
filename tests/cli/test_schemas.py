"""Every document that the program prints is as its schema says, and every schema is tried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from jsonschema import Draft202012Validator

from tests.cli.test_money_out import Shell
from tests.house.pages import every_command
from tests.house.schemas import SCHEMAS, VARIANTS, Schema, schema
from tests.services import moneyout, town
from tests.services.test_paying_out import booked, ids, item, sent, status_report
from tests.services.town import ANNA, BO, FIRMAN, KIM, beslut, tid, uppdrag
from workbench.cli import context

MONTHS = ("2026-08", "2026-09", "2026-10")


def strict(found: Any) -> Any:
    """Return a schema that allows no keys beside those it names."""
    if isinstance(found, list):
        return [strict(one) for one in found]
    if not isinstance(found, dict):
        return found
    closed = {name: strict(value) for name, value in found.items()}
    if "required" in closed and isinstance(closed.get("properties"), dict):
        closed["additionalProperties"] = False
    return closed


def parts(found: Schema, at: str) -> Iterator[tuple[str, Schema]]:
    """Yield what a schema says of the parts of a document, by where they are."""
    for name, inner in found.get("properties", {}).items():
        yield f"{at}/{name}", inner
        yield from parts(inner, f"{at}/{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict) and "$ref" not in found[key]:
            yield f"{at}/*", found[key]
            yield from parts(found[key], f"{at}/*")
    for number, choice in enumerate(found.get("oneOf", ())):
        yield from parts(choice, f"{at}/{number}")


def seen(found: Schema, value: Any, at: str) -> Iterator[str]:
    """Yield the parts that a document has with something in them; of a tree its root's."""
    if value is None:
        return
    yield at
    for name, inner in found.get("properties", {}).items():
        yield from seen(inner, value[name], f"{at}/{name}")
    inner = found.get("items", found.get("additionalProperties"))
    if isinstance(inner, dict):
        for one in value.values() if isinstance(value, dict) else value:
            if "$ref" not in inner:
                yield from seen(inner, one, f"{at}/*")
            else:
                yield from seen(schema("explain"), one, "explain")
    for number, choice in enumerate(found.get("oneOf", ())):
        if Draft202012Validator(strict(choice)).is_valid(value):
            yield from seen(choice, value, f"{at}/{number}")


class Reader:
    """Runs commands and holds each document to its schema; remembers what it has seen."""

    def __init__(self, path: Path) -> None:
        self.shell = Shell(path)
        self.seen: set[str] = set()

    def __call__(self, name: str, *words: str, codes: tuple[int, ...] = (0, 1)) -> Any:
        code, printed = self.shell.run(*words, "--json")
        assert code in codes, self.shell.said
        document = json.loads(printed)
        whole = schema(name)
        Draft202012Validator(strict(whole)).validate(document)
        self.seen |= set(seen(whole, document, name))
        return document


def test_every_command_with_json_has_a_schema() -> None:
    told = {
        words.replace(" ", "-")
        for words, command in every_command()
        if any(option.name == "as_json" for option in command.params)
    }
    assert told | VARIANTS.keys() == SCHEMAS.keys()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """What has been read in a municipality's life: the demo's, attested, paid and changed."""
    folder = tmp_path_factory.mktemp("life")
    reader = Reader(folder / "kommun.db")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(context, "now", lambda: f"{town.TODAY}T10:00:00+01:00")
        _months(reader, folder)
        _money(reader, folder)
        _sick(reader, folder)
        _corrections(reader, folder)
        _papers(reader, folder)
    return reader


def _months(reader: Reader, folder: Path) -> None:
    """What comes in is checked, decided and settled."""
    people = reader("demo", "demo")["fynd"]
    for month in MONTHS:
        reader("check", "check", "--month", month)
    found = reader("flags", "flags")["findings"]
    shown = next(one for one in found if one["allvar"] == "info" and one["manad"] == MONTHS[0])
    reader("decide", "decide", shown["id"], "--godkann", "--motivering", "Prövat")
    for one in found:
        reader("explain", "explain", one["id"])
    who = next(one["brukare"] for one in people if len(one["brukare"]) == 12)
    _more_files(reader, folder, who)
    reader("mottagare-accounts", "mottagare", "accounts")
    for name in ("mottagare", "rates", "settings", "tasks"):
        reader(name, name)
    reader("forskott", "forskott", "--month", MONTHS[0])
    reader("fk20", "fk20", "--month", MONTHS[0])
    reader("fk20", "fk20", "--year", "2026")
    reader("settle-list-marked", "settle", "--list-marked")
    reader("settle", "settle", "--month", MONTHS[0], "--dry-run", "--rate", "2026=400")


def _more_files(reader: Reader, folder: Path, who: str) -> None:
    """Files with errors and without: an account that waits, a bill of FK's, more people."""
    with xlsxwriter.Workbook(folder / "fel.xlsx") as book:
        sheet = book.add_worksheet("Brukare")
        for row, cells in enumerate((("personnummer", "namn", "namnd"), ("123", "Någon", ""))):
            sheet.write_row(row, 0, cells)
    reader("import", "import", str(folder / "fel.xlsx"), codes=(3,))
    sheets = town.clean_town(
        brukare=[
            moneyout.brukare(konto=""),
            moneyout.brukare(BO, "Bo Łukasz", ivo_anmald="2020-01-01",
                             arbetsgivare_registrerad="2020-01-01"),
        ],
        uppdrag=[uppdrag(), uppdrag(KIM, BO, BO)],
        anordnare=[
            {"orgnr": FIRMAN, "namn": "Firman", "tillstand_fran": "2011-01-01",
             "tillstand_till": "2026-12-20"},
            {"orgnr": town.BOLAGET, "namn": "Bolaget", "kommunal": "ja"},
        ],
        beslut=[beslut("N1"), beslut("N2", BO, forskott="ja", forskott_timmar="100")],
        mottagare=[
            {"brukare": ANNA, "slag": "anordnare", "nummer": FIRMAN, "namn": "Firman",
             "fran": "2011-01-01"},
        ],
        tidrapporter=[tid(f"{MONTHS[0]}-03")],
    )  # fmt: skip
    town.write(folder / "nya", sheets)
    account = {"personnummer": who, "namn": "Vem", "namnd": "", "konto": moneyout.BOS}
    bill = {"brukare": ANNA, "manad": MONTHS[0], "timmar": "80", "timbelopp": "347,70",
            "belopp": "27816"}  # fmt: skip
    town.write(folder / "nya", {"konto": [account], "faktura": [bill]})
    reader("import", "import", str(folder / "nya"), "--dry-run")
    reader("import", "import", str(folder / "nya"))


def _attest(reader: Reader, month: str) -> str:
    """Settle a month and let someone else attest it; return the run."""
    settled = reader("settle", "settle", "--month", month)
    run = str(settled["korning"])
    reader("runs-show", "runs", "show", run)
    reader("attest-changes", "--as", "olle", "attest", run, "--changes")
    amount = settled["att_betala_ore"]
    kronor = f"{amount // 100}.{amount % 100:02d}"
    reader("attest", "--as", "olle", "attest", run, "--sum", kronor, "--ack", "all")
    return run


def _money(reader: Reader, folder: Path) -> None:
    """A month leaves, and the bank answers; another is annulled."""
    run = _attest(reader, MONTHS[0])
    other = _attest(reader, MONTHS[1])
    reader("annul", "--as", "siv", "annul", other, "--motivering", "Fel konto")
    reader("runs", "runs")
    target = folder / "ut.xml"
    reader("pay", "pay", run, "--out", str(target))
    file = sent(target)
    first, second, *_ = ids(file).values()
    answer = status_report(folder / "svar.xml", file.message_id, item(first), item("OKÄND-1"))
    reader("bank", "bank", str(answer))
    entry = (
        '<Ntry><Amt Ccy="SEK">12.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>2026-11-23</Dt></BookgDt><AcctSvcrRef>X</AcctSvcrRef></Ntry>"
    )
    reader("bank", "bank", str(booked(folder / "camt.xml", second, extra=entry)))
    reader("book", "book", run, "--out", str(folder / "bok.si"))
    reader("spec", "spec", run, "--out", str(folder / "spec"))


def _corrections(reader: Reader, folder: Path) -> None:
    """What was attested turns out otherwise: differences, claims, values that wait."""
    found = reader("flags", "flags", "--month", MONTHS[0])["findings"]
    paid = [one["id"] for one in found if one["allvar"] == "info" and one["minuter"]]
    reader("decide", "decide", *paid, "--neka", "--motivering", "Fel uppgifter")
    changed = {"beslut": [beslut("N1", timmar="7"), beslut("N2", BO, timmar="90")]}
    reader("import", "import", *map(str, town.write(folder / "ändrat", changed)))
    reader("verify", "verify")
    _attest(reader, MONTHS[0])
    for claim in reader("aterkrav-list", "aterkrav", "list"):
        reader("aterkrav-show", "aterkrav", "show", claim["id"])
        reader("explain", "explain", claim["id"])
    shell = reader.shell
    assert shell.run("rates", "add", "--year", "2026", "--kronor", "348", "--source", "ny")[0] == 1
    reader("rates-waiting", "rates", "waiting")
    changed = ("settings", "set", "delperiod", "hela", "--from", "2026-01-01", "--source", "ny")
    assert shell.run(*changed)[0] == 1
    reader("settings-waiting", "settings", "waiting")
    reader("verify", "verify")


def _papers(reader: Reader, folder: Path) -> None:
    """Tasks and claims on paper; the first user comes last, since others may do nothing then."""


def _sick(reader: Reader, folder: Path) -> None:
    """Claims for sjuklön: one is granted, told of and paid."""
    claims = reader("sjuklon-list", "sjuklon", "list")
    for one in claims:
        reader("sjuklon-show", "sjuklon", "show", one["arende"])
    sound = next(one["arende"] for one in claims if one["begart_ore"] == one["ersattning_ore"])
    decided = ("sjuklon", "decide", sound, "--motivering", "Styrkt")
    assert reader.shell.run(*decided, "--bevilja")[0] == 0
    _attest(reader, MONTHS[1])
    letter = ("sjuklon", "letter", sound, "--kind", "beslut", "--out", str(folder / "brev"))
    reader("sjuklon-letter", *letter)
    assert reader.shell.run(*decided, "--avsla")[0] == 0
    _attest(reader, MONTHS[1])


UNSEEN = {
    "book/varningar/*": "signs that the ledger's letters lack; none in a town's account names",
    "rates-waiting/*/bekraftad_av": "what waits has nobody who confirmed it",
    "rates-waiting/*/bekraftad_tid": "nor a time",
    "settings-waiting/*/bekraftad_av": "as of rates",
    "settings-waiting/*/bekraftad_tid": "as of rates",
    "sjuklon-show/findings/*/beslut": "over-beslut only, seen in check",
    "sjuklon-show/findings/*/timmar": "over-beslut only, seen in check",
    "verify/brott/*": "a break, tried where history is changed",
    "verify/brott/*/var": "a break",
    "verify/brott/*/vad": "a break",
}


def test_every_part_of_every_document_has_been_seen(life: Reader) -> None:
    wanted = {at for name in SCHEMAS for at, _ in parts(schema(name), name)}
    assert wanted - life.seen == UNSEEN.keys()
