"""What running two models found: one thing after the other, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["ok", "contradicts", "failed", "skipped"]
"""`contradicts` is a fault of mtlc, `failed` could not be done, `skipped` need not be."""

Outcome = Literal["proven", "contradicted", "not_proven", "built"]


@dataclass(frozen=True)
class Finding:
    """One thing that was measured; `numbers` are all that it says, and more exactly."""

    about: str
    status: Status
    message: str
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """All findings on two models; `is_same` is the verdict that they were held against."""

    is_same: bool
    versions: str | None
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """`built` is the most that can be said of models that are not the same."""
        found = {one.status for one in self.findings}
        if "contradicts" in found:
            return "contradicted"
        if "failed" in found:
            return "not_proven"
        return "proven" if self.is_same else "built"

    @property
    def problems(self) -> tuple[str, ...]:
        """What contradicts the verdict or, if nothing does, what failed."""
        kind = "contradicts" if self.outcome == "contradicted" else "failed"
        return tuple(
            f"{one.about}: {one.message}" for one in self.findings if one.status == kind
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, as documented under "Proving" in the reference."""
        return {
            "outcome": self.outcome,
            "versions": self.versions,
            "checks": [
                {
                    "check": one.about,
                    "status": one.status,
                    "message": one.message,
                    "numbers": dict(one.numbers),
                }
                for one in self.findings
            ],
        }
