"""Claims (återkrav) for the screens: three months of one brukare, one month of a hidden one."""

from __future__ import annotations

from pathlib import Path

from tests.services import krav, town

NOW = f"{town.TODAY}T09:00:00Z"
MONTHS = ("2024-03", "2024-04", "2024-05")
HIDDEN = town.person("1977-07-07", 311)


def build(path: Path, folder: Path) -> Path:
    """Make a database with claims K1-K4 on ground a, each of three hours: K4 of a protected one."""
    base = town.database(path)
    days = [f"{month}-{day}" for month in MONTHS for day in krav.DAYS]
    town.bring(
        base,
        folder / "in",
        town.clean_town(
            brukare=[
                {"personnummer": town.ANNA, "namn": "Ek, Anna", "skyddad": "nej"},
                {"personnummer": HIDDEN, "namn": "Hemlig, Hanna", "skyddad": "ja"},
            ],
            uppdrag=[
                town.uppdrag(town.KIM, town.ANNA, town.FIRMAN),
                town.uppdrag(town.LEA, HIDDEN, town.FIRMAN),
            ],
            beslut=[town.beslut("B1", town.ANNA), town.beslut("B2", HIDDEN)],
            tidrapporter=[
                *(town.tid(day, brukare=town.ANNA) for day in days),
                *(
                    town.tid(f"2024-03-{day}", brukare=HIDDEN, assistent=town.LEA)
                    for day in krav.DAYS
                ),
            ],
        ),
        received="2024-06-02",
    )
    for month in MONTHS:
        krav.attest(base, month)
    stays = [_stay(town.ANNA, month) for month in MONTHS] + [_stay(HIDDEN, MONTHS[0])]
    town.bring(base, folder / "mer", {"vistelser": stays})
    for month in MONTHS:
        town.settled(base, month)
        town.decide(base, town.findings(base, month, "vistelse"), "nekad")
        krav.attest(base, month)
    base.close()
    return path


def _stay(brukare: str, month: str) -> town.Row:
    return {
        "brukare": brukare,
        "slag": "sjukhus",
        "fran": f"{month}-05T08:00",
        "till": f"{month}-05T11:00",
    }
