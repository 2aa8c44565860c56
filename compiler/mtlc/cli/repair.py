"""`mtlc check --fix` and `--diff`: specs repaired in place, or the difference shown."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from mtlc.cli.files import STDIN, print_text, read_bytes, replace_text
from mtlc.cli.patch import difference
from mtlc.driver import Options, Result
from mtlc.inclusion import includer
from mtlc.repair import Refused, repair
from mtlc_spec.diagnostics import Report
from mtlc_spec.reading import decode
from mtlc_spec.source import Source


class Repairs:
    """The specs of one run: what is repaired in one is repaired for the next one as well."""

    def __init__(self, *, write: bool) -> None:
        self.write = write
        self.changed: dict[str, str] = {}
        """New texts, by the real paths of their files."""
        self.applied = 0
        self.refused: list[Refused] = []

    def run(self, spec: str, options: Options) -> Result:
        """Repair one spec, with the files that it includes; what is left to say of it.

        Raises:
            Unusable: a file cannot be read or written.
        """
        report = Report()
        data = read_bytes(spec)
        source = decode("<stdin>" if spec == STDIN else spec, data, report)
        if source is None:
            return Result(tuple(report), False)
        read: dict[str, Source] = {source.name: source}
        source = self._newest(source)

        def include(name: str) -> Source | str:
            assert beside is not None
            found = beside(name)
            if isinstance(found, str):
                return found
            read[found.name] = found
            return self._newest(found)

        beside = None if spec == STDIN else includer(Path(spec))
        if beside is not None:
            options = replace(options, include=include)
        done = repair(source, options)
        self.applied += len(done.applied)
        self.refused += done.refused
        if spec == STDIN:
            text = done.texts.get(source.name, source.text)
            if text != source.text:
                self.changed[source.name] = text
            if self.write:
                print_text(data, text)
            else:
                self._show(source.name, source.text, text)
            return done.result
        for name, text in done.texts.items():
            if text != (old := self._newest(read[name]).text):
                self._keep(name, old, text)
        return done.result

    def _newest(self, source: Source) -> Source:
        text = self.changed.get(os.path.realpath(source.name))
        return source if text is None else Source(source.name, text)

    def _keep(self, name: str, old: str, new: str) -> None:
        if self.write:
            replace_text(name, old, new)
        else:
            self._show(name, old, new)
        self.changed[os.path.realpath(name)] = new

    def _show(self, name: str, old: str, new: str) -> None:
        if old != new:
            click.echo(difference(name, old, new), nl=False)


def told(repairs: Repairs, verb: str) -> list[str]:
    """What was done, and what was not and why, in a line for each."""
    lines = []
    for one, error in repairs.refused:
        line, column = one.span.source.position(one.span.start)
        lines.append(
            f"{one.span.source.name}:{line}:{column}: the fix of {one.code} is left: it would "
            f"bring {error.severity}[{error.code}]: {error.message}"
        )
    count = repairs.applied
    files = len(repairs.changed)
    if count:
        fixes = f"{count} fix{'' if count == 1 else 'es'}"
        lines.append(f"{fixes} {verb} in {files} file{'' if files == 1 else 's'}")
    return lines
