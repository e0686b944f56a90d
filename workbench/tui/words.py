"""How the screens write months, days, times, amounts and states. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from workbench.domain.money import clock_hours, hours, kronor, parse_scaled
from workbench.domain.people import alphabetical as alphabetical
from workbench.domain.time import date_of, parse_day

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAYS = ("mån", "tis", "ons", "tor", "fre", "lör", "sön")
SPARKS = "▁▂▃▄▅▆▇█"
NOTHING = "–"
STATUS_SHORT = {
    "oppen": "öppen",
    "komplettering": "kompl",
    "godkand": "godkänd",
    "nekad": "nekad",
}


def month_name(month: int) -> str:
    """Return a month as ``mars 2025``."""
    return f"{MONTHS[month % 12]} {month // 12}"


def day_name(day: int) -> str:
    """Return a day as ``lör 15 mar``."""
    date = date_of(day)
    return f"{WEEKDAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1][:3]}"


def short_day(day: str) -> str:
    """Return an ISO day as ``4 mar 24``."""
    date = date_of(parse_day(day))
    return f"{date.day} {MONTHS[date.month - 1][:3]} {date.year % 100:02d}"


def month_short(month: str) -> str:
    """Return ``2024-03`` as ``mar 24``."""
    return f"{MONTHS[int(month[5:]) - 1][:3]} {month[2:4]}"


def stamp_text(tid: str) -> str:
    """Return a stored UTC time as ``2025-04-05 10:14``, in Swedish wall time."""
    import datetime as dt

    from workbench.domain.time import STOCKHOLM

    try:
        moment = dt.datetime.fromisoformat(tid)
    except ValueError:
        return tid
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")


def span(fran: str | None, till: str | None) -> str:
    """Return local ISO times shortly: ``12 mar 22-07``, ``3-10 feb`` or ``feb``."""
    if not fran or not till:
        return NOTHING
    day, clock = fran.split("T")
    last, end = till.split("T")
    first = date_of(parse_day(day))
    days = parse_day(last) - parse_day(day)
    month = MONTHS[first.month - 1][:3]
    if days > 1 or (days == 1 and end > clock):
        final = date_of(parse_day(last) - (end == "00:00"))
        whole = first.day == 1 and end == "00:00" and date_of(parse_day(last)).day == 1
        if whole and final.month == first.month:
            return f"hela {month}"
        if final.month == first.month:
            return f"{first.day}-{final.day} {month}"
        return f"{first.day} {month}-{final.day} {MONTHS[final.month - 1][:3]}"
    return f"{first.day} {month} {_clock(clock)}-{_clock(end)}"


def _clock(text: str) -> str:
    return text[:2] if text.endswith(":00") else text


def effect_text(minuter: int, timmar: int | None) -> str:
    """Return what a finding holds: ``27:00`` real time, or ``21,75`` hours above a beslut."""
    return clock_hours(minuter) if timmar is None else hours(timmar)


def signed_kronor(ore: int) -> str:
    """Return a difference with its sign."""
    return f"+{kronor(ore)}" if ore > 0 else kronor(ore).replace("-", "−")


def read_kronor(text: str) -> int | None:
    """Return a sum written in kronor as öre; None when it is no sum. Spaces are allowed."""
    try:
        return parse_scaled("".join(text.split()))
    except ValueError:
        return None


def percent(new: int, old: int) -> str:
    """Return a change as ``+1,2 %``, exact to a tenth, half away from zero."""
    tenths, rest = divmod(abs(new - old) * 1000, old)
    tenths += rest * 2 >= old
    sign = "+" if new > old else "−" if new < old else "±"
    return f"{sign}{tenths // 10},{tenths % 10} %"


def spark(values: tuple[int, ...]) -> str:
    """Return one bar a value, the highest one full, nothing reported a dot."""
    top = max(values, default=0)
    if not top:
        return ""
    return "".join(SPARKS[(value * 7 + top // 2) // top] if value else "·" for value in values)


def count(number: int, one: str, many: str) -> str:
    """Return ``1 fynd`` or ``1 234 fynd`` with the right word."""
    return f"{f'{number:,}'.replace(',', ' ')} {one if number == 1 else many}"


def thousands(number: int) -> str:
    """Return a count with spaces."""
    return f"{number:,}".replace(",", " ")


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text in exactly ``width`` cells; what is cut off ends with an ellipsis."""
    if width <= 0:
        return ""
    text = plain(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    return " " * (width - length) + text if right else text + " " * (width - length)


def folded(parts: Sequence[str], between: str, width: int) -> list[str]:
    """Return parts in as few lines as hold them; no part is broken."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(lines[-1] + between + part) <= width:
            lines[-1] += between + part
        else:
            lines.append(part)
    return lines


def plain(text: str) -> str:
    """Return a text without control characters: data must not steer the terminal."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " for sign in text)
