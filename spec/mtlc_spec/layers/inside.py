"""Layers inside of layers: what Keras calls them, and how their tensors are nested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from mtlc_spec.layers.base import Nesting
from mtlc_spec.names import snake_case
from mtlc_spec.shapes import Variable


class AutoNames:
    """Names layers as Keras does: after their classes, and numbered as it makes them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def __call__(self, kind: type[object]) -> str:
        """The name of a layer of a class that Keras makes now."""
        word = snake_case(kind.__name__)
        number = self._counts[word]
        self._counts[word] += 1
        return f"{word}_{number}" if number else word


def inside(prefix: str, variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """The weights of a layer inside of another.

    Keras trains them even if the layer around them is not to be trained: a model asks
    each weight, and not the layers that it is in.
    """
    return tuple(
        Variable(f"{prefix}/{one.name}", one.shape, one.trainable) for one in variables
    )


def count(nesting: Nesting) -> int:
    """How many tensors something nested holds."""
    return 1 if nesting is None else sum(map(count, nesting))


def nested(nesting: Nesting, flat: Iterable[Any]) -> Any:
    """The lists that Keras wants of tensors that a spec gives in a row."""
    return _nested(nesting, iter(flat))


def _nested(nesting: Nesting, flat: Iterator[Any]) -> Any:
    return next(flat) if nesting is None else [_nested(one, flat) for one in nesting]
