"""Models of Keras on their way through JSON."""

from __future__ import annotations

from typing import Any

from mtlc.expand import expand
from mtlc.graph import Graph
from mtlc.importer import imported, spec_text
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import Document
from mtlc_spec.loader import load
from mtlc_spec.source import Source

MANY = 10**6


def document_of(model: Any) -> Document:
    """What the importer makes of a model; it reports no errors."""
    return document_in(model.to_json())


def document_in(text: str) -> Document:
    report = Report()
    document = imported(Source("model.json", text), report)
    assert document is not None, [str(one) for one in report]
    return document


def graph_of(document: Document) -> Graph:
    report = Report()
    graph = expand(document, report, {}, MANY, deepest=MANY).graph
    assert report.ok, [str(one) for one in report]
    return graph


def read_again(document: Document) -> Graph:
    """The graph of the text that the document is printed as."""
    report = Report()
    text = spec_text(document)
    again = load(Source("model.yaml", text), report)
    assert again is not None, [str(one) for one in report]
    assert report.ok, ([str(one) for one in report], text)
    return graph_of(again)
