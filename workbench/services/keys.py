"""Secret keys in files: to sign heads with, and to encrypt databases and copies with.

Signing is Ed25519 by the library ``cryptography``, loaded when first needed.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.services.errors import Refused
from workbench.services.files import may_write, write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


SECRET_BYTES = 32


class KeyProblem(Refused):
    """A key file can't be read, isn't an Ed25519 key, or others may read it."""


def make_keys(private: Path) -> Path:
    """Write a new private key, and its public key beside it as ``NAME.pub``; return the latter.

    Both are PEM, mode 0600, and never written over anything. Raises NotWritten.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = private.with_name(f"{private.name}.pub")
    may_write(private)
    may_write(public)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_whole(private, pem)
    write_whole(
        public,
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    )
    return public


def make_secret(path: Path) -> None:
    """Write a new random key to encrypt with, 64 hexadecimal digits. Raises NotWritten."""
    write_whole(path, f"{secrets.token_hex(SECRET_BYTES)}\n".encode())


def made_keys(private: Path, public: Path) -> list[str]:
    """Return, in Swedish, where new keys to sign with are, and what to do with them."""
    return [
        f"Den hemliga nyckeln är skriven till {private}: förvara den inte bredvid databasen.",
        f"Den publika nyckeln är skriven till {public}: lämna den till revisorn.",
        f"Fingeravtryck: {fingerprint(public_key(public))}",
    ]


def made_secret(path: Path) -> list[str]:
    """Return, in Swedish, where a new key to encrypt with is, and what to do with it."""
    return [
        f"Nyckeln är skriven till {path}. Utan den kan ingen läsa det som krypteras med den: "
        "förvara en kopia på ett annat ställe än databasen och säkerhetskopiorna."
    ]


def read_secret(path: Path) -> str:
    """Return a key to encrypt with, as 64 hexadecimal digits. Raises KeyProblem."""
    private_to_owner(path)
    text = _bytes(path)[:1024].decode("ascii", "replace").strip()
    if not re.fullmatch(rf"[0-9a-fA-F]{{{2 * SECRET_BYTES}}}", text):
        raise KeyProblem(
            f"{path} är inte en krypteringsnyckel (64 hexadecimala tecken). Gör en med: workbench "
            "audit keygen --encryption"
        )
    return text.lower()


def sign(private: Path, message: bytes) -> tuple[str, str]:
    """Return (public key, signature) as base64 of their raw bytes. Raises KeyProblem."""
    key = _private(private)
    public = key.public_key().public_bytes_raw()
    return _text(public), _text(key.sign(message))


def holds(public: str, signature: str, message: bytes) -> bool:
    """Tell whether a signature is the message's by the key; both are base64."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(path: Path) -> str:
    """Return the public key of a file as base64 of its raw bytes. Raises KeyProblem."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = serialization.load_pem_public_key(_bytes(path))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyProblem(f"{path} är inte en publik nyckel (Ed25519, PEM).") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyProblem(f"{path} är inte en publik nyckel av slaget Ed25519.")
    return _text(key.public_bytes_raw())


def fingerprint(public: str) -> str:
    """Return what people compare keys by: eight groups of four signs."""
    digest = hashlib.sha256(base64.b64decode(public)).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def _private(path: Path) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private_to_owner(path)
    try:
        key = serialization.load_pem_private_key(_bytes(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyProblem(
            f"{path} är inte en privat nyckel (Ed25519, PEM). Gör en med: workbench audit keygen"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"{path} är inte en privat nyckel av slaget Ed25519.")
    return key


def private_to_owner(path: Path) -> None:
    """Refuse a secret that others may read. Raises KeyProblem."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        raise _unread(path, error) from error
    if os.name == "posix" and mode & 0o077:
        raise KeyProblem(f"Andra kan läsa nyckeln {path}. Rätta det med: chmod 600 {path}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unread(path, error) from error


def _unread(path: Path, error: OSError) -> KeyProblem:
    return KeyProblem(f"Nyckeln {path} går inte att läsa: {error.strerror}.")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
