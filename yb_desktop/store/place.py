"""Where a data folder may lie: on a disk of this PC, never on a stick or a network drive.

A stick is pulled out, and locks on network drives do not hold: either would tear the database.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path, PurePosixPath

from yb_desktop.base.errors import WorldError


class Place(Enum):
    """What kind of disk a folder lies on."""

    FIXED = auto()
    REMOVABLE = auto()
    NETWORK = auto()


_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "davfs", "fuse.sshfs"}
    | {"fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.glusterfs"}
)
_STICK = frozenset({"vfat", "msdos", "exfat", "fuse.exfat"})
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of the table of mounts."""

    device: str
    point: PurePosixPath
    kind: str


def refuse_bad_place(folder: Path) -> None:
    """Raise ``WorldError`` (``removable``, ``network-drive``) when a data folder may not lie there."""
    match place_of(folder):
        case Place.REMOVABLE:
            raise WorldError("removable", f"“{folder}”在U盘或移动存储上。数据必须放在本机硬盘；U盘只用来交换数据包。")
        case Place.NETWORK:
            raise WorldError("network-drive", f"“{folder}”在网络驱动器上，多机同时写会损坏数据。请放在本机硬盘上。")
        case Place.FIXED:
            return


def place_of(folder: Path) -> Place:
    """Say what kind of disk ``folder`` (or the nearest folder above it that exists) lies on."""
    real = folder.resolve()
    if sys.platform == "win32":
        return _windows_place(real)
    try:
        mounts = Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return Place.FIXED
    return place_by_mounts(PurePosixPath(real), mounts, is_removable)


def place_by_mounts(folder: PurePosixPath, mounts: str, removable: Callable[[str], bool]) -> Place:
    """Say the same from the text of ``/proc/mounts``; ``removable`` tells whether a device can be pulled out."""
    found = mount_of(folder, mounts)
    if found is None:
        return Place.FIXED
    if found.kind in _NETWORK:
        return Place.NETWORK
    if found.kind in _STICK or (found.device.startswith("/dev/") and removable(found.device)):
        return Place.REMOVABLE
    return Place.FIXED


def mount_of(folder: PurePosixPath, mounts: str) -> Mount | None:
    """Give the mount a folder lies on: the deepest, and of several on one point the last."""
    found: Mount | None = None
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = PurePosixPath(_plain(fields[1]))
        covers = point == folder or point in folder.parents
        if covers and (found is None or len(point.parts) >= len(found.point.parts)):
            found = Mount(_plain(fields[0]), point, fields[2])
    return found


def is_removable(device: str) -> bool:
    """Ask the kernel whether the disk of a device (``/dev/sdb1``) can be pulled out or hangs on USB."""
    name = Path(os.path.realpath(device)).name
    block = Path("/sys/class/block") / name
    try:
        real = block.resolve(strict=True)
        disk = real.parent if (real / "partition").exists() else real
        return "/usb" in str(real) or (disk / "removable").read_text("ascii").strip() == "1"
    except OSError:
        return False


def _plain(field: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), field)


if sys.platform == "win32":
    import ctypes

    def _windows_place(folder: Path) -> Place:
        if folder.drive.startswith("\\\\"):
            return Place.NETWORK
        kinds = {2: Place.REMOVABLE, 4: Place.NETWORK}  # DRIVE_REMOVABLE, DRIVE_REMOTE
        return kinds.get(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor), Place.FIXED)
