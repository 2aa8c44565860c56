"""Values for params from outside of the spec: from a library call, or a command line."""

from __future__ import annotations

from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence
from mtlc_spec.reading import read
from mtlc_spec.source import Source


def frozen(value: object) -> object:
    """A value as a spec would hold it: lists are tuples.

    Raises:
        TypeError: the value cannot be that of a param.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    raise TypeError(
        "a param is a number, a string, a boolean, None, or a list of those, and not "
        f"a {type(value).__name__}"
    )


def parse(text: str) -> object:
    """The value behind `--set name=`, read as YAML; text that is none is a string.

    Raises:
        ValueError: it is a mapping.
    """
    report = Report()
    node = read(Source("--set", text), report)
    if node is None or not report.ok:
        return text
    return _value(node)


def _value(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return tuple(_value(item) for item in node)
    assert isinstance(node, Mapping)
    raise ValueError("a param cannot be a mapping")
