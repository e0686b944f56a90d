"""Claims of the town: one with all that can stand against it, one hidden, one without papers."""

from __future__ import annotations

from pathlib import Path

from db import Database
from db.journal import Stamp
from tests.tui.helpers import EVA, HIDDEN, JAN, MAJ, MARCH, NOW, OLLE, PER, VAST
from workbench.services import importing, settling

ANNA = Stamp(NOW, "anna")
PAPERS = "schema,vikarierapport,forsakran,lonespec,berakning"
CASE = (
    "arende;brukare;assistent;arbetsgivare;forsta_sjukdag;sista_sjukdag;ansokt;timlon;veckolon;"
    "betald_sjuklon;begart_belopp;semester_procent;handlingar\n"
)
PASS = "arende;datum;start;slut;vikarie;slag;tillagg_per_timme\n"
MARKUP = "S-2 [b]x[/b]"
"""A name that would colour the screen if it were read as markup."""
FILES = {
    "sjukfall.csv": CASE
    + f"S-1;{MAJ};{EVA};{VAST};2024-03-04;2024-03-17;2024-04-01;165,50;3310;3500;9000;;{PAPERS}\n"
    + f"{MARKUP};{OLLE};{EVA};{VAST};2024-03-21;2024-03-22;2024-04-01;165,50;3310;900;1100;12;"
    + "schema,forsakran,berakning\n"
    + f"S-3;{HIDDEN};{JAN};{VAST};2024-03-20;;2024-04-02;160;6400;900;1000;;{PAPERS}\n",
    "sjukpass.csv": PASS
    + f"S-1;2024-03-04;07:15;15:30;{PER};;\n"
    + "S-1;2024-03-05;08:00;16:00;;;\n"
    + f"S-1;2024-03-12;06:00;15:30;{PER};assistans;21,50\n"
    + f"S-1;2024-03-13;07:00;14:00;{PER};;\n"
    + f"S-1;2024-03-15;22:00;07:00;{PER},{JAN};vantetid;\n"
    + f"{MARKUP};2024-03-21;09:00;12:00;{PER};;\n"
    + f"S-3;2024-03-20;09:05;17:40;{PER};;\n"
    + f"S-3;2024-03-21;09:05;17:40;{PER};;\n",
}


def bring(path: Path, folder: Path, *, settled: bool = True) -> Path:
    """Import the claims into the town's database and settle its month."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Database(path) as database:
        result = importing.import_paths(database, [folder], ANNA, received="2024-04-03")
        assert not result.fel, result.fel
        if settled:
            settling.settle(database, MARCH, ANNA)
    return path
