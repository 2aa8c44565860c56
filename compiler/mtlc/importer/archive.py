"""From a saved model to the text of its configuration: `.keras` archives and JSON files."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO

from mtlc.importer.problems import IMPORTED, DamagedArchive, NoModel
from mtlc_spec.diagnostics import Report
from mtlc_spec.reading import MAX_LENGTH, decode
from mtlc_spec.source import Source, Span

CONFIG = "config.json"
"""The member of a `.keras` archive that describes the model."""

_MAGIC = b"PK"

_HDF5 = b"\x89H"
"""How a file in the Hierarchical Data Format begins."""

IN_HDF5 = "this is an HDF5 file: it holds weights alone, or a model in the old format"

_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(OSError, ValueError, RuntimeError, OverflowError),
)
"""What Python raises for archives that are none."""


def is_archive(data: bytes) -> bool:
    """Whether these bytes begin an archive, and no text."""
    return data[:2] == _MAGIC


def source_of(name: str, file: BinaryIO, report: Report) -> Source | None:
    """The configuration in a file; None, and a report, if there is none.

    Of an archive one member is read, never more than a spec may be long, and nothing is
    unpacked to disk.

    Raises:
        OSError: the file cannot be read.
    """
    beginning = file.read(2)
    if beginning == _HDF5:
        place = Span(Source(name, ""), 0, 0)
        report.add(NoModel(span=place, problem=IN_HDF5, way_out=IMPORTED))
        return None
    if not is_archive(beginning):
        return decode(name, beginning + file.read(MAX_LENGTH - 1), report)
    try:
        data = _member(file)
    except _Damaged as error:
        problem = str(error)
    except _FAULTS:
        problem = "the archive is damaged"
    else:
        return decode(f"{name}/{CONFIG}", data, report)
    report.add(DamagedArchive(span=Span(Source(name, ""), 0, 0), problem=problem))
    return None


class _Damaged(Exception):
    """Why an archive cannot be read."""


def _member(file: BinaryIO) -> bytes:
    """The bytes of the configuration.

    Raises:
        _Damaged: there is none that can be read.
    """
    with zipfile.ZipFile(file) as archive:
        try:
            member = archive.getinfo(CONFIG)
        except KeyError:
            raise _Damaged(f"it holds no `{CONFIG}`") from None
        if member.flag_bits & 1:
            raise _Damaged(f"its `{CONFIG}` is encrypted")
        if member.file_size > MAX_LENGTH:
            raise _Damaged(f"its `{CONFIG}` has more than {MAX_LENGTH} bytes")
        with archive.open(member) as opened:
            data = opened.read(MAX_LENGTH + 1)
        if len(data) > MAX_LENGTH:
            raise _Damaged(f"its `{CONFIG}` has more than {MAX_LENGTH} bytes")
        return data
