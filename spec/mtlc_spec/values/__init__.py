"""The values of arguments: numbers, dtypes, and the objects of Keras that are no layers."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc_spec.values.tagged import Tagged


def kind_of(name: str, module: str | None = None) -> type[Tagged] | None:
    """The class of a name, in the submodule of `keras` that exports it.

    Without a submodule, a name that is a loss and a metric is the class of neither.
    """
    found = [
        kinds[spelled]
        for kinds in _families()
        for spelled in (name, name.lower())
        if spelled in kinds and (spelled == name or kinds[spelled].module == "optimizers")
    ]
    classes = {kind for kind in found if module in (None, kind.module)}
    return classes.pop() if len(classes) == 1 else None


def _families() -> Iterator[dict[str, type[Tagged]]]:
    """The names of each family. Keras knows those of optimizers in any case."""
    from mtlc_spec.values import (
        constraints,
        initializers,
        losses,
        metrics,
        optimizers,
        regularizers,
        schedules,
    )

    for family in (initializers, regularizers, constraints, losses, metrics, schedules):
        yield family.KINDS
    yield optimizers.KINDS
    yield optimizers.MAPS
