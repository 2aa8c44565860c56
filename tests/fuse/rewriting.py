"""Fusing specs by their text."""

from __future__ import annotations

from mtlc.driver import Options
from mtlc.fuse.rewriting import Outcome, Rewritten, rewrite
from mtlc_spec.source import Source


def outcome(spec: str, *, apart: bool = False, **settings: object) -> Outcome:
    return rewrite(Source("a.yaml", spec), Options(settings=settings), apart=apart)


def fused(spec: str, **settings: object) -> Rewritten:
    """The spec with fused heads."""
    found = outcome(spec, **settings)
    assert found.rewritten is not None, (found.why, [one.why for one in found.left])
    return found.rewritten


def split(spec: str) -> Rewritten:
    """The spec with its wider layers taken apart."""
    found = outcome(spec, apart=True)
    assert found.rewritten is not None, (found.why, [one.why for one in found.left])
    return found.rewritten
