"""Codes, their beginnings, and names: the words by which diagnostics are chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtlc.codes import all_codes
from mtlc_spec.diagnostics import CODES, Diagnostic, Severity

_BEGINNING = re.compile(r"MTL\d{0,4}")


class NoDiagnostic(ValueError):
    """A word that stands for no diagnostic; `known` are those that do."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__("no diagnostic")
        self.known = known


class IsError(ValueError):
    """A word that stands for errors alone."""


def code_of(word: str, *, milder: bool) -> str:
    """The code, or the beginning of codes, that a word stands for.

    `milder` says that it must stand for something else than errors.

    Raises:
        NoDiagnostic: it stands for nothing.
        IsError: it stands for errors alone.
    """
    # Nearly all diagnostics are there already; the others take time to load.
    for complete in (False, True):
        known = all_codes() if complete else CODES
        code = next((one for one, kind in known.items() if kind.slug == word), word)
        kinds = [*_chosen(known, code)]
        if kinds and not (milder and all(one.severity is Severity.ERROR for one in kinds)):
            return code
    if kinds:
        raise IsError(word)
    raise NoDiagnostic((*known, *(one.slug for one in known.values())))


def _chosen(known: dict[str, type[Diagnostic]], beginning: str) -> Iterator[type[Diagnostic]]:
    if _BEGINNING.fullmatch(beginning):
        yield from (kind for code, kind in known.items() if code.startswith(beginning))
