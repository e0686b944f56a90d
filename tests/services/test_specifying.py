"""Specifications: sums that agree, time that is not paid and why, and nobody's number in a name."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from db import Database
from db.decisions import Move
from tests.services import moneyout, town
from tests.services.moneyout import MONTH, ORE, stamp
from tests.services.test_booking import Books
from tests.services.test_paying_out import sent
from tests.services.town import ANNA, BO, FIRMAN, KIM, tid, uppdrag
from workbench.domain.time import parse_day, parse_month
from workbench.services import attesting, reviewing
from workbench.services.chosen import NotSet
from workbench.services.errors import Refused
from workbench.services.files import NotWritten
from workbench.services.paying_out import pay
from workbench.services.progress import Cancelled, Progress
from workbench.services.specifying import Specified, spec
from workbench.services.withheld import days_text

SWISS = {"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "CH"}


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as opened:
        yield opened


def write(base: Database, run: int, folder: Path, day: str = town.TODAY) -> Specified:
    return spec(base, run, folder, stamp("eva", day))


def texts(folder: Path) -> dict[str, str]:
    """Return the texts by name, blanks made single."""
    return {
        path.name: " ".join(path.read_text(encoding="utf-8").split())
        for path in sorted(folder.glob("*.txt"))
    }


def on_paper(path: Path) -> str:
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_four_sums_are_one(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path, **moneyout.many(60))
    books = Books(base, tmp_path)
    books.run(run)
    pay(base, run, tmp_path / "ut.xml", stamp())
    told = write(base, run, tmp_path / "spec")
    file = sent(tmp_path / "ut.xml")
    total = moneyout.total(base, run)
    assert total == file.sum_ore == -books.accounts["2890"] == told.belopp
    assert total > 0
    assert told.antal == 60
    shown = 0
    for text in texts(tmp_path / "spec").values():
        amount = text.split("Belopp: ", 1)[1].split(" kr", 1)[0]
        shown += int(amount.replace(" ", "").replace(",", ""))
    assert shown == total


def test_what_a_payee_reads(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path)
    pay(base, run, tmp_path / "ut.xml", stamp())
    first = write(base, run, tmp_path / "spec")
    assert (first.antal, first.filer, first.belopp, first.ny) == (2, 4, 2 * ORE, True)
    names = sorted(path.name for path in (tmp_path / "spec").iterdir())
    assert names[:2] == ["B000001-2024-03-k1.pdf", "B000001-2024-03-k1.txt"]
    text = texts(tmp_path / "spec")["B000001-2024-03-k1.txt"]
    for words in (
        "Ängsköpings kommun Socialnämnden",
        "Anna Ek",
        "6789, 123 456 789",
        "Betalningens id: B1",
        "Betalas: 2026-11-23",
        "2 660,80 kr",
        "8:00",
        "1993:1091",
        "27 § LSS",
        "0123-45 67 89",
    ):
        assert words in text, words
    assert ANNA not in text
    assert "2 660,80" in on_paper(tmp_path / "spec" / "B000001-2024-03-k1.pdf")


def test_the_same_files_whatever_happens_later(base: Database, tmp_path: Path) -> None:
    """A finding is decided, a name and a setting change: the run's specification does not."""
    run = moneyout.begin(base, tmp_path, assistenter=[SWISS])
    write(base, run, tmp_path / "a")
    town.decide(base, town.findings(base, MONTH, "ees"), "godkand")
    moneyout.choose(base, brev_fragor="Annat nummer")
    town.bring(base, tmp_path / "b", {"brukare": [moneyout.brukare(name="Anna Öst")]})
    again = write(base, run, tmp_path / "b2", "2027-01-01")
    assert not again.ny
    for path in (tmp_path / "a").iterdir():
        assert (tmp_path / "b2" / path.name).read_bytes() == path.read_bytes()
    third = write(base, run, tmp_path / "b2")
    assert third.filer == 0


def test_time_that_is_not_paid(base: Database, tmp_path: Path) -> None:
    """Refused by the rules: under utredning until a person has refused it."""
    moneyout.choose(base)
    rows = [tid("2024-03-04"), tid("2024-03-05"), tid("2024-03-09"), tid("2024-03-06", brukare=BO)]
    late = uppdrag(anmald="")
    sheets = town.clean_town(
        brukare=moneyout.people(),
        assistenter=[SWISS],
        uppdrag=[late, uppdrag(KIM, BO)],
        tidrapporter=rows,
    )
    town.bring(base, tmp_path / "in", sheets)
    town.settled(base, MONTH)
    (view,) = [one for one in town.findings(base, MONTH, "ees") if one.brukare == BO]
    town.decide(base, [view], "nekad")
    asked = town.one(base, MONTH, "anmalan-11a")
    reviewing.decide(
        base, [asked.number], Move("komplettering", "begärt", None, "2026-12-24"), town.stamp()
    )
    run = moneyout.attested(base)
    write(base, run, tmp_path / "spec")
    anna, bo = texts(tmp_path / "spec").values()
    assert "Ingenting betalas ut" in anna
    assert "Ej utbetalt, under utredning" in anna
    assert "4-5, 9 mars" in anna
    assert "24:00" in anna
    assert "Svara senast 2026-12-13" in anna
    assert "Svara senast 2026-12-24" in anna
    assert "Be arbetsgivaren att lämna uppgifterna." in anna
    assert "Nekat." in bo
    assert "Svara senast" not in bo


def test_the_anordnare_is_told_of_each_brukare(base: Database, tmp_path: Path) -> None:
    payee = {
        "slag": "anordnare",
        "nummer": FIRMAN,
        "namn": "Firman AB",
        "fran": "2011-01-01",
        "konto": "BG 5050-1055",
        "adress": "Gatan 1, 123 45 Storby",
        "begaran_datum": "2010-12-01",
        "avtal_datum": "2010-12-01",
        "avtal_fran": "2011-01-01",
        "undertecknat": "ja",
        "vardnadshavare_undertecknat": "ja",
    }
    run = moneyout.begin(
        base,
        tmp_path,
        beslut=[
            town.beslut("B1", ANNA, utbetalas_till="anordnare", mottagare=FIRMAN),
            town.beslut("B2", BO, utbetalas_till="anordnare", mottagare=FIRMAN),
        ],
        mottagare=[payee | {"brukare": ANNA}, payee | {"brukare": BO}],
    )
    pay(base, run, tmp_path / "ut.xml", stamp())
    assert {one.town for one in sent(tmp_path / "ut.xml").payments} == {"Storby"}
    told = write(base, run, tmp_path / "spec")
    assert told.antal == 2
    anna = texts(tmp_path / "spec")["B000001-2024-03-k1.txt"]
    assert "Firman AB Gatan 1 123 45 Storby" in anna
    assert f"{FIRMAN[:6]}-{FIRMAN[6:]}" in anna
    assert "Brukare: Anna Ek" in anna


def test_protected_identities_are_kept_out(base: Database, tmp_path: Path) -> None:
    hidden = moneyout.brukare(skyddad="ja", name="Anna Hemlig")
    payee = {
        "brukare": ANNA,
        "slag": "god-man",
        "nummer": town.person("1960-01-01", 333),
        "namn": "God Granne",
        "fran": "2011-01-01",
        "konto": "BG 5050-1055",
        "adress": "Hemligtgatan 1",
    }
    run = moneyout.begin(base, tmp_path, [hidden, moneyout.brukare(BO, "Bo Al")], mottagare=[payee])
    write(base, run, tmp_path / "spec")
    for path in (tmp_path / "spec").iterdir():
        said = path.read_text() if path.suffix == ".txt" else on_paper(path)
        for word in ("Hemlig", "Granne", ANNA, payee["nummer"]):
            assert word not in said
    assert "[skyddad] 1" in texts(tmp_path / "spec")["B000001-2024-03-k1.txt"]


def test_a_later_run_tells_only_those_it_concerns(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path)
    write(base, run, tmp_path / "1")
    more = {"tidrapporter": [tid("2024-03-06", brukare=BO)]}
    town.bring(base, tmp_path / "b", more)
    again = moneyout.attested(base)
    told = write(base, again, tmp_path / "2")
    assert (told.antal, told.belopp) == (1, ORE)
    (text,) = texts(tmp_path / "2").values()
    assert "Betalt tidigare: 2 660,80 kr" in text
    assert "Rätt belopp: 5 321,60 kr" in text


def test_a_payee_without_account_reads_what_to_do(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path, [moneyout.brukare(konto=""), moneyout.brukare(BO, "Bo")])
    write(base, run, tmp_path / "spec")
    anna = texts(tmp_path / "spec")["B000001-2024-03-k1.txt"]
    assert "Konto: saknas; lämna ett konto till kommunen" in anna
    assert "när betalningen har lämnats" in anna


def test_what_is_refused(base: Database, tmp_path: Path) -> None:
    sheets = town.clean_town(brukare=moneyout.people(), tidrapporter=[tid("2024-03-04")])
    town.bring(base, tmp_path / "in", sheets)
    draft = town.settled(base, MONTH).korning or 0
    with pytest.raises(Refused, match="utkast"):
        write(base, draft, tmp_path / "spec")
    run = moneyout.attested(base)
    with pytest.raises(NotSet) as error:
        write(base, run, tmp_path / "spec")
    assert set(error.value.names) == {
        "betalare_namn",
        "brev_fragor",
        "brev_overklagande",
        "brev_svar_dagar",
    }
    moneyout.choose(base)
    with pytest.raises(NotWritten, match="finns inte"):
        write(base, run, tmp_path / "ingen" / "spec")
    (tmp_path / "fil").write_text("x")
    with pytest.raises(NotWritten):
        write(base, run, tmp_path / "fil")
    attesting.annul(base, run, "fel", stamp("tredje"))
    with pytest.raises(Refused, match="makulerad"):
        write(base, run, tmp_path / "spec")


def test_stopped_in_the_middle_and_gone_on(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path, **moneyout.many(45))
    steps: list[int] = []

    def report(_: str, done: int, _total: int) -> None:
        steps.append(done)

    stopped = Progress(report, lambda: len(steps) == 2)
    with pytest.raises(Cancelled):
        spec(base, run, tmp_path / "spec", stamp(), progress=stopped)
    assert steps == [0, 20]
    assert len(list((tmp_path / "spec").iterdir())) == 40
    gone_on = write(base, run, tmp_path / "spec")
    assert (gone_on.antal, gone_on.filer) == (45, 50)


def test_days() -> None:
    month = parse_month("2024-03")
    days = [parse_day(f"2024-03-{day:02d}") for day in (1, 2, 3, 5, 8, 9)]
    assert days_text(days, month) == "1-3, 5, 8-9 mars"
    assert days_text([], month) == "mars"
    assert days_text([*days[-1:], parse_day("2024-04-01")], month) == "9 mars, 1 april"
