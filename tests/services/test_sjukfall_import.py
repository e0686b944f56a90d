"""Cases and passes come in one import, are replaced whole, and nothing is stored by halves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database, journal, sjukfall
from tests.importers.make import archive, sheet_of, workbook
from tests.services import sjuktown, town
from tests.services.sjuktown import fall, sick
from workbench.domain.report import ASSISTANS, VANTETID
from workbench.domain.sjukfall import Sjukfall
from workbench.domain.time import LAST_DAY, instant, parse_day, parse_month
from workbench.services import importing
from workbench.services.importing import ImportResult

MARCH = parse_month("2024-03")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as made:
        yield made


def case(base: Database, arende: str = "S1") -> Sjukfall:
    found = sjukfall.of_arende(base.read(), arende)
    assert found is not None
    return found


def codes(result: ImportResult) -> list[str]:
    return [issue.kod for issue in result.fel]


def statuses(result: ImportResult) -> dict[str, str]:
    return {Path(item.fil).name: item.status for item in result.files}


def stored(base: Database) -> list[str]:
    return [case.arende for case in sjukfall.everything(base.read())]


def marked(base: Database, since: int) -> set[tuple[str, int, int]]:
    """Return (brukare, first, last month) marked after a revision."""
    return set(
        base.read().execute(
            """SELECT p.nummer, b.fran_manad, b.till_manad FROM berord b
               JOIN person p ON p.id = b.person WHERE b.revision > ?""",
            (since,),
        )
    )


# -- two files, sheets of a workbook, a zip -------------------------------------------------------


def test_a_case_is_read_back_as_it_was_claimed(base: Database, tmp_path: Path) -> None:
    facts = {
        "sokande": town.FIRMAN,
        "lakarintyg_fran": "2024-03-11",
        "hogriskskydd": "nej",
        "tidigare_karens": "3",
        "avgift_procent": "31,42",
        "semester_procent": "",
    }
    passes = [
        sick("2024-03-05", "22:00", "06:00", f"{town.LEA},{town.BO}", slag="vantetid"),
        sick(tillagg_per_timme="25,50", vikarie=""),
    ]
    result = sjuktown.bring(base, tmp_path / "in", [fall(**facts)], passes)
    assert (result.fel, result.rader) == ([], 3)
    assert [(item.slag, dict(item.nya)) for item in result.files] == [
        ("sjukfall", {"personer": 2, "arbetsgivare": 1, "sjukfall": 1}),
        ("sjukpass", {"personer": 2}),
    ]
    found = case(base)
    numbers = dict(base.read().execute("SELECT nummer, id FROM person"))
    one, two = found.passen
    assert found._replace(id=0, passen=(), arbetsgivare=0) == Sjukfall(
        id=0,
        arende="S1",
        brukare=numbers[town.ANNA],
        assistent=numbers[town.KIM],
        assistent_nummer=town.KIM,
        arbetsgivare=0,
        eget=False,
        forsta=parse_day("2024-03-04"),
        sista=parse_day("2024-03-17"),
        ansokt=parse_day("2024-05-02"),
        timlon=16500,
        veckolon=618750,
        betald_sjuklon=10_000_000,
        begart=10_000_000,
        lakarintyg=parse_day("2024-03-11"),
        tidigare_karens=3,
        avgift_procent=3142,
        sokande=town.FIRMAN,
        handlingar=frozenset(sjuktown.DOCUMENTS.split(",")),
    )
    fourth = parse_day("2024-03-04")
    assert one[1:] == (fourth, instant(fourth, 480), instant(fourth, 960), (), ASSISTANS, 2550)
    assert (two.slag, two.minuter) == (VANTETID, 480)
    assert two.vikarier == (numbers[town.LEA], numbers[town.BO])
    state = sjukfall.states(base.read(), [found.id])[found.id]
    assert (state.manad, state.status, state.version) == (MARCH, "oppen", 0)
    assert (state.fil, state.rad) == ("sjukfall.csv", 2)
    place = sjukfall.places(base.read(), [two.id])[two.id]
    assert (place.arende, place.vstart, place.vslut, place.aktuell) == ("S1", 1320, 360, 1)
    assert (place.fil, place.rad) == ("sjukpass.csv", 2)


def test_open_spell_own_employer_and_own_application(base: Database, tmp_path: Path) -> None:
    own = fall(sista_sjukdag="", arbetsgivare=town.ANNA, sokande=town.ANNA, handlingar="")
    assert codes(sjuktown.bring(base, tmp_path / "in", [own], [sick()])) == []
    found = case(base)
    assert (found.sista, found.open, found.eget) == (LAST_DAY, True, True)
    assert (found.sokande, found.handlingar) == (None, frozenset())


@pytest.mark.parametrize("form", ["sheets", "zip", "folder", "passes first"])
def test_every_form_gives_the_same(base: Database, tmp_path: Path, form: str) -> None:
    cases, passes = town.sheet([fall()]), town.sheet([sick(), sick("2024-03-05")])
    folder = tmp_path / "in"
    folder.mkdir()
    if form == "sheets":
        sheets = {"Pass": sheet_of(passes), "Fall": sheet_of(cases)}
        (folder / "bok.xlsx").write_bytes(workbook(sheets))
    elif form == "zip":
        (folder / "allt.zip").write_bytes(archive({"a.csv": passes, "b.csv": cases}))
    else:
        (folder / "a.csv").write_bytes(passes)
        (folder / "b.csv").write_bytes(cases)
    paths = [folder] if form != "passes first" else [folder / "a.csv", folder / "b.csv"]
    result = importing.import_paths(base, paths, town.stamp())
    assert result.fel == []
    assert [one.dag - parse_day("2024-03-04") for one in case(base).passen] == [0, 1]


def test_other_files_are_units_of_their_own(base: Database, tmp_path: Path) -> None:
    sheets = town.clean_town(sjukfall=[fall()], sjukpass=[sick(), sick(arende="S9")])
    result = importing.import_paths(base, town.write(tmp_path / "in", sheets), town.stamp())
    assert codes(result) == ["IM-125"]
    assert {name for name, status in statuses(result).items() if status == "fel"} == {
        "sjukfall.csv",
        "sjukpass.csv",
    }
    assert {status for name, status in statuses(result).items() if "sjuk" not in name} == {
        "importerad"
    }
    assert stored(base) == []
    names = {name for (name,) in base.read().execute("SELECT namn FROM fil")}
    assert "brukare.csv" in names
    assert not {"sjukfall.csv", "sjukpass.csv"} & names


# -- what stops both files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cases", "passes", "kod", "where"),
    [
        ([fall()], [], "IM-124", ("sjukfall.csv", 2, "arende")),
        ([], [sick()], "IM-125", ("sjukpass.csv", 2, "arende")),
        ([fall(), fall()], [sick()], "IM-123", ("sjukfall.csv", 3, "arende")),
        ([fall()], [sick(), sick("2024-03-18")], "IM-126", ("sjukpass.csv", 3, "datum")),
        ([fall()], [sick(), sick(start="15:00")], "IM-127", ("sjukpass.csv", 3, "start")),
        ([fall(timlon="x")], [sick()], "IM-052", ("sjukfall.csv", 2, "timlon")),
        ([fall()], [sick(slut="")], "IM-031", ("sjukpass.csv", 2, "slut")),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_nothing_of_either_file_is_stored(
    base: Database,
    tmp_path: Path,
    cases: list[dict[str, str]],
    passes: list[dict[str, str]],
    kod: str,
    where: tuple[str, int, str],
    dry_run: bool,
) -> None:
    result = sjuktown.bring(base, tmp_path / "in", cases, passes, dry_run=dry_run)
    (issue,) = result.fel
    assert (issue.kod, Path(issue.fil).name, issue.rad, issue.kolumn) == (kod, *where)
    assert set(statuses(result).values()) == {"fel"}
    assert result.rader == 0
    assert stored(base) == []
    for table in ("fil", "person", "sjukpass", "journal"):
        count = f"SELECT count(*) FROM {table}"  # noqa: S608 - fixed names
        assert base.read().execute(count).fetchone() == (0,)


def test_overlap_with_another_stored_case(base: Database, tmp_path: Path) -> None:
    assert codes(sjuktown.bring(base, tmp_path / "a", [fall()], [sick()])) == []
    other = fall("S2", brukare=town.BO, arbetsgivare=town.BOLAGET)
    late = sick(arende="S2", start="15:30", slut="18:00")
    result = sjuktown.bring(base, tmp_path / "b", [other], [late])
    assert codes(result) == ["IM-127"]
    assert "i ärende S1 (inläst tidigare)" in result.fel[0].fel
    assert stored(base) == ["S1"]
    after = sick(arende="S2", start="16:00", slut="18:00")
    assert codes(sjuktown.bring(base, tmp_path / "c", [other], [after])) == []
    # The case that takes its place gives way as well, when both come together.
    both = [fall(), other], [sick(slut="15:00"), late]
    assert codes(sjuktown.bring(base, tmp_path / "d", *both)) == []


# -- the same again, and a version that takes another's place -------------------------------------


def test_the_same_files_again_are_a_no_op(base: Database, tmp_path: Path) -> None:
    sjuktown.bring(base, tmp_path / "in", [fall()], [sick()])
    revision = journal.revision(base.read())
    result = sjuktown.bring(base, tmp_path / "in", [fall()], [sick()])
    assert set(statuses(result).values()) == {"redan-importerad"}
    twice = importing.import_paths(base, [tmp_path / "in", tmp_path / "in"], town.stamp())
    assert set(statuses(twice).values()) == {"redan-importerad"}
    assert journal.revision(base.read()) == revision


def test_a_file_named_twice_is_read_once(base: Database, tmp_path: Path) -> None:
    paths = sjuktown.files(tmp_path / "in", [fall()], [sick()])
    result = importing.import_paths(base, [*paths, *paths], town.stamp())
    assert result.fel == []
    assert [item.status for item in result.files] == ["importerad"] * 2 + ["redan-importerad"] * 2


def test_the_same_case_in_other_bytes_changes_nothing(base: Database, tmp_path: Path) -> None:
    sjuktown.bring(base, tmp_path / "a", [fall()], [sick(), sick("2024-03-05")])
    before, revision = case(base), journal.revision(base.read())
    result = sjuktown.bring(
        base, tmp_path / "b", [fall(sokande="")], [sick("2024-03-05"), sick(slag="")]
    )
    assert set(statuses(result).values()) == {"importerad"}
    assert case(base) == before
    assert journal.revision(base.read()) == revision


def test_a_corrected_file_of_passes_comes_with_the_same_cases(
    base: Database, tmp_path: Path
) -> None:
    sjuktown.bring(base, tmp_path / "in", [fall()], [sick(), sick("2024-03-05")])
    before = case(base)
    corrected = [sick("2024-03-05", slut="17:00"), sick("2024-03-06")]
    result = sjuktown.bring(base, tmp_path / "in", [fall()], corrected)
    assert statuses(result) == {"sjukfall.csv": "redan-importerad", "sjukpass.csv": "importerad"}
    after = case(base)
    assert [one.minuter for one in after.passen] == [540, 480]
    assert after.passen[0].id == before.passen[1].id
    state = sjukfall.states(base.read(), [after.id])[after.id]
    assert (after.id, state.version, state.fil) == (before.id, 1, "sjukfall.csv")


def test_a_known_file_can_be_what_is_wrong(base: Database, tmp_path: Path) -> None:
    sjuktown.bring(base, tmp_path / "in", [fall()], [sick()])
    result = sjuktown.bring(base, tmp_path / "in", [fall()], [sick("2024-03-18")])
    assert codes(result) == ["IM-126"]
    only = [fall(), fall("S2", forsta_sjukdag="2024-05-01", sista_sjukdag="")]
    sjuktown.bring(base, tmp_path / "b", only, [sick(), sick("2024-05-02", arende="S2")])
    result = sjuktown.bring(base, tmp_path / "b", only, [sick(slut="15:00")])
    assert [(issue.kod, Path(issue.fil).name) for issue in result.fel] == [
        ("IM-124", "sjukfall.csv")
    ]
    assert set(statuses(result).values()) == {"fel"}


def test_a_pass_keeps_its_id_also_when_it_has_been_away(base: Database, tmp_path: Path) -> None:
    first = [sick(), sick("2024-03-05")]
    sjuktown.bring(base, tmp_path / "a", [fall()], first)
    gone = case(base).passen[1].id
    sjuktown.bring(base, tmp_path / "b", [fall(timlon="170")], [sick()])
    assert len(case(base).passen) == 1
    assert sjukfall.places(base.read(), [gone])[gone].aktuell == 0
    sjuktown.bring(base, tmp_path / "c", [fall(timlon="171")], [sick(vikarie=""), *first[1:]])
    assert case(base).passen[1].id == gone
    assert case(base).passen[0].vikarier == ()


def test_former_versions_are_kept_and_the_journal_has_both(base: Database, tmp_path: Path) -> None:
    sjuktown.bring(base, tmp_path / "a", [fall()], [sick()])
    result = sjuktown.bring(base, tmp_path / "b", [fall(timlon="170")], [sick(slut="15:00")])
    assert [dict(item.andrade) for item in result.files] == [{"sjukfall": 1}, {}]
    ((text, version, status, manad),) = base.read().execute(
        "SELECT innehall, version, status, manad FROM sjukfall_tidigare"
    )
    assert (json.loads(text)["timlon"], version, status, manad) == (16500, 0, "oppen", MARCH)
    ((tid, aktor, handelse, fore, efter),) = journal.entries(base.read(), "sjukfall", "S1")
    assert (aktor, handelse) == (town.ACTOR, "andrad")
    old, new = json.loads(fore or ""), json.loads(efter or "")
    assert (old["timlon"], new["timlon"]) == (16500, 17000)
    assert (old["passen"][0][4], new["passen"][0][4]) == (960, 900)
    assert old["manad"] == new["manad"] == MARCH
    assert tid.startswith(town.TODAY)


@pytest.mark.parametrize(
    ("status", "after"),
    [("komplettering", "oppen"), ("avslagen", "oppen"), ("beviljad", "beviljad")],
)
def test_a_new_version_is_open_unless_the_case_was_granted(
    base: Database, tmp_path: Path, status: str, after: str
) -> None:
    sjuktown.bring(base, tmp_path / "a", [fall()], [sick()])
    with base.write() as connection:
        connection.execute("UPDATE sjukfall SET status = ?", (status,))
    sjuktown.bring(base, tmp_path / "b", [fall(sokande="")], [sick(slag="assistans")])
    (state,) = sjukfall.states(base.read(), [case(base).id]).values()
    assert state.status == status
    sjuktown.bring(base, tmp_path / "c", [fall(timlon="170")], [sick()])
    (state,) = sjukfall.states(base.read(), [case(base).id]).values()
    assert state.status == after


def attest(base: Database, arende: str, month: int) -> None:
    """Let a run of a month, with a line of the case, look attested."""
    with base.write() as connection:
        connection.execute(
            """INSERT INTO korning (id, manad, status, revision, regelversion, skapad, aktor,
               nekade_minuter, hallna_minuter, total_ore, varningar)
               VALUES (1, ?, 'utkast', 1, 1, '2024-06-01', 'karin', 0, 0, 100, '[]')""",
            (month,),
        )
        connection.execute(
            """INSERT INTO avrakning (korning, brukare, slag, arende, timbelopp, assistans,
               vantetid, beredskap, egna, betalda, mottagna, slappta, timmar, belopp)
               SELECT 1, brukare, 'sjuklon', arende, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100
               FROM sjukfall WHERE arende = ?""",
            (arende,),
        )
        connection.execute(
            "UPDATE korning SET status = 'attesterad', attestant = 'olle', sigill = 'x'"
        )


def test_the_line_stays_in_the_month_it_was_attested_in(base: Database, tmp_path: Path) -> None:
    earlier = fall(forsta_sjukdag="2024-02-28")
    sjuktown.bring(base, tmp_path / "a", [fall()], [sick()])
    sjuktown.bring(base, tmp_path / "b", [earlier], [sick()])
    (state,) = sjukfall.states(base.read(), [case(base).id]).values()
    assert state.manad == MARCH - 1
    attest(base, "S1", MARCH - 1)
    sjuktown.bring(base, tmp_path / "c", [fall()], [sick("2024-03-05")])
    (state,) = sjukfall.states(base.read(), [case(base).id]).values()
    assert (state.manad, state.version) == (MARCH - 1, 2)


def test_an_attested_case_stays_his(base: Database, tmp_path: Path) -> None:
    sjuktown.bring(base, tmp_path / "a", [fall()], [sick()])
    other = fall(brukare=town.BO)
    with_bo = sjuktown.bring(base, tmp_path / "b", [other], [sick()])
    assert codes(with_bo) == []
    attest(base, "S1", MARCH)
    back = sjuktown.bring(base, tmp_path / "c", [fall(timlon="170")], [sick()])
    assert codes(back) == ["IM-129"]


# -- whom a change concerns -----------------------------------------------------------------------


def test_a_case_marks_its_brukare_and_the_cases_it_reaches(base: Database, tmp_path: Path) -> None:
    third = town.person("1977-07-07", 321)
    cases = [
        # The same assistant and employer, a month later, with another brukare: one karens.
        fall("S2", brukare=town.BO, forsta_sjukdag="2024-04-20", sista_sjukdag=""),
        # Another assistant, whose pass the same vikarie is named for at the same time.
        fall("S3", assistent=third, brukare=third),
        # Nothing in common.
        fall("S4", assistent=town.BO, brukare=town.KIM),
    ]
    passes = [
        sick("2024-04-30", "22:00", "06:00", arende="S2"),
        sick(start="15:00", slut="18:00", arende="S3"),
        sick(start="16:00", slut="18:00", arende="S4", vikarie=town.ANNA),
    ]
    sjuktown.bring(base, tmp_path / "a", cases, passes)
    revision = journal.revision(base.read())
    sjuktown.bring(base, tmp_path / "b", [fall()], [sick()])
    assert marked(base, revision) == {
        (town.ANNA, MARCH, MARCH),
        (town.BO, MARCH + 1, MARCH + 2),
        (third, MARCH, MARCH),
    }
    # A new version without the vikarie still marks the case that he is free for now.
    revision = journal.revision(base.read())
    sjuktown.bring(base, tmp_path / "c", [fall()], [sick(vikarie="")])
    assert third in {who for who, _, _ in marked(base, revision)}


def test_the_months_of_a_pass_that_is_gone_are_marked(base: Database, tmp_path: Path) -> None:
    long = fall(sista_sjukdag="")
    sjuktown.bring(base, tmp_path / "a", [long], [sick(), sick("2024-04-02")])
    revision = journal.revision(base.read())
    sjuktown.bring(base, tmp_path / "b", [long], [sick()])
    assert marked(base, revision) == {(town.ANNA, MARCH, MARCH + 1)}


# -- a preview ------------------------------------------------------------------------------------


def test_a_preview_says_the_same_and_stores_nothing(base: Database, tmp_path: Path) -> None:
    args = tmp_path / "in", [fall()], [sick()]
    preview = sjuktown.bring(base, *args, dry_run=True)
    assert stored(base) == []
    result = sjuktown.bring(base, *args)
    assert [(item.status, item.rader, item.nya) for item in preview.files] == [
        (item.status, item.rader, item.nya) for item in result.files
    ]
    assert stored(base) == ["S1"]
