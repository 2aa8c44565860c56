"""All diagnostics of the compiler and of the language, and what they mean."""

from __future__ import annotations

from importlib import import_module

from mtlc.driver import CHECKS
from mtlc.explanation import Explanation, explain
from mtlc_spec.diagnostics import CODES, Diagnostic

__all__ = ["CHECKS", "Explanation", "all_codes", "explain"]


def all_codes() -> dict[str, type[Diagnostic]]:
    """Every diagnostic class by its code, in order; most are defined when the driver loads."""
    for late in (
        "mtlc.analysis.masks",
        "mtlc.configuration.problems",
        "mtlc.importer.problems",
    ):
        import_module(late)
    return dict(sorted(CODES.items()))
