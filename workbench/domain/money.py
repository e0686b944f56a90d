"""Kronor as integer öre and hours as integer hundredths; the only formatting of either."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


def parse_scaled(text: str, decimals: int = 2) -> int:
    """Return a decimal number with comma or point as an integer of ``10**-decimals``.

    ``"8,5"`` with two decimals is 850. Raises ValueError for anything that is not a plain
    number or has more decimals than that.
    """
    plain = text.strip().replace(",", ".")
    body = plain[1:] if plain[:1] in "+-" else plain
    whole, _, fraction = body.partition(".")
    if not (whole + fraction).isascii() or not (whole + fraction).isdigit() or not whole:
        raise ValueError(text)
    if plain.endswith(".") or len(fraction) > decimals:
        raise ValueError(text)
    try:
        return int(Decimal(plain).scaleb(decimals))
    except InvalidOperation as error:
        raise ValueError(text) from error


def kronor(ore: int) -> str:
    """Return öre for people: ``1234567`` is ``12 345,67`` (no unit)."""
    sign, ore = ("-", -ore) if ore < 0 else ("", ore)
    return f"{sign}{f'{ore // 100:,}'.replace(',', ' ')},{ore % 100:02d}"


def hours(hundredths: int) -> str:
    """Return hundredths of an hour for people: ``19850`` is ``198,50``."""
    return kronor(hundredths)


def plain(hundredths: int) -> str:
    """Return a number with two decimals for machines: ``19850`` is ``198.50``."""
    sign, value = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{value // 100}.{value % 100:02d}"


def clock_hours(minutes: int) -> str:
    """Return minutes for people as hours and minutes: 390 is ``6:30``."""
    sign, minutes = ("-", -minutes) if minutes < 0 else ("", minutes)
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def share(part: int, whole: int) -> str:
    """Return a part of a whole for people as ``12,5 %``, half up; "" of nothing."""
    if whole <= 0:
        return ""
    tenths = (2 * part * 1000 + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10} %"
