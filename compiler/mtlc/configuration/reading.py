"""From the text of `mtlc.toml` or pyproject.toml to a configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, get_args

from mtlc.configuration.model import Codes, Configuration, FailOn, Level, Setting, V
from mtlc.configuration.places import Path, Places
from mtlc.configuration.problems import (
    InvalidToml,
    LoweredError,
    TwoLevels,
    UnknownDiagnostic,
    UnknownOption,
    UselessRoot,
    WrongOption,
)
from mtlc.configuration.selectors import IsError, NoDiagnostic, code_of
from mtlc.settings import frozen
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import Target
from mtlc_spec.nodes import excerpt
from mtlc_spec.source import Source, Span

PYPROJECT = "pyproject.toml"

_MISTAKE = re.compile(
    r"(?P<problem>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)"
)
_DONE = {"allow": "allowed", "warn": "made a warning"}

W = TypeVar("W", bound=str)


def read(source: Source, report: Report, *, table: Path = ()) -> Configuration | None:
    """The configuration in a file; None if it has no such table, or is not TOML.

    `table` is where the keys stand. What is wrong with a key is reported, and the key
    left out.
    """
    document = _toml(source, report)
    for key in table:
        document = document.get(str(key)) if isinstance(document, dict) else None
    if document is None:
        return None
    return _Reader(source, report, table).configuration(document)


def _toml(source: Source, report: Report) -> Any:
    import tomllib  # most runs have no configuration

    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        found = _MISTAKE.match(str(error))
        problem = found["problem"] if found else str(error)
        problem = f"{problem[:1].lower()}{problem[1:]}"
        at = len(source.text.rstrip())
        end = min(at + 1, len(source.text))
        if found and found["line"]:
            start, end = source.line_bounds(min(int(found["line"]), source.line_count))
            at = min(start + int(found["column"]) - 1, end)
            if at == end:  # what stands before is a second one
                at = start
        span = Span(source, at, end)
    except RecursionError:
        span, problem = Span(source, 0, 0), "it is nested too deep"
    report.add(InvalidToml(span=span, problem=problem))
    return None


class _Reader:
    """Reads one table, key by key."""

    def __init__(self, source: Source, report: Report, table: Path) -> None:
        self.source = source
        self.report = report
        self.table = table
        self.places = Places(source)

    def configuration(self, document: Any) -> Configuration:
        if not isinstance(document, dict):
            key = ".".join(map(str, self.table))
            self.wrong(key, "a table", document)
            return Configuration(self.source)
        for key in document:
            if key not in KEYS:
                span = self.places.of((*self.table, key)).key
                known = tuple(KEYS)
                self.report.add(UnknownOption(span=span, key=key, known=known))
        found: dict[str, Any] = {
            key.replace("-", "_"): value
            for key, take in KEYS.items()
            if key in document and (value := take(self, key, document[key])) is not None
        }
        if "root" in document and "output" not in document:
            self.report.add(UselessRoot(span=self.places.of((*self.table, "root")).key))
        return Configuration(self.source, **found)

    def choice(
        self, choices: tuple[W, ...], value: object, *way: str | int
    ) -> Setting[W] | None:
        for one in choices:
            if value == one:
                return self.setting(one, *way)
        *most, last = (f'"{one}"' for one in choices)
        wanted = f"{', '.join(most)} or {last}"
        self.wrong(_shown(way), wanted, value, *way, choices=choices)
        return None

    def number(self, key: str, value: object) -> Setting[int] | None:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return self.setting(value, key)
        self.wrong(key, "a whole number of at least 1", value, key)
        return None

    def folder(self, key: str, value: object) -> Setting[str] | None:
        if isinstance(value, str) and value and "\0" not in value:
            return self.setting(value, key)
        self.wrong(key, "the path of a folder", value, key)
        return None

    def selectors(self, key: str, value: object) -> Codes | None:
        if not isinstance(value, list):
            self.wrong(key, "a list of codes and names", value, key)
            return None
        milder = "ignored" if key == "ignore" else None
        found = [self.selector(one, milder, key, number) for number, one in enumerate(value)]
        return tuple(one for one in found if one is not None)

    def selector(
        self, word: object, lowered: str | None, *way: str | int
    ) -> Setting[str] | None:
        """What a word stands for; `lowered` is what may not become of errors."""
        place = self.places.of((*self.table, *way))
        span = place.value if isinstance(way[-1], int) else place.key
        if not isinstance(word, str):
            self.wrong(_shown(way), "a code or a name", word, *way)
            return None
        try:
            return Setting(code_of(word, milder=lowered is not None), span)
        except NoDiagnostic as error:
            self.report.add(UnknownDiagnostic(span=span, name=word, known=error.known))
        except IsError:
            self.report.add(LoweredError(span=span, name=word, done=lowered or ""))
        return None

    def levels(self, key: str, value: object) -> Mapping[str, Setting[Level]] | None:
        levels: dict[str, Setting[Level]] = {}
        words: dict[str, tuple[str, Span]] = {}
        for word, given in self.items(key, value, "a table of codes and names"):
            level = self.choice(get_args(Level), given, key, word)
            lowered = None if level is None else _DONE.get(level.value)
            code = self.selector(word, lowered, key, word)
            if level is None or code is None:
                continue
            if code.value in levels:
                other, span = words[code.value]
                first = Label(span, "has a level here")
                self.report.add(
                    TwoLevels(span=code.span, name=word, other=other, labels=(first,))
                )
            words.setdefault(code.value, (word, code.span))
            levels.setdefault(code.value, level)
        return levels

    def presets(self, key: str, value: object) -> Mapping[str, Mapping[str, Setting[object]]]:
        presets = {}
        for name, params in self.items(key, value, "a table of named sets of params"):
            presets[name] = {
                param: setting
                for param, given in self.items(key, params, "a table of params", name)
                if (setting := self.param(given, key, name, param)) is not None
            }
        return presets

    def param(self, value: object, *way: str) -> Setting[object] | None:
        try:
            return self.setting(frozen(value), *way)
        except TypeError:
            wanted = "a number, a string, a boolean, or a list of those"
        except ValueError as error:
            wanted = f"a value that a spec can hold ({error})"
        self.wrong(_shown(way), wanted, value, *way)
        return None

    def items(
        self, key: str, value: object, wanted: str, *way: str
    ) -> Iterable[tuple[str, object]]:
        if isinstance(value, dict):
            return value.items()
        self.wrong(_shown((key, *way)), wanted, value, key, *way)
        return ()

    def setting(self, value: V, *way: str | int) -> Setting[V]:
        return Setting(value, self.places.of((*self.table, *way)).value)

    def wrong(
        self,
        key: str,
        wanted: str,
        value: object,
        *way: str | int,
        choices: tuple[str, ...] = (),
    ) -> None:
        span = self.places.of((*self.table, *way)).value
        given = "a table" if isinstance(value, dict) else span.text
        if isinstance(value, list) and not given.startswith("["):
            given = "a list of tables"
        self.report.add(
            WrongOption(
                span=span,
                key=key,
                wanted=wanted,
                given=excerpt(" ".join(given.split())),
                choices=choices,
            )
        )


def _shown(way: Path) -> str:
    """`presets.small.width`, `select[1]`."""
    first, *others = way
    steps = (f"[{one}]" if isinstance(one, int) else f".{one}" for one in others)
    return f"{first}{''.join(steps)}"


Take = Callable[[_Reader, str, Any], object]

KEYS: Mapping[str, Take] = {
    "target": lambda reader, key, value: reader.choice(get_args(Target), value, key),
    "select": _Reader.selectors,
    "ignore": _Reader.selectors,
    "levels": _Reader.levels,
    "fail-on": lambda reader, key, value: reader.choice(get_args(FailOn), value, key),
    "max-layers": _Reader.number,
    "output": _Reader.folder,
    "root": _Reader.folder,
    "presets": _Reader.presets,
}
"""Every key of a configuration, and what reads its value."""
