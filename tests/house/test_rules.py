"""Every rule describes itself alike, every code has words, every value its source."""

from __future__ import annotations

import ast
import importlib
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT, Module, part
from tests.law import cases, sjuklon_cases
from tests.services import town
from workbench.domain.time import FIRST_DAY, iso_month, month_days, parse_day, parse_month
from workbench.law.parameters import (
    DatedValue,
    ParameterError,
    Policies,
    RateMissing,
    Rates,
    dated_values,
    ees_members,
    policy_definitions,
    statutory_rates,
)
from workbench.rules.base import Rule, Scope
from workbench.rules.registry import KODER, RULES
from workbench.wording import FORKLARING, LAGRUM_TEXT, LAGRUM_TEXT_SHARED, explanation, provision

PARAMETERS = sorted((ROOT / "workbench" / "law" / "parameters").rglob("*.toml"))
MONTHS = range(parse_month("2012-01"), parse_month("2026-12") + 1)
POINTERS = frozenset({"mot_rad", "fkbeslut"})
"""Evidence that points at another row or paper; the screen shows it, the sentence doesn't."""


def rule_modules() -> list[Module]:
    """Return the modules that hold a rule."""
    return [
        module
        for module in part("workbench.rules")
        if not module.path.endswith("__init__.py")
        and module.name not in ("workbench.rules.base", "workbench.rules.registry")
    ]


@pytest.mark.parametrize("module", [pytest.param(m, id=m.name) for m in rule_modules()])
def test_a_rule_module_shows_a_rule_and_its_check(module: Module) -> None:
    """``RULE`` and ``check`` and nothing else; no check where the finding comes of the sums.

    A name for a type is no name of the rule's.
    """
    public = set()
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            public.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            if isinstance(node.value, ast.Subscript):
                continue
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            public |= {target.id for target in targets if isinstance(target, ast.Name)}
    rule = importlib.import_module(module.name).RULE
    assert isinstance(rule, Rule)
    expected = {"RULE"} if rule.scope is Scope.SETTLING else {"RULE", "check"}
    assert {name for name in public if not name.startswith("_")} == expected
    assert rule in RULES, "a rule that is not in the registry is not run"


def test_every_rule_is_registered_once() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) == len(rule_modules())


def test_every_code_is_complete() -> None:
    for kod in KODER.values():
        assert kod.titel
        assert str(kod.lagrum)
        assert kod.kod == kod.kod.lower()
        assert provision(kod.kod)
        assert kod.kod in FORKLARING


def test_there_are_no_words_for_codes_that_are_not() -> None:
    assert set(FORKLARING) == set(KODER)
    assert set(LAGRUM_TEXT_SHARED) <= set(KODER)
    assert set(LAGRUM_TEXT) | set(LAGRUM_TEXT_SHARED) == set(KODER)
    assert not set(LAGRUM_TEXT) & set(LAGRUM_TEXT_SHARED)


def test_every_policy_a_rule_uses_exists() -> None:
    for rule in RULES:
        assert set(rule.policies) <= set(policy_definitions())


def fields(kod: str) -> set[str]:
    """Return the names in the braces of a code's explanation."""
    return {name for _, name, _, _ in string.Formatter().parse(FORKLARING[kod]) if name}


def test_explanations_use_exactly_the_evidence(tmp_path: Path) -> None:
    """Seen on real findings: one law case per code, its stored evidence against its sentence."""
    import json

    unseen = set(KODER)
    for _, finding in sjuklon_cases.found():
        assert fields(finding.kod) == {name for piece in finding.underlag for name in piece}
        assert not set("{}") & set(explanation(finding.kod, finding.underlag))
        unseen.discard(finding.kod)
    for file in cases.load():
        speaking = (case for case in file.cases if "plain" in case.tags and case.findings)
        for number, case in enumerate(speaking):
            folder = tmp_path / f"{file.name}{number}"
            cases.run(case, folder)
            with town.open_database(folder / "fall.db") as base:
                for kod, text in base.read().execute("SELECT kod, underlag FROM fynd"):
                    evidence: list[dict[str, Any]] = json.loads(text)
                    names = {name for piece in evidence for name in piece}
                    assert fields(kod) == names - POINTERS, kod
                    said = explanation(kod, evidence)
                    assert not set("{}") & set(said)
                    unseen.discard(kod)
    assert unseen == set()


# -- values ----------------------------------------------------------------------------------


def walk(value: Any) -> list[dict[str, Any]]:
    """Return every table of a document."""
    if isinstance(value, dict):
        return [value, *(table for item in value.values() for table in walk(item))]
    if isinstance(value, list):
        return [table for item in value for table in walk(item)]
    return []


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in PARAMETERS])
def test_every_value_has_a_source(path: Path) -> None:
    """A dated value its own; a policy's default the chapter that leaves it to the municipality."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    for table in walk(document):
        if "value" in table:
            assert table.get("source"), table
        if "default" in table:
            assert table.get("citation"), table
            assert table.get("title"), table
    if "values" in document or "members" in document:
        assert document["citation"]
        assert document["verified_until"]


def test_no_policy_is_read_without_a_known_type() -> None:
    for definition in policy_definitions().values():
        definition.parse(definition.default)
        assert definition.type in ("int", "kronor", "procent", "choice", "text")


def test_every_month_has_its_values() -> None:
    rates, policies = Rates(), Policies()
    for month in MONTHS:
        first, after = month_days(month)
        for day in (first, after - 1):
            assert rates.at(day).value > 20000, iso_month(month)
            for name in policy_definitions():
                policies.at(name, day)
        assert any(member.fran <= first <= member.till for member in ees_members().values())


def test_outside_the_known_years_nothing_is_guessed() -> None:
    for day in ("2011-12-31", "2027-01-01"):
        with pytest.raises(RateMissing, match=day[:4]):
            Rates().at(parse_day(day))


def test_the_rates_of_the_ordinance() -> None:
    """5 § förordning 1993:1091; each year's rate is the one before, indexed to ten öre."""
    ore = {value.fran: value.value for value in statutory_rates()}
    years = [ore[parse_day(f"{year}-01-01")] for year in range(2012, 2027)]
    kronor = "267 275 280 284 288 291 295.4 299.8 304.3 315 319.7 324.5 332.6 342.6 347.7"
    assert [value * 10 for value in years] == [
        int(text.replace(".", "")) * (1000 if "." not in text else 100) for text in kronor.split()
    ]
    assert years == sorted(years)
    assert all(value % 10 == 0 for value in years)


def test_secondary_sources_are_marked() -> None:
    unsure = [value for value in statutory_rates() if not value.verified]
    assert [value.fran for value in unsure] == [parse_day("2025-01-01"), parse_day("2026-01-01")]
    assert all(value.source for value in statutory_rates())


def test_the_members_of_the_ees() -> None:
    members = ees_members()
    assert len(members) == 31
    assert members["HR"].fran == parse_day("2013-07-01")
    assert members["GB"].till == parse_day("2020-12-31")
    assert "CH" not in members
    others = [member for code, member in members.items() if code not in ("HR", "GB")]
    assert {member.fran for member in others} == {FIRST_DAY}


@pytest.mark.parametrize(
    "values",
    [
        [{"from": "2024-01-01", "value": 1, "source": "x"}],
        [{"value": 1}],
        [{"value": 1.5, "source": "x"}],
        [{"value": 1, "source": ""}],
        [{"value": 1, "source": "x", "val": 2}],
        [{"value": 1, "source": "x"}, {"value": 2, "source": "y"}],
    ],
    ids=["text day", "no source", "float", "empty source", "unknown key", "twice"],
)
def test_a_broken_parameter_file_is_refused(values: list[dict[str, Any]]) -> None:
    from datetime import date

    document = {"values": [{"from": date(2024, 1, 1)} | value for value in values]}
    with pytest.raises(ParameterError):
        dated_values(document)


def test_a_users_rate_replaces_the_shipped_one() -> None:
    day = parse_day("2025-01-01")
    rates = Rates(
        [DatedValue(day, 34270, "SFS"), DatedValue(parse_day("2027-01-01"), 35000, "SFS")]
    )
    assert rates.at(day).value == 34270
    assert rates.at(parse_day("2027-12-31")).value == 35000
    assert rates.at(parse_day("2024-12-31")).value == 33260
