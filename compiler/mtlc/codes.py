"""All diagnostics of the compiler and of the language."""

from __future__ import annotations

from mtlc.driver import CHECKS
from mtlc_spec.diagnostics import CODES, Diagnostic

__all__ = ["CHECKS", "all_codes"]


def all_codes() -> dict[str, type[Diagnostic]]:
    """Every diagnostic class by its code, in order; the driver's imports define them all."""
    return dict(sorted(CODES.items()))
