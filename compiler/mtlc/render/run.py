"""What formats may show of a run besides its diagnostics."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from mtlc.render import Finding
from mtlc.render.terminal import Style
from mtlc_spec.source import Source

STDIN = "<stdin>"
"""How the source is called that standard input holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a command, as far as its output may say something about it.

    `folder` is the working directory, `root` the folder to which annotations are relative;
    `status` is the exit status, None where it is not known yet. `faults` are sentences about
    files that could not be read or written.
    """

    style: Style = field(default_factory=Style)
    folder: str = ""
    root: str = ""
    status: int | None = None
    findings: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()

    def absolute(self, name: str) -> str:
        """The path of a file that is named relative to the working directory."""
        return os.path.normpath(os.path.join(self.folder, name))


def below(path: str, folder: str) -> str | None:
    """A path as seen from a folder that it lies in, with slashes; None if it lies elsewhere."""
    if os.path.isabs(path):
        start = folder.rstrip(os.sep) + os.sep
        if not path.startswith(start):
            return None
        path = path.removeprefix(start)
    elif path.split(os.sep)[0] == os.pardir:
        return None
    return path.replace(os.sep, "/")


def is_file(source: Source) -> bool:
    """Whether a source is a file of the user's."""
    return not source.is_library and source.name != STDIN
