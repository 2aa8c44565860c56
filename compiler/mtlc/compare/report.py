"""A comparison as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mtlc.compare.comparison import Comparison
from mtlc.compare.differences import Difference
from mtlc.compare.form import At, Part, Path, Step
from mtlc.compare.loading import Loading
from mtlc.compare.mapping import Side, WeightMapping
from mtlc.compare.packing import Pack
from mtlc.compare.subject import Subject
from mtlc.compare.training import Training

VERSION = 1
"""Of the dictionary that `to_dict` gives."""


def to_dict(found: Comparison) -> dict[str, Any]:
    """All evidence, as documented under "Comparing" in the reference."""
    return {
        "version": VERSION,
        "verdict": found.verdict,
        "reason": found.reason,
        "inference": found.inference,
        "a": _subject(found.a),
        "b": _subject(found.b),
        "steps": [_step(which, step) for which, step in found.steps],
        "differences": [_difference(one) for one in found.differences],
        "mapping": None if found.mapping is None else _mapping(found.mapping),
        "outputs": None if found.packs is None else [_pack(one) for one in found.packs],
        "training": _training(found.training),
        "checkpoint": {
            "a_into_b": _loading(found.loads[0]),
            "b_into_a": _loading(found.loads[1]),
        },
        "simplifications": [_step(which, step) for which, step in found.simplifications],
    }


def _subject(one: Subject) -> dict[str, Any]:
    params = one.parameters
    return {
        "file": one.name,
        "name": one.graph.name,
        "target": one.target,
        "params": {"trainable": params.trainable, "non_trainable": params.non_trainable}
        if params.complete
        else None,
        "inputs": [
            {"name": name, **_tensor(one.shapes.inputs.get(name))} for name in one.graph.inputs
        ],
        "outputs": [
            {"name": output.name, **_tensor(one.shapes.of(output.value))}
            for output in one.graph.outputs
        ],
    }


def _tensor(tensor: Any) -> dict[str, Any]:
    if tensor is None:
        return {"shape": None, "dtype": None}
    return {"shape": list(tensor.shape), "dtype": tensor.dtype}


def _place(at: At) -> dict[str, Any]:
    line, column = at.span.source.position(at.span.start)
    return {"name": at.name, "file": at.span.source.name, "line": line, "column": column}


def _places(places: Iterable[At]) -> list[dict[str, Any]]:
    return [_place(one) for one in places]


def _step(which: str, step: Step) -> dict[str, Any]:
    return {
        "model": which.lower(),
        "rule": step.rule,
        "message": step.message,
        "places": _places(step.places),
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "about": one.about,
        "message": one.message,
        "why": one.why,
        "a": _places(one.places_a),
        "b": _places(one.places_b),
    }


def _mapping(mapping: WeightMapping) -> dict[str, Any]:
    return {
        "names": [{"a": one, "b": other} for one, other in mapping.names],
        "layers": [{"a": _part(one), "b": _part(other)} for one, other in mapping.parts],
        "weights": [
            {"a": _side(one.a), "b": _side(one.b), "axis": one.axis} for one in mapping.pairs
        ],
        "whole": [{"a": list(one), "b": list(other)} for one, other in mapping.whole],
    }


def _part(part: Part) -> dict[str, Any]:
    columns = None if part.start is None else [part.start, part.stop]
    return {"layer": part.layer[-1], "columns": columns}


def _side(side: Side) -> dict[str, Any]:
    return {
        "layer": list(side.layer),
        "weight": side.variable,
        "name": side.name,
        "shape": list(side.shape),
        "columns": None if side.columns is None else list(side.columns),
    }


def _pack(pack: Pack) -> dict[str, Any]:
    return {"a": [one.name for one in pack.a], "b": [one.name for one in pack.b]}


def _training(training: Training) -> dict[str, Any]:
    return {
        "both_have_tasks": training.both,
        "alike": training.is_alike,
        "loss_ratio": training.ratio,
        "losses": list(training.losses),
        "advice": training.advice,
        "differences": [
            {
                "message": one.message,
                "a": _places(one.places_a),
                "b": _places(one.places_b),
            }
            for one in training.notes
        ],
    }


def _loading(one: Loading) -> dict[str, Any]:
    def path(given: Path | None) -> list[str] | None:
        return None if given is None else list(given)

    return {
        "outcome": one.outcome.replace(" ", "_"),
        "message": one.message,
        "layers": [
            {
                "place": it.place,
                "from": path(it.source),
                "to": path(it.target),
                "problem": it.problem,
            }
            for it in one.layers
        ],
    }
