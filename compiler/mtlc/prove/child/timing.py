"""One model, timed on demand: predicting, and a step of training."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import tensorflow

from mtlc.prove.child.building import Built, build
from mtlc.verify.child.forward import find_inputs
from mtlc.verify.child.labels import make_labels
from mtlc.verify.child.reporting import Reporter

SAMPLES = 32
WARM = 3
"""Calls before anything counts: the first ones compile."""
LEAST = 3
"""Calls that make one measurement, if they take long."""


def time(order: dict[str, Any], orders: Iterator[dict[str, Any]], reporter: Reporter) -> None:
    """Build a model and warm it up; then each order asks for one measurement of everything."""
    works: dict[str, Callable[[], Any]] = {}
    built = build(order["model"], order["title"], reporter)
    if built is None:
        return
    with reporter.check("warm up") as check:
        works = _works(built, order["tasks"])
        for work in works.values():
            for _ in range(WARM):
                work()
    if check.status != "ok":
        return
    reporter.send(end=True)
    for one in orders:
        for name, work in works.items():
            steps = built.model.steps_per_execution if name == "train" else 1
            reporter.send(timed=name, seconds=_time(work, one["seconds"]) / steps)
        reporter.send(end=True)


def _time(work: Callable[[], Any], seconds: float) -> float:
    """The median of calls, which a pause of the machine does not move."""
    found: list[float] = []
    end = perf_counter() + seconds
    while len(found) < LEAST or perf_counter() < end:
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return median(found)


def _works(built: Built, has_tasks: bool) -> dict[str, Callable[[], Any]]:
    """What is timed, by name."""
    model = built.model
    forward = find_inputs(model, built.names, SAMPLES)
    works: dict[str, Callable[[], Any]] = {
        "predict": lambda: model.predict_on_batch(forward.inputs)
    }
    losses = built.losses(has_tasks)
    if not losses or not model.trainable_weights:
        return works
    if not has_tasks:
        model.compile(loss=built.formed({name: loss for name, (loss, _) in losses.items()}))
    random = np.random.default_rng(1)
    labels = built.labels(
        {
            name: make_labels(loss, forward.arrays[name].shape, random)
            for name, (loss, _) in losses.items()
        }
    )
    works["train"] = _step(model, forward.inputs, labels)
    return works


def _step(model: Any, inputs: Any, labels: Any) -> Callable[[], Any]:
    """A step as `fit` makes it.

    `train_on_batch` turns every metric into a number as well, which for a small model takes
    as long as the step, and longer the more outputs there are.
    """
    model.train_on_batch(inputs, labels)
    if isinstance(inputs, list):
        inputs = tuple(inputs)
    if isinstance(labels, list):
        labels = tuple(labels)
    batches = iter(tensorflow.data.Dataset.from_tensors((inputs, labels)).repeat())
    model.make_train_function()
    return lambda: model.train_function(batches)
