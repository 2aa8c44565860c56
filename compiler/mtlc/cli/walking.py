"""The YAML files in a folder, without those that nobody means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

YAML = (".yaml", ".yml")

IGNORES = ".gitignore"
_REPOSITORY = ".git"
_ENVIRONMENT = "pyvenv.cfg"
"""The file that makes a folder a virtual environment of Python."""
_LEFT_OUT = frozenset(("node_modules", "__pycache__"))

Rule = Callable[[str, bool], bool | None]
"""Whether a path, of a folder or not, is left out; None if that is not said."""


class Walked(NamedTuple):
    """A YAML file in a folder that was walked."""

    name: str
    """Its path, beginning with the folder as it was given."""
    below: str
    """Its path in that folder."""


class _Folder(NamedTuple):
    name: str
    below: str
    absolute: str
    rules: tuple[Rule, ...]
    """The innermost first."""


def walk(folder: str, visited: list[str] | None = None) -> Iterator[Walked]:
    """The YAML files in a folder and the folders in it, in the order of their names.

    The files of a folder come before those that are deeper. Left out are hidden files and
    folders, virtual environments and other caches of packages, links to folders, and what
    `.gitignore` leaves out; the folder itself counts, whatever it is. All that were looked
    into are added to `visited`.

    Raises:
        OSError: a folder or a `.gitignore` cannot be read.
    """
    shown = "" if os.path.normpath(folder) == os.curdir else folder
    absolute = Path(folder).resolve()
    waiting = [_Folder(shown, "", absolute.as_posix(), _rules_above(absolute))]
    while waiting:
        at = waiting.pop()
        with os.scandir(at.name or os.curdir) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        names = {entry.name for entry in entries}
        if at.below and _ENVIRONMENT in names:
            continue
        if visited is not None:
            visited.append(at.name or os.curdir)
        rules = () if _REPOSITORY in names else at.rules
        if IGNORES in names:
            rules = (_rule(Path(at.absolute, IGNORES)), *rules)
        folders = []
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.startswith(".") or not (is_folder or _is_yaml(entry)):
                continue
            absolute_name = f"{at.absolute.rstrip('/')}/{entry.name}"
            if (is_folder and entry.name in _LEFT_OUT) or _is_left_out(
                absolute_name, is_folder, rules
            ):
                continue
            name, below = (os.path.join(one, entry.name) for one in (at.name, at.below))
            if is_folder:
                folders.append(_Folder(name, below, absolute_name, rules))
            else:
                yield Walked(name, below)
        waiting += reversed(folders)


def _is_yaml(entry: os.DirEntry[str]) -> bool:
    return entry.name.lower().endswith(YAML) and entry.is_file()


def _is_left_out(path: str, is_folder: bool, rules: tuple[Rule, ...]) -> bool:
    said = (rule(path, is_folder) for rule in rules)
    return next((one for one in said if one is not None), False)


def _rules_above(folder: Path) -> tuple[Rule, ...]:
    """The rules of the repository that a folder is in, but for those that leave it out."""
    found: list[Rule] = []
    way = [folder.as_posix()]
    for at in folder.parents if not (folder / _REPOSITORY).exists() else ():
        if (at / IGNORES).is_file():
            rule = _rule(at / IGNORES)
            if not any(rule(one, True) for one in way):
                found.append(rule)
        if (at / _REPOSITORY).exists():
            return tuple(found)
        way.append(at.as_posix())
    return ()


def _rule(file: Path) -> Rule:
    from mtlc.cli.ignoring import read_rules  # many folders leave nothing out

    return read_rules(file).say
