"""How a run is listed and summed, without a terminal."""

from __future__ import annotations

from dataclasses import replace

from workbench.services.runs import RunLine, RunNet, RunView
from workbench.tui.screens import settle_rows, settle_words
from workbench.tui.screens.settle_rows import Entry, State

LINE = RunLine(
    1, "195001011234", "Andersson, Maj", "B-1", "assistans", None, 33260, (600, 0, 0),
    1000, 1000, 0, 0, 1000, 0, 332600, id=1,
)  # fmt: skip
NET = RunNet(
    1, "195001011234", "Andersson, Maj", None, 332600, 0, 0, 332600, 332600, 0, 0, 0, 0, 0, 0,
    "brukaren",
)  # fmt: skip
ADVANCE = replace(LINE, slag="forskott", minuter=(0, 0, 0), id=2, belopp=500000)


def view(nets: tuple[RunNet, ...], lines: tuple[RunLine, ...], fore: int | None = None) -> RunView:
    """Return a draft."""
    return RunView(
        2024 * 12 + 2, 7, "utkast", "2024-04-05T08:14:00Z", "anna", None, None, None, None, fore,
        lines, nets, 0, 0, sum(net.ratt for net in nets), 0, (),
    )  # fmt: skip


def rows(state: State) -> list[tuple[str, ...]]:
    """Return the first eight cells of each row: name, beslut, hours, rate, and the four sums."""
    found = [entry for group in settle_rows.chosen(state) for entry in group.entries]
    return [settle_rows.entry_line(entry, compared=False).cells[:8] for entry in found]


def test_one_ordinary_line_is_one_row() -> None:
    state = State(view((NET,), (LINE,)))
    assert rows(state) == [
        ("Andersson, Maj", "B-1", "10,00", "332,60", "3 326,00", "–", "3 326,00", "–")
    ]


def test_several_lines_stand_under_the_brukare() -> None:
    other = replace(LINE, beslut="B-9", timbelopp=34000, belopp=340000, id=3)
    net = replace(NET, ratt=672600, att_betala=672600)
    assert rows(State(view((net,), (LINE, other)))) == [
        ("Andersson, Maj", "", "", "", "6 726,00", "–", "6 726,00", "–"),
        ("  B-1", "", "10,00", "332,60", "3 326,00", "", "", ""),
        ("  B-9", "", "10,00", "340,00", "3 400,00", "", "", ""),
    ]


def test_an_advance_is_shown_as_paid_and_not_as_right() -> None:
    net = replace(NET, ratt=0, betalt=500000, att_betala=500000, forskott=500000, oredovisat=500000)
    state = State(view((net,), (ADVANCE,)))
    assert rows(state) == [
        ("Andersson, Maj", "", "", "", "0,00", "5 000,00", "5 000,00", "–"),
        ("  förskott B-1", "", "10,00", "332,60", "", "5 000,00", "", ""),
    ]
    told = settle_words.picked(Entry(net, None)).plain
    assert "nytt förskott 5 000,00" in told
    assert "ej redovisat 5 000,00" in told


def test_only_those_who_differ_from_the_attested_run() -> None:
    same = replace(NET, brukare_id=2, namn="Berg, Olle", skillnad=0)
    moved = replace(NET, skillnad=0, rader=2)
    state = State(view((same, moved), (LINE, replace(LINE, brukare_id=2)), 6), only_changes=True)
    assert [group.net for group in settle_rows.chosen(state)] == [moved]
    assert "1 brukare skiljer sig" in settle_words.sums(state, []).plain


def test_the_sums_are_of_what_is_paid_and_what_is_put_forward() -> None:
    owes = replace(NET, brukare_id=2, namn="Berg, Olle", att_betala=0, aterkrav=12345)
    state = State(view((NET, owes), (LINE,)))
    text = settle_words.sums(state, settle_rows.chosen(state)).plain
    assert text.startswith("Betalas 1 rad   3 326,00 kr   Föreslås återkrav 1   123,45 kr")
    state = replace(state, needle="berg")
    text = settle_words.sums(state, settle_rows.chosen(state)).plain
    assert text.startswith("Filtrerat betalas 0 rader   0,00 kr   Föreslås återkrav 1   123,45 kr")


def test_a_line_cut_to_accounted_costs_says_so() -> None:
    told = settle_words.picked(Entry(NET, replace(LINE, avdrag=5000))).plain
    assert "sänkt 50,00 kr till redovisade kostnader" in told


def test_who_did_what_stands_in_the_header() -> None:
    draft = view((NET,), (LINE,))
    assert settle_words.header(State(draft)).plain.endswith("attesteras av annan")
    signed = replace(draft, status="attesterad", attestant="bo", attesterad="2024-04-06T08:00:00Z")
    assert "attesterad av bo 2024-04-06 10:00, räknad av anna" in (
        settle_words.header(State(signed)).plain
    )
    gone = replace(signed, status="makulerad", makulerad_av="cecilia", makulerad_skal="fel konto")
    assert "makulerad av cecilia: fel konto   BARA LÄSNING" in (
        settle_words.header(State(gone, earlier=7)).plain
    )
