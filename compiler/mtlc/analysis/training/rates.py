"""Learning rates."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.subjects import place_of
from mtlc.analysis.training_problems import UnlikelyRate
from mtlc.graph import Graph, TrainingNode
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.tasks import Imported
from mtlc_spec.values.tagged import Tagged

SMALLEST, LARGEST = 1e-8, 10.0
"""Learning rates beyond these are taken for mistakes."""

_RATES = ("learning_rate", "initial_learning_rate", "warmup_target", "values")


def check_rates(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Warn of learning rates that train nothing, or let everything explode."""
    training = graph.training
    if training is None or not isinstance(training.arguments.optimizer, Tagged):
        return
    yield from _check(training, training.arguments.optimizer, ("optimizer",))


def _check(training: TrainingNode, made: Tagged, path: tuple[str, ...]) -> Iterator[Diagnostic]:
    if isinstance(made, Imported):
        return
    for name in sorted(made.model_fields_set):
        value = getattr(made, name)
        own = (*path, name)
        if isinstance(value, Tagged):
            yield from _check(training, value, own)
            continue
        if name not in _RATES or (name == "initial_learning_rate" and _warms_up(made, value)):
            continue
        rates = {own: value}
        if isinstance(value, tuple):
            rates = {(*own, str(number)): one for number, one in enumerate(value)}
        for place, rate in rates.items():
            if isinstance(rate, float) and (bound := _bound(rate)):
                span = place_of(training.places, place, training.span)
                yield UnlikelyRate(span=span, rate=rate, bound=bound)


def _warms_up(schedule: Tagged, rate: object) -> bool:
    """Whether a rate is where a schedule rises from, which is 0 as a rule."""
    return rate == 0 and getattr(schedule, "warmup_target", None) is not None


def _bound(rate: float) -> str | None:
    if rate <= 0:
        return "not positive, so that nothing is learned"
    if rate < SMALLEST:
        return "so small that nothing is learned"
    return "larger than anything that trains" if rate > LARGEST else None
