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
_MARK = b"\xef\xbb\xbf"
"""What some editors begin UTF-8 with."""


class Unusable(Exception):
    """A file or a combination of options that cannot be worked with."""


def read_spec(name: str, report: Report) -> Source | None:
    """The spec of a path, or of standard input for `-`; None, and a report, if it is no text.

    Raises:
        Unusable: the file cannot be read.
    """
    return decode("<stdin>" if name == STDIN else name, read_bytes(name), report)


def read_bytes(name: str) -> bytes:
    """What a file holds, or standard input, up to one byte more than a spec may.

    Raises:
        Unusable: the file cannot be read.
    """
    if name == STDIN:
        return sys.stdin.buffer.read(MAX_LENGTH + 1)
    try:
        with open(name, "rb") as file:
            return file.read(MAX_LENGTH + 1)
    except (OSError, ValueError) as error:
        raise Unusable(f"cannot read {name}: {reason(error)}") from None


def print_text(data: bytes, text: str) -> None:
    """Print the new text of what was read from standard input, byte order mark included."""
    sys.stdout.flush()
    sys.stdout.buffer.write(_encoded(data, text))


def replace_text(name: str, old: str, new: str) -> None:
    """Give a file a new text in place of its old one; a byte order mark stays.

    Raises:
        Unusable: it cannot be read or written, or was changed meanwhile; it is as it was.
    """
    data = read_bytes(name)
    if data != _encoded(data, old):
        raise Unusable(f"{name} was changed meanwhile, and is left as it is")
    write_atomically(Path(name), _encoded(data, new))


def _encoded(data: bytes, text: str) -> bytes:
    """A text as the bytes of a file that held this data."""
    return _MARK * data.startswith(_MARK) + text.encode("utf-8")


def write_atomically(path: Path, data: bytes | str) -> None:
    """Write a file so that at any moment there is the old one or the new one.

    Raises:
        Unusable: the file cannot be written; the old one is as it was.
    """
    data = data.encode("utf-8") if isinstance(data, str) else data
    with replacing(path, "") as new, new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def replacing(path: Path, suffix: str | None = None) -> Iterator[Path]:
    """A file beside the one of a path, which it replaces if nothing goes wrong.

    Its name ends as that of the path, for writers that go by it, or in a `suffix`. It is
    hidden; where the process is killed it is left, and should look like no spec or module.

    Raises:
        Unusable: the file cannot be written; the old one is as it was.
    """
    target = Path(os.path.realpath(path))
    suffix = "".join(target.suffixes[-2:]) if suffix is None else suffix
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
        raise Unusable(f"cannot write {path}: {reason(error)}") from None
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


def reason(error: Exception) -> str:
    """Why a file cannot be worked with, in the words of the operating system."""
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
