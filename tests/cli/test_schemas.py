"""Every document that the program prints is as its schema says, and every schema is tried."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from jsonschema import Draft202012Validator

from tests.cli.test_money_out import Shell
from tests.house.pages import every_command
from tests.house.schemas import SCHEMAS, VARIANTS, Schema, schema
from tests.services import krav, moneyout, town
from tests.services.forging import forged
from tests.services.test_gallring import closed
from tests.services.test_paying_out import booked, ids, item, sent, status_report
from tests.services.test_verifying import attested, one_hour_less
from tests.services.town import ANNA, BO, FIRMAN, KIM, beslut, tid, uppdrag
from workbench.cli import context
from workbench.services import revision_kontroll, verifying

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


Part = tuple[str, int]
"""A key and what a schema says of it: what several documents share is the same object."""


def parts(found: Schema, at: str) -> Iterator[tuple[Part, str]]:
    """Yield what a schema says of the parts of a document, and where they are."""
    for name, inner in found.get("properties", {}).items():
        yield (name, id(inner)), f"{at}/{name}"
        yield from parts(inner, f"{at}/{name}")
    inner = found.get("items", found.get("additionalProperties"))
    if isinstance(inner, dict) and "$ref" not in inner:
        yield ("*", id(inner)), f"{at}/*"
        yield from parts(inner, f"{at}/*")
    for number, choice in enumerate(found.get("oneOf", ())):
        yield from parts(choice, f"{at}/{number}")


def seen(found: Schema, value: Any, root: Schema) -> Iterator[Part]:
    """Yield the parts that a document has with something in them."""
    for name, inner in found.get("properties", {}).items():
        if value.get(name) is not None:
            yield name, id(inner)
            yield from seen(inner, value[name], root)
    inner = found.get("items", found.get("additionalProperties"))
    if isinstance(inner, dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield "*", id(inner)
            yield from seen(root if "$ref" in inner else inner, one, root)
    for choice in found.get("oneOf", ()):
        if Draft202012Validator(strict(choice)).is_valid(value):
            yield from seen(choice, value, root)


class Reader:
    """Runs commands and holds each document to its schema; remembers what it has seen."""

    def __init__(self, path: Path) -> None:
        self.shell = Shell(path)
        self.seen: set[Part] = set()
        self.read: set[str] = set()

    def __call__(self, name: str, *words: str, codes: tuple[int, ...] = (0, 1)) -> Any:
        code, printed = self.shell.run(*words, "--json")
        assert code in codes, self.shell.said
        document = json.loads(printed)
        whole = schema(name)
        Draft202012Validator(strict(whole)).validate(document)
        self.seen |= set(seen(whole, document, whole))
        self.read.add(name)
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
    days = [town.TODAY]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(context, "now", lambda: f"{days[-1]}T10:00:00+01:00")
        patched.setattr(context, "login", lambda: "eva")
        _months(reader, folder)
        _money(reader, folder)
        _sick(reader, folder)
        _corrections(reader, folder)
        _audited(reader)
        _papers(reader, folder)
        _claims(reader, folder, days)
        _kept(reader, folder)
        _keyed(reader, folder, patched)
        _closed(reader, folder, days)
        _archived(reader, folder)
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
    _pictures(reader, folder, found)
    for name in ("mottagare", "rates", "settings", "tasks"):
        reader(name, name)
    reader("forskott", "forskott", "--month", MONTHS[0])
    reader("fk20", "fk20", "--month", MONTHS[0])
    reader("lookup", "lookup")
    reader("lookup-of", "lookup", "--of", who)
    reader("rules", "rules")
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


def _pictures(reader: Reader, folder: Path, found: list[Any]) -> None:
    """Every picture, one of them to a file, before a month is settled and after."""
    month = ("--month", MONTHS[0])
    files = iter(range(9))

    def draw(name: str, *words: str) -> Any:
        out = ("--out", str(folder / f"bild{next(files)}.svg"))
        return reader(f"pictures-{name}", "pictures", name, *words, *month, *out)

    one = next(item for item in found if item["kod"].startswith("arbetstid") and item["assistent"])
    for name in ("month", "findings", "anordnare"):
        draw(name)
    draw("brukare", one["brukare"])
    draw("period", one["assistent"])


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
    reader("settle", "settle", "--month", MONTHS[0])
    reader("aterkrav-propose", "aterkrav", "propose")
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


def _audited(reader: Reader) -> None:
    """An auditor follows money, lists what people decided, and draws samples."""
    year = ("--from", "2026-01-01", "--to", "2026-12-31")
    reader("audit-follow", "audit", "follow", "B1")
    found = reader("flags", "flags")["findings"]
    over = next(one["id"] for one in found if one["timmar"] is not None)
    reader("decide", "decide", over, "--godkann", "--motivering", "Sparade timmar")
    found = reader("audit-overrides", "audit", "overrides", *year)
    assert found["antal"] == len(found["avsteg"])
    reader("audit-outcomes", "audit", "outcomes", "--month", MONTHS[0], "--to", MONTHS[-1])
    reader("audit-changes", "audit", "changes", *year)
    drawn = ("--month", MONTHS[0], "--to", MONTHS[1], "--method", "krona", "--count", "3")
    reader("audit-sample", "audit", "sample", *drawn, "--seed", "2026")
    note = ("audit", "note", "1", "1", "--result", "oklart", "--text", "Underskrift saknas")
    reader("audit-note", *note)
    reader("audit-sample", "audit", "sample", "1")
    reader("audit-sample", "audit", "sample")


def _papers(reader: Reader, folder: Path) -> None:
    """Tasks, shown and printed; the first user comes last, since others may do nothing then."""
    task = reader("tasks", "tasks")["uppgifter"][0]["id"]
    reader("tasks-show", "tasks", "show", task)
    done = ("tasks", "done", task, "--motivering", "Brev")
    assert reader.shell.run(*done)[0] == 0
    reader("tasks-show", "tasks", "show", task)
    reader("tasks-print", "tasks", "print", task, "--out", str(folder / "uppgift"))
    reader("undo", "undo", "--list")
    for login, role in (("eva", "administrator"), ("anna", "auditor")):
        reader("users-add", "users", "add", login, "--role", role)
    reader("users", "users")
    reader("users-list", "users", "list")
    reader("users-remove", "users", "remove", "anna")
    reader("users-roles", "users", "roles")


def _claims(reader: Reader, folder: Path, days: list[str]) -> None:
    """Two claims of a brukare become one, which is told, decided, paid too much and undone."""
    with krav.claimed(folder / "krav", ("2024-03", "2024-04")) as base:
        moneyout.choose(base)
        reader.shell = Shell(base.path)
        reader("aterkrav-propose", "aterkrav", "propose", "K1", "K2", "--join")
        move = ("aterkrav", "move", "K1")
        reader("aterkrav-move", *move, "utredning", "--grund", "a", "--motivering", "Sjukhus")
        reader("aterkrav-letter", "aterkrav", "letter", "K1", "--list")
        reader("aterkrav-assess", "aterkrav", "assess", "K1", "--suggest")
        for kind, text in (("bevis", "Journal"), ("for", "Teg"), ("emot", "Var mycket sjuk")):
            words = ("aterkrav", "assess", "K1", kind, text, "--source", "samtal")
            assert reader.shell.run(*words)[0] == 0
        letter = ("aterkrav", "letter", "K1", "kommunikation", "--out", str(folder / "krav" / "ut"))
        reader("aterkrav-letter", *letter)
        reader("aterkrav-letter", *letter, "--fix")
        reader("aterkrav-letter", "aterkrav", "letter", "K1", "--list")
        reader("aterkrav-move", *move, "kommunicerad")
        days.append("2026-12-14")
        reader("aterkrav-list", "aterkrav", "list", "--overdue")
        reader("aterkrav-move", "--as", "bo", *move, "beslutad", "--motivering", "§ 12")
        reader("aterkrav-move", *move, "delgiven")
        days.append("2027-01-12")
        reader("aterkrav-move", *move, "laga-kraft")
        plan = ("--plan-from", "2027-01-31", "--every-month", "700")
        reader("aterkrav-move", *move, "avbetalning", *plan)
        payment = ("aterkrav", "payment", "K1")
        reader("aterkrav-payment", *payment, "700", "--from", "Anna Ek")
        reader("aterkrav-undo", "aterkrav", "undo", "K1", "--motivering", "Fel krav")
        town.decide(base, town.findings(base, "2024-03", "vistelse"), "godkand", days[-1])
        moneyout.attested(base, "2024-03", days[-1])
        reader("aterkrav-list", "aterkrav", "list")
        reader("aterkrav-payment", *payment, "9000", "--from", "Anna Ek", "--motivering", "Swish")
        reader("aterkrav-show", "aterkrav", "show", "K1")


def _kept(reader: Reader, folder: Path) -> None:
    """A head and a copy are kept elsewhere; the copy is put back, and loses its history."""
    key, head, copy = (str(folder / name) for name in ("nyckel", "huvud.json", "kopia.db"))
    assert reader.shell.run("audit", "keygen", key)[0] == 0
    reader("audit-head", "audit", "head", "--sign", key, "--out", head)
    reader("audit-check", "audit", "check", head, "--public", f"{key}.pub")
    reader("backup", "backup", copy)
    reader("database", "database")
    reader("restore-look", "restore", copy, "--look")
    reader("restore", "restore", copy)
    forged(Path(copy), "DELETE FROM journal WHERE id > 1", "DELETE FROM journal_slut")
    reader.shell = Shell(Path(copy))
    reader("audit-check", "audit", "check", head, codes=(4,))
    reader("verify", "verify", "--head", head, codes=(4,))


def _keyed(reader: Reader, folder: Path, patched: pytest.MonkeyPatch) -> None:
    """Someone writes keys of her own, then a file that is none."""
    own = folder / "keys.toml"
    patched.setenv("WORKBENCH_KEYS", str(own))
    reader("keys", "keys", codes=(3,))
    own.write_text('[month]\norder = "enter"\n', encoding="utf-8")
    reader("keys", "keys", codes=(3,))


def _closed(reader: Reader, folder: Path, days: list[str]) -> None:
    """What the journal tells of a file that was closed five years ago is removed."""
    days.append("2031-03-01")
    (folder / "gallring").mkdir()
    reader.shell = Shell(closed(folder / "gallring"))
    gallring = ("audit", "gallring", "--year", "2025")
    reader("audit-gallring", *gallring)
    done = (*gallring, "--out", str(folder / "gallring.json"), "--carry-out")
    reader("audit-gallring", *done, "--motivering", "Enligt plan")


def _archived(reader: Reader, folder: Path) -> None:
    """An archive is verified by a later version's rules, and when something was put into it."""
    (folder / "arkiv").mkdir()
    with attested(folder / "arkiv") as base:
        reader.shell = Shell(base.path)
    archive = folder / "arkiv.zip"
    reader("audit-export", "audit", "export", str(archive))
    with pytest.MonkeyPatch.context() as later:
        for module in (verifying, revision_kontroll):
            later.setattr(module, "RULE_VERSION", 99)
        later.setattr(verifying.checking, "replay", one_hour_less)
        reader("verify", "verify")
        reader("audit-verify", "audit", "verify", str(archive))
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("journal/mer.json", "{}")
    reader("audit-verify", "audit", "verify", str(archive), codes=(4,))


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
    "aterkrav-letter/0/att_veta/*": "what is to be known before a letter; nothing here",
    "aterkrav-letter/1/mojliga/*/att_veta/*": "as of one letter",
    "aterkrav-propose/0/utkast/*/arende": "a draft that puts a claim for sjuklön forward",
    "database/skriver": "who holds the lock just then; nobody else is at work here",
    "book/varningar/*": "signs that the ledger's letters lack; none in a town's account names",
    "rates-waiting/*/bekraftad_av": "what waits has nobody who confirmed it",
    "rates-waiting/*/bekraftad_tid": "nor a time",
}


def test_every_part_of_every_document_has_been_seen(life: Reader) -> None:
    assert life.read == SCHEMAS.keys()
    wanted = {part: at for name in reversed(SCHEMAS) for part, at in parts(schema(name), name)}
    assert {at for part, at in wanted.items() if part not in life.seen} == UNSEEN.keys()
