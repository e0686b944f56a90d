"""A finding in words: what, why, by which law, cost, state, what was done. Pure."""

from __future__ import annotations

from rich.text import Text

from workbench.domain.finding import Allvar, Effect, Status, effect
from workbench.domain.money import kronor
from workbench.services.reviewing import FindingDetail, FindingView
from workbench.tui.widgets.timeline import LEGEND, timeline
from workbench.tui.words import count, effect_text, month_name, plain, span, stamp_text
from workbench.wording import STATUS

NO_PROVISION = "-"
"""How a code without a provision of its own is cited."""

EFFECT_WORDS = {
    Effect.NEKAD: "nekas",
    Effect.HALLEN: "hålls",
    Effect.INGEN: "betalas",
}


def withheld(finding: FindingView) -> Effect:
    """Return what a finding does to its time now."""
    return effect(Allvar(finding.allvar), Status(finding.status))


def finding_text(detail: FindingDetail, width: int, *, full: bool, lines: int = 0) -> Text:
    """Return the whole pane; ``full`` leaves nothing out, else it aims at ``lines`` lines."""
    finding = detail.finding
    parts = [_headline(finding), Text(plain(finding.forklaring)), _worth(detail, full)]
    room = None if full else max(3, lines - 5 - len(detail.historik[-2:]))
    days = timeline(detail.dagar, finding.brukare_namn, width, room)
    if full:
        parts.insert(2, _provision(detail))
        parts += [Text(), Text("Dagar", style="bold"), *days] if days else []
        parts += [Text(LEGEND, style="dim")] if days else []
        parts += [Text(), *_history(detail), Text(), *_sources(detail)]
    else:
        parts += [*(_history(detail)[-2:] if detail.historik else []), *days, _provision(detail)]
    return Text("\n").join(parts)


def _headline(finding: FindingView) -> Text:
    text = Text(f"{finding.kod}", style="bold")
    text.append(f" · {finding.titel} · {finding.allvar} · {STATUS[finding.status]}", style="")
    if finding.lagrum != NO_PROVISION:
        text.append(f" · {finding.lagrum}")
    if finding.nytt_underlag:
        text.append(" · NYTT UNDERLAG sedan avgörandet", style="bold")
    return text


def _worth(detail: FindingDetail, full: bool) -> Text:
    finding = detail.finding
    text = Text(f"{EFFECT_WORDS[withheld(finding)].capitalize()}: ", style="bold")
    if finding.antal:
        text.append(f"{count(finding.antal, 'rad', 'rader')}, ")
    text.append(f"{effect_text(finding.minuter, finding.timmar)} h")
    if detail.effekt_ore:
        text.append(f", {kronor(detail.effekt_ore)} kr")
    text.append(f"   {span(finding.fran, finding.till)}")
    if finding.beslut:
        text.append(f"   beslut {plain(finding.beslut)}")
    if detail.kallor and not full:
        name, row = detail.kallor[0]
        text.append(f"   källa: {plain(name)} rad {row}")
        if len(detail.kallor) > 1:
            text.append(f" (+{len(detail.kallor) - 1})")
    return text


def _provision(detail: FindingDetail) -> Text:
    lagrum = detail.finding.lagrum
    start = "" if lagrum == NO_PROVISION else f"{lagrum}: "
    return Text(start + plain(detail.lagrum_text), style="italic")


def _history(detail: FindingDetail) -> list[Text]:
    if not detail.historik:
        return [Text("Historik: inget avgörande ännu.", style="dim")]
    steps = []
    for step in detail.historik:
        text = Text(f"{stamp_text(step.tid)} {plain(step.aktor)}: ", style="bold")
        text.append(f"{STATUS[step.fran_status]} → {STATUS[step.till_status]}", style="")
        text.append(f", ”{plain(step.motivering)}”")
        if step.svar_senast:
            text.append(f", svar senast {step.svar_senast}")
        steps.append(text)
    return steps


def _sources(detail: FindingDetail) -> list[Text]:
    finding = detail.finding
    who = [Text("Vem och var", style="bold")]
    who.append(Text(f"Brukare       {plain(finding.brukare_namn)}  {finding.brukare}"))
    if finding.assistent:
        who.append(
            Text(f"Assistent     {plain(finding.assistent_namn or '')}  {finding.assistent}")
        )
    if finding.arbetsgivare:
        who.append(Text(f"Arbetsgivare  {finding.arbetsgivare}"))
    year, month = finding.manad.split("-")
    who.append(Text(f"Fynd          {finding.id}, {month_name(int(year) * 12 + int(month) - 1)}"))
    by_file: dict[str, list[str]] = {}
    for name, row in detail.kallor:
        by_file.setdefault(name, []).append(str(row))
    for name, rows in by_file.items():
        who.append(Text(f"Källa         {plain(name)} rad {', '.join(rows)}"))
    return who
