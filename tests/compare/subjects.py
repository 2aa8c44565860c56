"""Comparing specs by their text."""

from __future__ import annotations

from functools import cache

from mtlc.compare.comparison import Comparison, compare
from mtlc.compare.subject import Subject
from mtlc.driver import compile_source
from mtlc_spec.source import Source


@cache
def subject(spec: str, name: str = "a.yaml") -> Subject:
    """The model of a spec."""
    result = compile_source(Source(name, spec), want="subject")
    assert result.subject is not None, [str(one) for one in result]
    return result.subject


def compared(a: str, b: str, *, inference: bool = False) -> Comparison:
    """The comparison of two specs."""
    return compare(subject(a), subject(b, "b.yaml"), inference=inference)
