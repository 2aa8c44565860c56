"""Reading the files that a spec includes, none of them outside of its own folder."""

from __future__ import annotations

from pathlib import Path

from mtlc_spec.diagnostics import Report
from mtlc_spec.library import Include
from mtlc_spec.reading import MAX_LENGTH, decode
from mtlc_spec.source import Source


def includer(spec: Path) -> Include:
    """A reader of the files beside a spec."""

    def include(name: str) -> Source | str:
        try:
            folder = spec.resolve().parent
            path = (folder / name).resolve()
            if Path(name).is_absolute() or not path.is_relative_to(folder):
                return "it is not inside the spec's own folder"
            if not path.is_file():
                return "there is no such file"
            with path.open("rb") as file:
                data = file.read(MAX_LENGTH + 1)
        except (OSError, ValueError) as error:
            return str(getattr(error, "strerror", None) or error)
        report = Report()
        source = decode(str(spec.parent / name), data, report)
        return source if source is not None else next(iter(report)).message

    return include
