"""Where a database may lie: on a disk of this machine, never on a network share.

SQLite's locks and its shared memory hold between processes of one machine. On NFS, SMB and their
like two machines can write at once and destroy the file without anybody noticing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")

# fmt: off
NETWORK = frozenset((
    "acfs", "afpfs", "afs", "beegfs", "blobfuse", "blobfuse2", "ceph", "ceph-fuse",
    "cifs", "coda", "curlftpfs", "davfs", "davfs2", "fhgfs", "gcsfuse", "glusterfs", "goofys",
    "gpfs", "gvfsd-fuse", "juicefs", "lustre", "moosefs", "ncpfs", "nfs", "nfs4", "ocfs2",
    "onedriver", "orangefs", "panfs", "pvfs2", "rclone", "s3fs", "smb", "smb2", "smb3", "smbfs",
    "smbnetfs", "sshfs", "vboxsf", "vmhgfs", "vmhgfs-fuse", "webdav",
))
# fmt: on
"""Kinds of file system that lie on another machine, or that another machine can reach. Not 9p:
it is how a virtual machine sees a disk of the machine it runs on."""


def shared(path: Path) -> str | None:
    """Return the kind of network share that a path lies on; None = this machine's own disk.

    The path, or the nearest folder above it that is there, is looked at.
    """
    there = path.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    there = there.resolve()
    kind = _kind(there)
    return kind if kind is not None and is_network(kind) else None


def is_network(kind: str) -> bool:
    """Tell whether a kind of file system is on another machine; ``fuse.`` names who serves it."""
    return kind.lower().removeprefix("fuse.") in NETWORK


def mounted(path: Path, mounts: str) -> str | None:
    """Return the kind of file system that a resolved path lies on, by Linux' mountinfo."""
    best, kind = -1, None
    for line in mounts.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split()
        if not separator or len(fields) < 5:
            continue
        point = Path(_unescaped(fields[4]))
        # The last of several on one place lies on top.
        if (path == point or point in path.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split()[0]
    return kind


def _unescaped(text: str) -> str:
    """Return a mount point as it is: spaces and the like stand as octal numbers."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text


if sys.platform == "win32":

    def _kind(path: Path) -> str | None:
        """Return ``smb`` for what Windows calls remote: a share, or a drive letter of one."""
        import ctypes

        remote = 4
        if path.drive.startswith("\\\\"):
            return "smb"
        return "smb" if ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote else None

elif sys.platform == "darwin":

    def _kind(path: Path) -> str | None:
        """Return the kind by ``statfs``; what is not local is a share whatever it is called."""
        import ctypes
        import ctypes.util

        local, flags_at, name_at, name_bytes = 0x1000, 64, 72, 16
        answer = ctypes.create_string_buffer(4096)
        library = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
        # On Intel the plain name is the old call with another structure.
        call = getattr(library, "statfs$INODE64", None) or library.statfs
        if call(os.fsencode(path), answer) != 0:
            return None
        raw = answer.raw
        flags = int.from_bytes(raw[flags_at : flags_at + 4], sys.byteorder)
        name = raw[name_at : name_at + name_bytes].split(b"\0")[0].decode("ascii", "replace")
        return name if flags & local else "smbfs"

else:

    def _kind(path: Path) -> str | None:
        """Return the kind by the kernel's list of mounts; None where there is none."""
        try:
            mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return None
        return mounted(path, mounts)
