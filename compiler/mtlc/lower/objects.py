"""Losses, metrics and optimizers as Python."""

from __future__ import annotations

from collections.abc import Mapping

from mtlc.lower.calls import imported_arguments
from mtlc.lower.draft import Draft
from mtlc.lower.formulas import Lookup
from mtlc.pysrc import Expression, call, literal, name
from mtlc_spec.tasks import Imported
from mtlc_spec.values import metrics
from mtlc_spec.values.metrics.base import KerasMetric
from mtlc_spec.values.tagged import Tagged, spread


class Objects:
    """Writes what `compile` is given; collects what must be imported for it."""

    def __init__(self, draft: Draft, lookup: Lookup) -> None:
        self.draft = draft
        self.lookup = lookup

    def uses(self, module: str, word: str) -> str:
        """A class or function that the generated module brings along."""
        self.draft.runtimes[module] = None
        return word

    def made(self, own: object, written: object) -> Expression:
        """An object, or the name of one; `written` holds the expressions in it."""
        if isinstance(own, Imported):
            return self._imported(own, written)
        return self.draft.makers.made(own, written, self.lookup)

    def metric(self, own: Tagged, written: object, called: str | None = None) -> Expression:
        """A metric as an object, called what logs shall call it."""
        if isinstance(own, Imported):
            return self._imported(own, written)
        arguments = written
        if isinstance(written, Mapping) and len(written) == 1:
            ((_, arguments),) = written.items()
        given = spread(type(own), arguments) if arguments is not written else {}
        if called is None and isinstance(own, KerasMetric) and own.named_by_counter:
            called = metric_name(own)
        named = None if called is None else literal(called)
        return self.draft.makers.layer(type(own), own, given, self.lookup, named)

    def _imported(self, own: Imported, written: object) -> Expression:
        self.draft.imports[own.alias] = None
        found = name(f"{own.alias}.{own.name}")
        if not own.is_class and own.arguments is None:
            return found
        arguments = own.arguments
        if isinstance(written, Mapping) and len(written) == 1:
            ((_, arguments),) = written.items()
        positional, keywords = imported_arguments(arguments, self.lookup)
        return call(found, *positional, **keywords)


def metric_name(metric: Tagged) -> str:
    """What Keras calls the first metric of a kind."""
    return next(key for key, kind in metrics.KINDS.items() if kind is type(metric))
