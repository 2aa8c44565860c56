"""How outputs are packed: one tensor of several columns, or several tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mtlc.compare.form import End, Form
from mtlc.compare.rules.cuts import joined
from mtlc.compare.subject import Subject


class Pack(NamedTuple):
    """Outputs of A and of B that hold the same numbers, one of one against several."""

    a: tuple[End, ...]
    b: tuple[End, ...]


def by_name(a: Subject, b: Subject) -> bool:
    """Whether outputs are told apart by their names, and not by their order."""
    return a.graph.output_form == b.graph.output_form == "dict" and {
        one.name for one in a.graph.outputs
    } == {one.name for one in b.graph.outputs}


def packs(a: Form, b: Form, named: bool) -> tuple[Pack, ...] | None:
    """Which outputs belong together; None if the outputs do not hold the same numbers."""
    left = [*a.outputs]
    right = [*b.outputs]
    if named:
        place = {one.name: number for number, one in enumerate(left)}
        right.sort(key=lambda one: place[one.name])
        return tuple(Pack((one,), (other,)) for one, other in zip(left, right, strict=True))
    if len(left) == len(right) and all(
        _shape(a, one) == _shape(b, other) for one, other in zip(left, right, strict=True)
    ):
        return tuple(Pack((one,), (other,)) for one, other in zip(left, right, strict=True))
    found = []
    while left and right:
        one, other = left.pop(0), right.pop(0)
        of_a, of_b = [one], [other]
        wide, narrow, rest, form = (
            (_width(a, one), _width(b, other), right, b)
            if (_width(a, one) or 0) >= (_width(b, other) or 0)
            else (_width(b, other), _width(a, one), left, a)
        )
        members = of_b if form is b else of_a
        lead = _lead(a, one)
        if wide is None or narrow is None or lead is None or lead != _lead(b, other):
            return None
        while narrow < wide and rest:
            following = rest.pop(0)
            width = _width(form, following)
            if width is None or _lead(form, following) != lead:
                return None
            members.append(following)
            narrow += width
        if narrow != wide:
            return None
        found.append(Pack(tuple(of_a), tuple(of_b)))
    return None if left or right else tuple(found)


def pack(form: Form, groups: Sequence[tuple[End, ...]]) -> None:
    """Let the outputs of each group be one."""
    ends = []
    for group in groups:
        first = group[0]
        if len(group) == 1:
            ends.append(first)
            continue
        tensor = form.tensor(first.port)
        assert tensor is not None
        port = joined(form, [one.port for one in group], tensor.rank - 1, first.at)
        ends.append(End(" + ".join(one.name for one in group), port, first.at))
    form.outputs = ends
    form.tidy()


def _shape(form: Form, end: End) -> object:
    tensor = form.tensor(end.port)
    return None if tensor is None else (tensor.shape, tensor.dtype)


def _width(form: Form, end: End) -> int | None:
    tensor = form.tensor(end.port)
    return None if tensor is None or tensor.rank < 2 else tensor.shape[-1]


def _lead(form: Form, end: End) -> object:
    tensor = form.tensor(end.port)
    return None if tensor is None else (tensor.shape[:-1], tensor.dtype)
