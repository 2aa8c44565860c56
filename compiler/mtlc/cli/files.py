"""Specs in, modules out: reading, and writing so that no file is ever lost."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mtlc_spec.diagnostics import Report
from mtlc_spec.reading import MAX_LENGTH, decode
from mtlc_spec.source import Source

STDIN = "-"


class Unusable(Exception):
    """A file or a combination of options that cannot be worked with."""


def read_spec(name: str, report: Report) -> Source | None:
    """The spec of a path, or of standard input for `-`; None, and a report, if it is no text.

    Raises:
        Unusable: the file cannot be read.
    """
    if name == STDIN:
        return decode("<stdin>", sys.stdin.buffer.read(MAX_LENGTH + 1), report)
    try:
        with open(name, "rb") as file:
            return decode(name, file.read(MAX_LENGTH + 1), report)
    except (OSError, ValueError) as error:
        raise Unusable(f"cannot read {name}: {_reason(error)}") from None


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that at any moment there is the old one or the new one.

    Raises:
        Unusable: the file cannot be written; the old one is as it was.
    """
    data = text.encode("utf-8")
    with replacing(path) as new, new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside the one of a path, which it replaces if nothing goes wrong.

    Raises:
        Unusable: the file cannot be written; the old one is as it was.
    """
    target = Path(os.path.realpath(path))
    suffix = "".join(target.suffixes[-2:])
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}.", suffix=f".tmp{suffix}"
        )
        os.close(handle)
        yield Path(temporary)
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except OSError as error:
        raise Unusable(f"cannot write {path}: {_reason(error)}") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)


def _mode(path: Path) -> int:
    """The permissions of a file, or those that a new one would get."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
