"""The calls that the layers of a Sequential model have without saying so."""

from __future__ import annotations

from mtlc.importer.making import mapping, sequence, text
from mtlc.importer.parts import Part
from mtlc_spec.nodes import Mapping, Node, Scalar


def history_of(part: Part) -> Node:
    at = part.at
    numbers = [Scalar(at.source, at.start, at.end, 0) for _ in range(2)]
    name = Scalar(at.source, at.start, at.end, part.name)
    return sequence(at, [name, *numbers])


def called_on(part: Part) -> Mapping:
    """A call on what a part gives, as Keras would write it."""
    at = part.at
    config = mapping(at, {"keras_history": history_of(part)})
    tensor = mapping(at, {"class_name": text(at, "__keras_tensor__"), "config": config})
    return mapping(at, {"args": sequence(at, [tensor]), "kwargs": mapping(at, {})})
