"""The text of the spec of a saved model."""

from __future__ import annotations

from mtlc.expand import expand
from mtlc.flat import flatten
from mtlc.specsrc import print_spec
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Document

_LAYERS = 10**6


def spec_text(document: Document) -> str:
    """The spec as a person can read it, what Keras does anyway left out."""
    graph = expand(document, Report(), {}, _LAYERS, deepest=_LAYERS).graph
    return print_spec(flatten(graph, document))
