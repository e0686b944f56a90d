"""A court's expert with a pocket calculator: the annex recomputed from nothing but its text.

Written from the rulebook (sections 6 and 8) and what the annex itself says of how to count; no code
of the program's is used.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tests.exports.kravreader import Annex, Cells, Section, Table, ore, read

WEIGHTS = {"assistans": 140, "väntetid": 35, "beredskap": 20}
PARTS = {"Assistans": 1, "Väntetid": 4, "Beredskap": 7}


def half_up(number: Fraction) -> int:
    """Return the nearest whole number, a half upwards."""
    return (number + Fraction(1, 2)).__floor__()


def recompute(text: str) -> Annex:
    """Recompute an annex: every share, every sum; the first that is wrong fails."""
    annex = read(text)
    total = 0
    for section in annex.sections:
        total += _section(annex, section)
    assert total == ore(annex.facts["Kravets summa"])
    assert annex.summary.total is not None
    assert ore(annex.summary.total["I kravet"]) == total
    assert [row["I kravet"] for row in annex.summary.rows] == [
        section.claimed.total["I kravet"]
        for section in annex.sections
        if section.claimed and section.claimed.total
    ]
    _events(annex, total)
    return annex


def _section(annex: Annex, section: Section) -> int:
    """Return what a section adds to the claim, öre."""
    lines = {row["Post"]: row for row in section.posts.rows} if section.posts else {}
    for name, line in lines.items():
        if section.hours is not None:
            _hours(line, next(row for row in section.hours.rows if row["Post"] == name))
        else:
            assert section.arende
        _shares(annex, section, name, line)
    sides = [_right(section, letter) for letter in "FE"]
    changes = [ore(row["Skillnad"]) for _, table in section.shares for row in table.rows]
    for _, table in section.shares:
        _pairs(table)
    net = {name.split(" (")[0]: ore(value) for name, value in section.facts.items()}
    assert [net["Rätt före"], net["Rätt efter"]] == sides
    assert net["Efter minus före"] == sides[1] - sides[0] == sum(changes)
    _netting(net, sides[1])
    if section.steps is not None:
        _steps(section.steps, sides)
    return _claimed(annex, section, net["I detta krav"])


def _hours(line: Cells, minutes: Cells) -> None:
    """Hours are each kind's minutes converted and rounded; the amount is hours x timbelopp."""
    own = sum(
        half_up(Fraction(int(minutes[kind]) * 100, 60 * parts)) for kind, parts in PARTS.items()
    )
    paid = ore(minutes["Betalda"]) + ore(minutes["Mottagna"]) + ore(minutes["Släppta"])
    assert ore(minutes["Egna"]) == own
    assert ore(line["Timmar"]) == paid
    assert half_up(Fraction(paid * ore(line["Timbelopp"]), 100)) == ore(line["Belopp"])


def _side(name: str) -> tuple[str, str, str]:
    return ("Enh f", "Rest f", "Före") if name[0] == "F" else ("Enh e", "Rest e", "Efter")


def _shares(annex: Annex, section: Section, name: str, line: Cells) -> None:
    """Rounded down, and what is left one öre each to the largest remainders."""
    units, rest, amount = _side(name)
    own = [
        row
        for title, table in section.shares
        if name in re.findall(r"[FE]\d+", title)
        for row in table.rows
        if row["Nr"].isdigit() and row[amount]
    ]
    whole, fallen = int(line["Enheter"]), ore(line["Belopp"])
    assert sum(int(row[units]) for row in own) == whole
    if not own:
        return
    exact = {row["Nr"]: Fraction(fallen * int(row[units]), whole) for row in own}
    left = fallen - sum(part.__floor__() for part in exact.values())
    order = sorted(exact, key=lambda nr: (-(exact[nr] % 1), _source(annex.rows[nr]["Källa"])))
    assert int(line["Över"]) == left
    for row in own:
        part = exact[row["Nr"]]
        reported = annex.rows[row["Nr"]]
        assert int(row[units]) <= int(reported["Min"]) * WEIGHTS[reported["Slag"]]
        assert int(row[rest]) == part % 1 * whole
        assert ore(row[amount]) == part.__floor__() + (row["Nr"] in order[:left]), row
    if left:
        assert int(line["Gräns"]) == exact[order[left - 1]] % 1 * whole


def _source(text: str) -> tuple[int, str, int]:
    letter, row = text.split(":")
    return len(letter), letter, int(row)


def _right(section: Section, letter: str) -> int:
    """Return what the lines of one side come to, less what is cut from them."""
    _, _, amount = _side(letter)
    lines = section.posts.rows if section.posts else []
    whole = sum(ore(row["Belopp"]) for row in lines if row["Post"][0] == letter)
    shared = [row for _, table in section.shares for row in table.rows if row[amount]]
    cut = sum(ore(row[amount]) for row in shared if row["Nr"] == "avdrag")
    assert sum(ore(row[amount]) for row in shared) == whole + cut
    return whole + cut


def _pairs(table: Table) -> None:
    for row in [*table.rows, table.total or {}]:
        before, after = (ore(row[name]) if row[name] else 0 for name in ("Före", "Efter"))
        assert ore(row["Skillnad"]) == after - before
    assert table.total is not None
    for name in ("Före", "Efter", "Skillnad"):
        if table.total[name]:
            assert ore(table.total[name]) == sum(ore(r[name]) for r in table.rows if r[name])


def _netting(net: dict[str, int], right: int) -> None:
    difference = right - (net["Attesterat att betala"] - net["Tidigare krav för månaden"])
    assert net["Rätt -"] == difference
    fell = sum(
        net.get(name, 0)
        for name in ("Täcks av förskott, ej redovisat", "Återställer vad som tagits upp")
    ) + net.get("Återkrävs", 0)
    rose = sum(
        net.get(name, 0)
        for name in ("Sänker det som är utestående", "Tas upp av det som lagts ned", "Betalas ut")
    )
    assert rose - fell == difference + net.get("varav nytt förskott", 0)


def _steps(table: Table, sides: list[int]) -> None:
    """Rulebook section 11, steps 3 and 5-10, from the steps before and what they rest on."""
    for name, right in zip(("Före", "Efter"), sides, strict=True):
        told = [ore(row[name]) for row in table.rows if row[name]]
        if not told:
            assert right == 0
            continue
        whole, lost, pay, taken, part, net, holiday, fees, agreed, paid, *basis = told
        _, _, was_paid, asked, semester, avgift, avtal = basis
        share = Fraction(lost, whole) if whole else Fraction(0)
        assert pay == half_up(Fraction(lost * 80, 100))
        assert part == half_up(taken * share)
        assert net == max(0, half_up(min(Fraction(pay - part), was_paid * share)))
        assert holiday == half_up(Fraction(net * semester, 10000))
        assert fees == half_up(Fraction((net + holiday) * avgift, 10000))
        assert agreed == half_up(Fraction(net * avtal, 10000))
        assert paid == min(net + holiday + fees + agreed, asked) == right


def _claimed(annex: Annex, section: Section, told: int) -> int:
    """Each row of the claim is a difference of the month, or a part of one."""
    assert section.claimed is not None
    changes = {(row["Nr"], row["Skillnad"]) for _, table in section.shares for row in table.rows}
    rows = section.claimed.rows
    for row in rows:
        mine = ore(row["I kravet"])
        if row["Skillnad"]:
            assert (row["Nr"], row["Skillnad"]) in changes
            assert mine * ore(row["Skillnad"]) < 0
            assert abs(mine) <= abs(ore(row["Skillnad"]))
        if row["Nr"].isdigit():
            assert annex.rows[row["Nr"]]["Månad"] == section.month
            _minutes(annex, section, row)
    total = sum(ore(row["I kravet"]) for row in rows)
    assert section.claimed.total is not None
    assert ore(section.claimed.total["I kravet"]) == total == told
    return total


def _minutes(annex: Annex, section: Section, row: Cells) -> None:
    """The minutes that a row of the claim was paid are those of a share, to the nearest."""
    weight = WEIGHTS[annex.rows[row["Nr"]]["Slag"]]
    shares = [
        share for _, table in section.shares for share in table.rows if share["Nr"] == row["Nr"]
    ]
    for units, minutes in (("Enh f", "Min f"), ("Enh e", "Min e")):
        paid = {half_up(Fraction(int(share[units] or 0), weight)) for share in shares}
        assert int(row[minutes]) in paid


def _events(annex: Annex, total: int) -> None:
    sums = [
        sum(ore(row[name]) for row in annex.events.rows)
        for name in ("Utestående", "Återbetalt", "Nedlagt")
    ]
    assert sums == [
        ore(annex.facts[f"varav {name}"]) for name in ("utestående", "återbetalt", "nedlagt")
    ]
    assert sum(sums) == total
