"""Values for params from outside of the spec: from a library call, or a command line."""

from __future__ import annotations

from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence
from mtlc_spec.reading import MAX_DEPTH, read
from mtlc_spec.source import Source


def frozen(value: object, depth: int = 0) -> object:
    """A value as a spec would hold it: lists are tuples.

    Raises:
        TypeError: the value cannot be that of a param.
        ValueError: a spec could not hold it, since it is too large.
    """
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("a number does not fit into 64 bits")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple) and depth == MAX_DEPTH:
        raise ValueError(f"lists are nested more than {MAX_DEPTH} deep")
    if isinstance(value, list | tuple):
        return tuple(frozen(item, depth + 1) for item in value)
    raise TypeError(
        "a param is a number, a string, a boolean, None, or a list of those, and not "
        f"a {type(value).__name__}"
    )


def parse(text: str) -> object:
    """The value behind `--set name=`, read as YAML.

    Raises:
        ValueError: it is a mapping, or no YAML.
    """
    report = Report()
    node = read(Source("--set", text), report)
    problem = next(iter(report), None)
    if problem is not None:
        raise ValueError(f"{problem.message}; a string may be put into quotes")
    return None if node is None else _value(node)


def _value(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return tuple(_value(item) for item in node)
    assert isinstance(node, Mapping)
    raise ValueError("a param cannot be a mapping")
