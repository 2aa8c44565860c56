"""The mechanical fixes of diagnostics, applied to a spec and to what it includes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mtlc.driver import Options, Result, compile_source
from mtlc_spec.diagnostics import Diagnostic, Edit, Severity
from mtlc_spec.source import Source

MAX_ROUNDS = 20
"""How often what the fixes have left is checked for further ones."""

MAX_CHECKS = 200
"""How often a spec is checked in all."""


class Refused(NamedTuple):
    """A fix that was not applied, and the error that it would have made."""

    diagnostic: Diagnostic
    error: Diagnostic


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of a spec: the new texts by the names of their sources, and what is left."""

    texts: Mapping[str, str]
    result: Result
    applied: tuple[Diagnostic, ...]
    refused: tuple[Refused, ...]


def repair(source: Source, options: Options) -> Repair:
    """Apply all fixes that make no new errors, and those of what they bring to light.

    Only the characters that a fix names are changed. Of fixes that overlap, the first is
    applied, and what is left is checked again.
    """
    return _Repairer(source, options).repair()


_Key = tuple[str, int, int, str]
"""An edit: the name of the source, where it begins and ends, and the new text."""


class _Fix(NamedTuple):
    """The edits of a diagnostic, by the names of the sources that they are in."""

    diagnostic: Diagnostic
    edits: frozenset[_Key]

    @property
    def phase(self) -> tuple[bool, str]:
        """When the compiler finds out; errors before all that is milder."""
        one = self.diagnostic
        return one.severity is not Severity.ERROR, _family(one)

    @property
    def identity(self) -> object:
        """What stays the same while other places change."""
        texts = sorted((edit.span.text, edit.text) for edit in self.diagnostic.fix)
        return self.diagnostic.code, self.diagnostic.message, *texts


class _Repairer:
    """Repairs one spec."""

    def __init__(self, source: Source, options: Options) -> None:
        self.source = source
        self.options = options
        self.texts: dict[str, str] = {}
        self.checks = 0
        self.applied: list[Diagnostic] = []
        self.refused: dict[object, Refused] = {}

    def repair(self) -> Repair:
        result = self.check(self.texts)
        seen = [self.texts]
        for _ in range(MAX_ROUNDS):
            fixes = self.fixes(result)
            if not fixes:
                break
            accepted = self.settle(result, [], fixes)
            if not accepted:
                continue  # what was refused may have stood in the way of others
            texts = self.edited(accepted)
            if texts in seen:
                break
            self.applied += [fix.diagnostic for fix in accepted]
            self.texts = texts
            self.refused.clear()  # what was in their way may be gone
            seen.append(texts)
            result = self.check(texts)
        return Repair(self.texts, result, tuple(self.applied), tuple(self.refused.values()))

    def check(self, texts: Mapping[str, str]) -> Result:
        self.checks += 1
        name, include = self.source.name, self.options.include

        def included(path: str) -> Source | str:
            assert include is not None
            found = include(path)
            if isinstance(found, Source) and found.name in texts:
                return Source(found.name, texts[found.name])
            return found

        options = self.options if include is None else replace(self.options, include=included)
        source = Source(name, texts[name]) if name in texts else self.source
        return compile_source(source, options, want="check")

    def fixes(self, result: Result) -> list[_Fix]:
        """Those of the fixes that can be applied together, in the order of the diagnostics.

        One phase of the compiler at a time, so that it is known which errors were hidden;
        warnings last.
        """
        found = []
        for one in result:
            fix = _Fix(one, _keys(one.fix))
            if (
                fix.edits
                and fix.identity not in self.refused
                and not any(edit.span.source.is_library for edit in one.fix)
            ):
                found.append(fix)
        first = min((fix.phase for fix in found), default=None)
        chosen: list[_Fix] = []
        edits: list[_Key] = []
        for fix in found:
            if fix.phase != first:
                continue
            new = [edit for edit in fix.edits if edit not in edits]
            if not any(_overlap(edit, other) for edit in new for other in edits):
                chosen.append(fix)
                edits += new
        return chosen

    def settle(self, before: Result, accepted: list[_Fix], fixes: list[_Fix]) -> list[_Fix]:
        """The accepted fixes, and those of the further ones that make no new errors."""
        if self.checks >= MAX_CHECKS:
            return accepted
        trial = [*accepted, *fixes]
        after = self.check(self.edited(trial))
        made = _made(before, after, trial)
        if made is None:
            return trial
        if len(fixes) == 1:
            (fix,) = fixes
            self.refused[fix.identity] = Refused(fix.diagnostic, made)
            return accepted
        half = len(fixes) // 2
        return self.settle(before, self.settle(before, accepted, fixes[:half]), fixes[half:])

    def edited(self, fixes: Sequence[_Fix]) -> dict[str, str]:
        """The texts after these fixes of what the last check has read."""
        texts = dict(self.texts)
        for fix in fixes:
            for edit in fix.diagnostic.fix:
                texts.setdefault(edit.span.source.name, edit.span.source.text)
        edits = {edit for fix in fixes for edit in fix.edits}
        for name, start, end, new in sorted(edits, reverse=True):
            texts[name] = f"{texts[name][:start]}{new}{texts[name][end:]}"
        return texts


def _keys(edits: Iterable[Edit]) -> frozenset[_Key]:
    return frozenset((e.span.source.name, e.span.start, e.span.end, e.text) for e in edits)


def _overlap(one: _Key, other: _Key) -> bool:
    """Whether two edits touch the same characters, or write at one place."""
    if one[0] != other[0]:
        return False
    return (one[1] < other[2] and other[1] < one[2]) or one[1] == other[1]


def _made(before: Result, after: Result, fixes: Sequence[_Fix]) -> Diagnostic | None:
    """An error that was not there before, and that fixes are to blame for.

    Whatever comes after the fix of a warning is. An error may have hidden others: those
    of later phases, which did not get to see what could not be understood, and those at
    other places that do not speak of what was replaced. That something is still wrong
    in the same way where it was repaired counts as well.
    """
    edits = {edit for fix in fixes for edit in fix.edits}
    moved = _mover(edits)
    old = Counter(
        (one.code, one.span.source.name, moved(one.span.source.name, one.span.start))
        for one in before
    )
    repaired = {
        (one.code, one.span.source.name, moved(one.span.source.name, one.span.start))
        for one in (fix.diagnostic for fix in fixes)
    }
    for one in after:
        place = (one.code, one.span.source.name, one.span.start)
        if place in repaired:
            return one
        if old[place]:
            old[place] -= 1
        elif one.severity is Severity.ERROR and any(_blamed(one, fix, moved) for fix in fixes):
            return one
    return None


def _blamed(error: Diagnostic, fix: _Fix, moved: Callable[[str, int], int]) -> bool:
    repaired = fix.diagnostic
    if repaired.severity is not Severity.ERROR:
        return True
    if _family(error) != _family(repaired):
        return _family(error) < _family(repaired)
    name, start, end = error.span.source.name, error.span.start, error.span.end
    for edit in repaired.fix:
        at = moved(edit.span.source.name, edit.span.start)
        if edit.span.source.name == name and at < end and start < at + len(edit.text):
            return True
    replaced = {edit.span.text for edit in repaired.fix} - {""}
    return not replaced.isdisjoint(error.span.text.split("."))


def _family(one: Diagnostic) -> str:
    """The first digits of the code, which grow with the phases."""
    return one.code[3:5]


def _mover(edits: Iterable[_Key]) -> Callable[[str, int], int]:
    """Where a place of the old text is in the new one."""

    def moved(name: str, offset: int) -> int:
        shift = sum(
            len(text) - (end - start)
            for source, start, end, text in edits
            if source == name and (end <= offset and start < offset)
        )
        return offset + shift

    return moved
