"""Lines of a settlement: what one beslut pays at one timbelopp in one month."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """One settlement line (brukare, beslut, timbelopp, month).

    ``minuter`` are payable minutes per kind before the cap; ``egna`` the hours they convert to;
    ``betalda`` those that this beslut's hours cover; ``mottagna`` hours received from other
    beslut; ``over`` own hours that nothing could pay; ``slappta`` of them, hours that a person
    has released; all in hundredths of an hour. ``belopp`` is öre.
    """

    brukare: int
    beslut: int
    beslutsnummer: str
    timbelopp: int
    slag: str = "assistans"
    arende: str = ""
    """The sjuklön claim that the line pays; such a line has no beslut (0), minutes or hours."""
    minuter: list[int] = field(default_factory=lambda: [0, 0, 0])
    egna: int = 0
    betalda: int = 0
    mottagna: int = 0
    over: int = 0
    slappta: int = 0
    belopp: int = 0
    avdrag: int = 0
    """Öre cut from the amount, since the accounted costs are lower (rulebook section 7)."""
    forskott: int = 0
    """Hours of an advance, in hundredths; only on a line of that kind."""
    givet: list[tuple[tuple[int, int], int]] = field(default_factory=list)
    """Own hours that other lines pay: ((beslut, timbelopp), hundredths) in order."""
    last: int = 0
    """Last payable day of the line: the day whose rate received hours take."""

    @property
    def timmar(self) -> int:
        """Hours paid, in hundredths."""
        return self.betalda + self.mottagna + self.slappta + self.forskott

    @property
    def key(self) -> tuple[int, str, int, str]:
        """What tells a brukare's lines of a month apart: beslut, slag, timbelopp, arende."""
        return self.beslut, self.slag, self.timbelopp, self.arende


@dataclass(frozen=True, slots=True)
class Excess:
    """Converted hours (hundredths) that no beslut could pay: ``over-beslut`` on that beslut."""

    beslut: int
    timmar: int


@dataclass(slots=True)
class Settlement:
    """A brukare's month: its lines, the hours above, and withheld minutes of its rows.

    ``rader`` are the rows that begin in the month.
    """

    brukare: int
    rader: int = 0
    lines: list[Line] = field(default_factory=list)
    excess: list[Excess] = field(default_factory=list)
    nekade: int = 0
    hallna: int = 0
    missing_year: int | None = None
