"""The pages of Drift: copies, what a verification found, what may be removed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text

from workbench.services import databas, gallring
from workbench.services.databas import Databas, Kopia
from workbench.services.gallring import Akt, Removal
from workbench.services.verifying_told import BREAK, FIRST, NEW_RULES, Said
from workbench.tui.actions import told
from workbench.tui.page import Page
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.words import NOTHING, count, plain, stamp_text, thousands

DATABASE, COPIES, CHECK, REMOVAL = "databas", "kopior", "kontroll", "gallring"
ROLES = {FIRST: "alert", BREAK: "alert", NEW_RULES: "held"}


class Check(NamedTuple):
    """What was verified, when, and what was found."""

    what: str
    tid: str
    said: Sequence[Said]

    @property
    def breaks(self) -> int:
        """How many things do not hold."""
        return sum(one.slag in (FIRST, BREAK) for one in self.said)


def side(found: Databas) -> Text:
    """Return what the database is."""
    text = Text()
    for name, value in databas.told(found):
        text.append(f"{name}: ", style="bold")
        text.append(f"{plain(value)}\n", style="not bold")
    return text


def copies_page(found: Databas) -> Page:
    """Return the copies that the journal tells of."""
    rows = found.kopior
    return Page(
        f"kopior {thousands(len(rows))}",
        len(rows),
        lambda index: _copy_line(rows[index]),
        (
            Column("När", 16),
            Column("Vem", 8, grow=1, most=16),
            Column("Storlek", 9, right=True),
            Column("Fil", 16, grow=3),
        ),
        lambda index: _copy(rows[index]),
        told("Journalen berättar inte om någon säkerhetskopia.\n\n{drift.backup} skriver en."),
    )


def _copy_line(one: Kopia) -> Line:
    gone = one.storlek is None
    size = NOTHING if one.storlek is None else databas.size(one.storlek)
    return Line(
        (stamp_text(one.tid), one.aktor, size, one.fil.name), ("", "", "", "muted" if gone else "")
    )


def _copy(one: Kopia) -> Text:
    text = Text(plain(str(one.fil)), style="bold")
    said = (
        "Filen ligger inte kvar där den skrevs."
        if one.storlek is None
        else told("{drift.restore} läser igenom den och visar vad den har, innan något ersätts.")
    )
    return text.append(f"\n{said}", style="not bold")


def check_page(found: Check | None) -> Page:
    """Return what the latest verification found, the first break before the others."""
    rows = found.said if found else ()
    title = f"kontroll {thousands(len(rows))}" if found else "kontroll"
    return Page(
        title,
        len(rows),
        lambda index: _said_line(rows[index]),
        (
            Column("Slag", 14, grow=1, most=16, drop=1),
            Column("Var", 12, grow=1, most=36),
            Column("Vad", 20, grow=3),
        ),
        lambda index: _said(rows[index]),
        told(
            "Ingenting är kontrollerat sedan programmet startade.\n\n{drift.verify} räknar om "
            "databasen, {drift.check_archive} ett revisionsarkiv, "
            "{drift.check_head} prövar ett huvud."
        ),
    )


def _said_line(one: Said) -> Line:
    role = ROLES.get(one.slag, "")
    return Line((one.slag, one.var, one.vad), (role, role, ""))


def _said(one: Said) -> Text:
    text = Text(plain(" ".join(part for part in (one.slag, one.var) if part)), style="bold")
    return text.append(f"\n{plain(one.vad)}", style="not bold")


def removal_page(found: Removal | None) -> Page:
    """Return whose files may be removed from."""
    rows = found.akter if found else []
    said = (
        "\n".join(map(plain, gallring.told(found)))
        if found
        else told("{drift.gallring} tar fram ett års gallringslista.")
    )
    return Page(
        f"gallring {thousands(len(rows))}" if found else "gallring",
        len(rows),
        lambda index: _akt_line(rows[index]),
        (
            Column("Person", 14, grow=1),
            Column("Sista anteckning", 16),
            Column("Poster", 8, right=True),
            Column("Rader kvar", 10, right=True),
        ),
        lambda index: Text(said),
        told(
            "Ingen avslutad akt är gammal nog.\n\n{drift.write_list} skriver "
            "listan, {drift.remove} "
            "gallrar."
        )
        if found
        else said,
    )


def _akt_line(one: Akt) -> Line:
    return Line((one.person, one.sista, thousands(one.poster), thousands(one.rader)))


def summary(page: str, found: Databas, check: Check | None, removal: Removal | None) -> str:
    """Return what a page comes to, in one line."""
    if page == CHECK and check is not None:
        breaks = count(check.breaks, "brott", "brott") if check.breaks else "inga brott"
        return f"{check.what}, {stamp_text(check.tid)}: {breaks}"
    if page == REMOVAL and removal is not None:
        done = "har gallrats" if removal.nummer else "får gallras"
        entries = count(len(removal.poster), "post", "poster")
        return f"{removal.ar}: {entries} {done}, {thousands(removal.nycklar)} med nyckel"
    if page == COPIES:
        return count(len(found.kopior), "kopia i journalen", "kopior i journalen")
    return str(found.fil)
