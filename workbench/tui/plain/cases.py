"""The screens of one case, run or document, as linear text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from rich.text import Text

from workbench.tui.plain.asked import Asked, WrongWord
from workbench.tui.plain.lists import sliced
from workbench.tui.plain.text import Facts, Page, Part, facts
from workbench.tui.words import month_name, stamp_text


def settle(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return Avräkning: the month's latest run, or the one that is named."""
    from workbench.services import runs, settling
    from workbench.tui.screens import settle_rows as rows
    from workbench.tui.screens import settle_words as words

    result, stale = None, ""
    if asked.which:
        if not asked.which.isdigit():
            raise WrongWord(f"{asked.which} är inget körningsnummer.")
        result = settling.of_run(connection, int(asked.which))
    elif asked.month is not None:
        result = settling.stored(connection, asked.month)
        stale = settling.outdated_why(connection, asked.month) if result else ""
    if result is None:
        nothing = "Månaden är inte räknad ännu." if asked.month else "Inga rapporter ännu."
        return Page("Avräkning, rader", nothing, (Part("Rader", 0, sliced((), lambda _: [])),))
    view = runs.run_view(connection, result, asked.viewer)
    shown = asked.choice("status", {"alla": "alla", "skillnader": "skillnader"}, "alla")
    order = asked.choice("order", rows.ORDERS, "namn")
    state = rows.State(
        needle=asked.find, view=view, order=order, only_changes=shown != "alla", stale=stale
    )
    groups = rows.chosen(state)
    found = [entry for group in groups for entry in group.entries]
    every = sum(len(group.entries) for group in rows.groups(view))

    def item(entry: rows.Entry) -> Facts:
        line = entry.line
        more = [
            ("Beslut", line.beslut if line else ""),
            ("Rad", f"L{line.id}" if line and line.id else ""),
            ("Mer", words.picked(entry).plain.removeprefix(entry.namn)),
        ]
        return facts(rows.COLUMNS, rows.entry_line(entry, compared=False), more)

    said = (words.sums(state, groups).plain,)
    return Page(
        f"Avräkning, {month_name(view.month)}, rader",
        words.header(state).plain,
        (Part("Rader", len(found), sliced(found, item), said, every),),
    )


def attest(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return the attest of a draft: its sum, who may, and what is to be ticked off."""
    from workbench.domain.money import kronor
    from workbench.services import attest_sheet, settling
    from workbench.services.attest_sheet import Ticked

    korning = asked.which
    if not korning and asked.month is not None:
        latest = settling.stored(connection, asked.month)
        korning = str(latest.korning) if latest and latest.korning else ""
    if not korning.isdigit():
        raise WrongWord("Skriv körningens nummer efter attest, eller välj månad med --month.")
    sheet = attest_sheet.sheet(connection, int(korning), asked.stamp, asked.viewer)

    def item(one: Ticked) -> Facts:
        return [
            ("Vad", one.vad),
            ("Om", one.om),
            *(
                (name, f"{fore or 'inget'} till {efter or 'inget'}")
                for name, fore, efter in one.varden
            ),
            ("Av", one.aktor),
            ("När", stamp_text(one.tid)),
        ]

    told = [f"Betalas: {kronor(sheet.view.att_betala)} kr", sheet.hinder]
    told += [f"Kan inte attestera: {who}, {did}" for who, did in sheet.inblandade]
    found = sheet.andringar
    return Page(
        f"Attest av körning {korning}, ändringar att bocka av",
        ". ".join(text.rstrip(".") for text in told if text),
        (Part("Ändringar", len(found), sliced(found, item)),),
    )


def finding(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return all of a finding: what, why, by which law, and its trace down to file and row."""
    from workbench.services import explaining, reviewing
    from workbench.tui.plain.trace import trace_lines
    from workbench.tui.widgets.findingtext import finding_text

    number = reviewing.finding_number(asked.needs("fyndet", "fynd F12"))
    detail = reviewing.detail(connection, number, asked.viewer)
    trace = explaining.explain(connection, f"F{number}", asked.viewer)
    text = finding_text(detail, 0, full=True).plain
    return Page(f"Fynd F{number}", text="\n".join([text, "", "Spår", *trace_lines(trace)]))


def sjukfall(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return a claim for sjuklön: passes, findings, computation."""
    from workbench.services import sjukdagar
    from workbench.tui.screens import sjuk_text as rows

    name = asked.needs("ärendet", "sjukfall S-1")
    found = sjukdagar.days(connection, name, asked.viewer)
    passes, findings = found.vy.passen, found.vy.findings

    def one_pass(place: int) -> Facts:
        line = rows.pass_line(found, place, rows.PASS_COLUMNS)
        more = [("Dag", passes[place].datum), ("Mer", _joined(rows.pass_words(found, place)))]
        return facts(rows.PASS_COLUMNS, line, more)

    def one_finding(place: int) -> Facts:
        more = [("Fynd", findings[place].id), ("Förklaring", findings[place].forklaring)]
        return facts(rows.FINDING_COLUMNS, rows.finding_line(findings[place]), more)

    return Page(
        "Sjuklöneärende",
        text=f"{rows.header(found, Text()).plain}\n\n{rows.computation(found).plain}",
        parts=(
            Part("Pass", len(passes), sliced(range(len(passes)), one_pass)),
            Part("Fynd", len(findings), sliced(range(len(findings)), one_finding)),
        ),
    )


def krav(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return a claim: where it stands, assessment, rows, plan, history, documents."""
    from workbench.services import kravhandling, kravhistorik, kravvy
    from workbench.tui.screens import krav_pages as rows
    from workbench.tui.screens import krav_text

    name = asked.needs("kravet", "krav K3").upper()
    vy = kravvy.vy(connection, name, asked.viewer, asked.today)
    history = tuple(reversed(kravhistorik.historik(connection, name, asked.viewer)))
    papers = tuple(kravhandling.handlingar(connection, name))

    def row(place: int) -> Facts:
        one = vy.krav.rader[place]
        file = "" if one.fil is None else f"{one.fil} rad {one.rad}"
        return facts(rows.ROW_COLUMNS, rows.row_line(one), [("Fil", file)])

    parts = (
        Part(
            "Bedömning",
            len(vy.bedomning),
            sliced(vy.bedomning, lambda one: facts(rows.ASSESS_COLUMNS, rows.assess_line(one))),
        ),
        Part("Rader", len(vy.krav.rader), sliced(range(len(vy.krav.rader)), row)),
        Part(
            "Plan",
            len(vy.plan),
            sliced(
                vy.plan,
                lambda one: facts(
                    rows.PLAN_COLUMNS, rows.plan_line(one, vy.frist, late=vy.forfallen)
                ),
            ),
        ),
        Part(
            "Historik",
            len(history),
            sliced(
                history,
                lambda one: facts(
                    rows.HISTORY_COLUMNS, rows.history_line(one), [("Mer", _joined(one.mer))]
                ),
            ),
        ),
        Part(
            "Handlingar",
            len(papers),
            sliced(papers, lambda one: facts(rows.PAPER_COLUMNS, rows.paper_line(one))),
        ),
    )
    text = f"{krav_text.header(vy, Text()).plain}\n\n{krav_text.state_text(vy).plain}"
    return Page("Återkrav", text=text, parts=parts)


def _joined(lines: Iterable[str]) -> str:
    return "; ".join(line.strip() for line in lines if line.strip())


def annex(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return the debtor's annex of a claim; ``--status domstolen`` gives the court's."""
    from workbench.services import kravbilaga

    name = asked.needs("kravet", "bilaga K3").upper()
    kinds = {"gäldenären": "gäldenären", "domstolen": "domstolen"}
    full = asked.choice("status", kinds, "gäldenären") == "domstolen"
    if not name[1:].isdigit():
        raise WrongWord(f"{name} är inget krav. Skriv till exempel: bilaga K3")
    made = kravbilaga.bilaga(connection, int(name[1:]), full=full, viewer=asked.viewer)
    return Page(f"Bilaga till {name}", text=kravbilaga.as_text(made))


def paper(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return a document of a claim as text: ``K3/kommunikation`` or ``K3/beslut/2``."""
    from workbench.services import kravhandling
    from workbench.wording import KRAVHANDLING

    identity, _, rest = asked.needs("handlingen", "handling K3/beslut/1").partition("/")
    slag, _, number = rest.partition("/")
    if slag not in KRAVHANDLING or not (number or "1").isdigit():
        raise WrongWord(
            f"{asked.which} är ingen handling. Skriv krav/slag eller krav/slag/nummer, där slag är "
            f"ett av: {', '.join(KRAVHANDLING)}"
        )
    text = kravhandling.shown(
        connection, identity.upper(), slag, asked.stamp, nummer=int(number) if number else None
    )
    return Page(f"{identity.upper()}, {KRAVHANDLING[slag]}", text=text)


def period(connection: sqlite3.Connection, asked: Asked) -> Page:
    """Return an assistant's limits of working time, by a personnummer or by a finding."""
    from workbench.domain.money import clock_hours
    from workbench.domain.time import parse_month
    from workbench.services import arbetstid, reviewing
    from workbench.services.arbetstid_parts import Grans
    from workbench.tui.screens import period_rows as rows
    from workbench.tui.widgets.limitbar import answer_text, words_of

    which = asked.needs("ett fynd eller assistentens personnummer", "period F12")
    month = asked.month
    if which[:1] in "Ff":
        number = reviewing.finding_number(which)
        who = arbetstid.assistant_of(connection, number)
        if who is None:
            raise WrongWord(f"{which} gäller ingen assistent.")
        if not asked.named:
            month = parse_month(reviewing.detail(connection, number, asked.viewer).finding.manad)
    else:
        who = arbetstid.person(connection, which)
    if month is None:
        raise WrongWord("Välj månad med --month.")
    found = arbetstid.period(connection, who, month, asked.viewer)

    def item(one: Grans) -> Facts:
        more = [("Över gränsen", clock_hours(one.minuter_over) if one.minuter_over else "")]
        return facts(rows.COLUMNS, rows.limit_line(one), [*more, ("Mer", words_of(found, one))])

    said = [f"inget uppdrag hos {name}" for name in found.utan_uppdrag]
    said += [f"oklart: {reason}" for reason in found.oklart]
    if found.svar:
        said.insert(0, f"Kan arbeta ytterligare {answer_text(found).plain}")
    number_shown = "" if found.nummer == found.namn else f", {found.nummer}"
    return Page(
        f"Assistentens period, {found.namn}{number_shown}, {month_name(month)}, gränser",
        ". ".join(said),
        (Part("Gränser", len(found.granser), sliced(found.granser, item)),),
    )
