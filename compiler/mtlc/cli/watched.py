"""The files that a spec is made of: what they were, and which are other ones by now."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Set
from pathlib import Path
from typing import NamedTuple

from mtlc.inclusion import includer
from mtlc_spec.library import Include
from mtlc_spec.reading import MAX_LENGTH
from mtlc_spec.source import Source


class Sight(NamedTuple):
    """What a file was when it was looked at: its stamp, and what it held."""

    stamp: tuple[int, ...] | None
    digest: bytes | None

    @property
    def holds_nothing(self) -> bool:
        """Whether there was no file, or an empty one, as in the middle of being saved."""
        return self.digest in (None, _EMPTY)


def look(path: str) -> Sight:
    """What a file is now; of what is no file, as a pipe, nothing is read."""
    stamp = _stamp(path)
    digest = None
    if stamp is not None and stat.S_ISREG(stamp[0]):
        try:
            with open(path, "rb") as file:
                digest = _digest(file.read(MAX_LENGTH + 1))
        except OSError:
            pass
    return Sight(stamp, digest)


def _stamp(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (
        found.st_mode,
        found.st_mtime_ns,
        found.st_ctime_ns,
        found.st_size,
        found.st_ino,
    )


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


_EMPTY = _digest(b"")


class _File:
    """A file by its name, and by the places where the system tells of its changes."""

    __slots__ = ("name", "places", "sight")

    def __init__(self, name: str) -> None:
        self.name = name
        self.places = (os.path.abspath(name), os.path.realpath(name))
        self.sight = look(name)


class Change(NamedTuple):
    """A file that is another one than it was; `is_gone` if there is nothing in it now."""

    name: str
    is_gone: bool


class Reads:
    """The files that one run reads, as they were just before that.

    What changes while it is read is seen as changed afterwards, and nothing is missed.
    """

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}

    def note(self, name: str | Path) -> None:
        """Take a file for one that is going to be read, whether or not it is there."""
        if "\0" not in str(name):
            path = os.path.abspath(name)
            if path not in self._files:
                self._files[path] = _File(str(name))

    def includer(self, spec: Path) -> Include:
        """A reader of the files beside a spec, which takes note of each."""
        read = includer(spec)

        def include(name: str) -> Source | str:
            self.note(spec.parent / name)
            return read(name)

        return include

    def changes(self, told: Set[str] | None) -> list[Change]:
        """The files that hold something else than they did.

        What a file holds is read where its stamp is another one, where the system told of
        it, and of all files if it is not known what the system would have told (None).
        """
        found = []
        for file in self._files.values():
            suspected = told is None or not told.isdisjoint(file.places)
            if not suspected and _stamp(file.name) == file.sight.stamp:
                continue
            now = look(file.name)
            if now.digest != file.sight.digest:
                found.append(Change(file.name, now.holds_nothing))
            else:
                file.sight = now
        return found

    def paths(self) -> Set[str]:
        return self._files.keys()

    def folders(self) -> set[str]:
        """Where to watch: of a file that is replaced, its folder alone is told."""
        places = (place for file in self._files.values() for place in file.places)
        return {os.path.dirname(place) for place in places}


def nearest(folder: str) -> str:
    """A folder, or what there is of the way to it."""
    while not os.path.isdir(folder) and (above := os.path.dirname(folder)) != folder:
        folder = above
    return folder
