"""The ordered list of rules; a rule that is not here is not run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from workbench.domain.facts import Forhallande
from workbench.domain.finding import RowHit, Window
from workbench.law.employment import Anstallning, HosBrukare
from workbench.rules.arbetstid import (
    brukare,
    husligt,
    oklar,
    p3_avtal,
    p5_p8_fyra_veckor,
    p8_ar,
    p10b_atl,
    uppgift,
    vila,
)
from workbench.rules.base import AssistentManad, BrukarManad, Context, Kod, Rule
from workbench.rules.control import (
    dubblett,
    langt_pass,
    overlapp,
    rimlighet_beviljat,
    rimlighet_dygn,
    rimlighet_konto,
    rimlighet_timmar,
    rimlighet_vantetid,
    schemalikt,
    tvetydig_tid,
)
from workbench.rules.lss import (
    p9a_dubbelassistans,
    p9d_1_alder,
    p9d_2_ees,
    p9d_3_formaga,
    p9d_tillstand,
    p11a_anmalan,
    p11a_bosattning,
    p11a_sen_redovisning,
    p11a_uppdrag,
    p23_anordnare,
    p23_ivo_anmalan,
)
from workbench.rules.municipal import (
    beslut_retroaktivt,
    fk_retroaktiv,
    over_beslut,
    utan_beslut,
    vistelse,
)
from workbench.rules.sjuklon import (
    efter_sjukloneperiod,
    handling_saknas,
    intyg_saknas,
    over_berakning,
    preskriberad,
    sjuk_arbetar,
    vikarie_saknas,
)

RULE_VERSION = 3
"""Raised whenever a rule, the settlement or a shipped value can give another answer."""

ForhallandeCheck = Callable[[Forhallande, Context], Iterator[Window]]
AssistentCheck = Callable[[AssistentManad, Context], Iterator[RowHit]]
BrukareCheck = Callable[[BrukarManad, Context], Iterator[Window] | Iterator[RowHit]]
AnstallningCheck = Callable[[Anstallning, Context], Iterator[RowHit]]
HosBrukareCheck = Callable[[HosBrukare, Context], Iterator[RowHit]]

FORHALLANDE_CHECKS: tuple[ForhallandeCheck, ...] = (
    p9d_1_alder.check,
    p9d_2_ees.check,
    p11a_bosattning.check,
    p9d_3_formaga.check,
    p9d_tillstand.check,
    p23_anordnare.check,
    p23_ivo_anmalan.check,
    p11a_uppdrag.check,
    p11a_anmalan.check,
    rimlighet_konto.check,
)
ASSISTENT_CHECKS: tuple[AssistentCheck, ...] = (
    dubblett.check,
    overlapp.check,
    tvetydig_tid.check,
    p11a_sen_redovisning.check,
    langt_pass.check,
    schemalikt.check,
    rimlighet_vantetid.check,
    rimlighet_timmar.check,
)
EMPLOYMENT_CHECKS: tuple[AnstallningCheck, ...] = (vila.check, uppgift.check)
LIMIT_CHECKS: tuple[AnstallningCheck, ...] = (
    husligt.check,
    p10b_atl.check,
    p5_p8_fyra_veckor.check,
    p8_ar.check,
    p3_avtal.check,
    oklar.check,
)
HOS_BRUKARE_CHECKS: tuple[HosBrukareCheck, ...] = (brukare.check,)
BRUKARE_CHECKS: tuple[BrukareCheck, ...] = (
    utan_beslut.check,
    vistelse.check,
    fk_retroaktiv.check,
    p9a_dubbelassistans.check,
    rimlighet_dygn.check,
    rimlighet_beviljat.check,
)

SICK_RULES: tuple[Rule, ...] = (
    vikarie_saknas.RULE,
    sjuk_arbetar.RULE,
    efter_sjukloneperiod.RULE,
    intyg_saknas.RULE,
    preskriberad.RULE,
    over_berakning.RULE,
    handling_saknas.RULE,
)
"""Rules of sjuklön: found on claims and their passes, never on rows."""

RULES: tuple[Rule, ...] = (
    p9d_1_alder.RULE,
    p9d_2_ees.RULE,
    p11a_bosattning.RULE,
    p9d_3_formaga.RULE,
    p9d_tillstand.RULE,
    p23_anordnare.RULE,
    p23_ivo_anmalan.RULE,
    p11a_uppdrag.RULE,
    p11a_anmalan.RULE,
    husligt.RULE,
    p10b_atl.RULE,
    p5_p8_fyra_veckor.RULE,
    p8_ar.RULE,
    p3_avtal.RULE,
    brukare.RULE,
    oklar.RULE,
    uppgift.RULE,
    vila.RULE,
    utan_beslut.RULE,
    over_beslut.RULE,
    beslut_retroaktivt.RULE,
    fk_retroaktiv.RULE,
    dubblett.RULE,
    overlapp.RULE,
    vistelse.RULE,
    p9a_dubbelassistans.RULE,
    p11a_sen_redovisning.RULE,
    tvetydig_tid.RULE,
    langt_pass.RULE,
    schemalikt.RULE,
    rimlighet_dygn.RULE,
    rimlighet_vantetid.RULE,
    rimlighet_konto.RULE,
    rimlighet_beviljat.RULE,
    rimlighet_timmar.RULE,
    *SICK_RULES,
)


def _koder(rules: Sequence[Rule]) -> Mapping[str, Kod]:
    by_name: dict[str, Kod] = {}
    for rule in rules:
        for kod in rule.koder:
            if by_name.get(kod.kod, kod) is not kod:
                raise ValueError(f"two rules define {kod.kod}")
            by_name[kod.kod] = kod
    return MappingProxyType(by_name)


KODER: Mapping[str, Kod] = _koder(RULES)
"""Every kind of finding by its code."""

SJUKLON = frozenset(kod.kod for rule in SICK_RULES for kod in rule.koder)
"""The codes of sjuklön."""
