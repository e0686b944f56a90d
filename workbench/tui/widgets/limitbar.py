"""A limit of working time as bars that fill towards it, and what is said of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from workbench.domain.money import clock_hours
from workbench.domain.report import Slag
from workbench.domain.time import Interval, clock, date_of, wall
from workbench.law.limits import Sort
from workbench.rules.registry import KODER
from workbench.services.arbetstid import Period
from workbench.services.arbetstid_parts import Grans, Stycke
from workbench.services.arbetstid_staplar import days_text, spans
from workbench.tui.words import day_name, fit, month_name, plain
from workbench.wording import EFFEKT, SLAG, STATUS

EARLIER, OWN, LEFT, EDGE = "━", "█", "·", "│"
EARLIER_ABOVE, ABOVE = "▒", "▓"
LEGEND = (
    f"{OWN} raden  {EARLIER} förut  {LEFT} kvar  {EDGE} gränsen  "
    f"{ABOVE} över  {EARLIER_ABOVE} över förut"
)
MOST_STRETCHES = 5


def bar(limit: int, worked: int, before: int, minutes: int, width: int) -> str:
    """Return ``width`` cells: what was worked before, the line's own, what is left or above.

    ``worked`` is all that counts against the limit. A minute is seen as a cell at least.
    """
    room = width - 1
    beyond = max(0, worked - limit)
    under = max(1, min(room - 1, limit * room // worked)) if beyond else room
    after = before + minutes
    text = _filled(min(before, limit), min(after, limit), max(1, limit), under, EARLIER, OWN, LEFT)
    text += EDGE
    if beyond:
        low, high = max(0, before - limit), max(0, after - limit)
        text += _filled(low, high, beyond, room - under, EARLIER_ABOVE, ABOVE, " ")
    return text


def _filled(low: int, high: int, whole: int, width: int, old: str, new: str, rest: str) -> str:
    start, stop = low * width // whole, high * width // whole
    if high > low and stop == start:
        start, stop = (start, start + 1) if start < width else (width - 1, width)
    return old * start + new * (stop - start) + rest * (width - stop)


def short_bar(item: Grans, width: int) -> str:
    """Return the whole limit as one bar."""
    return bar(item.tillatet, item.arbetat, 0, item.arbetat, width)


def state_text(item: Grans) -> str:
    """Return what is left or above: ``22:00 kvar``, ``11:00 över``."""
    if item.minuter_over:
        return f"{clock_hours(item.minuter_over)} över"
    return f"{clock_hours(item.kvar)} kvar"


def answer_text(period: Period) -> Text:
    """Return how much can still be worked, until when, and the limit that binds."""
    least = period.svar[0]
    item = period.granser[least.grans]
    text = Text(f"{clock_hours(least.minuter)} h", style="bold")
    for svar in period.svar[1:]:
        if svar.slag is not Slag.ASSISTANS:
            text.append(f", {SLAG[svar.slag]} {clock_hours(svar.minuter)} h", style="bold")
    text.append(f" till och med {_day(period, least.sista)}", style="")
    whose = f", {item.arbetsgivare}" if item.arbetsgivare else ""
    text.append(plain(f" ({item.namn}{whose})"), style="")
    return text


def limit_text(period: Period, item: Grans, width: int, *, daily: bool) -> Text:
    """Return all that is said of one limit, for a pane of a width."""
    parts = [_headline(item), _sum(item), *_bars(period.brukare, item, width, daily)]
    parts.append(Text(LEGEND, style="dim"))
    parts += _above(period, item)
    parts += [_left(period, item), *_settings(period)]
    return Text("\n").join(parts)


def words_of(period: Period, item: Grans) -> str:
    """Return what is said of one limit without its bars, sentence by sentence."""
    parts = [_headline(item), _sum(item), *_above(period, item), _left(period, item)]
    return "; ".join(" ".join(part.plain.replace(ABOVE, "").split()) for part in parts)


def _headline(item: Grans) -> Text:
    text = Text(plain(item.namn[0].upper() + item.namn[1:]), style="bold")
    if item.arbetsgivare:
        text.append(f" · {plain(item.arbetsgivare)}", style="")
    text.append(f" · {KODER[item.kod].lagrum}", style="")
    return text


def _sum(item: Grans) -> Text:
    what = "övertid" if item.sort is Sort.YEAR else "arbetat"
    text = Text(f"{clock_hours(item.tillatet)} h tillåtna", style="bold")
    text.append(f" ({item.harledning})   {what} {clock_hours(item.arbetat)} h", style="")
    return text


def _bars(names: Mapping[int, str], item: Grans, width: int, daily: bool) -> list[Text]:
    lines = spans(item, daily=daily)
    labels = [_label(span.days) for span in lines]
    lead = max(len(label) for label in labels) + 1
    room = max(10, min(60, (width - lead) // 2))
    result = []
    for label, span in zip(labels, lines, strict=True):
        text = Text(fit(label, lead), no_wrap=True, overflow="ellipsis")
        text.append(bar(item.tillatet, item.arbetat, span.before, span.minutes, room))
        text.append(f" {clock_hours(span.minutes):>6}")
        shown = [f"{plain(names[who])} {clock_hours(minutes)}" for who, minutes in span.by]
        text.append(f"  hos {', '.join(shown)}" if shown else "", style="dim")
        text.truncate(width, overflow="ellipsis")
        result.append(text)
    return result


def _label(days: Interval) -> str:
    if days[1] - days[0] == 1:
        return day_name(days[0])
    return days_text(days)


def _above(period: Period, item: Grans) -> list[Text]:
    if not item.over:
        return []
    text = Text(f"{ABOVE} {clock_hours(item.minuter_over)} h över gränsen", style="bold")
    text.append(f", från {moment_text(item.over[0].start)} till {_end(item.over[-1])}", style="")
    lines = [text]
    for part in item.over[:MOST_STRETCHES]:
        hours = clock_hours(part.slut - part.start)
        who = plain(period.brukare[part.brukare])
        lines.append(
            Text(f"  {moment_text(part.start)}-{_end(part, part.start)} {hours} h hos {who}")
        )
    if len(item.over) > MOST_STRETCHES:
        lines.append(Text(f"  … och {len(item.over) - MOST_STRETCHES} till: v", style="dim"))
    lines += [
        Text(
            f"  {found.id} {month_name(found.manad)}: {clock_hours(found.minuter)} h "
            f"{EFFEKT[found.effekt]} ({STATUS[found.status]})"
        )
        for found in item.fynd
    ]
    if item.okontrollerat:
        hours = clock_hours(item.okontrollerat)
        lines.append(Text(f"  {hours} h i månader som inte är kontrollerade än"))
    return lines


def moment_text(moment: int) -> str:
    """Return an instant as ``sön 27 sep 11:00``."""
    day, minute = wall(moment)
    return f"{day_name(day)} {clock(minute)}"


def _end(part: Stycke, start: int | None = None) -> str:
    """Return where a stretch ends; only the clock when ``start`` is of the same day."""
    if start is not None and wall(start)[0] == wall(part.slut)[0]:
        return clock(wall(part.slut)[1])
    return moment_text(part.slut)


def _left(period: Period, item: Grans) -> Text:
    last = item.dagar[1] - 1
    if item.galler:
        until = f"till och med {_day(period, item.sista)}"
        return Text(f"Kan arbeta ytterligare {clock_hours(item.utrymme)} h {until}", style="bold")
    if last < period.dag:
        return Text(f"Perioden slutade {day_name(last)}, före månadens slut.", style="dim")
    return Text("Gränsen gäller inte vid månadens slut.", style="dim")


def _day(period: Period, day: int) -> str:
    """Return a day; with its year when that is not the month's."""
    year = date_of(day).year
    return day_name(day) if year == period.manad // 12 else f"{day_name(day)} {year}"


def _settings(period: Period) -> list[Text]:
    used = ", ".join(f"{item.namn} = {item.varde}" for item in period.installningar)
    return [Text(f"{period.ordning} Inställning: {used}", style="dim")]
