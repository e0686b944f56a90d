"""``workbench aterkrav letter``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.cli import output
from workbench.cli.context import json_option, session
from workbench.cli.diagnostics import ExitCode, say
from workbench.law.kravhandlingar import KINDS

if TYPE_CHECKING:
    from db import Database
    from db.journal import Stamp
    from workbench.services.kravhandling import Handling


@click.command("letter")
@click.argument("identity", metavar="ID")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("--list", "listing", is_flag=True, help="List the documents and what may be made.")
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the draft's free text to this new file, to edit.",
)
@click.option(
    "--text",
    "edited",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Read the draft's free text back from this file.",
)
@click.option("--fix", is_flag=True, help="Fix the document: it never changes after that.")
@click.option("--number", "nummer", type=int, help="An earlier document of the kind, with --out.")
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), help="The folder to write the files to."
)
@json_option
def letter(
    identity: str,
    kind: str | None,
    listing: bool,
    draft: Path | None,
    edited: Path | None,
    fix: bool,
    nummer: int | None,
    folder: Path | None,
    as_json: bool,
) -> int:
    """Make, edit, fix and write out a document of a claim, as PDF and text.

    A draft is begun from the case. Its free text can be edited (--draft, then --text); sums, days,
    debtors and how to appeal are the program's. A draft says UTKAST on every page. What is fixed
    is always the same bytes; the next version has the next number. A fixed letter comes with the
    annex it names. Protected identities are masked; files are named by a pseudonym.

    Example: workbench aterkrav letter K3 beslut --fix --out brev

    Exit codes: 0 done; 1 a draft waits to be fixed (--list); 2 wrong usage, or the files can't be
    written; 3 the edited text is not readable or lacks its headings, nothing stored; 5 refused: the
    claim's state, your role, or settings that are missing.
    """
    from workbench.services import kravhandling

    chosen = session()
    database, stamp = chosen.database(), chosen.stamp()
    if listing or kind is None:
        return _list(database, identity, stamp, as_json)
    if not (draft or edited or fix or folder):
        raise click.UsageError("Välj minst ett av --draft, --text, --fix och --out.")
    try:
        item = _worked_on(database, (identity, kind), draft, edited, stamp, fix=fix)
    except (UnicodeDecodeError, kravhandling.InvalidText) as error:
        unreadable = isinstance(error, UnicodeDecodeError)
        say(f"{edited} är inte text i UTF-8." if unreadable else f"{edited}: {error}")
        return ExitCode.INPUT
    paths: list[Path] = [draft] if draft else []
    new = 0
    if folder:
        if item is None and not _any(database, identity, kind):
            kravhandling.draft(database, identity, kind, stamp)
        made = kravhandling.write(database, identity, kind, folder, stamp, nummer=nummer)
        item, new = made.handling, made.nya
        paths += made.filer
    assert item is not None
    _told(database, item, paths, new, stamp, as_json=as_json)
    return ExitCode.DONE


def _worked_on(
    database: Database,
    which: tuple[str, str],
    draft: Path | None,
    edited: Path | None,
    stamp: Stamp,
    *,
    fix: bool,
) -> Handling | None:
    """Edit, write for editing and fix a document, as asked; None when none of it was."""
    from workbench.services import exported, kravhandling

    item = None
    if edited:
        written = edited.read_bytes().decode()
        item = kravhandling.edit(database, *which, written, stamp)
    if draft:
        item = kravhandling.draft(database, *which, stamp)
        text = kravhandling.text(database.read(), *which).encode()
        exported.write(database, stamp, f"utkast-{which[1]}", {draft: text})
    if fix:
        item = kravhandling.fix(database, *which, stamp)
    return item


def _any(database: Database, identity: str, kind: str) -> bool:
    from workbench.services.kravhandling import handlingar

    return any(item.slag == kind for item in handlingar(database.read(), identity))


def _told(
    database: Database,
    item: Handling,
    paths: list[Path],
    new: int,
    stamp: Stamp,
    *,
    as_json: bool,
) -> None:
    from workbench.services.kravhandling import mojliga

    known = {one.slag: one.att_veta for one in mojliga(database.read(), item.krav, stamp)}
    notices = known.get(item.slag, ())
    for notice in notices:
        say(notice)
    if as_json:
        files = [str(path) for path in paths]
        output.document(
            {**_document(item), "filer": files, "skrivna_filer": new, "att_veta": list(notices)}
        )
        return
    for path in paths:
        output.line(str(path))
    if not paths:
        output.line(f"{item.krav} {item.slag} {item.nummer}: {_state(item)}")


def _list(database: Database, identity: str, stamp: Stamp, as_json: bool) -> int:
    from workbench.services.kravhandling import handlingar, mojliga

    connection = database.read()
    found = handlingar(connection, identity)
    possible = mojliga(connection, identity, stamp)
    if as_json:
        output.document(
            {
                "handlingar": [_document(item) for item in found],
                "mojliga": [
                    {
                        "slag": one.slag,
                        "utkast": one.utkast,
                        "hinder_utkast": list(one.hinder_utkast),
                        "hinder": list(one.hinder),
                        "att_veta": list(one.att_veta),
                    }
                    for one in possible
                ],
            }
        )
    else:
        output.table(
            ("Handling", "Nr", "Läge", "SHA-256"),
            [(item.slag, item.nummer, _state(item), item.sha256_text) for item in found],
        )
        output.line()
        output.table(
            ("Kan göras", "Nu"),
            [(one.slag, " ".join(one.hinder) or "kan fastställas") for one in possible],
        )
    return ExitCode.WAITS if any(one.utkast for one in possible) else ExitCode.DONE


def _state(item: Handling) -> str:
    if item.faststalld is None:
        return f"utkast, {item.tid[:10]} av {item.aktor}"
    return f"fastställd {item.faststalld[:10]} av {item.faststalld_av}"


def _document(item: Handling) -> dict[str, Any]:
    return {
        "krav": item.krav,
        "slag": item.slag,
        "nummer": item.nummer,
        "status": "utkast" if item.faststalld is None else "faststalld",
        "faststalld": item.faststalld,
        "faststalld_av": item.faststalld_av,
        "sha256_text": item.sha256_text,
        "sha256_pdf": item.sha256_pdf,
        "bilaga": item.bilaga,
    }
