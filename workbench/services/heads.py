"""The chain's head: written out to be kept elsewhere, and held against the chain later."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db import Database, chainproof, outfiles, snapshot
from db.chainproof import Walked
from db.journal import Stamp
from db.proof import Fault
from workbench import __version__
from workbench.rules.registry import RULE_VERSION
from workbench.services import keys
from workbench.services.files import may_write, write_whole
from workbench.services.progress import QUIET, Progress

KIND = "workbench-huvud"
VERSION = 1
_MEMBERS = {"slag": str, "version": int, "databas": str, "nummer": int, "hash": str, "tid": str}
MAX_BYTES = 65_536


class NotAHead(Exception):
    """A file is not a head, or can't be read; the Swedish message says which."""


@dataclass(slots=True)
class Checked:
    """What holding a head against the chain gave; no faults = it lies in this chain.

    ``signerad_av`` is the fingerprint of the key that signed, None without a signature; ``kand``
    tells whether that is the key that was asked for (None: none was).
    """

    huvud: dict[str, Any]
    nummer_nu: int = 0
    signerad_av: str | None = None
    kand: bool | None = None
    faults: list[Fault] = field(default_factory=list)


def write(
    database: Database,
    target: Path,
    stamp: Stamp,
    key: Path | None = None,
    progress: Progress = QUIET,
) -> dict[str, Any]:
    """Write the chain's head as JSON, signed when a private key is given; return it.

    The chain is computed anew first: nobody is to sign a broken one. Raises BrokenChain,
    NotWritten and KeyProblem.
    """
    may_write(target)
    with snapshot(database.read()) as reader:
        walked = walk(reader, progress)
        if walked.brott:
            raise BrokenChain(walked.brott)
        head = chainproof.head(reader)
        identity = outfiles.identity(reader)
    document: dict[str, Any] = {
        "slag": KIND,
        "version": VERSION,
        "databas": identity,
        "nummer": head.nummer,
        "hash": head.hash,
        "tid": head.tid,
        "skriven": stamp.tid,
        "aktor": stamp.aktor,
        "regelversion": RULE_VERSION,
        "program": __version__,
    }
    if key is not None:
        public, signature = keys.sign(key, _signed(document))
        document["signatur"] = {"slag": "Ed25519", "nyckel": public, "varde": signature}
    write_whole(target, _bytes(document))
    return document


class BrokenChain(Exception):
    """The journal's chain is broken: its head says nothing worth keeping."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(
            f"Journalens kedja är bruten: {fault.vad}. Inget huvud är skrivet. Se allt med: "
            "workbench verify"
        )


def read(path: Path) -> dict[str, Any]:
    """Return a head that was written before. Raises NotAHead."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NotAHead(f"{path} är för stor för att vara ett huvud.")
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise NotAHead(f"{path} går inte att läsa: {error.strerror}.") from error
    except ValueError as error:
        raise NotAHead(f"{path} är inte ett huvud: filen är inte JSON.") from error
    if not isinstance(document, dict) or document.get("slag") != KIND:
        raise NotAHead(f"{path} är inte ett huvud från workbench audit head.")
    for name, kind in _MEMBERS.items():
        if not isinstance(document.get(name), kind):
            raise NotAHead(f"{path}: {name} saknas eller har fel form.")
    if document["version"] != VERSION:
        raise NotAHead(
            f"{path} är skriven av en annan version av programmet (huvud {document['version']})."
        )
    return document


def written(target: Path, document: dict[str, Any]) -> list[str]:
    """Return, in Swedish, what came of writing a head."""
    signed = "signerat" if "signatur" in document else "inte signerat"
    return [
        f"Huvudet är skrivet till {target}, {signed}.",
        f"Post {document['nummer']}, {document['hash']}.",
        "Förvara filen på en annan dator än databasen.",
    ]


def walk(reader: sqlite3.Connection, progress: Progress) -> Walked:
    """Compute the whole chain anew and tell how far. Raises Cancelled."""

    def told(done: int, total: int) -> None:
        progress.step("Räknar om journalens kedja", done, total)

    return chainproof.walk(reader, told)


def check(
    database: Database,
    document: dict[str, Any],
    public: Path | None = None,
    progress: Progress = QUIET,
) -> Checked:
    """Tell whether a head still lies in this chain and whether its signature holds.

    ``public`` is the key that must have signed it. Raises KeyProblem.
    """
    with snapshot(database.read()) as reader:
        found = Checked(document, chainproof.head(reader).nummer)
        walked = walk(reader, progress)
        if walked.brott:
            found.faults.append(walked.brott)
        found.faults += _lies(reader, document)
    _signature(found, public)
    return found


def faults(
    reader: sqlite3.Connection, document: dict[str, Any], public: Path | None = None
) -> list[Fault]:
    """Return what is wrong with a head held against the stored chain, which the caller computes
    anew, and with its signature; ``public`` is the key that must have signed. Raises KeyProblem."""
    found = Checked(document, faults=_lies(reader, document))
    _signature(found, public)
    return found.faults


def told(found: Checked) -> list[str]:
    """Return, in Swedish, what holding a head against the chain gave."""
    said = [f"BROTT {fault.var}: {fault.vad}" for fault in found.faults]
    if not said:
        said.append(
            f"Huvudet ligger kvar i kedjan: post {found.huvud['nummer']} av {found.nummer_nu}, "
            f"skrivet {found.huvud['tid'][:10]}."
        )
    if found.signerad_av is None:
        said.append("Det finns ingen signatur som håller.")
    elif found.kand:
        said.append(
            f"Signaturen håller och är gjord med den angivna nyckeln ({found.signerad_av})."
        )
    elif found.kand is None:
        said.append(
            f"Signaturen håller. Nyckelns fingeravtryck är {found.signerad_av}: jämför det med "
            "det ni har, eller ange den publika nyckeln."
        )
    return said


def _lies(reader: sqlite3.Connection, document: dict[str, Any]) -> list[Fault]:
    here = outfiles.identity(reader)
    if document["databas"] != here:
        return [Fault("huvud", f"huvudet är från databasen {document['databas']}, detta är {here}")]
    number = document["nummer"]
    stored = chainproof.hash_at(reader, number)
    if stored is None:
        last = chainproof.head(reader).nummer
        return [
            Fault(
                "huvud", f"post {number} finns inte: kedjan slutar vid post {last}, poster saknas"
            )
        ]
    if stored != document["hash"]:
        return [
            Fault("huvud", f"post {number} är en annan än när huvudet skrevs: historien är ändrad")
        ]
    return []


def _signature(found: Checked, public: Path | None) -> None:
    wanted = keys.public_key(public) if public else None
    signature = found.huvud.get("signatur")
    if signature is None:
        if wanted is not None:
            found.faults.append(Fault("signatur", "huvudet är inte signerat"))
        return
    own = signature if isinstance(signature, dict) else {}
    key, value = str(own.get("nyckel", "")), str(own.get("varde", ""))
    if not keys.holds(key, value, _signed(found.huvud)):
        found.faults.append(Fault("signatur", "signaturen stämmer inte med huvudet"))
        return
    found.signerad_av = keys.fingerprint(key)
    if wanted is not None:
        found.kand = key == wanted
        if not found.kand:
            found.faults.append(Fault("signatur", "huvudet är signerat med en annan nyckel"))


def _signed(document: dict[str, Any]) -> bytes:
    """Return the bytes that are signed: all members but the signature, sorted by name."""
    return _bytes({name: value for name, value in document.items() if name != "signatur"})


def _bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
