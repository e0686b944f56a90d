"""What the screen of a claim says: header, a pass in words, the computation, papers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rich.text import Text

from workbench.domain.money import clock_hours, hours, kronor
from workbench.domain.time import clock, iso_day, parse_day
from workbench.law.sjuklon import SEMESTER, avgift_procent
from workbench.services.reviewing import FindingView
from workbench.services.sjukdagar import EGET, OTACKT, STOPPAT, TACKT, Days, PassDays
from workbench.services.sjuklon import ArendeView, PassView
from workbench.tui.actions import told
from workbench.tui.screens.sjuk_rows import documents
from workbench.tui.widgets.columns import Column, Line, shares
from workbench.tui.widgets.passtrip import LEGEND, lanes, reach, ruler, strip
from workbench.tui.words import count, day_name, fit, plain, short_day, span, stamp_text
from workbench.wording import HANDLING, SJUKFALL, STATUS, provision

STRIP = 3
PASS_COLUMNS = (
    Column("Dag", 10),
    Column("Tid", 11),
    Column("Nr", 2, right=True, spoken="Dag i sjukperioden"),
    Column("", 12, grow=3, most=48, drawn=True),
    Column("Längd", 5, right=True, drop=2),
    Column("Täckt", 5, right=True),
    Column("Betalas", 7, right=True),
    Column("Fynd", 10, grow=2, most=30, drop=1),
)
FINDING_COLUMNS = (
    Column("Kod", 15, grow=1, most=22),
    Column("Allvar", 6, drop=1),
    Column("Status", 8, grow=1, most=14),
    Column("Tid", 19),
    Column("Längd", 6, right=True),
    Column("Förklaring", 12, grow=3, drop=2),
)
STOPPED = {"efter-sjukloneperiod": "efter dag 14", "preskriberad": "preskriberad"}


# -- the passes ---------------------------------------------------------------------------------


def pass_columns(found: Days, width: int) -> tuple[Column, ...]:
    """Return the columns for a list of a width, with hours above the strip."""
    size = dict(shares(PASS_COLUMNS, max(1, width - 4)))[STRIP]
    fixed = replace(PASS_COLUMNS[STRIP], title=ruler(size, reach(found.dagar)), width=size, grow=0)
    return (*PASS_COLUMNS[:STRIP], fixed, *PASS_COLUMNS[STRIP + 1 :])


def pass_line(found: Days, index: int, columns: Sequence[Column]) -> Line:
    """Return a pass as a row with its day drawn."""
    item, days = found.vy.passen[index], found.dagar[index]
    less = item.betalbara < item.minuter
    drawn = strip(days, columns[STRIP].width, reach(found.dagar))
    return Line(
        (
            day_name(parse_day(item.datum)),
            f"{item.start}-{item.slut}",
            str(item.dag),
            drawn,
            clock_hours(item.minuter),
            clock_hours(item.tackta),
            clock_hours(item.betalbara),
            ", ".join(item.kod),
        ),
        ("", "", "muted", "muted", "", "", "held" if less else "", "alert" if item.kod else ""),
    )


def pass_text(found: Days, index: int, width: int) -> Text:
    """Return all about a pass: lanes, who worked when, what stands against it."""
    item, days = found.vy.passen[index], found.dagar[index]
    slag = "väntetid" if item.slag else "assistans"
    extra = f", tillägg {kronor(item.tillagg)} kr/h" if item.tillagg else ""
    text = Text(
        f"{day_name(parse_day(item.datum))} {item.start}-{item.slut}, {slag}, "
        f"dag {item.dag} i sjukperioden: {clock_hours(item.betalbara)} av "
        f"{clock_hours(item.minuter)} betalas{extra}",
        style="bold",
    )
    parts = [text, *lanes(days, width, reach([days])), *map(Text, pass_words(found, index))]
    parts += [
        Text.assemble((f"{one.id} {one.kod}", "bold"), f" {_state(one)}: {plain(one.forklaring)}")
        for one in findings_of(found.vy, item)
    ]
    parts.append(Text(LEGEND, style="dim"))
    return Text("\n").join(parts)


def pass_words(found: Days, index: int) -> list[str]:
    """Return who worked when in a pass, stretch by stretch, and who the claim says did."""
    item = found.vy.passen[index]
    named = "; ".join(map(plain, item.vikarier)) or "ingen"
    return [*_stretches(item, found.dagar[index]), f"Vikarie enligt ansökan: {named}"]


def _stretches(item: PassView, days: PassDays) -> Iterable[str]:
    why = next((word for kod, word in STOPPED.items() if kod in item.kod), "")
    for one in days.stretches:
        said = {
            TACKT: f"{plain(one.vem)} arbetade",
            OTACKT: "ingen vikarie",
            STOPPAT: f"räknas inte, {why}",
            EGET: f"den sjuka arbetade själv hos {plain(one.vem)}",
        }[one.slag]
        yield f"{clock(one.fran)}-{clock(one.till)} {said}, {clock_hours(one.minuter)}"


def findings_of(found: ArendeView, item: PassView) -> list[FindingView]:
    """Return the stored findings on a pass."""
    start = f"{item.datum}T{item.start}"
    after = found.passen[found.passen.index(item) + 1 :]
    limit = f"{after[0].datum}T{after[0].start}" if after else "9999"
    return [
        one
        for one in found.findings
        if one.kod in item.kod and one.fran is not None and start <= one.fran < limit
    ]


def _state(one: FindingView) -> str:
    return f"({one.allvar}, {STATUS[one.status]})"


# -- the findings -------------------------------------------------------------------------------


def finding_line(one: FindingView) -> Line:
    """Return a finding on a claim as a row."""
    waits = one.allvar != "info" and one.status in ("oppen", "komplettering")
    return Line(
        (
            one.kod,
            one.allvar,
            ("*" if one.nytt_underlag else "") + STATUS[one.status],
            span(one.fran, one.till) if one.minuter else "hela ärendet",
            clock_hours(one.minuter) if one.minuter else "",
            one.forklaring,
        ),
        ("", "", "alert" if waits else "muted", "", "", "muted"),
    )


def finding_text(one: FindingView) -> Text:
    """Return a finding in words, with what the provision says."""
    text = Text(f"{one.id} {one.kod}", style="bold")
    text.append(
        f" · {one.titel} · {one.allvar} · {STATUS[one.status]} · {one.lagrum}\n", "not bold"
    )
    text.append(f"{plain(one.forklaring)}\n", style="not bold")
    if one.nytt_underlag:
        text.append("Underlaget har ändrats sedan avgörandet.\n")
    text.append(provision(one.kod), style="not bold italic")
    return text


# -- the header ---------------------------------------------------------------------------------


def header(found: Days, tabs: Text) -> Text:
    """Return whose claim it is, what it comes to, what it waits for, and the pages."""
    row = found.vy.rad
    sista = "pågår" if row.sista is None else short_day(row.sista)
    text = Text(plain(row.arende), style="bold", no_wrap=True)
    text.append(f"  {SJUKFALL[row.status].upper()}", style="bold")
    text.append(
        f"  {plain(row.brukare_namn)}, sjuk: {plain(row.assistent_namn)}, "
        f"{short_day(row.forsta)} - {sista}\n",
        style="not bold",
    )
    text.append_text(tabs)
    text.append(
        f"  begärt {kronor(row.begart)}, ger {kronor(row.ersattning)}{waiting(found.vy)}",
        style="not bold",
    )
    return text


def waiting(found: ArendeView) -> str:
    """Return what a claim waits for, as the end of a line."""
    row = found.rad
    if not row.kontrollerad:
        return told("  räkna månaden ({sjukfall.check})")
    waits = [f"svar till {row.svar_senast}"] if row.status == "komplettering" else []
    waits += [count(row.vantar, "fynd", "fynd")] if row.vantar else []
    waits += ["beslut"] if row.status == "oppen" and not waits else []
    return f"  väntar: {', '.join(waits)}" if waits else ""


# -- the computation ----------------------------------------------------------------------------

LABEL, AMOUNT = 20, 10
PARTS_AT = {
    "forlorad_lon": "minuter som hålls eller nekas",
    "underlag": "pass efter dag 14",
    "karensavdrag": "karensavdraget",
    "netto": "den sjuklön som har betalats",
    "ersattning": "begäran själv: inget steg når så högt",
}


def computation(found: Days) -> Text:
    """Return the claim beside its computation, step by step; then papers, history, source."""
    case, steps = found.vy.fall, found.vy.belopp
    semester = SEMESTER if case.semester_procent is None else case.semester_procent
    avgift = avgift_procent(case) if case.avgift_procent is None else case.avgift_procent
    lines: list[tuple[str, str, int, str]] = [
        ("underlag", "Underlag, dag 1-14", steps.underlag, f"timlön {kronor(case.timlon)}"),
        ("forlorad_lon", "Förlorad lön", steps.forlorad_lon, ""),
        ("sjuklon", "Sjuklön 80 %", steps.sjuklon, ""),
        ("karensavdrag", "Karensavdrag", -steps.karensavdrag, _karens(found)),
        ("netto", "Netto", steps.netto, f"betalt {kronor(case.betald_sjuklon)}"),
        ("semester", f"Semester {hours(semester)} %", steps.semester, ""),
        ("avgifter", f"Avgifter {hours(avgift)} %", steps.avgifter, ""),
        ("avtal", f"Avtal {hours(case.avtal_procent or 0)} %", steps.avtal, ""),
        ("ersattning", "Ersättning", steps.ersattning, f"begärt {kronor(case.begart)}"),
    ]
    text = Text(fit("Beräkning", LABEL) + fit("kr", AMOUNT, right=True) + "  I ansökan\n", "bold")
    for name, label, ore, claimed in lines:
        sign = "!" if name == found.skillnad else " "
        text.append(
            fit(sign + label, LABEL) + fit(kronor(ore), AMOUNT, right=True) + f"  {claimed}\n",
            style="bold" if name in ("netto", "ersattning") else "not bold",
        )
    text.append_text(_above(found))
    text.append_text(_papers(found.vy))
    text.append_text(_history(found.vy))
    text.append_text(_source(found.vy))
    return text


def _karens(found: Days) -> str:
    case = found.vy.fall
    return "högriskskydd" if case.hogriskskydd else f"vecka {kronor(case.veckolon)}"


def _above(found: Days) -> Text:
    more = found.vy.rad.begart - found.vy.belopp.beraknat
    if more <= 0:
        return Text("")
    return Text(
        f"Begärt {kronor(more)} kr över beräkningen.\n! Skiljer sig vid: "
        f"{PARTS_AT.get(found.skillnad or '', found.skillnad or '')}.\n",
        style="not bold",
    )


def _papers(found: ArendeView) -> Text:
    there, lacking = found.fall.handlingar, found.saknade
    let_through = set(lacking) - set(found.rad.saknas)
    text = Text("\nHandlingar\n", style="bold")
    for name, word in HANDLING.items():
        if name in there:
            text.append(f"[x] {word}\n", style="not bold")
        elif name in let_through:
            text.append(f"[ ] {word}: saknas, godtagen ändå\n", style="not bold")
        elif name in lacking:
            text.append(f"[ ] {word}: SAKNAS\n", style="bold")
    return text


def _history(found: ArendeView) -> Text:
    text = Text("\nHistorik\n", style="bold")
    for step in found.historik:
        text.append(f"{stamp_text(step.tid)} {plain(step.aktor)}: ", style="bold")
        text.append(f"{SJUKFALL[step.fran_status]} → {SJUKFALL[step.till_status]}", "not bold")
        until = f", svar senast {step.svar_senast}" if step.svar_senast else ""
        text.append(f", ”{plain(step.motivering)}”{until}\n", style="not bold")
    if not found.historik:
        text.append("Inget beslut ännu.\n", style="not bold")
    return text


def _source(found: ArendeView) -> Text:
    row, case = found.rad, found.fall
    text = Text("\nVem och var\n", style="bold")
    who = [
        ("Brukare", f"{row.brukare_namn} {row.brukare}"),
        ("Assistent", f"{row.assistent_namn} {row.assistent}"),
        ("Ansökan kom", iso_day(case.ansokt)),
        ("Läkarintyg", f"från {iso_day(case.lakarintyg)}" if case.lakarintyg else ""),
        ("Månad", row.manad),
        ("Källa", f"{found.fil} rad {found.filrad}"),
    ]
    for name, value in who:
        if value:
            text.append(f"{name:<12}{plain(value)}\n", style="not bold")
    return text


def asked_for(found: ArendeView) -> str:
    """Return the beginning of a request for what a claim lacks."""
    return f"Kom in med: {documents(found.rad.saknas)}." if found.rad.saknas else ""
