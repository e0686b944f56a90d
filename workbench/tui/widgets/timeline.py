"""A finding's days: its own rows among the assistant's and the brukare's others. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text

from workbench.domain.time import DAY_MINUTES, clock
from workbench.services.reviewing import TimelineBar, TimelineDay
from workbench.tui.words import day_name, fit, plain

OWN, BESIDE, ELSEWHERE, FREE = "█", "▒", "░", "·"
LEGEND = f"{OWN} fyndets rad   {BESIDE} andra rader hos brukaren   {ELSEWHERE} hos annan brukare"
LABEL = 11
NARROWEST = 24
OWN_STYLE = Style(bold=True, reverse=True)


def timeline(
    days: Sequence[TimelineDay], brukare: str, width: int, most: int | None = None
) -> list[Text]:
    """Return a ruler and the days as lines of ``width`` cells; at most ``most`` lines."""
    room = width - LABEL
    if not days or room < NARROWEST:
        return []
    lines = [_ruler(room)]
    for day in days:
        for number, lane in enumerate(_lanes(day.bars)):
            line = Text(fit(day_name(day.day) if number == 0 else "", LABEL), no_wrap=True)
            line.append_text(_lane(lane, brukare, room))
            lines.append(line)
    if most is not None and len(lines) > most:
        left = len(lines) - most + 1
        lines = [*lines[: most - 1], Text(fit("", LABEL) + f"… {left} rader till: v", style="dim")]
    return lines


def _ruler(room: int) -> Text:
    step = 3 if room >= 44 else 6
    signs = [" "] * (room + 3)
    for hour in range(0, 25, step):
        at = min(_cell(hour * 60, room), room - 2 if hour == 24 else room)
        for offset, sign in enumerate(f"{hour:02d}"):
            signs[at + offset] = sign
    return Text(" " * LABEL + "".join(signs[:room]), style="dim", no_wrap=True)


def _cell(minute: int, room: int) -> int:
    return minute * room // DAY_MINUTES


def _lanes(bars: Sequence[TimelineBar]) -> list[list[TimelineBar]]:
    """Put bars that overlap on lines of their own, the finding's first."""
    lanes: list[list[TimelineBar]] = []
    for bar in sorted(bars, key=lambda bar: (not bar.own, bar.fran, bar.till)):
        for lane in lanes:
            if all(bar.till <= other.fran or bar.fran >= other.till for other in lane):
                lane.append(bar)
                break
        else:
            lanes.append([bar])
    return [sorted(lane, key=lambda bar: bar.fran) for lane in lanes]


def _lane(bars: Sequence[TimelineBar], brukare: str, room: int) -> Text:
    text = Text(no_wrap=True)
    at = 0
    for number, bar in enumerate(bars):
        start = max(at, _cell(bar.fran, room))
        stop = max(start + 1, _cell(bar.till, room))
        text.append(FREE * (start - at), style="dim")
        label = _label(bar, brukare, stop - start - 2)
        text.append_text(_bar(bar, brukare, stop - start, label))
        at = stop
        if not label:
            following = _cell(bars[number + 1].fran, room) if number + 1 < len(bars) else room
            beside = _label(bar, brukare, following - at - 1)
            text.append(beside)
            at += len(beside)
    text.append(FREE * max(0, room - at), style="dim")
    return text


def _label(bar: TimelineBar, brukare: str, size: int) -> str:
    """Return as much of who and when as there is room for."""
    elsewhere = bar.brukare != brukare and not bar.own
    name = plain(bar.brukare if elsewhere else bar.assistent)
    who, short = (f"hos {word}" if elsewhere else word for word in (name, first_word(name)))
    times = f"{clock(bar.fran)}-{clock(bar.till)}"
    texts = f" {who} {times} ", f" {who} ", f" {short} "
    return next((text for text in texts if len(text) <= size), "")


def first_word(name: str) -> str:
    """Return a name's first word: enough to tell people of one day apart."""
    return name.split(" ")[0].rstrip(",")


def _bar(bar: TimelineBar, brukare: str, size: int, label: str) -> Text:
    fill = OWN if bar.own else BESIDE if bar.brukare == brukare else ELSEWHERE
    before = (size - len(label)) // 2
    text = Text(fill * before, no_wrap=True)
    text.append(label, style=OWN_STYLE if bar.own else "")
    text.append(fill * (size - before - len(label)))
    return text
