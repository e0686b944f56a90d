"""The law cases of sjuklön, and the program against the oracle on each of them."""

from __future__ import annotations

import pytest

from tests.law import sjuklon_cases
from tests.law.sjuklon_cases import SickCase
from tests.oracle import sjuklon
from tests.oracle.adapt_sjuklon import Adapter

CASES = sjuklon_cases.load()
EACH = pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])


@EACH
def test_case(case: SickCase) -> None:
    judged = sjuklon_cases.judged(case)
    for arende, told in case.svar.items():
        assert sjuklon_cases.answer(case, arende, judged[arende]) == {
            key: value for key, value in told.items() if key != "fynd"
        }
        assert sjuklon_cases.findings(case, judged[arende]) == sorted(told.get("fynd", []))


@EACH
def test_the_oracle_agrees(case: SickCase) -> None:
    claims = sjuklon_cases.claims(case)
    adapter = Adapter(claims)
    told = sjuklon.Oracle(claims.sjukfall, claims.sjukpass, claims.tidrapporter, claims.decisions)
    for arende, one in adapter.judged().items():
        assert adapter.show(one) == told.show(arende)


def test_sentences_are_unique_and_have_a_source() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    for case in CASES:
        assert case.name.endswith("."), case.id
        assert case.source, case.id
        amounts = {"semester", "avgifter", "ersattning"} & {
            key for t in case.svar.values() for key in t
        }
        assert case.rakning or not amounts, f"{case.id}: räkningen fattas"


def test_the_booklet_has_every_sentence() -> None:
    text = sjuklon_cases.booklet()
    assert all(case.name in text for case in CASES)


@pytest.mark.parametrize("key", ["fynnd", "ersatning"])
def test_a_misspelt_key_is_refused(key: str) -> None:
    raw = {
        "name": "En mening.",
        "source": "1 §",
        "sjukfall": [],
        "pass": [],
        "svar": {"S1": {key: 1}},
    }
    with pytest.raises(sjuklon_cases.BrokenCase, match=key):
        sjuklon_cases.parse("prov", "Prov", raw)
