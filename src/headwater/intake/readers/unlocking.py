"""Members of ZIP archives that are encrypted, by the old scheme or by AES (WinZip's AE-1 and AE-2), by pyzipper."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO, cast

import pyzipper

from headwater.base.settings import MIB
from headwater.intake.seam import DAMAGE

_BROKEN = (*DAMAGE, pyzipper.BadZipFile, KeyError, TypeError)


class Unlocking:
    """The encrypted members of the archive in ``stream``, and the passwords that may open them.

    The password that opened the last member is tried first on the next.
    """

    def __init__(self, stream: BinaryIO, passwords: Sequence[str]) -> None:
        self._stream = stream
        self._passwords = list(dict.fromkeys(_as_bytes(passwords)))
        self._archive: pyzipper.AESZipFile | None = None
        self._members: dict[int, zipfile.ZipInfo] = {}

    def opener(self, info: zipfile.ZipInfo) -> Callable[[], BinaryIO] | None:
        """What opens a member, whose bytes were found to be right with one of the passwords; None where none fits."""
        if not self._passwords or not self._ready():
            return None
        member = self._members.get(info.header_offset)
        fits = next((one for one in self._passwords if member and self._fits(member, one)), None)
        if fits is None:
            return None
        self._passwords.remove(fits)
        self._passwords.insert(0, fits)
        return partial(self._open, member, fits)

    def _ready(self) -> bool:
        if self._archive is None:
            try:
                self._archive = pyzipper.AESZipFile(self._stream)
            except _BROKEN:
                self._passwords = []
                return False
            self._members = {member.header_offset: member for member in self._archive.infolist()}
        return True

    def _open(self, member: zipfile.ZipInfo | None, password: bytes) -> BinaryIO:
        assert self._archive is not None
        return cast(BinaryIO, self._archive.open(member, pwd=password))

    def _fits(self, member: zipfile.ZipInfo, password: bytes) -> bool:
        """Whether the whole member unpacks with the right checksum: the check before it lets one in 256 wrong ones pass."""
        try:
            with self._open(member, password) as opened:
                while opened.read(MIB):
                    pass
        except _BROKEN:
            return False
        return True


def _as_bytes(passwords: Sequence[str]) -> Iterator[bytes]:
    """Each password as programs write it: in UTF-8, and in the code page of Western Windows and DOS."""
    for password in passwords:
        for codec in ("utf-8", "cp1252", "cp437"):
            yield password.encode(codec, "replace")
