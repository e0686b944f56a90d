"""A sick assistant's passes drawn hour by hour: who worked instead, and what nobody did. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from workbench.domain.time import DAY_MINUTES, clock
from workbench.services.sjukdagar import EGET, OTACKT, STOPPAT, TACKT, PassDays, Stretch
from workbench.tui.words import plain

SIGNS = {TACKT: "█", OTACKT: "░", STOPPAT: "─", EGET: "╳"}
FREE = "·"
LEGEND = "█ vikarie   ░ ingen vikarie   ─ räknas inte   ╳ den sjuka arbetade själv"
LABEL = 9
QUARTER = 360


def reach(passes: Iterable[PassDays]) -> int:
    """Return where the axis ends, minutes from the day's midnight: 24 hours, or past the latest
    end of a night pass."""
    latest = max((_place(one, item)[1] for one in passes for item in one.stretches), default=0)
    return max(DAY_MINUTES, -(-latest // QUARTER) * QUARTER)


def _place(one: PassDays, item: Stretch) -> tuple[int, int]:
    """Return a stretch as minutes from midnight of the day its pass begins."""
    before = (item.dag - one.dag) * DAY_MINUTES
    return before + item.fran, before + item.till


def ruler(width: int, end: int) -> str:
    """Return the hours above an axis that ends at a minute."""
    signs = [" "] * width
    for minute in range(0, end + 1, QUARTER):
        text = f"{minute // 60 % 24 if minute != DAY_MINUTES else 24:02d}"
        at = min(minute * width // end, width - 2)
        if all(sign == " " for sign in signs[max(0, at - 1) : at + 2]):
            signs[at : at + 2] = text
    return "".join(signs)


def strip(one: PassDays, width: int, end: int) -> str:
    """Return a pass as one line of signs; what the sick assistant worked lies on top."""
    signs = [FREE] * width
    order = [item for slag in SIGNS for item in one.of(slag)]
    for item in order:
        first, after = _cells(_place(one, item), width, end)
        signs[first:after] = SIGNS[item.slag] * (after - first)
    return "".join(signs)


def _cells(place: tuple[int, int], width: int, end: int) -> tuple[int, int]:
    first = min(width - 1, place[0] * width // end)
    return first, max(first + 1, min(width, place[1] * width // end))


def lanes(one: PassDays, width: int, end: int) -> list[Text]:
    """Return a pass as a ruler and a lane each for the vikarier and the sick assistant's own."""
    room = width - LABEL
    if room < 16:
        return []
    lines = [Text(" " * LABEL + ruler(room, end), style="dim", no_wrap=True)]
    for title, items in (
        ("vikarie", one.of(TACKT) + one.of(OTACKT) + one.of(STOPPAT)),
        ("den sjuka", one.of(EGET)),
    ):
        if items:
            lines.append(Text(f"{title:<{LABEL}}"[:LABEL], no_wrap=True))
            lines[-1].append(_lane(one, items, room, end))
    return lines


def _lane(one: PassDays, items: Sequence[Stretch], room: int, end: int) -> str:
    signs = [FREE] * room
    for item in sorted(items, key=lambda item: (item.dag, item.fran)):
        first, after = _cells(_place(one, item), room, end)
        size = after - first
        label = _label(item, size - 2)
        fill = SIGNS[item.slag]
        before = (size - len(label)) // 2
        signs[first:after] = fill * before + label + fill * (size - len(label) - before)
    return "".join(signs)


def _label(item: Stretch, size: int) -> str:
    name = plain(item.vem)
    who = {TACKT: name, OTACKT: "ingen", STOPPAT: "räknas inte", EGET: f"hos {name}"}[item.slag]
    times = f"{clock(item.fran)}-{clock(item.till)}"
    texts = f" {who} {times} ", f" {who} ", f" {who.split(' ')[0].rstrip(',')} "
    return next((text for text in texts if len(text) <= size), "")
