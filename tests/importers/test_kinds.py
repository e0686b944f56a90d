"""Each kind: the same records from three encodings and from a workbook."""

from __future__ import annotations

import itertools

import pytest

from importers.kinds import KINDS
from tests.importers.make import (
    ASSISTENT,
    BRUKARE,
    ORG,
    OTHER,
    SAMORDNING,
    load,
    sheet_of,
    table,
    time_row,
    times,
    workbook,
)

SAMPLES = {
    "brukare": table(
        "personnummer;namn;namnd;skyddad;formyndare;konto;ivo_anmald;arbetsgivare_registrerad",
        f"{BRUKARE};Åsa Öberg;Järva;nej;{OTHER};8327-9 123 456 789-0;2010-01-01;2011-02-03",
        f"{OTHER};Bo Ek;;;;;;",
    ),
    "anordnare": table(
        "orgnr;namn;kommunal;tillstand_fran;tillstand_till;brukare_underrattad;konto",
        f"{ORG};Påhitt AB;nej;2013-01-01;2020-12-31;2021-01-15;bg 123-4566",
    ),
    "assistenter": table(
        "personnummer;namn;bosatt_land;bosatt_fran;sjukersattning_procent;sjukersattning_fran;"
        "sjukersattning_till",
        f"{ASSISTENT};Örjan Ål;SE;2019-01-01;25,5;2024-01-01;2024-06-30",
    ),
    "uppdrag": table(
        "assistent;brukare;arbetsgivare;fran;till;anmald;anstalld_fran;narstaende;"
        "hushallsgemenskap;arbetstid;tillsyn;period_start;period_langd;timmar_per_vecka;"
        "extra_overtid",
        f"{ASSISTENT};{BRUKARE};{ORG};2024-02-01;2024-01-31;2024-01-20;2020-01-01;ja;nej;atl;"
        "nej;2024-01-01;16v;38.25;ja",
        f"{ASSISTENT};{BRUKARE};{BRUKARE};2024-02-01;;;;;;;;;;;",
    ),
    "beslut": table(
        "beslutsnummer;brukare;fran;till;timmar;beslutsdatum;period_manader;hojning_procent;"
        "eget_timbelopp;dubbel_timmar;utbetalas_till;mottagare;forskott;forskott_timmar;"
        "andringsforbehall",
        f"B-åäö-1;{BRUKARE};2024-01-01;2024-06-30;360,5;2023-12-01;6;12;310.5;10;annan;{OTHER};"
        "ja;60,25;nej",
    ),
    "mottagare": table(
        "brukare;slag;nummer;namn;fran;till;konto;adress;begaran_datum;avtal_datum;avtal_fran;"
        "undertecknat;vardnadshavare_undertecknat;beslut_11",
        f"{BRUKARE};anordnare;{ORG};Påhitt AB;2024-01-01;;5050-1055;Gata 1;2023-12-01;2023-12-02;"
        "2024-01-01;ja;nej;",
        f"{BRUKARE};god-man;{OTHER};Bo Ek;2024-01-01;2024-12-31;;;;;;;;N 12/24",
    ),
    "redovisning": table(
        "brukare;manad;lon;assistansomkostnader;utbildning;arbetsmiljo;personalomkostnader;"
        "administration",
        f"{BRUKARE};2024-03;100000,50;1;2;3.5;4;0",
    ),
    "vistelser": table(
        "brukare;slag;fran;till",
        f"{BRUKARE};sjukhus;2025-04-17T22:00;2025-04-19T24:00",
        f"{BRUKARE};daglig verksamhet;2025-04-20T08:00;",
    ),
    "sjukfall": table(
        "arende;brukare;assistent;arbetsgivare;forsta_sjukdag;sista_sjukdag;ansokt;timlon;veckolon;"
        "betald_sjuklon;begart_belopp;sokande;lakarintyg_fran;hogriskskydd;tidigare_karens;"
        "semester_procent;avgift_procent;avtal_procent;handlingar",
        f"Å 1/25;{BRUKARE};{ASSISTENT};{ORG};2025-05-05;2025-05-19;2025-06-01;165,50;6206,25;4000;"
        f"5500.25;{ORG};2025-05-12;ja;2;12;31,42;0,5;schema, forsakran,avtal",
        f"S-2;{BRUKARE};{ASSISTENT};{BRUKARE};2025-05-05;;2025-06-01;165;0;0;0;;;;;;;;",
    ),
    "sjukpass": table(
        "arende;datum;start;slut;vikarie;slag;tillagg_per_timme",
        f"Å 1/25;2025-05-05;08:00;16:00;{OTHER}, {SAMORDNING[:8]}-{SAMORDNING[8:]};assistans;25,50",
        "Å 1/25;2025-05-05;22:00;06:00;;vantetid;",
        f"S-2;2025-05-06;16:00;24:00;{OTHER};;",
    ),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_same_records_from_every_format(kind: str) -> None:
    text = SAMPLES[kind].decode()
    plain = load(text.encode())
    assert plain.issues == []
    assert plain.kinds == [kind]
    assert plain.values
    assert set(plain.values[0]) == set(KINDS[kind].names)
    assert load(text.encode("utf-8-sig")).values == plain.values
    assert load(text.replace("\n", "\r\n").encode("cp1252")).values == plain.values
    book = load(workbook({"Blad": sheet_of(text.encode())}))
    assert book.issues == []
    assert book.values == plain.values


def test_values_are_typed() -> None:
    beslut = load(SAMPLES["beslut"]).values[0]
    assert beslut == {
        "beslutsnummer": "B-åäö-1",
        "brukare": BRUKARE,
        "fran": "2024-01-01",
        "till": "2024-06-30",
        "timmar": 36050,
        "beslutsdatum": "2023-12-01",
        "period_manader": 6,
        "hojning_procent": 1200,
        "eget_timbelopp": 31050,
        "dubbel_timmar": 1000,
        "utbetalas_till": "annan",
        "mottagare": OTHER,
        "forskott": True,
        "forskott_timmar": 6025,
        "andringsforbehall": False,
    }
    stay = load(SAMPLES["vistelser"]).values[0]
    assert stay["till"] == "2025-04-20T00:00"


def test_lists_are_tuples_in_their_order() -> None:
    case, other = load(SAMPLES["sjukfall"]).values
    assert case["handlingar"] == ("schema", "forsakran", "avtal")
    assert (case["timlon"], case["avgift_procent"], case["sokande"]) == (16550, 3142, ORG)
    assert (case["hogriskskydd"], case["tidigare_karens"]) == (True, 2)
    assert other["handlingar"] is None
    passes = load(SAMPLES["sjukpass"]).values
    assert [one["vikarie"] for one in passes] == [(OTHER, SAMORDNING), None, (OTHER,)]
    assert [one["slag"] for one in passes] == ["assistans", "vantetid", None]
    assert passes[2]["slut"] == 1440
    twice = table("arende;datum;start;slut;vikarie", f"A;2025-05-05;08:00;16:00;{OTHER},{OTHER},")
    assert load(twice).values[0]["vikarie"] == (OTHER,)


def test_columns_in_any_order_and_left_out() -> None:
    result = load(table("namn;personnummer", f"Bo;{BRUKARE[:8]}-{BRUKARE[8:]}"))
    assert result.codes == ["IM-028"]
    result = load(table("NAMN; konto ;personnummer", f"Bo;PG 1 0-9;{BRUKARE[:8]}-{BRUKARE[8:]}"))
    assert result.kinds == ["brukare"]
    assert result.values[0]["personnummer"] == BRUKARE
    assert result.values[0]["konto"] == "PG 10-9"
    assert result.values[0]["namnd"] is None


def test_several_sheets_are_several_tables() -> None:
    sheets = {
        "Tomt": [],
        "Brukare": sheet_of(SAMPLES["brukare"]),
        "Bara rubrik": sheet_of(SAMPLES["beslut"])[:1],
        "Tider": [["Rapport"], *sheet_of(times(time_row()))][1:],
        "Vistelser": [[], [], *sheet_of(SAMPLES["vistelser"])],
    }
    result = load(workbook(sheets))
    assert result.issues == []
    assert result.kinds == ["brukare", "tidrapporter", "vistelser"]
    assert [record.blad for record in result.records] == ["Brukare"] * 2 + ["Vistelser"] * 2
    assert result.records[2].rad == 4
    assert result.rows[0][:2] == (7, 2)


def test_a_sheet_with_an_unknown_header_stops_the_file() -> None:
    sheets = {"Brukare": sheet_of(SAMPLES["brukare"]), "Noter": [["hej"], ["hopp"]]}
    result = load(workbook(sheets))
    assert result.codes == ["IM-021"]
    assert result.issues[0].blad == "Noter"
    assert result.records == []


def test_no_header_fits_two_kinds_except_the_one_that_is_told() -> None:
    pairs = []
    for one, other in itertools.combinations(KINDS.values(), 2):
        if one.required <= set(other.names) and other.required <= set(one.names):
            pairs.append((one.name, other.name))
    assert pairs == [("brukare", "assistenter")]


def test_text_is_kept_as_it_stands() -> None:
    row = f'{BRUKARE};"Ek; ""Bo""\nHus";X 0012;é'
    result = load(table("personnummer;namn;formyndare;namnd", row))
    assert result.values[0]["namn"] == 'Ek; "Bo"\nHus'
    assert result.values[0]["formyndare"] == "X 0012"
