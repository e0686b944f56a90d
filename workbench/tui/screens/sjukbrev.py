"""The letter of a claim for sjuklön: what to complete, or the decision, written to a folder."""

from __future__ import annotations

from pathlib import Path

from db import Database
from db.journal import Stamp
from workbench.services.progress import Progress
from workbench.services.sjukdagar import Days
from workbench.tui.screens.writing import Target, Writing
from workbench.tui.words import count, plain

LETTERS = {"komplettering": "komplettering", "beviljad": "beslut", "avslagen": "beslut"}
"""Which letter a claim has, by its status."""
SAYS = {
    "komplettering": "Begäran om komplettering: vad som saknas, och till när.",
    "beslut": "Beslutet med varje steg i beräkningen och hur det överklagas.",
}


class Writes(Writing):
    """A screen of one claim."""

    def write_letter(self, found: Days) -> None:
        """Ask for a folder and write the claim's letter there, as text and PDF."""
        arende = found.vy.fall.arende
        kind = LETTERS.get(found.vy.rad.status)
        if kind is None:
            self.notify("Ärendet har inget brev än: begär handlingar, bevilja eller avslå först.")
            return

        def task(database: Database, path: Path, stamp: Stamp, _progress: Progress) -> str:
            from workbench.services import sjuklonsbrev

            made = sjuklonsbrev.letter(database, arende, kind, path, stamp)
            files = count(made.nya, "fil skriven", "filer skrivna")
            return f"{files}:\n\n" + "\n".join(plain(str(one)) for one in made.filer)

        title = f"Brev om {plain(arende)}"
        text = f"{SAYS[kind]} Skrivs som PDF och text till en mapp. Ingenting skickas."
        self.ask_path(Target(title, text, str(Path.cwd() / "brev"), "Skriv brevet"), title, task)
