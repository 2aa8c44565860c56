"""The values of arguments: numbers, dtypes, and the objects of Keras that are no layers."""

from __future__ import annotations

from mtlc_spec.values.tagged import Tagged


def kind_of(name: str) -> type[Tagged] | None:
    """The initializer, regularizer or constraint of a name."""
    from mtlc_spec.values import constraints, initializers, regularizers

    kinds: dict[str, type[Tagged]] = {}
    for family in (initializers, regularizers, constraints):
        kinds.update(family.KINDS)
    return kinds.get(name)
