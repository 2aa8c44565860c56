"""The library of architectures that comes with mtlc, written in the language itself."""

from __future__ import annotations

from importlib.resources import files

from mtlc_spec.source import Source

FILES: dict[str, str] = {}
"""The file of each block, by the name behind `std.`."""


def read(file: str) -> Source:
    """The text of one of the library's files."""
    text = files(__name__).joinpath(file).read_text(encoding="utf-8")
    return Source(f"std/{file}", text)
