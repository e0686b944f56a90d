"""A registered payee and what was put in writing about it (9.2.22)."""

from __future__ import annotations

from typing import NamedTuple


class Registered(NamedTuple):
    """A payee in the register, in force: its number and what was put in writing."""

    nummer: str
    begaran_datum: str | None = None
    avtal_datum: str | None = None
    avtal_fran: str | None = None
    undertecknat: bool = False
    vardnadshavare_undertecknat: bool = False
    beslut_11: str | None = None

    def lacks(self, *, minor: bool) -> list[str]:
        """Return, in Swedish, what an anordnare lacks to be paid directly (9.2.22).

        A written request, and an agreement that is dated, signed and says from when it holds;
        names and numbers of both stand in the registers. For a child both guardians sign.
        """
        wanted = [
            ("skriftlig begäran", self.begaran_datum),
            ("avtalets datum", self.avtal_datum),
            ("från när avtalet gäller", self.avtal_fran),
            ("underskrift", self.undertecknat),
        ]
        if minor:
            wanted.append(("båda vårdnadshavarnas underskrift", self.vardnadshavare_undertecknat))
        return [what for what, fact in wanted if not fact]
