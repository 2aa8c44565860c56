"""Where configurations are: `mtlc.toml` or pyproject.toml in the nearest folder upwards."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import click

from mtlc.cli.files import STDIN, reason
from mtlc_spec.diagnostics import Diagnostic

NAMES = ("mtlc.toml", "pyproject.toml")
"""In one folder, the first of these that speaks of mtlc holds."""

LARGEST = 1_000_000
"""Bytes of a file that is read."""

_TABLE = re.compile(rb"""mtlc["']?[ \t]*[\].=]""")
"""What a pyproject.toml with a `[tool.mtlc]` holds somewhere."""


class Candidate(NamedTuple):
    """A file that may hold a configuration: what it is called in reports, and its bytes."""

    name: str
    data: bytes

    @property
    def is_pyproject(self) -> bool:
        return os.path.basename(self.name) == NAMES[1]


class Misconfigured(click.ClickException):
    """The configuration is not what it should be, whatever the spec; nothing is done."""

    diagnostics: tuple[Diagnostic, ...] = ()
    """What is wrong in the file, where it could be read."""

    def show(self, file: object = None) -> None:
        click.echo(f"error: {self.message}", err=True)


def candidates(
    spec: str, config: str | None = None, no_config: bool = False
) -> tuple[Candidate, ...]:
    """The files that may hold the configuration of a spec, the nearest first.

    A spec is searched from the folder that its name stands in, standard input from the
    current one. `config` is the one file that holds instead.

    Raises:
        Misconfigured: a file is there and cannot be read.
    """
    if config is not None and no_config:
        raise click.UsageError("--config does not go with --no-config")
    if no_config:
        return ()
    if config is not None:
        data = _read(Path(config))
        if data is None:
            raise Misconfigured(f"cannot read {config}: there is no such file")
        return (Candidate(config, data),)
    try:
        folder = Path(os.path.realpath("." if spec == STDIN else os.path.dirname(spec)))
    except OSError:  # the current folder is gone
        return ()
    found = []
    for one in (folder, *folder.parents):
        for name in NAMES:
            path = one / name
            data = _read(path)
            if data is not None and (name != NAMES[1] or _TABLE.search(data)):
                found.append(Candidate(short(path), data))
    return tuple(found)


def _read(path: Path) -> bytes | None:
    """What a file holds; None if there is no such file."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise Misconfigured(f"cannot read {path}: {reason(error)}") from None
    if len(data) > LARGEST:
        raise Misconfigured(f"cannot read {path}: it is larger than {LARGEST:,} bytes")
    return data


def short(path: Path) -> str:
    """A path as reports show it: from the current folder, if that is shorter."""
    try:
        beside = os.path.relpath(path)
    except (OSError, ValueError):  # the current folder is gone, or on another drive
        return str(path)
    return min(beside, str(path), key=len)
