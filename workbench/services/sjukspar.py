"""Why a claim for sjuklön comes to what it does: every step, pass, row and decision."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from db import overview, reports, sjukbeslut, sjukfall, vikarier
from db.vikarier import CoverRow
from workbench.domain.money import clock_hours, hours, kronor
from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import clock, iso_day, subtract, total, wall
from workbench.law.sjuklon import SEMESTER, avgift_procent, chains
from workbench.services.sjuklon import ArendeView, UnknownArende, arende
from workbench.services.sjukloner import judged, pass_words
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.sjukloning import Judged
from workbench.wording import HANDLING, SJUKFALL, STATUS


def trace(connection: sqlite3.Connection, name: str, viewer: Viewer) -> Node:
    """Return the trace of a claim, down to file and row. Raises UnknownArende."""
    case = sjukfall.of_arende(connection, name)
    if case is None:
        raise UnknownArende(name)
    together = judged(connection, [case.id])
    one = together[case.id]
    found = arende(connection, name, viewer)
    node = Node(
        f"{name}: ersättning för sjuklön",
        f"{kronor(one.belopp.ersattning)} kr, {SJUKFALL[found.rad.status]}",
        "9.2.28",
        f"{found.fil} rad {found.filrad}",
    )
    node.delar += _steps(one, _chain(one, together))
    node.delar.append(_passes(connection, one, viewer))
    node.delar.append(_papers(found))
    node.delar.append(_findings(found))
    node.delar += _history(connection, case)
    return node


def _chain(one: Judged, together: Mapping[int, Judged]) -> list[Node]:
    """Return the cases that share the claim's karensavdrag, each with what it takes."""
    case = one.case
    same = [
        other.case
        for other in together.values()
        if (other.case.assistent, other.case.arbetsgivare) == (case.assistent, case.arbetsgivare)
    ]
    chain = next(chain for chain in chains(same) if case.id in {item.id for item in chain})
    return [
        Node(
            f"{item.arende}: {iso_day(item.forsta)} - {'' if item.open else iso_day(item.sista)}",
            f"{kronor(together[item.id].belopp.karensavdrag_hela)} kr",
            kalla="högriskskydd" if item.hogriskskydd else f"veckolön {kronor(item.veckolon)} kr",
        )
        for item in chain
    ]


def _steps(one: Judged, chain: list[Node]) -> Iterator[Node]:
    """Yield the steps in order, each with how it is made."""
    case, steps = one.case, one.belopp
    yield Node(
        "1 underlag: lön för alla pass dag 1-14, och senare som har godkänts",
        f"{kronor(steps.underlag)} kr",
        kalla=f"timlön {kronor(case.timlon)} kr",
    )
    yield Node(
        "2 förlorad lön: lön för minuter som inget fynd håller eller nekar",
        f"{kronor(steps.forlorad_lon)} kr",
        "HFD 2015 ref. 72",
        f"andel {kronor(steps.forlorad_lon)} / {kronor(steps.underlag)}",
    )
    yield Node("3 sjuklön: 80 % av 2", f"{kronor(steps.sjuklon)} kr", "6 § sjuklönelagen")
    yield Node(
        "4 karensavdrag som ärendet tar av sjukperiodens",
        f"{kronor(steps.karensavdrag_hela)} kr",
        "6 § sjuklönelagen",
        "högriskskydd" if case.hogriskskydd else f"veckolön {kronor(case.veckolon)} kr",
        chain,
    )
    yield Node("5 karensavdrag: 4 gånger andelen", f"{kronor(steps.karensavdrag)} kr")
    yield Node(
        "6 netto: lägst av 3 - 5 och betald sjuklön gånger andelen",
        f"{kronor(steps.netto)} kr",
        "RÅ 2005 ref. 86",
        f"betald sjuklön {kronor(case.betald_sjuklon)} kr",
    )
    yield _percent("7 semester", steps.semester, case.semester_procent, SEMESTER, "av 6")
    rate = avgift_procent(case)
    yield _percent("8 avgifter", steps.avgifter, case.avgift_procent, rate, "av 6 + 7")
    yield _percent("9 enligt avtal", steps.avtal, case.avtal_procent, 0, "av 6")
    yield Node(
        "10 ersättning: 6 + 7 + 8 + 9, högst det begärda",
        f"{kronor(steps.ersattning)} kr",
        "RÅ 2005 ref. 86",
        f"beräknat {kronor(steps.beraknat)}, begärt {kronor(case.begart)} kr",
    )


def _percent(title: str, ore: int, given: int | None, default: int, of: str) -> Node:
    source = "antaget i reglerna" if given is None else "uppgivet i ansökan"
    value = default if given is None else given
    return Node(f"{title}: {hours(value)} % {of}", f"{kronor(ore)} kr", kalla=source)


def _passes(connection: sqlite3.Connection, one: Judged, viewer: Viewer) -> Node:
    case = one.case
    places = sjukfall.places(connection, [item.id for item in case.passen])
    own = vikarier.own_rows(connection, [case])
    rows = vikarier.rows(connection, [case])
    ids = [row.rad for found in own.values() for row in found]
    sources = {row.id: f"{row.fil} rad {row.rad}" for row in reports.named_rows(connection, ids)}
    persons = {who for parts in one.vikarier.values() for *_, who in parts}
    persons |= {row.brukare for found in own.values() for row in found}
    shown = {
        person: viewer.name(person, *named)
        for person, named in overview.persons(connection, sorted(persons)).items()
    }
    node = Node("pass", str(len(case.passen)))
    for item in case.passen:
        place = places[item.id]
        part = Node(
            f"{pass_words(item)}, dag {one.dagar[item.id]} i sjukperioden",
            f"{clock_hours(total(one.betalbara[item.id]))} av {clock_hours(item.minuter)} betalas",
            kalla=f"{place.fil} rad {place.rad}",
        )
        if item.tillagg:
            part.delar.append(Node("tillägg per timme", f"{kronor(item.tillagg)} kr"))
        part.delar += _minutes(one, item, shown, rows)
        part.delar += [
            Node(
                f"{_span(row.start, row.slut)} arbetade assistenten själv hos {shown[row.brukare]}",
                clock_hours(row.slut - row.start),
                kalla=sources[row.rad],
            )
            for row in own.get(item.id, [])
        ]
        part.delar += [Node("fynd", kod) for kod in one.koder(item.id)]
        node.delar.append(part)
    return node


def _minutes(
    one: Judged, item: Pass, shown: dict[int, str], rows: list[CoverRow]
) -> Iterator[Node]:
    """Yield who worked instead, by whose rows, and when nobody did."""
    for start, slut, who in one.vikarier[item.id]:
        yield Node(
            f"{_span(start, slut)} täckt av {shown[who]}",
            clock_hours(slut - start),
            "HFD 2015 ref. 72",
            "; ".join(
                f"{row.fil} rad {row.rad}"
                for row in rows
                if row.person == who and row.start < slut and start < row.slut
            ),
        )
    for start, slut in subtract([(item.start, item.slut)], one.tackta[item.id]):
        yield Node(f"{_span(start, slut)} inte täckt", clock_hours(slut - start))


def _span(start: int, slut: int) -> str:
    return f"{clock(wall(start)[1])}-{clock(wall(slut)[1])}"


def _papers(found: ArendeView) -> Node:
    there = found.fall.handlingar
    node = Node("handlingar", f"{len(there)} finns, {len(found.saknade)} saknas", "9.2.28")
    node.delar = [
        Node(word, "finns" if name in there else "saknas")
        for name, word in HANDLING.items()
        if name in there or name in found.saknade
    ]
    intyg = found.fall.lakarintyg
    if intyg is not None:
        node.delar.append(Node("läkarintyg gäller från", iso_day(intyg), "8 § sjuklönelagen"))
    return node


def _findings(found: ArendeView) -> Node:
    node = Node("fynd", str(len(found.findings)))
    for item in found.findings:
        part = Node(
            f"{item.id} {item.kod} ({item.allvar}, {STATUS[item.status]})",
            clock_hours(item.minuter) if item.minuter else "",
            item.lagrum,
        )
        part.delar.append(Node("förklaring", item.forklaring))
        node.delar.append(part)
    return node


def _history(connection: sqlite3.Connection, case: Sjukfall) -> Iterator[Node]:
    steps = sjukbeslut.history(connection, case.id)
    if steps:
        yield Node(
            "historik",
            str(len(steps)),
            delar=[
                Node(
                    f"{step.tid} {step.aktor}",
                    f"{SJUKFALL[step.fran_status]} -> {SJUKFALL[step.till_status]}: "
                    f"{step.motivering}",
                )
                for step in steps
            ],
        )
