"""Which diagnostics are shown, and how bad each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mtlc.configuration.model import Configuration, Level
from mtlc_spec.diagnostics import Diagnostic, Label, Severity
from mtlc_spec.source import Span
from mtlc_spec.structure_problems import UnknownSetting

_SEVERITIES = {"error": Severity.ERROR, "warn": Severity.WARNING}


@dataclass(frozen=True, slots=True)
class Selection:
    """What the command line selects and ignores; None where it says nothing."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None


NOTHING = Selection()


@dataclass(frozen=True, slots=True)
class Rules:
    """What becomes of each diagnostic; what is an error by itself stays as it is.

    The command line decides first: what `--select` names is shown and all else is not,
    and what `--ignore` names is not. What it leaves open is decided by the configuration.
    """

    configuration: Configuration
    given: Selection = NOTHING
    settings: Mapping[str, Span] = field(default_factory=dict)
    """Where a preset gives values to params."""

    def __call__(self, one: Diagnostic) -> Diagnostic | None:
        """The diagnostic, with another severity perhaps; None if it is not shown."""
        if isinstance(one, UnknownSetting) and one.name in self.settings:
            return one.replace(labels=(Label(self.settings[one.name], "set by this preset"),))
        if type(one).severity is Severity.ERROR:
            return one
        shown = self._given(one.code)
        level = self._level(one.code)
        if shown is None:
            shown = level != "allow" and self._configured(one.code)
        if not shown:
            return None
        severity = _SEVERITIES.get(level or "", one.severity)
        return one if severity is one.severity else one.replace(severity=severity)

    def _given(self, code: str) -> bool | None:
        chosen = _longest(code, self.given.select or ())
        left = _longest(code, self.given.ignore or ())
        if self.given.select is not None:
            return chosen > left
        return False if left >= 0 else None

    def _configured(self, code: str) -> bool:
        select, ignore = self.configuration.select, self.configuration.ignore
        everything = [""] if select is None else [one.value for one in select]
        return _longest(code, everything) > _longest(code, [one.value for one in ignore])

    def _level(self, code: str) -> Level | None:
        levels = self.configuration.levels
        found = max((one for one in levels if code.startswith(one)), key=len, default=None)
        return None if found is None else levels[found].value


def _longest(code: str, beginnings: Iterable[str]) -> int:
    """How many characters of a code the best of its beginnings has; -1 if none is one."""
    return max((len(one) for one in beginnings if code.startswith(one)), default=-1)
