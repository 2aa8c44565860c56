"""What is wrong with tasks and with training; loaded where a spec has any."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.analysis.training.balance import check_balance
from mtlc.analysis.training.gradients import check_gradients
from mtlc.analysis.training.losses import check_losses
from mtlc.analysis.training.metrics import check_metrics
from mtlc.analysis.training.missing import check_missing
from mtlc.analysis.training.rates import check_rates
from mtlc.analysis.training.saving import check_saving
from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic

CHECKS = (
    check_balance,
    check_gradients,
    check_losses,
    check_metrics,
    check_missing,
    check_rates,
    check_saving,
)


def check_training(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Every problem once, though outputs that are written as one share it."""
    seen: set[tuple[object, ...]] = set()
    for check in CHECKS:
        for one in check(graph, shapes):
            key = (one.code, one.span, one.message)
            if key not in seen:
                seen.add(key)
                yield one
