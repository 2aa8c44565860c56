"""What a verification found: one check after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

VERSION = 1
"""Of the dictionary that `Report.to_dict` gives."""

Status = Literal["ok", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, what came out, and how long it took."""

    name: str
    status: Status
    detail: str
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    """What is wrong, each in a sentence; a check that failed has some."""


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of one model, in the order in which they were made."""

    model: str
    backend: str
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Nothing failed; what could not be looked at is skipped, and says so."""
        return all(one.status != "failed" for one in self.checks)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, as documented under "Verifying" in the reference."""
        return {
            "version": VERSION,
            "name": self.model,
            "backend": self.backend,
            "ok": self.ok,
            "checks": [
                {
                    "check": one.name,
                    "status": one.status,
                    "detail": one.detail,
                    "problems": list(one.problems),
                    "seconds": round(one.seconds, 3),
                }
                for one in self.checks
            ],
        }
