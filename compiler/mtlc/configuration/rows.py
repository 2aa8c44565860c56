"""What holds in the end, and where each value came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from mtlc.configuration.model import Codes, Configuration, Setting
from mtlc.configuration.rules import NOTHING, Selection

EVERYTHING = "MTL"
"""What is selected where nothing is said: the beginning of all codes."""


class Origin(NamedTuple):
    """Where a value came from: an option, a line of a file, or mtlc itself."""

    kind: Literal["default", "option", "file", "spec"]
    name: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        if self.name is None:
            return self.kind
        return self.name if self.line is None else f"{self.name}:{self.line}"

    def to_dict(self) -> dict[str, Any]:
        named = "option" if self.kind == "option" else "file"
        found: dict[str, Any] = {"kind": self.kind}
        if self.name is not None:
            found[named] = self.name
        if self.line is not None:
            found["line"] = self.line
        return found


class Row(NamedTuple):
    """One value that holds."""

    key: str
    value: object
    origin: Origin


@dataclass(frozen=True, slots=True)
class Given:
    """What options say, and the spec of its own target; None where they say nothing."""

    target: str | None = None
    own_target: Setting[str] | None = None
    fail_on: str | None = None
    max_layers: int | None = None
    selection: Selection = NOTHING
    settings: Mapping[str, object] | None = None
    presets: tuple[str, ...] = ()


DEFAULT = Origin("default")


def rows(found: Configuration, given: Given, most_layers: int) -> Iterator[Row]:
    """Every key with the value that holds; `most_layers` is the default of `max-layers`.

    The presets that are given are in the configuration.
    """
    yield _target(found, given)
    yield from _selection(found, given.selection)
    for code, level in found.levels.items():
        yield Row(f"levels.{code}", level.value, _from(level))
    yield _row("fail-on", given.fail_on, found.fail_on, "error")
    yield _row("max-layers", given.max_layers, found.max_layers, most_layers)
    yield _row("output", None, found.output, None)
    yield _row("root", None, found.root, None if found.output is None else ".")
    for name, params in found.presets.items():
        for param, setting in params.items():
            yield Row(f"presets.{name}.{param}", setting.value, _from(setting))
    yield from _params(found, given)


def _target(found: Configuration, given: Given) -> Row:
    own = given.own_target
    if given.target is None and own is not None:
        return Row("target", own.value, _from(own, "spec"))
    return _row("target", given.target, found.target, "auto")


def _selection(found: Configuration, given: Selection) -> Iterator[Row]:
    if given.select is not None:
        yield Row("select", list(given.select), Origin("option", "--select"))
    else:
        yield _codes("select", found.select, [EVERYTHING])
    if given.ignore is not None:
        yield Row("ignore", list(given.ignore), Origin("option", "--ignore"))
    if given.select is None and (found.ignore or given.ignore is None):
        yield _codes("ignore", found.ignore or None, [])


def _codes(key: str, found: Codes | None, default: list[str]) -> Row:
    if not found:
        return Row(key, default, DEFAULT)
    return Row(key, [one.value for one in found], _from(found[0]))


def _params(found: Configuration, given: Given) -> Iterator[Row]:
    """The params that are set, the last one of those for one name."""
    params: dict[str, Row] = {}
    for name in given.presets:
        origin = Origin("option", f"--preset {name}")
        for param, setting in found.presets[name].items():
            params[param] = Row(f"params.{param}", setting.value, origin)
    for param, value in (given.settings or {}).items():
        params[param] = Row(f"params.{param}", value, Origin("option", "--set"))
    yield from params.values()


def _row(key: str, given: object, found: Setting[Any] | None, default: object) -> Row:
    if given is not None:
        return Row(key, given, Origin("option", f"--{key}"))
    if found is not None:
        return Row(key, found.value, _from(found))
    return Row(key, default, DEFAULT)


def _from(setting: Setting[Any], kind: Literal["file", "spec"] = "file") -> Origin:
    return Origin(kind, setting.span.source.name, setting.line)
