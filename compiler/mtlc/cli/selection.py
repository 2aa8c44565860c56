"""Which specs the arguments of a command mean: files, folders and globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mtlc.cli.files import STDIN, Unusable, read_bytes, reason

_WILD = frozenset("*?[")


class Chosen(NamedTuple):
    """A spec that a command is to work on."""

    name: str
    below: str | None = None
    """Its path in the folder that was given; None for a file that was given itself."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What the arguments mean, each file once, and which of them mean nothing."""

    specs: tuple[Chosen, ...]
    faults: tuple[Unusable, ...] = ()
    folders: tuple[str, ...] = ()
    """The folders that were looked into."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.specs)


def select(arguments: Iterable[str], *, blocks: bool = False) -> Selection:
    """The specs that arguments mean, in their order; with `blocks`, files of blocks as well.

    A file counts, whatever it holds. A folder means the specs in it, those that
    `.gitignore` leaves out not among them. A glob means what it means in a shell: the files
    and folders that it matches.
    """
    specs: dict[str, Chosen] = {}
    faults: list[Unusable] = []
    folders: list[str] = []
    for argument in arguments:
        try:
            for one in _expanded(argument):
                meant = (
                    _in_folder(one, blocks, folders) if os.path.isdir(one) else (Chosen(one),)
                )
                for spec in meant:
                    specs.setdefault(_identity(spec.name), spec)
        except Unusable as fault:
            faults.append(fault)
    return Selection(tuple(specs.values()), tuple(faults), tuple(folders))


def _identity(name: str) -> str:
    """What two names of one file have in common."""
    return name if name == STDIN else os.path.realpath(name)


def _expanded(argument: str) -> list[str]:
    """What a glob matches, for shells that leave that to programs."""
    if _WILD.isdisjoint(argument) or os.path.lexists(argument):
        return [argument]
    found = sorted(glob.iglob(argument, recursive=True))
    if not found:
        raise Unusable(
            f"nothing matches {argument}; a folder, without a glob, means all specs in it"
        )
    return found


def _in_folder(folder: str, blocks: bool, visited: list[str]) -> Iterator[Chosen]:
    from mtlc.cli.walking import walk  # few runs are of folders

    seen = chosen = 0
    try:
        for file in walk(folder, visited):
            seen += 1
            if _is_wanted(file.name, blocks):
                chosen += 1
                yield Chosen(file.name, file.below)
    except OSError as error:
        raise Unusable(f"cannot read {error.filename or folder}: {reason(error)}") from None
    if not chosen:
        found = f"{seen} YAML file{'' if seen == 1 else 's'}" if seen else "no YAML files"
        raise Unusable(
            f"no specs in {folder}: it has {found}, and a spec has `inputs` and `layers`, or "
            "`mtlc`, at its top level; what .gitignore leaves out does not count; a file that "
            "is named is read whatever it is"
        )


def _is_wanted(name: str, blocks: bool) -> bool:
    from mtlc.cli.recognition import Kind, recognize

    try:
        kind = recognize(name, read_bytes(name))
    except Unusable:
        return True  # whoever works on it says why it cannot be read
    return kind is Kind.SPEC or (blocks and kind is Kind.BLOCKS)
