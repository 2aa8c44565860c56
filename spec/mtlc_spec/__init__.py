"""The spec language of mtlc: what can be said, and what it means."""

from mtlc_spec.diagnostics import Diagnostic, Edit, Label, Severity
from mtlc_spec.source import Position, Source, Span

__all__ = ["Diagnostic", "Edit", "Label", "Position", "Severity", "Source", "Span"]
