"""The files: same bytes again, valid numbers, the promised sizes, rows in no person's order."""

from __future__ import annotations

import itertools
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from workbench.demo import generate
from workbench.domain.people import orgnr, personnummer

from .reading import NS, csv_cells, table

OCTOBER = 2026 * 12 + 9
PERSON_COLUMNS = {
    "brukare": ("personnummer", "formyndare"),
    "assistenter": ("personnummer",),
    "uppdrag": ("assistent", "brukare"),
    "beslut": ("brukare",),
    "mottagare": ("brukare",),
    "vistelser": ("brukare",),
    "redovisning": ("brukare",),
    "fkbeslut": ("brukare",),
    "sjukfall": ("brukare", "assistent"),
    "sjukpass": ("vikarie",),
}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    one = generate(tmp_path / "one", "S", 5, last_month=OCTOBER)
    two = generate(tmp_path / "two", "S", 5, months=range(OCTOBER - 2, OCTOBER + 1))
    other = generate(tmp_path / "other", "S", 6, last_month=OCTOBER)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")
    assert one.guide == two.guide
    assert one.guide != other.guide
    assert _bytes(tmp_path / "one") != _bytes(tmp_path / "other")


@pytest.mark.parametrize("scale", ["S", "M"])
def test_every_number_is_valid(tmp_path: Path, scale: str) -> None:
    # The scale is text from the list of parameters, not a literal.
    generate(tmp_path, scale, 2, last_month=OCTOBER)  # type: ignore[arg-type]  # text from the parameters
    for kind, columns in PERSON_COLUMNS.items():
        for row in table(tmp_path, kind):
            for column in columns:
                assert not row[column] or personnummer(row[column]) == row[column]
    for row in table(tmp_path, "anordnare"):
        assert orgnr(row["orgnr"]) == row["orgnr"]
    for row in table(tmp_path, "uppdrag"):
        employer = row["arbetsgivare"]
        assert employer == row["brukare"] or orgnr(employer) == employer


def test_size_of_s(tmp_path: Path) -> None:
    started = time.perf_counter()
    result = generate(tmp_path, "S", 1, last_month=OCTOBER)
    assert time.perf_counter() - started < 2
    assert result.counts["brukare"] == 22
    assert 85 <= len({row["personnummer"] for row in table(tmp_path, "assistenter")}) <= 105
    assert result.counts["tidredovisning"] == 2
    assert len(list(tmp_path.glob("tidrapporter-*.csv"))) == 3
    assert result.counts["tidrapporter"] == sum(1 for _ in csv_cells(tmp_path))
    assert sorted(result.files) == sorted(tmp_path.iterdir())
    assert {path.name[:4] for path in result.received} == {"tidr"}
    assert set(result.received.values()) == {"2026-09-04", "2026-10-04", "2026-11-04"}


def test_size_of_m(tmp_path: Path) -> None:
    result = generate(tmp_path, "M", 1, last_month=OCTOBER)
    assert result.counts["brukare"] == 250
    assert 1_400 <= result.counts["assistenter"] <= 1_600
    assert 80 <= result.counts["tidrapporter"] / 3 / 250 <= 100
    assert result.counts["tidredovisning"] == 0


def test_all_kinds_of_people_and_papers_are_there(tmp_path: Path) -> None:
    generate(tmp_path, "M", 1, last_month=OCTOBER)
    brukare, beslut = table(tmp_path, "brukare"), table(tmp_path, "beslut")
    assert {row["skyddad"] for row in brukare} == {"ja", "nej"}
    assert any(row["formyndare"] for row in brukare)
    assert any(row["ivo_anmald"] and row["arbetsgivare_registrerad"] for row in brukare)
    for column in ("hojning_procent", "eget_timbelopp", "dubbel_timmar"):
        assert any(row[column] for row in beslut), column
    assert {row["forskott"] for row in beslut} == {"ja", "nej"}
    assert {row["utbetalas_till"] for row in beslut} >= {"brukare", "anordnare"}
    assert {row["period_manader"] for row in beslut} >= {"1", "2", "3"}
    assistants = table(tmp_path, "assistenter")
    assert any(int(row["personnummer"][6:8]) > 60 for row in assistants)
    assert {row["bosatt_land"] for row in assistants} > {"SE", "NO"}
    assert {row["arbetstid"] for row in table(tmp_path, "uppdrag")} == {
        "husligt",
        "atl",
        "kollektivavtal",
    }
    assert {row["kommunal"] for row in table(tmp_path, "anordnare")} == {"ja", "nej"}


def test_rows_come_mixed(tmp_path: Path) -> None:
    generate(tmp_path, "M", 1, last_month=OCTOBER)
    people = [cells[0] for cells in csv_cells(tmp_path)]
    same = sum(one == two for one, two in itertools.pairwise(people))
    assert same < len(people) / 4


def test_xml_reports_have_their_parts_in_order(tmp_path: Path) -> None:
    result = generate(tmp_path, "S", 1, last_month=OCTOBER)
    documents = [ET.parse(path).getroot() for path in result.files if path.suffix == ".xml"]
    kinds = set()
    for root in documents:
        tags = [child.tag.removeprefix(NS) for child in root]
        assert tags[:4] == ["id", "redovisningsmanad", "personSomHarAssistans", "assistent"]
        assert tags[-2:] == ["tidrapport", "telefonnummerAnordnare"]
        kinds.add(tags[-3])
        assert root.findtext(f"{NS}redovisningsmanad") == "2026-10"
        assert list(root.iter(f"{NS}rapportRad"))
    assert kinds == {"anstalldAvPersonSomHarAssistans", "assistansanordnare"}


def test_months_must_be_given_and_consecutive(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="either"):
        generate(tmp_path, "S", 1)
    with pytest.raises(ValueError, match="consecutive"):
        generate(tmp_path, "S", 1, months=(OCTOBER, OCTOBER + 2))
    assert generate(tmp_path, "S", 1, months=(OCTOBER,)).months == (OCTOBER,)
