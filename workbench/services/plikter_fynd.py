"""Duties that findings raise: one task for all findings about the same matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from db import duty_facts, duty_findings
from db.duty_findings import Group, SickGroup, Wanted
from workbench.domain.money import clock_hours
from workbench.domain.time import iso_month, parse_day
from workbench.law.plikter import Plikt, Utlosare, granted_in
from workbench.rules.registry import KODER
from workbench.services.plikter import Asked, Raised

LAST_SICK_DAY = 14
"""After this day of a spell FK may pay sjukpenning."""


def _wanted(asked: Asked, trigger: Utlosare) -> Wanted:
    return Wanted(trigger.kod, trigger.status, asked.brukare, trigger.fk)


def _task(
    plikt: Plikt,
    trigger: Utlosare,
    group: Group,
    key: str,
    more: tuple[tuple[str, str], ...] = (),
    *,
    event: str | None = None,
) -> Raised:
    kods = sorted(group.kod.split(","))
    months = iso_month(group.manad)
    if group.sista != group.manad:
        months += f" till {iso_month(group.sista)}"
    titles = ", ".join(KODER[kod].titel for kod in kods)
    facts = [("Månader" if group.sista != group.manad else "Månad", months), ("Gäller", titles)]
    if group.minuter:
        facts.append(("Berörd tid", f"{clock_hours(group.minuter)} h"))
    if group.brukare is None:
        facts.append(("Antal brukare", str(group.brukare_antal)))
    facts.append(("Antal fynd", str(group.antal)))
    return Raised(
        plikt,
        f"{plikt.forled}{key}",
        parse_day(event or group.dag),
        f"F{group.fynd}",
        f"{months}: {', '.join(kods)}",
        group.brukare,
        group.assistent,
        group.arbetsgivare,
        (*facts, *more),
        (trigger, group.manad, group.sista),
    )


def _compact(day: str | None) -> str:
    return f"-{day.replace('-', '')}" if day else ""


def _per_relation(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """An assistant with a brukare and an employer; a new uppdrag is a new matter."""
    for group in duty_findings.by_relation(asked.connection, _wanted(asked, trigger)):
        key = f"{group.assistent}-{group.brukare}-{group.arbetsgivare}{_compact(group.extra)}"
        fact = (("Uppdrag från", group.extra),) if group.extra else ()
        yield _task(plikt, trigger, group, key, fact)


def _per_brukare(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    for group in duty_findings.by_brukare(asked.connection, _wanted(asked, trigger)):
        yield _task(plikt, trigger, group, str(group.brukare))


def _per_month(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A brukare's month, until a claim is taken up for it."""
    for group in duty_findings.by_brukare_month(asked.connection, _wanted(asked, trigger)):
        assert group.brukare is not None
        if (group.brukare, group.manad) in asked.claimed:
            continue
        if not trigger.fk or granted_in(asked.fk(group.brukare), [group.manad]):
            yield _task(plikt, trigger, group, f"{group.brukare}-{iso_month(group.manad)}")


def _per_other(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A brukare of FK's with whom an assistant was reported while refused with another, whose name
    is kept from the task."""
    found: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for item in duty_findings.opposite(asked.connection, Wanted(trigger.kod, trigger.status)):
        if (item.brukare, item.manad) in asked.claimed:
            continue
        if asked.brukare in (None, item.brukare):
            found[item.brukare, item.manad].append((item.fynd, item.dag))
    for (brukare, month), items in found.items():
        if trigger.fk and not granted_in(asked.fk(brukare), [month]):
            continue
        yield Raised(
            plikt,
            f"{plikt.forled}{brukare}-{iso_month(month)}",
            parse_day(min(day for _, day in items)),
            f"F{min(number for number, _ in items)}",
            f"{iso_month(month)}: assistenten redovisad på två ställen",
            brukare,
            fakta=(
                ("Månad", iso_month(month)),
                (
                    "Gäller",
                    "En assistent har samtidigt redovisats hos en annan brukare, och "
                    "kommunen har nekat den tiden",
                ),
                ("Antal fynd", str(len(items))),
            ),
        )


def _permit(group: Group) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the end of a key, and the fact, of the permit that lapsed."""
    if not group.extra:
        return "-aldrig", (("Tillstånd", "inget är registrerat"),)
    return _compact(group.extra), (("Tillståndet upphörde", group.extra),)


def _per_employer(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A company and the permit that it has lost or never had; no brukare's own."""
    if asked.brukare is not None:
        return
    for group in duty_findings.by_permit(asked.connection, _wanted(asked, trigger)):
        key, fact = _permit(group)
        yield _task(plikt, trigger, group, f"{group.arbetsgivare}{key}", fact)


def _per_brukare_employer(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A brukare and the permit that his company has lost."""
    for group in duty_findings.by_brukare_permit(asked.connection, _wanted(asked, trigger)):
        key, fact = _permit(group)
        assert group.arbetsgivare is not None
        known = duty_facts.permit_known(asked.connection, group.arbetsgivare, group.extra or "")
        yield _task(
            plikt,
            trigger,
            group,
            f"{group.brukare}-{group.arbetsgivare}{key}",
            fact,
            event=known or None,
        )


def _per_employer_year(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A company and a year with so many refusals; no brukare's own."""
    if asked.brukare is not None:
        return
    least = asked.number(trigger.antal)
    wanted = _wanted(asked, trigger)
    for group in duty_findings.by_employer_year(asked.connection, wanted, least):
        yield _task(plikt, trigger, group, f"{group.arbetsgivare}-{group.extra}")


def _per_spell(asked: Asked, plikt: Plikt, trigger: Utlosare) -> Iterator[Raised]:
    """A sick spell during which the sick assistant worked."""
    for group in duty_findings.by_sick_spell(asked.connection, _wanted(asked, trigger)):
        if trigger.lang and not _reaches_fk(group):
            continue
        if trigger.avslagen and group.status != "avslagen":
            continue
        event = group.avgjord if trigger.avslagen else None
        yield Raised(
            plikt,
            f"{plikt.forled}S{group.sjukfall}",
            parse_day(event or group.dag),
            f"F{group.fynd}",
            f"sjuklöneärende {group.arende}",
            group.brukare,
            group.assistent,
            group.arbetsgivare,
            (
                ("Sjuklöneärende", group.arende),
                ("Sjuk från", group.forsta),
                ("Sjuk till", group.sista or "pågår"),
                ("Gäller", KODER["sjuk-arbetar"].titel),
                ("Antal fynd", str(group.antal)),
            ),
            (trigger, group.manad, group.manad),
        )


def _reaches_fk(group: SickGroup) -> bool:
    """Tell whether a spell goes on after the fourteen days that sjuklön is paid for."""
    if group.sista is None:
        return True
    return parse_day(group.sista) - parse_day(group.forsta) >= LAST_SICK_DAY


FYND: Mapping[str, Callable[[Asked, Plikt, Utlosare], Iterator[Raised]]] = {
    "fynd-forhallande": _per_relation,
    "fynd-brukare": _per_brukare,
    "fynd-manad": _per_month,
    "fynd-motpart": _per_other,
    "fynd-anordnare": _per_employer,
    "fynd-brukare-anordnare": _per_brukare_employer,
    "fynd-anordnare-ar": _per_employer_year,
    "fynd-sjukfall": _per_spell,
}
